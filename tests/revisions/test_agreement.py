"""Rows that an office wrote, turned back and proposed again."""

from pathlib import Path
from statistics import median

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.exchange.interchange import read_file
from pia_desktop.paths import resource_root
from tests.revisions.agreement import (
    Agreement,
    agreements,
    days_of,
    length_ratio,
    rows_of,
    turn_back,
    verdict,
    why_left,
)

REAL = Path(__file__).parents[3] / "shared" / "samples" / "setagaya-kaigo.json"
INVENTED = resource_root() / "samples" / "yoshiki4.json"


def snapshot_of(path: Path) -> Snapshot:
    read = read_file(path)
    return Snapshot(read.form, read.root)


def all_days(path: Path) -> list[Agreement]:
    return [*agreements(snapshot_of(path)).values()]


def test_turning_back_puts_the_words_before_in_their_place() -> None:
    snapshot = snapshot_of(INVENTED)
    turned = 0
    for on in days_of(snapshot):
        older, rows = turn_back(snapshot, on)
        for row in rows:
            assert older.root.at(row.path[:-1]).answers.get(row.path[-1]) == row.was != row.now
        turned += len(rows)
        snapshot = older
    assert turned >= 5


@pytest.mark.parametrize("path", [INVENTED, REAL], ids=["invented", "real"])
def test_each_row_is_proposed_again_at_its_item_and_nothing_else(path: Path) -> None:
    if not path.exists():
        pytest.skip(f"{path.name} is not beside this checkout")
    found = all_days(path)
    told = [(row, one) for day in found for row, one in day.rows]
    assert all(one is not None for _row, one in told)
    assert [one.item for day in found for one in day.invented] == []


@pytest.mark.skipif(not REAL.exists(), reason="the real assessment is not beside this checkout")
def test_the_time_of_handing_in_agrees_with_the_office() -> None:
    """At least nine of ten rows are judged as in life or left open, and at most a quarter is left open."""
    told = [(row, one) for day in all_days(REAL) for row, one in day.rows if one is not None]
    verdicts: dict[tuple[str, ...], set[str]] = {}
    for row, one in told:
        verdicts.setdefault(row.row, set()).add(verdict(row, one))
    assert len(verdicts) >= 49
    otherwise = [row for row, found in verdicts.items() if "other" in found]
    assert len(otherwise) <= len(verdicts) / 10, otherwise
    assert sum("open" in found for found in verdicts.values()) <= len(verdicts) / 4
    laws = [one for row, one in told if row.row.day == "令和3年9月1日" and "法令上の根拠" in row.row.item]
    assert len(laws) >= 15
    assert {one.when for one in laws} == {"事後"}
    assert median(length_ratio(row, one) for row, one in told) <= 1.5


@pytest.mark.skipif(not REAL.exists(), reason="the real assessment is not beside this checkout")
def test_a_row_is_left_out_only_where_its_words_stand_nowhere() -> None:
    """The words may stand at another entry than the one that the row names, or far from its item."""
    snapshot = snapshot_of(REAL)
    left = list(why_left(rows_of(snapshot), agreements(snapshot)))
    assert len(left) <= 62
    assert sum("nothing" in why for _row, why in left) == 2

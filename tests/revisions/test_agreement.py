"""Rows that an office wrote, turned back and proposed again."""

from pathlib import Path
from statistics import median

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.exchange.interchange import read_file
from pia_desktop.paths import resource_root
from tests.revisions.agreement import Agreement, agreement, days_of, turn_back

REAL = Path(__file__).parents[3] / "shared" / "samples" / "setagaya-kaigo.json"
INVENTED = resource_root() / "samples" / "yoshiki4.json"


def all_days(path: Path) -> list[Agreement]:
    read = read_file(path)
    snapshot = Snapshot(read.form, read.root)
    return [agreement(snapshot, on)[1] for on in days_of(snapshot)]


def test_turning_back_puts_the_words_before_in_their_place() -> None:
    read = read_file(INVENTED)
    snapshot = Snapshot(read.form, read.root)
    turned = 0
    for on in days_of(snapshot):
        older, rows = turn_back(snapshot, on)
        for row in rows:
            assert older.root.at(row.path[:-1]).answers.get(row.path[-1], "") == row.was != row.now
        turned += len(rows)
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
    assert len(told) >= 40
    otherwise = [row.row.item for row, one in told if one.when not in (row.row.when, "要判断")]
    assert len(otherwise) <= len(told) / 10, otherwise
    assert sum(one.when == "要判断" for _row, one in told) <= len(told) / 4
    laws = [one for row, one in told if row.row.day == "令和3年9月1日" and "法令上の根拠" in row.row.item]
    assert len(laws) >= 15
    assert {one.when for one in laws} == {"事後"}
    length = [
        (len(one.before.text) + len(one.after.text)) / (len(row.row.before) + len(row.row.after))
        for row, one in told
    ]
    assert median(length) <= 1.5

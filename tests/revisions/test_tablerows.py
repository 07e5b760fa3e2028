"""Tables are compared row by row and cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.values import DataTable, Figure
from pia_desktop.revisions.describe import describe
from pia_desktop.revisions.textdiff import PassageKind, passages
from tests.strategies import LAW

KIND = FigureKind()
HEAD = ["提供先", "法令上の根拠", "時期"]
OLD = [["甲市", "番号法第19条第8号", "毎月"], ["乙市", "同", "毎月"], ["丙市", "同", "年1回"]]


def changed(old: list[list[str]], new: list[list[str]]) -> list[tuple[str, str]]:
    """What is marked on the two sides."""
    words = [KIND.format(Figure(("前の文", DataTable.of(rows), "後の文"))) for rows in (old, new)]
    found = passages(*words)
    assert ["".join(side) for side in zip(*((one.old, one.new) for one in found), strict=True)] == words
    return [(one.old, one.new) for one in found if one.kind is not PassageKind.SAME]


@pytest.mark.parametrize(
    ("new", "marked"),
    [
        ([OLD[0], OLD[2]], [("乙市\t同\t毎月\n", "")]),
        (
            [OLD[0], ["丁市", "条例。ただし、別表", "随時"], *OLD[1:]],
            [("", "丁市\t条例。ただし、別表\t随時\n")],
        ),
        ([["甲市", "番号法第19条第9号", "毎月"], *OLD[1:]], [("8", "9")]),
        ([["甲市", "条例による", "随時"], *OLD[1:]], [("番号法第19条第8号", "条例による"), ("毎月", "随時")]),
        ([OLD[1], OLD[2]], [("甲市\t番号法第19条第8号\t毎月\n", "")]),
    ],
)
def test_rows_and_cells(new: list[list[str]], marked: list[tuple[str, str]]) -> None:
    assert changed([HEAD, *OLD], [HEAD, *new]) == marked


def test_rows_stay_the_same_where_only_their_numbers_move_on() -> None:
    old = [["1", "福祉課", "窓口"], ["2", "税務課", "照会"]]
    new = [["1", "市民課", "交付"], ["2", "福祉課", "窓口"], ["3", "税務課", "照会"]]
    assert changed(old, new) == [("", "1\t市民課\t交付\n"), ("1", "2"), ("2", "3")]


def test_a_column_that_is_put_in_leaves_the_others_as_they_were() -> None:
    old = [["甲市", "毎月"], ["乙市", "年1回"]]
    new = [["甲市", "番号法", "毎月"], ["乙市", "条例", "年1回"]]
    assert changed(old, new) == [("", "番号法\t"), ("", "条例\t")]


def test_the_lines_tell_rows_and_cells() -> None:
    new = [["甲市", "番号法第19条第9号", "毎月"], ["丙市", "同", "年1回"], ["丁市", "同", "随時"]]
    told = describe(KIND, Figure((DataTable.of([HEAD, *OLD]),)), Figure((DataTable.of([HEAD, *new]),)))
    assert told == (
        "表1: 「乙市」の行がなくなりました。",
        "表1: 「丁市」の行が加わりました。",
        "表1の「甲市」の行、法令上の根拠: 「番号法第19条第8号」から「番号法第19条第9号」に変わりました。",
    )


def test_of_many_changed_rows_they_tell_how_many() -> None:
    old, new = ([[f"{sort}{number}", "同"] for number in range(40)] for sort in ("甲市の", "乙町の"))
    (told,) = describe(KIND, Figure((DataTable.of(old),)), Figure((DataTable.of(new),)))
    assert told.startswith("表1: ")
    assert "行が変わりました" in told


CELLS = st.sampled_from(["", "甲市", "乙市", "1", "2", "同", "文。続く\n二行目"])
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6).map(DataTable.of)


@LAW
@given(TABLES, TABLES)
def test_any_two_tables_can_be_compared(old: DataTable, new: DataTable) -> None:
    words = [KIND.format(Figure((table,))) for table in (old, new)]
    found = passages(*words)
    assert ["".join(one.old for one in found), "".join(one.new for one in found)] == words
    assert bool(describe(KIND, Figure((old,)), Figure((new,)))) == (old.rows != new.rows)

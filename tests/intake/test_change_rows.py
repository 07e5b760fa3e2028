"""Rows of changes: what an office or another table has put among them is doubted or left over."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pia_desktop.forms.catalogue import find_form
from pia_desktop.intake.anchors import Role, anchors_of
from pia_desktop.intake.answers import Answers
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.matching import Hit
from pia_desktop.intake.report import Notes
from pia_desktop.intake.tables import TableRow, beside_the_table, read_rows

_WIDE = 100
_ROW = ("令和6年4月1日", "Ⅰ 基本情報", "旧部署", "新部署", "事後", "その他の項目")


def _slot(sheet: Sheet, rows: Sequence[Sequence[str]]) -> Slot:
    """A table of ruled columns; the rows below its headings, empty cells left out."""
    anchors = [anchor for anchor in anchors_of(find_form("yoshiki3")).all if anchor.role is Role.COLUMN]
    heads = [
        Cell(one.label, sheet, Box(_WIDE * at, 0, _WIDE * (at + 1), 9), 0, boxed=True)
        for at, one in enumerate(anchors)
    ]
    columns = [(anchor.items[0].id, head) for anchor, head in zip(anchors, heads, strict=True)]
    slot = Slot(anchors[0], heads[0], Hit(0, 1.0), (), columns=columns)
    slot.cells = [
        Cell(text, sheet, Box(_WIDE * column, at, _WIDE * (column + 1), at + 9), at, boxed=True)
        for at, row in enumerate(rows, 1)
        for column, text in enumerate(row)
        if text
    ]
    return slot


def _reasons(row: TableRow) -> set[Reason]:
    return {reason for reasons in row.doubts.values() for reason in reasons}


def _in_sheet(*rows: Sequence[str]) -> list[TableRow]:
    return read_rows(_slot(Sheet(1, "変更箇所"), rows))


def test_clean_rows_have_no_doubts() -> None:
    assert [_reasons(row) for row in _in_sheet(_ROW, _ROW)] == [set(), set()]


@pytest.mark.parametrize("column", [2, 3, 4, 5])
def test_a_word_in_a_row_of_its_own_is_doubted(column: int) -> None:
    alone = ["済" if at == column else "" for at in range(6)]
    first, second = _in_sheet(_ROW, alone, _ROW)
    assert _reasons(first) == {Reason.SEVERAL_CELLS}
    assert _reasons(second) == set()


@pytest.mark.parametrize("column", [0, 1])
def test_a_row_of_one_word_is_doubted(column: int) -> None:
    alone = ["確認済" if at == column else "" for at in range(6)]
    before, odd, behind = _in_sheet(_ROW, alone, _ROW)
    assert [_reasons(row) for row in (before, odd, behind)] == [set(), {Reason.ODD_ROW}, set()]


@pytest.mark.parametrize("date", ["###", "済", "別紙のとおり"])
def test_a_row_that_begins_with_no_date_is_doubted(date: str) -> None:
    (row,) = _in_sheet((date, *_ROW[1:]))
    assert _reasons(row) == {Reason.ODD_ROW}
    assert row.texts["変更日"] == date


@pytest.mark.parametrize("date", ["令和6年4月下旬", "R6.4.1", "2024/4/1", ""])
def test_a_row_of_a_date_written_otherwise_or_not_again_is_one(date: str) -> None:
    _first, second = _in_sheet(_ROW, (date, *_ROW[1:]))
    assert _reasons(second) == set()


def test_another_table_behind_the_form_on_pages_is_left_over() -> None:
    slot = _slot(Sheet(1), [_ROW])
    plan = Sheet(2)
    other = [
        Cell("計画管理書", plan, Box(150, 20, 350, 29), 9),
        Cell("令和6年4月1日", plan, Box(0, 40, 70, 49), 10, boxed=True),
        Cell("児童手当", plan, Box(70, 40, 240, 49), 10, boxed=True),
    ]
    on = Cell("令和7年4月1日", plan, Box(1, 60, 101, 69), 11, boxed=True)
    slot.cells += [*other, on]
    assert beside_the_table(slot) == other


def test_a_column_beside_the_table_is_left_over_without_comparing_each_cell_with_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A damaged list may have tens of thousands of cells there."""
    rows = 40
    slot = _slot(Sheet(1, "変更箇所"), [(*_ROW, "所管課の列")] * rows)
    compared = 0
    equal = Cell.__eq__

    def counted(self: Cell, other: object) -> bool:
        nonlocal compared
        compared += 1
        return equal(self, other)

    notes = Notes()
    with monkeypatch.context() as patch:
        patch.setattr(Cell, "__eq__", counted)
        Answers(find_form("yoshiki3"), notes).take(slot)
    assert [left.text for left in notes.left] == ["所管課の列"] * rows
    assert compared < rows

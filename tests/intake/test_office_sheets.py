"""What offices add to the form's sheets: columns beside it, sheets that go on or are lists, formulas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import Form
from pia_desktop.intake.boxes import read_choice
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, Source
from pia_desktop.intake.fronts.xlsx import read_xlsx
from pia_desktop.intake.joining import over_rows
from pia_desktop.intake.reading import read_source
from pia_desktop.intake.report import Report
from tests.intake.agreement import compare, plain
from tests.intake.grids import Look, sample, workbook
from tests.intake.layouts import Style

_LOOK = Look(
    sheets="parts",
    wide=24,
    label_wide=6,
    left=0,
    gap=0,
    below=False,
    merged=True,
    brackets=("[", "]"),
    mark="○",
    boxes="parts",
    boxes_in_row=2,
    choice="parts",
    bands=True,
    style=Style(ticked="[○] ", empty="[　]"),
)
_TABLE = "変更日"


@cache
def _whole(merged: bool = True) -> Source:
    """A filled 様式３ as a workbook, a sheet for each part."""
    import tempfile

    form, document = sample("yoshiki3")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(workbook(form, document, replace(_LOOK, merged=merged)))
        return read_xlsx(path)


def _read(cells: Iterator[Cell]) -> tuple[tuple[tuple[str | int, ...], ...], Report]:
    """The wrong paths of a document of these cells, and its report."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.box.left))
    outcome = read_source(replace(_whole(), cells=tuple(ordered)))
    found = compare(json.loads(json.dumps(outcome.document)), sample("yoshiki3")[1])
    return found.wrong, outcome.report


def _rows() -> list[tuple[Sheet, int, int]]:
    """Sheet, row of the sheet and row of the stream of every row."""
    return sorted(
        {(cell.sheet, int(cell.box.top), cell.row) for cell in _whole().cells}, key=lambda row: row[2]
    )


def _moved(cell: Cell, columns: int) -> Cell:
    box = cell.box
    return replace(cell, box=Box(box.left + columns, box.top, box.right + columns, box.bottom))


def _added(column: int, words: Callable[[int], str]) -> Iterator[Cell]:
    for sheet, top, row in _rows():
        yield Cell(words(top), sheet, Box(column, top, column + 1, top + 1), row, boxed=True)


def test_row_numbers_left_of_the_form_are_no_answers() -> None:
    wrong, report = _read(iter([*(_moved(cell, 3) for cell in _whole().cells), *_added(0, str)]))
    assert not wrong
    assert len(report.left_over) == len(_rows())


def test_remarks_right_of_the_form_are_no_answers() -> None:
    wrong, report = _read(iter([*_whole().cells, *_added(26, lambda _top: "済")]))
    assert not wrong
    assert {left.text for left in report.left_over} == {"済"}


def test_remarks_beside_a_form_without_merged_cells_are_doubted_or_left_over() -> None:
    last = max(cell.box.right for cell in _whole(False).cells)
    rows = {cell.row: cell for cell in _whole(False).cells}.values()
    remarks = [
        replace(cell, text="済", box=Box(last + 1, cell.box.top, last + 2, cell.box.bottom)) for cell in rows
    ]
    wrong, report = _read(iter([*_whole(False).cells, *remarks]))
    assert Reason.SEVERAL_CELLS in {doubt.reason for doubt in report.doubts}
    assert not {*wrong} - {doubt.path for doubt in report.doubts}


def test_remarks_beside_the_pages_of_a_table_are_no_answers() -> None:
    sheet, rows = _table()
    late = rows[len(rows) // 2]

    def page(cell: Cell) -> Cell:
        number = cell.sheet.number + (cell.sheet == sheet and cell.row >= late)
        return replace(cell, sheet=Sheet(number))

    remarks = _added(26, lambda _top: "済")
    wrong, report = _read(map(page, [*_whole().cells, *remarks]))
    assert not wrong
    assert {left.text for left in report.left_over} == {"済"}


def _table() -> tuple[Sheet, list[int]]:
    """The sheet of 変更箇所 and the rows of its stream, those of its headings first."""
    (head,) = (cell for cell in _whole().cells if plain(cell.text) == _TABLE)
    rows = sorted({cell.row for cell in _whole().cells if cell.sheet == head.sheet and cell.row >= head.row})
    return head.sheet, rows


@pytest.mark.parametrize("titled", [False, True])
def test_a_table_goes_on_from_the_first_row_of_another_sheet(titled: bool) -> None:
    sheet, rows = _table()
    behind = Sheet(sheet.number + 100, "続き")
    first = rows[len(rows) // 2]

    def apart(cell: Cell) -> Cell:
        if cell.sheet != sheet or cell.row < first:
            return cell
        down = cell.row - first + titled
        box = Box(cell.box.left, down, cell.box.right, down + 1)
        return replace(cell, sheet=behind, box=box, row=cell.row + 2)

    title = [Cell("変更箇所（続き）", behind, Box(0, 0, 24, 1), first + 1, boxed=True)] if titled else []
    wrong, _report = _read(iter([*map(apart, _whole().cells), *title]))
    assert not wrong


def test_a_list_behind_the_form_is_no_row_of_the_last_table() -> None:
    last = max(cell.row for cell in _whole().cells)
    sheet = Sheet(99, "一覧")
    words = ["総務課", "税務課", "福祉課"]
    more = [
        Cell(one, sheet, Box(0, at, 1, at + 1), last + 2 + at, boxed=True) for at, one in enumerate(words)
    ]
    wrong, report = _read(iter([*_whole().cells, *more]))
    assert not wrong
    assert [left.text for left in report.left_over] == words


def test_a_list_of_parts_that_goes_on_over_a_sheet_is_no_part() -> None:
    form, _document = sample("yoshiki3")
    titles = ["項目一覧", *(part.title for part in form.parts if part.title)]
    cover = _whole().cells[0].sheet
    last = max(cell.row for cell in _whole().cells if cell.sheet == cover)
    moved = [cell if cell.sheet == cover else replace(cell, row=cell.row + 50) for cell in _whole().cells]
    first, behind = Sheet(100, "項目一覧"), Sheet(101, "項目一覧 (2)")
    listed = [
        Cell(title, first if at < 3 else behind, Box(0, at, 24, at + 1), last + 2 + at, boxed=True)
        for at, title in enumerate(titles)
    ]
    wrong, _report = _read(iter([*moved, *listed]))
    assert not wrong


def test_words_in_a_row_of_their_own_below_an_answer_are_doubted() -> None:
    """Where cells are not merged, the office's own word may stand there; nobody can tell by its place."""
    sheet = Sheet(1, "表")
    rows = [
        Cell(words, sheet, Box(1, row, 2, row + 1), row, boxed=True)
        for row, words in enumerate(("児童手当の支給に関する事務", "確認済"))
    ]
    assert over_rows(rows)
    beside = replace(rows[1], row=rows[0].row)
    assert not over_rows([rows[0], beside])
    page, next_page = Sheet(1), Sheet(2)
    assert over_rows([replace(cell, sheet=page) for cell in rows])
    assert not over_rows([replace(rows[0], sheet=page), replace(rows[1], sheet=next_page)])


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_words_beside_an_option_are_doubted_and_a_blank_list_of_options_is_not(form: Form) -> None:
    for item in (place.item for place in form.places.values()):
        if not isinstance(item.kind, ChoiceKind):
            continue
        options = item.kind.options
        for option in options:
            assert read_choice(item, item.kind, option.words).value == option.words
            noted = read_choice(item, item.kind, f"{option.words} 確認済")
            assert noted.value == option.words or Reason.NO_OPTION in noted.doubts, item.id
        blank = read_choice(item, item.kind, " ".join(f"{one.number}) {one.words}" for one in options))
        assert (blank.value, blank.doubts) == (None, set()), item.id

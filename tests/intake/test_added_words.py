"""What offices put around labels does not keep them from being known; words that were added are left over."""

from __future__ import annotations

import json

import pytest

from pia_desktop.forms.catalogue import find_form
from pia_desktop.intake.cells import Reason, Sheet, Source, grid_cells
from pia_desktop.intake.reading import read_source
from tests.intake.agreement import compare
from tests.intake.grids import FORMS, sample
from tests.intake.layouts import Style, lines


@pytest.mark.parametrize(
    ("before", "behind", "told"),
    [
        ("", "：", False),
        ("★", "", False),
        ("", "（任意）", True),
        ("", "【必須】", True),
        ("★", "（必須）：", True),
    ],
)
@pytest.mark.parametrize("name", FORMS)
def test_labels_with_additions_are_known(name: str, before: str, behind: str, told: bool) -> None:
    form, document = sample(name)
    style = Style()
    table: list[list[str]] = []
    added = 0
    for line in lines(form, document):
        if line.row:
            table.append(list(line.row))
            continue
        words = style.flags(line.flags) or style.words(line.answer)
        changed = line.sort == "label" and bool(line.label)
        added += changed and "※" not in line.label
        table.append([f"{before}{line.label}{behind}" if changed else line.label, words])
    source = Source(tuple(grid_cells(iter(table), Sheet(1, "1"))))
    outcome = read_source(source)
    assert compare(json.loads(json.dumps(outcome.document)), document).wrong == ()
    left = [one.text for one in outcome.report.left_over if one.text.startswith(before)]
    assert bool(left) is told
    assert not told or len(left) >= added


@pytest.mark.parametrize("name", FORMS)
def test_numbers_before_the_rows_of_a_sheet_are_no_answers(name: str) -> None:
    """Though the table of changes begins in their column."""
    form, document = sample(name)
    style = Style()
    table = [
        list(line.row) or [str(at), line.label, style.flags(line.flags) or style.words(line.answer)]
        for at, line in enumerate(lines(form, document), 1)
    ]
    outcome = read_source(Source(tuple(grid_cells(iter(table), Sheet(1, "1")))))
    assert compare(json.loads(json.dumps(outcome.document)), document).wrong == ()
    numbers = {row[0] for row in table if row[0].isdigit()}
    assert numbers <= {left.text for left in outcome.report.left_over}


_FEW = 4
"""Doubts that one row may raise: its own, and of an answer that it parts."""


def _table(name: str) -> list[list[str]]:
    form, document = sample(name)
    style = Style()
    return [
        list(line.row) or [line.label, style.flags(line.flags) or style.words(line.answer)]
        for line in lines(form, document)
    ]


@pytest.mark.parametrize(
    "row", [["整理番号", "Ａ－１２３"], ["備考：来年度に見直す。", ""]], ids=["two", "one"]
)
@pytest.mark.parametrize("name", FORMS)
def test_a_row_of_an_offices_own_is_doubted_alone(name: str, row: list[str]) -> None:
    """Below an answer, below an item without one, and below a heading."""
    table = _table(name)
    pairs = [(at, cells) for at, cells in enumerate(table) if len(cells) == 2 and cells[0]]
    filled = [at for at, cells in pairs if len(cells[1]) > len(cells[0])]
    empty = [at for at, cells in pairs if not cells[1]]
    for at in (filled[2], filled[len(filled) // 2], empty[len(empty) // 2], empty[-1]):
        changed = [*table[: at + 1], row, *table[at + 1 :]]
        source = Source(tuple(grid_cells(iter(changed), Sheet(1, "1"))), grid=True)
        report = read_source(source).report
        assert len({doubt.path for doubt in report.doubts}) <= _FEW
        told = [left.text for left in report.left_over] + [str(doubt.read) for doubt in report.doubts]
        assert all(any(words in one for one in told) for words in row)


@pytest.mark.parametrize("name", FORMS)
def test_a_row_of_an_offices_own_on_a_page_is_doubted_alone(name: str) -> None:
    """Its label stands in the column of labels, and its words beside it."""
    table = _table(name)
    row = ["整理番号", "Ａ－１２３"]
    pairs = [(at, cells) for at, cells in enumerate(table) if len(cells) == 2 and cells[0]]
    filled = [at for at, cells in pairs if len(cells[1]) > len(cells[0]) and "[" not in cells[1]]
    for at in (filled[2], filled[len(filled) // 2]):
        changed = [*table[: at + 1], row, *table[at + 1 :]]
        report = read_source(Source(tuple(grid_cells(iter(changed), Sheet(1))))).report
        assert {doubt.reason for doubt in report.doubts} == {Reason.SEVERAL_CELLS}
        assert len({doubt.path for doubt in report.doubts}) <= _FEW
        told = [left.text for left in report.left_over] + [str(doubt.read) for doubt in report.doubts]
        assert all(any(words in one for one in told) for words in row)


def test_a_row_of_an_offices_own_below_labels_side_by_side_is_doubted() -> None:
    """It stands below the answers that stand below them."""
    rows = [["評価書番号", "評価書名"], ["17", "児童手当に関する事務"], ["整理番号", "Ａ－１２３"]]
    cells = tuple(grid_cells(iter(rows), Sheet(1)))
    report = read_source(Source(cells, scraps=True), find_form("yoshiki3")).report
    told = {str(doubt.read) for doubt in report.doubts if doubt.reason is Reason.SEVERAL_CELLS}
    assert told == {"17\n整理番号", "児童手当に関する事務\nＡ－１２３"}
    sound = read_source(Source(cells[:4], scraps=True), find_form("yoshiki3")).report
    assert sound.doubts == ()

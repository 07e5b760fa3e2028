"""What the XML of a workbook may claim before its values are asked for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from pia_desktop.intake.cells import Reason
from pia_desktop.intake.fronts import archive
from pia_desktop.intake.fronts.xlsx import read_xlsx
from pia_desktop.intake.refusal import Refused


def _workbook(path: Path, change: Callable[[str], str]) -> Path:
    """A workbook of one word in B2, the XML of its sheet changed."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.add_worksheet().write_string("B2", "語")
    book.close()
    with zipfile.ZipFile(held) as whole, zipfile.ZipFile(path, "w") as made:
        for name in whole.namelist():
            text = whole.read(name).decode("utf-8")
            made.writestr(name, change(text) if "worksheets/" in name else text)
    return path


def _refused(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_xlsx(path)
    return refused.value.code


def test_one_word_is_read_at_its_place(tmp_path: Path) -> None:
    (cell,) = read_xlsx(_workbook(tmp_path / "a.xlsx", lambda text: text)).cells
    assert (cell.text, cell.where().box) == ("語", "B2")


@pytest.mark.parametrize(("saved", "words"), [("<v></v>", "=別紙!A5"), ("", "=別紙!A5"), ("<v>7</v>", "7")])
def test_a_formula_is_doubted_and_shown_where_no_value_was_saved(
    tmp_path: Path, saved: str, words: str
) -> None:
    formula = f'<c r="B2"><f>別紙!A5</f>{saved}</c>'
    path = _workbook(tmp_path / "a.xlsx", lambda text: re.sub('<c r="B2".*?</c>', formula, text))
    (cell,) = read_xlsx(path).cells
    assert (cell.text, cell.doubts) == (words, frozenset({Reason.FORMULA}))


@pytest.mark.parametrize("corner", ["XFD1048576", "xfd1048576", "A60001", "BYY1"])
def test_corners_far_apart_are_refused_however_they_are_written(tmp_path: Path, corner: str) -> None:
    path = _workbook(tmp_path / "a.xlsx", lambda text: text.replace('r="B2"', f'r="{corner}"'))
    assert _refused(path) == "large"


def test_a_sheet_of_no_namespace_is_none(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", lambda text: text.replace(' xmlns="', ' xmlns:m="'))
    assert _refused(path) == "broken"


def test_a_part_of_too_many_elements_makes_no_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_TAGS", 1_000)
    path = _workbook(
        tmp_path / "a.xlsx", lambda text: text.replace("<sheetData>", "<x/>" * 1_000 + "<sheetData>")
    )
    assert _refused(path) == "large"


def test_a_sheet_that_a_workbook_names_hundreds_of_times_is_not_read_as_often(tmp_path: Path) -> None:
    path, named = tmp_path / "a.xlsx", re.compile("<sheet .*?/>")
    with (
        zipfile.ZipFile(_workbook(tmp_path / "one.xlsx", lambda text: text)) as one,
        zipfile.ZipFile(path, "w") as made,
    ):
        for name in one.namelist():
            text = one.read(name).decode("utf-8")
            made.writestr(
                name, named.sub(lambda found: found[0] * 400, text) if name == "xl/workbook.xml" else text
            )
    assert _refused(path) == "large"


def _merging(path: Path, area: str) -> Path:
    merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    return _workbook(path, lambda text: text.replace("</sheetData>", merged))


@pytest.mark.parametrize("area", ["B2:D9", "D9:B2", "b2:d9"])
def test_an_area_of_merged_cells_is_understood_however_it_is_written(tmp_path: Path, area: str) -> None:
    (cell,) = read_xlsx(_merging(tmp_path / "a.xlsx", area)).cells
    assert cell.where().box == "B2:D9"


@pytest.mark.parametrize("area", ["", ":", "x:y", "B2:"])
def test_what_is_no_area_of_cells_is_refused(tmp_path: Path, area: str) -> None:
    assert _refused(_merging(tmp_path / "a.xlsx", area)) == "broken"

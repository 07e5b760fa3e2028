"""What the XML of a workbook may claim before its values are asked for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer, apply_edit
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.full_cells import GOES_ON
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


def _column(path: Path, signs: list[str], *, ends: list[int]) -> list[tuple[str, str, bool]]:
    """Text, place and doubt of the cells of a column, in these number formats, with these ends of pages."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for row, sign in enumerate(signs):
            page.write_string(row, 1, f"　文{row}", book.add_format({"num_format": sign}))
        page.set_h_pagebreaks(ends)
    return [
        (cell.text, str(cell.where().box), Reason.SEVERAL_CELLS in cell.doubts)
        for cell in read_xlsx(path).cells
    ]


def test_a_cell_that_this_program_parted_at_a_page_s_end_is_one_again(tmp_path: Path) -> None:
    line, within = GOES_ON
    found = _column(tmp_path / "a.xlsx", ["@", line, within, "@"], ends=[1, 2])
    assert found == [("　文0\n　文1　文2", "B1:B3", False), ("　文3", "B4", False)]


def test_where_no_page_ends_it_may_be_a_copied_cell_and_is_doubted(tmp_path: Path) -> None:
    line, _within = GOES_ON
    found = _column(tmp_path / "a.xlsx", ["@", line], ends=[])
    assert found == [("　文0\n　文1", "B1:B2", True)]


@pytest.mark.parametrize("line_end", ["\n", ""])
def test_a_long_answer_handed_out_is_read_back_whole(tmp_path: Path, line_end: str) -> None:
    form, words = (
        find_form("yoshiki3"),
        line_end.join(f"　{number}番目の架空の文です。" for number in range(900)),
    )
    root, _inverse = apply_edit(blank_root(form), SetAnswer(("I.1.2",), words))
    path = tmp_path / "a.xlsx"
    path.write_bytes(form_bytes(Snapshot(form, root), PictureDict(), ".xlsx"))
    [cell] = [one for one in read_xlsx(path).cells if "番目" in one.text]
    assert (cell.text, cell.doubts) == (words, frozenset())
    shown = "".join(zipfile.ZipFile(path).read("xl/sharedStrings.xml").decode())
    assert words not in shown  # several pages end in it

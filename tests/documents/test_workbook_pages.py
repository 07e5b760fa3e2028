"""Where the pages of a printed workbook end, read from the heights and breaks in the file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer, apply_edit
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.documents.form_grid import FormHeading, FormLine, FormSheet, form_sheets
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import Form
from pia_desktop.paper.choices import OPTIONS_HEAD
from pia_desktop.paths import resource_root

SAMPLES = sorted((resource_root() / "samples").glob("*.json"))
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SIDES = {"portrait": (595.2, 841.8), "landscape": (841.8, 595.2)}
"""Width and height of A4 in points."""
DIGIT = 7 * 0.75
"""Width in points of the unit that widths of columns are counted in."""
ENLARGED = 1.05
"""How much wider columns come out on a display at 150 %."""
FILLED = 0.65
"""Share of a page that is filled, if another follows in its sheet."""
LONG = "長い記載です。" * 8_000


@dataclass(frozen=True)
class Printed:
    """A sheet of the file, as it is printed."""

    heights: list[float]
    breaks: list[int]
    scale: float
    room: float
    """Height of rows that a page holds."""
    heads: range
    """Rows printed again."""
    merged: dict[tuple[int, int], int]
    """The number of rows of the cell that begins there."""
    words: dict[tuple[int, int], str]
    drawn: list[tuple[int, int]]
    """The first and the last row of pictures."""
    rules: dict[tuple[int, int], set[str]]
    """The sides of a cell that have one."""

    def pages(self) -> Iterator[range]:
        yield from (range(*ends) for ends in pairwise([0, *self.breaks, len(self.heights)]))

    def height(self, rows: range) -> float:
        return sum(self.heights[row] for row in rows)

    def again(self, page: range) -> float:
        """The height of heads that are printed again on a page."""
        return self.height(self.heads) if page.start >= self.heads.stop else 0.0

    def cells(self) -> Iterator[tuple[range, str]]:
        for (row, column), rows in self.merged.items():
            yield range(row, row + rows), self.words.get((row, column), "")


def column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def place(name: str) -> tuple[int, int]:
    """Row and column from nought."""
    letters, number = re.findall(r"[A-Z]+|\d+", name)
    return int(number) - 1, column(letters)


def printed(data: bytes) -> list[Printed]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: ET.fromstring(archive.read(name)) for name in archive.namelist() if is_part(name)}
    texts = ["".join(one.itertext()) for one in files["xl/sharedStrings.xml"].iter(f"{SHEET}si")]
    book, looks = files["xl/workbook.xml"], list(sides_ruled(files["xl/styles.xml"]))
    heads = {
        one.get("localSheetId", ""): str(one.text)
        for one in book.iter(f"{SHEET}definedName")
        if one.get("name") == "_xlnm.Print_Titles"
    }
    shown = [one.get("state") != "hidden" for one in book.iter(f"{SHEET}sheet")]
    found = []
    for number in (number for number, is_shown in enumerate(shown) if is_shown):
        relations = files.get(f"xl/worksheets/_rels/sheet{number + 1}.xml.rels")
        drawings = [str(one.get("Target")) for one in relations] if relations is not None else []
        drawn = [
            one for target in drawings if "drawing" in target for one in rows_drawn(files[f"xl/{target[3:]}"])
        ]
        sheet = files[f"xl/worksheets/sheet{number + 1}.xml"]
        found.append(sheet_printed(sheet, texts, heads.get(str(number), ""), drawn, looks))
    return found


def is_part(name: str) -> bool:
    return name.startswith("xl/") and name.endswith((".xml", ".rels"))


def sides_ruled(styles: ET.Element) -> Iterator[set[str]]:
    """The sides that have a rule, for each look of cells."""
    borders = [
        {side.tag.removeprefix(SHEET) for side in one if side.get("style")}
        for one in styles.find(f"{SHEET}borders") or ()
    ]
    return (borders[int(one.get("borderId", 0))] for one in styles.find(f"{SHEET}cellXfs") or ())


def rows_drawn(drawing: ET.Element) -> Iterator[tuple[int, int]]:
    for anchor in drawing:
        first, last = (int(one.text or 0) for one in anchor.iter(f"{DRAWN}row"))
        yield first, last


def sheet_printed(
    sheet: ET.Element, texts: list[str], heads: str, drawn: list[tuple[int, int]], looks: list[set[str]]
) -> Printed:
    rows = {int(row.get("r", 0)) - 1: float(row.get("ht", 0)) for row in sheet.iter(f"{SHEET}row")}
    margins, setup = sheet.find(f"{SHEET}pageMargins"), sheet.find(f"{SHEET}pageSetup")
    assert margins is not None
    assert setup is not None
    assert setup.get("paperSize") == "9"
    fitted = next(sheet.iter(f"{SHEET}pageSetUpPr"), None)
    assert (
        fitted is None or fitted.get("fitToPage", "0") == "0"
    )  # Excel leaves chosen page ends out otherwise
    inch = {side: float(margins.get(side, 0)) * 72 for side in ("left", "right", "top", "bottom")}
    wide, high = SIDES[setup.get("orientation", "")]
    width = sum(
        float(one.get("width", 0)) * (int(one.get("max", 0)) - int(one.get("min", 0)) + 1)
        for one in sheet.iter(f"{SHEET}col")
    )
    scale = float(setup.get("scale", 100)) / 100
    assert width * DIGIT * scale * ENLARGED <= wide - inch["left"] - inch["right"]
    merged = {}
    for one in sheet.iter(f"{SHEET}mergeCell"):
        first, last = map(place, one.get("ref", "").split(":"))
        merged[first] = last[0] - first[0] + 1
    words = {
        place(cell.get("r", "")): texts[int(cell.findtext(f"{SHEET}v") or 0)]
        for cell in sheet.iter(f"{SHEET}c")
        if cell.get("t") == "s"
    }
    ends = re.findall(r"\$(\d+)", heads)
    return Printed(
        heights=[rows[row] for row in range(max(rows) + 1)],
        breaks=[int(one.get("id", 0)) for one in sheet.iter(f"{SHEET}brk")],
        scale=scale,
        room=(high - inch["top"] - inch["bottom"]) / scale,
        heads=range(int(ends[0]) - 1, int(ends[1])) if ends else range(0),
        merged=merged,
        words=words,
        drawn=drawn,
        rules={place(cell.get("r", "")): looks[int(cell.get("s", 0))] for cell in sheet.iter(f"{SHEET}c")},
    )


def check_pages(sheet: Printed, form_sheet: FormSheet) -> None:
    """Every page holds its rows, and none ends where it must not."""
    for page in sheet.pages():
        assert len(page) > 0
        assert sheet.height(page) + sheet.again(page) <= sheet.room
    headings = {
        piece.words.text
        for piece in form_sheet.pieces
        if isinstance(piece, FormHeading) or (isinstance(piece, FormLine) and piece.heading)
    }
    for end in sheet.breaks:
        above = [words for (row, _column), words in sheet.words.items() if row == end - 1]
        assert not headings & set(above)
        assert end not in range(sheet.heads.start, sheet.heads.stop + 1)[1:]
        assert OPTIONS_HEAD not in above
        assert not any(first < end <= last for first, last in sheet.drawn)
        assert not any(rows.start < end < rows.stop for rows, _words in sheet.cells())
        for row, side in ((end - 1, "bottom"), (end, "top")):
            ruled = [sides for (at, _column), sides in sheet.rules.items() if at == row]
            assert all(side in sides for sides in ruled) or not any(ruled)


def check(snapshot: Snapshot, pictures: PictureDict) -> list[Printed]:
    sheets = printed(form_bytes(snapshot, pictures, ".xlsx"))
    for sheet, form_sheet in zip(sheets, form_sheets(snapshot.form, snapshot.root), strict=True):
        check_pages(sheet, form_sheet)
    return sheets


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_pages_of_a_sample_end_between_items(path: Path) -> None:
    read = read_file(path)
    assert any(sheet.breaks for sheet in check(Snapshot(read.form, read.root), read.pictures))


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_the_pages_of_an_empty_form_end_between_items(form: Form) -> None:
    check(Snapshot(form, blank_root(form)), PictureDict())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_all_sheets_are_printed_at_one_scale(path: Path) -> None:
    """What lies sideways has wider columns, not larger words."""
    read = read_file(path)
    scales = {sheet.scale for sheet in check(Snapshot(read.form, read.root), read.pictures)}
    assert len(scales) == 1


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_pages_are_full_if_what_follows_could_be_parted(path: Path) -> None:
    """But for what must stay together: a heading or a choice with what follows, a short text, a picture."""
    read = read_file(path)
    filled = [
        (sheet.height(page) + sheet.again(page)) / sheet.room
        for sheet in check(Snapshot(read.form, read.root), read.pictures)
        if not sheet.drawn
        for page in list(sheet.pages())[:-1]
    ]
    assert all(share > FILLED for share in filled)


def test_an_answer_longer_than_a_page_goes_on_over_its_rows() -> None:
    form = find_form("yoshiki3")
    root, _inverse = apply_edit(blank_root(form), SetAnswer(("I.1.2",), LONG))
    sheets = check(Snapshot(form, root), PictureDict())
    assert max(len(sheet.breaks) for sheet in sheets) > 10

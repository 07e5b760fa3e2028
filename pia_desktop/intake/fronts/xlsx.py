"""Workbooks: values through calamine; hidden rows, formulas, formats and pictures from the XML.

The XML is inspected first, because calamine allocates memory for a sheet's whole extent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pia_desktop.forms.picture_names import look_of_name
from pia_desktop.intake.annexheads import annex_head
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, Source, SourcePicture
from pia_desktop.intake.fronts import sheetgrid
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.numberformats import FIRST_OF_1904, general, shown
from pia_desktop.intake.fronts.parts import not_taken
from pia_desktop.intake.fronts.sheetbeside import EMPTY, TICKED, Beside
from pia_desktop.intake.fronts.sheetlook import Look, all_styles, corners_of_texts, look_of, number
from pia_desktop.intake.fronts.sheetstyles import Styles, raised_texts, struck_texts, styles_of
from pia_desktop.intake.refusal import Refused, broken, too_large
from pia_desktop.intake.told import CHART, SHEET, strange_links, told_once
from pia_desktop.wareki import ParsedDate

if TYPE_CHECKING:
    from lxml.etree import _Element
    from python_calamine import CalamineWorkbook

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_MOST_SHEETS: Final = 300
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(path: Path) -> Source:
    """The cells of all sheets, including hidden ones, and their pictures."""
    import python_calamine

    archive = Archive(path)
    if "xl/workbook.xml" not in archive.names:
        raise Refused("kind") if "word/document.xml" in archive.names else broken()
    for name in archive.names:
        if name.endswith(".xml") and "/worksheets/" not in name:
            archive.xml(name)  # rejects invalid XML and entities
    book = _Book(archive)
    try:
        book.read(python_calamine.CalamineWorkbook.from_path(str(path)))
    except python_calamine.PasswordError as error:
        raise Refused.password() from error
    except python_calamine.CalamineError as error:
        raise broken() from error
    beside = (*_once(book.beside), *book.drawn, *book.left())
    return Source(tuple(book.cells), tuple(book.pictures), tuple(book.empty), beside, scraps=True, grid=True)


class _Book:
    """Collects what the sheets of a workbook hold."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.parts = _sheet_parts(archive)
        self.styles = styles_of(archive)
        self.struck, self.raised = struck_texts(archive), raised_texts(archive)
        self.first_day = _first_day(archive)
        self.looks = {name: look_of(archive.xml(part)) for name, part in self.parts.items()}
        self.cells: list[Cell] = []
        self.empty: list[Cell] = []
        self.beside: list[Cell] = []
        self.drawn: list[Cell] = []
        self.told: set[str] = set()
        self.pictures: list[SourcePicture] = []
        self.rows = 0

    def read(self, book: CalamineWorkbook) -> None:
        """Read all sheets, one behind another."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        metadata = book.sheets_metadata
        if len(metadata) > _MOST_SHEETS:
            raise too_large()
        for position, one in enumerate(metadata, 1):
            if one.name in self.looks and one.typ == SheetTypeEnum.WorkSheet:
                sheet = Sheet(position, one.name, one.visible != SheetVisibleEnum.Visible)
                rows = book.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
                self._sheet(sheet, one.name, rows)
                self.rows += len(rows) + 1
            else:
                kind = CHART if one.typ == SheetTypeEnum.ChartSheet else SHEET
                self.drawn.append(Cell(kind + one.name, Sheet(position, one.name), Box(0, 0, 1, 1), 0))

    def left(self) -> Iterator[Cell]:
        """What the archive holds that stands upon no sheet, and where its links lead."""
        sheet, box = Sheet(1, next(iter(self.parts), "")), Box(0, 0, 1, 1)
        words = "\n".join(cell.text for cell in self.cells)
        told = [text for _part, text in not_taken(self.archive, frozenset(self.told))]
        told.append(strange_links(self.archive.links(), words))
        yield from told_once((text, Cell(text, sheet, box, 0)) for text in told if text)

    def _sheet(self, sheet: Sheet, name: str, rows: list[list[Any]]) -> None:
        look, part = self.looks[name], self.parts[name]
        _show_uncomputed(rows, look)
        cells = list(_cells(rows, look, sheet, self.rows, self.styles, self.first_day))
        if self.styles.going_on:
            cells = sheetgrid.over_pages(cells, look, self.styles)
        if self.struck or self.styles.struck:
            cells = list(self._with_struck(cells, look, part))
        if self.raised:
            inside = corners_of_texts(self.archive.xml(part), self.raised)
            cells = [_doubted(cell, inside, Reason.NUMBER_FORMAT) for cell in cells]
        if cells and annex_head(cells[0].text):
            given = all_styles(self.archive.xml(part))
            self.empty += sheetgrid.empty(cells, given, self.styles, look)
            cells = list(sheetgrid.stressed(cells, given, self.styles))
        more = Beside(self.archive, part, look, sheet, self.rows)
        self.cells += more.with_controls(cells)
        self.beside += more.words()
        self.drawn += more.drawn()
        self.told |= more.told
        self.pictures += _pictures(self.archive, part, look, sheet)

    def _with_struck(self, cells: Sequence[Cell], look: Look, part: str) -> Iterator[Cell]:
        """The cells, those with words struck through doubted."""
        inside = corners_of_texts(self.archive.xml(part), self.struck) if self.struck else frozenset()
        for cell in cells:
            corner = (int(cell.box.top), int(cell.box.left))
            struck = corner in inside or look.styles.get(corner, 0) in self.styles.struck
            yield replace(cell, doubts=cell.doubts | {Reason.TRACKED}) if struck else cell


def _doubted(cell: Cell, inside: frozenset[tuple[int, int]], reason: Reason) -> Cell:
    """The cell, with a doubt if it is one of some."""
    corner = (int(cell.box.top), int(cell.box.left))
    return replace(cell, doubts=cell.doubts | {reason}) if corner in inside else cell


def _once(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells, those that say the same on each sheet once."""
    return tuple({cell.text: cell for cell in reversed(cells) if cell.text.strip()}.values())[::-1]


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Part names by sheet name."""
    targets = archive.relations("xl/workbook.xml")
    found = {}
    for sheet in archive.xml("xl/workbook.xml").iter(f"{_MAIN}sheet", f"{_STRICT}sheet"):
        part = targets.get(_attribute(sheet, "id"), "")
        if part in archive.names and "/worksheets/" in part:
            found[str(sheet.get("name"))] = part
    return found


def _first_day(archive: Archive) -> int:
    """The day that a workbook counts as 0."""
    books = archive.xml("xl/workbook.xml").iter(f"{_MAIN}workbookPr", f"{_STRICT}workbookPr")
    return FIRST_OF_1904 if any(one.get("date1904") in {"1", "true"} for one in books) else 0


def _attribute(element: _Element, name: str) -> str:
    """An attribute in any namespace (strict and transitional files differ); empty if missing."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def _show_uncomputed(rows: list[list[Any]], look: Look) -> None:
    """Write formulas that have no value in its place: programs other than Excel save them so."""
    for (at, column), words in look.uncomputed.items():
        rows += [[] for _missing in range(at + 1 - len(rows))]
        rows[at] += [""] * (column + 1 - len(rows[at]))
        rows[at][column] = rows[at][column] or words


def _cells(
    rows: list[list[Any]],
    look: Look,
    sheet: Sheet,
    first_row: int,
    styles: Styles,
    first_day: int,
) -> Iterator[Cell]:
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            style = look.styles.get((at, column), 0)
            code = styles.formats.get(style, "")
            if isinstance(value, bool) and style in styles.boxes:
                value = TICKED if value else EMPTY
            text, doubts = _seen(value, code, first_day) if value != "" else ("", set())
            if not text.strip():
                continue
            bottom, right = look.merges.get((at, column), (at + 1, column + 1))
            if sheet.hidden or look.hides(at, column):
                doubts.add(Reason.HIDDEN)
            if (at, column) in look.formulas:
                doubts.add(Reason.FORMULA)
            box = Box(column, at, right, bottom)
            yield Cell(text, sheet, box, first_row + at, frozenset(doubts), boxed=True)


def _seen(value: object, code: str, first_day: int) -> tuple[str, set[Reason]]:
    """A value as displayed in a number format, and why it should be checked."""
    seen = shown(_words(value) if isinstance(value, str) else value, code, first_day) if code else None
    if seen is None:
        return _words(value), set()
    unsure = {Reason.HIDDEN} if seen.hidden else {Reason.NUMBER_FORMAT}
    return seen.words, unsure if seen.hidden or not seen.sure else set()


def _words(value: object) -> str:
    """A value as displayed without a number format, as far as an assessment needs it."""
    if isinstance(value, str):
        plain = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), value)
        return plain.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return general(value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        try:
            return ParsedDate.of(value).wareki()
        except ValueError:
            return value.isoformat()
    return str(value) if isinstance(value, int | time | timedelta) else ""


def _pictures(archive: Archive, part: str, look: Look, sheet: Sheet) -> Iterator[SourcePicture]:
    """Pictures with the cell where they are anchored."""
    drawing = archive.relations(part).get(look.drawing or "")
    if drawing is None or drawing not in archive.names:
        return
    targets = archive.relations(drawing)
    for anchor in archive.xml(drawing):
        corners = {}
        told = named = ""
        for element in anchor.iter():
            name = str(element.tag).rpartition("}")[2]
            if name == "cNvPr":
                told, named = element.get("descr", ""), element.get("name", "")
            if name in {"from", "to"}:
                inner = {str(child.tag).rpartition("}")[2]: number(child.text) for child in element}
                corners[name] = (inner.get("col", 0), inner.get("row", 0))
            if name != "blip":
                continue
            same = [targets.get(_attribute(one, "embed"), "") for one in element.iter("{*}svgBlip")]
            data = archive.picture(targets.get(_attribute(element, "embed")), same)
            if data is not None:
                left, top = corners.get("from", (0, 0))
                right, bottom = corners.get("to", (left, top))
                box = Box(left, top, right + 1, bottom + 1)
                yield SourcePicture(data, sheet, box, told, look=look_of_name(named))

"""The whole form as an Excel workbook in the official layout: a sheet per part, laid out in 48 narrow parts.

Marks are in cells of their own (``[``, ``○``, ``] 紙``), choices are drop-down lists, text is never a
formula.  A long answer is one cell over several rows, continued in a second cell beyond Excel's limit
(``workbook_cells``) and at the end of a printed page (``workbook_columns``).  XlsxWriter is imported only
when a file is written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.documents.form_grid import (
    WHOLE,
    CellRole,
    FormCell,
    FormGap,
    FormHeading,
    FormLine,
    FormRow,
    FormSheet,
    form_sheets,
)
from pia_desktop.documents.named_pictures import with_names
from pia_desktop.documents.workbook_cells import (
    BoxKind,
    SheetBox,
    SheetLine,
    label_height,
    lines_of,
    picture_size_in,
    tick_boxes,
)
from pia_desktop.documents.workbook_columns import Look, PartsCell, PartsSheet
from pia_desktop.documents.workbook_measure import PART_PIXELS, WIDE_PIXELS, height_of
from pia_desktop.documents.workbook_pages import PageRow, SheetPages, Tie, book_options
from pia_desktop.forms.picture_names import picture_name
from pia_desktop.forms.values import Picture
from pia_desktop.paper.blocks import Align, Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

_FONT: Final = "BIZ UDPゴシック"
_SIZE: Final = 10
_TITLE_SIZE: Final = 14
_LISTS: Final = "選択肢"
_MADE: Final = datetime(2000, 1, 1)
"""Fixed creation time, so that equal contents give equal files."""
_GAP: Final = 8
"""Height of the row between two tables."""
_BOX_PARTS: Final = 13
_ENTRY_PARTS: Final = 12
_HEADING, _LABEL, _HEAD = "#D0D0D0", "#F2F2F2", "#E0E0E0"
_LONGEST_NAME: Final = 31
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def form_xlsx(snapshot: Snapshot, pictures: PictureSource, lost: str) -> bytes:
    """The assessment, or a blank form, as a workbook.

    ``lost`` replaces pictures whose bytes are missing.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, book_options()) as book:
        name = snapshot.root.answers.get(snapshot.form.roles.title)
        title = name if isinstance(name, str) else snapshot.form.title
        book.set_properties({"title": " ".join(title.split())[:250], "created": _MADE})
        sheets = form_sheets(snapshot.form, snapshot.root)
        writer = _Writer(book, pictures, lost)
        for sheet, label in zip(sheets, sheet_names(one.title for one in sheets), strict=True):
            writer.sheet(sheet, label)
        writer.lists()
    return with_names(written.getvalue(), writer.names) if writer.names else written.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Valid Excel sheet names: at most 31 UTF-16 units, no reserved characters, unique ignoring case."""
    taken, names = {_LISTS.casefold(), "history"}, []
    for title in titles:
        base = _NOT_IN_A_NAME.sub("", " ".join(title.split())).strip("' ") or "部"
        name, number = _cut(base, _LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            behind = f"({number})"
            name = _cut(base, _LONGEST_NAME - len(behind)) + behind
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(words: str, units: int) -> str:
    """The start of a text, at most this many UTF-16 units."""
    return words.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")


class _Writer:
    """Adds sheets to a workbook, row by row."""

    def __init__(self, book: Workbook, pictures: PictureSource, lost: str) -> None:
        self._book = book
        self._pictures = pictures
        self._lost = lost
        self._formats: dict[tuple[tuple[str, str | int | bool], ...], Format] = {}
        self._options: dict[tuple[str, ...], int] = {}
        self.names: list[str] = []
        """Of the pictures, in the order of the sheets."""
        self._page: PartsSheet
        self._pages: SheetPages
        self._pixels = PART_PIXELS
        self._row = 0

    def sheet(self, sheet: FormSheet, label: str) -> None:
        """Write a part of the form."""
        page = self._book.add_worksheet(label)
        self._pixels = WIDE_PIXELS if sheet.landscape else PART_PIXELS
        self._page = PartsSheet(page, WHOLE, self._pixels, self._format)
        self._row = 0
        page.hide_gridlines(2)
        page.set_footer("&C&P")
        self._pages = SheetPages(landscape=sheet.landscape, pixels=WHOLE * self._pixels)
        rows: list[FormRow] = []
        for piece in (*sheet.pieces, None):
            if isinstance(piece, FormRow):
                rows.append(piece)
                continue
            self._rows(rows)
            rows = []
            if isinstance(piece, FormHeading):
                self._heading(piece)
            elif isinstance(piece, FormLine):
                self._line(piece)
            elif piece is FormGap.GAP:
                self._pages.add(PageRow(_GAP))
                self._row += 1
        self._page.finish(self._pages.set_up(page))

    def lists(self) -> None:
        """Write the options of drop-down lists to a hidden sheet."""
        if self._options:
            page = self._book.add_worksheet(_LISTS)
            for options, column in self._options.items():
                for row, words in enumerate(options):
                    page.write_string(row, column, words)
            page.hide()

    # ---- rows over the full width

    def _line(self, line: FormLine) -> None:
        align = "center" if line.words.align is Align.CENTRE else "left" if line.heading else "right"
        size = _TITLE_SIZE if line.heading else _SIZE
        look: Look = {"align": align, "bold": line.heading, "font_size": size, "border": 0}
        self._write(self._row, 0, 1, WHOLE, line.words.text, look)
        height = height_of(line.words.text, WHOLE) * size / _SIZE + 10
        self._pages.add(PageRow(height, Tie.FIRM if line.heading else Tie.FREE))
        self._row += 1

    def _heading(self, heading: FormHeading) -> None:
        """Write a shaded row: its text, the title of an entry, or none-boxes on the right."""
        words = FormCell(CellRole.LABEL, (heading.words,), 0, WHOLE)
        look: Look = {"bg_color": _HEADING, "valign": "vcenter"}
        if heading.title is not None:
            head = FormCell(CellRole.LABEL, (heading.words,), 0, _ENTRY_PARTS)
            title = FormCell(CellRole.ANSWER, (heading.title,), _ENTRY_PARTS, WHOLE - _ENTRY_PARTS)
            self._rows([FormRow((head, title))], _HEADING)
            self._pages.hold()
            return
        room = _BOX_PARTS * len(heading.boxes)
        starts = range(WHOLE - room, WHOLE, _BOX_PARTS)
        boxes = [
            box
            for at, (tick, _path) in zip(starts, heading.boxes, strict=True)
            for box in tick_boxes(tick, at, at + _BOX_PARTS)
        ]
        height = height_of(heading.words.text, WHOLE - room)
        height = max(height, *(height_of(box.words, box.parts) for box in boxes), 0)
        self._pages.add(PageRow(height + 5, Tie.FIRM))
        self._write(self._row, 0, 1, words.parts - room, heading.words.text, look)
        for box in boxes:
            edges = {"left": 0, "right": int(box.end == WHOLE), "top": 1, "bottom": 1}
            self._box(self._row, 1, box, {**look, **edges})
        self._row += 1

    # ---- rows of cells

    def _rows(self, rows: Sequence[FormRow], shade: str = _LABEL) -> None:
        """Write rows of the form, whose cells may span several."""
        lines = [lines_of(row, self._pixels / PART_PIXELS) for row in rows]
        starts = [self._row]
        labels: list[tuple[range, float]] = []
        for laid in lines:
            starts.append(starts[-1] + sum(len(line.heights) for line in laid))
        for number, row in enumerate(rows):
            top = starts[number]
            self._lines(row, lines[number], top)
            self._pages.add_row(row, lines[number])
            for cell in row.cells:
                if cell.role in (CellRole.LABEL, CellRole.STRIP, CellRole.FOOT):
                    words = "".join(one.text for one in cell.content if isinstance(one, Words))
                    rotated: Look = {"rotation": 270, "valign": "vcenter"} if cell.vertical else {}
                    span = starts[min(number + cell.rows, len(rows))] - top
                    if span == 1:
                        rotated = {"valign": "vcenter", **rotated}
                    self._write(top, cell.first, span, cell.parts, words, {"bg_color": shade, **rotated})
                    labels.append((range(top, top + span), label_height(words, cell)))
            if row.repeat:
                self._pages.repeat(range(top, starts[number + 1]))
        for reach, height in labels:
            self._pages.hold_label(reach, height)
        self._row = starts[-1]

    def _lines(self, row: FormRow, lines: Sequence[SheetLine], top: int) -> None:
        tops = [top]
        for line in lines:
            tops.append(tops[-1] + len(line.heights))
        columns = sum(cell.role in (CellRole.ANSWER, CellRole.HEAD) for cell in row.cells) > 1
        first = min((box.first for line in lines for box in line.boxes), default=0)
        for number, line in enumerate(lines):
            for box in line.boxes:
                look: Look = {
                    "top": int(number == 0),
                    "bottom": int(number + box.lines >= len(lines)),
                    "left": int(box.first == first or columns),
                    "right": int(box.end == WHOLE or columns),
                }
                if box.head:
                    look = {**look, "bg_color": _HEAD}
                elif len(lines) == 1 or len(line.boxes) > 1:
                    # Heights are rather too large: in the middle, a long answer would begin below a gap.
                    top_down = columns or len(line.heights) > 1
                    look = {**look, "valign": "top" if top_down else "vcenter"}
                span = tops[min(number + box.lines, len(lines))] - tops[number]
                self._box(tops[number], span, box, look)
            for picture, box in zip(line.pictures, line.boxes, strict=False):
                self._picture(tops[number], box, picture)

    def _box(self, row: int, rows: int, box: SheetBox, look: Look) -> None:
        if box.centred:
            look = {**look, "align": "center", "valign": "vcenter"}
        number = box.kind is BoxKind.NUMBER
        cell = PartsCell(row, rows, box.first, box.parts, box.words, look, number, box.pieces)
        self._page.add(cell)
        offered: str | list[str] | None = None
        if box.kind is BoxKind.CHOICE:
            letter = _letters(self._options.setdefault(box.options, len(self._options)))
            offered = f"={_LISTS}!${letter}$1:${letter}${len(box.options)}"
        elif box.kind is BoxKind.MARK:
            offered = ["○"]
        if offered is not None:
            self._page.offer(row, box.first, offered)

    def _write(self, row: int, column: int, rows: int, parts: int, words: str, look: Look) -> None:
        """Write text into one cell over parts and rows."""
        self._page.add(PartsCell(row, rows, column, parts, words, look))

    def _picture(self, row: int, box: SheetBox, picture: Picture) -> None:
        """Insert a picture at the width of its box, whatever its resolution metadata."""
        from PIL import Image

        data = self._pictures.picture(picture.digest)
        if data is None:
            self._page.reword(row, box.first, self._lost)
            return
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            across, down = (image.info.get("dpi") or (96, 96))[:2]
        wide, high = picture_size_in(picture, box.parts)
        options = {
            "image_data": io.BytesIO(data),
            "x_scale": wide / width * float(across or 96) / 96,
            "y_scale": high / height * float(down or 96) / 96,
            "x_offset": 6,
            "y_offset": 6,
            "object_position": 1,
            "description": picture.caption,
        }
        self._page.add_picture(row, box.first, options)
        self.names.append(picture_name(picture, len(self.names) + 1))

    def _format(self, look: Look) -> Format:
        whole: Look = {
            "font_name": _FONT,
            "font_size": _SIZE,
            "text_wrap": True,
            "valign": "top",
            "num_format": "@",
            **({} if "top" in look else {"border": 1}),
            **look,
        }
        key = tuple(sorted(whole.items(), key=lambda pair: pair[0]))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(whole)
        return self._formats[key]


def _letters(column: int) -> str:
    """The letters of a column: A, B, …, Z, AA."""
    found = ""
    while column >= 0:
        found = chr(ord("A") + column % 26) + found
        column = column // 26 - 1
    return found

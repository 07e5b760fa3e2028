"""The common output of all front ends: a stream of cells in reading order, with pictures."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.picture_names import PictureLook

GAP: Final = "\x1f"
"""Separates parts of a cell's text that have a gap between them on one line."""


NO_LETTER: Final = "〓"
"""Stands for a sign that its document only draws: no letter is known for it."""


class Reason(Enum):
    """Why an answer should be checked; the value is its name in the report."""

    LABEL_DIFFERS = "label-differs"
    NO_OPTION = "no-option"
    MARK_UNCLEAR = "mark-unclear"
    WORDS_WITHOUT_MARK = "words-without-mark"
    FORMULA = "formula"
    NUMBER_FORMAT = "number-format"
    TRACKED = "tracked-change"
    LIST_MARKS = "list-marks"
    HIDDEN = "hidden"
    CUT_OFF = "cut-off"
    SEVERAL_CELLS = "several-cells"
    NO_RULES = "no-rules"
    ODD_ROW = "odd-row"
    ENTRY_NUMBER = "entry-number"
    PAGE_BREAK = "page-break"
    REPEATED = "repeated"
    PAGES = "pages"
    STRANGE_PAGE = "strange-page"
    NO_LETTER = "no-letter"
    LINE_ENDS = "line-ends"


LineEnd = tuple[str, str]
"""A line break that may or may not be real: the text before and after it."""

OF_PAGES: Final = frozenset({Reason.PAGES, Reason.STRANGE_PAGE})
"""Reasons that a page gives to all that is on it or at its edge, labels and empty answers too."""

SEEN_OF_LINE: Final = 12
"""Signs of a line that tell which it is."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: in points from the page's top left, or in columns and rows of a sheet, from 0."""

    left: float
    top: float
    right: float
    bottom: float

    def beside(self, other: Box) -> float:
        """The width that both share."""
        return min(self.right, other.right) - max(self.left, other.left)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF, or a sheet, table or text (``name``); ``number``: its place in the document, from 1.

    ``page``: the page's number in its file, where that differs because the pages were put in order.
    """

    number: int
    name: str | None = None
    hidden: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the source for reports: page and points, or sheet and cell range."""

    page: int | None
    sheet: str | None
    box: tuple[float, ...] | str

    def as_json(self) -> dict[str, object]:
        """As in the report file."""
        box = self.box if isinstance(self.box, str) else list(self.box)
        return {"page": self.page, "box": box} if self.sheet is None else {"sheet": self.sheet, "box": box}

    @classmethod
    def of_json(cls, raw: dict[str, Any]) -> Where:
        """The inverse of ``as_json``."""
        box = raw["box"]
        return cls(raw.get("page"), raw.get("sheet"), box if isinstance(box, str) else tuple(box))


@dataclass(frozen=True, slots=True)
class Cell:
    """Text at one place.  ``row`` counts rows of the whole stream, to identify neighbours.

    ``boxed``: it is a complete table cell.  ``room``: on a page, the space after its last line in em, which
    tells whether the line was merely wrapped.  ``unsure``: line breaks in it that may or may not be real.
    ``stressed``: formatted like a column heading; None if unknown.
    """

    text: str
    sheet: Sheet
    box: Box
    row: int
    doubts: frozenset[Reason] = frozenset()
    boxed: bool = False
    room: float | None = None
    unsure: tuple[LineEnd, ...] = ()
    stressed: bool | None = None

    def where(self) -> Where:
        """Its place for reports."""
        if self.sheet.name is not None:
            return Where(None, self.sheet.name, range_name(self.box))
        edges = (self.box.left, self.box.top, self.box.right, self.box.bottom)
        return Where(self.sheet.page or self.sheet.number, None, tuple(round(edge, 1) for edge in edges))


@dataclass(frozen=True, slots=True)
class SourcePicture:
    """A picture of the source, as the bytes of an image file.

    ``told``: its alternative text, usually the caption.  ``caption``: the caption, if the source identifies
    it (it is then in no cell; may be empty); else None.  ``look``: its layout, if the source has it.
    """

    data: bytes
    sheet: Sheet
    box: Box
    told: str = ""
    caption: str | None = None
    look: PictureLook | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document split into cells and pictures."""

    cells: tuple[Cell, ...]
    pictures: tuple[SourcePicture, ...] = ()
    empty: tuple[Cell, ...] = ()
    """Cells of tables in which nothing stands; of a workbook those of its 別紙."""

    furniture: tuple[Cell, ...] = ()
    """What stands beside the form: running heads, each once; comments, notes and text boxes."""

    tidy: bool = True
    """Whether the order of the cells is the source's own; of a text copied out of a PDF it may not be."""

    scraps: bool = False
    """Whether it is taken, however little it holds: a workbook or a PDF that somebody has made and chosen."""

    grid: bool = False
    """Whether each sheet has one grid of columns: a workbook or a text, not a document of many tables."""


def range_name(box: Box) -> str:
    """``B3`` or ``B3:L4`` for a box in columns and rows."""
    first = f"{column_name(int(box.left))}{int(box.top) + 1}"
    last = f"{column_name(max(int(box.right) - 1, 0))}{max(int(box.bottom), 1)}"
    return first if first == last else f"{first}:{last}"


def column_name(column: int) -> str:
    """A, B, … Z, AA for a column, from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def grid_cells(rows: Iterator[list[str]], sheet: Sheet) -> Iterator[Cell]:
    """The non-empty cells of a plain table, by position."""
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text.strip():
                box = Box(column, number, column + 1, number + 1)
                yield Cell(text, sheet, box, number, boxed=True)

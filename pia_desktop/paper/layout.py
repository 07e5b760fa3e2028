"""A laid-out print: pages of placed text, boxes and pictures, drawn alike by PDF and preview.

Coordinates are in points from the upper left corner of the page.  A page refers to slices of measured cells,
so that a new layout after an edit shares whatever did not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, IntFlag

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.fontchain import SHIPPED_ONLY, FontChoice
from pia_desktop.paper.style import Face


class Edge(IntFlag):
    """The sides of a box that have rules."""

    LEFT = 1
    TOP = 2
    RIGHT = 4
    BOTTOM = 8
    ALL = 15


class Tag(Enum):
    """The role of a piece in the document structure."""

    __hash__ = object.__hash__

    TITLE = "title"
    """The head of the cover, of 項目一覧, of a part."""
    SECTION = "section"
    BLOCK = "block"
    """The head of a risk, an entry or a band of entries."""
    LABEL = "label"
    """A cell that names the cells right of it."""
    SPAN = "span"
    """The same beside several rows."""
    COLUMN = "column"
    """A cell that names the cells below it."""
    ANSWER = "answer"
    CONTENTS = "contents"
    """A box of 項目一覧."""
    NOTE = "note"
    ARTIFACT = "artifact"
    """What belongs to the page and not to the document: its number, a table's head repeated."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one line in one style; ``y`` is its baseline.

    ``meant``: the original character of each 〓 in it, in order; empty if there is none.
    """

    x: float
    y: float
    size: float
    face: Face
    text: str
    role: Role
    meant: str = ""

    def moved(self, x: float, y: float) -> Run:
        """A copy moved right by ``x`` and down by ``y``."""
        return Run(self.x + x, self.y + y, self.size, self.face, self.text, self.role, self.meant)


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """A picture scaled into its rectangle; ``digest`` identifies its bytes, ``caption`` describes it.

    ``lines``: how many runs of its slice are its caption's, in the order of the slice's pictures; ``above``:
    they are above it.
    """

    place: Rect
    digest: str
    caption: str = ""
    lines: int = 0
    above: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """An unbreakable unit, usually a line.  Its runs are relative to its upper left corner.

    ``goes_on``: a line of a paragraph, not the last.  ``spaced``: a space separates its text from the next
    line's.  ``leads``: a heading inside a text (＜…＞), which must not end a page.
    """

    height: float
    runs: tuple[Run, ...] = ()
    pictures: tuple[PicturePlace, ...] = ()
    goes_on: bool = False
    spaced: bool = False
    leads: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing of it is seen."""
        return not self.runs and not self.pictures


@dataclass(frozen=True, slots=True)
class Placed:
    """Slices ``start`` to ``stop`` of a cell, stacked from (x, y).

    ``opens``: number of spanning label cells beside it, if it starts a row; None: it continues a row.
    ``part``: id of the part that it is the title of, or links to.
    """

    x: float
    y: float
    slices: tuple[Slice, ...]
    start: int
    stop: int
    path: NodePath
    artifact: bool = False
    tag: Tag = Tag.ARTIFACT
    opens: int | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's rectangle on one page: its shade (1 is white) and its ruled sides."""

    x: float
    y: float
    width: float
    height: float
    grey: float
    edges: Edge


@dataclass(frozen=True, slots=True)
class Page:
    """One page.  ``placed`` is in reading order; ``frames`` are the outer edges of tables.

    ``behind``: light grey text above the shades and below everything else; not part of the document.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    frames: tuple[Rect, ...]
    placed: tuple[Placed, ...]
    behind: tuple[Run, ...] = ()

    def runs(self) -> Iterator[Run]:
        """All runs at their page coordinates, in reading order."""
        for piece in self.placed:
            y = piece.y
            for number in range(piece.start, piece.stop):
                part = piece.slices[number]
                for run in part.runs:
                    yield run.moved(piece.x, y)
                y += part.height

    def pictures(self) -> Iterator[PicturePlace]:
        """All pictures at their page coordinates."""
        for piece in self.placed:
            y = piece.y
            for number in range(piece.start, piece.stop):
                part = piece.slices[number]
                for picture in part.pictures:
                    place = picture.place
                    yield replace(picture, place=replace(place, x=piece.x + place.x, y=y + place.y))
                y += part.height


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A part (level 0) or section (level 1) in the outline, and its position; ``page`` counts from 0."""

    words: str
    level: int
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """The rectangle of an item, or of a piece of it; ``page`` counts from 0."""

    page: int
    place: Rect


class Anchors(Mapping[NodePath, tuple[Anchor, ...]]):
    """The rectangles of each item, collected from the pages on first use."""

    __slots__ = ("_pages",)

    def __init__(self, pages: Sequence[Mapping[NodePath, tuple[Rect, ...]]]) -> None:
        self._pages = pages

    def on_page(self, page: int) -> Mapping[NodePath, tuple[Rect, ...]]:
        """The items on a page (from 0) with their rectangles, in page order."""
        return self._pages[page]

    def __getitem__(self, path: NodePath) -> tuple[Anchor, ...]:
        found = [
            Anchor(number, place) for number, page in enumerate(self._pages) for place in page.get(path, ())
        ]
        if not found:
            raise KeyError(path)
        return tuple(found)

    def __iter__(self) -> Iterator[NodePath]:
        return iter(dict.fromkeys(path for page in self._pages for path in page))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font has; the print shows 〓 or, for a variation selector, its base."""

    path: NodePath
    char: str
    font: str


@dataclass(frozen=True, slots=True)
class Overflow:
    """An item with something too tall for any page, which extends below the bottom."""

    path: NodePath
    page: int


@dataclass(frozen=True, slots=True)
class LostPicture:
    """A picture whose bytes are missing; its place stays empty."""

    path: NodePath
    digest: str


@dataclass(frozen=True, slots=True)
class Folio:
    """A page number, from 1, and its prefix if the page is bound with others."""

    number: int
    prefix: str = ""

    @property
    def words(self) -> str:
        """As printed at the bottom of the page."""
        return f"{self.prefix}-{self.number}" if self.prefix else str(self.number)


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole print, and what is missing or wrong in it.  ``folios``: per page; empty: from 1."""

    title: str
    author: str
    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...]
    anchors: Anchors
    missing: tuple[MissingGlyph, ...] = ()
    overflows: tuple[Overflow, ...] = ()
    lost_pictures: tuple[LostPicture, ...] = ()
    fonts: FontChoice = SHIPPED_ONLY
    folios: tuple[Folio, ...] = ()

    def folio(self, page: int) -> Folio:
        """The folio of a page, counted from 0."""
        return self.folios[page] if self.folios else Folio(page + 1)

"""The laid-out print: pages of placed text, boxes and pictures, which paper and preview draw alike.

All in points from the upper left corner of the page.  A page does not hold single runs but slices of measured
cells with their places, so that laying out again after an edit shares everything that did not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntFlag

from pia_desktop.assessment.node import NodePath
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.fontchain import SHIPPED_ONLY, FontChoice
from pia_desktop.paper.style import Face


class Edge(IntFlag):
    """The sides of a box that are ruled."""

    LEFT = 1
    TOP = 2
    RIGHT = 4
    BOTTOM = 8
    ALL = 15


class Tag(Enum):
    """What a piece of the page is in the structure of the document."""

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
    """A place on a page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one line and one type; ``y`` is its baseline.

    ``meant``: what each 〓 in it stands for, in their order; empty where it has none for want of a glyph.
    """

    x: float
    y: float
    size: float
    face: Face
    text: str
    role: Role
    meant: str = ""

    def moved(self, x: float, y: float) -> Run:
        """The same somewhere else: ``x`` to the right, ``y`` down."""
        return Run(self.x + x, self.y + y, self.size, self.face, self.text, self.role, self.meant)


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """A picture, scaled into its place; ``digest`` names its bytes, ``caption`` says what it shows.

    ``lines``: how many runs of its slice are the caption's, those of the slice's pictures in their order;
    ``above``: they stand over it.
    """

    place: Rect
    digest: str
    caption: str = ""
    lines: int = 0
    above: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """What no page break parts: a line, as a rule. Its runs count from its own upper left corner.

    ``goes_on``: it is a line of a paragraph, and not the last.  ``spaced``: a space parts its words from
    those of the next line.  ``leads``: a heading inside a text (＜…＞), which does not end a page.
    """

    height: float
    runs: tuple[Run, ...] = ()
    pictures: tuple[PicturePlace, ...] = ()
    goes_on: bool = False
    spaced: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """Slices ``start`` to ``stop`` of a cell, one below the other from (x, y).

    ``opens``: it is the first piece of a row, beside which so many spanning label cells stand; None: it
    belongs to the row before it.  ``part``: the id of the part that it is the title of, or stands for.
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
    """A cell as it stands on one page: its shade (1 is white) and its ruled sides."""

    x: float
    y: float
    width: float
    height: float
    grey: float
    edges: Edge


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``placed`` is in reading order; ``frames`` are the outer edges of the tables.

    ``behind``: words in light grey, over the shades and under all else; no part of the document.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    frames: tuple[Rect, ...]
    placed: tuple[Placed, ...]
    behind: tuple[Run, ...] = ()

    def runs(self) -> Iterator[Run]:
        """Every run of text where it stands on the page, in reading order."""
        for piece in self.placed:
            y = piece.y
            for number in range(piece.start, piece.stop):
                part = piece.slices[number]
                for run in part.runs:
                    yield run.moved(piece.x, y)
                y += part.height

    def pictures(self) -> Iterator[PicturePlace]:
        """Every picture where it stands on the page."""
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
    """A part (level 0) or section (level 1) in the outline, and where it begins; ``page`` counts from 0."""

    words: str
    level: int
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an item, or a piece of it, stands; ``page`` counts from 0."""

    page: int
    place: Rect


class Anchors(Mapping[NodePath, tuple[Anchor, ...]]):
    """Where each item stands, put together from what each page knows of itself when it is asked for."""

    __slots__ = ("_pages",)

    def __init__(self, pages: Sequence[Mapping[NodePath, tuple[Rect, ...]]]) -> None:
        self._pages = pages

    def on_page(self, page: int) -> Mapping[NodePath, tuple[Rect, ...]]:
        """The items on a page, counted from 0, with their places in the order of the page."""
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
    """A character of an item that the font lacks; the print shows 〓 or, for a selector, its base."""

    path: NodePath
    char: str
    font: str


@dataclass(frozen=True, slots=True)
class Overflow:
    """An item of which something is too tall for any page and sticks out at its foot."""

    path: NodePath
    page: int


@dataclass(frozen=True, slots=True)
class LostPicture:
    """A picture whose bytes are not there; the print leaves its place empty."""

    path: NodePath
    digest: str


@dataclass(frozen=True, slots=True)
class Folio:
    """The number of a page, from 1, and the word before it where the page is bound with others."""

    number: int
    prefix: str = ""

    @property
    def words(self) -> str:
        """As it stands at the page's foot."""
        return f"{self.prefix}-{self.number}" if self.prefix else str(self.number)


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole print, and what did not go as it should.  ``folios``: of each page; none: counted from 1."""

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
        """What numbers a page, counted from 0."""
        return self.folios[page] if self.folios else Folio(page + 1)

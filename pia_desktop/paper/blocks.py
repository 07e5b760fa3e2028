"""The contents of the paper before measuring: blocks, in form order.

A block has text and answers but no sizes or positions.  It is immutable and compared by content, so that
measurements can be reused while it does not change.  Every content has the path of its item, for marks and
clicks in a preview.
"""

from __future__ import annotations

from enum import Enum

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Picture


class _Name(Enum):
    """An enum hashed by identity, for speed: hashing a block hashes all its members."""

    __hash__ = object.__hash__


class Role(_Name):
    """The semantic role of a run of text, for tagging and preview marks."""

    HEADING = "heading"
    LABEL = "label"
    ANSWER = "answer"
    OPTION = "option"
    MARK = "mark"
    ITEM = "item"
    """Starts a check box or an option; what follows belongs to it."""
    NOTE = "note"
    CHANGED = "changed"
    """A passage that differs from the other side."""
    ARTIFACT = "artifact"


class Look(_Name):
    """A text style; ``paper.style`` maps it to face, size and leading."""

    BODY = "body"
    LABEL = "label"
    SECTION = "section"
    BAND = "band"
    PART = "part"
    TITLE = "title"
    COVER = "cover"
    CONTENTS = "contents"
    COLUMN = "column"
    COLUMN_HEAD = "column head"
    NOTE = "note"
    FOOT = "foot"


class Align(_Name):
    """Alignment of lines in their cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Words:
    """Text of the form or of an answer."""

    text: str
    path: NodePath
    role: Role = Role.ANSWER
    look: Look = Look.BODY
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Count:
    """A number in （　）, followed by its unit."""

    number: int | None
    unit: str
    path: NodePath


@dataclass(frozen=True, slots=True)
class Detail:
    """Text in （label：　） below a choice."""

    label: str
    text: str
    path: NodePath


@dataclass(frozen=True, slots=True)
class Choice:
    """``[　answer　]`` on the left, ＜選択肢＞ on the right; ``half``: option numbers print as ``1)``."""

    answer: str
    options: tuple[str, ...]
    columns: int
    half: bool
    path: NodePath
    counts: tuple[Count, ...] = ()
    details: tuple[Detail, ...] = ()

    @property
    def numbered(self) -> list[str]:
        """The options as printed: ``1） 実施する``."""
        bracket = ") " if self.half else "） "
        return [f"{number}{bracket}{words}" for number, words in enumerate(self.options, 1)]


@dataclass(frozen=True, slots=True)
class Tick:
    """One box of a check set; ``text`` None: it takes no text; ``unit`` None: no number."""

    label: str
    ticked: bool
    text: str | None = None
    number: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class TickGroup:
    """Boxes in their printed rows, under a label."""

    label: str | None
    rows: tuple[tuple[Tick, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A check set, arranged in ``columns`` columns."""

    columns: int
    groups: tuple[TickGroup, ...]
    path: NodePath


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its caption, or two side by side."""

    pictures: tuple[Picture, ...]
    path: NodePath


Content = Words | Choice | Grid | Drawing


@dataclass(frozen=True, slots=True)
class Strip:
    """A label cell that spans the rows that refer to it.

    ``joined``: it continues the label cell above without a rule.  Rows refer to the same strip by ``path``.
    """

    path: NodePath
    text: str = ""
    vertical: bool = False
    joined: bool = False


class Level(_Name):
    """Kinds of heading rows within a part."""

    SECTION = "section"
    BAND = "band"
    ENTRY = "entry"
    RISK = "risk"


class Room(_Name):
    """How much space an empty answer leaves for handwriting."""

    LINE = "line"
    TEXT = "text"
    DRAWING = "drawing"


@dataclass(frozen=True, slots=True)
class PageStart:
    """A page break.  ``whole``: what follows it belongs on one page, and air gives way for that."""

    landscape: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Vertical space between boxes, in points; none at the top of a page."""

    height: float


@dataclass(frozen=True, slots=True)
class Title:
    """Text outside the boxes: title of the form or a part, heading of 項目一覧. ``part``: the part's id."""

    words: Words
    above: float
    below: float
    outline: str | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The form's mark, at the bottom right of the page."""

    words: Words


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A shaded full-width row; ``boxes`` are the none-boxes on its right."""

    level: Level
    words: Words
    boxes: tuple[tuple[Tick, NodePath], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryRow:
    """The heading row of a titled entry: 委託事項1 | title."""

    label: Words
    title: Words


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A label cell and an answer cell; ``label`` None: the answer fills the row.

    ``strips`` are the spanning cells on its left, outermost first.  ``owns``: the strip that continues below
    its label.
    """

    label: Words | None
    content: tuple[Content, ...]
    strips: tuple[Strip, ...] = ()
    owns: NodePath | None = None
    room: Room = Room.LINE


@dataclass(frozen=True, slots=True)
class ColumnsRow:
    """Cells side by side; ``shares`` are relative widths.

    ``head``: shaded, and kept with what follows; ``repeat``: repeated at the top of continuation pages.
    ``air``: padding in points, None for the default; ``tall``: minimum height in points.  ``leads_to``: id of
    the part it links to.  ``held``: cells that are not split across pages, each with its text on continuation
    pages.  ``first_names``: the first cell is a row header.  ``days``: columns in which any day stands in one
    line, whatever the size of the type.
    """

    cells: tuple[Words, ...]
    shares: tuple[int, ...]
    head: bool = False
    repeat: bool = False
    air: float | None = None
    tall: float = 0.0
    leads_to: str = ""
    held: tuple[tuple[int, str], ...] = ()
    first_names: bool = False
    days: tuple[int, ...] = ()


Block = PageStart | Space | Title | Mark | HeadingRow | EntryRow | AnswerRow | ColumnsRow

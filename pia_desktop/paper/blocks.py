"""What stands on the paper, before any measuring: blocks of content, in the order of the form.

A block holds words and answers, no sizes and no places.  It is frozen and compares by content, so that what
was measured once is found again as long as nothing in it changed.  Every content carries the path of the item
that it shows, for the marks and clicks of a preview.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.values import Picture


class _Name(Enum):
    """Names that stand in every block; hashed by identity, since a look-up of a block hashes all of them."""

    __hash__ = object.__hash__


class Role(_Name):
    """What a run of text is to its reader; tagging and the marks of a preview build on it."""

    HEADING = "heading"
    LABEL = "label"
    ANSWER = "answer"
    OPTION = "option"
    MARK = "mark"
    ITEM = "item"
    """With it begins a box to tick or one of the options; what follows belongs to it."""
    NOTE = "note"
    CHANGED = "changed"
    """A passage that differs from what it is set beside."""
    ARTIFACT = "artifact"


class Look(_Name):
    """The type that words are set in; ``paper.style`` gives each its face, size and leading."""

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
    """How lines stand in their cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the form or of an answer."""

    text: str
    path: NodePath
    role: Role = Role.ANSWER
    look: Look = Look.BODY
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Count:
    """A number in （　）, with its unit behind it."""

    number: int | None
    unit: str
    path: NodePath


@dataclass(frozen=True, slots=True)
class Detail:
    """Words in （label：　） below a choice."""

    label: str
    text: str
    path: NodePath


@dataclass(frozen=True, slots=True)
class Choice:
    """``[　answer　]`` at the left, ＜選択肢＞ at the right; ``half``: the options' numbers print ``1)``."""

    answer: str
    options: tuple[str, ...]
    columns: int
    half: bool
    path: NodePath
    counts: tuple[Count, ...] = ()
    details: tuple[Detail, ...] = ()

    @property
    def numbered(self) -> list[str]:
        """The options as they print: ``1） 実施する``."""
        bracket = ") " if self.half else "） "
        return [f"{number}{bracket}{words}" for number, words in enumerate(self.options, 1)]


@dataclass(frozen=True, slots=True)
class Tick:
    """One box of a check set; ``text`` None: it takes no words, ``unit`` None: no number."""

    label: str
    ticked: bool
    text: str | None = None
    number: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class TickGroup:
    """Boxes in their printed rows, under a label of their own."""

    label: str | None
    rows: tuple[tuple[Tick, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A check set, its rows in ``columns`` columns."""

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
    """A label cell that spans the rows which name it.

    ``joined``: it is the foot of the label cell above it, and no rule parts the two.  Rows name the same
    strip by the same ``path``.
    """

    path: NodePath
    text: str = ""
    vertical: bool = False
    joined: bool = False


class Level(_Name):
    """Kinds of heading rows inside a part."""

    SECTION = "section"
    BAND = "band"
    ENTRY = "entry"
    RISK = "risk"


class Room(_Name):
    """How much room an empty answer leaves for writing by hand."""

    LINE = "line"
    TEXT = "text"
    DRAWING = "drawing"


@dataclass(frozen=True, slots=True)
class PageStart:
    """What follows stands on a new page."""

    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Air between boxes, in points; nothing where a page begins."""

    height: float


@dataclass(frozen=True, slots=True)
class Title:
    """Words outside the boxes: the form's title, a part's, the head of 項目一覧.  ``part``: the part's id."""

    words: Words
    above: float
    below: float
    outline: str | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The form's mark, at the lower right of the page."""

    words: Words


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A shaded row over the full width; ``boxes`` are the none-boxes at its right."""

    level: Level
    words: Words
    boxes: tuple[tuple[Tick, NodePath], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryRow:
    """The heading row of an entry with a title: 委託事項1 | the title."""

    label: Words
    title: Words


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A label cell and an answer cell; ``label`` None: the answer fills what is left of the row.

    ``strips`` are the spanning cells at its left, outermost first.  ``owns``: the strip that goes on below
    its label.
    """

    label: Words | None
    content: tuple[Content, ...]
    strips: tuple[Strip, ...] = ()
    owns: NodePath | None = None
    room: Room = Room.LINE


@dataclass(frozen=True, slots=True)
class ColumnsRow:
    """Cells side by side; ``shares`` are parts of the width.

    ``head``: its cells are shaded and it stays with what follows; ``repeat``: it is printed again at the head
    of every further page of its table.  ``air``: points inside its edges, None for the usual; ``tall``: least
    height in points.  ``leads_to``: the id of the part that it stands for.  ``held``: numbers of
    cells that no page break parts, each with the words that stand there on further pages.
    ``first_names``: the first cell names those beside it.
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


Block = PageStart | Space | Title | Mark | HeadingRow | EntryRow | AnswerRow | ColumnsRow

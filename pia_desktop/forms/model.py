"""A form edition as frozen objects: parts, sections, risks, items, in printed order.

The item ids are public names (saved files, interchange, change records, command line) and never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import Kind, LineKind

FILES: Final = "files"
"""The id of the list that holds the 特定個人情報ファイル of a form with per-file parts."""

MAX_FILES: Final = 99

ANNEXES: Final = "annexes"
"""The id of the list that holds the 別紙 of an assessment, and of the part that they are."""

ANNEX_TITLE: Final = "annex.title"
ANNEX_BODY: Final = "annex.body"
MAX_ANNEXES: Final = 99

MAX_ENTRIES: Final = 999
"""Entries of one list.  No form sets a limit; this one is for files that are made to choke a reader."""


class CoverPlace(Enum):
    """Where an item stands on the cover: side by side at the head, in a box, or in the foot boxes."""

    HEAD = "head"
    BOX = "box"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a form.

    ``label`` is the cell left of the answer, None where the answer fills the row.  ``sub`` are items of the
    same row group; ``companions`` small answers that stand in the same cell (（５）件 beside a choice).
    ``note`` is printed below the answer, ``about`` only explains the item.  ``default`` names the item whose
    words an unanswered one shows.  ``important``: its change is a 重要な変更.  ``vertical``: the label prints
    upright.  ``width``: the share of a table's width, for columns.  ``emptied_by`` names its none-box among
    several of its section.  ``optional``: most agencies leave it empty.  ``in_heading``: its boxes stand in
    the heading row of its section (９．規則第９条第２項の適用　［　］適用した).  Of a column,
    ``whole``: no page break parts its words; ``again``: nor these, and further pages of a row say them again.
    ``label_above``: the label is a heading row over the answer, which has the full width.
    """

    id: str
    label: str | None
    kind: Kind
    sub: tuple[Item, ...] = ()
    companions: tuple[Item, ...] = ()
    note: str | None = None
    about: str | None = None
    default: str | None = None
    important: bool = False
    vertical: bool = False
    place: CoverPlace | None = None
    width: int = 0
    emptied_by: str | None = None
    optional: bool = False
    in_heading: bool = False
    whole: bool = False
    again: bool = False
    label_above: bool = False

    def walk(self) -> Iterator[Item]:
        """The item, its companions and everything under it, in printed order."""
        yield self
        yield from self.companions
        for item in self.sub:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Risk:
    """A block inside a section with a heading row of its own; ``emptied_by`` names its none-box, if any."""

    title: str
    items: tuple[Item, ...]
    emptied_by: str | None = None

    @property
    def named(self) -> str:
        """The risk that the block is about; empty where its heading lists several, as none of them is."""
        return "" if "\n" in self.title else self.title


@dataclass(frozen=True, slots=True)
class Repeat:
    """The section's items stand once for each entry (システム1, …); ``heading`` prints beside it."""

    id: str
    label: str
    bands: bool
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of named columns.  The columns are items whose ids are their printed names."""

    id: str
    columns: tuple[Item, ...]
    max: int = 5_000


@dataclass(frozen=True, slots=True)
class Section:
    """A boxed table of a part.  ``title`` None: it goes on in the one before it, or has no heading row."""

    title: str | None
    items: tuple[Item, ...] = ()
    risks: tuple[Risk, ...] = ()
    none: tuple[Item, ...] = ()
    repeat: Repeat | None = None
    table: Table | None = None

    def none_box_of(self, block: Risk | Item | None) -> Item | None:
        """The none-box that empties the rows of a risk or of an item that stands in no other one.

        A lone box empties all rows of the section, of several each the blocks that name it.
        """
        if block is not None and block.emptied_by:
            return next(box for box in self.none if box.id == block.emptied_by)
        return self.none[0] if len(self.none) == 1 else None

    def walk(self) -> Iterator[Item]:
        """Every item of the section, in printed order: none-boxes first, table columns last."""
        yield from self.none
        for item in self.items:
            yield from item.walk()
        for risk in self.risks:
            for item in risk.items:
                yield from item.walk()
        if self.table:
            yield from self.table.columns


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form (Ⅰ, 別添１, …), on pages of its own; ``per_file``: once for each file.

    ``half_brackets``: its option numbers print ``1)`` instead of ``1）``.  ``follows``: it prints below
    the part before it, not on a page of its own.
    """

    id: str
    title: str
    sections: tuple[Section, ...]
    per_file: bool = False
    half_brackets: bool = False
    follows: bool = False

    def __hash__(self) -> int:
        return hash(self.id)


ANNEX_PART: Final = Part(
    ANNEXES,
    "別紙",
    (
        Section(
            None,
            (
                Item(ANNEX_TITLE, "題名", LineKind(), optional=True),
                Item(ANNEX_BODY, "内容", FigureKind(tables=True), label_above=True),
            ),
            repeat=Repeat(ANNEXES, "別紙", bands=False, heading=ANNEX_TITLE),
        ),
    ),
)
"""The sheets that an office adds behind a form: no part of the official form, the same in all editions."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A box of the 項目一覧 page, and the part it stands for."""

    words: str
    part: str


@dataclass(frozen=True, slots=True)
class Roles:
    """Which items carry what the program itself must know of an assessment.

    ``opinions`` and ``reflection`` hold what came of a hearing (主な意見の内容, 評価書への反映),
    ``hearing_method`` and ``hearing_period`` how and when it is held; None where the form has no such item.
    ``department``, ``requests_to`` and ``contact`` are the same in all assessments of an office.
    """

    number: str
    title: str
    agency: str
    published_on: str
    file_name: str | None
    changes: str
    opinions: str | None = None
    reflection: str | None = None
    hearing_method: str | None = None
    hearing_period: str | None = None
    department: str | None = None
    requests_to: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list of nodes: the files, the entries of a repeat or the rows of a table.

    ``scope`` are the list ids that lead to it: ``()`` or ``("files",)``.
    """

    id: str
    label: str
    scope: tuple[str, ...]
    max: int
    item_ids: tuple[str, ...]
    list_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands.  ``scope`` are the lists above it, outermost first; ``part`` None: the cover."""

    item: Item
    scope: tuple[str, ...]
    part: Part | None = None
    section: Section | None = None
    risk: Risk | None = None
    parents: tuple[Item, ...] = ()

    @property
    def none_box(self) -> Item | None:
        """The none-box that leaves this item empty when it is ticked, if there is one."""
        if self.section is None or self.item in self.section.none:
            return None
        return self.section.none_box_of(self.risk or (self.parents[0] if self.parents else self.item))


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of a form, such as yoshiki3 平成30年5月.

    ``formerly`` are names that earlier releases of the program had for the edition; files hold them still.
    """

    id: str
    version: str
    title: str
    short_title: str
    mark: str
    cover: tuple[Item, ...]
    contents: tuple[ContentsLine, ...]
    parts: tuple[Part, ...]
    roles: Roles
    formerly: tuple[str, ...]
    places: Mapping[str, Place] = field(repr=False, compare=False)
    lists: Mapping[str, ListSpec] = field(repr=False, compare=False)

    def __hash__(self) -> int:
        """Of its name: with each answer something kept for its form is looked up, and that is large."""
        return hash((self.id, self.version))

    @property
    def edition(self) -> str:
        """``yoshiki3 平成30年5月``, unique among editions."""
        return f"{self.id} {self.version}"

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts of the form, and the 別紙 behind them."""
        return (*self.parts, ANNEX_PART)

    @property
    def has_files(self) -> bool:
        """Whether parts of it stand once for each 特定個人情報ファイル."""
        return FILES in self.lists

    def item(self, item_id: str) -> Item:
        """The item of this id; KeyError where the form has none."""
        return self.places[item_id].item

    def part(self, part_id: str) -> Part:
        """The part of this id, or the 別紙; KeyError where the form has none."""
        found = {part.id: part for part in self.all_parts}
        return found[part_id]

"""A form edition as immutable objects: parts, sections, risks, items, in printed order.

Item ids are public (files, interchange, change records, command line) and never change.
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
    """Position of an item on the cover: in the two-cell head, in a box, or in the foot boxes."""

    HEAD = "head"
    BOX = "box"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a form.

    ``label`` is the cell left of the answer, None if the answer fills the row.  ``sub`` are items of the same
    row group; ``companions`` are small answers in the same cell (（５）件 beside a choice).  ``note`` is
    printed below the answer, ``about`` only explains the item.  ``default`` is the item whose text is shown
    while this one is unanswered.  ``important``: its change is a 重要な変更. ``vertical``: the label is
    printed vertically.  ``width``: relative width, for columns.  ``emptied_by`` is its none-box, if the
    section has several.  ``optional``: most agencies leave it empty.  ``in_heading``: its boxes are in the
    heading row of its section (９．規則第９条第２項の適用　［　］適用した).  For columns, ``whole``: its text
    is not split across pages; ``again``: not split either, and repeated on continuation pages.
    ``label_above``: the label is a heading row above the full-width answer.
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
        """The item, its companions and all descendants, in printed order."""
        yield self
        yield from self.companions
        for item in self.sub:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Risk:
    """A block within a section with its own heading row; ``emptied_by`` is its none-box, if any."""

    title: str
    items: tuple[Item, ...]
    emptied_by: str | None = None

    @property
    def named(self) -> str:
        """The risk that the block is about; empty if its heading lists several."""
        return "" if "\n" in self.title else self.title


@dataclass(frozen=True, slots=True)
class Repeat:
    """The section's items are repeated for each entry (システム1, …); ``heading`` is printed beside it."""

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
    """A boxed table of a part.  ``title`` None: it continues the previous one, or has no heading row."""

    title: str | None
    items: tuple[Item, ...] = ()
    risks: tuple[Risk, ...] = ()
    none: tuple[Item, ...] = ()
    repeat: Repeat | None = None
    table: Table | None = None

    def none_box_of(self, block: Risk | Item | None) -> Item | None:
        """The none-box that empties the rows of a risk or a top-level item.

        A single none-box empties all rows of the section; of several, each empties the blocks that refer to
        it.
        """
        if block is not None and block.emptied_by:
            return next(box for box in self.none if box.id == block.emptied_by)
        return self.none[0] if len(self.none) == 1 else None

    def walk(self) -> Iterator[Item]:
        """All items of the section in printed order: none-boxes first, table columns last."""
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
    """A part of the form (Ⅰ, 別添１, …), on its own pages; ``per_file``: once per file.

    ``half_brackets``: option numbers print as ``1)`` instead of ``1）``.  ``follows``: it prints below the
    previous part, not on its own page.
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
    """A box of the 項目一覧 page, and the part it represents."""

    words: str
    part: str


@dataclass(frozen=True, slots=True)
class Roles:
    """The items that the program itself refers to.

    ``opinions`` and ``reflection`` hold the results of a hearing (主な意見の内容, 評価書への反映),
    ``hearing_method`` and ``hearing_period`` how and when it is held; None if the form has no such item.
    ``work`` is the name of the work that is assessed, which the title repeats.
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
    work: str | None = None


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list of nodes: the files, the entries of a repeat, or the rows of a table.

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
    """The location of an item.  ``scope`` are the lists above it, outermost first; ``part`` None:
    the cover.
    """

    item: Item
    scope: tuple[str, ...]
    part: Part | None = None
    section: Section | None = None
    risk: Risk | None = None
    parents: tuple[Item, ...] = ()

    @property
    def none_box(self) -> Item | None:
        """The none-box that empties this item when ticked, if there is one."""
        if self.section is None or self.item in self.section.none:
            return None
        return self.section.none_box_of(self.risk or (self.parents[0] if self.parents else self.item))


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of a form, such as yoshiki3 平成30年5月.

    ``formerly`` are names of the edition in earlier releases, which files may still have.
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
        """The hash of its name: forms are large, and cache keys for every answer."""
        return hash((self.id, self.version))

    @property
    def edition(self) -> str:
        """``yoshiki3 平成30年5月``, unique among editions."""
        return f"{self.id} {self.version}"

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts of the form, followed by the 別紙."""
        return (*self.parts, ANNEX_PART)

    @property
    def has_files(self) -> bool:
        """Whether it has parts that exist once per 特定個人情報ファイル."""
        return FILES in self.lists

    def item(self, item_id: str) -> Item:
        """The item with this id.  Raises KeyError."""
        return self.places[item_id].item

    def part(self, part_id: str) -> Part:
        """The part with this id, or the 別紙. Raises KeyError."""
        found = {part.id: part for part in self.all_parts}
        return found[part_id]

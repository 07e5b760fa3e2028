"""Turns an alignment into slots: each matched anchor, its place in the contents, and its cells.

What is between two anchors belongs to the first; if several labels are side by side above their answers, to
the one above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import FILES, Form
from pia_desktop.intake.alignment import Meeting
from pia_desktop.intake.anchors import Anchor, Anchors, Role
from pia_desktop.intake.cells import GAP, OF_PAGES, Cell, Reason, Sheet
from pia_desktop.intake.matching import Hit
from pia_desktop.intake.outside import beside_the_form, table_rows

Path = tuple[str | int, ...]


@dataclass
class Slot:
    """A matched anchor.  ``path``: the lists and positions above its items."""

    anchor: Anchor
    label: Cell
    hit: Hit
    path: Path
    cells: list[Cell] = field(default_factory=list)
    doubts: set[Reason] = field(default_factory=set)
    columns: list[tuple[str, Cell]] = field(default_factory=list)
    """Of a table: the ids of its columns, each with the cell of its heading."""

    file_name: Cell | None = None
    """Of a part's title: the name of its file, where it stands behind it in brackets."""


@dataclass
class Gathered:
    """All slots in order, and the cells that belong to none."""

    slots: list[Slot]
    loose: list[Cell]


class _Places:
    """Counts files and entries to give each anchor its place."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.file = 0
        self.met: Counter[str] = Counter()
        self.went_back = False
        self.part: str | None = None
        self.entry: dict[Path, int] = {}
        self.used: dict[Path, set[int]] = {}
        self.implied: set[Path] = set()
        self.moved: dict[Path, Path] = {}
        self.skipped: set[Path] = set()

    def path(self, anchor: Anchor, hit: Hit, doubts: set[Reason]) -> Path:
        """The path of an anchor's items; entering a part or an entry advances the counters."""
        if FILES in anchor.scope and anchor.part is not None:
            if anchor.part != self.part or anchor.role is Role.PART:
                self._enter(anchor.part)
            self.part = anchor.part
        base: Path = (FILES, self.file) if FILES in anchor.scope else ()
        if anchor.role is Role.ENTRY and anchor.list_id is not None:
            self._begin_entry((*base, anchor.list_id), hit.number, doubts)
        inner = anchor.scope[1:] if base else anchor.scope
        if not inner or anchor.role is Role.COLUMN:
            return base
        at = (*base, inner[0])
        if at not in self.entry:  # its heading is missing
            self._begin_entry(at, None, doubts)
            self.implied.add(at)
            doubts.add(Reason.ENTRY_NUMBER)
        doubts |= {Reason.ENTRY_NUMBER} if at in self.skipped else set()
        return (*at, self.entry[at])

    def _enter(self, part: str) -> None:
        order = [one.id for one in self.form.parts]
        if self.part is not None and order.index(part) <= order.index(self.part):
            self.went_back = self.went_back or part != self.part
            self.file = self.met[part]
        elif not self.went_back:
            self.file = self.met[part]
        self.met[part] = self.file + 1

    def _begin_entry(self, at: Path, number: int | None, doubts: set[Reason]) -> None:
        """Use the number in the heading; an impossible one is replaced by the next position."""
        used = self.used.setdefault(at, set())
        if at in self.implied and used == {0} and number is not None and number > 1:
            self.moved[(*at, 0)] = (
                *at,
                number - 2,
            )  # the entry without a heading precedes the first with one
            used = self.used[at] = {number - 2}
        following = max(used, default=-1) + 1
        place = following if number is None or number < 1 else number - 1
        if place in used or place >= self.form.lists[str(at[-1])].max:
            doubts.add(Reason.ENTRY_NUMBER)
            place = following
        elif number is None and used:
            doubts.add(Reason.ENTRY_NUMBER)
        elif place > following:  # a page is missing before it, or it is another document's
            self.skipped.add(at)
        used.add(place)
        self.entry[at] = place


def gather(anchors: Anchors, cells: Sequence[Cell], way: Sequence[Meeting]) -> Gathered:
    """Assign every cell to its slot."""
    met = {meeting.cell: meeting.hit for meeting in way}
    places = _Places(anchors.form)
    slots: list[Slot] = []
    loose: list[Cell] = []
    side_by_side: list[Slot] = []
    outside, tables = beside_the_form(cells, met), table_rows(cells)
    for at, cell in enumerate(cells):
        hit = met.get(at)
        if hit is None or at in outside:
            slot = None if at in outside else _owner(slots, side_by_side, cell, tables)
            (loose if slot is None else slot.cells).append(cell)
            continue
        anchor = anchors.all[hit.anchor]
        doubts = {*(() if hit.sure else (Reason.LABEL_DIFFERS,)), *(cell.doubts & OF_PAGES)}
        path = places.path(anchor, hit, doubts)
        rest = None if hit.rest is None else _rest(cell, hit.rest)
        if hit.other:
            loose.append(cell)
        if anchor.role is Role.COLUMN and rest is not None:
            loose.append(rest)
        table = slots[-1] if anchor.role is Role.COLUMN and slots and slots[-1].columns else None
        if table is not None and table.anchor.scope == anchor.scope:
            _add_column(table, anchor, cell)
            continue
        slot = Slot(anchor, cell, hit, path, doubts=doubts)
        if anchor.role is Role.COLUMN:
            _add_column(slot, anchor, cell)
        elif rest is not None:
            _take_rest(slot, rest)
        slots.append(slot)
        side_by_side = [*_in_row_of(cell, side_by_side), slot]
    for slot in slots:
        slot.path = places.moved.get(slot.path, slot.path)
    return _within_room(anchors.form, slots, loose)


def _in_row_of(cell: Cell, slots: Sequence[Slot]) -> Iterator[Slot]:
    """The slots whose labels stand in the row of a cell."""
    return (one for one in slots if one.label.row == cell.row and one.label.sheet == cell.sheet)


def _take_rest(slot: Slot, rest: Cell) -> None:
    """Take what follows a label in its cell: the name of a file in brackets, or an answer."""
    if slot.anchor.role is Role.PART and rest.text[:1] in {"（", "("}:
        slot.file_name = rest
    else:
        slot.cells.append(rest)


def _within_room(form: Form, slots: Sequence[Slot], loose: list[Cell]) -> Gathered:
    """The slots of entries and files within the form's limits; cells of the others belong to none."""
    kept: list[Slot] = []
    for slot in slots:
        lists, numbers = slot.path[::2], slot.path[1::2]
        if all(int(number) < form.lists[str(name)].max for name, number in zip(lists, numbers, strict=True)):
            kept.append(slot)
        else:
            loose += [*slot.cells, *([slot.file_name] if slot.file_name is not None else [])]
    return Gathered(kept, loose)


def _rest(cell: Cell, at: int) -> Cell:
    """What follows the label in a cell."""
    return replace(cell, text=cell.text[at:].strip(" \u3000\n\t:：" + GAP))


def _add_column(slot: Slot, anchor: Anchor, cell: Cell) -> None:
    """Record a column heading; repeated on a new page it gives the column's position there."""
    slot.columns.append((anchor.items[0].id, cell))


def _owner(
    slots: list[Slot], side_by_side: list[Slot], cell: Cell, tables: Mapping[Sheet, int]
) -> Slot | None:
    if not slots:
        return None
    last = slots[-1]
    if cell.sheet.name is not None and cell.sheet != last.label.sheet:
        goes_on = last.columns and not cell.sheet.hidden and last.label.sheet.name is not None
        return last if goes_on and cell.row >= tables.get(cell.sheet, cell.row + 1) else None
    if len(side_by_side) < 2 or cell.row <= last.label.row:
        return last
    empty = [slot for slot in side_by_side if not any(one.row == slot.label.row for one in slot.cells)]
    above = max(empty, key=lambda slot: slot.label.box.beside(cell.box), default=last)
    middle = (cell.box.left + cell.box.right) / 2
    return above if above.label.box.left <= middle <= above.label.box.right else last

"""The registers of an office, updated incrementally: only changed assessments are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.node import Node
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.registers.loader import all_registers
from pia_desktop.registers.model import Register
from pia_desktop.registers.rows import RegisterRow, Source, rows_of

Read = Callable[[Collection[str], Collection[str], Collection[int]], Mapping[int, Node]]
"""Gives the trees of assessments (ids) that hold the answers to these items, and these lists, alone."""


class OfficeRegisters:
    """Rows by register and assessment.  Not thread-safe."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._sources: dict[int, Source] = {}
        self._roots: dict[int, tuple[Form, Node]] = {}
        self._rows: dict[str, dict[int, tuple[RegisterRow, ...]]] = {}

    def update(self, sources: Iterable[Source]) -> bool:
        """Read what has changed; returns whether anything has."""
        wanted = {one.id: one for one in sources}
        gone = self._sources.keys() - wanted.keys()
        changed = [one for one in wanted.values() if self._sources.get(one.id) != one]
        for source_id in [*gone, *(one.id for one in changed)]:
            self._roots.pop(source_id, None)
            for rows in self._rows.values():
                rows.pop(source_id, None)
        if changed:
            known = {one.id: form for one in changed if (form := _form(one.form, one.version)) is not None}
            roots = self._read(*_wanted(), known.keys())
            self._roots.update({id_: (known[id_], root) for id_, root in roots.items()})
        self._sources = wanted
        return bool(gone or changed)

    def rows(self, register: Register) -> tuple[RegisterRow, ...]:
        """All rows of a register, in the given order of assessments."""
        kept = self._rows.setdefault(register.id, {})
        found: list[RegisterRow] = []
        for source_id, source in self._sources.items():
            own = kept.get(source_id)
            if own is None:
                form, root = self._roots.get(source_id, (None, None))
                own = () if form is None or root is None else rows_of(register, source, form, root)
                kept[source_id] = own
            found += own
        return tuple(found)

    @property
    def unread(self) -> tuple[Source, ...]:
        """Assessments that could not be read: unknown form, or broken."""
        return tuple(one for one in self._sources.values() if one.id not in self._roots)


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Filters and order.

    Every word of ``words`` must occur, ignoring width and case.  ``column`` counts the register's own
    columns, then number, name and place; None keeps the order of the assessments.
    """

    words: str = ""
    archived: bool = False
    column: int | None = None
    descending: bool = False


def chosen_rows(rows: Sequence[RegisterRow], choice: RowChoice) -> tuple[RegisterRow, ...]:
    """The rows that match, in order; empty cells come last."""
    wanted = as_read(choice.words).split()
    found = [
        row
        for row in rows
        if (choice.archived or not row.source.archived) and all(word in row.haystack for word in wanted)
    ]
    column = choice.column
    if column is None:
        return tuple(found)
    keyed = [(_key(row, column), row) for row in found]
    filled = [one for one in keyed if one[0] != _EMPTY]
    filled.sort(key=lambda one: one[0], reverse=choice.descending)
    return (*(row for _key, row in filled), *(row for key, row in keyed if key == _EMPTY))


_EMPTY: Final = (0, "")


def _key(row: RegisterRow, column: int) -> tuple[int, str]:
    own = len(row.cells)
    if column < own:
        words = row.cells[column]
    elif column == own:
        words = as_read(row.source.number)
        return (int(words[:18]), words) if words.isdecimal() else (10**18, words) if words else _EMPTY
    else:
        words = row.source.title if column == own + 1 else row.place
    return (1, as_read(words)) if words else _EMPTY


@cache
def _form(form: str, version: str) -> Form | None:
    try:
        return find_form(form, version)
    except UserError:
        return None


@cache
def _wanted() -> tuple[frozenset[str], frozenset[str]]:
    """All items that fill a register, including names of files; and the lists that contain them."""
    from pia_desktop.forms.catalogue import all_forms

    items = {item for register in all_registers() for item in register.item_ids}
    lists: set[str] = set()
    for form in all_forms():
        if form.roles.file_name is not None:
            items.add(form.roles.file_name)
        lists |= {one for item in items if item in form.places for one in form.places[item].scope}
    return frozenset(items), frozenset(lists)

"""Entries that a strange page may have mixed up: behind it another may go on, and be counted among others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pia_desktop.forms.model import FILES
from pia_desktop.intake.anchors import Role
from pia_desktop.intake.cells import Reason
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.report import DocPath, Doubt, Notes

_Entry = tuple[DocPath, int]
"""The list and the number of an entry, or of a file."""


def doubt_entries(slots: Sequence[Slot], notes: Notes) -> None:
    """Doubt all answers of entries and files that a strange page begins or has a part of, and those behind.

    Not rows of tables: none goes on behind another.
    """
    told = {doubt.path for doubt in notes.doubts if doubt.reason is Reason.STRANGE_PAGE}
    lists = {FILES, *(slot.anchor.list_id for slot in slots if slot.anchor.role is Role.ENTRY)}
    first: dict[DocPath, int] = {}
    for at, number in (*_begun(slots), *_going_on(slots), *filter(None, map(_entry, told))):
        if at[-1] in lists:
            first[at] = min(number, first.get(at, number))
    for path, where in notes.places.items():
        around = filter(None, (_entry(path), _file(path)))
        if path not in told and any(number >= first.get(at, number + 1) for at, number in around):
            notes.doubts.append(Doubt(path, Reason.STRANGE_PAGE, where, None))


def _begun(slots: Sequence[Slot]) -> Iterator[_Entry]:
    """Entries and files with their heading on a strange page."""
    for slot in slots:
        if Reason.STRANGE_PAGE in slot.label.doubts:
            path = _told_path(slot)
            if slot.anchor.role is Role.ENTRY:
                yield path[:-1], int(path[-1])
            elif slot.anchor.role is Role.PART and (file := _file(path)) is not None:
                yield file


def _going_on(slots: Sequence[Slot]) -> Iterator[_Entry]:
    """Entries that go on behind a strange page: the heading of another one may have stood in its place."""
    behind = False
    for slot in slots:
        if any(Reason.STRANGE_PAGE in cell.doubts for cell in (slot.label, *slot.cells)):
            behind = True
        elif slot.anchor.role in {Role.ENTRY, Role.PART}:
            behind = False
        elif behind and (entry := _entry((*_told_path(slot), ""))) is not None:
            yield entry


def _told_path(slot: Slot) -> DocPath:
    """The path of a slot as doubts name it."""
    return slot.path if slot.path[:1] == (FILES,) else ("values", *slot.path)


def _file(path: DocPath) -> _Entry | None:
    return (path[:1], int(path[1])) if path[:1] == (FILES,) and len(path) > 1 else None


def _entry(path: DocPath) -> _Entry | None:
    """The innermost entry that a place is in; None in none, and in a mere file."""
    for at in range(len(path) - 2, 1, -1):
        if isinstance(step := path[at], int):
            return path[:at], step
    return None

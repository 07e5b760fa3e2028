"""Marks at items: findings and notes, shown as icons.

Checks and notes put marks at paths; pages, tabs and outline show them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import QObject, Signal

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon and its text.  ``pane`` names the pane with the details."""

    pane: str
    symbol: str
    words: str


UNREAD: Final = "numbers"
"""Pseudo-pane of marks for unreadable numbers, which fields set themselves."""


WEIGHT: Final = ("mistake", "missing", "confirm", "advice")
"""The icons of findings, the one that matters most first."""


def weightiest(marks: Iterable[Mark]) -> tuple[str, ...]:
    """One icon for each pane: that of its mark that matters most."""
    found: dict[str, str] = {}
    for mark in sorted(marks, key=lambda mark: WEIGHT.index(mark.symbol) if mark.symbol in WEIGHT else 0):
        found.setdefault(mark.pane, mark.symbol)
    return tuple(found[pane] for pane in sorted(found))


class Marks(QObject):
    """The marks of one assessment, at most one per pane and path."""

    changed = Signal(tuple)
    """The marks at a path have changed."""
    chosen = Signal(tuple, str)
    """A mark was clicked: its path and pane."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks: dict[NodePath, dict[str, Mark]] = {}

    def at(self, path: NodePath) -> tuple[Mark, ...]:
        """The marks at a path, by name of pane."""
        marks = self._marks.get(path)
        return tuple(marks[pane] for pane in sorted(marks)) if marks else ()

    def all(self) -> Iterator[tuple[NodePath, Mark]]:
        for path, marks in self._marks.items():
            for pane in sorted(marks):
                yield path, marks[pane]

    def mark_of(self, pane: str, path: NodePath) -> Mark | None:
        """The mark of a pane at a path, if any."""
        return self._marks.get(path, {}).get(pane)

    def of(self, pane: str) -> dict[NodePath, Mark]:
        return {path: marks[pane] for path, marks in self._marks.items() if pane in marks}

    def put(self, pane: str, path: NodePath, mark: Mark | None) -> None:
        """Set the mark of a pane at a path, or remove it."""
        marks = self._marks.get(path, {})
        if marks.get(pane) == mark:
            return
        if mark is not None:
            self._marks.setdefault(path, {})[pane] = mark
        else:
            del marks[pane]
            if not marks:
                del self._marks[path]
        self.changed.emit(path)

"""Undo and redo of the edits of one assessment.

Not by Qt's ``QUndoStack``: when the garbage collector finds a stack and its commands in one cycle, PySide
6.11 may free the commands first, and the stack frees them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from pia_desktop.assessment.assessment import Assessment, Prepared
from pia_desktop.assessment.edits import Edit, SetAnswer


class EditStep:
    """One undo step.  Its inverse is known once it has been applied.

    Keystrokes with the same ``burst`` number merge; None for other edits.
    """

    __slots__ = ("_assessment", "_burst", "_inverse", "_prepared", "edit")

    def __init__(
        self, assessment: Assessment, edit: Edit, burst: int | None = None, prepared: Prepared | None = None
    ) -> None:
        """``prepared``: the edit as computed in the background."""
        self._assessment: Final = assessment
        self._prepared: Final = prepared
        self._burst: Final = burst
        self._inverse: Edit | None = None
        self.edit = edit

    def redo(self) -> None:
        """Apply the edit."""
        prepared = self._prepared
        apply, take = self._assessment.apply, self._assessment.take
        self._inverse = apply(self.edit) if prepared is None else take(prepared)

    def undo(self) -> None:
        """Apply its inverse."""
        assert self._inverse is not None
        prepared = self._prepared
        apply, take = self._assessment.apply, self._assessment.take
        # Withheld spans were adjusted with each keystroke; redo restores exactly these.
        self.edit = apply(self._inverse) if prepared is None else take(prepared.back())

    def merge(self, newer: EditStep) -> bool:
        """Take over a step that was applied after this one, if both are keystrokes of one burst."""
        mergeable = (
            self._burst is not None
            and newer._burst == self._burst
            and isinstance(self.edit, SetAnswer)
            and isinstance(newer.edit, SetAnswer)
            and newer.edit.path == self.edit.path
        )
        if mergeable:
            self.edit = newer.edit
        return mergeable


class UndoStack(QObject):
    """The steps that can be undone and redone.  The index is the number of those that are applied."""

    index_changed = Signal(int)
    """After every change, a merged keystroke included: the index."""
    stepping = Signal()
    """Before a step is undone or redone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: list[EditStep] = []
        self._index = 0

    def count(self) -> int:
        return len(self._steps)

    def index(self) -> int:
        """The number of steps that are applied."""
        return self._index

    def can_undo(self) -> bool:
        return self._index > 0

    def can_redo(self) -> bool:
        return self._index < len(self._steps)

    def undone(self) -> Sequence[EditStep]:
        """The steps that can be redone; the next push drops them."""
        return self._steps[self._index :]

    def push(self, step: EditStep) -> None:
        """Apply a step and add or merge it.  Nothing changes if it cannot be applied."""
        step.redo()
        del self._steps[self._index :]
        if not (self._steps and self._steps[-1].merge(step)):
            self._steps.append(step)
        self._move_to(len(self._steps))

    def undo(self) -> None:
        """Undo the last step that is applied, if there is one."""
        if self.can_undo():
            index = self._index - 1
            self.stepping.emit()
            self._steps[index].undo()
            self._move_to(index)

    def redo(self) -> None:
        """Redo the last step that was undone, if there is one."""
        if self.can_redo():
            self.stepping.emit()
            self._steps[self._index].redo()
            self._move_to(self._index + 1)

    def clear(self) -> None:
        self._steps.clear()
        self._move_to(0)

    def _move_to(self, index: int) -> None:
        self._index = index
        self.index_changed.emit(index)

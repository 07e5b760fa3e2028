"""Where the cursor has been: back and forward through jumps from item to item."""

from __future__ import annotations

from collections.abc import Callable

from pia_desktop.assessment.node import NodePath
from ui.context.session import Session


class VisitedPlaces:
    """``go_to`` shows a place that is gone back to."""

    def __init__(self, session: Session, go_to: Callable[[NodePath], object]) -> None:
        self._session = session
        self._go_to = go_to
        self._behind: list[NodePath] = []
        self._ahead: list[NodePath] = []

    def leave_for(self, path: NodePath) -> None:
        """Somebody jumps to another place: remember the present one."""
        if self._session.last_path and self._session.last_path != path:
            self._behind.append(self._session.last_path)
            self._ahead.clear()

    def go_back(self) -> None:
        """Return to where the cursor was before the last jump."""
        self._travel(self._behind, self._ahead)

    def go_forward(self) -> None:
        """Redo a ``go_back``."""
        self._travel(self._ahead, self._behind)

    def _travel(self, source: list[NodePath], other: list[NodePath]) -> None:
        if source:
            if self._session.last_path:
                other.append(self._session.last_path)
            self._go_to(source.pop())

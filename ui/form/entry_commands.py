"""Keyboard commands on the entry or row with the cursor.

The buttons in an entry's heading are for the mouse; they take no focus, so that Tab goes from answer to
answer.
"""

from __future__ import annotations

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import FILES
from ui.context.session import Session


class EntryCommands:
    """Add, duplicate, move and remove the entry at the cursor."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def entry(self) -> tuple[NodePath, str] | None:
        """List path and key of the entry at the cursor; None if there is none."""
        return self._entry_of(self.session.current_path or ())

    def at_hand(self, *, harmless: bool = False) -> tuple[NodePath, str] | None:
        """The same for acting on it; see ``Session.at_hand``."""
        return self._entry_of(self.session.at_hand(harmless=harmless) or ())

    def _entry_of(self, path: NodePath) -> tuple[NodePath, str] | None:
        if len(path) < 3 or path[-3] == FILES:
            return None
        list_path, key = path[:-2], path[-2]
        return (list_path, key) if key in self.session.root.entries(list_path) else None

    def _show(self, list_path: NodePath, key: str | None) -> None:
        """Focus the same item of another entry."""
        if key and self.session.current_path:
            self.session.item_requested.emit((*list_path, key, self.session.current_path[-1]))

    def add(self) -> None:
        """Add an entry after this one."""
        entry = self.at_hand()
        if entry:
            list_path, now = entry
            key = self.session.add_entry(list_path, list(self.session.root.entries(list_path)).index(now) + 1)
            if key:
                first = self.session.form.lists[list_path[-1]].item_ids[0]
                self.session.item_requested.emit((*list_path, key, first))

    def duplicate(self) -> None:
        """Insert a copy after this one."""
        entry = self.at_hand()
        if entry:
            self._show(entry[0], self.session.copy_entry(*entry))

    def move(self, step: int) -> None:
        """Move it up or down."""
        entry = self.at_hand()
        if entry:
            keys = list(self.session.root.entries(entry[0]))
            target = keys.index(entry[1]) + step
            if 0 <= target < len(keys):
                self.session.move_entry(*entry, target)
                self._show(*entry)

    def remove(self) -> None:
        """Remove it, and focus the next."""
        entry = self.at_hand()
        if entry and self.session.current_path:
            list_path, key = entry
            item = self.session.current_path[-1]
            keys = list(self.session.root.entries(list_path))
            row = keys.index(key)
            self.session.remove_entry(list_path, key)
            left = [*keys[row + 1 :], *reversed(keys[:row])]
            self.session.item_requested.emit((*list_path, left[0], item) if left else list_path)

"""What can be done with the entry or row that holds the cursor, as actions with shortcuts.

The buttons in an entry's heading do the same for the mouse; they take no focus, so that Tab goes from
answer to answer.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.widgets.actions import make_action


class EntryActions:
    """Add, duplicate, move and remove the entry at the cursor."""

    def __init__(self, session: Session, window: QWidget) -> None:
        self.session = session
        self.actions = [
            make_action(window, words, act, keys, symbol)
            for words, act, keys, symbol in (
                (_("Add an entry"), self._add, "Ctrl+Shift+N", "new"),
                (_("Duplicate the entry"), self._duplicate, "Ctrl+Shift+D", "copy"),
                (_("Move the entry up"), lambda: self._move(-1), "Alt+Shift+Up", "up"),
                (_("Move the entry down"), lambda: self._move(1), "Alt+Shift+Down", "down"),
                (_("Remove the entry"), self._remove, "Ctrl+Shift+Del", "delete"),
            )
        ]
        session.item_entered.connect(self._refresh)
        session.item_left.connect(self._refresh)
        session.entries_changed.connect(self._refresh)
        self._refresh()

    def entry(self) -> tuple[NodePath, str] | None:
        """The list and the key of the entry at the cursor; None where the cursor is in no entry."""
        return self._entry_of(self.session.current_path or ())

    def at_hand(self) -> tuple[NodePath, str] | None:
        """The same for acting on it: one out of sight is shown first, and nothing is done with it."""
        return self._entry_of(self.session.at_hand() or ())

    def _entry_of(self, path: NodePath) -> tuple[NodePath, str] | None:
        if len(path) < 3 or path[-3] == FILES:
            return None
        list_path, key = path[:-2], path[-2]
        return (list_path, key) if key in self.session.root.entries(list_path) else None

    def _refresh(self, *_args: object) -> None:
        entry = self.entry()
        able = entry is not None and not self.session.read_only
        for action in self.actions:
            action.setEnabled(able)

    def _show(self, list_path: NodePath, key: str | None) -> None:
        """Put the cursor into the same item of another entry."""
        if key and self.session.current_path:
            self.session.item_requested.emit((*list_path, key, self.session.current_path[-1]))

    def _add(self) -> None:
        entry = self.at_hand()
        if entry:
            index = list(self.session.root.entries(entry[0])).index(entry[1])
            self._show(entry[0], self.session.add_entry(entry[0], index + 1))

    def _duplicate(self) -> None:
        entry = self.at_hand()
        if entry:
            self._show(entry[0], self.session.copy_entry(*entry))

    def _move(self, step: int) -> None:
        entry = self.at_hand()
        if entry:
            keys = list(self.session.root.entries(entry[0]))
            target = keys.index(entry[1]) + step
            if 0 <= target < len(keys):
                self.session.move_entry(*entry, target)
                self._show(*entry)

    def _remove(self) -> None:
        entry = self.at_hand()
        if entry and self.session.current_path:
            list_path, key = entry
            item = self.session.current_path[-1]
            keys = list(self.session.root.entries(list_path))
            row = keys.index(key)
            self.session.remove_entry(list_path, key)
            left = [*keys[row + 1 :], *reversed(keys[:row])]
            self.session.item_requested.emit((*list_path, left[0], item) if left else list_path)

"""A strip that offers the likely next action after a step: undo it, or join pasted lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import _
from ui.context.session import Session
from ui.widgets.buttons import push_button
from ui.widgets.icons import set_icon
from ui.widgets.layouts import flush_row
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import em, space
from ui.widgets.timers import single_shot

_STAYS: Final = 10_000
"""Milliseconds until it hides, unless something else is done first."""


class UndoStrip(QWidget):
    """A message with a button that undoes the last step or does the offered one."""

    undo_requested = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._index = -1
        self._act: Callable[[], None] = self.undo_requested.emit
        self.words = plain_label(self)
        self.words.setMaximumWidth(30 * em(self))
        self.button = push_button(self, act=self._chosen)
        flush_row(self, space(2), self.words, self.button)
        self._ends = single_shot(self, _STAYS, self.hide)
        session.taken_out.connect(self.offer)
        session.joining_offered.connect(self.offer_joining)
        session.undo_stack.index_changed.connect(self._stepped)
        self.hide()

    def offer(self, words: str) -> None:
        """Offer to undo the last step."""
        set_icon(self.button, "undo")
        self._offer(words, _("&Undo"), self.undo_requested.emit)

    def offer_joining(self, join: Callable[[], None]) -> None:
        """Offer to join the lines of pasted text."""
        self.button.setIcon(QIcon())
        self._offer(_("Lines end in mid-sentence."), _("&Join Lines"), join)

    def _offer(self, words: str, label: str, act: Callable[[], None]) -> None:
        self._act = act
        self.button.setText(label)
        self._index = self._session.undo_stack.index()
        cut = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 28 * em(self))
        self.words.setText(cut)
        self.button.setAccessibleDescription(words)
        self.show()
        self._ends.start()

    def _stepped(self, index: int) -> None:
        """Hide once there is a newer step: the button would undo the wrong one."""
        if index != self._index:
            self.hide()

    def _chosen(self) -> None:
        self.hide()
        self._act()

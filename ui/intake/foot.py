"""The window's footer: progress of the queue, and the document's buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from pia_desktop.i18n import _
from ui.widgets.layouts import flush_row
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import small_font, space


class Foot(QWidget):
    """A line of text and the buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = flush_row(self, space(2))
        self.progress = plain_label(self, font=small_font())
        row.addWidget(self.progress, 1)
        self.compare = QPushButton(_("Compare With the Ca&binet…"), self)
        self.store_all = QPushButton(_("Take In &All Without Anything to Check"), self)
        self.store = QPushButton(_("&Take This In…"), self)
        self.leave = QPushButton(_("&Close"), self)
        for button in (self.compare, self.store_all, self.store, self.leave):
            row.addWidget(button)

"""Asks for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import _
from ui.widgets.dialog import Dialog
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import label_for
from ui.widgets.theme import em


@guarded
class NameDialog(Dialog):
    """One field; ``go`` is called with its text."""

    def __init__(self, parent: QWidget, title: str, name: str, go: Callable[[str], object]) -> None:
        super().__init__(parent, title)
        self._go = go
        self.name = LineField(name, self)
        self.name.setMaxLength(100)
        self.column.addWidget(label_for(self.name, _("&Name:")))
        self.column.addWidget(self.name)
        self.accept_button = self.end_with(_("OK"))
        self.setMinimumWidth(em(self) * 28)
        self.name.textChanged.connect(lambda words: self.accept_button.setEnabled(bool(words.strip())))
        self.name.selectAll()

    def accept(self) -> None:
        name = self.name.text().strip()
        if name:
            super().accept()
            self._go(name)

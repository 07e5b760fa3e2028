"""Asks for a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from pia_desktop.i18n import _
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space


@guarded
class NameDialog(QDialog):
    """One field; ``go`` is called with what stands in it."""

    def __init__(self, parent: QWidget, title: str, name: str, go: Callable[[str], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self._go = go
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(2))
        self.name = QLineEdit(name, self)
        self.name.setMaxLength(100)
        label = QLabel(_("&Name:"), self)
        label.setBuddy(self.name)
        column.addWidget(label)
        column.addWidget(self.name)
        box = QDialogButtonBox(self)
        self.accept_button = box.addButton(_("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        box.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self.setMinimumWidth(em(self) * 28)
        self.name.textChanged.connect(lambda words: self.accept_button.setEnabled(bool(words.strip())))
        self.name.selectAll()

    def accept(self) -> None:
        """Go on with the name."""
        name = self.name.text().strip()
        if name:
            super().accept()
            self._go(name)

"""Choosing the form of a new assessment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from ui.theme import em, heading_font, muted, small_font, space


class NewDialog(QDialog):
    """Every edition that the program knows, the newest of each form first."""

    def __init__(self, parent: QWidget, begin: Callable[[Form], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("New Assessment"))
        self._begin = begin
        newest_first = all_forms()[::-1]
        self._forms = sorted(newest_first, key=lambda form: form.id)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(6), space(5), space(6), space(4))
        column.setSpacing(space(1))
        heading = QLabel(_("Which form do you want to fill in?"), self)
        heading.setFont(heading_font())
        column.addWidget(heading)
        column.addSpacing(space(2))
        self.choices = QButtonGroup(self)
        for number, form in enumerate(self._forms):
            button = QRadioButton(form.short_title, self)
            button.setAccessibleDescription(form.mark)
            self.choices.addButton(button, number)
            column.addWidget(button)
            mark = QLabel(form.mark, self)
            mark.setFont(small_font())
            palette = mark.palette()
            palette.setColor(mark.foregroundRole(), muted(palette))
            mark.setPalette(palette)
            mark.setIndent(em(self) * 2)
            column.addWidget(mark)
            column.addSpacing(space(2))
        self.choices.button(0).setChecked(True)
        self.choices.button(0).setFocus()
        column.addStretch(1)
        box = QDialogButtonBox(self)
        box.addButton(_("Begin"), QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self.setMinimumWidth(em(self) * 30)

    def accept(self) -> None:
        super().accept()
        self._begin(self._forms[self.choices.checkedId()])

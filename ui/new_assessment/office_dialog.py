"""The dialog for answers shared by all of an office's assessments."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import _
from ui.context.office_defaults import OfficeDefaults, keep_office_defaults, office_defaults
from ui.widgets.dialog import Dialog
from ui.widgets.dragging import PlainField
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.theme import em


@guarded
class OfficeDialog(Dialog):
    """Four answers; ``kept`` is called when they have been stored."""

    kept = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Answers of the Office"))
        words = _("They are filled into new assessments and can be changed there like any answer.")
        self.column.addWidget(note(self, words))
        self.agency, self.department = LineField(self), LineField(self)
        self.requests_to, self.contact = PlainField(self), PlainField(self)
        for text in (self.requests_to, self.contact):
            text.setFixedHeight(em(self) * 6)
        form = QFormLayout()
        form.addRow(_("&Assessing body:"), self.agency)
        form.addRow(_("&Department in charge:"), self.department)
        form.addRow(_("Where &requests go:"), self.requests_to)
        form.addRow(_("&Contact:"), self.contact)
        self.column.addLayout(form)
        self.end_with(_("&Save"))
        self.setMinimumWidth(em(self) * 40)
        self._recall()

    def _recall(self) -> None:
        known = office_defaults()
        self.agency.setText(known.agency)
        self.department.setText(known.department)
        self.requests_to.setPlainText(known.requests_to)
        self.contact.setPlainText(known.contact)

    def accept(self) -> None:
        found = (
            self.agency.text(),
            self.department.text(),
            self.requests_to.toPlainText(),
            self.contact.toPlainText(),
        )
        keep_office_defaults(OfficeDefaults(*(taken_in(words).strip() for words in found)))
        self.kept.emit()
        super().accept()

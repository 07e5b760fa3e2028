"""Asks why a finding is set aside."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import _
from pia_desktop.rules.checks.finding import Finding
from ui.widgets.dialog import Dialog
from ui.widgets.dragging import PlainField
from ui.widgets.overrides import guarded
from ui.widgets.own_undo import KeptTexts
from ui.widgets.plain_text import note, plain_label
from ui.widgets.theme import em, heading_font, small_font, space


@guarded
class AsideDialog(Dialog):
    """Shows the finding and asks for the reason, which is required."""

    given = Signal(str)
    """The reason."""

    def __init__(self, parent: QWidget, finding: Finding, place: str, kept: KeptTexts) -> None:
        super().__init__(parent, _("Set a Finding Aside"), roomy=True)
        column = self.column
        column.setSpacing(space(2))
        for words, font, role in (
            (place, small_font(), QPalette.ColorRole.PlaceholderText),
            (finding.message, heading_font(), QPalette.ColorRole.WindowText),
        ):
            label = note(self, words, font)
            label.setForegroundRole(role)
            label.setMinimumWidth(em(self) * 30)
            column.addWidget(label)
        column.addSpacing(space(2))
        ask = plain_label(self, _("&Reason (kept with the version):"))
        self.reason = PlainField(self, name=_("Reason"))
        self.reason.setFixedHeight(em(self) * 6)
        kept.show(self.reason, ("aside", finding.key), "")
        ask.setBuddy(self.reason)
        column.addWidget(ask)
        column.addWidget(self.reason)
        hint = plain_label(self, _("It comes back when what it rests on changes."), small_font(), quiet=True)
        column.addWidget(hint)
        column.addSpacing(space(1))
        self.accept_button = self.end_with(_("Set Aside"))
        self.accept_button.setEnabled(False)
        self.reason.textChanged.connect(lambda: self.accept_button.setEnabled(bool(self._words())))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self) -> str:
        return taken_in(self.reason.toPlainText()).strip()

    def accept(self) -> None:
        if self._words():
            self.given.emit(self._words())
            super().accept()

"""The bar above the cabinet's table: which rows are shown, and what they are put together by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from db.records import AssessmentInfo
from pia_desktop.i18n import N_, _
from pia_desktop.rules.stages import Stage
from ui.context.assessment_rows import Choice, Drawer, Grouping, form_name
from ui.widgets.icons import dress
from ui.widgets.overrides import guarded
from ui.widgets.settings import settings
from ui.widgets.theme import em, space

_GROUPING = "start/grouping"

DRAWERS: Final = (
    (Drawer.IN_WORK, N_("In work")),
    (Drawer.ARCHIVED_TOO, N_("Archived as well")),
    (Drawer.TRASH, N_("Trash")),
)
"""The drawers by what they are called."""


class FilterBar(QWidget):
    """Words, state and form to choose by; grouping, and the drawer that is looked into."""

    changed = Signal()
    """Something else is chosen."""
    table_requested = Signal()
    """The cursor wants to go to the rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        self.words = _Words(self)
        self.words.setMinimumWidth(em() * 7)
        self.words.setMaximumWidth(em() * 20)
        self.words.textChanged.connect(self.changed)
        self.words.returnPressed.connect(self.table_requested)
        row.addWidget(self.words, 1)
        self.stage = self._box(row, _("&State:"))
        self.stage.addItem(_("All states"), None)
        for stage in Stage:
            self.stage.addItem(stage.label, stage.value)
        self.form = self._box(row, _("&Form:"))
        self.form.addItem(_("All forms"), "")
        row.addStretch(1)
        self.grouping = self._box(row, _("&Group By:"))
        for grouping, words in (
            (Grouping.NONE, _("Nothing")),
            (Grouping.STATE, _("State")),
            (Grouping.FORM, _("Form")),
            (Grouping.DUE, _("Due Date")),
        ):
            self.grouping.addItem(words, grouping.value)
        self.drawer = self._box(row, _("S&how:"))
        for drawer, words in DRAWERS:
            self.drawer.addItem(_(words), drawer.value)
        kept = self.grouping.findData(settings().value(_GROUPING))
        self.grouping.setCurrentIndex(max(kept, 0))
        for box in (self.stage, self.form, self.grouping, self.drawer):
            box.currentIndexChanged.connect(self.changed)
        self.grouping.currentIndexChanged.connect(
            lambda _index: settings().setValue(_GROUPING, self.grouping.currentData())
        )

    def _box(self, row: QHBoxLayout, words: str) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMinimumWidth(em() * 5)  # it may shrink where the screen is narrow, or the type large
        label = QLabel(words, self)
        label.setBuddy(box)
        row.addSpacing(space(2))
        row.addWidget(label)
        row.addWidget(box)
        return box

    def choice(self, base: Choice) -> Choice:
        """What is chosen; the order of the rows is that of ``base``."""
        value = self.stage.currentData()
        return replace(
            base,
            words=self.words.text(),
            stage=Stage(value) if value else None,
            form=self.form.currentData() or "",
            grouping=Grouping(self.grouping.currentData()),
            drawer=self.shown_drawer,
        )

    @property
    def shown_drawer(self) -> Drawer:
        """The drawer that is looked into."""
        return Drawer(self.drawer.currentData())

    def show_drawer(self, drawer: Drawer) -> None:
        """Look into another drawer."""
        self.drawer.setCurrentIndex(self.drawer.findData(drawer.value))

    def show_forms(self, infos: Sequence[AssessmentInfo]) -> None:
        """Offer the forms that there are; what is chosen stays chosen."""
        known = sorted({info.form for info in infos})
        if known == [self.form.itemData(at) for at in range(1, self.form.count())]:
            return
        chosen = self.form.currentData()
        self.form.blockSignals(True)
        while self.form.count() > 1:
            self.form.removeItem(1)
        for form in known:
            self.form.addItem(form_name(form), form)
        self.form.setCurrentIndex(max(self.form.findData(chosen), 0))
        self.form.blockSignals(False)

    def clear(self) -> None:
        """Leave no row of the drawer out."""
        self.words.clear()
        self.stage.setCurrentIndex(0)
        self.form.setCurrentIndex(0)


@guarded
class _Words(QLineEdit):
    """The words; Escape clears them, Down goes to the rows."""

    def __init__(self, parent: FilterBar) -> None:
        super().__init__(parent)
        self._bar = parent
        self.setPlaceholderText(_("Filter the list"))
        self.setAccessibleName(_("Filter the list"))
        self.setClearButtonEnabled(True)
        sign = self.addAction(self.windowIcon(), QLineEdit.ActionPosition.LeadingPosition)
        dress(sign, "find")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self._bar.table_requested.emit()
        else:
            super().keyPressEvent(event)

"""The whole of one row of 新旧対照表, below the table: both sides, and the clerk's words on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.changes import sides
from pia_desktop.documents.table import cell_text
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import Change, Comparison
from pia_desktop.revisions.textdiff import passages
from ui.changes.council_table import mark_of
from ui.widgets.dragging import PlainField
from ui.widgets.passages import PassagesView
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import small_font, space


class CouncilFields(QWidget):
    """Shows a change or an unchanged item, and tells what the clerk types."""

    remark_typed = Signal(str)

    def __init__(self, found: Comparison, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(1), 0, 0)
        column.setSpacing(space(2))
        self.buttons = QHBoxLayout()  # what is done to the rows above
        self.buttons.setSpacing(space(2))
        column.addLayout(self.buttons)
        self.name = plain_label(self)
        self.name.setWordWrap(True)
        column.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        column.addLayout(row, 1)
        self.after = PassagesView("改定後", new=True, parent=self)
        self.before = PassagesView("改定前", new=False, parent=self)
        self.remark = PlainField(self)
        self.remark.setTabChangesFocus(True)
        self.remark.setAccessibleName("審査の観点・主な相違点")
        self.remark.setPlaceholderText(_("What the council should look at; stays for the next table"))
        self.remark.textChanged.connect(self._typed)
        fields: tuple[QWidget, ...] = (self.after, self.before, self.remark)
        for field in fields:
            side = QVBoxLayout()
            side.setSpacing(space(1))
            label = QLabel(field.accessibleName(), self)
            label.setFont(small_font())
            label.setBuddy(field)
            side.addWidget(label)
            side.addWidget(field, 1)
            row.addLayout(side, 1)

    def _typed(self) -> None:
        self.remark_typed.emit(taken_in(self.remark.toPlainText()))

    def show_row(self, one: Change | NodePath | None, remark: str = "") -> None:
        """Show a row with the words on it; None: there is none."""
        self.remark.blockSignals(True)
        self.remark.setEnabled(one is not None)
        self.remark.setPlainText(remark)
        self.remark.blockSignals(False)
        if one is None:
            self.name.clear()
            self.before.clear()
            self.after.clear()
            return
        both = sides(self._found, one)
        old, new = cell_text(both.old), cell_text(both.new)
        if isinstance(one, tuple):
            self.name.setText(f"{printed_path(self._found.form, one, self._found.new.root)}{mark_of(one)}")
            self.before.show_passages(passages(old, old))
            self.after.show_words(new, changed=False)
            return
        self.name.setText(self._found.name(one))
        found = passages(old, new)
        self.before.show_passages(found)
        self.after.show_passages(found)

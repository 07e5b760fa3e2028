"""The list of rows to check, in groups."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from pia_desktop.i18n import _
from ui.intake.model import ReviewModel
from ui.intake.review import Review
from ui.intake.rows import ReviewRow, Sort
from ui.widgets.overrides import guarded
from ui.widgets.rows import RoomyRows

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@guarded
class RowList(QTreeView):
    """The rows; Enter confirms the current one, Space joins or splits its lines."""

    confirmed = Signal()
    turned = Signal()

    def __init__(self, model: ReviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setItemDelegate(RoomyRows(self))
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("What to look at"))

    @property
    def current(self) -> ReviewRow | None:
        return self._rows.row_at(self.currentIndex())

    def show_review(self, review: Review | None) -> None:
        """Show the rows of a document, the groups that ask something open."""
        self._rows.show_review(review)
        for number in range(self._rows.rowCount()):
            asks = review is not None and review.groups[number].rows[0].sort is not Sort.MISSING
            self.setExpanded(self._rows.index(number, 0), asks)

    def go_to(self, row: ReviewRow | None) -> None:
        if row is not None:
            index = self._rows.index_of(row)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():  # what was not looked at is not confirmed by a key held down
                self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Space and row is not None and row.end is not None:
            self.turned.emit()
        else:
            super().keyPressEvent(event)

"""The overview's table: a row per part, with its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from pia_desktop.i18n import _
from ui.overview.numbers import ANSWERED, CHANGES, CONFIRM, MISSING, MISTAKES, PART, SEVERITIES, Row
from ui.widgets.overrides import guarded
from ui.widgets.theme import alarm, em, muted, scaled_font, space, warning

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@guarded
class PartTable(QTableWidget):
    """The table; Enter goes where a click does."""

    chosen = Signal(int, int)
    """Row and column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cellClicked.connect(self.chosen)
        self.setAccessibleName(_("How the parts stand"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(em(self) * 1.9))
        self._make_headings()

    def _make_headings(self) -> None:
        headings = (
            _("Part"),
            _("Answered"),
            _("Not Answered"),
            *(severity.label for severity in SEVERITIES.values()),
            _("Open Notes"),
            _("Changed"),
        )
        self.setColumnCount(len(headings))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(PART, QHeaderView.ResizeMode.Stretch)
        for column, words in enumerate(headings):
            item = QTableWidgetItem(words)
            item.setTextAlignment(_LEFT if column == PART else _RIGHT)
            if column == MISTAKES:
                item.setToolTip(_("With the items that are not answered"))
            self.setHorizontalHeaderItem(column, item)
        for column in range(ANSWERED, CHANGES + 1):
            wide = self.fontMetrics().horizontalAdvance(headings[column])
            header.resizeSection(column, max(wide + space(5), em(self) * 4))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the numbers; the table is as tall as needed, up to half the screen."""
        self.setRowCount(len(rows))
        palette = self.palette()
        colours = {MISSING: warning(palette), MISTAKES: alarm(palette), CONFIRM: warning(palette)}
        bold = scaled_font(1, bold=True)
        for number, row in enumerate(rows):
            for column, words in enumerate(row.cells()):
                item = QTableWidgetItem(words)
                item.setTextAlignment(_LEFT if column == PART else _RIGHT)
                if words == "－":
                    item.setForeground(muted(palette))
                elif column in colours:
                    item.setForeground(colours[column])
                if row.tab is None:
                    item.setFont(bold)
                self.setItem(number, column, item)
        height = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        height += sum(self.rowHeight(number) for number in range(len(rows)))
        self.setFixedHeight(min(height, round(self.screen().availableSize().height() * 0.55)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentRow(), self.currentColumn())
            return
        super().keyPressEvent(event)

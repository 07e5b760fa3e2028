"""Rows of two lines for lists: what it is, and below it, small, where it stands or who says so."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from ui.widgets.overrides import guarded
from ui.widgets.row_paint import draw_panel, quiet_colour, row_colour
from ui.widgets.theme import em, small_font, space

BELOW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The words of the second line."""
KEY_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""What the row stands for."""
COPIED_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""The first words as they are copied, where that is more than the line shows."""

_Index = QModelIndex | QPersistentModelIndex


def two_line_row(words: str, below: str, key: object, copied: str = "") -> QListWidgetItem:
    """A row for a list widget; a screen reader says both lines.  ``copied``: what is copied for the first."""
    line = " ".join(words.split())
    row = QListWidgetItem(line)
    row.setData(BELOW_ROLE, below)
    row.setData(KEY_ROLE, key)
    row.setData(COPIED_ROLE, copied)
    row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line}: {below}")
    return row


@guarded
class TwoLines(QStyledItemDelegate):
    """Paints such rows.

    ``lines`` are those of the first words; ``cut`` says where the others are cut if they are too long.
    """

    def __init__(
        self, parent: QObject, lines: int = 1, cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._cut_at = cut

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = option.fontMetrics.height()
        return QSize(em() * 12, round(height * (self._lines + 0.9)) + space(3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        draw_panel(painter, option)
        inner = option.rect.adjusted(space(2), space(1), -space(2), -space(1))
        painter.save()
        painter.setFont(option.font)
        painter.setPen(row_colour(option))
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if self._lines == 1:
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), shown)
        else:
            top = inner.adjusted(0, 0, 0, -(inner.height() - painter.fontMetrics().height() * self._lines))
            flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWrapAnywhere
            painter.drawText(top, int(flags), self._cut(painter, words, inner.width()))
        painter.setFont(small_font())
        painter.setPen(quiet_colour(option))
        below = painter.fontMetrics().elidedText(
            str(index.data(BELOW_ROLE) or ""), self._cut_at, inner.width()
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), below)
        painter.restore()

    def _cut(self, painter: QPainter, words: str, width: int) -> str:
        """The words as far as they fit the lines, with … behind them where there are more."""
        room = max((width - em()) * self._lines - em(), em())
        return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

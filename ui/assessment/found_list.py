"""The places that were found, as a list shows them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.search import Hit
from ui.context.session import Session
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.theme import em, mixed, muted, small_font, space

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
HIT_ROLE = Qt.ItemDataRole.UserRole + 1
PLACE_ROLE = Qt.ItemDataRole.UserRole + 2


@guarded
class HitsModel(QAbstractListModel):
    """The places that were found, in the form's order."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.hits: list[Hit] = []

    def show_hits(self, hits: list[Hit]) -> None:
        """Take other hits."""
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        hit = self.hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{hit.before}{hit.words}{hit.after}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._place(hit)}: {hit.before}{hit.words}{hit.after}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._place(hit))
        if role == HIT_ROLE:
            return hit
        return self._place(hit) if role == PLACE_ROLE else None

    def _place(self, hit: Hit) -> str:
        return printed_path(self._session.form, hit.path, self._session.root)


@guarded
class HitDelegate(QStyledItemDelegate):
    """Two lines: where, small; the words with what was found marked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = option.fontMetrics.height()
        return QSize(em() * 12, round(height * 1.9) + space(3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit: Hit = index.data(HIT_ROLE)
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = option.palette
        rect = option.rect
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        text = palette.color(QPalette.ColorRole.HighlightedText if picked else QPalette.ColorRole.Text)
        inner = rect.adjusted(space(2), space(1), -space(2), -space(1))
        painter.save()
        painter.setFont(small_font())
        painter.setPen(text if picked else muted(palette))
        place = painter.fontMetrics().elidedText(
            index.data(PLACE_ROLE), Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), place)
        painter.setFont(option.font)
        self._draw_words(painter, inner, hit, text, palette, picked)
        painter.restore()

    @staticmethod
    def _draw_words(
        painter: QPainter,
        inner: QRect,
        hit: Hit,
        text: QColor,
        palette: QPalette,
        picked: bool,
    ) -> None:
        metrics = painter.fontMetrics()
        shown = hit.words.replace("\n", " ")
        room = max(inner.width() // 3, inner.width() - metrics.horizontalAdvance(shown + hit.after[:12]))
        before = metrics.elidedText(hit.before, Qt.TextElideMode.ElideLeft, room)
        x, base = inner.left(), inner.bottom() - metrics.descent()
        painter.setPen(text)
        for words, marked in ((before, False), (shown, True), (hit.after, False)):
            left = inner.right() - x
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(left, 0))
            width = metrics.horizontalAdvance(words)
            if marked and not picked:
                accent = mixed(
                    palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight), 0.3
                )
                painter.fillRect(x, base - metrics.ascent(), width, metrics.height(), accent)
            painter.drawText(x, base, words)
            if marked and picked:
                painter.drawLine(x, base + 2, x + width, base + 2)
            x += width

"""What a search over all assessments has found, as a list: where, and the words in their line, emphasised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from db.assessment_rows import form_words, numbered_name
from db.records import AssessmentInfo
from pia_desktop.assessment.naming import printed_path
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.theme import em, mixed, muted, small_font, space

if TYPE_CHECKING:
    from db.search import SearchHit

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
HIT_ROLE = Qt.ItemDataRole.UserRole + 1
PLACE_ROLE = Qt.ItemDataRole.UserRole + 2


@guarded
class FoundModel(QAbstractListModel):
    """Hits in their order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: tuple[SearchHit, ...] = ()
        self.infos: Mapping[int, AssessmentInfo] = {}

    def show_hits(self, hits: Sequence[SearchHit], infos: Mapping[int, AssessmentInfo]) -> None:
        """Take other hits, of these assessments by id."""
        self.beginResetModel()
        self.hits = tuple(hit for hit in hits if hit.assessment_id in infos)
        self.infos = infos
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        hit = self.hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return hit.excerpt
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._place(hit)}: {hit.excerpt}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{self._place(hit)}\n{hit.excerpt}")
        if role == HIT_ROLE:
            return hit
        return self._place(hit) if role == PLACE_ROLE else None

    def _place(self, hit: SearchHit) -> str:
        info = self.infos[hit.assessment_id]
        name = numbered_name(info)
        if info.archived:
            name = _("{name} (archived)").format(name=name)
        try:
            item = printed_path(find_form(info.form, info.version), hit.path)
        except (UserError, KeyError):
            item = hit.item_id
        where = f"　{hit.where}" if hit.where else ""
        return f"{name}　{form_words(info.form, info.version)}　{item}{where}"


@guarded
class FoundDelegate(QStyledItemDelegate):
    """Two lines: where, small; below it the line of the answer, what was found on a band and underlined."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(em() * 12, round(option.fontMetrics.height() * 2.2) + space(4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = option.palette
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        text = palette.color(QPalette.ColorRole.HighlightedText if picked else QPalette.ColorRole.Text)
        inner = option.rect.adjusted(space(3), space(2), -space(3), -space(2))
        painter.save()
        painter.setFont(small_font())
        painter.setPen(text if picked else muted(palette))
        place = painter.fontMetrics().elidedText(
            str(index.data(PLACE_ROLE)), Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), place)
        painter.setFont(option.font)
        painter.setPen(text)
        self._draw(painter, inner, index.data(HIT_ROLE), palette, picked)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, inner: QRect, hit: SearchHit, palette: QPalette, picked: bool) -> None:
        metrics = painter.fontMetrics()
        band = mixed(palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight), 0.3)
        x, base = inner.left(), inner.bottom() - metrics.descent()
        for words, marked in pieces(hit.excerpt, hit.marks):
            left = inner.right() - x
            if left <= 0:
                return
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, left)
            width = metrics.horizontalAdvance(shown)
            if marked:
                if not picked:
                    painter.fillRect(x, base - metrics.ascent(), width, metrics.height(), band)
                painter.drawLine(x, base + 2, x + width, base + 2)
            painter.drawText(x, base, shown)
            x += width


def pieces(excerpt: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The line in pieces, each with whether it was looked for; marks may overlap."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(marks):
        start = max(start, at)
        if end > start:
            found += [(excerpt[at:start], False), (excerpt[start:end], True)]
            at = end
    return [(words, marked) for words, marked in (*found, (excerpt[at:], False)) if words]

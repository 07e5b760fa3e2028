"""Draws a finding: its place, its sentence on as many lines as needed, and its fix as a link."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from pia_desktop.i18n import _
from ui.checks.model import LINE_ROLE, FindingsModel, Line, aside_words
from ui.checks.watch import symbol_of
from ui.widgets.elided_place import elided_place
from ui.widgets.icons import colour_of, draw_icon, icon_size
from ui.widgets.overrides import guarded
from ui.widgets.row_paint import draw_panel, is_picked, quiet_colour, row_colour
from ui.widgets.theme import em, scaled_font, small_font, space

_Index = QModelIndex | QPersistentModelIndex
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_TALL: Final = 10_000


def link_words(line: Line) -> str:
    """What clicking the line's link does; empty if it has none."""
    if line.finding is None:
        return ""
    return _("Take it up again") if line.reason is not None else line.finding.mend_label


def _link_font() -> QFont:
    font = small_font()
    font.setUnderline(True)
    return font


@guarded
class FindingDelegate(QStyledItemDelegate):
    """Draws the lines and hit-tests their links."""

    def __init__(self, view: QListView, model: FindingsModel, *, writing: bool) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._writing = writing
        self.at_link = False
        """Whether the mouse was last pressed or let go on a link."""

    # ---- sizes

    def _indent(self) -> int:
        return icon_size(self._view.fontMetrics().height()).width() + space(2)

    def _parts(self, line: Line, width: int) -> tuple[QRect, QRect, QRect, QRect]:
        """Rectangles of place, sentence, reason and link in a row of this width at (0, 0)."""
        left, top = space(2) + self._indent(), space(2)
        room = max(width - left - space(2), em() * 6)
        small = QFontMetrics(small_font())
        place = QRect(left, top, room, small.height())
        top = place.bottom() + space(1) + 1
        wrapped = self._view.fontMetrics().boundingRect(QRect(0, 0, room, _TALL), int(_WRAP), line.words)
        words = QRect(left, top, room, wrapped.height())
        top = words.bottom() + 1
        reason = QRect(left, top, room, 0)
        if line.reason is not None:
            wrapped = small.boundingRect(QRect(0, 0, room, _TALL), int(_WRAP), aside_words(line.reason))
            reason = QRect(left, top + space(1), room, wrapped.height())
            top = reason.bottom() + 1
        link = QRect(left, top, 0, 0)
        text = link_words(line) if self._writing else ""
        if text:
            metrics = QFontMetrics(_link_font())
            width = min(metrics.horizontalAdvance(text) + 2, room)
            link = QRect(left, top + space(1), width, metrics.height() + 2)
        return place, words, reason, link

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Line = index.data(LINE_ROLE)
        width = self._view.viewport().width()
        if line.finding is None:
            return QSize(width, QFontMetrics(scaled_font(1, bold=True)).height() + 2 * space(2))
        _place, words, reason, link = self._parts(line, width)
        return QSize(width, max(words.bottom(), reason.bottom(), link.bottom()) + space(2) + 1)

    # ---- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line = index.data(LINE_ROLE)
        draw_panel(painter, option)
        painter.save()
        if line.finding is None:
            self._paint_heading(painter, option, line)
        else:
            self._paint_finding(painter, option, line)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        colour = row_colour(option)
        inner = option.rect.adjusted(space(2), 0, -space(2), 0)
        painter.setFont(scaled_font(1, bold=True))
        painter.setPen(colour)
        if line.folds:
            side = icon_size(self._view.fontMetrics().height()).width()
            place = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            unfolded = self._model.unfolded
            draw_icon(painter, "down" if unfolded else "right", place, colour)
            inner.setLeft(inner.left() + self._indent())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line.words)

    def _paint_finding(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        assert line.finding is not None
        palette: QPalette = option.palette
        at = option.rect.topLeft()
        place, words, reason, link = (rect.translated(at) for rect in self._parts(line, option.rect.width()))
        picked, text, quiet = is_picked(option), row_colour(option), quiet_colour(option)
        name = symbol_of(line.finding)
        side = icon_size(self._view.fontMetrics().height()).width()
        box = QRectF(at.x() + space(2), place.top(), side, side)
        draw_icon(painter, name, box, text if picked else colour_of(name, palette))
        painter.setFont(small_font())
        painter.setPen(quiet)
        shown = elided_place(painter.fontMetrics(), line.place, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        if line.reason is not None:
            painter.drawText(reason, int(_WRAP), aside_words(line.reason))
        painter.setFont(option.font)
        painter.setPen(quiet if line.reason is not None else text)
        painter.drawText(words, int(_WRAP), line.words)
        if not link.isEmpty():
            painter.setFont(_link_font())
            painter.setPen(text if picked else palette.color(QPalette.ColorRole.Link))
            label = painter.fontMetrics().elidedText(
                link_words(line), Qt.TextElideMode.ElideRight, link.width()
            )
            painter.drawText(link, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), label)

    # ---- the link

    def link_rect(self, index: QModelIndex) -> QRect:
        """The link's rectangle in view coordinates; empty if there is none."""
        line: Line = index.data(LINE_ROLE)
        if line.finding is None:
            return QRect()
        rect = self._view.visualRect(index)
        return self._parts(line, rect.width())[3].translated(rect.topLeft())

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            own = index.model().index(index.row(), index.column())
            self.at_link = self.link_rect(own).contains(event.position().toPoint())
            if self.at_link:
                return True
        return super().editorEvent(event, model, option, index)

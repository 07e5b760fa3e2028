"""Lists of search results: the place in small type, and the line below with matches highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pia_desktop.i18n import _
from ui.widgets.cell_rows import CellRows
from ui.widgets.contrast import mixed
from ui.widgets.elided_place import elided_place
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.row_paint import draw_panel, is_picked, quiet_colour, row_colour
from ui.widgets.theme import em, small_font, space

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
    _ROW,
)
_BEHIND = 12
"""Characters that are to be seen behind the first words that were looked for."""

Found = TypeVar("Found")


class Piece(NamedTuple):
    """A piece of a line, and whether it matched."""

    words: str
    marked: bool


class FoundRow(NamedTuple):
    """A row: the place's name, and the line in pieces."""

    place: str
    pieces: Sequence[Piece]

    @property
    def line(self) -> str:
        return "".join(piece.words for piece in self.pieces)


@guarded
class FoundRows(CellRows, QAbstractListModel, Generic[Found]):
    """Search results; ``describe`` is called for a row when it becomes visible."""

    def __init__(self, describe: Callable[[Found], FoundRow], parent: QObject) -> None:
        super().__init__(parent)
        self._describe = describe
        self.hits: Sequence[Found] = ()

    def show_hits(self, hits: Sequence[Found]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def cell_columns(self) -> tuple[tuple[str, int], ...]:
        return (_("Place"), 40), (_("Words"), 60)

    def cells(self, row: int) -> tuple[str, ...]:
        found = self._describe(self.hits[row])
        return found.place, found.line

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if role not in _ROLES:
            return None
        row = self._describe(self.hits[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.line
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.place}: {row.line}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(f"{row.place}\n{row.line}")
        return row


@guarded
class FoundDelegate(QStyledItemDelegate):
    """Draws the rows; matches have a background and are underlined."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(em() * 12, round(option.fontMetrics.height() * 2) + space(4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: FoundRow = index.data(_ROW)
        draw_panel(painter, option)
        inner = option.rect.adjusted(space(2), space(1), -space(2), -space(2))
        painter.save()
        painter.setFont(small_font())
        painter.setPen(quiet_colour(option))
        place = elided_place(painter.fontMetrics(), row.place, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), place)
        painter.setFont(option.font)
        painter.setPen(row_colour(option))
        _draw_line(painter, inner, row.pieces, None if is_picked(option) else option.palette)
        painter.restore()


def _draw_line(painter: QPainter, room: QRect, pieces: Sequence[Piece], bands: QPalette | None) -> None:
    """Draw a line at the bottom of a rectangle, elided if too long; ``bands`` supplies highlight colours."""
    metrics = painter.fontMetrics()
    x, base = room.left(), room.bottom() - metrics.descent()
    for words, marked in _with_the_first_in_view(painter, room.width(), pieces):
        left = room.right() - x
        if left <= 0:
            return
        shown = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, left)
        width = metrics.horizontalAdvance(shown)
        if marked:
            if bands is not None:
                base_colour, accent = QPalette.ColorRole.Base, QPalette.ColorRole.Highlight
                band = mixed(bands.color(base_colour), bands.color(accent), 0.3)
                painter.fillRect(x, base - metrics.ascent(), width, metrics.height(), band)
            painter.drawLine(x, base + 2, x + width, base + 2)
        painter.drawText(x, base, shown)
        x += width


def _with_the_first_in_view(painter: QPainter, width: int, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces with the start shortened so that the first match is visible."""
    if len(pieces) < 2 or pieces[0].marked:
        return pieces
    metrics = painter.fontMetrics()
    behind = pieces[1].words + "".join(piece.words for piece in pieces[2:3])[:_BEHIND]
    room = max(width // 3, width - metrics.horizontalAdvance(behind))
    before = metrics.elidedText(pieces[0].words, Qt.TextElideMode.ElideLeft, room)
    return [Piece(before, marked=False), *pieces[1:]]

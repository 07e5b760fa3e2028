"""The pane's model of draft and versions, and the drawing of two-line rows."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.records import VersionInfo
from pia_desktop.i18n import _
from pia_desktop.rules.stages import Stage, day_words, read_day, read_stage
from ui.versions.version_store import version_title
from ui.widgets.cell_rows import CellRows
from ui.widgets.overrides import guarded
from ui.widgets.row_paint import draw_all_but_words, quiet_colour, row_colour
from ui.widgets.theme import heading_font, small_font, space

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
BELOW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
VERSION_ROLE: Final = Qt.ItemDataRole.UserRole + 2


def below_words(info: VersionInfo) -> str:
    """The second line of a version: its day and its state."""
    return "　".join(part for part in _day_and_state(info) if part)


def _day_and_state(info: VersionInfo) -> tuple[str, str]:
    stage, day = read_stage(info.state), read_day(info.closed_on)
    return day_words(day) if day else "", "" if stage is Stage.DRAFT else stage.label


@guarded
class VersionsModel(CellRows, QAbstractListModel):
    """The draft first, then the versions, newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.infos: list[VersionInfo] = []
        self.draft_words = ""

    def show_versions(self, infos: tuple[VersionInfo, ...]) -> None:
        self.beginResetModel()
        self.infos = list(reversed(infos))
        self.endResetModel()

    def tell_draft(self, words: str) -> None:
        """Set the second line of the draft."""
        if words != self.draft_words:
            self.draft_words = words
            self.dataChanged.emit(self.index(0, 0), self.index(0, 0))

    def cell_columns(self) -> tuple[tuple[str, int], ...]:
        return (_("Version"), 40), (_("Day"), 20), (_("State"), 16), (_("Changed"), 24)

    def cells(self, row: int) -> tuple[str, ...]:
        info = self.version(row)
        if info is None:
            return _("The draft now"), "", "", self.draft_words
        return version_title(info), *_day_and_state(info), ""

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.infos) + 1

    def version(self, row: int) -> VersionInfo | None:
        """The version in a row; None for the draft."""
        return self.infos[row - 1] if 0 < row <= len(self.infos) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's)
        info = self.version(index.row())
        if role == VERSION_ROLE:
            return info
        if role == Qt.ItemDataRole.DisplayRole:
            return version_title(info) if info else _("The draft now")
        if role == BELOW_ROLE:
            return below_words(info) if info else self.draft_words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.data(index)}　{self.data(index, BELOW_ROLE)}"
        return None


@guarded
class TwoRows(QStyledItemDelegate):
    """A name, and a smaller, subdued second line."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        name = draw_all_but_words(painter, option)
        room = option.rect.adjusted(space(3), space(2), -space(2), -space(2))
        below = index.data(BELOW_ROLE) or ""
        painter.save()
        painter.setPen(row_colour(option))
        painter.setFont(heading_font() if index.row() == 0 else option.font)
        high = painter.fontMetrics().height()
        self._line(painter, QRect(room.x(), room.y(), room.width(), high), name)
        painter.setFont(small_font())
        painter.setPen(quiet_colour(option))
        low = QRect(room.x(), room.y() + high + space(1), room.width(), painter.fontMetrics().height())
        self._line(painter, low, below)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, room: QRect, words: str) -> None:
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        high = option.fontMetrics.height() * 2 + space(6)
        return QSize(option.fontMetrics.height() * 8, high)

"""The cabinet as a table."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from db.records import AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.wareki import ParsedDate, parse_date
from ui.plain import tip
from ui.theme import muted

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SORT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
NUMBER, NAME, FORM, PUBLISHED, EDITED = range(5)


class CabinetModel(QAbstractTableModel):
    """One row for each assessment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.infos: tuple[AssessmentInfo, ...] = ()
        self._headings = (_("Number"), _("Name"), _("Form"), _("Published On"), _("Last Edit"))

    def show_infos(self, infos: tuple[AssessmentInfo, ...]) -> None:
        """Take the list anew; rows that stay the same rows keep their selection."""
        if [info.id for info in infos] == [info.id for info in self.infos]:
            self.infos = infos
            if infos:
                self.dataChanged.emit(self.index(0, 0), self.index(len(infos) - 1, EDITED))
            return
        self.beginResetModel()
        self.infos = infos
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.infos)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        info = self.infos[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(info, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return tip(_words(info, index.column()))
            case Qt.ItemDataRole.ForegroundRole:
                return None if info.title or index.column() != NAME else muted(_palette())
        return _sort_key(info, index.column()) if role == SORT_ROLE else None


def _palette() -> Any:  # noqa: ANN401
    from PySide6.QtWidgets import QApplication

    return QApplication.palette()


def info_name(info: AssessmentInfo) -> str:
    """The assessment's name, for lists and messages."""
    return info.title or _("(without a name)")


def _words(info: AssessmentInfo, column: int) -> str:
    match column:
        case 0:
            return info.number
        case 1:
            return info_name(info)
        case 2:
            return form_words(info)
        case 3:
            return info.published_on
    return local_words(info.edited_at)


def form_words(info: AssessmentInfo) -> str:
    """The form's short name; its id where this program does not know it."""
    try:
        return find_form(info.form, info.version).short_title
    except UserError:
        return f"{info.form} {info.version}"


def local_words(moment: str) -> str:
    """A UTC time of the storage as a local one in the Japanese calendar."""
    try:
        at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone()
        day = ParsedDate(at.year, at.month, at.day).wareki()
    except ValueError:
        return moment
    return f"{day} {at.strftime('%H:%M')}"


def _sort_key(info: AssessmentInfo, column: int) -> str:
    """Numbers by their value, dates by the calendar, words as they are."""
    if column == NUMBER:
        return info.number.rjust(12)
    if column == PUBLISHED:
        found = parse_date(info.published_on)
        return f"{found.year:04}-{found.month or 0:02}-{found.day or 0:02}" if found else ""
    return info.edited_at if column == EDITED else _words(info, column)


class CabinetFilter(QSortFilterProxyModel):
    """Sorts, and shows the rows that hold all the words of the filter, whatever their width and case."""

    def __init__(self, source: CabinetModel, parent: QObject) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSortRole(SORT_ROLE)
        self.setSourceModel(source)

    def filter_by(self, words: str) -> None:
        """Show the rows with these words."""
        self.beginFilterChange()
        self._words = _folded(words).split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        source = self.sourceModel()
        assert isinstance(source, CabinetModel)
        info = source.infos[row]
        row_words = _folded(" ".join([*(_words(info, column) for column in range(5)), info.agency]))
        return all(word in row_words for word in self._words)


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()

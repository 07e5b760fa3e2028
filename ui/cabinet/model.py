"""The cabinet as an item model, with rows grouped under headings if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from db.records import AssessmentInfo, FindingCounts
from pia_desktop.cabinet_lists.assessment_names import namesakes
from pia_desktop.cabinet_lists.assessment_rows import (
    DUE,
    EDITED,
    FINDINGS,
    NAME,
    NO_FACTS,
    NUMBER,
    STATE,
    Facts,
    Row,
    due_words,
    list_heads,
    make_row,
)
from pia_desktop.cabinet_lists.out_words import out_words
from pia_desktop.cabinet_lists.row_choice import SOON, Choice, Group, Grouping, chosen_rows, grouped
from pia_desktop.i18n import _
from pia_desktop.wareki import local_words
from ui.widgets.icons import list_icon
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.theme import heading_font, muted

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TOP: Final = 0
"""The internal id of what hangs under nothing; a row under a heading has the heading's row plus one."""


@guarded
class CabinetModel(QAbstractItemModel):
    """One row per matching assessment; if grouped, rows are children of their headings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.infos: tuple[AssessmentInfo, ...] = ()
        self.all_rows: tuple[Row, ...] = ()
        self.groups: tuple[Group, ...] = (Group("", "", ()),)
        self.choice = Choice()
        self.today = date.today()
        self.is_grouped = False
        """Whether rows hang under headings."""
        self._facts: dict[int, Facts] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self.headings = list_heads()

    # ---- what is shown

    def show_infos(self, infos: Sequence[AssessmentInfo], today: date | None = None) -> None:
        """Replace the list; rows of unchanged assessments are reused."""
        today = today or date.today()
        known = {row.info.id: row for row in self.all_rows} if today == self.today else {}
        places, rows = namesakes(infos), []
        for info in infos:
            row = known.get(info.id)
            facts, nth = self._facts.get(info.id, NO_FACTS), places[info.id]
            same = row is not None and row.info == info and row.facts == facts and row.nth == nth
            rows.append(row if row is not None and same else make_row(info, today, facts, nth))
        self.today = today
        self.infos = tuple(infos)
        self.all_rows = tuple(rows)
        self._arrange()

    def show_facts(self, facts: Mapping[int, Facts]) -> None:
        """Show departments and open remarks, by assessment id."""
        self._facts = dict(facts)
        self.show_infos(self.infos, self.today)

    def show_counts(self, counts: Mapping[int, FindingCounts]) -> None:
        """Show the number of findings, by assessment id."""
        infos = [
            replace(info, findings=counts[info.id]) if info.id in counts else info for info in self.infos
        ]
        self.show_infos(infos, self.today)

    def choose(self, choice: Choice) -> None:
        """Apply other filters or another order."""
        self.choice = choice
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.choose(replace(self.choice, column=column, descending=order == Qt.SortOrder.DescendingOrder))

    def _arrange(self) -> None:
        """Filter, sort and group the rows; if they are the same as before, views keep their state."""
        groups = grouped(chosen_rows(self.all_rows, self.choice), self.choice.grouping, self.today)
        is_grouped = self.choice.grouping is not Grouping.NONE
        if is_grouped == self.is_grouped and _shape(groups) == _shape(self.groups):
            self.groups = groups
            self._all_changed()
            return
        self.beginResetModel()
        self.groups, self.is_grouped = groups, is_grouped
        self._places = {
            row.info.id: (at, number)
            for at, group in enumerate(groups)
            for number, row in enumerate(group.rows)
        }
        self.endResetModel()

    def _all_changed(self) -> None:
        for at, group in enumerate(self.groups):
            parent = self.index(at, 0) if self.is_grouped else _ROOT
            if group.rows:
                last = self.index(len(group.rows) - 1, EDITED, parent)
                self.dataChanged.emit(self.index(0, 0, parent), last)

    @property
    def shown(self) -> list[Row]:
        """The rows shown, top to bottom."""
        return [row for group in self.groups for row in group.rows]

    def row_at(self, index: _Index) -> Row | None:
        """The row at an index; None for a heading."""
        if not index.isValid():
            return None
        if not self.is_grouped:
            return self.groups[0].rows[index.row()]
        at = index.internalId()
        return None if at == _TOP else self.groups[at - 1].rows[index.row()]

    def index_of(self, assessment_id: int, column: int = 0) -> QModelIndex:
        """The index of an assessment; invalid if it is not shown."""
        place = self._places.get(assessment_id)
        if place is None:
            return QModelIndex()
        return self.index(place[1], column, self.index(place[0], 0) if self.is_grouped else _ROOT)

    # ---- Qt's questions

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        if not (0 <= row < self.rowCount(parent) and 0 <= column < self.columnCount()):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, child: _Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        at = child.internalId() if child.isValid() else _TOP
        return QModelIndex() if at == _TOP else self.createIndex(at - 1, 0, _TOP)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        if not self.is_grouped:
            return 0 if parent.isValid() else len(self.groups[0].rows)
        if not parent.isValid():
            return len(self.groups)
        heading = parent.internalId() == _TOP and parent.column() == 0
        return len(self.groups[parent.row()].rows) if heading else 0

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return len(self.headings)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self.row_at(index) is None:  # headings can be focused and folded, but not selected
            flags &= ~Qt.ItemFlag.ItemIsSelectable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section == NUMBER else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row = self.row_at(index)
        if row is None:
            return self._heading_data(index, role)
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.words[column]
            case Qt.ItemDataRole.ToolTipRole:
                return tip(_more_words(row, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                text = _more_words(row, column) if column == FINDINGS else row.words[column]
                return f"{self.headings[column]}: {text or '－'}"
            case Qt.ItemDataRole.DecorationRole:
                return _sign(row, column, self.today)
            case Qt.ItemDataRole.ForegroundRole:
                quiet = row.info.archived or (column == NAME and not row.info.title)
                return muted(QApplication.palette()) if quiet else None
            case Qt.ItemDataRole.TextAlignmentRole if column == NUMBER:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _heading_data(self, index: _Index, role: int) -> Any:  # noqa: ANN401
        if not self.is_grouped or index.row() >= len(self.groups):
            return None
        group = self.groups[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole if index.column() == 0:
                words = _("{heading} ({count:,})")
                return words.format(heading=group.heading, count=len(group.rows))
            case Qt.ItemDataRole.FontRole:
                return heading_font()
        return None


def _shape(groups: Sequence[Group]) -> list[tuple[object, list[int]]]:
    return [(group.key, [row.info.id for row in group.rows]) for group in groups]


def _more_words(row: Row, column: int) -> str:
    """The full text of a cell whose column may be too narrow."""
    if column == EDITED:
        return local_words(row.info.edited_at)
    if column == DUE and row.dues:
        return "\n".join(f"{due_words(due)}\n　{due.reason}" for due in row.dues)
    if column == STATE and row.info.out:
        return f"{row.words[column]}\n{out_words(row.info)}"
    if column == FINDINGS and row.info.fault:
        return f"{row.words[column]}\n{row.info.fault}"
    if column == FINDINGS and row.info.findings is None:
        return _("Not checked yet")
    return row.words[column]


def _sign(row: Row, column: int, today: date) -> Any:  # noqa: ANN401
    """An icon beside the text with the same meaning: overdue, or due soon."""
    if column == DUE and row.due is not None:
        if row.due.overdue:
            return list_icon("warning")
        return list_icon("clock") if (row.due.on - today).days <= SOON else None
    errors = row.info.findings is not None and bool(row.info.findings.error)
    if column == FINDINGS and row.info.fault:
        return list_icon("warning")
    if column == FINDINGS and errors:
        return list_icon("mistake")  # as in the window of the assessment
    return None

"""The view of the cabinet's table: keeps the selection when rows move; headings span all columns."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from pia_desktop.cabinet_lists.assessment_rows import (
    DEPARTMENT,
    DUE,
    EDITED,
    FINDINGS,
    FORM,
    NAME,
    NUMBER,
    PUBLISHED,
    STATE,
    Row,
)
from pia_desktop.i18n import _
from ui.cabinet.model import CabinetModel
from ui.widgets.overrides import guarded
from ui.widgets.settings import settings
from ui.widgets.text_size import GROWS
from ui.widgets.theme import em, space

_WIDTHS: Final = {
    NUMBER: 6.6,
    DEPARTMENT: 7.0,
    FORM: 12.4,
    STATE: 6.0,
    PUBLISHED: 9.5,
    DUE: 20.4,
    FINDINGS: 10.5,
    EDITED: 8.5,
}
"""Widths of the columns at first, in ems; the name has what is left, and never less than this:"""
_NAME: Final = 14
_NARROWEST: Final = 0.8
"""To what part of their width the other columns shrink, as long as nobody has chosen one."""
_KEPT: Final = "start/columns9"
"""Named by how many columns there are, so that what an older program kept is not put over other ones."""
_CHOSEN: Final = "start/widths-chosen"
"""Whether the widths kept there are the user's, and not those that one window had room for."""


@guarded
class CabinetTable(QTreeView):
    """Rows to select, one or several."""

    marked = Signal()
    """Other rows are marked."""

    def __init__(self, model: CabinetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self._marked_ids: list[int] = []
        self._order: list[int] = []
        self._current_id = 0
        self._folded: set[int | str] = set()
        self._restoring = False
        self._setting_widths = self._widths_chosen = False
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(_("Assessments of the cabinet"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        model.modelAboutToBeReset.connect(self._note)
        model.modelReset.connect(self._recall)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.expanded.connect(lambda index: self._folded.discard(self._key(index)))
        self.collapsed.connect(lambda index: self._folded.add(self._key(index)))
        self._set_up_header()

    def _set_up_header(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(em() * 4)
        self._set_widths(1.0)
        choice = self._rows.choice
        header.setSortIndicator(choice.column, _order(choice.descending))
        kept = settings().value(_KEPT)
        if isinstance(kept, QByteArray) and header.restoreState(kept):
            down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            self._rows.sort(header.sortIndicatorSection(), _order(down))
            self._widths_chosen = settings().value(_CHOSEN, "true") == "true"
        header.sectionResized.connect(self._note_width)
        self.setSortingEnabled(True)

    def remember(self) -> None:
        """Save column widths, column order and sort order."""
        settings().setValue(_KEPT, self.header().saveState())
        settings().setValue(_CHOSEN, "true" if self._widths_chosen else "false")

    # ---- what is marked

    def picked(self) -> list[Row]:
        """The selected rows, top to bottom."""
        ids = {row.info.id for row in self._selected()}
        return [row for row in self._rows.shown if row.info.id in ids]

    def _selected(self) -> list[Row]:
        found = (self._rows.row_at(index) for index in self.selectionModel().selectedRows())
        return [row for row in found if row is not None]

    def pick(self, *assessment_ids: int) -> None:
        """Select exactly these assessments."""
        self._select(list(assessment_ids), assessment_ids[0] if assessment_ids else 0)
        if assessment_ids:
            index = self._rows.index_of(assessment_ids[0], NAME)
            self.setExpanded(index.parent(), True)
            self.scrollTo(index)

    def pick_first(self) -> None:
        shown = self._rows.shown
        if shown:
            self.pick(shown[0].info.id)

    def _select(self, ids: list[int], current: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        model = self.selectionModel()
        at = self._rows.index_of(current, NAME)
        if at.isValid():
            model.setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(self._ranges(ids), flags)

    def _ranges(self, ids: list[int]) -> QItemSelection:
        """The rows of assessments as a selection, with adjacent rows merged."""
        found = (self._rows.index_of(one) for one in ids)
        places = sorted((index.parent().row(), index.row()) for index in found if index.isValid())
        selection = QItemSelection()
        at = 0
        while at < len(places):
            group, first = places[at]
            last = first
            while at + 1 < len(places) and places[at + 1] == (group, last + 1):
                at, last = at + 1, last + 1
            parent = self._rows.index(group, 0) if group >= 0 else QModelIndex()
            selection.select(self._rows.index(first, NUMBER, parent), self._rows.index(last, EDITED, parent))
            at += 1
        return selection

    # ---- when the rows move

    def _note(self) -> None:
        self._marked_ids = [row.info.id for row in self._selected()]
        current = self._rows.row_at(self.currentIndex())
        self._current_id = current.info.id if current else 0
        self._order = [row.info.id for row in self._rows.shown]
        self._restoring = True

    def _recall(self) -> None:
        model = self._rows
        self.setRootIsDecorated(model.is_grouped)
        self.setIndentation(space(4) if model.is_grouped else 0)
        if model.is_grouped:
            for at, group in enumerate(model.groups):
                self.setFirstColumnSpanned(at, QModelIndex(), True)
                self.setExpanded(model.index(at, 0), group.key not in self._folded)
        known = [one for one in self._marked_ids if model.index_of(one).isValid()]
        current = self._current_id if model.index_of(self._current_id).isValid() else next(iter(known), 0)
        self._select(known, current)
        self._restoring = False
        if known:
            self.scrollTo(model.index_of(known[0], NAME))
        elif model.is_grouped and model.groups and model.groups[0].key in self._folded:
            self.setCurrentIndex(model.index(0, 0))  # keep folded headings folded
        else:
            self._pick_beside_what_is_gone()
        self.marked.emit()

    def _pick_beside_what_is_gone(self) -> None:
        """Select the row that has come to where the selected ones were; the first if none is near."""
        gone = [at for at, one in enumerate(self._order) if one in self._marked_ids]
        near = [*self._order[gone[-1] + 1 :], *reversed(self._order[: gone[0]])] if gone else []
        left = next((one for one in near if self._rows.index_of(one).isValid()), None)
        if left is None:
            self.pick_first()
        else:
            self.pick(left)

    def _tell(self) -> None:
        if not self._restoring:
            self.marked.emit()

    def _key(self, index: QModelIndex) -> int | str:
        return self._rows.groups[index.row()].key

    # ---- sizes

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll a row into view, without scrolling sideways or unfolding anything."""
        if index.parent().isValid() and not self.isExpanded(index.parent()):
            return
        bar = self.horizontalScrollBar()
        kept = bar.value()
        super().scrollTo(index, hint)
        bar.setValue(kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Give the columns the room there is, unless somebody has chosen widths; the name has the rest."""
        room = self.viewport().width()
        if not self._widths_chosen:
            wanted = em() * sum(_WIDTHS.values())
            self._set_widths(min(1.0, max(_NARROWEST, (room - em() * _NAME) / wanted)))
        header = self.header()
        others = header.length() - header.sectionSize(NAME)
        self._setting_widths = True
        header.resizeSection(NAME, max(em() * _NAME, room - others))
        self._setting_widths = False

    def _set_widths(self, part: float) -> None:
        """Give all columns but the name a part of the width they have at first, but room for their heads.

        The room is taken from the longest column, whose words begin with what matters.
        """
        self._setting_widths = True
        header, heads = self.header(), {column: self.header().sectionSizeHint(column) for column in _WIDTHS}
        widths = {column: int(em() * width * part) for column, width in _WIDTHS.items()}
        lacking = sum(max(0, heads[column] - width) for column, width in widths.items())
        for column, width in widths.items():
            taken = lacking if column == DUE else 0
            header.resizeSection(column, max(width - taken, heads[column]))
        self._setting_widths = False

    def _note_width(self) -> None:
        """A width that the user has changed stays."""
        if not self._setting_widths and not self.header().property(GROWS):
            self._widths_chosen = True


def _order(descending: bool) -> Qt.SortOrder:
    return Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder


@guarded
class _Cells(QStyledItemDelegate):
    """Rows with padding, headings with a background."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), round(em() * 2.2))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex,  # type: ignore[override]
    ) -> None:
        model = index.model()
        if isinstance(model, CabinetModel) and model.row_at(index) is None:
            painter.fillRect(option.rect, option.palette.brush(QPalette.ColorRole.AlternateBase))
        super().paint(painter, option, index)

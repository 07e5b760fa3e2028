"""The outline beside the tabs: what is answered, what is missing, and navigation to each item."""

from __future__ import annotations

from enum import Flag, auto
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QCheckBox, QHeaderView, QStyleOptionViewItem, QTreeView, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.progress import Branch
from pia_desktop.i18n import N_, _
from ui.assessment.outline_model import MISSING_ROLE, AnyIndex, OutlineModel
from ui.context.session import Session
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.widgets.actions import Action, Actions, Menu, conditions
from ui.widgets.focus import begin_at
from ui.widgets.icons import icon_size
from ui.widgets.layouts import Growing, column_of, flush_column
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.rows import RoomyRows
from ui.widgets.theme import em, space


@guarded
class _OnlyMissing(QSortFilterProxyModel):
    """Shows everything, or only unanswered items and their ancestors."""

    def __init__(self, source: OutlineModel, parent: QObject) -> None:
        super().__init__(parent)
        self.only_missing = False
        self.setSourceModel(source)

    def filterAcceptsRow(self, row: int, parent: AnyIndex) -> bool:
        if not self.only_missing:
            return True
        source = self.sourceModel()
        return bool(source.data(source.index(row, 0, parent), MISSING_ROLE))

    def show_only_missing(self, on: bool) -> None:
        """Switch the filter."""
        self.beginFilterChange()
        self.only_missing = on
        self.endFilterChange()


@guarded
class _Rows(RoomyRows):
    """Gives several icons side by side the room that they need, and a name the room of no count."""

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        side = option.decorationSize.height()
        super().initStyleOption(option, index)
        if not option.icon.isNull():
            option.decorationSize = option.icon.actualSize(QSize(option.rect.width(), side))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        name, count = index.sibling(index.row(), 0), index.sibling(index.row(), 1)
        if any(count.data(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole)):
            super().paint(painter, option, index)
            return
        wide = QStyleOptionViewItem(option)
        wide.rect = self._tree.visualRect(name).united(self._tree.visualRect(count))
        painter.save()
        painter.setClipRect(
            option.rect, Qt.ClipOperation.IntersectClip
        )  # each cell draws its part of the name
        super().paint(painter, wide, name)
        painter.restore()


@guarded
class OutlineTree(QTreeView):
    """The tree view; Enter goes to an item as a click does."""

    chosen = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Rows(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(_("Items of the assessment"))
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setIndentation(space(4))
        self.setIconSize(icon_size(self.fontMetrics().height()))
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class OutlineCondition(Flag):
    """Conditions on the branch that was clicked."""

    BRANCH = auto()
    """There is one."""
    BELOW = auto()
    """It has branches."""
    MISSING = auto()
    ONLY_MISSING = auto()
    """What is answered is not shown."""


class OutlinePanel(Panel):
    """Tree and filter."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.model = OutlineModel(session, self)
        self.shown = _OnlyMissing(self.model, self)
        self.only_missing = QCheckBox(_("Only what is not yet answered"), self)
        self.tree = OutlineTree(self)
        self.tree.setModel(self.shown)
        copy_as_cells(self.tree, InMemory(lambda: (session.snapshot(),)))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(space(4))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, round(em(self) * 5.2))
        row = column_of(self.only_missing, margins=(space(2), space(1), space(2), space(1)))
        flush_column(self, 0, row, Growing(self.tree))
        begin_at(self, self.tree)
        self._open: set[NodePath] = set()
        self._pointed = QPersistentModelIndex()  # the clicked row may move before an action is chosen
        self.actions_ = Actions(self, self, (OF_BRANCH,))
        self.tree.chosen.connect(self._chosen)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._show_menu)
        self.only_missing.toggled.connect(self._filter)
        self.model.modelAboutToBeReset.connect(self._note_open)
        self.model.modelReset.connect(self._reopen)
        session.item_entered.connect(self.show_path)

    def _chosen(self, index: QModelIndex) -> None:
        branch = self.model.branch(self.shown.mapToSource(index))
        self._session.item_requested.emit(branch.target())

    def _show_menu(self, at: QPoint) -> None:
        self.point_at(self.tree.indexAt(at))
        self.actions_.popup(self.tree.viewport().mapToGlobal(at), OF_BRANCH.rows)

    def point_at(self, index: QModelIndex) -> None:
        """Choose the target of the context menu: a branch, or (invalid index) the whole tree."""
        self._pointed = QPersistentModelIndex(index)
        self.actions_.refresh()

    @property
    def pointed(self) -> Branch | None:
        """The branch that was clicked."""
        index = self._index
        return self.model.branch(self.shown.mapToSource(index)) if index.isValid() else None

    @property
    def _index(self) -> QModelIndex:
        at = self._pointed
        return self.shown.index(at.row(), at.column(), at.parent()) if at.isValid() else QModelIndex()

    def now(self) -> OutlineCondition:
        """The conditions that hold for the branch that was clicked."""
        branch = self.pointed
        return conditions({
            OutlineCondition.BRANCH: branch is not None,
            OutlineCondition.BELOW: branch is not None and bool(branch.children),
            OutlineCondition.MISSING: branch is not None and branch.first_missing() is not None,
            OutlineCondition.ONLY_MISSING: self.only_missing.isChecked(),
        })  # fmt: skip

    def go(self) -> None:
        self._chosen(self._index)

    def go_to_missing(self) -> None:
        """Go to the first unanswered item below it."""
        branch = self.pointed
        self._session.item_requested.emit(branch.first_missing() if branch else None)

    def unfold_below(self) -> None:
        """Expand everything below it."""
        self.tree.expandRecursively(self._index)

    def _filter(self, on: bool) -> None:
        self.shown.show_only_missing(on)
        if on:
            self.tree.expandAll()
        elif self._session.current_path:
            self.show_path(self._session.current_path)

    def show_path(self, path: NodePath) -> None:
        """Select the item at a path, expanding its ancestors."""
        index = self.shown.mapFromSource(self.model.index_for(path))
        if index.isValid() and index != self.tree.currentIndex():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)

    def show_part(self, number: int) -> None:
        """Select a part of the form: it may have no item that takes the cursor."""
        part = self.shown.mapFromSource(self.model.index(number, 0))
        selected = self.tree.currentIndex()
        while selected.parent().isValid():
            selected = selected.parent()
        if selected != part:
            self.tree.setCurrentIndex(part)
            self.tree.scrollTo(part)

    def _note_open(self) -> None:
        self._open = {
            branch.target()
            for branch in self.model.progress.top.walk()
            if branch.children and self.tree.isExpanded(self._shown(branch))
        }

    def _reopen(self) -> None:
        for branch in self.model.progress.top.walk():
            if branch.children and branch.target() in self._open:
                self.tree.setExpanded(self._shown(branch), True)

    def _shown(self, branch: Branch) -> QModelIndex:
        return self.shown.mapFromSource(self.model.index_of(branch))


# fmt: off
Do = OutlinePanel
If = OutlineCondition
GO: Final = Action[Do](N_("&Go There"), lambda do: do.go(), seen=If.BRANCH)
GO_MISSING: Final = Action[Do](
    N_("Go to the First &Missing Answer"), lambda do: do.go_to_missing(), needs=If.MISSING, seen=If.BRANCH)
UNFOLD_BELOW: Final = Action[Do](
    N_("&Unfold All Below"), lambda do: do.unfold_below(), needs=If.BELOW, seen=If.BRANCH)
UNFOLD: Final = Action[Do](N_("Unfold &Everything"), lambda do: do.tree.expandAll())
FOLD: Final = Action[Do](N_("&Fold Everything"), lambda do: do.tree.collapseAll())
ONLY_MISSING: Final = Action[Do](
    N_("Only what is not yet answered"), lambda do: do.only_missing.toggle(), checked=If.ONLY_MISSING)
OF_BRANCH: Final = Menu[Do](
    N_("&Items"), (GO, GO_MISSING, None, UNFOLD_BELOW, UNFOLD, FOLD, None, ONLY_MISSING))
"""What a right click on the tree offers."""

"""The model of the outline: ``Progress``, updated by the session's signals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from pia_desktop.assessment.item_state import ItemState
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.progress import Branch, BranchKind, Progress
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from ui.context.marks import Mark, weightiest
from ui.context.session import Session
from ui.widgets.icons import list_icon
from ui.widgets.legend import counts_grow
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.theme import muted, scaled_font, small_font

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ICONS = {
    ItemState.ANSWERED: "answered",
    ItemState.MISSING: "missing",
    ItemState.NOT_NEEDED: "unneeded",
}
MISSING_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether something at or below an index is missing."""


@guarded
class OutlineModel(QAbstractItemModel):
    """A tree model of ``Progress``, updated by the session's signals."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.progress = Progress(session.form, session.root)
        self._by_id: dict[int, Branch] = {}
        self._marks: dict[int, list[Mark]] | None = None
        self._learn(self.progress.top.walk())
        session.answers_changed.connect(self._answers_changed)
        session.entries_changed.connect(self._entries_changed)
        session.marks.changed.connect(self._marks_changed)

    # ---- what Qt asks

    def index(self, row: int, column: int, parent: AnyIndex = _ROOT) -> QModelIndex:
        branch = self.branch(parent)
        if 0 <= row < len(branch.children) and 0 <= column < 2:
            return self.createIndex(row, column, branch.children[row].id)
        return QModelIndex()

    def parent(self, index: AnyIndex = _ROOT) -> QModelIndex:  # type: ignore[override]
        branch = self._by_id.get(index.internalId()) if index.isValid() else None
        return self.index_of(branch.parent) if branch and branch.parent else QModelIndex()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return len(self.branch(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 2

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        branch = self.branch(index)
        if branch is self.progress.top:
            return None
        return self._counts(branch, role) if index.column() else self._words(branch, role)

    def _words(self, branch: Branch, role: int) -> Any:  # noqa: ANN401
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.progress.title(branch)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self.progress.title(branch))
            case Qt.ItemDataRole.DecorationRole:
                beside = branch.state is not None and branch.parent is not self.progress.top
                return list_icon(_ICONS[branch.state]) if beside and branch.state else None
            case Qt.ItemDataRole.FontRole:
                return scaled_font(1, bold=True) if branch.parent is self.progress.top else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return "、".join([self.progress.title(branch), state_words(branch), *self._marked(branch)])
        return branch.answered < branch.needed if role == MISSING_ROLE else None

    def _counts(self, branch: Branch, role: int) -> Any:  # noqa: ANN401
        match role:
            case Qt.ItemDataRole.DisplayRole:
                counted = branch.children or branch.parent is self.progress.top
                return f"{branch.answered}/{branch.needed}" if counted and branch.needed else ""
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ForegroundRole:
                return muted(QApplication.palette())
            case Qt.ItemDataRole.FontRole:
                return small_font()
            case Qt.ItemDataRole.DecorationRole:
                return self._mark_icons(branch)
            case Qt.ItemDataRole.AccessibleTextRole:
                return state_words(branch)
            case Qt.ItemDataRole.ToolTipRole:
                counts = [state_words(branch), *([counts_grow()] if branch.children else [])]
                return tip("\n".join(self._marked(branch) or counts))
        return None

    def _marked(self, branch: Branch) -> list[str]:
        """Findings and notes at a branch, except "not answered", which its state already shows."""
        return list(dict.fromkeys(mark.words for mark in self._marks_at(branch)))

    def _mark_icons(self, branch: Branch) -> QIcon | None:
        names = weightiest(self._marks_at(branch))
        return list_icon(*names) if names else None

    def _marks_at(self, branch: Branch) -> list[Mark]:
        """The marks of all places that a branch represents: a count has no branch of its own."""
        if self._marks is None:
            self._marks = {}
            for path, mark in self._session.marks.all():
                stands = self.progress.branch_for(path) if mark.symbol != "missing" else None
                if stands is not None:
                    self._marks.setdefault(stands.id, []).append(mark)
        return self._marks.get(branch.id, [])

    def _marks_changed(self, path: NodePath) -> None:
        self._marks = None
        branch = self.progress.branch_for(path)
        if branch is not None:
            self._announce([branch])

    # ---- branches and indexes

    def branch(self, index: AnyIndex) -> Branch:
        """The branch at an index; the root for an invalid one."""
        if not index.isValid():
            return self.progress.top
        return self._by_id.get(index.internalId(), self.progress.top)

    def index_of(self, branch: Branch, column: int = 0) -> QModelIndex:
        """The index of a branch; invalid for the root."""
        if branch is self.progress.top:
            return QModelIndex()
        return self.createIndex(branch.row, column, branch.id)

    def index_for(self, path: NodePath) -> QModelIndex:
        branch = self.progress.branch_for(path)
        return self.index_of(branch) if branch else QModelIndex()

    def _learn(self, branches: Iterable[Branch]) -> None:
        self._by_id.update((branch.id, branch) for branch in branches)

    # ---- following the contents

    def _answers_changed(self, paths: tuple[NodePath, ...]) -> None:
        root = self._session.root
        touched = [branch for path in paths for branch in self.progress.answer_changed(root, path)]
        self._announce({branch.id: branch for branch in touched}.values())

    def _announce(self, branches: Iterable[Branch]) -> None:
        for branch in branches:
            self.dataChanged.emit(self.index_of(branch), self.index_of(branch, 1))

    def _entries_changed(self, path: NodePath) -> None:
        self._marks = None
        root = self._session.root
        if path == (FILES,):
            self.beginResetModel()
            self.progress.rebuild(root)
            self._by_id = {}
            self._learn(self.progress.top.walk())
            self.endResetModel()
            return
        self.progress.root = root
        if path in self.progress.lists:
            self._follow_list(path)
        self._announce(self.progress.table_changed(root, path))

    def _follow_list(self, path: NodePath) -> None:
        """Update the entries of a list, one row at a time."""
        progress = self.progress
        branch = progress.lists[path]
        parent = self.index_of(branch)
        keys = list(self._session.root.entries(path))
        first = progress.entry_row(path, 0)
        have = [child.path[-1] for child in branch.children if child.path[:-1] == path]
        for row in reversed(range(len(have))):
            if have[row] not in keys:
                self.beginRemoveRows(parent, first + row, first + row)
                progress.drop_entry(path, row)
                del have[row]
                self.endRemoveRows()
        for row, key in enumerate(keys):
            if key not in have:
                self.beginInsertRows(parent, first + row, first + row)
                self._learn(progress.add_entry(path, key, row).walk())
                have.insert(row, key)
                self.endInsertRows()
            elif have[row] != key:
                old = have.index(key)
                self.beginMoveRows(parent, first + old, first + old, parent, first + row)
                branch.children.insert(first + row, branch.children.pop(first + old))
                have.insert(row, have.pop(old))
                self.endMoveRows()
        self._announce([branch, *branch.ancestors()][:-1])
        self._announce([child for child in branch.children if child.kind is BranchKind.ENTRY])


def state_words(branch: Branch) -> str:
    """The state of a branch in words, for tooltips and screen readers."""
    if branch.children:
        return _("{answered} of {needed} answered").format(answered=branch.answered, needed=branch.needed)
    match branch.state:
        case ItemState.ANSWERED:
            return _("answered")
        case ItemState.MISSING:
            return _("not yet answered")
    return _("no answer needed")

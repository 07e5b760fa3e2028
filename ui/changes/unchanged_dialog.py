"""Chooses unchanged items to include in 新旧対照表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.changes import heading_of, name_of, sides
from pia_desktop.documents.table import cell_text
from pia_desktop.i18n import _, ngettext
from pia_desktop.revisions.compare import Comparison
from ui.changes.council_table import line, short
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.widgets.dialog import Dialog
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label, tip
from ui.widgets.search_field import FilterField
from ui.widgets.theme import em
from ui.widgets.timers import single_shot

_ITEM: Final = 0
_Index = QModelIndex | QPersistentModelIndex
_PATH_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_SEARCH_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_HEADING_ROLE: Final = Qt.ItemDataRole.UserRole + 3
_PAUSE: Final = 150
"""Milliseconds without a keystroke before the items are searched."""


@guarded
class UnchangedDialog(Dialog):
    """The answered, unchanged items by part, to tick; ``chosen`` is emitted with the ticked paths."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, found: Comparison, items: Sequence[NodePath]) -> None:
        super().__init__(parent, _("Add Unchanged Items"), place="unchanged")
        self._soon = single_shot(self, _PAUSE, self.search)
        self._build()
        self._fill(found, items)
        copy_as_cells(self.tree, InMemory(lambda: (found.old, found.new)))
        self.tree.itemChanged.connect(self._count)
        self._count()
        self.take_size(860, 600)
        self.tree.setColumnWidth(_ITEM, round(self.width() * 0.56))
        self.words.setFocus()

    def _build(self) -> None:
        column = self.column
        self.words = FilterField(self, _("Search the items and what they say"))
        self.words.setMinimumWidth(em() * 7)
        self.words.textChanged.connect(lambda _words: self._soon.start())
        self.words.left.connect(self._to_tree)
        column.addWidget(self.words)
        tree = self.tree = QTreeWidget(self)
        tree.setColumnCount(2)
        tree.setHeaderLabels([_("Item"), "記載"])
        tree.setAccessibleName(_("Unchanged items"))
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setItemDelegate(_Row(tree))
        tree.header().setStretchLastSection(True)
        column.addWidget(tree, 1)
        self.count = plain_label(self)
        self.add_button = self.end_with(_("&Add to the Table"), self.count)

    def _fill(self, found: Comparison, items: Sequence[NodePath]) -> None:
        bold = QFont(self.tree.font())
        bold.setBold(True)
        tops: dict[str, QTreeWidgetItem] = {}
        for path in items:
            heading = heading_of(found.form, path)
            if heading not in tops:
                top = tops[heading] = QTreeWidgetItem([heading])
                top.setFont(_ITEM, bold)
                self.tree.addTopLevelItem(top)
                top.setFirstColumnSpanned(True)
                top.setFlags(top.flags() & ~Qt.ItemFlag.ItemIsSelectable)
            name, words = name_of(found, path), cell_text(sides(found, path).old)
            row = QTreeWidgetItem([name, short(words)])
            row.setToolTip(_ITEM, tip(name))
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(_ITEM, Qt.CheckState.Unchecked)
            row.setData(_ITEM, _PATH_ROLE, path)
            row.setData(_ITEM, _HEADING_ROLE, heading)
            row.setData(_ITEM, _SEARCH_ROLE, as_read(line(f"{heading} {name} {words}")))
            tops[heading].addChild(row)
        self.tree.expandAll()

    def rows(self) -> Iterator[QTreeWidgetItem]:
        """The tree items of all form items."""
        for index in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(index)
            for number in range(top.childCount() if top else 0):
                child = top.child(number) if top else None
                if child is not None:
                    yield child

    def search(self) -> None:
        """Show the items that contain all words; ticks are kept."""
        wanted = as_read(self.words.text()).split()
        for row in self.rows():
            words = row.data(_ITEM, _SEARCH_ROLE)
            row.setHidden(not all(word in words for word in wanted))
        there = {row.data(_ITEM, _HEADING_ROLE) for row in self.rows() if not row.isHidden()}
        for number in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(number)
            if top is not None:
                top.setHidden(top.text(_ITEM) not in there)
        self._count()

    def _to_tree(self) -> None:
        self._soon.stop()
        self.search()
        self.tree.setFocus()
        first = next((row for row in self.rows() if not row.isHidden()), None)
        if first is not None:
            self.tree.setCurrentItem(first)

    def ticked(self) -> list[NodePath]:
        """The items to add."""
        return [
            tuple(row.data(_ITEM, _PATH_ROLE))
            for row in self.rows()
            if row.checkState(_ITEM) == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        count = len(self.ticked())
        sentences = []
        if count:
            words = ngettext("{count:,} item will be added.", "{count:,} items will be added.", count)
            sentences.append(words.format(count=count))
        if all(row.isHidden() for row in self.rows()):
            sentences.append(_("No unchanged item has these words."))
        self.count.setText("　".join(sentences) or _("Tick the items that are to be added."))
        self.add_button.setEnabled(bool(count))

    def accept(self) -> None:
        self.chosen.emit(self.ticked())
        super().accept()


@guarded
class _Row(QStyledItemDelegate):
    """A row with padding; names are elided at the start, answers at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), round(option.fontMetrics.height() * 1.5))

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        middle, right = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight
        option.textElideMode = middle if index.column() == _ITEM else right

"""Model of the changes between two states: a heading per part and its changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Node
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Part
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import (
    AnswerChanged,
    Change,
    Comparison,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
)
from ui.widgets.cell_rows import CellRows
from ui.widgets.overrides import guarded
from ui.widgets.theme import heading_font

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
CHANGE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of the list: a part's heading (``change`` None) or a change."""

    words: str
    change: Change | None = None


def kind_words(change: Change) -> str:
    """The kind of a change, in a word."""
    match change:
        case AnswerChanged(old=None):
            return _("filled in")
        case AnswerChanged(new=None):
            return _("emptied")
        case AnswerChanged():
            return _("changed")
        case EntryAdded():
            return _("added")
        case EntryRemoved():
            return _("removed")
        case EntryMoved():
            return _("moved")


def part_of(comparison: Comparison, change: Change) -> Part | None:
    """The part that contains a change; None for the cover."""
    form = comparison.form
    last = change.path[-1]
    if last in form.places:
        return form.places[last].part
    return form.places[form.lists[last].item_ids[0]].part


def entry_words(snapshot: Snapshot, node: Node, list_id: str) -> str:
    """The contents of an entry, one "label: answer" line each."""
    spec = snapshot.form.lists[list_id]
    lines = []
    for item_id in spec.item_ids:
        if item_id in node.answers:
            item = snapshot.form.item(item_id)
            label = plain(item.label or "")
            words = item.kind.format(node.answers[item_id])
            lines.append(f"{label}　{words}" if label else words)
    for inner in spec.list_ids:
        for number, entry in enumerate(node.lists.get(inner, {}).values(), 1):
            lines.append(f"{snapshot.form.lists[inner].label}{number}")
            lines.append(entry_words(snapshot, entry, inner))
    return "\n".join(lines)


def words_at(snapshot: Snapshot, change: AnswerChanged, *, new: bool) -> str:
    """The answer of one side as text; empty if unanswered."""
    value = change.new if new else change.old
    return "" if value is None else snapshot.form.item(change.path[-1]).kind.format(value)


@guarded
class ChangesList(CellRows, QAbstractListModel):
    """The lines of a comparison."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[ChangeLine] = []

    def show_comparison(self, comparison: Comparison | None) -> None:
        self.beginResetModel()
        self.lines = []
        part: object = self
        for change in comparison.changes if comparison else ():
            own = part_of(comparison, change) if comparison else None
            if own is not part:
                part = own
                self.lines.append(ChangeLine(plain(own.title) if own else _("Cover")))
            assert comparison is not None
            self.lines.append(ChangeLine(_short_name(comparison, change, own), change))
        self.endResetModel()

    def cell_columns(self) -> tuple[tuple[str, int], ...]:
        return (_("Part"), 25), (_("Item"), 60), (_("Changed"), 15)

    def cells(self, row: int) -> tuple[str, ...] | None:
        line = self.lines[row]
        if line.change is None:
            return None
        head = next(one for one in reversed(self.lines[:row]) if one.change is None)
        return head.words, line.words, kind_words(line.change)

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.lines[index.row()].change is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's)
        line = self.lines[index.row()]
        if role == CHANGE_ROLE:
            return line.change
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words if line.change is None else f"{line.words}  {_unbroken(line.change)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.words if line.change is None else f"{line.words}　{kind_words(line.change)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        if role == Qt.ItemDataRole.FontRole and line.change is None:
            return heading_font()
        return None


def _unbroken(change: Change) -> str:
    """The kind of a change in brackets, with no line break inside."""
    return "\u2060".join(f"［{kind_words(change)}］")


def _short_name(comparison: Comparison, change: Change, part: Part | None) -> str:
    """The printed path without the part, which the heading shows."""
    name = comparison.name(change)
    head = plain(part.title) if part else ""
    return name.removeprefix(head).strip() or name

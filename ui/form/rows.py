"""The builder of the form's rows: label cells, answer cells, and everything a row needs.

``RowBuilder`` creates the editor for the item's kind, links label and help to it, sets its accessible name,
and registers it under its path.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pia_desktop.assessment.naming import spoken_name
from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.kinds import FixedKind, GroupKind
from pia_desktop.forms.model import Item, Part
from ui.context.session import Session
from ui.form.cells import RULE, AnswerCell, Words, label_cell, label_width, sheet_width, sub_label_width
from ui.form.editor import AnswerEditor, DerivedText, TextEditor
from ui.form.editors import EDITORS
from ui.widgets.layouts import Growing, flush_column, flush_row, row_of
from ui.widgets.theme import small_font, space


class Registry:
    """The editors of a page by path, and what none-boxes disable."""

    def __init__(self) -> None:
        self.editors: dict[NodePath, AnswerEditor] = {}
        self.emptied: dict[NodePath, list[QWidget]] = {}
        self.defaults: dict[NodePath, list[TextEditor]] = {}
        self.derived: dict[NodePath, list[DerivedText]] = {}

    @property
    def _tables(self) -> tuple[dict[NodePath, Any], ...]:
        return self.editors, self.emptied, self.defaults, self.derived

    def followed(self, paths: Sequence[NodePath]) -> set[NodePath]:
        """The answers among ``paths``, perhaps thousands, that something on the page shows or depends on."""
        wanted = set(paths)
        return set().union(*(table.keys() & wanted for table in self._tables))

    def drop_under(self, owner: NodePath) -> None:
        """Drop everything under a deleted entry."""
        for table in self._tables:
            for path in [path for path in table if path[: len(owner)] == owner]:
                table.pop(path)


class RowBuilder:
    """Builds rows for the items of one part under one owner (the assessment, a file, an entry)."""

    def __init__(self, session: Session, part: Part | None, registry: Registry) -> None:
        self.session = session
        self.part = part
        self.registry = registry

    def row(self, item: Item, owner: NodePath, parent: QWidget) -> QWidget:
        """The row, or group of rows, of an item and its sub-items."""
        if item.sub:
            return self._group(item, owner, parent)
        if item.label is None:
            return self._answer_cell(item, owner, parent)
        if item.label_above:
            return self._below(item, owner, parent)
        cell, label = label_cell(item.label, parent, label_width())
        return self._side_by_side(parent, cell, self._answer_cell(item, owner, parent, label))

    def _below(self, item: Item, owner: NodePath, parent: QWidget) -> QWidget:
        """A full-width answer below its label."""
        rows = QWidget(parent)
        column = _stack(rows)
        cell, label = label_cell(item.label or "", rows, sheet_width() - 2 * RULE, above=True)
        column.addWidget(cell)
        column.addWidget(self._answer_cell(item, owner, rows, label))
        return rows

    def _group(self, item: Item, owner: NodePath, parent: QWidget) -> QWidget:
        """A label cell that spans its rows, with sub-labels in a narrower column beside it."""
        cell, label = label_cell(item.label or "", parent, label_width())
        rows = QWidget(parent)
        column = _stack(rows)
        if not isinstance(item.kind, GroupKind):
            column.addWidget(self._answer_cell(item, owner, rows, label))
        for sub in item.sub:
            sub_cell, sub_label = label_cell(sub.label or "", rows, sub_label_width())
            column.addWidget(
                self._side_by_side(rows, sub_cell, self._answer_cell(sub, owner, rows, sub_label))
            )
        return self._side_by_side(parent, cell, rows)

    @staticmethod
    def _side_by_side(parent: QWidget, left: QWidget, right: QWidget) -> QWidget:
        row = QWidget(parent)
        flush_row(row, RULE, left, Growing(right))
        return row

    def _answer_cell(
        self, item: Item, owner: NodePath, parent: QWidget, label: QLabel | None = None
    ) -> QWidget:
        cell = AnswerCell(parent)
        editor = self.editor(item, owner, cell)
        line = row_of(Growing(editor), gap=space(3))
        for companion in item.companions:
            if companion.label:
                line.addWidget(QLabel(companion.label, cell))
            line.addWidget(self.editor(companion, owner, cell), 1 if companion.label else 0)
        cell.box.addLayout(line)
        if item.note:
            note = Words(item.note, cell, 40 * space(3), small_font())
            cell.box.addWidget(note)
        if label is not None and editor.focus_target() is not editor:
            label.setBuddy(editor.focus_target())
        self._follow_none_box(item, owner, cell)
        return cell

    def editor(self, item: Item, owner: NodePath, parent: QWidget) -> AnswerEditor:
        """The editor of one answer: created for its kind, named, filled and registered."""
        path = (*owner, item.id)
        editor = EDITORS[type(item.kind)](self.session, path, item, parent)
        editor.name(spoken_name(self.session.form, path, self.session.root))
        editor.show_value(self.session.answer(path))
        spans = self.session.root.withheld_at(path)
        if spans is not None:
            editor.show_withheld(spans)
        marks = self.session.marks.at(path)
        if marks:
            editor.show_marks(marks)
        if not isinstance(item.kind, FixedKind):
            self.registry.editors[path] = editor
        if isinstance(editor, DerivedText):
            for source in editor.sources:
                self.registry.derived.setdefault(source, []).append(editor)
        if item.default and isinstance(editor, TextEditor):
            self._follow_default(editor, (*owner, item.default))
        return editor

    def _follow_default(self, editor: TextEditor, source: NodePath) -> None:
        """Show the default of an unanswered item, greyed: Ⅲ.1 prints the text of Ⅱ.1."""
        words = self.session.answer(source)
        editor.show_default(words if isinstance(words, str) else "")
        self.registry.defaults.setdefault(source, []).append(editor)

    def _follow_none_box(self, item: Item, owner: NodePath, cell: QWidget) -> None:
        """Grey the cell out while a none-box is ticked; its text is kept."""
        box = self.session.form.places[item.id].none_box
        if box is None:
            return
        flag = (*owner, box.id)
        self.registry.emptied.setdefault(flag, []).append(cell)
        cell.setEnabled(self.session.answer(flag) is not True)


def _stack(widget: QWidget) -> QVBoxLayout:
    column = flush_column(widget, RULE)
    column.setAlignment(Qt.AlignmentFlag(0))
    return column


def hint(words: str, parent: QWidget) -> QLabel:
    """A small label in a subdued colour."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(small_font())
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label

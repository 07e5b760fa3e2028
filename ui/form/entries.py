"""Entries of a list on a page: 委託事項1, 委託事項2, …; each can be removed, moved, copied and folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from pia_desktop.assessment.naming import spoken_name
from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import Item, Repeat
from pia_desktop.i18n import _, ngettext
from ui.context.session import Session
from ui.form.cells import FRAME, RULE, AnswerCell, Cell, Words, gutter_width
from ui.form.editor import AnswerEditor, TextEditor
from ui.form.rows import RowBuilder, hint
from ui.widgets.buttons import tool_button
from ui.widgets.layouts import flush_column
from ui.widgets.one_click import OneClickButton
from ui.widgets.theme import em, heading_font, space

_SUMMARY = 30
"""Characters of its first answer that a folded entry shows."""


class EntryBlock(QWidget):
    """One entry: a heading with number and title, and its rows, which can be folded."""

    def __init__(self, entries: EntriesBlock, key: str) -> None:
        super().__init__(entries)
        self.entries = entries
        self.key = key
        self.owner = (*entries.path, key)
        self._number = ""
        self._label = Words("", self, 8 * em(), heading_font(), heading=True)
        self.fold = tool_button(self)
        heading = self._heading()  # before the body: so it comes first by Tab
        self.body = QWidget(self)
        rows = flush_column(self.body, RULE)
        for item in entries.items:
            if item.id != entries.repeat.heading:
                rows.addWidget(entries.builder.row(item, self.owner, self.body))
        flush_column(self, RULE, heading, self.body)

    def _heading(self) -> QWidget:
        cell = self._head = Cell(self, QPalette.ColorRole.Midlight)
        cell.box.setContentsMargins(space(1), space(1), space(1), space(1))
        self.fold.setCheckable(True)
        self.fold.setArrowType(Qt.ArrowType.DownArrow)
        self.fold.toggled.connect(self.set_folded)
        cell.box.addWidget(self.fold)
        heading = next((i for i in self.entries.items if i.id == self.entries.repeat.heading), None)
        cell.box.addWidget(self._label, 0 if heading else 1)
        if heading is not None:
            cell.box.addWidget(self._title_field(heading, cell), 1)
        for words, symbol, act in (
            (_("Move up"), "up", lambda: self._move(-1)),
            (_("Move down"), "down", lambda: self._move(1)),
            (_("Duplicate"), "copy", self._copy),
            (_("Remove"), "delete", self._remove),
        ):
            cell.box.addWidget(self._button(cell, words, symbol, act))
        return cell

    def _title_field(self, heading: Item, parent: QWidget) -> QWidget:
        cell = AnswerCell(parent)
        cell.box.setContentsMargins(FRAME, FRAME, gutter_width(), FRAME)
        editor = self.entries.builder.editor(heading, self.owner, cell)
        if heading.label and isinstance(editor, TextEditor):
            editor.field.setPlaceholderText(heading.label)  # it has no label beside it
        cell.box.addWidget(editor)
        return cell

    def _button(self, cell: QWidget, words: str, symbol: str, act: Callable[[], None]) -> QToolButton:
        once = symbol in ("copy", "delete")
        # Tab goes from answer to answer; for the keyboard there is entry_commands
        button = tool_button(cell, symbol, words, once=once, by_tab=False)
        button.setEnabled(not self.entries.session.read_only)
        button.clicked.connect(act)
        button.setProperty("action_words", words)
        return button

    def show_marks(self) -> None:
        """Show the marks of the entry itself, in its heading."""
        marks = self.entries.session.marks
        words = " ".join(mark.words for mark in marks.at(self.owner))
        self.fold.setAccessibleDescription(words)
        clicked = marks.chosen.emit
        self._head.show_marks("", marks.at(self.owner), lambda pane: clicked(self.owner, pane), self._number)

    def set_number(self, number: int) -> None:
        words = f"{self.entries.repeat.label}{number}"
        if self._number not in ("", words):
            self._name_fields()
        self._number = words
        self.show_marks()
        self._show_label()
        self.fold.setAccessibleName(_("Fold {entry}").format(entry=words))
        for button in self.findChildren(QToolButton):
            action = button.property("action_words")
            if action:
                button.setAccessibleName(f"{words} {action}")

    def _name_fields(self) -> None:
        """Update the accessible names with the new number."""
        for editor in self.findChildren(AnswerEditor):
            editor.name(spoken_name(editor.session.form, editor.path, editor.session.root))
            editor.show_marks(editor.session.marks.at(editor.path))

    def _show_label(self) -> None:
        """Show the number and, for a folded entry without a title, its first answer."""
        words = self._number
        if self.fold.isChecked() and self.entries.repeat.heading is None:
            first = self.entries.session.answer((*self.owner, self.entries.items[0].id))
            words += f"　{' '.join(first.split())[:_SUMMARY]}" if isinstance(first, str) else ""
        self._label.setText(words)

    def set_folded(self, folded: bool) -> None:
        """Hide or show the rows under the heading."""
        self.body.setVisible(not folded)
        self.fold.setArrowType(Qt.ArrowType.RightArrow if folded else Qt.ArrowType.DownArrow)
        if self.fold.isChecked() != folded:
            self.fold.setChecked(folded)
        self._show_label()

    def _move(self, step: int) -> None:
        keys = list(self.entries.session.root.entries(self.entries.path))
        target = keys.index(self.key) + step
        if 0 <= target < len(keys):
            self.entries.session.move_entry(self.entries.path, self.key, target)

    def _copy(self) -> None:
        self.entries.focus_entry(self.entries.session.copy_entry(self.entries.path, self.key))

    def _remove(self) -> None:
        self.entries.session.remove_entry(self.entries.path, self.key)


class EntriesBlock(QWidget):
    """All entries of a list, and a button that adds one."""

    def __init__(
        self,
        builder: RowBuilder,
        repeat: Repeat,
        items: tuple[Item, ...],
        path: NodePath,
        parent: QWidget,
        restructured: Callable[[], None],
        show_item: Callable[[NodePath], object],
    ) -> None:
        super().__init__(parent)
        self.builder = builder
        self.session: Session = builder.session
        self.repeat = repeat
        self.items = items
        self.path = path
        self.blocks: dict[str, EntryBlock] = {}
        self._restructured = restructured
        self._show_item = show_item
        self._column = flush_column(self, RULE)
        self._bar_cell: Cell | None = None

    def _bar(self) -> None:
        bar = self._bar_cell = Cell(self, QPalette.ColorRole.Base)
        self.add_button = OneClickButton(_("Add {entry}").format(entry=self.repeat.label), bar)
        self.add_button.clicked.connect(lambda: self.focus_entry(self.session.add_entry(self.path)))
        self._count = hint("", bar)
        bar.box.addWidget(self.add_button)
        bar.box.addWidget(self._count)
        bar.box.addStretch(1)
        self._column.addWidget(bar)
        self._show_count()
        self.show_marks(self.path)

    def build(self) -> Iterator[None]:
        """Build the entries one by one, so that the page can be shown meanwhile, and the bar below them.

        Tab follows the order of creation.
        """
        for key in self.session.root.entries(self.path):
            self._place(key, len(self.blocks))
            yield
        self._bar()

    def _place(self, key: str, index: int) -> None:
        block = self.blocks.get(key)
        if block is None:
            block = EntryBlock(self, key)
            self.blocks[key] = block
        self._column.insertWidget(index, block)
        block.show()  # the layout would show it only later, too late to take the focus
        block.set_number(index + 1)
        block.show_marks()

    def refresh(self) -> None:
        """Update after entries were added, removed or moved, reusing widgets."""
        keys = self.session.root.entries(self.path)
        for key in [key for key in self.blocks if key not in keys]:
            block = self.blocks.pop(key)
            self.builder.registry.drop_under(block.owner)
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        for index, key in enumerate(keys):
            if key not in self.blocks or self._column.indexOf(self.blocks[key]) != index:
                self._place(key, index)
            self.blocks[key].set_number(index + 1)
        self._show_count()
        self._restructured()

    def show_marks(self, path: NodePath) -> None:
        """Show the marks of the list, or of one of its entries."""
        if path != self.path:
            block = self.blocks.get(path[-1])
            if block is not None:
                block.show_marks()
            return
        if self._bar_cell is None:
            return
        marks = self.session.marks
        self.add_button.setAccessibleDescription(" ".join(mark.words for mark in marks.at(path)))
        clicked, label = marks.chosen.emit, self.repeat.label
        self._bar_cell.show_marks("", marks.at(path), lambda pane: clicked(path, pane), label)

    def _show_count(self) -> None:
        count = len(self.session.root.entries(self.path))
        full = self.session.room(self.path) <= 0
        self._count.setText(ngettext("{count} entry", "{count} entries", count).format(count=count))
        self.add_button.setEnabled(not full and not self.session.read_only)

    def focus_entry(self, key: str | None) -> None:
        """Focus the first field of an entry."""
        if key in self.blocks:
            self._show_item((*self.path, key, self.session.form.lists[self.repeat.id].item_ids[0]))

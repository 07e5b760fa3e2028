"""The current row of 新旧対照表 in full, below the table: both sides and the clerk's remarks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import Spans
from pia_desktop.documents.changes import sides
from pia_desktop.documents.council_remarks import key_of, words_on_blocks
from pia_desktop.documents.council_rows import Block, blocks_of
from pia_desktop.documents.table import cell_text
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import Change, Comparison
from pia_desktop.revisions.textdiff import passages
from ui.changes.council_table import mark_of
from ui.widgets.dragging import PlainField
from ui.widgets.layouts import column_of, row_of
from ui.widgets.own_undo import KeptTexts
from ui.widgets.passages import PassagesView
from ui.widgets.plain_text import note
from ui.widgets.theme import small_font, space
from ui.widgets.unscrolled import DropDown


class CouncilFields(QWidget):
    """Shows a change or an unchanged item, and signals what the clerk types."""

    remark_typed = Signal(str)

    def __init__(self, found: Comparison, kept: KeptTexts, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found
        self._kept = kept
        self._shown: Change | NodePath | None = None
        self._remarks: Mapping[str, str] = {}
        self.buttons = QHBoxLayout()  # buttons that act on the rows above
        self.buttons.setSpacing(space(2))
        column = column_of(self.buttons, gap=space(2), margins=(0, space(1), 0, 0), inside=self)
        self.name = note(self)
        column.addWidget(self.name)
        row = row_of(gap=space(2))
        column.addLayout(row, 1)
        self.after = PassagesView("改定後", self._withheld_in, new=True, parent=self)
        self.before = PassagesView("改定前", self._withheld_in, new=False, parent=self)
        self.remark = PlainField(self, name="審査の観点・主な相違点")
        self.remark.setPlaceholderText(_("What the council should look at; stays for the next table"))
        self.remark.textChanged.connect(self._typed)
        self._block = DropDown(self, name=_("What the words are about"))
        self._block.activated.connect(lambda _at: self._show_words())
        fields: tuple[QWidget, ...] = (self.remark, self.after, self.before)
        for field in fields:
            label = QLabel(field.accessibleName(), self)
            label.setFont(small_font())
            label.setBuddy(field)
            side = column_of(label, gap=space(1))
            if field is self.remark:
                side.addWidget(self._block)
            side.addWidget(field, 1)
            row.addLayout(side, 1)

    def _typed(self) -> None:
        self.remark_typed.emit(taken_in(self.remark.toPlainText()))

    @property
    def block(self) -> Block | None:
        """The paragraph of the answer that the remark is about; None for the whole row."""
        found: Block | None = self._block.currentData()
        return found

    def _show_blocks(self, one: Change | NodePath) -> None:
        """Offer the paragraphs of an answer, selecting the first that has a remark."""
        blocks = blocks_of(self._found, one)
        noted = words_on_blocks(one, self._remarks)
        self._block.clear()
        self._block.addItem(_("The whole row"), None)
        for block in blocks:
            number = f"（{block.nth}）" if block.nth > 1 else ""
            self._block.addItem(f"{block.heading}{number}", block)
        self._block.setVisible(bool(blocks))
        first = next((at for at, block in enumerate(blocks, 1) if block in noted), 0)
        self._block.setCurrentIndex(0 if self._remarks.get(key_of(one)) else first)

    def _withheld_in(self, words: str) -> Spans | None:
        return withheld_in(words, self._found.old, self._found.new)

    def _show_words(self) -> None:
        key = None if self._shown is None else key_of(self._shown, self.block)
        self._kept.show(self.remark, ("council", key), self._remarks.get(key or "", ""))

    def show_nothing(self) -> None:
        """Clear the fields: there is no row."""
        self._shown = None
        self.remark.setEnabled(False)
        self._block.clear()
        self._block.hide()
        self._show_words()
        self.name.clear()
        self.before.clear()
        self.after.clear()

    def show_row(self, one: Change | NodePath, remarks: Mapping[str, str]) -> None:
        """Show a row with its remarks out of ``remarks`` (by key)."""
        self._shown, self._remarks = one, remarks
        self.remark.setEnabled(True)
        self._show_blocks(one)
        self._show_words()
        both = sides(self._found, one)
        old, new = cell_text(both.old), cell_text(both.new)
        if isinstance(one, tuple):
            self.name.setText(f"{printed_path(self._found.form, one, self._found.new.root)}{mark_of(one)}")
            self.before.show_passages(passages(old, old))
            self.after.show_words(new, changed=False)
            return
        self.name.setText(self._found.name(one))
        found = passages(old, new)
        self.before.show_passages(found)
        self.after.show_passages(found)

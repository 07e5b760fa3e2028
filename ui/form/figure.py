"""The editor of a run of passages and pictures (別添１ 事務の内容), which can be moved, removed and withheld
singly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE, Brought, Spans, toggled
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import DataTable, Figure, Picture, RunBlock, Value
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.context.steps import TextChange
from ui.form.editor import AnswerEditor
from ui.form.run_additions import RunAdditions
from ui.form.run_blocks import BlockRow, PassageRow, PictureRow
from ui.form.run_column import RunColumn
from ui.form.texts import GrowingText
from ui.widgets.buttons import push_button
from ui.widgets.dragging import take_copy
from ui.widgets.layouts import column_of
from ui.widgets.overrides import guarded
from ui.widgets.theme import space

_ROWS, _COLUMNS = 4, 3
"""Of a table that was just put in."""


@guarded
class FigureEditor(AnswerEditor):
    """The blocks of a run in order, each with its buttons.

    If the last block is not a passage, an empty field follows it; typing there adds a passage.
    """

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        self.called = ""
        tables = isinstance(item.kind, FigureKind) and item.kind.tables
        self.additions = RunAdditions(self, session, self._put, tables=tables)
        column = column_of(gap=space(2), margins=(space(2), space(2), space(2), space(2)), inside=self)
        buttons = QHBoxLayout()
        column.addLayout(buttons)
        self.text_button = self._button(buttons, _("Add text"), self.add_passage)
        self.choose_button = self._button(buttons, _("Add pictures…"), self.additions.choose)
        self.paste_button = self._button(buttons, _("Paste a picture"), self.additions.paste)
        if tables:
            self.table_button = self._button(buttons, _("Add a table"), self.add_table)
            self.rows_button = self._button(buttons, _("Paste a table"), self.additions.paste_table)
        buttons.addStretch(1)
        self._column = RunColumn(self, self)
        column.addLayout(self._column)
        self.setAcceptDrops(not session.read_only)
        self.show_value(session.answer(path))

    def _button(self, row: QHBoxLayout, words: str, act: Callable[[], None]) -> QPushButton:
        button = push_button(self, words, act)
        button.setEnabled(not self.session.read_only)
        row.addWidget(button)
        return button

    # ---- what it is of

    @property
    def figure(self) -> Figure:
        """The run as in the contents."""
        value = self.session.answer(self.path)
        return value if isinstance(value, Figure) else Figure()

    @property
    def next_begin(self) -> int:
        """Character position at which the text of a passage after the last block would begin."""
        figure = self.figure
        return len(figure.text) + 1 if figure.passages else 0

    @property
    def field(self) -> GrowingText:
        """The field of the last passage."""
        return self._column.passages[-1].field

    def row(self, index: int) -> BlockRow:
        return self._column.rows[index]

    # ---- showing

    def show_value(self, value: Value | None) -> None:
        self._column.show_run(value if isinstance(value, Figure) else Figure())
        self.show_withheld(self.session.root.withheld_at(self.path))

    def name(self, words: str) -> None:
        self.called = words
        self._column.name_rows()

    def show_withheld(self, spans: Spans | None) -> None:
        super().show_withheld(spans)
        for row in self._column.passages:
            row.show_spans(spans)

    def field_of(self, spot: Spot, start: int = 0) -> GrowingText | None:
        if spot.cell is not None:
            self._column.show_cell(*spot.cell)
            return None
        if spot.picture is not None:
            captions = [row.caption for row in self._column.pictures]
            return captions[spot.picture] if spot.picture < len(captions) else None
        fields = [row.field for row in self._column.passages]
        return next((field for field in reversed(fields) if field.begins <= start), None)

    def passage_field(self) -> GrowingText | None:
        """The field of the current passage: the text of a run may be in several."""
        row = self._column.at_hand
        return row.field if isinstance(row, PassageRow) else self.field

    def focus_target(self) -> QWidget:
        return self._column.target()

    def block_entered(self, row: BlockRow) -> None:
        """Make a block the current one; insertions go after it."""
        self._column.at_hand = row
        self.entered()

    # ---- editing

    def _send_run(self, figure: Figure, *, typing: TextChange | bool = False) -> None:
        blocks = figure.blocks
        if blocks[-1:] == ("",) and not (len(blocks) > 1 and isinstance(blocks[-2], str)):
            figure = Figure(blocks[:-1])  # there is an empty field anyway
        self.send(None if figure.empty else figure, typing=typing)

    def with_passage(self, index: int, text: str) -> Figure:
        """The run with new text in a passage, or with a new one at the end."""
        figure = self.figure
        if index < len(figure.blocks):
            return figure.with_block(index, text)
        return Figure((*figure.blocks, text)) if text else figure

    def set_passage(self, index: int, text: str, change: TextChange) -> None:
        self._send_run(self.with_passage(index, text), typing=change)

    def add_passage(self) -> None:
        """Insert an empty passage after the current block, and focus it."""
        figure = self.figure
        blocks, at = figure.blocks, self._column.place_behind(len(figure.blocks))
        field_is_there = blocks[at : at + 1] == ("",) or (
            at == len(blocks) and not isinstance(next(reversed(blocks), None), str)
        )
        if not field_is_there:
            self._send_run(figure.with_inserted(at, ""))
        self._column.focus(at)

    def takes_caption(self, field: GrowingText, row: PictureRow) -> None:
        """Make a field edit the caption of a picture."""
        field.passages = lambda: WHOLE if self._is_withheld(row.picture) else None
        field.brought.connect(lambda words, brought: self._bring_caption(row.number, words, brought))
        field.edited.connect(lambda words: self.set_caption(row.number, words))
        field.cells_joined.connect(self.tell_joined)

    def _is_withheld(self, picture: Picture) -> bool:
        return picture.withheld or bool(self.session.root.withheld_at(self.path))

    def _bring_caption(self, number: int, words: str, brought: Brought) -> None:
        """Paste withheld text into a caption, which has no spans: withholds the whole figure."""
        if brought.withheld:
            self.withhold_with(self._with_caption(number, words))

    def set_caption(self, number: int, caption: str) -> None:
        change = replace(self._column.pictures[number].caption.change, field=("caption", number))
        self._send_run(self._with_caption(number, caption), typing=change)

    def _with_caption(self, number: int, caption: str) -> Figure:
        return self.figure.each_picture(
            lambda at, picture: replace(picture, caption=caption) if at == number else picture
        )

    def set_block(self, index: int, block: RunBlock) -> None:
        """Replace a block: the same picture laid out differently, a changed table."""
        self._send_run(self.figure.with_block(index, block))

    def complete(self) -> None:
        if self._column.at_hand is not None:
            self._column.at_hand.complete()

    def withhold_block(self, index: int, withheld: bool) -> None:
        """Withhold a block from the public, or publish it again."""
        figure = self.figure
        block = figure.blocks[index]
        if not isinstance(block, str):
            self._send_run(figure.with_block(index, replace(block, withheld=withheld)))
            return
        begin = dict(figure.begins())[index]
        spans = self.session.root.withheld_at(self.path)
        self.session.withhold(self.path, toggled(spans, (begin, begin + len(block)), len(figure.text)))

    def move_block(self, index: int, step: int) -> None:
        """Move a block up or down by one."""
        self._send_run(self.figure.moved(index, step))

    def remove_block(self, index: int) -> None:
        """Remove a block; undo restores it."""
        figure = self.figure
        messages = {Picture: _("The picture was removed."), DataTable: _("The table was removed.")}
        sort = type(figure.blocks[index])
        self._send_run(figure.with_block(index))
        self._column.focus(index)
        self.session.taken_out.emit(messages.get(sort) or _("The passage was removed."))

    # ---- what comes in

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from ui.widgets.pasted_words import picture_files_on

        source = event.mimeData()
        if picture_files_on(source) or source.hasImage():
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Insert what is dropped after the block it is dropped on."""
        over = [row for row in self._column.rows if row.y() <= event.position().y()]
        self._column.at_hand = over[-1] if over else None
        if self.additions.take(event.mimeData()):
            take_copy(event)

    def _put(self, blocks: Sequence[RunBlock]) -> None:
        """Insert blocks after the current one, or at the cursor, as one step, and focus the last."""
        figure, at = self._parted()
        for place, block in enumerate(blocks, at):
            figure = figure.with_inserted(place, block)
        writing = isinstance(self._column.at_hand, PassageRow) and self._column.at_hand.field.hasFocus()
        self._send_run(figure)
        rows, behind = self._column.rows, at + len(blocks)
        self._column.at_hand = rows[behind - 1]
        if writing and behind < len(rows) and isinstance(after := rows[behind], PassageRow):
            after.field.mark(0, 0)  # who writes goes on behind the picture

    def add_table(self) -> None:
        """Insert an empty table, and focus it."""
        self._put([DataTable((("",) * _COLUMNS,) * _ROWS)])
        if self._column.at_hand is not None:
            self._column.at_hand.target().setFocus()

    def _parted(self) -> tuple[Figure, int]:
        """The run and the index for an insertion; the current passage is split at the cursor's line."""
        figure, row = self.figure, self._column.at_hand
        if not isinstance(row, PassageRow) or row.index >= len(figure.blocks):
            return figure, self._column.place_behind(len(figure.blocks))
        text, at = row.field.text(), row.field.line_end()
        if not 0 < at < len(text):
            return figure, row.index + int(at > 0)
        return figure.with_block(row.index, text[:at], text[at + 1 :]), row.index + 1

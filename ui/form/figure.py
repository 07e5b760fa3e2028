"""A run of passages and pictures (別添１ 事務の内容): put in, moved, taken out, withheld, each by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import check_picture
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE, Brought, Spans, toggled
from pia_desktop.errors import PictureRefused, UserError
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import DataTable, Figure, Picture, RunBlock, Value
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.context.steps import TextChange
from ui.form.editor import AnswerEditor
from ui.form.run_blocks import BlockRow, PassageRow, PictureRow
from ui.form.table_block import TableRow, fits, table_of
from ui.form.texts import GrowingText
from ui.form.thumbnails import png_of
from ui.widgets.dialogs import ask_open_paths, show_error
from ui.widgets.overrides import guarded
from ui.widgets.theme import space

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Rows

_ROWS, _COLUMNS = 4, 3
"""Of a table that was just put in."""


@guarded
class FigureEditor(AnswerEditor):
    """The blocks of a run in their order, each with its buttons.

    Where the last one is no passage, an empty field stands behind it: what is typed there becomes one.
    """

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        self.called = ""
        self._at_hand: BlockRow | None = None
        self._rows: list[BlockRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(space(2), space(2), space(2), space(2))
        column.setSpacing(space(2))
        buttons = QHBoxLayout()
        column.addLayout(buttons)
        self.text_button = self._button(buttons, _("Add text"), self.add_passage)
        self.choose_button = self._button(buttons, _("Add pictures…"), self.choose)
        self.paste_button = self._button(buttons, _("Paste a picture"), self.paste)
        if isinstance(item.kind, FigureKind) and item.kind.tables:
            self.table_button = self._button(buttons, _("Add a table"), self.add_table)
            self.rows_button = self._button(buttons, _("Paste a table"), self.paste_table)
        buttons.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(space(3))
        column.addLayout(self._column)
        self.setAcceptDrops(not session.read_only)
        self.show_value(session.answer(path))

    def _button(self, row: QHBoxLayout, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setEnabled(not self.session.read_only)
        button.clicked.connect(act)
        row.addWidget(button)
        return button

    # ---- what it is of

    @property
    def figure(self) -> Figure:
        """The run as the contents have it."""
        value = self.session.answer(self.path)
        return value if isinstance(value, Figure) else Figure()

    @property
    def next_begin(self) -> int:
        """Where the words of a passage behind the last block will begin."""
        figure = self.figure
        return len(figure.text) + 1 if figure.passages else 0

    @property
    def field(self) -> GrowingText:
        """The field of the last passage."""
        return next(row.field for row in reversed(self._rows) if isinstance(row, PassageRow))

    def row(self, index: int) -> BlockRow:
        """The row of a block."""
        return self._rows[index]

    # ---- showing

    def show_value(self, value: Value | None) -> None:
        figure = value if isinstance(value, Figure) else Figure()
        blocks = _with_last_passage(figure.blocks)
        if [_sort(row) for row in self._rows] != [_key(block) for block in blocks]:
            self._lay(blocks)
        numbers: dict[type, int] = {}
        for index, (row, block) in enumerate(zip(self._rows, blocks, strict=True)):
            number = numbers.get(type(row), 0)
            numbers[type(row)] = number + 1
            row.show_block(block)
            row.place(index, number, len(figure.blocks))
        self.show_withheld(self.session.root.withheld_at(self.path))

    def _lay(self, blocks: tuple[RunBlock, ...]) -> None:
        """Put the rows into another order; each that can go on showing its block does, the cursor in it."""
        left = list(self._rows)
        self._rows = [self._kept(block, left) or self._new(block) for block in blocks]
        for row in left:
            row.hide()
            row.deleteLater()
            if self._at_hand is row:
                self._at_hand = None
        for at, row in enumerate(self._rows):
            if self._column.indexOf(row) != at:
                self._column.removeWidget(row)
                self._column.insertWidget(at, row)
        for before, behind in zip(self._rows, self._rows[1:], strict=False):
            QWidget.setTabOrder(_last_in(before), _first_in(behind))

    def _kept(self, block: RunBlock, left: list[BlockRow]) -> BlockRow | None:
        fitting = [row for row in left if _sort(row) == _key(block)]
        same = [
            row
            for row in fitting
            if (isinstance(row, PassageRow) and row.field.text() == block)
            or (isinstance(row, TableRow) and row.table == block)
        ]
        found = next(iter((*same, *fitting)), None)
        if found is not None:
            left.remove(found)
        return found

    def _new(self, block: RunBlock) -> BlockRow:
        row: BlockRow
        if isinstance(block, Picture):
            row = PictureRow(self, self, block)
        elif isinstance(block, DataTable):
            row = TableRow(self, self)
        else:
            row = PassageRow(self, self)
        row.show()
        return row

    def name(self, words: str) -> None:
        self.called = words
        for row in self._rows:
            row.place(row.index, row.number, len(self.figure.blocks))

    def show_withheld(self, spans: Spans | None) -> None:
        super().show_withheld(spans)
        for row in self._rows:
            if isinstance(row, PassageRow):
                row.show_spans(spans)

    def field_of(self, spot: Spot, start: int = 0) -> GrowingText | None:
        if spot.cell is not None:
            self._show_cell(*spot.cell)
            return None
        if spot.picture is not None:
            captions = [row.caption for row in self._rows if isinstance(row, PictureRow)]
            return captions[spot.picture] if spot.picture < len(captions) else None
        fields = [row.field for row in self._rows if isinstance(row, PassageRow)]
        return next((field for field in reversed(fields) if field.begins <= start), None)

    def _show_cell(self, number: int, row: int, column: int) -> None:
        tables = [one for one in self._rows if isinstance(one, TableRow)]
        if number < len(tables):
            tables[number].view.setFocus()
            tables[number].view.setCurrentIndex(tables[number].model.index(row, column))

    def passage_field(self) -> GrowingText | None:
        """That of the passage at hand: the words of a run may stand in several."""
        row = self._at_hand
        return row.field if isinstance(row, PassageRow) else self.field

    def focus_target(self) -> QWidget:
        return (self._at_hand or self._rows[-1]).target()

    def block_entered(self, row: BlockRow) -> None:
        """The cursor is in a block: what is put in goes behind it."""
        self._at_hand = row
        self.entered()

    # ---- editing

    def _send_run(self, figure: Figure, *, typing: TextChange | bool = False) -> None:
        blocks = figure.blocks
        if blocks[-1:] == ("",) and not (len(blocks) > 1 and isinstance(blocks[-2], str)):
            figure = Figure(blocks[:-1])  # an empty field stands there anyway
        self.send(None if figure.empty else figure, typing=typing)

    def with_passage(self, index: int, text: str) -> Figure:
        """The run with other words in a passage, or with one more at its end."""
        figure = self.figure
        if index < len(figure.blocks):
            return figure.with_block(index, text)
        return Figure((*figure.blocks, text)) if text else figure

    def set_passage(self, index: int, text: str, change: TextChange) -> None:
        """What is typed into a passage."""
        self._send_run(self.with_passage(index, text), typing=change)

    def add_passage(self) -> None:
        """Put an empty passage behind the block at hand, and the cursor into it."""
        figure, at = self.figure, self._place()
        blocks = figure.blocks
        beside = blocks[at : at + 1] if at < len(blocks) else ()
        if at == len(blocks) and not isinstance(blocks[-1] if blocks else None, str):
            self._rows[-1].target().setFocus()  # the empty field that stands there
        elif beside == ("",):
            self._rows[at].target().setFocus()
        else:
            self._send_run(figure.with_inserted(at, ""))
            self._rows[at].target().setFocus()

    def _place(self) -> int:
        """Where what is put in goes: behind the block at hand, else behind all."""
        count = len(self.figure.blocks)
        return count if self._at_hand is None else min(self._at_hand.index + 1, count)

    def takes_caption(self, field: GrowingText, row: PictureRow) -> None:
        """What is written in a field is the caption of a picture."""
        field.passages = lambda: WHOLE if self._is_withheld(row.picture) else None
        field.brought.connect(lambda words, brought: self._bring_caption(row.number, words, brought))
        field.edited.connect(lambda words: self.set_caption(row.number, words))

    def _is_withheld(self, picture: Picture) -> bool:
        return picture.withheld or bool(self.session.root.withheld_at(self.path))

    def _bring_caption(self, number: int, words: str, brought: Brought) -> None:
        """A caption has no passages: with withheld words in it, the whole figure is withheld."""
        if brought.withheld:
            self.withhold_with(self._with_caption(number, words))

    def set_caption(self, number: int, caption: str) -> None:
        """Give a picture another caption."""
        captions = [row.caption for row in self._rows if isinstance(row, PictureRow)]
        change = replace(captions[number].change, field=("caption", number))
        self._send_run(self._with_caption(number, caption), typing=change)

    def _with_caption(self, number: int, caption: str) -> Figure:
        return self.figure.each_picture(
            lambda at, picture: replace(picture, caption=caption) if at == number else picture
        )

    def set_block(self, index: int, block: RunBlock) -> None:
        """Put another block in the place of one: the same picture standing otherwise, a table changed."""
        self._send_run(self.figure.with_block(index, block))

    def complete(self) -> None:
        if self._at_hand is not None:
            self._at_hand.complete()

    def withhold_block(self, index: int, withheld: bool) -> None:
        """Keep a block from the public, or show it again."""
        figure = self.figure
        block = figure.blocks[index]
        if not isinstance(block, str):
            self._send_run(figure.with_block(index, replace(block, withheld=withheld)))
            return
        begin = dict(figure.begins())[index]
        spans = self.session.root.withheld_at(self.path)
        self.session.withhold(self.path, toggled(spans, (begin, begin + len(block)), len(figure.text)))

    def move_block(self, index: int, step: int) -> None:
        """Put a block one place up or down."""
        self._send_run(self.figure.moved(index, step))

    def remove_block(self, index: int) -> None:
        """Take a block out; undo brings it back."""
        figure = self.figure
        told = {Picture: _("The picture was removed."), DataTable: _("The table was removed.")}
        sort = type(figure.blocks[index])
        self._send_run(figure.with_block(index))
        self._rows[min(index, len(self._rows) - 1)].target().setFocus()
        self.session.taken_out.emit(told.get(sort) or _("The passage was removed."))

    # ---- pictures that come in

    def choose(self) -> None:
        """Let the user choose picture files, and add them in the order of their names."""
        files = ask_open_paths(self, _("Add pictures"), _("Pictures (*.png *.jpg *.jpeg)"))
        self.add_files(sorted(files))

    def add_files(self, files: list[Path]) -> None:
        """Add picture files; one that is refused says so and leaves the others to be added."""
        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                show_error(
                    self,
                    PictureRefused(
                        _("The picture {name} cannot be read: {why}.").format(
                            name=file.name, why=error.strerror
                        ),
                        _("Check that the file is still there, then choose it again."),
                    ),
                )
                continue
            self.add_data(data, file.name)

    def paste(self) -> None:
        """Add the picture, or the picture files, that lie on the clipboard."""
        source = QGuiApplication.clipboard().mimeData()
        if not self.take(source):
            show_error(
                self,
                PictureRefused(
                    _("There is no picture in the clipboard."),
                    _("Copy a picture first, or choose a PNG or JPEG file."),
                ),
            )

    def take(self, source: QMimeData) -> bool:
        """Add what is copied or dropped of pictures; False where there are none."""
        from ui.form.clipping import image_on, picture_files_on

        files, image = picture_files_on(source), image_on(source)
        if files:
            self.add_files(files)
        elif image is not None:
            self.add_image(image)
        return bool(files) or image is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        source = event.mimeData()
        from ui.form.clipping import picture_files_on

        if picture_files_on(source) or source.hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped goes behind the block that it is dropped on."""
        over = [row for row in self._rows if row.y() <= event.position().y()]
        self._at_hand = over[-1] if over else None
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def add_image(self, image: QImage) -> None:
        """Add a picture from the clipboard, kept as PNG."""
        self.add_data(png_of(image), _("from the clipboard"))

    def add_data(self, data: bytes, name: str) -> None:
        """Check a picture's bytes, keep them, and put the picture behind the block at hand."""
        try:
            picture = check_picture(data, name)
            self.session.store.put_picture(data, picture)
        except PictureRefused as refused:
            show_error(self, refused)
            return
        self._put(picture)

    def _put(self, block: RunBlock) -> None:
        """Put a block behind the one at hand, or at the cursor, and take it in hand."""
        figure, at = self._parted()
        self._send_run(figure.with_inserted(at, block))
        self._at_hand = self._rows[at]

    # ---- tables

    def add_table(self) -> None:
        """Put in an empty table, and the cursor into it."""
        self._put(DataTable((("",) * _COLUMNS,) * _ROWS))
        if self._at_hand is not None:
            self._at_hand.target().setFocus()

    def paste_table(self) -> None:
        """Put in the cells that lie on the clipboard."""
        from ui.form.clipping import rows_on

        rows = rows_on(QGuiApplication.clipboard().mimeData())
        if rows:
            self._put_rows(rows)
        else:
            show_error(
                self,
                UserError(
                    _("There is no table in the clipboard."),
                    _("Copy cells of a spreadsheet, or lines with tabs between their words."),
                ),
            )

    def takes_rows(self, source: QMimeData) -> bool:
        """Whether what is pasted are cells side by side, which become a table here."""
        if not (isinstance(self.item.kind, FigureKind) and self.item.kind.tables):
            return False
        from ui.form.clipping import rows_on

        rows = rows_on(source)
        if max(map(len, rows), default=0) < 2:
            return False
        self._put_rows(rows)
        return True

    def _put_rows(self, rows: Rows) -> None:
        table = table_of(rows)
        if fits(self, table):
            self._put(table)

    def _parted(self) -> tuple[Figure, int]:
        """The run and where in it something goes: a passage at hand is parted at the line of the cursor."""
        figure, row = self.figure, self._at_hand
        if not isinstance(row, PassageRow) or row.index >= len(figure.blocks):
            return figure, self._place()
        text, at = row.field.text(), row.field.line_end()
        if not 0 < at < len(text):
            return figure, row.index + int(at > 0)
        return figure.with_block(row.index, text[:at], text[at + 1 :]), row.index + 1


def _with_last_passage(blocks: tuple[RunBlock, ...]) -> tuple[RunBlock, ...]:
    return blocks if blocks and isinstance(blocks[-1], str) else (*blocks, "")


def _key(block: RunBlock) -> str:
    """What the row of a block shows as long as it lives."""
    if isinstance(block, Picture):
        return block.digest
    return "table" if isinstance(block, DataTable) else ""


def _sort(row: BlockRow) -> str:
    if isinstance(row, PictureRow):
        return row.picture.digest
    return "table" if isinstance(row, TableRow) else ""


def _first_in(row: BlockRow) -> QWidget:
    return row.up


def _last_in(row: BlockRow) -> QWidget:
    return row.target()

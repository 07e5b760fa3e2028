"""The blocks of a run in the editor: passages and pictures, which can be moved and removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Flag, auto
from typing import Final, Protocol

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE, Brought, Spans, within
from pia_desktop.forms.values import Figure, Picture, PictureSize, RunBlock, Value
from pia_desktop.i18n import N_, _
from ui.context.session import Session
from ui.context.steps import TextChange
from ui.form.choices import FormCombo
from ui.form.field_menu import Field
from ui.form.run_additions import RunAdditions
from ui.form.texts import GrowingText
from ui.form.thumbnails import show_thumbnail
from ui.form.withheld import show_passages
from ui.widgets.actions import Action, Actions, Menu, conditions
from ui.widgets.layouts import SPRING, Growing, flush_column, flush_row, place, row_of
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space

_THUMBNAIL: Final = 16


class RunHost(Protocol):
    """What the rows ask of the editor of their run."""

    session: Session
    path: NodePath
    called: str
    additions: RunAdditions

    @property
    def figure(self) -> Figure:
        """The run as in the contents."""

    @property
    def next_begin(self) -> int:
        """Character position at which the text of a passage after the last block would begin."""

    def move_block(self, index: int, step: int) -> None:
        """Move a block down by ``step`` places."""

    def remove_block(self, index: int) -> None:
        """Remove a block."""

    def withhold_block(self, index: int, withheld: bool) -> None:
        """Withhold a block from the public, or publish it again."""

    def block_entered(self, row: BlockRow) -> None:
        """Make a block the current one."""

    def with_passage(self, index: int, text: str) -> Figure:
        """The run with new text in a passage."""

    def set_passage(self, index: int, text: str, change: TextChange) -> None:
        """Handle typing in a passage."""

    def bring(self, value: Value | None, brought: Brought) -> None:
        """Accept pasted text with its withheld spans."""

    def offer_joining(self, start: int, end: int) -> None:
        """Offer to join pasted lines."""

    def offer_menu(self, field: Field) -> None:
        """Give a field its context menu."""

    def takes_caption(self, field: GrowingText, row: PictureRow) -> None:
        """Make a field edit the caption of a picture."""

    def set_block(self, index: int, block: RunBlock) -> None:
        """Replace a block."""


class BlockCondition(Flag):
    """Conditions on a block."""

    ABOVE = auto()
    """It can be moved up."""
    BELOW = auto()
    WRITING = auto()
    WITHHOLDING = auto()
    WITHHELD = auto()


class BlockRow(QWidget):
    """Base of the rows: the block's position, and the buttons that every block has."""

    def __init__(self, run: RunHost, parent: QWidget) -> None:
        super().__init__(parent)
        self.run = run
        self.index = 0
        """Of its block among those of the run."""
        self.number = 0
        """Of its block among those of its sort, from 0."""
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons: list[tuple[QWidget, str]] = []
        self.up = self.button(_(UP.words), lambda: UP.act(self))
        self.down = self.button(_(DOWN.words), lambda: DOWN.act(self))
        self.out = self.button(_(OUT.words), lambda: OUT.act(self))
        self.withhold: QToolButton = self.button(_(WITHHOLD.words), lambda: None)
        self.withhold.setCheckable(True)
        self.withhold.clicked.connect(lambda on: run.withhold_block(self.index, on))

    def button(self, words: str, act: Callable[[], object]) -> QToolButton:
        """A button of the row, with the block in its accessible name."""
        button = QToolButton(self)
        button.setText(words)
        button.setEnabled(not self.run.session.read_only)
        button.clicked.connect(act)
        self.named(button, words)
        return button

    def named(self, widget: QWidget, words: str) -> None:
        """Set a widget's accessible name, including the block."""
        self._buttons.append((widget, words))

    def head(self) -> QHBoxLayout:
        """Title and buttons side by side."""
        return row_of(self.title, self.up, self.down, self.out, self.withhold, SPRING, gap=space(1))

    def name(self) -> str:
        """The block's name: 図１, 文章１."""
        raise NotImplementedError

    def place(self, index: int, number: int, count: int) -> None:
        """Set the block's index, its number among its kind, and the number of blocks."""
        self.index, self.number = index, number
        self.title.setText(self.name())
        for widget, words in self._buttons:
            widget.setAccessibleName(f"{self.run.called} {self.name()} {words}".strip())
        free = not self.run.session.read_only
        first, last = index == 0, index >= count - 1
        had = self.up if self.up.hasFocus() else self.down if self.down.hasFocus() else None
        self.up.setEnabled(free and not first)
        self.down.setEnabled(free and not last)
        if had is not None and not had.isEnabled():  # keep the focus in the block
            (self.down if had is self.up else self.up).setFocus()

    def show_block(self, block: RunBlock) -> None:
        raise NotImplementedError

    def target(self) -> QWidget:
        """The widget that takes the focus."""
        raise NotImplementedError

    def complete(self) -> None:
        """Turn pending input into contents, if it is not done with each key."""

    def now(self) -> BlockCondition:
        """The conditions that hold; they decide which buttons are enabled."""
        return conditions({
            BlockCondition.ABOVE: self.up.isEnabled(),
            BlockCondition.BELOW: self.down.isEnabled(),
            BlockCondition.WRITING: self.out.isEnabled(),
            BlockCondition.WITHHOLDING: self.withhold.isEnabled(),
            BlockCondition.WITHHELD: self.withhold.isChecked(),
        })  # fmt: skip


@guarded
class _PassageText(GrowingText):
    """The field of a passage; a pasted picture is inserted at the cursor."""

    def __init__(self, row: PassageRow) -> None:
        super().__init__(row)
        self._row = row

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        from ui.widgets.pasted_words import picture_files_on

        return source.hasImage() or bool(picture_files_on(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.isReadOnly():
            return
        from ui.widgets.pasted_words import image_on, picture_files_on, words_on

        if picture_files_on(source) or (words_on(source) is None and image_on(source) is not None):
            self._row.run.additions.take(source)
        elif self._row.run.additions.takes_rows(source):
            pass
        else:
            super().insertFromMimeData(source)


class PassageRow(BlockRow):
    """A passage of text."""

    def __init__(self, run: RunHost, parent: QWidget) -> None:
        super().__init__(run, parent)
        self.bar = QWidget(self)
        head = self.head()
        head.setContentsMargins(0, 0, 0, 0)
        self.bar.setLayout(head)
        self.withhold.setToolTip(_("Leaves this passage out of copies for the public"))
        self.field = _PassageText(self)
        self.field.withholds = True
        self.field.passages = self._withheld
        self.field.setReadOnly(run.session.read_only)
        self.field.brought.connect(self._bring)
        self.field.pasted.connect(
            lambda start, end: run.offer_joining(self._begin + start, self._begin + end)
        )
        self.field.edited.connect(self._send)
        self.field.entered.connect(lambda: run.block_entered(self))
        run.offer_menu(self.field)
        flush_column(self, space(1), self.bar, self.field)

    def name(self) -> str:
        return _("Passage {number}").format(number=self.number + 1)

    def place(self, index: int, number: int, count: int) -> None:
        super().place(index, number, count)
        alone = count <= 1
        self.bar.setVisible(not alone and index < len(self.run.figure.blocks))
        explains = any(isinstance(block, Picture) for block in self.run.figure.blocks)
        self.field.setPlaceholderText(_("Explanation of the figure") if explains else _("Running text"))
        self.field.setAccessibleName(self.run.called if alone else f"{self.run.called} {self.name()}".strip())
        self.field.begins = self._begin

    @property
    def _begin(self) -> int:
        """Character position of its text in that of the run."""
        return dict(self.run.figure.begins()).get(self.index, self.run.next_begin)

    def _withheld(self) -> Spans | None:
        spans = self.run.session.root.withheld_at(self.run.path)
        return WHOLE if spans == WHOLE else within(spans, self._begin, self._begin + len(self.field.text()))

    def show_block(self, block: RunBlock) -> None:
        self.field.show_text(block if isinstance(block, str) else "")

    def show_spans(self, spans: Spans | None) -> None:
        length = len(self.field.text())
        own = within(spans, self._begin, self._begin + length)
        show_passages(self.field, own)
        self.withhold.setChecked(own == ((0, length),))
        self.withhold.setEnabled(length > 0 and not self.run.session.read_only)

    def target(self) -> QWidget:
        return self.field

    def _send(self, text: str) -> None:
        self.run.set_passage(self.index, text, replace(self.field.change, field=("passage", self.number)))

    def _bring(self, text: str, brought: Brought) -> None:
        self.run.bring(
            self.run.with_passage(self.index, text), replace(brought, start=self._begin + brought.start)
        )


class PictureRow(BlockRow):
    """A picture: thumbnail, caption, and layout."""

    def __init__(self, run: RunHost, parent: QWidget, picture: Picture) -> None:
        super().__init__(run, parent)
        self.picture = picture
        self.view = QLabel(self)
        self.view.setFixedSize(_THUMBNAIL * em(), _THUMBNAIL * em() * 3 // 4)
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.view.setAutoFillBackground(True)
        data = run.session.store.pictures.picture(picture.digest)
        show_thumbnail(self.view, data, picture.caption or _("Picture"))
        side = QVBoxLayout()
        flush_row(self, space(3), self.view, Growing(side))
        side.addLayout(self.head())
        self.withhold.setToolTip(_("Leaves this picture and its caption out of copies for the public"))
        self.caption = GrowingText(self, single=True)
        self.caption.setPlaceholderText(_("Caption"))
        self.named(self.caption, _("Caption"))
        self.caption.setReadOnly(run.session.read_only)
        run.takes_caption(self.caption, self)
        self.caption.entered.connect(lambda: run.block_entered(self))
        run.offer_menu(self.caption)
        place(side, self.caption, self._look(), SPRING)
        self.actions_ = Actions(self.view, self, (OF_BLOCK,))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda at: self.actions_.popup(self.view.mapToGlobal(at), OF_BLOCK.rows)
        )

    def _look(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.size_box = self._choice(
            row,
            _("Width"),
            (
                (_("As large as it is"), PictureSize.OWN),
                (_("The width of the page"), PictureSize.WIDTH),
                (_("Half the width"), PictureSize.HALF),
                (_("Side by side with the next"), PictureSize.PAIR),
            ),
        )
        self.size_box.activated.connect(
            lambda: self.run.set_block(self.index, replace(self.picture, size=self.size_box.currentData()))
        )
        self.place_box = self._choice(
            row, _("Place of the caption"), ((_("Below the picture"), False), (_("Above the picture"), True))
        )
        self.place_box.activated.connect(
            lambda: self.run.set_block(self.index, replace(self.picture, above=self.place_box.currentData()))
        )
        row.addStretch(1)
        return row

    def _choice(self, row: QHBoxLayout, name: str, options: tuple[tuple[str, object], ...]) -> QComboBox:
        box = FormCombo(self, lambda: self.run.block_entered(self))
        for words, value in options:
            box.addItem(words, value)
        box.setToolTip(name)
        box.setEnabled(not self.run.session.read_only)
        self.named(box, name)
        row.addWidget(box)
        return box

    def name(self) -> str:
        return _("Figure {number}").format(number=self.number + 1)

    def place(self, index: int, number: int, count: int) -> None:
        super().place(index, number, count)
        self.title.setText(f"{self.name()}　{self.picture.width} × {self.picture.height}")

    def show_block(self, block: RunBlock) -> None:
        if not isinstance(block, Picture):
            return
        self.picture = block
        self.caption.show_text(block.caption)
        self.withhold.setChecked(block.withheld)
        self.size_box.setCurrentIndex(self.size_box.findData(block.size))
        self.place_box.setCurrentIndex(self.place_box.findData(block.above))

    def target(self) -> QWidget:
        return self.caption


# fmt: off
Do = BlockRow
If = BlockCondition
UP: Final = Action[Do](N_("Move up"), lambda do: do.run.move_block(do.index, -1), needs=If.ABOVE)
DOWN: Final = Action[Do](N_("Move down"), lambda do: do.run.move_block(do.index, 1), needs=If.BELOW)
OUT: Final = Action[Do](N_("Remove"), lambda do: do.run.remove_block(do.index), needs=If.WRITING)
WITHHOLD: Final = Action[Do](
    N_("Not for the public"), lambda do: do.withhold.click(), needs=If.WITHHOLDING, checked=If.WITHHELD)
OF_BLOCK: Final = Menu[Do](N_("Figure"), (UP, DOWN, OUT, None, WITHHOLD))
"""What can be done with a block: its buttons, and a right click on a picture."""

"""One note as a card: its place, its text, and the fields of its kind, all edited in place."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QWidget,
)

from db.records import Note
from pia_desktop.i18n import _
from ui.form.texts import GrowingText
from ui.notes.book import NOTE, REMARK, TODO, NoteBook, carried_since, kind_label
from ui.widgets.actions import MenuEntry, offer_entries
from ui.widgets.buttons import check_box, tool_button
from ui.widgets.card import Card
from ui.widgets.elided_place import elided_place
from ui.widgets.icons import set_icon
from ui.widgets.layouts import Growing, flush_column, flush_row, row_of
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.own_undo import end_steps_at_pauses
from ui.widgets.plain_text import plain_label, tip
from ui.widgets.theme import form_palette, small_font, space

KINDS: Final = (NOTE, TODO, REMARK)


@guarded
class NoteText(GrowingText):
    """A text field of a note, with its own undo, since notes are no answers."""

    def __init__(self, parent: QWidget, name: str, hint: str, words: str, *, writing: bool) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.show_text(words)
        self.setReadOnly(not writing)
        self.setUndoRedoEnabled(True)
        end_steps_at_pauses(self)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.keeps_marks = False

    def event(self, event: QEvent) -> bool:
        return QTextEdit.event(self, event)


@guarded
class _Place(QToolButton):
    """The place of a note, as a link elided in the middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = ""
        self.setAutoRaise(True)
        self.setFont(small_font())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        self.words = words
        self.setToolTip(tip(words))
        self.setAccessibleName(_("Go to: {place}").format(place=words))
        self.updateGeometry()
        self._cut()

    def _cut(self) -> None:
        room = self.width() - space(3)
        cut = elided_place(self.fontMetrics(), self.words, max(room, 0))
        self.setText(cut.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.words) + space(4)
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(space(10), super().sizeHint().height())


@guarded
class NoteCard(Card):
    """A note of a book, stored as it is typed; ``remove_requested`` asks to remove it."""

    remove_requested = Signal(str)

    def __init__(self, book: NoteBook, note: Note, parent: QWidget) -> None:
        super().__init__(parent)
        self._book = book
        self._writing = book.session.may_note
        self.note_id = note.id
        column = self.column
        column.addLayout(self._head())
        self.carried = plain_label(self, font=small_font())
        column.addWidget(self.carried)
        self._author = self._author_row(note)
        column.addWidget(self._author)
        hint = _("Write here") if note.kind != REMARK else _("What was said")
        self.words = NoteText(self, _("Words of the note"), hint, note.words, writing=self._writing)
        self._travel(self.words)
        self.words.edited.connect(lambda words: book.write(self.note_id, words=words))
        column.addWidget(self.words)
        self._answer = self._answer_rows(note)
        column.addWidget(self._answer)
        self.done = check_box(self, _("Done"), self._set_done, on=note.done)
        self.done.setEnabled(self._writing)
        column.addWidget(self.done)
        self._show_kind(note)
        self.show_place()
        book.session.versions_told.connect(self._show_carried)

    def _show_carried(self, _versions: int) -> None:
        note = self._book.find(self.note_id)
        if note is not None:
            self._show_kind(note)

    def _head(self) -> QHBoxLayout:
        self.kind = tool_button(self)
        self.kind.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kind.setEnabled(self._writing)
        menu = QMenu(self.kind)
        kinds = [MenuEntry(kind_label(kind), partial(self._set_kind, kind), kind) for kind in KINDS]
        offer_entries(menu, kinds)
        self.kind.setMenu(menu)
        self.place = _Place(self)
        self.place.clicked.connect(self._go)
        self.delete = tool_button(self, "delete", _("Take the note out"))
        self.delete.setEnabled(self._writing)
        self.delete.clicked.connect(lambda: self.remove_requested.emit(self.note_id))
        row = row_of(self.kind, gap=space(1))
        row.addWidget(self.place, 1_000)
        row.addStretch(1)
        row.addWidget(self.delete)
        return row

    def _author_row(self, note: Note) -> QWidget:
        holder = QWidget(self)
        label = QLabel(_("From"), holder)
        label.setFont(small_font())
        self.author = LineField(note.author, holder)
        self.author.setPlaceholderText(_("Who said it, such as 第三者点検"))
        self.author.setAccessibleName(_("From"))
        self.author.setReadOnly(not self._writing)
        self.author.setMaxLength(100)
        self.author.textEdited.connect(lambda words: self._book.write(self.note_id, author=words))
        label.setBuddy(self.author)
        flush_row(holder, space(2), label, Growing(self.author))
        return holder

    def _answer_rows(self, note: Note) -> QWidget:
        holder = QWidget(self)
        column = flush_column(holder, space(1))
        label = plain_label(holder, _("Our answer"), small_font())
        self.answer = NoteText(
            holder, _("Our answer"), _("What is done about it"), note.answer, writing=self._writing
        )
        self._travel(self.answer)
        self.answer.edited.connect(lambda words: self._book.write(self.note_id, answer=words))
        column.addWidget(label)
        column.addWidget(self.answer)
        return holder

    @property
    def has_undo(self) -> bool:
        """Whether undo or redo would change one of its texts."""
        documents = (self.words.document(), self.answer.document())
        return any(one.isUndoAvailable() or one.isRedoAvailable() for one in documents)

    def _travel(self, field: NoteText) -> None:
        """Keep withheld text withheld when it is copied through a note."""
        field.passages = lambda: self._book.withheld_in(field.text())

    # ---- what is shown

    def _show_kind(self, note: Note) -> None:
        set_icon(self.kind, note.kind)
        label = f"{kind_label(note.kind)} {note.number}" if note.kind == REMARK else kind_label(note.kind)
        self.kind.setText(label)
        self.kind.setAccessibleName(_("Kind: {kind}").format(kind=label))
        before = carried_since(note, self._book.session.version_count)
        carried = _("Carried on from before version {number}").format(number=before)
        self.carried.setText(carried if before else "")
        self.carried.setVisible(bool(before))
        remark = note.kind == REMARK
        self._author.setVisible(remark)
        self._answer.setVisible(remark)
        self.done.setVisible(note.kind != NOTE)

    def show_place(self) -> None:
        """Update the item's name."""
        note = self._book.find(self.note_id)
        if note is not None:
            self.place.show_words(self._book.place(note))
            self.place.setEnabled(self._book.reaches(note))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self.setPalette(form_palette(QApplication.palette()))

    # ---- what it does

    def _set_kind(self, kind: str) -> None:
        self._book.write(self.note_id, kind=kind)
        note = self._book.find(self.note_id)
        if note is not None:
            self._show_kind(note)

    def _set_done(self, on: bool) -> None:
        self._book.write(self.note_id, done=on)
        note = self._book.find(self.note_id)
        if note is not None:
            self._show_kind(note)

    def _go(self) -> None:
        note = self._book.find(self.note_id)
        if note is not None:
            self._book.session.item_requested.emit(note.path)

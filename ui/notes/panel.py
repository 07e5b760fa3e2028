"""The pane of notes and remarks: of the current item, all, or unfinished ones."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from db.records import Note
from pia_desktop.assessment.node import NodePath
from pia_desktop.i18n import N_, _
from ui.notes.book import NOTE, REMARK, NoteBook, kind_label
from ui.notes.card import KINDS, NoteCard
from ui.widgets.actions import Action, Actions, Menu, MenuEntries, MenuEntry, Unconditional
from ui.widgets.buttons import push_button, tool_button
from ui.widgets.layouts import SPRING, Growing, flush_column, place, row_of
from ui.widgets.panel import Panel
from ui.widgets.plain_text import note, plain_label
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

_SLICE: Final = 8
"""Cards that are made in one go; the rest follows while the window already answers."""


class Shown(Enum):
    """Which notes the pane shows."""

    HERE = 0
    ALL = 1
    WAITING = 2


class NotesPanel(Unconditional, Panel):
    """Buttons for new notes, a filter, cards, and restoring a removed note."""

    print_requested = Signal()
    """Someone asks for the remarks on paper."""

    def __init__(self, book: NoteBook) -> None:
        super().__init__()
        self.book = book
        self._session = book.session
        self.cards: dict[str, NoteCard] = {}
        self._unseen: dict[str, NoteCard] = {}
        """Cards that are not shown and have something to undo."""
        self._wanted: list[str] = []
        self._fresh: set[str] = set()
        self._removed: list[Note] = []
        self._lay_out()
        self._building = QTimer(self)
        self._building.setInterval(0)
        self._building.timeout.connect(self._build_on)
        book.replaced.connect(self._drop_cards)
        book.changed.connect(self.refresh)
        book.edited.connect(self._edited)
        self._session.item_entered.connect(self._entered)
        self._session.entries_changed.connect(self._renamed)
        self.refresh()

    # ---- building

    def _lay_out(self) -> None:
        column = flush_column(self, 0, self._head(), self._filter_row())
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(_("Notes and remarks"))
        self._list = QWidget(self._scroll)
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(space(2), space(1), space(2), space(2))
        self._column.setSpacing(space(2))
        self.empty = note(self._list, quiet=True)
        self.empty.setContentsMargins(space(1), space(2), space(1), 0)
        self._column.addWidget(self.empty)
        self._column.addStretch(1)
        self._scroll.setWidget(self._list)
        place(column, Growing(self._scroll), self._undo_bar())

    def _head(self) -> QHBoxLayout:
        row = row_of(gap=space(2), margins=(space(2), space(2), space(2), space(1)))
        words = _("Puts a note on the item at hand")
        self.new = tool_button(self, "plus", words, text=_("New Note"), flat=False)
        self.new.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.actions_ = Actions(self, self, (NEW_NOTE,))
        self.new.setMenu(self.actions_.menu(NEW_NOTE))
        self.new.clicked.connect(lambda: self.add(NOTE))
        self.new.setEnabled(self._session.may_note)
        self.paper = QPushButton(_("Table of &Remarks…"), self)
        self.paper.setToolTip(_("Prints the remarks with their answers"))
        self.paper.clicked.connect(self.print_requested)
        place(row, self.new, SPRING, self.paper)
        return row

    def _filter_row(self) -> QHBoxLayout:
        self.filter = DropDown(self, name=_("Which notes are shown"))
        for words in (_("Of this item"), _("All"), _("Still to be done")):
            self.filter.addItem(words)
        self.filter.setCurrentIndex(Shown.ALL.value)
        self.filter.currentIndexChanged.connect(self._filtered)
        return row_of(Growing(self.filter), margins=(space(2), 0, space(2), space(1)))

    def _undo_bar(self) -> QWidget:
        self.undo_bar = QFrame(self)
        self.undo_bar.setAutoFillBackground(True)
        self.undo_bar.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        row = QHBoxLayout(self.undo_bar)
        row.setContentsMargins(space(3), space(1), space(2), space(1))
        row.addWidget(plain_label(self.undo_bar, _("The note was taken out.")), 1)
        self.undo = push_button(self.undo_bar, _("Put It Back"), self._put_back)
        row.addWidget(self.undo)
        self.undo_bar.hide()
        return self.undo_bar

    # ---- what is shown

    @property
    def shown(self) -> Shown:
        """The current filter."""
        return Shown(self.filter.currentIndex())

    def _entered(self, _path: NodePath) -> None:
        if self.shown is Shown.HERE:
            self._fresh.clear()
            self.refresh()

    def _filtered(self) -> None:
        self._fresh.clear()
        self.refresh()

    def _renamed(self, _path: NodePath) -> None:
        """Update the items' names after entries were added, removed or moved."""
        if self.isVisible():
            for card in self.cards.values():
                card.show_place()

    def _edited(self, _note_id: str) -> None:
        self._show_paper()

    def _show_paper(self) -> None:
        self.paper.setEnabled(any(note.kind == REMARK for note in self.book.all()))

    def _is_wanted(self, note: Note) -> bool:
        here = self._session.current_path or ()
        match self.shown:
            case Shown.HERE:
                return note.path == here[: len(note.path)] and bool(note.path or not here)
            case Shown.WAITING:
                return note.kind != NOTE and not note.done
        return True

    def refresh(self) -> None:
        """Show the notes that match; remaining cards keep their cursor."""
        notes = [note for note in self.book.all() if self._is_wanted(note) or note.id in self._fresh]
        self._wanted = [note.id for note in notes]
        for note_id in [one for one in self.cards if one not in self._wanted]:
            card = self.cards.pop(note_id)
            self._column.removeWidget(card)
            card.hide()
            if card.has_undo:
                self._unseen[note_id] = card
            else:
                card.deleteLater()
        self._show_paper()
        self.empty.setVisible(not notes)
        self.empty.setText(self._empty_words())
        self._build_on()

    def _drop_cards(self) -> None:
        """Make all cards anew: their notes may say something else."""
        for card in self.cards.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards.clear()

    def _empty_words(self) -> str:
        if not self.book.all():
            return _("No notes yet. Put the cursor into an item and press Ctrl+Alt+M.")
        if self.shown is Shown.HERE:
            return _("There is no note on the item at hand.")
        return _("Everything is done.")

    def _build_on(self) -> None:
        """Create some of the missing cards; the rest when the event loop is idle."""
        made = 0
        for index, note_id in enumerate(self._wanted):
            card = self.cards.get(note_id)
            if card is None:
                note = self.book.find(note_id)
                if note is None:
                    continue
                if made == _SLICE:
                    self._building.start()
                    return
                made += 1
                held = self._unseen.pop(note_id) if note_id in self._unseen else self._new_card(note)
                card = self.cards[note_id] = held
            if self._column.indexOf(card) != index:
                self._column.insertWidget(index, card)
                card.show()
            card.show_place()
        self._building.stop()

    def _new_card(self, note: Note) -> NoteCard:
        card = NoteCard(self.book, note, self._list)
        card.remove_requested.connect(self.remove)
        return card

    def show_waiting(self) -> None:
        """Show unfinished notes."""
        self.filter.setCurrentIndex(Shown.WAITING.value)

    def show_at(self, path: NodePath) -> None:
        notes = self.book.at(path)
        if notes:
            self._fresh.update(note.id for note in notes)
            self.refresh()
            self._bring_into_view(notes[0].id)

    def _bring_into_view(self, note_id: str) -> None:
        while note_id not in self.cards and self._building.isActive():
            self._build_on()
        card = self.cards.get(note_id)
        if card is not None:
            card.words.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card, 0, em(self)))

    # ---- what can be done

    def add(self, kind: str, path: NodePath | None = None) -> None:
        """Add a note to the current item, or at ``path``, and focus it."""
        at = self._session.current_path or () if path is None else path
        note = self.book.add(kind, at)
        if note is not None:
            self._fresh.add(note.id)
            self.refresh()
            self._bring_into_view(note.id)

    def remove(self, note_id: str) -> None:
        """Remove a note; all can be restored, the last first, while the pane exists."""
        removed = self.book.remove(note_id)
        if removed is not None:
            self._removed.append(removed)
            self.undo_bar.show()
            self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self) -> None:
        if self._removed:
            note = self._removed.pop()
            self._fresh.add(note.id)
            self.book.put_back(note)
            self._bring_into_view(note.id)
        self.undo_bar.setVisible(bool(self._removed))


# fmt: off
Do = NotesPanel
WHOLE: Final = Action[Do](N_("A Note on the Whole Assessment"), lambda do: do.add(NOTE, ()))
NEW_NOTE: Final = Menu[Do](N_("New Note"), (
    MenuEntries[Do](lambda do: [MenuEntry(kind_label(kind), partial(do.add, kind), kind) for kind in KINDS]),
    WHOLE,
))
"""The kinds of a note on the item at hand, and a note on the whole."""

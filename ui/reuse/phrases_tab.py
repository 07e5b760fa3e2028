"""定型文 beside the form: search, insert, write, reorder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QPushButton, QWidget

from db.records import Phrase
from pia_desktop.i18n import _
from pia_desktop.reuse.phrases import blanks
from ui.printing.copied_rows import copy_as_cells
from ui.reuse.phrase_book import PhraseBook
from ui.reuse.phrase_dialogs import BlanksDialog, PhraseDialog
from ui.widgets.buttons import tool_button
from ui.widgets.dragging import PlainField
from ui.widgets.layouts import SPRING, Growing, above_below, column_of, place, row_of
from ui.widgets.own_undo import KeptTexts
from ui.widgets.plain_text import note, plain_label
from ui.widgets.search_field import SearchField
from ui.widgets.theme import em, small_font, space
from ui.widgets.two_line_rows import KEY_ROLE, TwoLines, two_line_row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidgetItem


class PhrasesTab(QWidget):
    """The list and its actions; insertion is requested by a signal."""

    insert_requested = Signal(str)
    """Someone asks that these words be put where the cursor is."""
    selection_wanted = Signal()
    """Someone asks that what is marked in the form become a phrase."""

    def __init__(self, book: PhraseBook, parent: QWidget) -> None:
        super().__init__(parent)
        self.book = book
        self._gone: list[tuple[Phrase, int]] = []
        self._kept = KeptTexts()
        self.words = SearchField(self, _("Search the phrases"))
        self.list = QListWidget(self)
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Phrases of the office"))
        copy_as_cells(self.list)
        self.preview = PlainField(self, name=_("Words of the phrase"))
        self.preview.setReadOnly(True)
        self.empty = plain_label(
            self,
            _("There is no phrase yet. Write one with “New”, or mark words in the form and keep them here."),
        )
        if book.error is not None:
            self.empty.setText(f"{book.error.message}\n{book.error.remedy}")
        self.empty.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.refresh()

    # ---- building

    def _lay_out(self) -> None:
        self.insert = QPushButton(_("&Insert at the Cursor"), self)
        self.new = QPushButton(_("&New…"), self)
        self.keep = QPushButton(_("&Keep What Is Marked…"), self)
        self.edit = tool_button(self, "edit", _("Rewrite the Phrase…"))
        self.up = tool_button(self, "up", _("Move the Phrase Up"))
        self.down = tool_button(self, "down", _("Move the Phrase Down"))
        self.remove = tool_button(self, "delete", _("Delete the Phrase"))
        column = column_of(gap=space(2), margins=(space(3), space(2), space(3), space(3)), inside=self)
        split = above_below(self, self.list, self.preview, sizes=(em(self) * 18, em(self) * 9))
        first = row_of(self.insert, SPRING, self.edit, self.up, self.down, self.remove, gap=space(1))
        second = row_of(self.new, self.keep, SPRING, gap=space(2))
        place(column, self.words, self.empty, Growing(split), self._way_back(), first, second)
        self.setFocusProxy(self.words)

    def _way_back(self) -> QWidget:
        line = self._gone_line = QWidget(self)
        self._gone_words = note(line, font=small_font())
        self.put_back = QPushButton(_("Put It &Back"), line)
        row_of(Growing(self._gone_words), self.put_back, margins=(0, 0, 0, 0), inside=line)
        line.hide()
        return line

    def _connect(self) -> None:
        self.book.changed.connect(self.refresh)
        self.words.textChanged.connect(self.refresh)
        self.list.currentItemChanged.connect(lambda _now, _old: self._show_current())
        self.list.itemActivated.connect(lambda _item: self.insert_current())
        self.insert.clicked.connect(self.insert_current)
        self.new.clicked.connect(lambda: self.write_new(""))
        self.keep.clicked.connect(self.selection_wanted)
        self.edit.clicked.connect(self._rewrite)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._remove)
        self.put_back.clicked.connect(self._put_back)

    # ---- what is shown

    def refresh(self) -> None:
        """List the matching phrases, keeping the selection."""
        marked = self.current()
        found = self.book.found(self.words.text())
        with QSignalBlocker(self.list):
            self.list.clear()
            for phrase in found:
                self.list.addItem(two_line_row(phrase.title, " ".join(phrase.words.split()), phrase))
            row = next((i for i, one in enumerate(found) if marked and one.id == marked.id), 0)
            self.list.setCurrentRow(row if found else -1)
        self.empty.setVisible(not self.book.phrases)
        self._show_current()

    def current(self) -> Phrase | None:
        row = cast("QListWidgetItem | None", self.list.currentItem())
        return row.data(KEY_ROLE) if row is not None else None

    def _show_current(self) -> None:
        phrase = self.current()
        self.preview.setPlainText(phrase.words if phrase else "")
        writing = not self.book.read_only
        self.insert.setEnabled(phrase is not None and writing)
        for button in (self.new, self.keep):
            button.setEnabled(writing)
        for tool in (self.edit, self.remove):
            tool.setEnabled(phrase is not None and writing)
        whole = not self.words.text().strip()
        row, count = self.list.currentRow(), self.list.count()
        self.up.setEnabled(writing and whole and row > 0)
        self.down.setEnabled(writing and whole and 0 <= row < count - 1)

    # ---- what the buttons do

    def insert_current(self) -> None:
        """Insert the selected phrase, after asking for its blanks."""
        phrase = self.current()
        if phrase is None or self.book.read_only:
            return
        if blanks(phrase.words):
            BlanksDialog(self, phrase.words, self.insert_requested.emit).open()
        else:
            self.insert_requested.emit(phrase.words)

    def write_new(self, words: str) -> None:
        """Write a new phrase, optionally starting from text of the form."""
        PhraseDialog(self, self._kept, None, self._add, words).open()

    def _add(self, title: str, words: str) -> None:
        self.words.clear()
        self._mark(self.book.add(title, words))

    def _rewrite(self) -> None:
        phrase = self.current()
        if phrase is not None:
            PhraseDialog(self, self._kept, phrase, partial(self.book.rewrite, phrase)).open()

    def _move(self, by: int) -> None:
        phrase = self.current()
        if phrase is not None:
            self.book.move(phrase, by)

    def _remove(self) -> None:
        phrase = self.current()
        if phrase is not None:
            self._gone.append((phrase, self.book.remove(phrase)))
            self._tell_gone()

    def _tell_gone(self) -> None:
        """Say which phrase was deleted last and can be put back."""
        if self._gone:
            self._gone_words.setText(_("“{name}” was deleted.").format(name=self._gone[-1][0].title))
        self._gone_line.setVisible(bool(self._gone))

    def _put_back(self) -> None:
        if self._gone:
            phrase, index = self._gone.pop()
            self._tell_gone()
            self.book.put_back(phrase, index)
            self._mark(phrase)

    def _mark(self, phrase: Phrase) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(KEY_ROLE).id == phrase.id:
                self.list.setCurrentRow(row)

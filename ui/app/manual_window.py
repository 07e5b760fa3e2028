"""The manual in its own window: topics on the left, text on the right, full-text search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QTextBrowser, QTreeWidget, QTreeWidgetItem, QWidget

from pia_desktop import __version__
from pia_desktop.documents.manual import topic_html
from pia_desktop.errors import UserError
from pia_desktop.i18n import N_, _
from pia_desktop.manual import Chapter, Topic, search_manual
from ui.app.manual_words import manual_in_words
from ui.form.line_height import LINE_HEIGHT
from ui.printing.copied_rows import copy_as_cells
from ui.printing.ready import tell_ready
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import presses_focused, push_button
from ui.widgets.dialogs import ask_save_path, show_error
from ui.widgets.file_chooser import FileChooser
from ui.widgets.layouts import SPRING, Growing, column_of, row_of, side_by_side
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.quitting import add_quit_key
from ui.widgets.rows import RoomyRows
from ui.widgets.search_field import SearchField
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.theme import em, heading_font, space

_ID: Final = Qt.ItemDataRole.UserRole
_PLACE: Final = "manual"


@guarded
class ManualWindow(Unconditional, QWidget):
    """Shows a topic; stays open beside the working window."""

    def __init__(self, files: FileChooser) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.file_chooser = files
        self.manual = manual_in_words()
        self._topics = {topic.id: topic for topic in self.manual.topics}
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._branches: dict[Chapter, QTreeWidgetItem] = {}
        self.setWindowTitle(self.manual.title)
        self.words = SearchField(self, _("Search the manual"))
        self.words.textChanged.connect(self._filter)
        self.words.returnPressed.connect(self._show_first)
        self.nothing = note(self)
        self.nothing.hide()
        self.tree = QTreeWidget(self)
        self.tree.setItemDelegate(RoomyRows(self.tree))
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Topics of the manual"))
        copy_as_cells(self.tree)
        self.tree.currentItemChanged.connect(self._chosen)
        self.heading = QLabel(self)
        self.heading.setFont(heading_font())
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.page = QTextBrowser(self)
        self.page.setOpenLinks(False)
        self.page.document().setDefaultStyleSheet(f"p, li {{ line-height: {LINE_HEIGHT}%; }}")
        self.page.setAccessibleName(_("Words of the topic"))
        self.booklet = push_button(self, _("Save as a &Booklet (PDF)…"), self._save_booklet)
        self._fill()
        self._lay_out()
        self.actions_ = Actions(self, self, (OF_MANUAL,))
        add_quit_key(self)
        if not restore_place(self, _PLACE):
            first_size(self, em(self) * 62, em(self) * 44)

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        column_of(self.words, self.nothing, Growing(self.tree), margins=(0, 0, 0, 0), inside=left)
        foot = row_of(SPRING, self.booklet)
        column_of(self.heading, Growing(self.page), foot, margins=(0, 0, 0, 0), inside=right)
        halves = side_by_side(self, left, right, sizes=(em(self) * 22, em(self) * 40))
        column_of(halves, margins=(space(3), space(3), space(3), space(3)), inside=self)

    def _fill(self) -> None:
        for chapter in self.manual.chapters:
            branch = QTreeWidgetItem(self.tree, [chapter.title])
            branch.setFlags(branch.flags() & ~Qt.ItemFlag.ItemIsSelectable)
            self._branches[chapter] = branch
            for topic in chapter.topics:
                row = self._rows[topic.id] = QTreeWidgetItem(branch, [topic.title])
                row.setData(0, _ID, topic.id)
        self.tree.expandAll()

    def show_help(self, names: Sequence[str]) -> None:
        """Show the topic for the first of these names that has one, and raise the window."""
        self.words.clear()
        self.show_topic(self.manual.topic_about(names))
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_topic(self, topic: Topic) -> None:
        self.tree.setCurrentItem(self._rows[topic.id])
        self.tree.scrollToItem(self._rows[topic.id])

    def _chosen(self, row: QTreeWidgetItem | None) -> None:
        topic = self._topics.get(row.data(0, _ID)) if row is not None else None
        if topic is not None:
            self.heading.setText(topic.title)
            self.page.setHtml(topic_html(topic))

    def _filter(self, words: str) -> None:
        found = search_manual(self.manual, words)
        self.nothing.setText(_nothing_words(words, near=bool(found.topics)) if found.near else "")
        self.nothing.setVisible(found.near)
        shown = found.topics or self.manual.topics
        for chapter, branch in self._branches.items():
            for topic in chapter.topics:
                self._rows[topic.id].setHidden(topic not in shown)
            branch.setHidden(all(self._rows[topic.id].isHidden() for topic in chapter.topics))

    def _show_first(self) -> None:
        row = next((row for row in self._rows.values() if not row.isHidden()), None)
        if row is not None:
            self.tree.setCurrentItem(row)

    def _save_booklet(self) -> None:
        from pia_desktop.documents.manual import manual_pdf
        from pia_desktop.files import write_bytes

        path = ask_save_path(self, _("Save the Manual"), self.manual.title, "PDF (*.pdf)", ".pdf")
        if path is None:
            return
        try:
            write_bytes(path, manual_pdf(self.manual, (f"PIA Desktop {__version__}",)))
        except UserError as error:
            show_error(self, error)
        else:
            tell_ready(self, path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_focused(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        remember_place(self, _PLACE)
        super().closeEvent(event)


def _nothing_words(words: str, *, near: bool) -> str:
    said = (
        _("Nothing is found for “{words}”. Near topics:")
        if near
        else _("Nothing is found for “{words}”. Try other words, or choose a topic:")
    )
    return said.format(words=words.strip())


# fmt: off
Do = ManualWindow
FIND: Final = Action[Do](N_("&Find…"), lambda do: do.words.setFocus(), "Ctrl+F")
CLOSE: Final = Action[Do](N_("&Close"), lambda do: do.close(), "Ctrl+W; Esc")
OF_MANUAL: Final = Menu[Do](N_("&Manual"), (FIND, CLOSE))
"""What can be done in it by keys."""

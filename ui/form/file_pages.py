"""The tab of a part: one page, or one per file (特定個人情報ファイル) if the part exists once per file."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QStackedWidget, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.spots import Spot
from pia_desktop.forms.model import FILES, Part
from ui.context.session import Session
from ui.form.files import FileBar
from ui.form.page import PartPage
from ui.widgets.keys import pages
from ui.widgets.layouts import Growing, flush_column
from ui.widgets.overrides import guarded


@guarded
class FilePages(QWidget):
    """A part that exists once per file: a page for each, and a bar to choose one."""

    def __init__(self, session: Session, part: Part) -> None:
        super().__init__()
        self.session = session
        self.part = part
        self.bar = FileBar(session, self)
        self.bar.entered.connect(self._enter)
        self.bar.chooser.turned.connect(self._scroll)
        self._pages = QStackedWidget(self)
        flush_column(self, 0, self.bar, Growing(self._pages))
        self._by_key: dict[str, PartPage] = {}
        session.file_selected.connect(self._show)
        session.entries_changed.connect(self._files_changed)
        self._show(session.file_key)

    def page(self, key: str) -> PartPage:
        """The page of a file, created on first use."""
        if key not in self._by_key:
            self._by_key[key] = PartPage(self.session, self.part, (FILES, key), self)
            self._pages.addWidget(self._by_key[key])
        return self._by_key[key]

    def _show(self, key: str) -> None:
        if self.isVisible() or not self._by_key:
            self._pages.setCurrentWidget(self.page(key))

    def showEvent(self, event: QShowEvent) -> None:
        self._pages.setCurrentWidget(self.page(self.session.file_key))
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = pages(event)
        if by:  # from the bar
            self.page(self.session.file_key).turn_page(by)
        else:
            super().keyPressEvent(event)

    def _files_changed(self, path: NodePath) -> None:
        if path != (FILES,):
            return
        for key in [key for key in self._by_key if key not in self.session.root.entries(path)]:
            page = self._by_key.pop(key)
            self._pages.removeWidget(page)
            page.deleteLater()
        self._show(self.session.file_key)

    def show_item(self, path: NodePath) -> bool:
        """Choose the item's file, then show the item."""
        if path[:1] != (FILES,) or len(path) < 2:
            return False
        self.session.select_file(path[1])
        page = self.page(path[1])
        self._pages.setCurrentWidget(page)
        if page.show_item(path):
            return True
        if len(path) == 2:
            page.enter()
        return len(path) == 2

    def build_all(self) -> None:
        """Build the visible page completely, now."""
        self.page(self.session.file_key).build_all()

    def show_words(self, path: NodePath, spot: Spot, start: int, end: int) -> bool:
        """Switch to the file, then select text of an answer and focus it."""
        if not self.show_item(path):
            return False
        return self.page(path[1]).show_words(path, spot, start, end)

    def sees(self, path: NodePath) -> bool:
        """Whether any part of an item is visible."""
        return path[1:2] == (self.session.file_key,) and self.page(path[1]).sees(path)

    def scroll_bar(self) -> QScrollBar:
        """The vertical scroll bar of the visible page."""
        return self.page(self.session.file_key).verticalScrollBar()

    def first_seen(self) -> NodePath | None:
        """The first visible item, from the top."""
        return self.page(self.session.file_key).first_seen()

    def enter(self) -> None:
        self.page(self.session.file_key).enter()

    def _scroll(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self.scroll_bar(), event)

    def _enter(self, key: str) -> None:
        self.page(key).enter()


def create_tab(session: Session, part: Part | None) -> PartPage | FilePages:
    """The widget of one tab: a part of the form, or its cover (None)."""
    if part is not None and part.per_file:
        return FilePages(session, part)
    return PartPage(session, part, ())

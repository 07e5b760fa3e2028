"""Which item of a window is at hand: one that is seen, or none."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import FILES
from ui.assessment.form_tab import FieldsTab
from ui.assessment.part_tabs import PartTabs
from ui.context.session import Session


class ItemAtHand(QObject):
    """Forgets the item at hand when it is no longer shown, and gives a page that opens the cursor."""

    def __init__(self, session: Session, tabs: PartTabs, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._tabs = tabs
        self._window = window
        session.seen = self.sees
        session.file_selected.connect(self._leave_item)
        tabs.currentChanged.connect(self._show_tab)

    def sees(self, path: NodePath) -> bool:
        if self._tabs.tab_of(path) != self._tabs.currentIndex():
            return False
        page = self._tabs.current_page()
        return not isinstance(page, FieldsTab) or page.sees(path)

    def seen_path(self) -> NodePath | None:
        """The item with the cursor if it is visible, else the first visible item."""
        path, page = self._session.current_path, self._tabs.current_page()
        if path is not None and self.sees(path):
            return path
        return (page.first_seen() if isinstance(page, FieldsTab) else None) or path

    def give_soon(self) -> None:
        """Focus the page that is shown once Qt is done, unless something else has the focus."""
        QTimer.singleShot(0, self, self._give)

    def _show_tab(self, index: int) -> None:
        if index >= 0:
            self._leave_item()
            self.give_soon()

    def _leave_item(self) -> None:
        path = self._session.current_path
        if path is None:
            return
        elsewhere = self._tabs.tab_of(path) != self._tabs.currentIndex()
        if elsewhere or (path[0] == FILES and path[1] != self._session.file_key):
            self._session.leave_item()

    def _give(self) -> None:
        page, now = self._tabs.current_page(), QApplication.focusWidget()
        idle: list[QWidget | None] = [None, self._window, page, self._tabs, page.parentWidget()]
        if self._session.last_path is None:  # Qt focuses the first widget of a new window
            idle.append(self._tabs.bar)
        if self._session.current_path is None and (now in idle or not (now and now.isVisible())):
            self._tabs.enter_page()

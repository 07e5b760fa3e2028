"""The pages of the list's window: no cabinet, an empty one, its list, the search over all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.cabinet.list_page import ListPage
from ui.cabinet.recent import RecentCabinets
from ui.cabinet.welcome_pages import empty_page, first_page
from ui.widgets.lazy import Lazy

if TYPE_CHECKING:
    from ui.cabinet.commands import CabinetCommands
    from ui.cabinet.model import CabinetModel
    from ui.cabinet.search_page import SearchPage
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator
    from ui.widgets.actions import Actions


class CabinetPages(QStackedWidget):
    """Shows the page that fits; the search is made on first use."""

    search_left = Signal()

    def __init__(
        self, actions: Actions[CabinetCommands], model: CabinetModel, navigator: Navigator, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._navigator = navigator
        self._search = Lazy(self._make_search)
        self.first = first_page(actions, self)
        self.first.link_chosen.connect(lambda name: navigator.open_cabinet(Path(name)))
        self._recent = RecentCabinets(self.first)
        self.empty = empty_page(actions, self)
        self.full = ListPage(model, self)
        for page in (self.first, self.empty, self.full):
            self.addWidget(page)

    @property
    def search(self) -> SearchPage:
        return self._search.get()

    def search_again(self) -> None:
        """Look again for what was searched, if that is shown."""
        if self._search.made is not None:
            self._search.made.search_again()

    def _make_search(self) -> SearchPage:
        from ui.cabinet.search_page import SearchPage

        page = SearchPage(self._navigator, self)
        page.close_requested.connect(self.search_left)
        self.addWidget(page)
        return page

    @property
    def lists(self) -> bool:
        """Whether the list is shown."""
        return self.currentWidget() is self.full

    def show_cabinet(self, store: CabinetStore | None) -> None:
        """Fill them for another cabinet, or for none."""
        if self._search.made is not None:
            self._search.made.show_store(store)
        if store is None:
            self._recent.show()
        else:
            self.full.show_store(store)

    def show_for(self, store: CabinetStore | None) -> None:
        """Show the page that fits the cabinet as it is now."""
        if store is None:
            page: QWidget = self.first
        elif self._search.made is not None and self._search.made.wanted:
            page = self._search.made
        else:
            page = self.full if self._model.infos or store.read_only else self.empty
        self.setCurrentWidget(page)

    def stop_reading(self) -> None:
        """The cabinet is about to be closed: close the search's index."""
        if self._search.made is not None:
            self._search.made.close_index()

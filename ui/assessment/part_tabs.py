"""The tabs of the form's parts; pages are created on first use."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import Form, Part
from pia_desktop.i18n import N_, _
from ui.assessment.form_tab import FieldsTab, TabFactory, tab_caption
from ui.assessment.tab_bar import MarkedTabBar
from ui.context.session import Session
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.layouts import column_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import caption


@guarded
class PartTabs(Unconditional, QTabWidget):
    """A tab for the cover and one for each part."""

    def __init__(self, session: Session, factory: TabFactory, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._factory = factory
        self.parts: tuple[Part | None, ...] = (None, *session.form.all_parts)
        """What each tab is of; None is the cover."""
        self._part_at = _parts_by_id(session.form)
        self._pages: dict[int, QWidget] = {}
        self._pointed = 0
        self.bar = MarkedTabBar(self)
        self.setTabBar(self.bar)
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setAccessibleName(_("Parts of the form"))
        for part in self.parts:
            holder = QWidget(self)
            column_of(margins=(0, 0, 0, 0), inside=holder)
            index = self.addTab(holder, caption(tab_caption(part)))
            self.setTabToolTip(index, self.title(index))
        self.currentChanged.connect(self._show)
        self.bar.installEventFilter(self)
        self.actions_ = Actions(self, self, (OF_TAB,))
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.customContextMenuRequested.connect(self._show_menu)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel over the tab bar scroll the page instead of switching tabs by accident."""
        if event.type() != QEvent.Type.Wheel:
            return super().eventFilter(watched, event)
        page = self.current_page()
        if isinstance(page, FieldsTab):
            QApplication.sendEvent(page.scroll_bar(), event)
        return True

    def title(self, index: int) -> str:
        """The full title of a tab's part."""
        part = self.parts[index]
        return plain(part.title) if part else _("Cover")

    def tab_of(self, path: NodePath) -> int:
        """Index of the tab that contains an item, entry or list."""
        last = path[-1] if len(path) % 2 else path[-2]
        return self._part_at.get(last, 0)

    # ---- pages

    def page(self, index: int) -> QWidget:
        """The page of a tab, created on first use."""
        if index not in self._pages:
            page = self._factory(self._session, self.parts[index])
            holder = self.widget(index)
            layout = holder.layout() if holder else None
            assert holder is not None
            assert layout is not None
            layout.addWidget(page)
            holder.setFocusProxy(page)
            self._pages[index] = page
        return self._pages[index]

    def current_page(self) -> QWidget:
        return self.page(self.currentIndex())

    def enter_page(self) -> None:
        """Restore the focus of the current page, or focus its first field."""
        page = self.current_page()
        page.show()  # the layout would show it only later, too late to take the focus
        if isinstance(page, FieldsTab):
            page.enter()
        else:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, index: int) -> None:
        if index >= 0:
            self.page(index)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) tab, wrapping around."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())
        self.enter_page()

    # ---- a right click

    def point_at(self, index: int) -> None:
        """Choose the tab that the context menu applies to."""
        self._pointed = index

    def _show_menu(self, at: QPoint) -> None:
        index = self.bar.tabAt(at)
        if index >= 0:
            self.point_at(index)
            self.actions_.popup(self.bar.mapToGlobal(at), OF_TAB.rows)

    def open_pointed(self) -> None:
        """Open the tab that was clicked."""
        self.setCurrentIndex(self._pointed)
        self.enter_page()


def _parts_by_id(form: Form) -> dict[str, int]:
    """The tab index of every item and list, by id."""
    numbers = {part.id: number for number, part in enumerate(form.all_parts, 1)}
    found = {item_id: numbers[place.part.id] if place.part else 0 for item_id, place in form.places.items()}
    for list_id, spec in form.lists.items():
        if spec.item_ids:
            found[list_id] = found[spec.item_ids[0]]
    return found


# fmt: off
Do = PartTabs
OPEN: Final = Action[Do](N_("&Go to This Part"), lambda do: do.open_pointed())
PREVIOUS: Final = Action[Do](N_("&Previous Tab"), lambda do: do.step(-1))
NEXT: Final = Action[Do](N_("&Next Tab"), lambda do: do.step(1))
OF_TAB: Final = Menu[Do](N_("Parts of the form"), (OPEN, None, PREVIOUS, NEXT))
"""What a right click on a tab offers."""

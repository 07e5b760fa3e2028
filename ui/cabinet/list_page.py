"""The page with the list: cabinet name, banner, filters, and table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.row_choice import Drawer
from pia_desktop.i18n import _
from ui.cabinet.banner import Banner
from ui.cabinet.filter_bar import FilterBar
from ui.cabinet.model import CabinetModel
from ui.cabinet.table import CabinetTable
from ui.context.cabinet_store import CabinetStore
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.focus import begin_at
from ui.widgets.layouts import row_of
from ui.widgets.theme import quieten, small_font, space, title_font


class ListPage(QWidget):
    """The list of a cabinet, or why it is empty."""

    def __init__(self, model: CabinetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(2))
        column.setSpacing(space(3))
        column.addLayout(self._head())
        self.banner = Banner(self)
        column.addWidget(self.banner)
        self.bar = FilterBar(self)
        column.addWidget(self.bar)
        model.choose(self.bar.choice(model.choice))
        self.table = CabinetTable(model, self)
        column.addWidget(self.table, 1)
        self.nothing = QLabel(self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMargin(space(4))
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        self.bar.table_requested.connect(self._to_table)
        begin_at(self, self.table)

    def _head(self) -> QHBoxLayout:
        self.name = ElidedLabel(self)
        self.name.setFont(title_font())
        self.place = ElidedLabel(self)
        self.place.setFont(small_font())
        quieten(self.place)
        row = row_of(self.name, gap=space(3))
        row.addWidget(self.place, 1, Qt.AlignmentFlag.AlignBottom)
        return row

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_store(self, store: CabinetStore) -> None:
        """Name the cabinet, and say why it is read-only, if it is."""
        self.name.setText(store.path.stem)
        self.place.setText(str(store.path))
        self.banner.show_lock(store)

    def choose(self) -> None:
        """Apply the filters; selects a row if there is any."""
        self._model.choose(self.bar.choice(self._model.choice))
        if not self.table.picked():
            self.table.pick_first()

    def show_rows(self) -> None:
        """Show the table or, in its place, why there are no rows."""
        drawer = self._model.choice.drawer
        infos = self._model.infos
        shown = bool(self._model.shown)
        self.table.setVisible(shown)
        self.nothing.setVisible(not shown)
        self.nothing.setText(
            _empty_words(
                drawer,
                narrowed=any(drawer.holds(info) for info in infos),
                deleted=any(info.trashed for info in infos),
            )
        )

    def pick(self, *assessment_ids: int) -> None:
        """Select assessments, clearing filters that hide them."""
        if any(not self._model.index_of(one).isValid() for one in assessment_ids):
            self.bar.clear()
            infos = [info for info in self._model.infos if info.id in assessment_ids]
            if any(not self._model.choice.drawer.holds(info) for info in infos):
                self.bar.show_drawer(_drawer_for(infos))
        self.table.pick(*assessment_ids)

    def focus_filter(self) -> None:
        """Focus the filter's search field."""
        self.bar.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.words.selectAll()


def _drawer_for(infos: list[AssessmentInfo]) -> Drawer:
    if any(info.trashed for info in infos):
        return Drawer.TRASH
    return Drawer.ARCHIVED_TOO if any(info.archived for info in infos) else Drawer.IN_WORK


def _empty_words(drawer: Drawer, *, narrowed: bool, deleted: bool) -> str:
    """Why there are no rows, and what to do."""
    if narrowed:
        words = _("No assessment fits this choice. Clear the words or choose all states and forms above.")
        if deleted and drawer is not Drawer.TRASH:
            words += "\n" + _("What was deleted lies in the trash, which the choice above shows as well.")
        return words
    if drawer is Drawer.TRASH:
        return _("The trash is empty.")
    if drawer is Drawer.IN_WORK:
        return _("Nothing is in work. What was archived or deleted is shown by the choice above.")
    return _("There is no assessment here.")

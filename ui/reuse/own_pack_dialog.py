"""The dialog for a change of the office's own: a renamed system, a merged contractor, a moved department."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QFormLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from pia_desktop.assessment.node import new_key
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import _
from pia_desktop.packs.loader import own_pack
from pia_desktop.packs.model import Pack
from ui.printing.copied_rows import copy_as_cells
from ui.widgets.day_field import DayField
from ui.widgets.dialog import Dialog
from ui.widgets.line_field import LineDelegate, LineField
from ui.widgets.overrides import guarded
from ui.widgets.pasted_cells import PastedCells
from ui.widgets.plain_text import note
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

_ROWS: Final = 12


@guarded
class OwnPackDialog(Dialog):
    """Asks for title, day, kind of change, and pairs of names; ``keep`` is called with the pack."""

    def __init__(self, parent: QWidget, keep: Callable[[Pack], None]) -> None:
        super().__init__(parent, _("A Change of Your Own"), place="own-pack")
        self._keep = keep
        column = self.column
        form = QFormLayout()
        form.setVerticalSpacing(space(2))
        self.title = LineField(self)
        self.title.setMaxLength(100)
        self.day = DayField(None, self)
        self.reason = DropDown(self)
        for name, words in (
            ("office", _("A department or an office has another name")),
            ("company", _("A company has another name")),
            ("wording", _("A system or another thing has another name")),
            ("law", _("A law or its article has another name")),
        ):
            self.reason.addItem(words, name)
        form.addRow(_("&Title:"), self.title)
        form.addRow(_("In &force since:"), self.day)
        form.addRow(_("&What it is:"), self.reason)
        column.addLayout(form)
        column.addWidget(
            note(self, _("Full and half width, dashes and variants of characters do not matter in “Before”."))
        )
        self.pairs = self._table()
        column.addWidget(self.pairs, 1)
        self.accept_button = self.end_with(_("&Keep"))
        self.take_size(em(self) * 52, em(self) * 36)
        self.title.textChanged.connect(self._offer)
        self.day.day_changed.connect(self._offer)
        self.pairs.itemChanged.connect(lambda _item: self._offer())
        self._offer()

    def _table(self) -> QTableWidget:
        table = QTableWidget(_ROWS, 2, self)
        table.setHorizontalHeaderLabels([_("Before"), _("After")])
        table.setAccessibleName(_("Names, each with the one that takes its place"))
        table.setItemDelegate(LineDelegate(table))
        copy_as_cells(table)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.setTabKeyNavigation(False)
        _fill(table)
        self.pasted = PastedCells(table, partial(_make_room, table))
        return table

    def found(self) -> list[tuple[str, str]]:
        """The complete pairs that change something."""
        rows = []
        for row in range(self.pairs.rowCount()):
            items = [self.pairs.item(row, place) for place in range(2)]
            old, new = (taken_in(item.text()).strip() if item is not None else "" for item in items)
            if old and new and old != new:
                rows.append((old, new))
        return rows

    def _offer(self) -> None:
        ready = self.title.text().strip() and self.day.day is not None and self.found()
        self.accept_button.setEnabled(bool(ready))

    def accept(self) -> None:
        day = self.day.day
        assert day is not None
        pack = own_pack(
            f"own-{new_key()}",
            taken_in(self.title.text()).strip(),
            day,
            self.reason.currentData(),
            self.found(),
        )
        super().accept()
        self._keep(pack)


def _make_room(table: QTableWidget, rows: int) -> None:
    table.setRowCount(max(rows, table.rowCount()))
    _fill(table)


def _fill(table: QTableWidget) -> None:
    """Put an empty cell wherever there is none."""
    for row in range(table.rowCount()):
        for place in range(table.columnCount()):
            if table.item(row, place) is None:
                table.setItem(row, place, QTableWidgetItem(""))

"""Cells of a spreadsheet pasted into a table whose cells are typed one by one: they fill it from there on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from pia_desktop.i18n import N_
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.line_field import LineDelegate, in_one_line

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Rows


class PastedCells(Unconditional):
    """Pastes into one view, whose cells a ``LineDelegate`` edits."""

    def __init__(self, view: QAbstractItemView, make_room: Callable[[int], None]) -> None:
        """``make_room``: makes sure that there are so many rows."""
        self._view = view
        self._make_room = make_room
        self.actions_ = Actions(view, self, (OF_CELLS,), Qt.ShortcutContext.WidgetShortcut)
        delegate = view.itemDelegate()
        assert isinstance(delegate, LineDelegate)
        delegate.takes_ranges = True
        delegate.cells_came.connect(self.put)

    def paste(self) -> None:
        """Put the clipboard's cells in from the current cell on."""
        from ui.widgets.own_words import lines_on

        self.put(lines_on(clipboard_data()))

    def put(self, rows: Rows) -> None:
        """Write cells from the current one on; what is withheld says so in words."""
        from pia_desktop.assessment.noted import noted

        at, model = self._view.currentIndex(), self._view.model()
        if not at.isValid():
            return
        self._make_room(at.row() + len(rows))
        for down, row in enumerate(rows):
            for along, cell in enumerate(row):
                index = model.index(at.row() + down, at.column() + along)
                if index.flags() & Qt.ItemFlag.ItemIsEditable:
                    model.setData(index, in_one_line(noted(cell.words, cell.withheld)))


PASTE: Final = Action[PastedCells](N_("&Paste"), lambda do: do.paste(), "Ctrl+V")
OF_CELLS: Final = Menu[PastedCells](N_("&Paste"), (PASTE,))
"""What can be done with the cells by keys."""

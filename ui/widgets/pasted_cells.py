"""Cells of a spreadsheet pasted into a table whose cells are typed one by one: they fill it from there on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView

from pia_desktop.errors import UserError
from pia_desktop.i18n import N_, _, ngettext
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.dialogs import ask, show_error
from ui.widgets.line_field import LineDelegate, in_one_line

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Rows


_Goals = Sequence[tuple[QPersistentModelIndex, str]]


def _keep_rows(_count: int) -> None:
    """Add none."""


class PastedCells(Unconditional):
    """Pastes into one view, whose cells a ``LineDelegate`` edits."""

    def __init__(self, view: QAbstractItemView, make_room: Callable[[int], None] = _keep_rows) -> None:
        """``make_room``: makes sure that there are so many rows, where there may be more."""
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
        """Write cells from the current one on, all or none; asks before it replaces words."""
        at = self._view.currentIndex()
        if not at.isValid() or not rows:
            return
        self._make_room(at.row() + len(rows))
        goals = self._goals(at, rows)
        homeless = sum(bool(words) and not _may_write(index) for index, words in goals)
        if homeless:
            show_error(self._view.window(), _no_place(homeless))
            return
        goals = [(index, words) for index, words in goals if _may_write(index)]
        count = sum(bool(was) and was != words for was, words in ((_words(i), words) for i, words in goals))
        if count:
            self._ask(count, goals)
        else:
            _write(goals)

    def _goals(self, at: QModelIndex, rows: Rows) -> _Goals:
        """Where each cell goes, and its words, which say what of them is withheld."""
        from pia_desktop.assessment.noted import noted

        model = self._view.model()
        return [
            (
                QPersistentModelIndex(model.index(at.row() + down, at.column() + along)),
                in_one_line(noted(cell.words, cell.withheld)),
            )
            for down, row in enumerate(rows)
            for along, cell in enumerate(row)
        ]

    def _ask(self, count: int, goals: _Goals) -> None:
        words = ngettext(
            "Words stand in {count:,} cell into which others would go.",
            "Words stand in {count:,} cells into which others would go.",
            count,
        )
        choices = [(_("&Replace the Words"), lambda: _write(goals)), (_("Cancel"), None)]
        ask(self._view.window(), words.format(count=count), "", choices)


def _may_write(index: QPersistentModelIndex) -> bool:
    return index.isValid() and bool(index.flags() & Qt.ItemFlag.ItemIsEditable)


def _words(index: QPersistentModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.EditRole) or "")


def _write(goals: _Goals) -> None:
    for index, words in goals:
        if index.isValid() and words != _words(index):
            index.model().setData(index, words)


def _no_place(count: int) -> UserError:
    return UserError(
        ngettext(
            "{count:,} of these cells has no place here.",
            "{count:,} of these cells have no place here.",
            count,
        ).format(count=count),
        _("Nothing was pasted.  Begin at another cell, or copy fewer cells."),
    )


PASTE: Final = Action[PastedCells](N_("&Paste"), lambda do: do.paste(), "Ctrl+V")
OF_CELLS: Final = Menu[PastedCells](N_("&Paste"), (PASTE,))
"""What can be done with the cells by keys."""

"""Tables of which whole rows are picked and no cell is edited."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView


def pick_rows(table: QTableView, *, several: bool = False) -> None:
    """Make it such a table: a line for each row, Tab leaves it, rows have no numbers, heads stay plain."""
    modes = QAbstractItemView.SelectionMode
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)

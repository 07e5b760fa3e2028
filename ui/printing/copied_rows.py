"""One rule for the lists of the program: rows are copied as cells, by Ctrl+C the marked ones.

What is called by the list (``COPY_LIST``, saving it as a file) gives all rows that are shown, whatever is
marked; so does Ctrl+C where nothing is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTableView, QToolTip, QTreeView

from pia_desktop.i18n import N_, _, ngettext
from ui.printing.listed import InMemory, Listed, Quoted
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.cell_rows import CellRows
from ui.widgets.two_line_rows import BELOW_ROLE, COPIED_ROLE, TwoLines

if TYPE_CHECKING:
    from ui.printing.table_jobs import TableJobs

_ROLES: Final = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
"""Where the words of a cell are, the first that has some: what is drawn by hand is told in words, too."""
_Read: TypeAlias = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, ...], ...]]
"""Columns and rows."""
_NOTHING: Final = InMemory()
"""Quoted by a list that names no assessment."""
_STEP: Final = "　"
"""Before the first cell of a row below another."""


class CopiedRows(Unconditional):
    """Copies rows of one view, and saves them as a file.

    ``quoted``: the assessments that the list quotes.  ``title`` names it on paper, ``output`` in the table of
    outputs.
    """

    def __init__(
        self, view: QAbstractItemView, quoted: Quoted, title: str = "", output: str = "rows"
    ) -> None:
        self.view = view
        self._quoted = quoted
        self._title = title
        self._output = output
        self.actions_ = Actions(view, self, (OF_ROWS,), Qt.ShortcutContext.WidgetShortcut)
        if view.contextMenuPolicy() is Qt.ContextMenuPolicy.DefaultContextMenu:
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._popup)

    @property
    def listed(self) -> Listed:
        """All rows that are shown."""
        return self._listed(_columns_and_rows(self.view, lambda _index: True))

    @property
    def marked(self) -> Listed:
        """The marked rows; all that are shown where none is."""
        chosen = {index.siblingAtColumn(0) for index in self.view.selectionModel().selectedIndexes()}
        return self._listed(_columns_and_rows(self.view, chosen.__contains__)) if chosen else self.listed

    def _listed(self, found: _Read) -> Listed:
        return Listed(self._title or self.view.accessibleName(), *found, self._output)

    def cells_of(self, row: int) -> tuple[str, ...] | None:
        """The cells of a row at the top; None for a heading."""
        model = self.view.model()
        return model.cells(row) if isinstance(model, CellRows) else _cells(self.view, model.index(row, 0), 0)

    def copy_marked(self) -> None:
        """Put the marked rows on the clipboard, for a purpose if something in the assessments is withheld."""
        self._copy(self.marked)

    def copy_all(self) -> None:
        """Put the list on the clipboard likewise."""
        self._copy(self.listed)

    def _copy(self, listed: Listed) -> None:
        from ui.printing.list_giving import copy_list

        copy_list(self.view, listed, self._quoted, self._tell)

    def save(self, tables: TableJobs) -> None:
        """Save the list as a file likewise."""
        from ui.printing.list_giving import save_list

        save_list(self.view, self.listed, self._quoted, tables)

    def _tell(self, count: int) -> None:
        words = ngettext("{count:,} row was copied.", "{count:,} rows were copied.", count)
        at = self.view.mapToGlobal(self.view.rect().topLeft())
        QToolTip.showText(at, words.format(count=count), self.view)

    def _popup(self, at: QPoint) -> None:
        self.actions_.popup(self.view.viewport().mapToGlobal(at), OF_ROWS.rows)


def copy_as_cells(view: QAbstractItemView, quoted: Quoted = _NOTHING) -> CopiedRows:
    """Let Ctrl+C and a right click in a view copy its rows."""
    return CopiedRows(view, quoted)


# ---- reading a view


def _columns_and_rows(view: QAbstractItemView, wanted: Callable[[QModelIndex], bool]) -> _Read:
    """Columns and the wanted rows of a view."""
    model = view.model()
    if isinstance(model, CellRows):
        found = (model.cells(index.row()) for index, _depth in _rows(view) if wanted(index))
        return model.cell_columns(), tuple(cells for cells in found if cells is not None)
    heads = [_head(view, column) for column in _columns(view)]
    if _two_lines(view):
        heads.append(_("More About It"))
    found_rows = [(index, depth) for index, depth in _rows(view) if wanted(index)]
    least = min((depth for _index, depth in found_rows), default=0)
    rows = [_cells(view, index, depth - least) for index, depth in found_rows]
    return tuple((head, 1) for head in heads), tuple(rows)


def _two_lines(view: QAbstractItemView) -> bool:
    return isinstance(view.itemDelegate(), TwoLines)


def _cells(view: QAbstractItemView, index: QModelIndex, depth: int) -> tuple[str, ...]:
    if _two_lines(view):
        return str(index.data(COPIED_ROLE) or _words(index)), str(index.data(BELOW_ROLE) or "")
    first, *others = (_words(index.siblingAtColumn(column)) for column in _columns(view))
    return _STEP * depth + first, *others


def _rows(view: QAbstractItemView) -> Iterator[tuple[QModelIndex, int]]:
    """The first cell of each row that is not hidden, in order, and how many rows it is below."""
    model = view.model()

    def below(parent: QModelIndex, depth: int) -> Iterator[tuple[QModelIndex, int]]:
        for row in range(model.rowCount(parent)):
            if not _hidden(view, row, parent):
                index = model.index(row, 0, parent)
                yield index, depth
                if isinstance(view, QTreeView):
                    yield from below(index, depth + 1)

    return below(view.rootIndex(), 0)


def _hidden(view: QAbstractItemView, row: int, parent: QModelIndex) -> bool:
    if isinstance(view, QTreeView):
        return view.isRowHidden(row, parent)
    return isinstance(view, QTableView | QListView) and view.isRowHidden(row)


def _header(view: QAbstractItemView) -> QHeaderView | None:
    if isinstance(view, QTableView):
        return view.horizontalHeader()
    return view.header() if isinstance(view, QTreeView) else None


def _columns(view: QAbstractItemView) -> list[int]:
    """The columns that are not hidden, as they stand."""
    header = _header(view)
    if header is None:
        return [0]
    shown = [header.logicalIndex(place) for place in range(header.count())]
    return [column for column in shown if not header.isSectionHidden(column)]


def _head(view: QAbstractItemView, column: int) -> str:
    header, model = _header(view), view.model()
    if header is None or header.isHidden():
        return view.accessibleName()
    return str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def _words(index: QModelIndex) -> str:
    model: QAbstractItemModel = index.model()
    found = (model.data(index, role) for role in _ROLES)
    return next((str(words) for words in found if words), "")


# fmt: off
Do = CopiedRows
COPY_ROWS: Final = Action[Do](N_("Copy the C&hosen Rows"), lambda do: do.copy_marked(), "Ctrl+C", "copy")
COPY_LIST: Final = Action[Do](N_("&Copy the List"), lambda do: do.copy_all())
OF_ROWS: Final = Menu[Do](N_("&Copy the List"), (COPY_ROWS, COPY_LIST))
"""What a right click in a list offers, and the key that does it."""

"""One rule for the lists of the program: Ctrl+C copies their rows as cells, the marked ones or all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTableView, QToolTip, QTreeView

from pia_desktop.i18n import N_, _, ngettext
from ui.printing.listed import Listed, States
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.cell_rows import CellRows
from ui.widgets.two_line_rows import BELOW_ROLE, COPIED_ROLE, TwoLines

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot
    from ui.printing.table_jobs import TableJobs

_ROLES: Final = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
"""Where the words of a cell are, the first that has some: what is drawn by hand is told in words, too."""
_STEP: Final = "　"
"""Before the first cell of a row below another."""


class CopiedRows(Unconditional):
    """Copies rows of one view, and saves them as a file.

    ``states``: the assessments that the list quotes.  ``title`` names it on paper, ``output`` in the table of
    outputs.
    """

    def __init__(
        self, view: QAbstractItemView, states: States, title: str = "", output: str = "rows"
    ) -> None:
        self.view = view
        self._states = states
        self._title = title
        self._output = output
        self.actions_ = Actions(view, self, (OF_ROWS,), Qt.ShortcutContext.WidgetShortcut)
        if view.contextMenuPolicy() is Qt.ContextMenuPolicy.DefaultContextMenu:
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(self._popup)

    @property
    def listed(self) -> Listed:
        """The marked rows if there are several, else all that are shown."""
        columns, rows = _read(self.view)
        return Listed(self._title or self.view.accessibleName(), columns, rows, self._output)

    def cells_of(self, row: int) -> tuple[str, ...] | None:
        """The cells of a row at the top; None for a heading."""
        model = self.view.model()
        return model.cells(row) if isinstance(model, CellRows) else _cells(self.view, model.index(row, 0), 0)

    def copy(self) -> None:
        """Put the rows on the clipboard, for a purpose if something in the assessments is withheld."""
        from ui.printing.list_giving import copy_list

        copy_list(self.view, self.listed, self._states, self._tell)

    def save(self, tables: TableJobs) -> None:
        """Save them as a file likewise."""
        from ui.printing.list_giving import save_list

        save_list(self.view, self.listed, self._states, tables)

    def _tell(self, count: int) -> None:
        words = ngettext("{count:,} row was copied.", "{count:,} rows were copied.", count)
        at = self.view.mapToGlobal(self.view.rect().topLeft())
        QToolTip.showText(at, words.format(count=count), self.view)

    def _popup(self, at: QPoint) -> None:
        self.actions_.popup(self.view.viewport().mapToGlobal(at), OF_ROWS.rows)


def nothing_of_assessments() -> tuple[Snapshot, ...]:
    """The ``States`` of a list that quotes no assessment."""
    return ()


def assessments_of(load: Callable[[int], Snapshot], ids: Callable[[], Iterable[int]]) -> States:
    """The ``States`` of a list that quotes several assessments of a cabinet."""
    return lambda: [load(one) for one in dict.fromkeys(ids())]


def copy_as_cells(view: QAbstractItemView, states: States = nothing_of_assessments) -> CopiedRows:
    """Let Ctrl+C and a right click in a view copy its rows."""
    return CopiedRows(view, states)


# ---- reading a view


def _read(view: QAbstractItemView) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, ...], ...]]:
    """Columns and rows of a view."""
    model, wanted = view.model(), _wanted(view)
    if isinstance(model, CellRows):
        found = (model.cells(index.row()) for index, _depth in _rows(view) if wanted(index))
        return model.cell_columns(), tuple(cells for cells in found if cells is not None)
    heads = [_head(view, column) for column in _columns(view)]
    if _two_lines(view):
        heads.append(_("More About It"))
    rows = [_cells(view, index, depth) for index, depth in _rows(view) if wanted(index)]
    return tuple((head, 1) for head in heads), tuple(rows)


def _two_lines(view: QAbstractItemView) -> bool:
    return isinstance(view.itemDelegate(), TwoLines)


def _cells(view: QAbstractItemView, index: QModelIndex, depth: int) -> tuple[str, ...]:
    if _two_lines(view):
        return str(index.data(COPIED_ROLE) or _words(index)), str(index.data(BELOW_ROLE) or "")
    first, *others = (_words(index.siblingAtColumn(column)) for column in _columns(view))
    return _STEP * depth + first, *others


def _wanted(view: QAbstractItemView) -> Callable[[QModelIndex], bool]:
    """Whether a row is given: those marked, where there are several."""
    marked = {index.siblingAtColumn(0) for index in view.selectionModel().selectedIndexes()}
    return (lambda index: index in marked) if len(marked) > 1 else (lambda _index: True)


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
COPY_ROWS: Final = Action[Do](N_("&Copy the List"), lambda do: do.copy(), "Ctrl+C", "copy")
OF_ROWS: Final = Menu[Do](N_("&Copy the List"), (COPY_ROWS,))
"""What a right click in a list offers, and the key that does it."""

"""The rows of a run's blocks, one below the other."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pia_desktop.forms.values import DataTable, Figure, Picture, RunBlock
from ui.form.run_blocks import BlockRow, PassageRow, PictureRow, RunHost
from ui.form.tab_order import tab_by_layout
from ui.form.table_block import TableRow
from ui.widgets.theme import space


class RunColumn(QVBoxLayout):
    """A row per block, reused while it can show its block, keeping its cursor.

    The last row is a passage: if the last block is not one, an empty row follows it.
    """

    def __init__(self, run: RunHost, parent: QWidget) -> None:
        super().__init__()
        self._run = run
        self._parent = parent
        self.rows: list[BlockRow] = []
        self.at_hand: BlockRow | None = None
        """The row that had the cursor last."""
        self.setSpacing(space(3))

    @property
    def passages(self) -> list[PassageRow]:
        return [row for row in self.rows if isinstance(row, PassageRow)]

    @property
    def pictures(self) -> list[PictureRow]:
        return [row for row in self.rows if isinstance(row, PictureRow)]

    @property
    def tables(self) -> list[TableRow]:
        return [row for row in self.rows if isinstance(row, TableRow)]

    def show_run(self, figure: Figure) -> None:
        ends_with_passage = isinstance(next(reversed(figure.blocks), None), str)
        blocks = figure.blocks if ends_with_passage else (*figure.blocks, "")
        if [_shown(row) for row in self.rows] != [_key(block) for block in blocks]:
            self._lay(blocks)
        numbers: dict[type, int] = {}
        for index, (row, block) in enumerate(zip(self.rows, blocks, strict=True)):
            number = numbers.get(type(row), 0)
            numbers[type(row)] = number + 1
            row.show_block(block)
            row.place(index, number, len(figure.blocks))

    def _lay(self, blocks: tuple[RunBlock, ...]) -> None:
        """Rearrange the rows for these blocks, reusing each row that still shows its block, with
        its cursor.
        """
        left = list(self.rows)
        self.rows = [self._kept(block, left) or self._new(block) for block in blocks]
        for row in left:
            row.hide()
            row.deleteLater()
            if self.at_hand is row:
                self.at_hand = None
        for at, row in enumerate(self.rows):
            if self.indexOf(row) != at:
                self.removeWidget(row)
                self.insertWidget(at, row)
        tab_by_layout(self._parent)

    def _kept(self, block: RunBlock, left: list[BlockRow]) -> BlockRow | None:
        fitting = [row for row in left if _shown(row) == _key(block)]
        same = [
            row
            for row in fitting
            if (isinstance(row, PassageRow) and row.field.text() == block)
            or (isinstance(row, TableRow) and row.table == block)
        ]
        found = next(iter((*same, *fitting)), None)
        if found is not None:
            left.remove(found)
        return found

    def _new(self, block: RunBlock) -> BlockRow:
        row: BlockRow
        if isinstance(block, Picture):
            row = PictureRow(self._run, self._parent, block)
        elif isinstance(block, DataTable):
            row = TableRow(self._run, self._parent)
        else:
            row = PassageRow(self._run, self._parent)
        row.show()
        return row

    def name_rows(self) -> None:
        """Update the accessible names of all fields and buttons with the run's name."""
        for row in self.rows:
            row.place(row.index, row.number, len(self._run.figure.blocks))

    def show_cell(self, number: int, row: int, column: int) -> None:
        """Focus a cell of the table with this number."""
        if number < len(self.tables):
            table = self.tables[number]
            table.view.setFocus()
            table.view.setCurrentIndex(table.model.index(row, column))

    def target(self) -> QWidget:
        """The widget to focus: that of the row focused last, else of the last row."""
        return (self.at_hand or self.rows[-1]).target()

    def focus(self, index: int) -> None:
        """Focus a row, the last one if there are fewer."""
        self.rows[min(index, len(self.rows) - 1)].target().setFocus()

    def place_behind(self, count: int) -> int:
        """Index for an insertion among ``count`` blocks: after the current one, else at the end."""
        return count if self.at_hand is None else min(self.at_hand.index + 1, count)


def _key(block: RunBlock) -> str:
    """Key of what a row shows, constant for the row's life."""
    if isinstance(block, Picture):
        return block.digest
    return "table" if isinstance(block, DataTable) else ""


def _shown(row: BlockRow) -> str:
    if isinstance(row, PictureRow):
        return row.picture.digest
    return "table" if isinstance(row, TableRow) else ""

"""持ち出しの記録: exports and imports of one assessment, and undoing the last return."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from db.records import Handover
from pia_desktop.i18n import _
from pia_desktop.moments import short_words
from ui.carrying.words import way_words
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import Quoted
from ui.widgets.dialog import Dialog
from ui.widgets.plain_text import plain_label, tip
from ui.widgets.rows import pick_rows
from ui.widgets.theme import em


class RecordDialog(Dialog):
    """One row each, newest first.

    ``quoted``: the assessment, with what it once withheld: a file may bear its name of then.
    ``end`` is called with a loan that is no longer awaited, ``undo`` when a return is to be undone.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        history: Sequence[Handover],
        quoted: Quoted,
        *,
        writing: bool,
        end: Callable[[Handover], None],
        undo: Callable[[], None],
    ) -> None:
        super().__init__(parent, _("What Was Carried Out"), place="record")
        self.shown = [one for one in reversed(history) if way_words(one)]
        self._writing = writing
        column = self.column
        about = plain_label(self)
        about.setText(name if self.shown else _("“{name}” was never carried out.").format(name=name))
        column.addWidget(about)
        self.table = self._table(quoted)
        self.table.setVisible(bool(self.shown))
        column.addWidget(self.table, 1)
        self.end = self.buttons.add_action(
            _("Wait for It &No Longer"),
            lambda: self._do(lambda: end(self.shown[self.table.currentRow()])),
        )
        self.undo = self.buttons.add_action(_("Take the Last Return &Out Again"), lambda: self._do(undo))
        self.undo.setEnabled(writing and any(one.way == "merged" for one in self.shown))
        self.buttons.add_reject(_("Close")).setDefault(True)
        self.add_buttons()
        self.table.currentCellChanged.connect(lambda *_cells: self._offer())
        self._offer()
        self.take_size(em(self) * 64, em(self) * 26)

    def _table(self, quoted: Quoted) -> QTableWidget:
        table = QTableWidget(len(self.shown), 5, self)
        table.setHorizontalHeaderLabels([_("When"), _("What"), _("Who"), _("File"), _("Back")])
        table.setAccessibleName(_("What went out and came in"))
        pick_rows(table)
        copy_as_cells(table, quoted)
        table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for number, one in enumerate(self.shown):
            out = _("still out") if one.way == "lent" else ""
            back = short_words(one.ended_at) if one.ended_at else out
            for place, words in enumerate((short_words(one.at), way_words(one), one.person, one.file, back)):
                cell = QTableWidgetItem(words)
                cell.setToolTip(tip(words))
                table.setItem(number, place, cell)
        table.resizeColumnsToContents()
        table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        if self.shown:
            table.setCurrentCell(0, 0, table.selectionModel().SelectionFlag.ClearAndSelect)
        return table

    def _offer(self) -> None:
        row = self.table.currentRow()
        one = self.shown[row] if 0 <= row < len(self.shown) else None
        self.end.setEnabled(self._writing and one is not None and one.way == "lent" and not one.ended_at)

    def _do(self, act: Callable[[], None]) -> None:
        self.accept()
        act()

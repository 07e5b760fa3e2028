"""Offers the answers of another assessment of the same operation, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import Spans
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.revisions.editions import Offer, offers
from pia_desktop.revisions.textdiff import passages
from ui.context.session import Session
from ui.context.snapshot_source import SnapshotSource
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.reuse.clipboard import tell_taken
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import show_error
from ui.widgets.elided_place import PlaceRows
from ui.widgets.layouts import Growing, above_below, row_of
from ui.widgets.overrides import guarded
from ui.widgets.passages import PassagePair
from ui.widgets.plain_text import label_for
from ui.widgets.rows import pick_rows
from ui.widgets.theme import em
from ui.widgets.unscrolled import DropDown

_LABEL: Final = 0
_NOW: Final = 1
_OFFERED: Final = 2
_SHOWN: Final = 120
"""Characters of an answer that the table shows; the whole of it stands below."""


@dataclass(frozen=True, slots=True)
class RelatedSource:
    """An assessment to copy from.  ``alike``: its name suggests the same operation."""

    source: SnapshotSource
    alike: bool


@guarded
class OffersDialog(Dialog):
    """A table of what can be copied.

    Offers for empty items are ticked, unless the other assessment is of another operation; those that would
    overwrite are not.
    """

    def __init__(self, parent: QWidget, session: Session, sources: Sequence[RelatedSource]) -> None:
        super().__init__(parent, _("Take Over From a Related Assessment"), place="offers")
        self._session = session
        self._sources = list(sources)
        self.offers: list[Offer] = []
        self._shown: Snapshot | None = None
        column = self.column
        column.addLayout(self._chooser())
        self.words = self.add_words()
        table = self._table()
        self.sides = PassagePair(_("Here Now"), _("Offered"), self._withheld_in, self)
        self.before, self.after = self.sides.before, self.sides.after
        column.addWidget(above_below(self, table, self.sides, sizes=(em(self) * 18, em(self) * 11)), 1)
        self.take = self.end_with(_("&Take Over What Is Ticked"))
        self.take_size(em(self) * 62, em(self) * 42)
        self._show_source()

    # ---- building

    def _chooser(self) -> QHBoxLayout:
        self.source = DropDown(self)
        self.source.addItems([one.source.name for one in self._sources])
        self.source.activated.connect(self._show_source)
        return row_of(label_for(self.source, _("&From:")), Growing(self.source))

    def _table(self) -> QTableWidget:
        table = self.table = QTableWidget(0, 3, self)
        table.setHorizontalHeaderLabels([_("Item"), _("Here Now"), _("Offered")])
        table.setAccessibleName(_("What can be taken over"))
        pick_rows(table)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setItemDelegate(PlaceRows(table))
        header = table.horizontalHeader()
        for number in range(3):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda row, *_others: self._show_offer(row))
        table.itemChanged.connect(lambda _item: self._count())
        copy_as_cells(table, InMemory(self._states))
        return table

    def _states(self) -> tuple[Snapshot, ...]:
        here = self._session.snapshot()
        return (here,) if self._shown is None else (here, self._shown)

    # ---- what is shown

    def _show_source(self) -> None:
        try:
            found = self._load()
        except UserError as error:
            show_error(self, error)
            found = []
        self.offers = found
        alike = bool(self._sources) and self._sources[self.source.currentIndex()].alike
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(found))
            for row, offer in enumerate(found):
                label = QTableWidgetItem(offer.label)
                label.setFlags(label.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = alike and not offer.now
                label.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                self.table.setItem(row, _LABEL, label)
                self.table.setItem(row, _NOW, QTableWidgetItem(_short(offer.now)))
                self.table.setItem(row, _OFFERED, QTableWidgetItem(_short(offer.words)))
        if found and not alike:
            self.table.selectRow(0)
            words = _(
                "By its name this assessment is of another work, so nothing is ticked. Tick what fits, one by"
                " one."
            )
        elif found:
            self.table.selectRow(0)
            words = _("What is empty here is ticked; what stands here already stays unless you tick it.")
        else:
            words = _("There is nothing that this assessment does not say already.")
        self.words.setText(words)
        self._show_offer(0)
        self._count()

    def _load(self) -> list[Offer]:
        if not self._sources:
            return []
        self._shown = self._sources[self.source.currentIndex()].source.load()
        return [one for one in offers(self._shown, self._here()) if one.differs]

    def _withheld_in(self, words: str) -> Spans | None:
        states = (self._here(), self._shown) if self._shown is not None else (self._here(),)
        return withheld_in(words, *states)

    def _here(self) -> Snapshot:
        return self._session.snapshot()

    def _show_offer(self, row: int) -> None:
        if not 0 <= row < len(self.offers):
            self.before.clear()
            self.after.clear()
            return
        offer = self.offers[row]
        both = passages(offer.now, offer.words)
        self.before.show_passages(both)
        self.after.show_passages(both)

    def ticked(self) -> list[Offer]:
        """The offers to copy."""
        chosen = []
        for row, offer in enumerate(self.offers):
            item = self.table.item(row, _LABEL)
            if item is not None and item.checkState() == Qt.CheckState.Checked:
                chosen.append(offer)
        return chosen

    def _count(self) -> None:
        count = len(self.ticked())
        words = ngettext("&Take Over {count:,} Answer", "&Take Over {count:,} Answers", count)
        self.take.setText(words.format(count=count) if count else _("&Take Over What Is Ticked"))
        self.take.setEnabled(bool(count) and not self._session.read_only)

    def accept(self) -> None:
        chosen = self.ticked()
        if chosen:
            self._session.end_burst()
            edit = Batch(tuple(offer.edit() for offer in chosen))
            self._session.push(edit)
            count = len(chosen)
            words = ngettext("{count:,} answer was taken over.", "{count:,} answers were taken over.", count)
            tell_taken(self._session, edit, words.format(count=count))
        super().accept()


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"

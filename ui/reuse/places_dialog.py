"""Base of the dialogs that replace in all assessments: the places found, one of them before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import Spans
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.reuse.cabinet_replacement import Found
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.reuse.places_tree import PlacesTree
from ui.reuse.reading import Looked, Reader, Reading
from ui.reuse.replaced_words import place_passages, still_known
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import busy, show_error
from ui.widgets.layouts import above_below, flush_column
from ui.widgets.overrides import guarded
from ui.widgets.passages import PassagePair
from ui.widgets.plain_text import note
from ui.widgets.theme import em, space
from ui.widgets.timers import single_shot

if TYPE_CHECKING:
    from db.records import AssessmentInfo
    from ui.context.open_cabinet import OpenCabinet


@guarded
class PlacesDialog(Dialog):
    """Looks through all current assessments and lists the places found, to be ticked.

    A subclass lays out ``message`` and ``_places``, and says in ``_count`` how many places are ticked.
    """

    def __init__(self, parent: QWidget, title: str, cabinet: OpenCabinet, *, place: str) -> None:
        super().__init__(parent, title, place=place)
        self._cabinet = cabinet
        self._known: dict[int, tuple[int, Snapshot]] = {}
        """Contents by assessment, with the write count that they were read at."""
        self._infos: dict[int, AssessmentInfo] = {}
        self.message = note(self, "")
        self._reader = Reader(self)
        self._reader.looked.connect(self._looked)
        self._reader.ended.connect(self._ended)
        self._soon = single_shot(self, 0, self._count)  # an assessment's tick ticks its places one by one

    def _places(self, remark: QWidget | None = None) -> QSplitter:
        """The places found, above the passage of one of them before and after, below a remark on it."""
        self.tree = PlacesTree(self)
        self.tree.itemChanged.connect(lambda _item, _column: self._soon.start())
        self.tree.currentItemChanged.connect(lambda _now, _old: self._show_current())
        copy_as_cells(self.tree, InMemory(lambda: [snapshot for _edits, snapshot in self._known.values()]))
        pane = QWidget(self)
        column = flush_column(pane, space(1))
        if remark is not None:
            column.addWidget(remark)
        sides = PassagePair(_("Before"), _("After"), self._withheld_in, pane)
        self.before, self.after = sides.before, sides.after
        column.addWidget(sides, 1)
        return above_below(self, self.tree, pane, sizes=(em(self) * 26, em(self) * 8), shares=(3, 1))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tree.share_width()

    # ---- looking

    def _read_infos(self) -> bool:
        """Read which assessments are neither archived nor deleted; False, after a message, if that fails."""
        store = self._cabinet.store
        try:
            with busy():
                store.flush()  # what is not open is read from the disk
                infos = store.infos()
        except UserError as error:
            show_error(self, error)
            return False
        self._infos = {info.id: info for info in infos if not (info.archived or info.trashed)}
        return True

    def _begin(
        self, infos: Sequence[AssessmentInfo], find: Callable[[int, Snapshot], tuple[Found, ...]]
    ) -> None:
        """Look through assessments in the background."""
        self._known = still_known(self._known, self._infos.values())
        known = {one: snapshot for one, (_edits, snapshot) in self._known.items()}
        known |= {one: session.snapshot() for one, session in self._cabinet.sessions.items()}
        self.message.setText(_("Looking through the assessments…"))
        self._reader.begin(Reading(infos, known, self._cabinet.store.load, find))

    def _looked(self, looked: Looked) -> None:
        if looked.snapshot is not None:
            self._known[looked.info.id] = (looked.info.edits, looked.snapshot)
        if looked.places or looked.error is not None:
            with QSignalBlocker(self.tree):
                self.tree.add(looked)

    def _ended(self) -> None:
        first = next(self.tree.rows(), None)
        if first is not None:
            self.tree.setCurrentItem(first)
        self._count()

    def _count(self) -> None:
        """Say how many places are ticked."""
        raise NotImplementedError

    # ---- the place at hand

    def _at_hand(self) -> tuple[Found, Snapshot] | None:
        """The selected place, and the contents in which it stands."""
        found = self.tree.current()
        known = self._known.get(found.assessment_id) if found is not None else None
        return (found, known[1]) if found is not None and known is not None else None

    def _withheld_in(self, words: str) -> Spans | None:
        here = self._at_hand()
        return withheld_in(words, here[1]) if here is not None else None

    def _new_words(self, found: Found) -> str:
        """What comes to stand at a place."""
        raise NotImplementedError

    def _show_current(self) -> None:
        here = self._at_hand()
        shown = () if here is None else place_passages(here[1], here[0], self._new_words(here[0]))
        for side in (self.before, self.after):
            side.show_passages(shown)

    # ---- the end

    def done(self, result: int) -> None:
        self._reader.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._reader.stop()
        super().closeEvent(event)

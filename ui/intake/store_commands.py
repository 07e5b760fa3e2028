"""Storing reviewed documents in the cabinet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.context.cabinet_store import CabinetStore
from ui.intake.queue import Document
from ui.intake.review import Review
from ui.intake.storing import StoreDialog, Way, known_as, store
from ui.widgets.dialogs import ask, busy, show_error, tell


class StoreCommands(QObject):
    """Stores documents, asking first where something is open."""

    stored = Signal(object, object)
    """A document (``Document``) was stored: ``TakenIn``."""

    def __init__(self, window: QWidget, cabinet: CabinetStore) -> None:
        super().__init__(window)
        self._window = window
        self._cabinet = cabinet

    def ask_to_store(self, document: Document, review: Review, look: Callable[[], object]) -> None:
        """Ask how to store a document; if rows were not checked, first offer to ``look`` at them."""
        review.session.complete()
        waiting = len(review.waiting)
        if not waiting:
            self._ask_way(document, review)
            return
        words = ngettext(
            "{count:,} place has not been looked at.", "{count:,} places have not been looked at.", waiting
        )
        ask(
            self._window,
            words.format(count=waiting),
            _("Words that no item has taken are kept in a note of the assessment."),
            [
                (_("Take It In &All the Same"), lambda: self._ask_way(document, review)),
                (_("Look at &Them"), look),
            ],
            careful=True,
        )

    def _ask_way(self, document: Document, review: Review) -> None:
        try:
            infos = self._cabinet.infos()
        except UserError as error:
            show_error(self._window, error)
            return
        StoreDialog(self._window, review, infos, lambda way: self._store(document, review, way)).open()

    def _store(self, document: Document, review: Review, way: Way) -> bool:
        try:
            with busy():
                taken = store(self._cabinet, review, way)
        except UserError as error:
            show_error(self._window, error)
            return False
        self.stored.emit(document, taken)
        return True

    def store_all(
        self, documents: Iterable[Document], review_of: Callable[[Document], Review | None]
    ) -> list[Document]:
        """Store, as new assessments, all filled-in documents that need no checking.

        Returns those that the cabinet already has: how to store them is to be asked one by one.
        """
        known: list[Document] = []
        for document in documents:
            review = review_of(document)
            if review is None or review.waiting or review.empty:
                continue
            try:
                known_ones, of_others = known_as(review, self._cabinet.infos())
            except UserError as error:
                show_error(self._window, error)
                break
            if known_ones or of_others:
                known.append(document)
            elif not self._store(document, review, Way()):
                break
        self._tell_known(known)
        return known

    def _tell_known(self, known: Sequence[Document]) -> None:
        if not known:
            return
        words = ngettext(
            "{count:,} document is in the cabinet already, and was not taken in.",
            "{count:,} documents are in the cabinet already, and were not taken in.",
            len(known),
        )
        tell(
            self._window,
            words.format(count=len(known)),
            _("Take each in by itself: as an earlier version, in place of the assessment, or as a new one."),
        )

"""Replacing in all assessments of the open cabinet, as one step on disk and one in each open window."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, Edit
from pia_desktop.assessment.search import Hit, Query
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.reuse.everywhere import Replacement, replacement, taken_back
from ui.widgets.dialogs import ask, busy, show_error

if TYPE_CHECKING:
    from ui.app.coordinator import Desk
    from ui.context.cabinet_store import CabinetStore
    from ui.reuse.replace_dialog import ReplaceDialog


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done: the chosen places by assessment, and the words.

    ``known`` are contents with the count of their writes: those that still have this count are not read
    again.  ``rows``: the rows of 変更箇所 are added.
    """

    chosen: Mapping[int, Collection[Hit]]
    query: Query
    words: str
    rows: bool
    known: Mapping[int, tuple[int, Snapshot]]


class Everywhere(QObject):
    """Replaces, and takes the last replacement back."""

    changed = Signal()
    """There is a replacement to take back now, or none any more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._store: CabinetStore | None = None
        self._last: tuple[Replacement, ...] = ()
        self.dialog: ReplaceDialog | None = None
        self._asked = 0

    @property
    def last(self) -> tuple[Replacement, ...]:
        """The last replacement in the cabinet that is open."""
        return self._last if self._store is self._desk.store else ()

    def ask(self, parent: QWidget, words: str = "") -> None:
        """Let the user say what is replaced with what, and look at each place first."""
        from ui.reuse.replace_dialog import ReplaceDialog

        store = self._desk.store
        if self.dialog is not None and self.dialog.isVisible():  # over another window
            self.dialog.raise_()
            self.dialog.activateWindow()
        elif store is not None and not store.read_only:
            self._asked += 1
            asked = self._asked
            self.dialog = ReplaceDialog(parent, self._desk, words)
            self.dialog.destroyed.connect(lambda: self._dialog_gone(asked))
            self.dialog.open()

    def _dialog_gone(self, asked: int) -> None:
        if asked == self._asked:
            self.dialog = None

    def replace(self, wanted: Wanted) -> tuple[Replacement, ...]:
        """Replace; what was done to each assessment.

        All of it is worked out before anything is touched.  Raises UserError; then nothing is changed.
        """
        store = self._writable()
        for window in self._desk.windows.values():
            window.session.complete()
        self._settle(store)
        rows = _rows if wanted.rows else None
        made = []
        infos = {info.id: info for info in store.infos()}
        for assessment_id, hits in wanted.chosen.items():
            snapshot = self._contents(store, infos.get(assessment_id), wanted.known)
            if snapshot is not None:
                made.append(replacement(assessment_id, snapshot, hits, wanted.query, wanted.words, rows=rows))
        done = tuple(one for one in made if one is not None)
        if done:
            self._apply(store, [(one.assessment_id, one.edit) for one in done])
            self._keep(store, done)
        return done

    def ask_take_back(self, parent: QWidget) -> None:
        """Take the last replacement back, after a question."""
        if not self.last:
            return
        places, where = sum(one.places for one in self.last), len(self.last)
        words = ngettext("{count:,} place", "{count:,} places", places).format(count=places)
        within = ngettext("in {count:,} assessment", "in {count:,} assessments", where).format(count=where)
        ask(
            parent,
            _("Take the last replacement back?"),
            f"{words} {within}",
            [(_("Take It Back"), lambda: self._try_take_back(parent)), (_("Leave It"), None)],
        )

    def _try_take_back(self, parent: QWidget) -> None:
        try:
            with busy():
                kept = self.take_back()
        except UserError as error:
            show_error(parent, error)
            return
        words = _("The replacement was taken back.")
        if kept:
            more = ngettext(
                "{count:,} place was changed since and stays as it is.",
                "{count:,} places were changed since and stay as they are.",
                kept,
            )
            words += " " + more.format(count=kept)
        self.say(parent, words)

    def take_back(self) -> int:
        """Take the last replacement back, in one step; how many places stay, having been changed since.

        Raises UserError; then nothing is changed.
        """
        store = self._writable()
        self._settle(store)
        kept = 0
        edits: list[tuple[int, Edit]] = []
        infos = {info.id: info for info in store.infos()}
        for done in self.last:
            snapshot = self._contents(store, infos.get(done.assessment_id), {})
            if snapshot is None:
                continue
            back = taken_back(done.way_back, snapshot.root)
            kept += back.kept
            if back.edit is not None:
                edits.append((done.assessment_id, back.edit))
        self._apply(store, edits)
        self._keep(store, ())
        return kept

    @staticmethod
    def say(parent: QWidget, words: str) -> None:
        """Say something in passing, in whichever window it is."""
        notify = getattr(parent, "notify", None)
        bar = getattr(parent, "statusBar", None)
        if notify is not None:
            notify(words)
        elif bar is not None:
            bar().showMessage(words, 10_000)

    # ---- the way to the contents

    def _writable(self) -> CabinetStore:
        store = self._desk.store
        if store is None or store.read_only:
            raise CabinetError(_("The cabinet is open for reading only."), _("Open it for writing first."))
        return store

    @staticmethod
    def _settle(store: CabinetStore) -> None:
        """What is not open is read from the disk, so all must be there."""
        if not store.flush():
            error = store.state.error
            reason = error.message if error is not None else _("Not everything could be saved.")
            raise CabinetError(reason, _("Try again once saving works."))

    def _contents(
        self,
        store: CabinetStore,
        info: AssessmentInfo | None,
        known: Mapping[int, tuple[int, Snapshot]],
    ) -> Snapshot | None:
        """What an assessment holds now; None where it was deleted or put away meanwhile."""
        if info is None or info.archived or info.trashed:
            return None
        window = self._desk.windows.get(info.id)
        if window is not None:
            return window.session.assessment.snapshot()
        found = known.get(info.id)
        if found is not None and found[0] == info.edits:
            return found[1]
        return store.cabinet.load(info.id)

    def _apply(self, store: CabinetStore, edits: Sequence[tuple[int, Edit]]) -> None:
        with store.together():
            for assessment_id, edit in edits:
                window = self._desk.windows.get(assessment_id)
                if window is not None:
                    window.session.end_burst()
                    window.session.push(edit)
                else:
                    store.submit(assessment_id, edit)
        store.flush()
        store.list_changed.emit()

    def _keep(self, store: CabinetStore, done: tuple[Replacement, ...]) -> None:
        self._store, self._last = store, done
        self.changed.emit()


def _rows(old: Snapshot, new: Snapshot) -> Batch | None:
    """The rows that a change calls for, dated today."""
    from pia_desktop.revisions.following import rows_for
    from pia_desktop.rules.importance import timing

    return rows_for(old, new, timing, date.today())

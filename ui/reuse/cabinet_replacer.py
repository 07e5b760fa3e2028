"""Replaces text in all assessments of the open cabinet: one write on disk, one undo step per open window."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.records import AssessmentInfo, ReplacementInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.withheld import Spans
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.i18n import _, in_a_row, ngettext
from ui.context.open_cabinet import require_contents
from ui.widgets.dialogs import busy, show_error, tell

if TYPE_CHECKING:
    from db.transaction import Work
    from pia_desktop.reuse.cabinet_replacement import Replacement
    from pia_desktop.reuse.taking_back import TakingBack
    from ui.context.open_cabinet import OpenCabinet
    from ui.reuse.replace_dialog import ReplaceDialog
    from ui.reuse.replacement_request import LawRequest, ReplacementRequest


class CabinetReplacer(QObject):
    """Replaces, and undoes the last replacement; imports what it needs on first use."""

    changed = Signal()
    """There is a replacement to take back now, or none any more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cabinet: OpenCabinet | None = None
        self._standing: tuple[ReplacementInfo, ...] | None = None
        self.dialog: ReplaceDialog | None = None
        self._asked = 0

    def work_in(self, cabinet: OpenCabinet | None) -> None:
        """Switch to another cabinet, or to none."""
        self._cabinet = cabinet
        self._drop_last()

    @property
    def standing(self) -> tuple[ReplacementInfo, ...]:
        """The replacements that can be undone, newest first."""
        if self._standing is None:
            try:
                known = self._cabinet.store.replacements() if self._cabinet is not None else ()
            except CabinetError:  # whoever reads the assessments reports the error
                known = ()
            self._standing = tuple(one for one in known if not one.taken_back_at)
        return self._standing

    @property
    def can_replace(self) -> bool:
        """Whether a writable cabinet is open."""
        return self._cabinet is not None and not self._cabinet.store.read_only

    def ask_each(self, parent: QWidget, pairs: Sequence[tuple[str, str]]) -> None:
        """``ask`` for several (text, replacement) pairs, one after the other."""
        if not pairs:
            return
        (words, replacement), rest = pairs[0], pairs[1:]
        self.ask(parent, words, replacement, (lambda: self.ask_each(parent, rest)) if rest else None)

    def ask(
        self,
        parent: QWidget,
        words: str = "",
        replacement: str | None = None,
        then: Callable[[], None] | None = None,
        *,
        withheld: Spans | None = None,
    ) -> None:
        """Ask for text and replacement, with a preview of each place.

        ``then`` is offered when it is done; ``withheld``: what of the text is.
        """
        from ui.reuse.replace_dialog import ReplaceDialog

        cabinet = self._cabinet
        if self.dialog is not None and self.dialog.isVisible():  # on another window
            self.dialog.raise_()
            self.dialog.activateWindow()
        elif cabinet is not None and not cabinet.store.read_only:
            self._asked += 1
            asked = self._asked
            self.dialog = ReplaceDialog(
                parent, cabinet, self.replace, words, replacement, then, withheld=withheld
            )
            self.dialog.destroyed.connect(lambda: self._dialog_gone(asked))
            self.dialog.open()

    def _dialog_gone(self, asked: int) -> None:
        if asked == self._asked:
            self.dialog = None

    def replace(self, wanted: ReplacementRequest) -> tuple[Replacement, ...]:
        """Replace; returns what was done to each assessment.

        Everything is computed before anything is changed.  Raises UserError; then nothing is changed.
        """
        from pia_desktop.office.required_rows import replaced_rows
        from pia_desktop.reuse.cabinet_replacement import replacement

        rows = replaced_rows if wanted.rows else None

        def make(assessment_id: int, snapshot: Snapshot) -> Replacement | None:
            hits = wanted.chosen[assessment_id]
            return replacement(assessment_id, snapshot, hits, wanted.query, wanted.words, rows=rows)

        return self._replace(wanted.chosen, wanted.known, make, (wanted.query.words, wanted.words))

    def ask_law(self, parent: QWidget) -> None:
        """Let the user choose a pack (change of law or names), with a preview of each place."""
        from ui.reuse.law_dialog import LawDialog

        cabinet = self._cabinet
        if cabinet is not None and not cabinet.store.read_only:
            LawDialog(parent, cabinet, self.change_law).open()

    def change_law(self, wanted: LawRequest) -> tuple[Replacement, ...]:
        """Apply a pack; returns what was done to each assessment.

        Raises UserError; then nothing is changed.
        """
        from pia_desktop.office.required_rows import pack_rows
        from pia_desktop.reuse.law import law_replacement

        pack = wanted.pack
        rows = pack_rows(pack.reason) if wanted.rows else None

        def make(assessment_id: int, snapshot: Snapshot) -> Replacement | None:
            return law_replacement(snapshot, wanted.chosen[assessment_id], rows=rows)

        return self._replace(wanted.chosen, wanted.known, make, (pack.title, pack.since_words))

    def _replace(
        self,
        chosen: Collection[int],
        known: Mapping[int, tuple[int, Snapshot]],
        make: Callable[[int, Snapshot], Replacement | None],
        texts: tuple[str, str],
    ) -> tuple[Replacement, ...]:
        """Compute everything, then apply it in one step; ``texts`` names the step."""
        cabinet = self._writable()
        store = cabinet.store
        for session in cabinet.sessions.values():
            session.complete()
        store.settle()  # what is not open is read from the disk
        made = []
        infos = {info.id: info for info in store.infos()}
        for assessment_id in chosen:
            snapshot = self._contents(cabinet, infos.get(assessment_id), known)
            if snapshot is not None:
                made.append(make(assessment_id, snapshot))
        done = tuple(one for one in made if one is not None)
        if done:
            edits = [(one.assessment_id, one.edit) for one in done]
            self._apply(cabinet, edits, lambda work: work.add_replacement(*texts, done))
        return done

    def ask_take_back(self, parent: QWidget, notify: Callable[[str], None]) -> None:
        """Let the user choose a replacement to undo; ``notify`` is called with the outcome."""
        from pia_desktop.packs.loader import all_packs
        from ui.printing.listed import ever_in
        from ui.reuse.take_back_dialog import TakeBackDialog

        def chosen(info: ReplacementInfo) -> None:
            try:
                with busy():
                    done, names = self.take_back(info.id)
            except UserError as error:
                show_error(parent, error)
                return
            words = taken_back_words(done, names)
            if names:
                tell(parent, _("Not all of it could be taken back."), words)
            else:
                notify(words)

        if self.standing and self._cabinet is not None:
            store = self._cabinet.store
            try:
                packs = {pack.title for pack in all_packs(store.setting)}
                infos = store.infos()
            except UserError as error:
                show_error(parent, error)
                return
            changed = {part.assessment_id for one in self.standing for part in one.parts}
            quoted = ever_in(store, lambda: [one.id for one in infos if one.id in changed])
            TakeBackDialog(parent, self.standing, infos, packs, chosen, quoted).open()

    def take_back(self, replacement_id: int) -> tuple[TakingBack, list[str]]:
        """Undo a replacement in one step; returns the outcome, and the names of skipped assessments.

        Raises UserError; then nothing is changed.
        """
        from pia_desktop.reuse.taking_back import taking_back

        cabinet = self._writable()
        store = cabinet.store
        for session in cabinet.sessions.values():
            session.complete()
        store.settle()  # what is not open is read from the disk
        infos = {info.id: info for info in store.infos()}
        ways = store.ways_back(replacement_id)
        done = taking_back(ways, lambda one: self._contents(cabinet, infos.get(one), {}))
        jobs = [] if done.left else [lambda work: work.mark_taken_back(replacement_id)]
        self._apply(cabinet, done.edits, *jobs)
        from pia_desktop.cabinet_lists.assessment_names import identifying_name

        return done, [identifying_name(infos[one]) for one in done.left if one in infos]

    # ---- the way to the contents

    def _writable(self) -> OpenCabinet:
        cabinet = self._cabinet
        if cabinet is None or cabinet.store.read_only:
            raise CabinetError(_("The cabinet is open for reading only."), _("Open it for writing first."))
        return cabinet

    def _contents(
        self,
        cabinet: OpenCabinet,
        info: AssessmentInfo | None,
        known: Mapping[int, tuple[int, Snapshot]],
    ) -> Snapshot | None:
        """The current contents; None if the assessment was deleted or archived meanwhile.

        Raises ForReviewOnly.
        """
        if info is None or info.archived or info.trashed:
            return None
        require_contents(info)
        session = cabinet.sessions.get(info.id)
        if session is not None:
            return session.assessment.snapshot()
        found = known.get(info.id)
        if found is not None and found[0] == info.edits:
            return found[1]
        return cabinet.store.load(info.id)

    def _apply(
        self, cabinet: OpenCabinet, edits: Sequence[tuple[int, Edit]], *jobs: Callable[[Work], object]
    ) -> None:
        store = cabinet.store
        with store.together(*jobs):
            for assessment_id, edit in edits:
                session = cabinet.sessions.get(assessment_id)
                if session is not None:
                    session.end_burst()
                    session.push(edit)
                else:
                    store.submit(assessment_id, edit)
        store.flush()
        self._drop_last()
        store.list_changed.emit()

    def _drop_last(self) -> None:
        self._standing = None
        self.changed.emit()


def taken_back_words(done: TakingBack, names: Sequence[str]) -> str:
    """The outcome: what had changed since, and which assessments were skipped."""
    words = _("The replacement was taken back.")
    if done.kept:
        more = ngettext(
            "{count:,} place was changed since and stays as it is.",
            "{count:,} places were changed since and stay as they are.",
            done.kept,
        )
        words = in_a_row(words, more.format(count=done.kept))
    if names:
        left = _("Left as they are, because they are archived, deleted or cannot be read: {names}")
        words += "\n" + left.format(names="、".join(names))
    return words

"""Commands to carry assessments out, bring them back, and undo a return, from the list of a cabinet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtWidgets import QMainWindow

from db.records import AssessmentInfo, Handover
from pia_desktop.cabinet_lists.assessment_names import info_name
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.carrying.words import done_words, piax_kinds
from ui.widgets.dialogs import ask_open_paths, busy, show_error, tell

if TYPE_CHECKING:
    from db.bundle_merge import ClashKey
    from db.cabinet import Cabinet
    from db.piax import Parcel
    from ui.carrying.several import Errand
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet


T = TypeVar("T")


class CarryListing(Protocol):
    """What these commands need of the list."""

    @property
    def cabinet(self) -> OpenCabinet | None:
        """The cabinet shown."""

    @property
    def store(self) -> CabinetStore | None:
        """Its store."""

    @property
    def navigator(self) -> Navigator:
        """Navigation to other windows."""

    def widget(self) -> QMainWindow:
        """The window itself, for menus and as the parent of dialogs."""

    def picked(self) -> AssessmentInfo | None:
        """The selected assessment, if exactly one is selected."""

    def picked_all(self) -> list[AssessmentInfo]:
        """The selected assessments, top to bottom."""

    def pick(self, *assessment_ids: int) -> None:
        """Select assessments, clearing filters that hide them."""

    def notify(self, words: str) -> None:
        """Show a temporary message."""


class CarryCommands:
    """Imports the dialogs on first use."""

    def __init__(self, listing: CarryListing, run_each: Callable[[str, Sequence[Errand]], object]) -> None:
        """``run_each`` does something under a name for each of several, and reports."""
        self._listing = listing
        self._run_each = run_each

    @property
    def _window(self) -> QMainWindow:
        return self._listing.widget()

    # ---- out

    def carry_out(self) -> None:
        """Write the selected assessments to files, one each."""
        from ui.carrying.carry_dialog import CarryDialog

        picked, store = self._listing.picked_all(), self._listing.store
        if not picked or store is None:
            return
        if len(picked) > 1:
            self._carry_out_several(picked)
            return
        (info,) = picked
        try:
            with busy():
                self._settle()
                root = store.load(info.id).root
        except UserError as error:
            show_error(self._window, error)
            return
        marks = sum(len(node.withheld) for _path, node in root.walk())
        CarryDialog(
            self._window, picked, marks, lambda path, who, scope: self._pack(info, path, who, scope)
        ).open()

    def _carry_out_several(self, picked: Sequence[AssessmentInfo]) -> None:
        from ui.carrying.carry_dialog import CarryDialog

        def go(folder: Path, person: str, scope: str) -> None:
            from ui.carrying.several import carry_out_each

            self._run(_("Carrying out"), lambda: carry_out_each(picked, folder, person, scope))

        CarryDialog(self._window, picked, None, go).open()

    def _run(self, what: str, errands: Callable[[], Sequence[Errand]]) -> None:
        """Do something for each of several, once all edits are on disk."""
        try:
            with busy():
                self._settle()
        except UserError as error:
            show_error(self._window, error)
        else:
            self._run_each(what, errands())

    def _pack(self, info: AssessmentInfo, path: Path, person: str, scope: str) -> None:
        store = self._listing.store
        if store is None:
            return
        try:
            with busy():
                self._settle()
                with store.changing() as cabinet:
                    made = cabinet.pack(info.id, path, person, scope)
        except UserError as error:
            show_error(self._window, error)
            return
        words = (
            _("“{name}” is given back in {file}.")
            if made.way == "returned"
            else _("“{name}” is carried out in {file}.")
        )
        self._listing.notify(words.format(name=info_name(info), file=path.name))

    # ---- in

    def bring_in(self, paths: Sequence[Path] = ()) -> None:
        """Take files in, or ask for them: as new assessments, or merged into those they were made from."""
        paths = paths or ask_open_paths(self._window, _("Take In or Bring Back"), piax_kinds())
        cabinet = self._listing.cabinet
        if not paths or cabinet is None:
            return
        if len(paths) == 1:
            self._bring_in_one(paths[0])
            return
        from ui.carrying.several import bring_in_each

        sessions = cabinet.sessions
        self._run(_("Taking in"), lambda: bring_in_each(paths, lambda one: one in sessions))

    def _bring_in_one(self, path: Path) -> None:
        store = self._listing.store
        assert store is not None
        try:
            with busy():
                from db.piax import read_parcel

                parcel = read_parcel(path)
                self._settle()
                home = store.home_of(parcel)
                if home is None:
                    self._receive(parcel)
                    return
            self._ask_return(parcel, home)
        except UserError as error:
            show_error(self._window, error)

    def _receive(self, parcel: Parcel) -> None:
        store = self._listing.store
        assert store is not None
        with store.changing() as cabinet:
            made = cabinet.receive(parcel)
        self._listing.pick(made)
        title = parcel.bundle.snapshot.root.answers.get(parcel.bundle.snapshot.form.roles.title)
        words = _("“{name}” was taken in. “Carry Out or Give Back” writes it for the way home.")
        self._listing.notify(words.format(name=title or parcel.name))

    def _ask_return(self, parcel: Parcel, home: int) -> None:
        from ui.carrying.return_dialog import ReturnDialog

        store = self._listing.store
        assert store is not None
        info = next(one for one in store.infos() if one.id == home)
        with busy():
            returning = store.returning(parcel, home)
            merged = returning.merged()
        ReturnDialog(
            self._window,
            info_name(info),
            returning,
            merged,
            lambda take, join: self._bring_back(parcel, home, take, join),
        ).open()

    def _bring_back(
        self, parcel: Parcel, home: int, take: Collection[ClashKey], join: Collection[ClashKey]
    ) -> None:
        done = self._replacing(home, lambda cabinet: cabinet.bring_back(parcel, home, take, join))
        if done is None:
            return
        if done.known:
            words = _("Nothing had changed, and it is not waited for any more.")
            tell(self._window, _("The assessment is back."), words)
            return
        tell(
            self._window,
            _("The assessment is back."),
            done_words(done),
            [(_("Close"), None), (_("&Undo"), lambda: self._take_back(home))],
        )

    # ---- what there was

    def show_record(self) -> None:
        """Show the exports and imports of the selected assessment."""
        from ui.carrying.record_dialog import RecordDialog
        from ui.printing.listed import ever_in

        info, store = self._listing.picked(), self._listing.store
        if info is None or store is None:
            return
        try:
            history = store.handovers(info.id)
        except UserError as error:
            show_error(self._window, error)
            return
        RecordDialog(
            self._window,
            info_name(info),
            history,
            ever_in(store, lambda: [info.id]),
            writing=not store.read_only,
            end=self._end,
            undo=lambda: self._take_back(info.id),
        ).open()

    def _end(self, loan: Handover) -> None:
        store = self._listing.store
        if store is None:
            return
        try:
            with busy(), store.changing() as cabinet:
                cabinet.end_loan(loan.id)
        except UserError as error:
            show_error(self._window, error)

    def _take_back(self, assessment_id: int) -> None:
        back = self._replacing(assessment_id, lambda cabinet: cabinet.take_back_return(assessment_id))
        if back is None:
            return
        words = _("What was brought back last was taken out again.")
        if back.versions_kept:
            words += " " + _("Versions that came with it stay: something was built on them since.")
        if back.clashes:
            more = ngettext(
                "{count:,} place was changed since and stays as it is.",
                "{count:,} places were changed since and stay as they are.",
                len(back.clashes),
            )
            words += " " + more.format(count=len(back.clashes))
        self._listing.notify(words)

    def _replacing(self, assessment_id: int, act: Callable[[Cabinet], T]) -> T | None:
        """Change an assessment on disk; its window is closed before and reopened after."""
        cabinet, store = self._listing.cabinet, self._listing.store
        if cabinet is None or store is None:
            return None
        was_open = assessment_id in cabinet.sessions
        try:
            with busy():
                self._settle()
                if was_open and not self._listing.navigator.close_assessments([assessment_id]):
                    return None
                done = act(store.cabinet)
        except UserError as error:
            show_error(self._window, error)
            return None
        finally:
            store.list_changed.emit()
        self._listing.pick(assessment_id)
        if was_open:
            self._listing.navigator.open_assessment(assessment_id)
        return done

    def _settle(self) -> None:
        """Wait until all edits are on disk.  Raises CabinetError if they cannot be saved."""
        cabinet = self._listing.cabinet
        if cabinet is not None:
            for session in cabinet.sessions.values():
                session.complete()
            cabinet.store.settle()

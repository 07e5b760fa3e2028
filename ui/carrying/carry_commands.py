"""Commands to carry assessments out, bring them back, and undo a return, from the list of a cabinet."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtWidgets import QMainWindow

from db.records import AssessmentInfo, Handover
from pia_desktop.cabinet_lists.assessment_names import info_name
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.carrying.words import piax_kinds
from ui.widgets.dialogs import ask_open_path, busy, show_error, tell

if TYPE_CHECKING:
    from db.bundle_merge import ClashKey
    from db.cabinet import Cabinet
    from db.piax import Parcel
    from db.returning import Returned
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet


T = TypeVar("T")


class CarryListing(Protocol):
    """What these commands need of the list."""

    @property
    def cabinet(self) -> OpenCabinet | None:
        """The cabinet that is shown."""
        ...

    @property
    def store(self) -> CabinetStore | None:
        """Its store."""
        ...

    @property
    def navigator(self) -> Navigator:
        """Navigation to other windows."""
        ...

    def widget(self) -> QMainWindow:
        """The window itself, as the parent of dialogs."""
        ...

    def picked(self) -> AssessmentInfo | None:
        """The selected assessment, if exactly one is selected."""
        ...

    def pick(self, *assessment_ids: int) -> None:
        """Select assessments."""
        ...

    def notify(self, words: str) -> None:
        """Show a temporary message."""
        ...


class CarryCommands:
    """Imports the dialogs on first use."""

    def __init__(self, listing: CarryListing) -> None:
        self._listing = listing

    @property
    def _window(self) -> QMainWindow:
        return self._listing.widget()

    # ---- out

    def carry_out(self) -> None:
        """Write the selected assessment to a file."""
        from ui.carrying.carry_dialog import CarryDialog

        info, store = self._listing.picked(), self._listing.store
        if info is None or store is None:
            return
        try:
            with busy():
                self._settle()
                root = store.load(info.id).root
        except UserError as error:
            show_error(self._window, error)
            return
        marks = sum(len(node.withheld) for _path, node in root.walk())
        CarryDialog(
            self._window, info, marks, lambda path, who, scope: self._pack(info, path, who, scope)
        ).open()

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

    def bring_in(self, path: Path | None = None) -> None:
        """Take a file in: as a new assessment, or merged into the one it was made from."""
        if path is None:
            path = ask_open_path(self._window, _("Take In or Bring Back"), piax_kinds())
        store = self._listing.store
        if path is None or store is None:
            return
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
        if info.trashed:
            raise UserError(
                _("“{name}” is in the trash.").format(name=info_name(info)),
                _("Take it out of the trash first, then bring the file in once more."),
            )
        with busy():
            returning = store.returning(parcel, home)
            merged = returning.merged()
        ReturnDialog(
            self._window,
            info_name(info),
            returning,
            merged,
            lambda take: self._bring_back(parcel, home, take),
        ).open()

    def _bring_back(self, parcel: Parcel, home: int, take: Collection[ClashKey]) -> None:
        done = self._replacing(home, lambda cabinet: cabinet.bring_back(parcel, home, take))
        if done is None:
            return
        if done.known:
            words = _("Nothing had changed, and it is not waited for any more.")
            tell(self._window, _("The assessment is back."), words)
            return
        tell(
            self._window,
            _("The assessment is back."),
            _done_words(done),
            [(_("Close"), None), (_("&Undo"), lambda: self._take_back(home))],
        )

    # ---- what there was

    def show_record(self) -> None:
        """Show the exports and imports of the selected assessment."""
        from ui.carrying.record_dialog import RecordDialog

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


def _done_words(done: Returned) -> str:
    parts = [ngettext("{count:,} place", "{count:,} places", done.changes).format(count=done.changes)]
    if done.annotations:
        beside = ngettext("{count:,} note or the like", "{count:,} notes and the like", done.annotations)
        parts.append(beside.format(count=done.annotations))
    if done.versions:
        versions = ngettext("{count:,} version", "{count:,} versions", done.versions)
        parts.append(versions.format(count=done.versions))
    words = _("Brought in: {what}.").format(what="、".join(parts))
    if done.merged.left:
        words += " " + _(
            "It went out for notes and remarks only: what was changed in the contents is left out."
        )
    return words

"""一括: commands on all selected rows; imports what it needs on first use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from pia_desktop.i18n import _
from ui.widgets.lazy import Lazy

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import AssessmentInfo
    from pia_desktop.rules.stages import Stage
    from ui.cabinet.bulk import Act, BulkJobs
    from ui.cabinet.listing import Listing
    from ui.carrying.several import Errand
    from ui.context.background import Stopped


class BulkCommands:
    """State, versions, checks and editions of all selected assessments."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self.jobs = Lazy(self._make_jobs)

    def _make_jobs(self) -> BulkJobs:
        from ui.cabinet.bulk import BulkJobs

        jobs = BulkJobs(self._listing.widget())
        self._listing.widget().statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs

    def cancel(self) -> None:
        """Stop running work: the cabinet is closing."""
        if self.jobs.made is not None:
            self.jobs.made.cancel()

    def set_state(self) -> None:
        """Ask for a state and its day, and set them on all selected assessments."""
        from ui.cabinet.bulk import set_state
        from ui.cabinet.bulk_dialogs import BulkStateDialog

        picked = self._listing.picked_all()

        def go(stage: Stage, day: date, into_form: bool) -> None:
            opened = self._tell_windows(picked, stage, day) if into_form else ()
            act = set_state(stage, day, into_form=into_form, opened=opened)
            self._start(picked, _("State"), act)

        BulkStateDialog(self._listing.widget(), picked, go).open()

    def _tell_windows(self, picked: Sequence[AssessmentInfo], stage: Stage, day: date) -> Collection[int]:
        """Write the day of publication in the open windows; returns the ids of their assessments."""
        from ui.cabinet.bulk import LeftOut, state_given

        cabinet = self._listing.cabinet
        sessions = cabinet.sessions if cabinet is not None else {}
        for info in picked:
            session = sessions.get(info.id)
            if session is None:
                continue
            with suppress(LeftOut):  # the report says so
                given = state_given(info, stage, day, into_form=True)
                if given.published is not None:
                    session.set_answer((session.form.roles.published_on,), given.published)
        return sessions.keys()

    def close_versions(self) -> None:
        """Ask for a name and a day, and close a version of all selected assessments."""
        from ui.cabinet.bulk import close_version
        from ui.cabinet.bulk_dialogs import BulkVersionDialog

        picked = self._listing.picked_all()

        def go(name: str, day: date) -> None:
            self._start(picked, _("Closing versions"), close_version(name, day))

        BulkVersionDialog(self._listing.widget(), len(picked), go).open()

    def check(self) -> None:
        """Check all selected assessments."""
        from ui.cabinet.bulk import check

        self._start(self._listing.picked_all(), _("Checking"), check())

    def move_editions(self) -> None:
        """Move all selected assessments to their form's newest edition, after confirmation."""
        from ui.cabinet.bulk_dialogs import count_words
        from ui.widgets.dialogs import ask

        picked = self._listing.picked_all()
        ask(
            self._listing.widget(),
            _("Move {count} to the newest edition of the form?").format(count=count_words(len(picked))),
            _("The present state of each is closed as a version first. Open windows on them close."),
            [(_("Move Them"), lambda: self._move(picked)), (_("Leave Them"), None)],
            careful=True,
        )

    def _move(self, picked: Sequence[AssessmentInfo]) -> None:
        from ui.cabinet.bulk import move_to_newest

        if self._listing.navigator.close_assessments([info.id for info in picked]):
            self._start(picked, _("Moving the edition"), move_to_newest())

    def run_each(self, what: str, errands: Sequence[Errand]) -> None:
        """Do these one after the other, and report."""
        from ui.cabinet.bulk import BulkTask

        store = self._listing.store
        if store is not None:
            tasks = [BulkTask(name, partial(_without_stop, do)) for name, do in errands]
            self.jobs.get().start_tasks(store, what, tasks)

    def _start(self, picked: Sequence[AssessmentInfo], what: str, act: Act) -> None:
        store = self._listing.store
        if store is not None and picked:
            self.jobs.get().start(store, picked, what, act)


def _without_stop(do: Callable[[Cabinet], str], cabinet: Cabinet, _stopped: Stopped) -> str:
    return do(cabinet)

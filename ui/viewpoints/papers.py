"""Documents for reviewers: 点検シート, and a one-page outline of the assessment."""

from __future__ import annotations

from collections.abc import Mapping

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.assessment_outline import OUTLINE_TITLE, assessment_outline
from pia_desktop.documents.council import lines_of
from pia_desktop.documents.review_sheet import SHEET_TITLE, PointFound, review_sheet
from pia_desktop.guidance.review import Points
from pia_desktop.i18n import _
from pia_desktop.outputs.release import Release
from pia_desktop.paper.purpose import Copy
from ui.context.hosts import AssessmentHost
from ui.printing.file_kinds import ask_table_path
from ui.printing.purpose import give_output
from ui.printing.remnants import others_of, remnant_actions
from ui.printing.table_jobs import TableJobs


def print_sheet(
    host: AssessmentHost, points: Points, found: Mapping[str, PointFound], tables: TableJobs
) -> None:
    """Ask for a purpose and a file, and write the sheet to it."""
    title, said = _("Review Sheet"), dict(found)

    def go(_copy: Copy, given: Release) -> None:
        shown = given.shown[0]
        public = {key: PointFound(one.verdict, given.words(one.words)) for key, one in said.items()}
        target = ask_table_path(host.widget(), title, SHEET_TITLE.replace("　", " "), shown)
        if target is not None:
            lines = lines_of(shown)
            tables.start(
                lambda: review_sheet(shown, points, public, lines), target, given.file_check(target.suffix)
            )

    beside = [one.words for one in said.values()]
    actions, others = remnant_actions(host.session), others_of(host.session)
    give_output(host.widget(), title, "review", lambda: _states(host), go, actions, beside, others)


def print_outline(host: AssessmentHost, tables: TableJobs) -> None:
    """Ask for a purpose and a file, and write the outline to it."""
    title = _("Outline of the Assessment")

    def go(_copy: Copy, given: Release) -> None:
        shown = given.shown[0]
        target = ask_table_path(host.widget(), title, OUTLINE_TITLE, shown)
        if target is not None:
            lines = lines_of(shown)
            tables.start(
                lambda: assessment_outline(shown, lines=lines), target, given.file_check(target.suffix)
            )

    give_output(host.widget(), title, "outline", lambda: _states(host), go, remnant_actions(host.session))


def _states(host: AssessmentHost) -> tuple[Snapshot, ...]:
    return (host.session.snapshot(),)

"""Makes one PDF of several assessments with a table of contents.  Call from a thread."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pia_desktop.cabinet_lists.assessment_names import form_words
from pia_desktop.documents.joined import JoinedPart, joined_layout
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.guard import Guard
from pia_desktop.outputs.makers import mistakes_in
from pia_desktop.outputs.release import name_of, releasable
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from ui.printing.batch import Batch, BatchOutcome
from ui.printing.pdf_jobs import lost_words, write_pdf
from ui.printing.public_remarks import public_remarks, set_aside_reasons
from ui.printing.subject import name_for
from ui.printing.task import Print, ProgressCall
from ui.widgets.file_names import free_path

if TYPE_CHECKING:
    from db.records import AssessmentInfo
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.passages import Passage
    from ui.context.background import Stopped
    from ui.context.cabinet_store import CabinetStore


def joined_print(
    store: CabinetStore, batch: Batch, outcome: BatchOutcome, stopped: Stopped, progress: ProgressCall
) -> Print | None:
    """The print of all readable assessments; None if stopped.  Raises UserError if none is readable."""
    moment = datetime.now() if batch.copy.draft else None
    style = Style(batch.scale, users_fonts(), batch.continued)
    options = PrintOptions(copy=batch.copy, moment=moment)
    parts: list[JoinedPart] = []
    states: list[Snapshot] = []
    hidden: list[Passage] = []
    for number, info in enumerate(batch.infos, 1):
        if stopped():
            return None
        try:
            snapshot = store.load(info.id)
            given = releasable(batch.copy, snapshot)
            remarks = _remarks(store, info, snapshot) if batch.copy.public else []
        except UserError as error:
            outcome.leave_out(info, error)
        else:
            layout = layout_assessment(snapshot, store, style, options=options)
            shown_number, title = name_of(given.shown[0])
            outcome.joined += 1
            parts.append(JoinedPart(shown_number, title, form_words(info.form, info.version), layout))
            states.append(snapshot)
            hidden += given.hidden
            outcome.tell(info, [*remarks, *lost_words(snapshot, layout)])
        progress(number)
    if not parts:
        raise UserError(_("None of the assessments could be read."), "\n".join(outcome.left[:3]))
    joined = joined_layout(file_title(), parts, style)
    guard = Guard(hidden, states) if hidden else None
    return Print(states[0], joined, store, tuple(range(len(joined.pages))), guard=guard)


def _remarks(store: CabinetStore, info: AssessmentInfo, snapshot: Snapshot) -> list[str]:
    return list(public_remarks(info, len(mistakes_in(snapshot, set_aside_reasons(store, info.id)))))


def file_title() -> str:
    """The document's title; part of the document, so always Japanese."""
    return "特定個人情報保護評価書"


def make_joined(
    store: CabinetStore, batch: Batch, outcome: BatchOutcome, stopped: Stopped, progress: ProgressCall
) -> bool:
    """Make the PDF; False if stopped."""
    if not batch.suffix:
        outcome.paper = joined_print(store, batch, outcome, stopped, progress)
        outcome.pages += len(outcome.paper.layout.pages) if outcome.paper else 0
        return outcome.paper is not None
    half = len(batch.infos) / 2  # laying out takes about as long as writing
    job = joined_print(store, batch, outcome, stopped, lambda done: progress(round(done / 2)))
    if job is None:
        return False
    pages = len(job.layout.pages)
    name = name_for(f"{file_title()}（{outcome.joined}件）", batch.copy).removesuffix(batch.suffix)
    target = free_path(batch.folder, name, batch.suffix, set())
    if not write_pdf(job, target, stopped, lambda done: progress(round(half + half * done / pages))):
        return False
    outcome.files.append(target)
    outcome.pages += pages
    return True

"""Warnings about assessments published in bulk."""

from __future__ import annotations

from collections.abc import Iterator

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.purpose import Copy
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.codes import Severity
from pia_desktop.rules.checks.finding import FindingKey
from pia_desktop.rules.stages import Stage, read_stage
from ui.context.cabinet_store import CabinetStore


def public_remarks(
    store: CabinetStore, info: AssessmentInfo, snapshot: Snapshot, copy: Copy
) -> Iterator[str]:
    """That a public copy is of an unpublished state, and that it has mistakes."""
    if not copy.public:
        return
    stage = read_stage(info.state)
    if stage not in (Stage.PUBLISHED, Stage.ENDED):
        yield _("For the public, but its state is “{state}”.").format(state=stage.label)
    reasons = {FindingKey(one.code, one.path): one.reason for one in store.set_asides(info.id)}
    mistakes = Checker(snapshot.form, snapshot.root, reasons=reasons).counts()[Severity.ERROR]
    if mistakes:
        words = ngettext(
            "The checks found {count:,} mistake.", "The checks found {count:,} mistakes.", mistakes
        )
        yield words.format(count=mistakes)

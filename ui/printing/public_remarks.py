"""Warnings about assessments published in bulk."""

from __future__ import annotations

from collections.abc import Iterator

from db.records import AssessmentInfo
from pia_desktop.i18n import _, ngettext
from pia_desktop.rules.checks.finding import FindingKey
from pia_desktop.rules.stages import Stage, read_stage
from ui.context.cabinet_store import CabinetStore


def public_remarks(info: AssessmentInfo, mistakes: int) -> Iterator[str]:
    """That a public copy is of an unpublished state, and that it has mistakes."""
    stage = read_stage(info.state)
    if stage not in (Stage.PUBLISHED, Stage.ENDED):
        yield _("For the public, but its state is “{state}”.").format(state=stage.label)
    if mistakes:
        words = ngettext(
            "The checks found {count:,} mistake.", "The checks found {count:,} mistakes.", mistakes
        )
        yield words.format(count=mistakes)


def set_aside_reasons(store: CabinetStore, assessment_id: int) -> dict[FindingKey, str]:
    """The findings of an assessment that are set aside, with reasons."""
    return {FindingKey(one.code, one.path): one.reason for one in store.set_asides(assessment_id)}

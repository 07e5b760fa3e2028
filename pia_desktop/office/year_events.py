"""The office's year as calendar events; a rescheduled event keeps its uid and gets a higher sequence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

from pia_desktop.office.year import StepKind, YearStep
from pia_desktop.rules.calendar import CalendarEvent

_REMIND: Final = {
    StepKind.HAND_IN: 14,
    StepKind.COUNCIL: 7,
    StepKind.MATERIALS: 7,
    StepKind.HEARING_BEGINS: 7,
    StepKind.HEARING_ENDS: 3,
    StepKind.DRAFT_READY: 14,
    StepKind.REVIEW: 30,
    StepKind.REASSESSMENT: 180,
    StepKind.KEEP_PUBLIC: 14,
    StepKind.HEARING_END: 3,
}


def year_events(
    steps: Iterable[YearStep], names: Mapping[int, str], titles: Mapping[int, tuple[str, str]]
) -> list[CalendarEvent]:
    """The events; ``names`` are globally unique names of assessments, ``titles`` their number and name."""
    found = []
    for step in steps:
        identity = f"{names[step.source.id]}\n{step.kind.value}"
        uid = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        words = " ".join(" ".join(titles[step.source.id]).split())
        summary = f"{step.kind.label}: {words}" if words else step.kind.label
        description = "\n".join(part for part in (words, step.waiting.label, step.reason) if part)
        found.append(
            CalendarEvent(f"{uid}@pia-desktop", step.on, summary, description, _REMIND.get(step.kind))
        )
    return found

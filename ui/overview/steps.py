"""The steps of an assessment to publication: which are done, and what blocks the others."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _, ngettext
from pia_desktop.rules.deadlines import DueKind, due_dates
from pia_desktop.rules.stages import Stage, StageDates, day_words, stage_findings, usual_stages

_KEYS: Final = {
    Stage.DRAFT: ("draft",),
    Stage.HEARING: ("hearing", "hearing_end"),
    Stage.REVIEW: ("review",),
    Stage.SUBMITTED: ("submitted",),
    Stage.PUBLISHED: ("published",),
}


class StepState(Enum):
    """The state of a step; the values are icon names."""

    DONE = "saved"
    NOW = "answered"
    COMING = "missing"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is open in an assessment: unanswered items, other mistakes, unfinished remarks.

    ``published_on`` is the text of its 公表日.
    """

    missing: int = 0
    mistakes: int = 0
    remarks: int = 0
    published_on: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its stage, state, dates in words, and a sentence for each obstacle."""

    stage: Stage
    state: StepState
    days: str
    blocks: tuple[str, ...]


def steps_to_publication(
    form: str, state: Stage, dates: StageDates, facts: Facts, today: date
) -> tuple[Step, ...]:
    """The steps that a form (``yoshiki4``) requires, and those that the office takes voluntarily."""
    usual = usual_stages(form)
    found = []
    for stage, keys in _KEYS.items():
        taken = stage is state or any(getattr(dates, key) for key in keys)
        if stage not in usual and not taken:
            continue
        how = StepState.COMING
        if stage is state:
            how = StepState.DONE if stage is Stage.PUBLISHED else StepState.NOW
        elif stage.position < state.position:
            how = StepState.DONE
        blocks = [] if how is StepState.DONE else _blocks(stage, form, state, dates, facts, today)
        blocks += [one.message for one in stage_findings(form, dates) if one.key in keys]
        found.append(Step(stage, how, _days(dates, keys), tuple(blocks)))
    return tuple(found)


def _days(dates: StageDates, keys: tuple[str, ...]) -> str:
    words = [day_words(day) if day else "" for day in map(dates.day, keys)]
    if not any(words) or len(words) == 1:
        return words[0]
    return _("{begin} to {end}").format(begin=words[0], end=words[-1])


def _blocks(stage: Stage, form: str, state: Stage, dates: StageDates, facts: Facts, today: date) -> list[str]:
    contents = [
        *_counted(
            ngettext("{count:,} item not answered", "{count:,} items not answered", facts.missing),
            facts.missing,
        ),
        *_counted(ngettext("{count:,} mistake", "{count:,} mistakes", facts.mistakes), facts.mistakes),
    ]
    remarks = _counted(
        ngettext("{count:,} remark not dealt with", "{count:,} remarks not dealt with", facts.remarks),
        facts.remarks,
    )
    match stage:
        case Stage.DRAFT:
            return contents
        case Stage.HEARING:
            return _hearing(form, state, dates, today)
        case Stage.REVIEW:
            return remarks if state is Stage.REVIEW else []
        case Stage.SUBMITTED:
            return [*contents, *remarks]
        case Stage.PUBLISHED if not facts.published_on:
            return [_("The publication date is not filled in.")]
    return []


def _counted(words: str, count: int) -> list[str]:
    return [words.format(count=count)] if count else []


def _hearing(form: str, state: Stage, dates: StageDates, today: date) -> list[str]:
    """How long the hearing still lasts; 30 days or more where the rules require it."""
    if state is not Stage.HEARING:
        return []
    due = next(
        (one for one in due_dates(form, "", state, dates, today) if one.kind is DueKind.HEARING_END), None
    )
    if due is None:
        return [_("The day on which the hearing began is not filled in.")]
    left = (due.on - today).days
    if left < 0:
        return []
    words = ngettext("{count:,} day of the hearing left", "{count:,} days of the hearing left", left)
    return [words.format(count=left)]

"""The states of an assessment: 下書き → 意見聴取中 → 第三者点検中 → 提出済 → 公表済 → 終了, each with its
date.

Only 様式４ requires a hearing and a third-party review (特定個人情報保護評価に関する規則第7条); an office may
do them for others too, and may skip any state.  Dates are ISO 8601 days; the storage keeps them by key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, timedelta
from enum import Enum
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.wareki import FIRST_YEAR, LAST_YEAR, ParsedDate

HEARING_DAYS: Final = 30
_HEARD_FORM: Final = "yoshiki4"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Stage(Enum):
    """The state of an assessment, in order; the values are stored."""

    DRAFT = "draft"
    HEARING = "hearing"
    REVIEW = "review"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """Its displayed name, in the current language."""
        return {
            Stage.DRAFT: _("Draft stage"),
            Stage.HEARING: _("Under hearing"),
            Stage.REVIEW: _("Under third-party review"),
            Stage.SUBMITTED: _("Handed in"),
            Stage.PUBLISHED: _("Published"),
            Stage.ENDED: _("Ended"),
        }[self]

    @property
    def position(self) -> int:
        """Its position in the order, from 0."""
        return list(Stage).index(self)


def read_stage(value: str) -> Stage:
    """The stage for a stored value; a draft if the value is unknown."""
    return Stage(value) if value in Stage._value2member_map_ else Stage.DRAFT


def usual_stages(form: str) -> tuple[Stage, ...]:
    """The stages that a form (``yoshiki4``) requires."""
    if form == _HEARD_FORM:
        return tuple(Stage)
    return tuple(stage for stage in Stage if stage not in (Stage.HEARING, Stage.REVIEW))


def next_stage(assessments: Iterable[tuple[str, Stage]]) -> Stage:
    """The stage that assessments, each told by its form and stage, can enter together, by rule.

    Where all are published, a new round begins.
    """
    at_work = [one for one in assessments if one[1] not in (Stage.PUBLISHED, Stage.ENDED)]
    if not at_work:
        return Stage.DRAFT
    furthest = max(stage.position for _form, stage in at_work)
    later = list(Stage)[furthest + 1 :]
    return next(stage for stage in later if all(stage in usual_stages(form) for form, _stage in at_work))


def must_be_heard(form: str) -> bool:
    """Whether a form requires a public hearing of 30 days."""
    return form == _HEARD_FORM


@dataclass(frozen=True, slots=True)
class StageDates:
    """The day on which each stage began, as ``2025-01-31``; empty if unknown.

    ``hearing_end`` is the last day of 意見聴取; ``looked_over`` the day of the last annual 見直し.
    """

    draft: str = ""
    hearing: str = ""
    hearing_end: str = ""
    review: str = ""
    submitted: str = ""
    published: str = ""
    ended: str = ""
    looked_over: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> StageDates:
        """From stored days by key; unknown keys are ignored."""
        return cls(**{name: stored[name] for name in STAGE_KEYS if stored.get(name)})

    def stored(self) -> dict[str, str]:
        """The known days by key."""
        return {name: value for name in STAGE_KEYS if (value := getattr(self, name))}

    def day(self, key: str) -> date | None:
        """The day of a key, or None if it is missing or invalid."""
        return read_day(getattr(self, key))


STAGE_KEYS: Final = tuple(field.name for field in fields(StageDates))
_IN_ORDER: Final = ("draft", "hearing", "hearing_end", "review", "submitted", "published", "ended")


def key_label(key: str) -> str:
    """The displayed name of a date: its stage's, or its own."""
    return {
        "draft": _("Draft begun on"),
        "hearing": _("Hearing from"),
        "hearing_end": _("Hearing until"),
        "review": _("Third-party review from"),
        "submitted": _("Handed in on"),
        "published": _("Publication date"),
        "ended": _("Work ended on"),
        "looked_over": _("Last looked over on"),
    }[key]


def read_day(words: str) -> date | None:
    """Parse ``2025-01-31``; None for anything else, and for years outside the plausible range."""
    if not _DAY.fullmatch(words):
        return None
    try:
        found = date.fromisoformat(words)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class StageFinding:
    """An implausible date: its key, and a sentence with the reason."""

    key: str
    message: str


def stage_findings(
    form: str, dates: StageDates, published_before: date | None = None
) -> tuple[StageFinding, ...]:
    """Implausible dates: invalid text, wrong order, a hearing that is too short.

    ``published_before`` is when the previous round was published.  Findings block nothing: a hearing may be
    shorter for a reason stated in the form.
    """
    return (
        *_unreadable(dates),
        *_backwards(dates),
        *_before_last_round(dates, published_before),
        *_short_hearing(form, dates),
    )


def _unreadable(dates: StageDates) -> Iterator[StageFinding]:
    for key in STAGE_KEYS:
        words = getattr(dates, key)
        if words and read_day(words) is None:
            yield StageFinding(
                key, _("{date}: this is no day of the calendar; enter it again.").format(date=key_label(key))
            )


def _backwards(dates: StageDates) -> Iterator[StageFinding]:
    latest: tuple[str, date] | None = None
    for key in _IN_ORDER:
        day = dates.day(key)
        if day is None:
            continue
        if latest is not None and day < latest[1]:
            yield _too_early(key, day, *latest)
        else:
            latest = key, day
    first, looked_over = dates.day("published"), dates.day("looked_over")
    if first is not None and looked_over is not None and looked_over < first and latest is not None:
        yield _too_early("looked_over", looked_over, "published", first)


def _before_last_round(dates: StageDates, limit: date | None) -> Iterator[StageFinding]:
    day = dates.day("published")
    if day is not None and limit is not None and day <= limit:
        message = _(
            "{date} {day} does not lie after the publication of the round before, {limit}; check both."
        )
        words = message.format(date=key_label("published"), day=day_words(day), limit=day_words(limit))
        yield StageFinding("published", words)


def _too_early(key: str, day: date, other: str, limit: date) -> StageFinding:
    message = _("{date} {day} lies before {other} {limit}; check both.").format(
        date=key_label(key), day=day_words(day), other=key_label(other), limit=day_words(limit)
    )
    return StageFinding(key, message)


def _short_hearing(form: str, dates: StageDates) -> Iterator[StageFinding]:
    begin, end = dates.day("hearing"), dates.day("hearing_end")
    if must_be_heard(form) and begin is not None and end is not None and begin <= end:
        days = (end - begin).days + 1
        if days < HEARING_DAYS:
            yield StageFinding(
                "hearing_end",
                _(
                    "The hearing lasts {days} days, fewer than 30; make it longer, or state in the form why"
                    " it is shorter."
                ).format(days=days),
            )


def hearing_lasts(begin: date, end: date) -> bool:
    """Whether a hearing has the required length, both days included."""
    return end - begin >= timedelta(days=HEARING_DAYS - 1)


def day_words(day: date) -> str:
    """A day in the Japanese calendar, as in the forms."""
    return ParsedDate.of(day).wareki()

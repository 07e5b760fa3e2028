"""What falls due, and when: 見直し every year, 再実施 before five years, 30 days of 意見聴取, three years of
公表.

After 特定個人情報保護評価に関する規則 and 特定個人情報保護評価指針. Spans of years end as 民法第140条 and
第143条 count them: the first day is not counted, and a span ends on the eve of the day that corresponds to
its second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from pia_desktop.i18n import _
from pia_desktop.rules.stages import (
    HEARING_DAYS,
    Stage,
    StageDates,
    day_words,
    hearing_lasts,
    must_be_heard,
)
from pia_desktop.wareki import leading_date

REVIEW_YEARS: Final = 1
REASSESS_YEARS: Final = 5
KEEP_PUBLIC_YEARS: Final = 3
_LAST: Final = date(2199, 12, 31)


class DueKind(Enum):
    """What falls due; the values are what JSON and calendar entries name it by."""

    HEARING_END = "hearing-end"
    REVIEW = "review"
    REASSESSMENT = "reassessment"
    KEEP_PUBLIC = "keep-public"

    @property
    def label(self) -> str:
        """Its name on the screen, in the language in use."""
        return {
            DueKind.HEARING_END: _("End of the hearing"),
            DueKind.REVIEW: _("Yearly look over the assessment"),
            DueKind.REASSESSMENT: _("Doing the assessment again"),
            DueKind.KEEP_PUBLIC: _("End of keeping it public"),
        }[self]


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day by which something must be done, the last one on which it is in time.

    ``reason`` is the rule and the day it counts from, in the language in use. ``overdue``: the day has
    passed.
    """

    kind: DueKind
    on: date
    reason: str
    overdue: bool


def due_dates(
    form: str,
    published_on: str,
    state: Stage,
    dates: StageDates,
    today: date,
    earlier: Sequence[StageDates] = (),
) -> tuple[DueDate, ...]:
    """All that falls due of an assessment, the earliest first.

    ``form`` is its id (``yoshiki4``), ``published_on`` the words of its 公表日, which may be no date (未定);
    ``dates`` are those of the present round, ``earlier`` those of the rounds before: what was published then
    is owed until it is published again.
    """
    if state is Stage.ENDED:
        found = list(_publication_end(dates, today))
    else:
        found = [*_hearing(form, state, dates, today), *_looking_over(published_on, (dates, *earlier), today)]
    return tuple(sorted(found, key=lambda due: due.on))


def next_due(dues: Iterable[DueDate]) -> DueDate | None:
    """The earliest, overdue or not; None where nothing is due."""
    return min(dues, key=lambda due: due.on, default=None)


def published_day(words: str, rounds: Iterable[StageDates], today: date) -> date | None:
    """The day of the last publication: the latest of the form's 公表日 and the stage's in all rounds.

    A day that is still to come counts only where there is no other: a planned 公表日 does not put off what is
    due. Where only a month or a year is known, its first day counts.
    """
    written = leading_date(words)
    known = (written.earliest() if written else None, *(one.day("published") for one in rounds))
    days = [day for day in known if day]
    return max([day for day in days if day <= today] or days, default=None)


def years_after(day: date, years: int) -> date:
    """The last day of a span of years that begins with an event on ``day``."""
    second = day + timedelta(days=1)
    try:
        return min(second.replace(year=second.year + years) - timedelta(days=1), _LAST)
    except ValueError:  # 29 February has no counterpart; then the month's last day ends the span
        return min(date(second.year + years, 2, 28), _LAST)


def _looking_over(words: str, rounds: Sequence[StageDates], today: date) -> Iterator[DueDate]:
    published = published_day(words, rounds, today)
    if published is None:
        return
    looks = (day for one in rounds if (day := one.day("looked_over")) and day <= today)
    looked_over = max(looks, default=None)
    if looked_over is not None and published < looked_over:
        reason = _("At least once a year; last looked over on {day}").format(day=day_words(looked_over))
        last = looked_over
    else:
        reason = _("At least once a year; published on {day}").format(day=day_words(published))
        last = published
    yield _due(DueKind.REVIEW, years_after(last, REVIEW_YEARS), reason, today)
    reason = _("Before five years have passed; published on {day}").format(day=day_words(published))
    yield _due(DueKind.REASSESSMENT, years_after(published, REASSESS_YEARS), reason, today)


def _hearing(form: str, state: Stage, dates: StageDates, today: date) -> Iterator[DueDate]:
    begin, end = dates.day("hearing"), dates.day("hearing_end")
    if state is not Stage.HEARING or begin is None:
        return
    if must_be_heard(form):
        if end is None or not hearing_lasts(begin, end):
            end = begin + timedelta(days=HEARING_DAYS - 1)  # both days counted, as the checks count them
        reason = _("30 days or more; heard from {day}").format(day=day_words(begin))
    else:
        reason = _("As planned; heard from {day}").format(day=day_words(begin))
    if end is not None and end >= begin:
        yield _due(DueKind.HEARING_END, end, reason, today)


def _publication_end(dates: StageDates, today: date) -> Iterator[DueDate]:
    ended = dates.day("ended")
    if ended is None:
        return
    until = years_after(ended, KEEP_PUBLIC_YEARS)
    if until >= today:  # afterwards nothing is owed any more
        reason = _("Public for three years; the work ended on {day}").format(day=day_words(ended))
        yield _due(DueKind.KEEP_PUBLIC, until, reason, today)


def _due(kind: DueKind, on: date, reason: str, today: date) -> DueDate:
    return DueDate(kind, on, reason, on < today)

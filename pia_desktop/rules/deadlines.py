"""Deadlines: annual 見直し, 再実施 within five years, 30 days of 意見聴取, three years of 公表.

After 特定個人情報保護評価に関する規則 and 特定個人情報保護評価指針. Periods of years end as in 民法第140条
and 第143条: the first day is not counted, and a period ends on the eve of the day that corresponds to its
second day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Final

from pia_desktop.dataclass import dataclass
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
    """What is due; the values are used in JSON and calendar entries."""

    HEARING_END = "hearing-end"
    REVIEW = "review"
    REASSESSMENT = "reassessment"
    KEEP_PUBLIC = "keep-public"

    @property
    def label(self) -> str:
        """Its displayed name, in the current language."""
        return {
            DueKind.HEARING_END: _("End of the hearing"),
            DueKind.REVIEW: _("Yearly look over the assessment"),
            DueKind.REASSESSMENT: _("Doing the assessment again"),
            DueKind.KEEP_PUBLIC: _("End of keeping it public"),
        }[self]


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day on which something can be done in time.

    ``reason`` is the rule and the day it counts from, in the current language.  ``overdue``: the day has
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
    """All due dates of an assessment, earliest first.

    ``form`` is its id (``yoshiki4``), ``published_on`` the text of its 公表日, which may not be a date
    (未定); ``dates`` are those of the current round, ``earlier`` those of earlier rounds: a publication has
    deadlines until the next one.
    """
    if state is Stage.ENDED:
        found = list(_publication_end(dates, today))
    else:
        found = [*_hearing(form, state, dates, today), *_looking_over(published_on, (dates, *earlier), today)]
    return tuple(sorted(found, key=lambda due: due.on))


def next_due(dues: Iterable[DueDate]) -> DueDate | None:
    """The earliest, overdue or not; None if there is none."""
    return min(dues, key=lambda due: due.on, default=None)


def published_day(words: str, rounds: Iterable[StageDates], today: date) -> date | None:
    """The day of the last publication: the latest of the form's 公表日 and the stages of all rounds.

    A future day counts only if there is no other: a planned 公表日 does not postpone deadlines.  If only
    month or year is known, its first day counts.
    """
    written = leading_date(words)
    known = (written.earliest() if written else None, *(one.day("published") for one in rounds))
    days = [day for day in known if day]
    return max([day for day in days if day <= today] or days, default=None)


def years_after(day: date, years: int) -> date:
    """The last day of a period of years that begins with an event on ``day``."""
    second = day + timedelta(days=1)
    try:
        return min(second.replace(year=second.year + years) - timedelta(days=1), _LAST)
    except ValueError:  # 29 February has no counterpart; the period then ends on the month's last day
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
            end = begin + timedelta(days=HEARING_DAYS - 1)  # both days included, as in the checks
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
    if until >= today:  # afterwards there are no deadlines
        reason = _("Public for three years; the work ended on {day}").format(day=day_words(ended))
        yield _due(DueKind.KEEP_PUBLIC, until, reason, today)


def _due(kind: DueKind, on: date, reason: str, today: date) -> DueDate:
    return DueDate(kind, on, reason, on < today)

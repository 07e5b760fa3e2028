"""回: one pass of an assessment through its states, from 下書き to 公表, with its own dates.

A published assessment is reviewed annually and redone within five years; each time is a round of its own
(令和8年度), so that dates are not mixed up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from pia_desktop.rules.stages import Stage, StageDates
from pia_desktop.wareki import ParsedDate, leading_date

_FIRST_MONTH: Final = 4


def round_name(day: date) -> str:
    """The name of a round that begins on a day: its fiscal year, 令和8年度; data, so always Japanese."""
    year = day.year - (day.month < _FIRST_MONTH)
    return ParsedDate.of(date(year, _FIRST_MONTH, 1)).wareki().partition("年")[0] + "年度"


def begins_round(now: Stage, then: Stage) -> bool:
    """Whether a change of state begins a round: a published assessment is worked on again."""
    return now.position >= Stage.PUBLISHED.position > then.position


def last_published(dates: Iterable[StageDates]) -> date | None:
    """The last day of publication in these rounds."""
    return max((day for one in dates if (day := one.day("published"))), default=None)


def written_day(words: str) -> date | None:
    """The day in a form's 公表日; None if it is not a complete date."""
    found = leading_date(words)
    return found.to_date() if found is not None else None


def newly_published(words: str, dates: Iterable[StageDates]) -> date | None:
    """The form's 公表日 if it is after all publications of these rounds, so that a new round has begun."""
    written, last = written_day(words), last_published(dates)
    return written if written is not None and last is not None and written > last else None


def day_to_write(words: str, published: date) -> str | None:
    """The form's new 公表日 after this publication.

    None if it already says so, or has a later day, which is never replaced.
    """
    written = written_day(words)
    return None if written is not None and written >= published else ParsedDate.of(published).wareki()

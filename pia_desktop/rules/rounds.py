"""回: each time that an assessment goes the way of its states, from 下書き to 公表, with days of its own.

What was published is looked over every year and done again before five years have passed; each time is a
round of its own (令和8年度), so that the days of one never stand for those of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from pia_desktop.rules.stages import Stage, StageDates
from pia_desktop.wareki import ParsedDate, leading_date

_FIRST_MONTH: Final = 4


def round_name(day: date) -> str:
    """What a round that begins on a day is called: its fiscal year, 令和8年度; it is data and so Japanese."""
    year = day.year - (day.month < _FIRST_MONTH)
    return ParsedDate.of(date(year, _FIRST_MONTH, 1)).wareki().partition("年")[0] + "年度"


def begins_round(now: Stage, then: Stage) -> bool:
    """Whether a round begins when a state follows another: what was published is worked on again."""
    return now.position >= Stage.PUBLISHED.position > then.position


def last_published(dates: Iterable[StageDates]) -> date | None:
    """The last day of publication of these rounds."""
    return max((day for one in dates if (day := one.day("published"))), default=None)


def written_day(words: str) -> date | None:
    """The day that a form's 公表日 tells; None where it is no whole day."""
    found = leading_date(words)
    return found.to_date() if found is not None else None


def newly_published(words: str, dates: Iterable[StageDates]) -> date | None:
    """The form's 公表日 where it lies after all publications of these rounds, so that a new one has begun."""
    written, last = written_day(words), last_published(dates)
    return written if written is not None and last is not None and written > last else None


def day_to_write(words: str, published: date) -> str | None:
    """The form's 公表日 as it is to read after this publication.

    None where it says so already, or tells a later day, which an older one never replaces.
    """
    written = written_day(words)
    return None if written is not None and written >= published else ParsedDate.of(published).wareki()

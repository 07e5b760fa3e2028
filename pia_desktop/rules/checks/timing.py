"""Named rules on dates: order, periods, and dates still to come."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from pia_desktop.forms.kinds import DateKind
from pia_desktop.rules.checks.dates import (
    LAW,
    NUMBERS_USED,
    UNDATED,
    Found,
    begins_with_date,
    dates_in,
    inclusive_days,
    years_before,
)
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.rule import View
from pia_desktop.rules.checks.words import empty, short, unsaid
from pia_desktop.wareki import ParsedDate

HEARING_DAYS: Final = 30
"""特定個人情報保護評価指針 第５: in principle, the hearing lasts 30 days or more."""

_STATED: Final = re.compile(r"([0-9０-９]{1,3})[\s　]*日間")
_OLD_COUNT_YEARS: Final = 3


def _dates(view: View, item_id: str) -> list[ParsedDate]:
    words = view.words(item_id)
    if isinstance(view.form.item(item_id).kind, DateKind):
        parsed = begins_with_date(words) if words else None
        return [parsed] if parsed else []
    return [found.date for found in dates_in(words)]


def in_order(view: View, first: str, then: str) -> Iterator[Finding]:
    """The later step may not begin before the earlier one; reported at the later item.

    A day of publication that has passed may be the last round's, which stands until the next publication.
    """
    one, other = _dates(view, first), _dates(view, then)
    if not one or not other:
        return
    last = max(one, key=lambda day: day.earliest())
    begins = min(other, key=lambda day: day.latest())
    if begins.latest() < last.earliest():
        args = {"words": begins.wareki(), "value": last.wareki()}
        passed = then == view.form.roles.published_on and begins.latest() < view.today
        yield view.found("C416" if passed else "C406", then, args, related=(first,), facts=(begins, last))


def hearing(view: View, period: str, reason: str) -> Iterator[Finding]:
    """国民・住民等からの意見の聴取: not backwards, and a reason if it is shorter than 30 days."""
    words = view.words(period)
    stated = [int(unicodedata.normalize("NFKC", number)) for number in _STATED.findall(words)]
    span = _period(words)
    days = max(stated, default=None)
    if span:
        first, last = span[0].date.earliest(), span[1].date.latest()
        if last < first:
            args = {"words": f"{span[0].words}～{span[1].words}"}
            yield view.found("C407", period, args, facts=args)
            return
        counted = inclusive_days(first, last)
        if len(stated) == 1 and stated[0] not in (counted, counted - 1):
            args = {"words": f"{stated[0]}日間", "days": f"{counted}日間"}
            yield view.found("C409", period, args, facts=args)
        # texts that do not count the first day still say 30
        days = max(counted, days or 0)
    if days is not None and days < HEARING_DAYS and unsaid(view.get(reason)):
        yield view.found("C408", reason, {"days": str(days)}, related=(period,), facts=days)


def _period(words: str) -> tuple[Found, Found] | None:
    """The first and last day, if the text gives exactly these two, to the day."""
    found = [one for one in dates_in(words) if one.date.day is not None]
    return (found[0], found[1]) if len(found) == 2 else None


def after_law(view: View, says: str) -> Iterator[Finding]:
    """No day in free text is older than the law."""
    for found in dates_in(view.words(says)):
        if found.date.latest() < LAW:
            args = {"words": found.words, "day": ParsedDate.of(LAW).wareki()}
            yield view.found("C403", says, args, facts=found.words)
            return


def after_use(view: View, says: str) -> Iterator[Finding]:
    """使用開始日 is not before 個人番号 came into use."""
    for day in _dates(view, says):
        if LAW <= day.latest() < NUMBERS_USED:
            args = {"words": day.wareki(), "day": ParsedDate.of(NUMBERS_USED).wareki()}
            yield view.found("C413", says, args, facts=day)


def not_future(view: View, says: str) -> Iterator[Finding]:
    """What is said to have been done is not dated in the future."""
    for day in _dates(view, says):
        if day.earliest() > view.today:
            yield view.found("C404", says, {"words": day.wareki()}, facts=day)
            return


def published(view: View, says: str) -> Iterator[Finding]:
    """公表日 is known when the assessment is published, rarely before."""
    words = view.words(says)
    if empty(words) or unsaid(words):
        yield view.found("C411", says)
        return
    day = begins_with_date(words)
    if day is None and words.strip() not in UNDATED:
        yield view.found("C414", says, {"words": short(words)}, facts=words)
    if day is not None and day.earliest() > view.today:
        yield view.found("C405", says, {"words": day.wareki()}, facts=day)


def counted_lately(view: View, says: str, day: str) -> Iterator[Finding]:
    """The day of a count (いつ時点の計数か) is not years before the assessment's."""
    own, other = begins_with_date(view.words(says)), begins_with_date(view.words(day))
    if own and other and own.latest() < years_before(other.earliest(), _OLD_COUNT_YEARS):
        args = {"words": short(view.words(says))}
        yield view.found("C412", says, args, related=(day,), facts=(own, other))

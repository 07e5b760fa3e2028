"""Dates within text: 令和5年8月25日（金）から9月24日まで."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.wareki import ParsedDate, leading_date, parse_date

LAW: Final = date(2013, 5, 31)
"""The day 番号法 was promulgated: no date in an assessment can be earlier."""

NUMBERS_USED: Final = date(2016, 1, 1)
"""The day 個人番号 came into use."""

WEEKDAYS: Final = "月火水木金土日"
UNDATED: Final = frozenset({"未定", "未実施", "（未定）", "随時", "不明"})
"""Words used in place of a date that is not known yet."""

_NUMBER = r"[0-9０-９]{1,2}"
_DATE: Final = re.compile(
    rf"(?:(?P<year>(?:明治|大正|昭和|平成|令和)[\s　]*(?:元|{_NUMBER})"
    rf"|(?<![0-9０-９])(?:[12１２][0-9０-９]{{3}}))[\s　]*年"
    rf"[\s　]*(?:度|(?:(?P<month>{_NUMBER})[\s　]*月(?:[\s　]*(?P<day>{_NUMBER})[\s　]*日)?)?))"
    rf"|(?<![0-9０-９])(?P<month2>{_NUMBER})[\s　]*月[\s　]*(?P<day2>{_NUMBER})[\s　]*日"
)
_WEEKDAY: Final = re.compile(rf"[\s　]*[（(][\s　]*(?P<name>[{WEEKDAYS}])(?:曜日?)?[\s　]*(?:・祝)?[)）]")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: its text, end position, and the day of the week after it, if any."""

    words: str
    date: ParsedDate
    end: int
    weekday: str = ""
    weekday_at: int = -1


@lru_cache(maxsize=8_000)
def read_date(text: str) -> ParsedDate | None:
    """Cached ``parse_date``: 変更箇所 repeat the same dates."""
    return parse_date(text)


@lru_cache(maxsize=8_000)
def begins_with_date(text: str) -> ParsedDate | None:
    """Cached ``leading_date``."""
    return leading_date(text)


@lru_cache(maxsize=500)
def dates_in(text: str) -> tuple[Found, ...]:
    """All dates in a text, in order; a day without a year takes that of the previous date."""
    found: list[Found] = []
    year = ""
    for match in _DATE.finditer(text):
        if match["year"]:
            year = match["year"]
            if match.group().endswith("度"):
                continue
            parsed = read_date(match.group())
        else:
            parsed = read_date(f"{year}年{match.group()}") if year else None
        if parsed is None:
            continue
        behind = _WEEKDAY.match(text, match.end())
        found.append(
            Found(
                match.group(),
                parsed,
                match.end(),
                behind["name"] if behind else "",
                behind.start("name") if behind else -1,
            )
        )
    return tuple(found)


def inclusive_days(first: date, last: date) -> int:
    """The length of a period in days, including both ends."""
    return (last - first).days + 1


def years_before(day: date, years: int) -> date:
    """Approximately the same day ``years`` earlier."""
    return day - timedelta(days=round(365.25 * years))

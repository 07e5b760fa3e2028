"""Dates in the Japanese calendar (和暦), as in the official forms: 令和6年8月30日.

Eras begin and end on the days of their ordinances (元号法, and earlier edicts).  Dates before 1873 are
Gregorian and all of 1868 is 明治元年, since nothing here is older than the law of 2013.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.lookalikes import DASHES, DOTS, SLASHES
from pia_desktop.moments import local_time
from pia_desktop.patterns import pattern

FIRST_YEAR: Final = 1868
LAST_YEAR: Final = 2199


@dataclass(frozen=True, slots=True)
class _Era:
    name: str
    letter: str
    ligature: str
    begin: date


_ERAS = (  # latest first
    _Era("令和", "R", "㋿", date(2019, 5, 1)),
    _Era("平成", "H", "㍻", date(1989, 1, 8)),
    _Era("昭和", "S", "㍼", date(1926, 12, 25)),
    _Era("大正", "T", "㍽", date(1912, 7, 30)),
    _Era("明治", "M", "㍾", date(1868, 1, 1)),
)
_WRITTEN_OUT = {era.name: era for era in _ERAS}
_SHORT = {key: era for era in _ERAS for key in (era.letter, era.name[0], era.ligature)}


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A day, a month (``day`` None) or a year (``month`` None too) of the Western calendar.

    Raises ValueError for a day that does not exist and for years outside FIRST_YEAR to LAST_YEAR.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR or (self.month is None and self.day is not None):
            raise ValueError(f"not a date: {self.year}-{self.month}-{self.day}")
        self.earliest()

    @classmethod
    def of(cls, day: date) -> ParsedDate:
        """From a date.  Raises ValueError for years outside FIRST_YEAR to LAST_YEAR."""
        return cls(day.year, day.month, day.day)

    def to_date(self) -> date | None:
        """The day; None if only month or year is known."""
        return None if self.day is None else self.earliest()

    def earliest(self) -> date:
        """The first possible day."""
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    def latest(self) -> date:
        """The last possible day."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1] if self.day is None else self.day)

    def iso(self) -> str:
        """2024-08-30, 2015-06 or 2019 (ISO 8601)."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def wareki(self) -> str:
        """令和6年8月30日, 平成27年6月 or 令和元年. A month or year in which the era changes has the new era's
        name.
        """
        last = self.latest()
        era = next(era for era in _ERAS if era.begin <= last)
        number = self.year - era.begin.year + 1
        words = f"{era.name}{'元' if number == 1 else number}年"
        if self.month is not None:
            words += f"{self.month}月"
        if self.day is not None:
            words += f"{self.day}日"
        return words


def wareki_minute(at: datetime) -> str:
    """令和6年8月30日 09:30.  Raises ValueError for years outside FIRST_YEAR to LAST_YEAR."""
    return f"{ParsedDate.of(at).wareki()} {at:%H:%M}"


def local_words(moment: str) -> str:
    """A stored moment in the Japanese calendar, to the minute; anything else as it is."""
    at = local_time(moment)
    try:
        return wareki_minute(at) if at else moment
    except ValueError:
        return moment


def local_day(moment: str) -> str:
    """The day of a stored moment in the Japanese calendar; anything else as it is."""
    words = local_words(moment)
    return moment if words == moment else words.partition(" ")[0]


_FOLDED = str.maketrans(
    "０１２３４５６７８９ＭＴＳＨＲｍｔｓｈｒmtshr．。｡\u3000\u00a0" + DASHES + "ーｰ" + DOTS + SLASHES,
    "0123456789MTSHRMTSHRMTSHR...  " + "-" * (len(DASHES) + 2) + "." * len(DOTS) + "/" * len(SLASHES),
)
_NUMBER = r"(?P<{}>[0-9]{{1,2}})"
_MONTH, _DAY = _NUMBER.format("month"), _NUMBER.format("day")
_DIGITS: Final = "〇一二三四五六七八九"
_ONE = f"[{_DIGITS[1:]}]"
_KANJI = f"{_ONE}?十{_ONE}?|{_ONE}[{_DIGITS}]?"
"""A number as laws write it: 三十, 二十一, 三〇."""
_WRITTEN = f"(?P<{{}}>[0-9]{{{{1,2}}}}|{_KANJI})"
_AFTER_YEAR = f"年(?: *{_WRITTEN.format('month')} *月(?: *{_WRITTEN.format('day')} *日)?)?"
_ERA_NAME = "|".join(_WRITTEN_OUT)
_ERA_SHORT = "|".join(_SHORT)
_ERA_YEAR = "(?P<year>元|[0-9]{1,2})"
_ERA_YEAR_WRITTEN = f"(?P<year>元|[0-9]{{1,2}}|{_KANJI})"
_YEAR_WRITTEN = f"(?:西暦 *)?(?P<year>[0-9]{{4}}|[{_DIGITS}]{{4}})"
_TOGETHER = "(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
_SIGNED = rf" *(?P<sign>[./-]) *{_MONTH}(?: *(?P=sign) *{_DAY})?"

_Parts = dict[str, "str | None"]

_OFFICIAL = (
    pattern(f"(?P<era>{_ERA_NAME}) *{_ERA_YEAR_WRITTEN} *{_AFTER_YEAR}"),
    pattern(f"{_YEAR_WRITTEN} *{_AFTER_YEAR}"),
)
_ALTERNATIVE = (
    pattern(f"(?P<era>{_ERA_SHORT}) *{_ERA_YEAR} *{_AFTER_YEAR}"),
    pattern(f"(?P<era>{_ERA_NAME}|{_ERA_SHORT}) *{_ERA_YEAR}{_SIGNED}"),
    pattern(rf"(?P<year>[0-9]{{4}}){_SIGNED}"),
    pattern(f"(?P<era>{_ERA_NAME}|{_ERA_SHORT})(?P<year>[0-9]{{2}}){_TOGETHER}"),
    pattern(f"(?P<year>[0-9]{{4}}){_TOGETHER}"),
)
_BEHIND: Final = pattern("(?![0-9度]).*", re.DOTALL)
"""What may follow a date at the start of a text: anything but more digits, or 度 (令和6年度)."""


def parse_date(text: str) -> ParsedDate | None:
    """The date that a text is, or None for anything else: free text, a day that does not exist or is outside
    its era (平成32年), a date with additional text.

    Accepted, also with full-width digits and spaces: 令和6年8月30日, 令和元年5月1日, 平成27年6月, 令和元年,
    ㋿6年8月30日, R6年8月30日, R6.8.30, r6/8/30, H27-6-1, 令6.8.30, R6.8, 2024年8月30日, 2024-08-30,
    2024/8/30, 2024.8.30, 2015/6, R6・8・30, R060830, 20240830, 令和六年八月三十日, 二〇二四年八月三〇日.
    """
    return _parse(text, (*_OFFICIAL, *_ALTERNATIVE))


def leading_date(text: str) -> ParsedDate | None:
    """The date that a text is or starts with: 令和6年8月30日（金）, 令和6年8月下旬."""
    parsed = parse_date(text)
    if parsed is not None:
        return parsed
    folded = text.strip().translate(_FOLDED)
    for writing in (*_OFFICIAL, *_ALTERNATIVE):
        match = writing.match(folded)
        if match and _BEHIND.fullmatch(folded, match.end()):
            return _checked(match.groupdict())
    return None


def normalise_date_words(text: str) -> str:
    """A date in short notation as the form writes it: R6.8.30, ㋿6年8月30日 and 2024-08-30 become
    令和6年8月30日. Other text is unchanged, including dates already written out (令和６年８月３０日,
    2024年8月30日).
    """
    parsed = _parse(text, _ALTERNATIVE)
    return text if parsed is None else parsed.wareki()


def normalise_leading_date(text: str) -> str:
    """The same for a date with words behind it: R8.11.28 予定 becomes 令和8年11月28日 予定."""
    words = text.strip()
    folded = words.translate(_FOLDED)
    for writing in _ALTERNATIVE:
        match = writing.match(folded)
        day = _checked(match.groupdict()) if match and _BEHIND.fullmatch(folded, match.end()) else None
        if match and day:
            return day.wareki() + words[match.end() :]
    return text


_IN_BRACKETS = r"（[^（）]*）|\([^()]*\)"
_BETWEEN_DAYS: Final = pattern(rf"(\s*(?:[、，,\n～〜~]|から|まで|及び|{_IN_BRACKETS})\s*)")
"""What stands between the days of a period, and behind one: （木）."""

_LONGEST_PERIOD: Final = 60
"""Characters: with more there is more than two days."""


def normalise_days_words(text: str) -> str:
    """Several days or a period, each day as ``normalise_date_words`` writes it: R6.6.10～R6.7.10 and
    R6.6.10-R6.7.10 become 令和6年6月10日～令和6年7月10日. All else is unchanged.
    """
    return "".join(normalise_date_words(piece) for piece in _BETWEEN_DAYS.split(_with_wave(text)))


def _with_wave(text: str) -> str:
    """A period in short notation, with ～ where a dash stands between its days: R6-6-10-R6-7-10."""
    folded = text.translate(_FOLDED) if len(text) < _LONGEST_PERIOD else ""
    for at in (at for at, sign in enumerate(folded) if sign == "-"):
        days = text[:at], text[at + 1 :]
        whole = all(day is not None and day.day for day in map(parse_date, days))
        if whole and any(normalise_date_words(day) != day for day in days):
            return "～".join(day.strip() for day in days)
    return text


def written_as_date(text: str) -> bool:
    """Whether a text is written like a date, whether or not there is such a day: R8.2.30."""
    return _matched(text, (*_OFFICIAL, *_ALTERNATIVE)) is not None


def in_right_era(text: str) -> str | None:
    """A date in the era of its day: 平成32年4月1日 becomes 令和2年4月1日; None if the era is not at fault."""
    parts = _matched(text, (*_OFFICIAL, *_ALTERNATIVE))
    era, day = (None, None) if parts is None else _era_and_day(parts)
    if era is None or day is None or day.wareki().startswith(era.name):
        return None
    return day.wareki()


def _parse(text: str, patterns: tuple[re.Pattern[str], ...]) -> ParsedDate | None:
    parts = _matched(text, patterns)
    return None if parts is None else _checked(parts)


def _matched(text: str, patterns: tuple[re.Pattern[str], ...]) -> _Parts | None:
    folded = text.strip().translate(_FOLDED)
    found = (writing.fullmatch(folded) for writing in patterns)
    return next((match.groupdict() for match in found if match), None)


def _checked(parts: _Parts) -> ParsedDate | None:
    era, day = _era_and_day(parts)
    # A month or year that two eras share counts for the later one only: as text it keeps the name that it
    # has.
    if era is not None and day is not None and not day.wareki().startswith(era.name):
        return None
    return day


def _number(words: str) -> int:
    """6, 元, 六, 十六, 三十 or 三〇 as a number."""
    if words == "元":
        return 1
    if words.isascii():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if ten:
        return 10 * _number(tens or "一") + (_number(ones) if ones else 0)
    return int("".join(str(_DIGITS.index(digit)) for digit in words))


def _era_and_day(parts: _Parts) -> tuple[_Era | None, ParsedDate | None]:
    """The era that is named, and the day or month that its count of years gives, if there is one."""
    words, month, day = parts.get("era"), parts["month"], parts["day"]
    number = _number(parts["year"] or "0")
    era = None if words is None else _WRITTEN_OUT.get(words) or _SHORT[words]
    if era is not None and number == 0:
        return era, None
    year = number if era is None else era.begin.year + number - 1
    try:
        return era, ParsedDate(year, _number(month) if month else None, _number(day) if day else None)
    except ValueError:
        return era, None

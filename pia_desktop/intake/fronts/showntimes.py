"""A date or a time in a format; a day or a month with its year is told in the Japanese calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from pia_desktop.intake.fronts.numbersections import Section, Token
from pia_desktop.wareki import ParsedDate

EPOCH: Final = datetime(1899, 12, 30)
"""Day 0 of a workbook, as it counts the days from March 1900 on."""

_WEEKDAYS: Final = "月火水木金土日"
_YEARS: Final = frozenset("ye")
_DAYS: Final = frozenset("yegMd")
_NOON: Final = 12


def time_words(moment: datetime | timedelta, section: Section) -> str | None:
    """A date, a time or both; None if the format is not understood."""
    tokens = list(_with_minutes(section.tokens))
    at = EPOCH + moment if isinstance(moment, timedelta) else moment
    letters = {one.words[0] for one in tokens if one.kind == "time"}
    shown = [_one(token, at, section, halves="halves" in {one.kind for one in tokens}) for token in tokens]
    if section.strange or None in shown:
        return None
    if letters >= {"M"} and letters & _YEARS:
        span = [at for at, one in enumerate(tokens) if one.kind == "time" and one.words[0] in _DAYS]
        head, tail = "".join(map(str, shown[: span[0]])), "".join(map(str, shown[span[-1] + 1 :]))
        words = _calendar(at.date(), day_too="d" in letters)
        if "e" in letters and section.first_year == "1":
            words = words.replace("元年", "1年")
        return f"{head}{words}{tail.removeprefix(words[-1])}".strip()
    return "".join(map(str, shown)).strip()


def _calendar(day: date, *, day_too: bool) -> str:
    try:
        known = ParsedDate.of(day) if day_too else ParsedDate(day.year, day.month)
    except ValueError:
        return day.isoformat() if day_too else f"{day:%Y-%m}"
    return known.wareki()


def _with_minutes(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """The tokens with small letters, but months with M: m is a minute behind an hour and before a second."""
    times = [one for one in tokens if one.kind in {"time", "elapsed"}]
    number = 0
    for token in tokens:
        if token.kind not in {"time", "elapsed"}:
            yield token
            continue
        words = token.words.lower()
        before = times[number - 1].words[0].lower() if number else ""
        behind = times[number + 1].words[0].lower() if number + 1 < len(times) else ""
        minute = token.kind == "elapsed" or before == "h" or behind == "s"
        yield Token(token.kind, words.replace("m", "M") if words[0] == "m" and not minute else words)
        number += 1


def _one(token: Token, at: datetime, section: Section, *, halves: bool) -> str | None:
    """What one token shows; None if it is not understood."""
    letter, count = token.words[:1], len(token.words)
    if token.kind == "literal":
        return token.words
    if token.kind == "sign":
        return token.words if token.words in "./," else None
    if token.kind == "halves":
        return "AM" if at.hour < _NOON else "PM"
    if token.kind == "elapsed":
        seconds = int((at - EPOCH).total_seconds())
        return f"{seconds // {'h': 3600, 'm': 60}.get(letter, 1):0{count}}"
    if token.kind != "time":
        return None
    hour = (at.hour % _NOON or _NOON) if halves else at.hour
    numbers = {"M": at.month, "d": at.day, "h": hour, "m": at.minute, "s": at.second}
    if letter in numbers and count < 3:
        return f"{numbers[letter]:0{count}}"
    if letter == "y":
        return f"{at.year}" if count > 2 else f"{at.year % 100:02}"
    if letter == "a":
        return _WEEKDAYS[at.weekday()] + ("曜日" if count > 3 else "")
    if letter in "ge":
        return _of_era(letter, count, at.date(), section)
    return {"M": f"{at:%b}" if count == 3 else f"{at:%B}", "d": f"{at:%a}" if count == 3 else f"{at:%A}"}.get(
        letter
    )


def _of_era(letter: str, count: int, day: date, section: Section) -> str | None:
    """The name of an era or the year in it."""
    try:
        words = ParsedDate.of(day).wareki().partition("年")[0]
    except ValueError:
        return None
    if letter == "g":
        return words[:2] if count > 2 else {"令": "R", "平": "H", "昭": "S", "大": "T", "明": "M"}[words[0]]
    year = words[2:]
    return f"{section.first_year if year == '元' else year:0>{count}}"

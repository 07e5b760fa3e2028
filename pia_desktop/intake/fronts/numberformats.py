"""Number formats of a workbook: what a cell shows of its value (0012, 5件, 50%, 令和7年4月).

Only what Excel shows is an answer; a format that is not understood is told, so that the value is checked.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.fronts.numbersections import Section, Token, sections_of
from pia_desktop.intake.fronts.shownnumbers import number_words
from pia_desktop.intake.fronts.showntimes import EPOCH, time_words

_MOST_DAYS: Final = 2_958_465
"""31 December 9999, the last day that Excel shows."""

_GENERAL_DIGITS: Final = 15
FIRST_OF_1904: Final = 1_462
"""1 January 1904, from which workbooks of older Macintosh programs count their days."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows; ``sure``: its format was understood; ``hidden``: the format shows nothing."""

    words: str
    sure: bool = True
    hidden: bool = False


def shown(value: object, code: str, first_day: int = 0) -> Shown | None:
    """A value in a format; None if the format changes nothing of it.

    ``first_day``: the day that its workbook counts as 0, ``FIRST_OF_1904`` or 0.
    """
    sections = sections_of(code)
    if isinstance(value, str):
        return _text(value, sections)
    if isinstance(value, bool):
        return None
    section = next((one for one in sections if one.is_time), None)
    if section is not None:
        elapsed = any(one.kind == "elapsed" for one in section.tokens)
        moment = _moment(value, 0 if elapsed else first_day)
        told = None if moment is None else time_words(moment, section)
        return Shown(_plainly(value), sure=False) if told is None else Shown(told)
    if isinstance(value, int | float):
        return _of_number(value, sections)
    return None


def general(number: float) -> str:
    """A number in the format General."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    words = f"{number:.{_GENERAL_DIGITS}g}"
    return f"{number:.20f}".rstrip("0") if "e-" in words and abs(number) > 1e-10 else words


def _text(value: str, sections: list[Section]) -> Shown | None:
    """A text: the fourth section, or the only one if it asks for a text."""
    asking = [one for one in sections if any(token.kind == "text" for token in one.tokens)]
    section = sections[3] if len(sections) > 3 else (asking[-1] if asking else None)
    if section is None or section.code in {"@", "General"}:
        return None
    if not section.tokens:
        return Shown(value, hidden=True)
    return Shown("".join(value if one.kind == "text" else _literal(one) for one in section.tokens).strip())


def _literal(token: Token) -> str:
    return token.words if token.kind == "literal" else ""


def _of_number(value: float, sections: list[Section]) -> Shown | None:
    number = float(value)
    if not isfinite(number):
        return None
    section, signed = _section_for(number, [one for one in sections[:3] if not one.for_text])
    if section is None or section.code == "@":
        return None
    if not section.tokens:
        return Shown(general(number), hidden=True)
    sign = "-" if signed and number < 0 else ""
    if any(one.kind == "general" for one in section.tokens):
        words = "".join(
            general(abs(number)) if one.kind == "general" else one.words for one in section.tokens
        )
        return Shown((sign + words).strip(), sure=not section.strange)
    told = number_words(abs(number), section)
    if told is None or section.strange:
        return Shown(general(number), sure=False)
    if not told.strip():
        return Shown(general(number), hidden=True)
    return Shown((sign + told if any(one.isdigit() for one in told) else told).strip())


def _section_for(number: float, sections: list[Section]) -> tuple[Section | None, bool]:
    """The section that shows a number, and whether the minus sign is still to be put before it."""
    if not sections:
        return None, False
    if any(one.condition for one in sections):
        met = next((one for one in sections if one.condition is None or one.condition(number)), sections[-1])
        return met, True
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _plainly(value: object) -> str:
    return general(float(value)) if isinstance(value, int | float) else str(value)


def _moment(value: object, first_day: int) -> datetime | timedelta | None:
    """The point of time that a value is."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, timedelta):
        return value if abs(value.days) <= _MOST_DAYS // 2 else None
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, time):
        return datetime.combine(EPOCH.date(), value)
    if isinstance(value, int | float) and 0 <= value <= _MOST_DAYS:
        return EPOCH + timedelta(days=float(value) + first_day)
    return None


BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    30: "m/d/yy",
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"¥""-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥""-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 57), "ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), 'ggge"年"m"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}
"""The formats that a Japanese Excel knows by their number."""

_PLAIN: Final = re.compile(r"(?:\[\$?-[^\]]*\])*General(?:;[^;]*)?", re.IGNORECASE)


def is_plain(code: str) -> bool:
    """Whether a format shows numbers as they are."""
    return not code or (_PLAIN.fullmatch(code) is not None and "@" not in code.rpartition(";")[0])

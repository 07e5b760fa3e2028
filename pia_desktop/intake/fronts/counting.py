"""How programs write the numbers of lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA: Final = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN: Final = 3_999
_KANJI: Final = " 一二三四五六七八九"
_PLACES: Final = ("", "十", "百", "千")
_LETTERS: Final = 26


def roman(number: int) -> str:
    """In small Roman numerals; as digits where there are none."""
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    words = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        words += sign * count
    return words


def letters(number: int) -> str:
    """a, b, … z, aa for a number from 1."""
    words = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        words = chr(ord("a") + rest) + words
    return words


def kanji(number: int) -> str:
    """一, 十, 二十三; as digits beyond 9,999."""
    digits = str(number)
    if not 0 < number < 10_000:
        return digits
    words = ""
    for place, digit in zip(reversed(_PLACES[: len(digits)]), map(int, digits), strict=True):
        words += "" if not digit else (place if place and digit == 1 else _KANJI[digit] + place)
    return words


def one_of(signs: str) -> Callable[[int], str]:
    """Writes a number as the sign at its place, as digits where there is none."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)

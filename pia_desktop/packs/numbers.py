"""Numbers of articles in every notation: 19, １９, 十九, 一九."""

from __future__ import annotations

import unicodedata
from typing import Final

from pia_desktop.assessment.numerals import full_width

_KANJI: Final = "〇一二三四五六七八九"
DIGITS: Final = "0-9０-９〇一二三四五六七八九十百"
"""What numbers are written with, as the inside of a character class."""
GAP: Final = "[ 　]?"
"""What may stand between the parts of a reference: 第 19 条."""
_LARGEST: Final = 999


def written(number: int) -> str:
    """A regular expression for a number in every notation."""
    return f"(?:{'|'.join(_spellings(number))})"


def value_of(words: str) -> int | None:
    """The number; None if it is not a valid notation of a number up to 999 (十十, 01)."""
    if words.isdecimal():
        number = int(words) if len(words) <= len(str(_LARGEST)) else -1
    elif any(char in "十百" for char in words):
        number = _counted(words)
    else:
        digits = "".join(str(_KANJI.index(char)) for char in words if char in _KANJI)
        number = int(digits) if 0 < len(digits) <= len(str(_LARGEST)) else -1
    return number if 0 <= number <= _LARGEST and words in _spellings(number) else None


def as_written(number: int, like: str) -> str:
    """A number in the notation of another one."""
    if unicodedata.category(like[0]) == "Nd":
        return str(number) if like.isascii() else full_width(number)
    one_by_one = len(like) > 1 and not any(char in "十百" for char in like)
    return _one_by_one(number) if one_by_one else _in_kanji(number)


def _spellings(number: int) -> tuple[str, ...]:
    return str(number), full_width(number), _in_kanji(number), _one_by_one(number)


def _one_by_one(number: int) -> str:
    """Digit by digit, as in vertical writing: 第一九条."""
    return "".join(_KANJI[int(digit)] for digit in str(number))


def _in_kanji(number: int) -> str:
    """As laws write numbers: 第十九条."""
    if number > _LARGEST:
        return _one_by_one(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = "".join(
        f"{_KANJI[count] if count > 1 else ''}{unit}"
        for count, unit in ((hundreds, "百"), (tens, "十"))
        if count
    )
    return head + (_KANJI[ones] if ones or not head else "")


def _counted(words: str) -> int:
    """The sum of 二百, 三十 and 四; invalid input is detected by formatting the result again."""
    number, count = 0, 0
    for char in words:
        if char in "十百":
            number += (count or 1) * (100 if char == "百" else 10)
            count = 0
        else:
            count = max(_KANJI.find(char), 0)
    return number + count

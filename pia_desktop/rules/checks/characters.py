"""Checks of characters: half-width kana, characters that print badly, mixed widths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from pia_desktop.rules.checks.text_hit import TextHit
from pia_desktop.rules.checks.words import listed, short

_HALF_KANA: Final = re.compile("[\uff66-\uff9f]+")
_SQUARED: Final = re.compile("[\u3300-\u33ff\u32c0-\u32cb\u32cc-\u32ff\u2116\u2121\u213b]")
_PRIVATE_USE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LOST: Final = re.compile("\ufffd|〓|\\?{3,}|？{3,}")
_LOST_PERHAPS: Final = ("\ufffd", "〓", "???", "？？？")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00a0]")


def half_kana(text: str) -> Iterator[TextHit]:
    """Half-width kana."""
    found = _HALF_KANA.findall(text)
    if found:
        whole = _HALF_KANA.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
        yield TextHit("C602", listed(found), whole)


def squared(text: str) -> Iterator[TextHit]:
    """Characters that combine several in one square (㍻, ㌔)."""
    found = _SQUARED.findall(text)
    if found:
        whole = _SQUARED.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
        yield TextHit("C603", listed(found), whole)


@cache
def _extended() -> re.Pattern[str]:
    """The NEC and IBM extension kanji (髙, 﨑), which older machines lack."""
    chars = set()
    for lead in (0xFA, 0xFB, 0xFC):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            char = bytes((lead, trail)).decode("cp932", "ignore")
            chars |= {char} if char >= "\u3400" and not "\uff00" <= char <= "\uffef" else set()
    return re.compile(f"[{''.join(sorted(chars - {''}))}]")


def extended_kanji(text: str) -> Iterator[TextHit]:
    """Kanji that older machines lack."""
    found = _extended().findall(text)
    if found:
        yield TextHit("C604", listed(found))


def private_use(text: str) -> Iterator[TextHit]:
    """Private-use characters (外字)."""
    found = _PRIVATE_USE.findall(text)
    if found:
        yield TextHit("C605", listed([f"U+{ord(char):04X}" for char in found]))


def lost(text: str) -> Iterator[TextHit]:
    """Characters that mark lost ones."""
    found = _LOST.findall(text) if any(mark in text for mark in _LOST_PERHAPS) else None
    if found:
        yield TextHit("C606", listed(found))


def invisible(text: str) -> Iterator[TextHit]:
    """Invisible characters."""
    found = _INVISIBLE.findall(text)
    if found:
        whole = _INVISIBLE.sub(lambda m: " " if m.group() == "\u00a0" else "", text)
        yield TextHit("C607", listed([f"U+{ord(char):04X}" for char in found]), whole)


_FULL_NUMBER: Final = re.compile("[０-９]{2,}")
_HALF_NUMBER: Final = re.compile("(?<![0-9A-Za-z.\\-/])[0-9]{2,}(?![0-9A-Za-z.\\-/])")
_FULL_LATIN: Final = re.compile("[Ａ-Ｚａ-ｚ]{2,}")
_HALF_LATIN: Final = re.compile("(?<![0-9A-Za-z./@_-])[A-Za-z]{2,}(?![0-9A-Za-z./@_-])")
_FULL_BRACKET: Final = re.compile("（[^（）()]{2,}）")
_HALF_BRACKET: Final = re.compile("\\([^（）()]{2,}\\)")
_TO_HALF: Final = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
)


def mixed_widths(text: str) -> Iterator[TextHit]:
    """Mixed widths of numbers of two or more digits, Latin words, and brackets.

    Single full-width digits with longer half-width numbers are official custom, and single letters are marks.
    """
    for full, half in (
        (_FULL_NUMBER, _HALF_NUMBER),
        (_FULL_LATIN, _HALF_LATIN),
        (_FULL_BRACKET, _HALF_BRACKET),
    ):
        one = full.search(text)
        other = half.search(text) if one else None
        if one and other:
            whole = full.sub(lambda m: m.group().translate(_TO_HALF), text)
            mended = None if full is _FULL_BRACKET else whole
            yield TextHit(
                "C601", f"{short(one.group(), 12)}、{short(other.group(), 12)}", mended, facts=full.pattern
            )
            return

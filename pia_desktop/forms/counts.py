"""Parses counts as people type them: 1,200 and １２件."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pia_desktop.forms.kinds import MAX_COUNT
from pia_desktop.patterns import pattern

_PLAIN: Final = re.compile(r"[0-9]+")
_GROUPED: Final = pattern(r"[0-9]{1,3}(?:[,、，][0-9]{3})+")


def read_count(text: str, unit: str = "") -> int | None:
    """The number in a text; None if it is not a number or out of range. 5² and ① are none."""
    if any(unicodedata.category(char) == "No" for char in text):
        return None
    words = unicodedata.normalize("NFKC", text).strip()
    if unit:
        words = words.removesuffix(unicodedata.normalize("NFKC", unit)).strip()
    if _GROUPED.fullmatch(words):
        words = re.sub("[,、，]", "", words)
    if not _PLAIN.fullmatch(words) or not words.isascii():
        return None
    digits = words.lstrip("0") or "0"
    return int(digits) if len(digits) <= 6 and int(digits) <= MAX_COUNT else None

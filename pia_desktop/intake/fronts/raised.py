"""Digits that stand above or below their line: 10⁴ is not 104."""

from __future__ import annotations

from typing import Final

_PLAIN: Final = "0123456789+-"
_RAISED: Final = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED: Final = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋")


def off_line(words: str, *, above: bool) -> str:
    """A number above or below the line in the signs for it; any other words as they are."""
    if not words.isascii() or set(words) - set(_PLAIN):
        return words
    return words.translate(_RAISED if above else _LOWERED)

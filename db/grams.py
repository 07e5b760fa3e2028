"""Tokens of the search index: every three consecutive characters, and the last two and last one of a text.

FTS5's ascii tokenizer splits at ASCII separators and treats every other character as a letter, so ASCII is
shifted to an unused range.  Collisions are harmless: hits are verified in the text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final

from pia_desktop.assessment.folding import Reading, as_read, evenly_read

GRAM: Final = 3
_ABOVE_ASCII: Final = {code: 0xE000 + code for code in range(128)}
_SPACE: Final = array("I", [ord(" ")])
_WIDE: Final = "utf-32-le" if memoryview(_SPACE).cast("B")[0] else "utf-32-be"
"""A character as the array holds one."""


class _Letters(dict[int, str]):
    """Maps a code point to its indexed character, computed on first use."""

    def __missing__(self, code: int) -> str:
        letters = self[code] = as_read(chr(code)).translate(_ABOVE_ASCII)
        return letters


_LETTERS: Final = Reading(_Letters())


def grams(text: str) -> bytes:
    """The tokens of a text in UTF-8, separated by spaces and possibly repeated.

    They contain no other ASCII, so there is nothing that JSON would escape.

    Each character is placed as the first, second and third of a token, for all characters at once.
    """
    words = array("I", _letters(text).encode(_WIDE))
    count = len(words)
    tokens = _SPACE * ((GRAM + 1) * count)
    for place in range(min(GRAM, count)):
        tokens[place : (GRAM + 1) * (count - place) : GRAM + 1] = words[place:]
    return tokens.tobytes().decode(_WIDE).encode()


def tokens_for(words: str) -> Iterable[str]:
    """The FTS5 query terms for one folded word; user input cannot act as query syntax."""
    words = words.translate(_ABOVE_ASCII)
    if len(words) < GRAM:
        return [f'"{words}" *']
    return [f'"{words[i : i + GRAM]}"' for i in range(len(words) - GRAM + 1)]


def _letters(text: str) -> str:
    """The text with ASCII shifted."""
    even = evenly_read(text)
    return as_read(text).translate(_ABOVE_ASCII) if even is None else _LETTERS.of(even)

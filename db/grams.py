"""Tokens of the search index: every three characters that follow each other, at a text's end two and one.

FTS5's tokenizer for ASCII parts them at spaces.  All but ASCII is a letter to it, so ASCII is moved to where
nothing else stands; what is mixed up by this is not found in the text then.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final

from pia_desktop.assessment.folding import as_read, evenly_read

GRAM: Final = 3
_ABOVE_ASCII: Final = {code: 0xE000 + code for code in range(128)}
_SPACE: Final = array("I", [ord(" ")])
_WIDE: Final = "utf-32-le" if memoryview(_SPACE).cast("B")[0] else "utf-32-be"
"""A character as the array holds one."""


class _Letters(dict[int, str]):
    """What a character becomes that is read by itself, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letters = self[code] = as_read(chr(code)).translate(_ABOVE_ASCII)
        return letters


_LETTERS: Final = _Letters()


def grams(text: str) -> str:
    """The tokens of a text, parted by spaces; one that stands there several times may do so here, too.

    Each character is laid down as the first, the second and the third of a token, all of them at once.
    """
    words = array("I", _letters(text).encode(_WIDE))
    count = len(words)
    tokens = _SPACE * ((GRAM + 1) * count)
    for place in range(min(GRAM, count)):
        tokens[place : (GRAM + 1) * (count - place) : GRAM + 1] = words[place:]
    return tokens.tobytes().decode(_WIDE)


def tokens_for(words: str) -> Iterable[str]:
    """What FTS5 is asked for one word that was folded; nothing of what the user wrote can be syntax to it."""
    words = words.translate(_ABOVE_ASCII)
    if len(words) < GRAM:
        return [f'"{words}" *']
    return [f'"{words[i : i + GRAM]}"' for i in range(len(words) - GRAM + 1)]


def _letters(text: str) -> str:
    """A text as it is read, ASCII moved above."""
    even = evenly_read(text)
    return as_read(text).translate(_ABOVE_ASCII) if even is None else even.translate(_LETTERS)

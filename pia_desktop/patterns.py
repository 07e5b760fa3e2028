"""Regular expressions compiled on first use.

Japanese patterns have large character sets, which take up to ten milliseconds to compile; at module level
they cost every command a twentieth of a second, used or not.
"""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


def pattern(words: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like ``re.compile``, compiled on first use."""
    return cast("re.Pattern[AnyStr]", _Pattern(words, flags))


class _Pattern(Generic[AnyStr]):
    """Caches the methods of the compiled pattern, so that further calls have no overhead."""

    def __init__(self, words: AnyStr, flags: int) -> None:
        self._words: AnyStr = words
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        found = getattr(re.compile(self._words, self._flags), name)
        setattr(self, name, found)
        return found

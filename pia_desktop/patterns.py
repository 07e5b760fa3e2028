"""Regular expressions that are compiled when something is first looked for with them.

Patterns of Japanese hold large sets of characters, which take up to ten milliseconds to compile; those at the
heads of modules were a twentieth of a second of every command, whether it used them or not.
"""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


def pattern(words: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, made at its first use."""
    return cast("re.Pattern[AnyStr]", _Pattern(words, flags))


class _Pattern(Generic[AnyStr]):
    """Keeps each method of the compiled expression that was asked for: the next call of it is a plain one."""

    def __init__(self, words: AnyStr, flags: int) -> None:
        self._words: AnyStr = words
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        found = getattr(re.compile(self._words, self._flags), name)
        setattr(self, name, found)
        return found

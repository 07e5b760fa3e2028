"""The office's phrases (定型文) with blanks: ``｛部署名｝が年１回｛監査の種類｝を行う。``"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_BLANK: Final = re.compile(r"｛([^｛｝\n]{1,40})｝")


def blanks(text: str) -> tuple[str, ...]:
    """The names of a phrase's blanks, each once, in order."""
    return tuple(dict.fromkeys(found.strip() for found in _BLANK.findall(text) if found.strip()))


def filled(text: str, words: Mapping[str, str]) -> str:
    """The phrase with its blanks filled; blanks without text stay visible."""
    return _BLANK.sub(lambda blank: words.get(blank.group(1).strip()) or blank.group(), text)

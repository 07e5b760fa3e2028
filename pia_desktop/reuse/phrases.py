"""Phrases of the office's own (定型文) with blanks to fill: ``｛部署名｝が年１回｛監査の種類｝を行う。``"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_BLANK: Final = re.compile(r"｛([^｛｝\n]{1,40})｝")


def blanks(text: str) -> tuple[str, ...]:
    """The names of a phrase's blanks, each once, in their order."""
    return tuple(dict.fromkeys(found.strip() for found in _BLANK.findall(text) if found.strip()))


def filled(text: str, words: Mapping[str, str]) -> str:
    """The phrase with its blanks filled; one without words stays as it is, so that it is seen."""
    return _BLANK.sub(lambda blank: words.get(blank.group(1).strip()) or blank.group(), text)

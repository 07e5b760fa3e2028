"""The words that a 別紙 begins with."""

from __future__ import annotations

import re
from typing import Final

_HEAD: Final = re.compile(r"別紙[ \u3000]?([0-9０-９]{1,2})(?:[ \u3000]+(\S.*))?$")
_LONGEST: Final = 200


def annex_head(text: str) -> tuple[int, str] | None:
    """Number and title of a 別紙 whose head these words are; None where they are none."""
    match = _HEAD.match(text.strip()) if len(text) < _LONGEST else None
    return (int(match[1]), match[2] or "") if match else None

"""Recognizes the heading of a 別紙."""

from __future__ import annotations

import re
from typing import Final

_HEAD: Final = re.compile(r"別紙[ \u3000]?([0-9０-９]{1,2})(?:[ \u3000]+(\S.*))?$")
_LONGEST: Final = 200


def annex_head(text: str) -> tuple[int, str] | None:
    """Number and title of the 別紙 with this heading; None if it is no such heading."""
    match = _HEAD.match(text.strip()) if len(text) < _LONGEST else None
    return (int(match[1]), match[2] or "") if match else None

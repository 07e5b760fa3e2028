"""The clerk's words on changes, kept in the cabinet for the next 新旧対照表 of the same assessment."""

from __future__ import annotations

import json
from typing import Final

from db.cabinet import Cabinet
from pia_desktop.revisions.compare import Change

_NAME: Final = "council-remarks/{id}"
_LONGEST: Final = 1_000_000
"""Characters of all remarks of an assessment that are kept."""


def key_of(change: Change) -> str:
    """What a remark is kept under: what happened, and where."""
    return json.dumps([type(change).__name__, *change.place], ensure_ascii=False)


def load_remarks(cabinet: Cabinet, assessment_id: int) -> dict[str, str]:
    """The remarks by their changes; what the file holds in any other form is left out."""
    stored = cabinet.setting(_NAME.format(id=assessment_id))
    try:
        found = json.loads(stored) if stored else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: words for key, words in found.items() if isinstance(words, str)}


def keep_remarks(cabinet: Cabinet, assessment_id: int, remarks: dict[str, str]) -> None:
    """Keep the remarks; too many are not kept."""
    words = json.dumps(remarks, ensure_ascii=False, sort_keys=True)
    if len(words) <= _LONGEST:
        cabinet.put_setting(_NAME.format(id=assessment_id), words)

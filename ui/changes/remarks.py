"""What the clerk adds to 新旧対照表, kept in the cabinet for the next one of the same assessment.

These are the words on changes, and the items that are shown though they did not change, with theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Path
from pia_desktop.revisions.compare import Change

_NAME: Final = "council-remarks/{id}"
_LONGEST: Final = 1_000_000
"""Characters of all remarks of an assessment that are kept."""
_UNCHANGED: Final = "Unchanged"


def key_of(shown: Change | Path) -> str:
    """What a remark is kept under: what happened, and where."""
    what, place = (_UNCHANGED, shown) if isinstance(shown, tuple) else (type(shown).__name__, shown.place)
    return json.dumps([what, *place], ensure_ascii=False)


def added_items(remarks: dict[str, str], unchanged: Iterable[Path]) -> list[Path]:
    """The unchanged items that stood in the last table; an item that has changed since is none of them."""
    if not any(key.startswith(f'["{_UNCHANGED}"') for key in remarks):
        return []
    return [path for path in unchanged if key_of(path) in remarks]


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

"""What the clerk adds to 新旧対照表, kept in the cabinet for the next one of the same assessment.

These are the words on changes, and the items that are shown though they did not change, with theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.council import ChosenChange
from pia_desktop.documents.unchanged import in_form_order, unchanged_items
from pia_desktop.revisions.compare import Change, Comparison

_UNCHANGED: Final = "Unchanged"


def key_of(shown: Change | NodePath) -> str:
    """What a remark is kept under: what happened, and where."""
    what, place = (_UNCHANGED, shown) if isinstance(shown, tuple) else (type(shown).__name__, shown.place)
    return json.dumps([what, *place], ensure_ascii=False)


def chosen_changes(found: Comparison, remarks: Mapping[str, str]) -> list[ChosenChange]:
    """All that changed but the table of changes, and the items added last time, with the clerk's words."""
    table = found.form.roles.changes
    shown: list[Change | NodePath] = [one for one in found.changes if one.path[0] != table]
    shown += added_items(remarks, unchanged_items(found)) if remarks else []
    return [ChosenChange(one, remarks.get(key_of(one), "")) for one in in_form_order(found, shown)]


def added_items(remarks: Mapping[str, str], unchanged: Iterable[NodePath]) -> list[NodePath]:
    """The unchanged items that stood in the last table; an item that has changed since is none of them."""
    if not any(key.startswith(f'["{_UNCHANGED}"') for key in remarks):
        return []
    return [path for path in unchanged if key_of(path) in remarks]

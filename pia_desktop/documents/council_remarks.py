"""The clerk's remarks in 新旧対照表, stored in the cabinet for the assessment's next table.

They are on changes and paragraphs of them, and on unchanged items that are shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.council import ChosenChange
from pia_desktop.documents.council_rows import Block, blocks_of
from pia_desktop.documents.unchanged import in_form_order, unchanged_items
from pia_desktop.revisions.compare import Change, Comparison

_UNCHANGED: Final = "Unchanged"


def key_of(shown: Change | NodePath, block: Block | None = None) -> str:
    """The storage key of a remark: kind of change and path, optionally the paragraph."""
    what, place = (_UNCHANGED, shown) if isinstance(shown, tuple) else (type(shown).__name__, shown.place)
    named = [] if block is None else [{"block": block.read, "nth": block.nth}]
    return json.dumps([what, *place, *named], ensure_ascii=False)


def words_on_blocks(shown: Change | NodePath, remarks: Mapping[str, str]) -> dict[Block, str]:
    """The remarks on paragraphs of an answer, including deleted paragraphs."""
    start = key_of(shown).removesuffix("]") + ", {"
    found = {}
    for key, words in remarks.items():
        block = _block_of(key) if words and key.startswith(start) else None
        if block is not None:
            found[block] = words
    return found


def _block_of(key: str) -> Block | None:
    """The paragraph that a key names; None if it is not such a key."""
    try:
        match json.loads(key):
            case [*_place, {"block": str(read), "nth": int(nth)}]:
                return Block(read, nth)
    except ValueError:
        pass
    return None


def remarked(found: Comparison, shown: Change | NodePath, remarks: Mapping[str, str]) -> ChosenChange:
    """A change with its remarks; those on deleted paragraphs are added to that on the whole."""
    blocks = words_on_blocks(shown, remarks)
    there = blocks_of(found, shown) if blocks else ()
    gone = [words for block, words in blocks.items() if block not in there]
    whole = "\n".join(filter(None, (remarks.get(key_of(shown), ""), *gone)))
    return ChosenChange(shown, whole, {block: blocks[block] for block in there if block in blocks})


def chosen_changes(found: Comparison, remarks: Mapping[str, str]) -> list[ChosenChange]:
    """All changes except in 変更箇所, and the items added last time, with their remarks."""
    table = found.form.roles.changes
    shown: list[Change | NodePath] = [one for one in found.changes if one.path[0] != table]
    shown += added_items(remarks, unchanged_items(found)) if remarks else []
    return [remarked(found, one, remarks) for one in in_form_order(found, shown)]


def added_items(remarks: Mapping[str, str], unchanged: Iterable[NodePath]) -> list[NodePath]:
    """The unchanged items of the last table that are still unchanged."""
    if not any(key.startswith(f'["{_UNCHANGED}"') for key in remarks):
        return []
    return [path for path in unchanged if key_of(path) in remarks]

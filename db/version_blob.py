"""The contents of a closed version as bytes: compressed JSON of the tree.

Includes entry keys, so that versions compare entry by entry, withheld spans, and findings set aside.  Stored
bytes are untrusted.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable
from typing import Final

from db.codec import CodecFault, raw_value, require_few_parts, spans_of, value_of
from db.contents import ContentsFault, checked_root
from db.records import SetAside
from pia_desktop.assessment.node import Node
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import drop_forbidden
from pia_desktop.i18n import _

LARGEST: Final = 64 << 20
"""Maximum bytes of JSON; ten times the longest assessments, to stop bombs."""

_MEMORY: Final = 32 << 20
_PRESET: Final = 3
"""LZMA preset with a 4 MB dictionary, enough for any assessment; preset 6 takes four times as long to save a
tenth.
"""

_DEEPEST: Final = 8


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The contents of a version's bytes."""

    root: Node
    set_asides: tuple[SetAside, ...]


def pack(root: Node, set_asides: Iterable[SetAside]) -> tuple[bytes, str]:
    """The bytes of a version, and the digest that verifies them."""
    raw = {
        "root": raw_node(root),
        "set_asides": raw_set_asides(set_asides),
    }
    data = compressed(raw)
    return data, hashlib.sha256(data).hexdigest()


def unpack(form: Form, data: bytes, digest: str) -> Unpacked:
    """Parse the bytes of ``pack``.  Raises ContentsFault if they were altered or do not fit the form."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise _unreadable()
    try:
        raw = expanded(data)
        if not isinstance(raw, dict) or raw.keys() != {"root", "set_asides"}:
            raise CodecFault("no version")
        root, set_asides = read_node(raw["root"]), read_set_asides(raw["set_asides"])
    except (ValueError, RecursionError) as error:
        raise _unreadable() from error
    return Unpacked(checked_root(form, root), set_asides)


def _unreadable() -> ContentsFault:
    return ContentsFault(_("the version"), _("what is stored of it cannot be read"))


def compressed(raw: object) -> bytes:
    """JSON-compatible objects, compressed; equal ones give equal bytes."""
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return lzma.compress(text, lzma.FORMAT_XZ, lzma.CHECK_NONE, _PRESET)


def expanded(data: bytes) -> object:
    """Reverse ``compressed``.  Raises CodecFault if the bytes are invalid or expand to too much."""
    expander = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)
    try:
        text = expander.decompress(data, LARGEST)
        if not expander.eof or expander.unused_data:
            raise CodecFault("cut short, or too large")
        require_few_parts(text)
        return json.loads(text)
    except (lzma.LZMAError, EOFError, ValueError, RecursionError, MemoryError) as error:
        raise CodecFault("not what was compressed") from error


def raw_node(node: Node) -> dict[str, object]:
    """A node as JSON-compatible objects."""
    raw: dict[str, object] = {}
    if node.answers:
        raw["a"] = {item_id: raw_value(value) for item_id, value in node.answers.items()}
    if node.withheld:
        raw["w"] = dict(node.withheld)
    if node.lists:
        raw["l"] = {
            list_id: [[key, raw_node(entry)] for key, entry in entries.items()]
            for list_id, entries in node.lists.items()
        }
    return raw


def read_node(raw: object) -> Node:
    """Reverse ``raw_node``.  Raises CodecFault."""
    return _node(raw, 0, set())


def _node(raw: object, depth: int, seen: set[str]) -> Node:
    """A node, checking that its keys are unique in the tree.  Raises CodecFault."""
    if not isinstance(raw, dict) or not raw.keys() <= {"a", "w", "l"} or depth > _DEEPEST:
        raise CodecFault("no node")
    answers, withheld, lists = raw.get("a", {}), raw.get("w", {}), raw.get("l", {})
    if not (isinstance(answers, dict) and isinstance(withheld, dict) and isinstance(lists, dict)):
        raise CodecFault("no node")
    return Node(
        {item_id: value_of(value) for item_id, value in answers.items()},
        {list_id: _entries(entries, depth, seen) for list_id, entries in lists.items()},
        {item_id: spans_of(spans) for item_id, spans in withheld.items()},
    )


def _entries(raw: object, depth: int, seen: set[str]) -> dict[str, Node]:
    if not isinstance(raw, list):
        raise CodecFault("no list")
    found: dict[str, Node] = {}
    for pair in raw:
        match pair:
            case [str(key), below] if key and key not in seen:
                seen.add(key)
                found[key] = _node(below, depth + 1, seen)
            case _:
                raise CodecFault("no entry")
    return found


def raw_set_asides(set_asides: Iterable[SetAside]) -> list[object]:
    """Findings set aside, as JSON-compatible objects."""
    return [[one.code, list(one.path), one.reason, one.created_at] for one in set_asides]


def read_set_asides(raw: object) -> tuple[SetAside, ...]:
    """Reverse ``raw_set_asides``.  Raises CodecFault."""
    if not isinstance(raw, list):
        raise CodecFault("no findings")
    found = []
    for one in raw:
        match one:
            case [str(code), list(path), str(reason), str(moment)] if all(isinstance(p, str) for p in path):
                found.append(SetAside(drop_forbidden(code), tuple(path), drop_forbidden(reason), moment))
            case _:
                raise CodecFault("no finding")
    return tuple(found)

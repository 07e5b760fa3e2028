"""Answers as JSON text.  The JSON shows the value's type, so decoding needs no form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from db.read_sql import ROOT
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.values import Checked, DataTable, Figure, Picture, PictureSize, RunBlock, Value

MEDIA_TYPES: Final = frozenset({"image/png", "image/jpeg"})
WITHHELD_BLOCK: Final = '"withheld"'
"""In a stored picture or table that is withheld; within words JSON writes the quotation marks otherwise."""

_READ: Final[Callable[[str], tuple[object, int]]] = json.JSONDecoder().raw_decode
"""``json.loads`` without its wrappers, which take as long again for each short answer."""
_PLAIN_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DEEPEST: Final = 20
"""Steps of the longest possible path; forms nest lists two deep, which makes five."""
_FEW: Final = 100_000
_MOST_BRACKETS: Final = 1_000_000
_MOST_QUOTES: Final = 4_000_000
_SIZES: Final = frozenset(size.value for size in PictureSize)
_DIGEST: Final = re.compile("[0-9a-f]{64}")


class CodecFault(ValueError):
    """Stored text that ``encode`` cannot have written."""


def require_few_parts(text: str | bytes) -> None:
    """Reject JSON with more elements than any assessment has: each takes a hundred times its text in memory.

    Raises CodecFault.
    """
    if len(text) <= _FEW:
        return
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    brackets, quotes, commas = data.count(b"[") + data.count(b"{"), data.count(b'"'), data.count(b",")
    if brackets > _MOST_BRACKETS or max(quotes, commas) > _MOST_QUOTES:
        raise CodecFault("more parts than any assessment has")


def encode(value: Value) -> str:
    """A value as JSON; equal values give equal text."""
    return json.dumps(raw_value(value), ensure_ascii=False)


def raw_value(value: Value) -> object:
    """A value as JSON-compatible objects."""
    if isinstance(value, Checked):
        return {
            "ticked": sorted(value.ticked),
            "texts": dict(value.texts),
            "counts": dict(value.counts),
        }
    if isinstance(value, Figure):
        if value.plain:
            return {"text": value.text, "pictures": [_picture_fields(picture) for picture in value.pictures]}
        return {"blocks": [_block_fields(block) for block in value.blocks]}
    return value


def _block_fields(block: RunBlock) -> object:
    match block:
        case Picture():
            return _picture_fields(block)
        case DataTable():
            withheld = {"withheld": True} if block.withheld else {}
            return {"rows": block.rows, "head": block.head, **withheld}
        case _:
            return block


def _picture_fields(picture: Picture) -> dict[str, object]:
    return {
        "digest": picture.digest,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption,
        **({"withheld": True} if picture.withheld else {}),
        **({"size": picture.size.value} if picture.size is not PictureSize.OWN else {}),
        **({"above": True} if picture.above else {}),
    }


def decode(text: str) -> Value:
    """Parse the text of ``encode``.  Raises CodecFault."""
    require_few_parts(text)
    try:
        raw, end = _READ(text)
    except (ValueError, RecursionError) as error:
        raise CodecFault("not JSON") from error
    if end != len(text):
        raise CodecFault("more than one JSON value")
    return value_of(raw)


def value_of(raw: object) -> Value:
    """Convert the result of ``raw_value`` back.  Raises CodecFault."""
    if isinstance(raw, str | int):
        return raw
    if isinstance(raw, dict):
        if raw.keys() == {"ticked", "texts", "counts"}:
            return _checked(raw)
        if raw.keys() == {"text", "pictures"}:
            return _figure(raw)
        if raw.keys() == {"blocks"} and isinstance(raw["blocks"], list):
            return Figure(tuple(_block(block) for block in raw["blocks"]))
    raise CodecFault("an unknown sort of value")


def encode_spans(spans: Spans) -> str:
    """Withheld spans as JSON."""
    return json.dumps(spans, separators=(",", ":"))


def decode_spans(text: str) -> Spans:
    """Parse the text of ``encode_spans``.  Raises CodecFault."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CodecFault("not JSON") from error
    return spans_of(raw)


def spans_of(raw: object) -> Spans:
    """Spans from JSON-compatible objects.  Raises CodecFault."""
    if not isinstance(raw, list):
        raise CodecFault("no list of spans")
    found = []
    for span in raw:
        match span:
            case [int(start), int(end)] if type(start) is type(end) is int:
                found.append((start, end))
            case _:
                raise CodecFault("no span")
    return tuple(found)


def owner_of(path: NodePath) -> str:
    """Key of the node that the answer at a path is stored under."""
    return path[-2] if len(path) > 1 else ROOT


def path_words(path: NodePath) -> str:
    """A path as JSON; equal paths give equal text."""
    return _PLAIN_JSON.encode(path)


class PathsWords:
    """``path_words`` for many paths; the common parent of neighbouring answers is encoded once."""

    def __init__(self) -> None:
        self._before: dict[NodePath, str] = {}

    def of(self, path: NodePath) -> str:
        """The JSON of a path that is not empty."""
        owner = path[:-1]
        before = self._before.get(owner)
        if before is None:
            before = self._before[owner] = path_words(owner)[:-1] + ("," if owner else "")
        return f"{before}{_PLAIN_JSON.encode(path[-1])}]"


def read_path(words: str) -> NodePath | None:
    """Parse the text of ``path_words``; None if it is invalid."""
    try:
        require_few_parts(words)
        raw = json.loads(words)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, list) or len(raw) > _DEEPEST or not all(isinstance(step, str) for step in raw):
        return None
    return tuple(raw)


def _checked(raw: Mapping[str, object]) -> Checked:
    ticked, texts, counts = raw["ticked"], raw["texts"], raw["counts"]
    if not (
        isinstance(ticked, list)
        and all(isinstance(label, str) for label in ticked)
        and isinstance(texts, dict)
        and all(isinstance(words, str) and words for words in texts.values())
        and isinstance(counts, dict)
        and all(type(number) is int for number in counts.values())
    ):
        raise CodecFault("wrong fields in a check set")
    return Checked.of(ticked, texts, counts)


def _figure(raw: Mapping[str, object]) -> Figure:
    text, pictures = raw["text"], raw["pictures"]
    if not isinstance(text, str) or not isinstance(pictures, list):
        raise CodecFault("wrong fields in a figure")
    return Figure.of(text, [_picture(fields) for fields in pictures])


def _block(raw: object) -> RunBlock:
    match raw:
        case str():
            return raw
        case {"rows": [*rows], "head": bool(head), **rest} if rest in ({}, {"withheld": True}):
            if all(isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in rows):
                return DataTable(tuple(tuple(row) for row in rows), head, bool(rest))
            raise CodecFault("wrong cells in a table")
        case _:
            return _picture(raw)


def _picture(fields: object) -> Picture:
    if not isinstance(fields, dict):
        raise CodecFault("wrong fields in a picture")
    match fields:
        case {
            "digest": str(digest),
            "media_type": str(media_type),
            "width": int(width),
            "height": int(height),
            "caption": str(caption),
            **rest,
        } if (
            rest.keys() <= {"withheld", "size", "above"}
            and rest.get("withheld", True) is rest.get("above", True) is True
            and rest.get("size", "own") in _SIZES
            and _DIGEST.fullmatch(digest)
            and media_type in MEDIA_TYPES
            and min(width, height) > 0
        ):
            size = PictureSize(rest.get("size", "own"))
            return Picture(
                digest, media_type, width, height, caption, "withheld" in rest, size, "above" in rest
            )
    raise CodecFault("wrong fields in a picture")

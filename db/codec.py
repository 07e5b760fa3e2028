"""Answers as JSON text.  The sort of value shows in the JSON itself, so that reading needs no form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Final

from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.values import Checked, Figure, Picture, Value

MEDIA_TYPES: Final = frozenset({"image/png", "image/jpeg"})
_READ: Final[Callable[[str], tuple[object, int]]] = json.JSONDecoder().raw_decode
"""``json.loads`` without what it wraps around this, which costs as much again for each short answer."""
_DIGEST: Final = re.compile("[0-9a-f]{64}")


class CodecFault(ValueError):
    """Stored text is not what ``encode`` writes."""


def encode(value: Value) -> str:
    """The value as JSON; equal values give equal text."""
    if isinstance(value, Checked):
        raw: object = {
            "ticked": sorted(value.ticked),
            "texts": dict(value.texts),
            "counts": dict(value.counts),
        }
    elif isinstance(value, Figure):
        raw = {"text": value.text, "pictures": [_picture_fields(picture) for picture in value.pictures]}
    else:
        raw = value
    return json.dumps(raw, ensure_ascii=False)


def _picture_fields(picture: Picture) -> dict[str, object]:
    return {
        "digest": picture.digest,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption,
    }


def decode(text: str) -> Value:
    """The value that ``encode`` made this of.  Raises CodecFault for anything else."""
    try:
        raw, end = _READ(text)
    except (ValueError, RecursionError) as error:
        raise CodecFault("not JSON") from error
    if end != len(text):
        raise CodecFault("more than one JSON value")
    if isinstance(raw, str | int):
        return raw
    if isinstance(raw, dict):
        if raw.keys() == {"ticked", "texts", "counts"}:
            return _checked(raw)
        if raw.keys() == {"text", "pictures"}:
            return _figure(raw)
    raise CodecFault("an unknown sort of value")


def encode_spans(spans: Spans) -> str:
    """What is withheld of an answer, as JSON."""
    return json.dumps(spans, separators=(",", ":"))


def decode_spans(text: str) -> Spans:
    """The spans that ``encode_spans`` made this of.  Raises CodecFault for anything else."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CodecFault("not JSON") from error
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
    return Figure(text, tuple(_picture(fields) for fields in pictures))


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
        } if not rest and _DIGEST.fullmatch(digest) and media_type in MEDIA_TYPES and min(width, height) > 0:
            return Picture(digest, media_type, width, height, caption)
    raise CodecFault("wrong fields in a picture")

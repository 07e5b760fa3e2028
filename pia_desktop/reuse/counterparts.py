"""Corresponding items of two editions, determined by their printed texts."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pia_desktop.assessment.naming import plain, section_words
from pia_desktop.forms.model import Form, Place

_NUMBER: Final = re.compile(r"^(?:[0-9]+\. |[①-⑳]|[ⅰ-ⅹ])+")

Meaning = tuple[str, ...]


def counterparts(form: Form, item_id: str, other: Form) -> tuple[str, ...]:
    """The corresponding items of another edition; within the same form the item itself."""
    if other.id == form.id:
        same = other.places.get(item_id)
        return (item_id,) if same and same.item.kind.answerable else ()
    return _by_meaning(_Key(other)).get(_meaning(form.places[item_id]), ())


class _Key:
    """A form as a cache key, compared by its edition only."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return hash(self.form.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.form.edition == self.form.edition


@cache
def _by_meaning(key: _Key) -> dict[Meaning, tuple[str, ...]]:
    found: dict[Meaning, list[str]] = {}
    for item_id, place in key.form.places.items():
        if place.item.kind.answerable:
            found.setdefault(_meaning(place), []).append(item_id)
    return {meaning: tuple(ids) for meaning, ids in found.items()}


def _meaning(place: Place) -> Meaning:
    """Kind, heading, risk and labels without numbers, which differ between forms."""
    section = section_words(place.section.title) if place.section and place.section.title else ""
    risk = plain(place.risk.named) if place.risk else ""
    entry = place.section.repeat.label if place.section and place.section.repeat else ""
    labels = [entry, *(plain(item.label or "") for item in (*place.parents, place.item))]
    words = [_NUMBER.sub("", part).strip() for part in (section, risk.partition("：")[2] or risk, *labels)]
    return (type(place.item.kind).__name__, *words)

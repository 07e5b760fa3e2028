"""Truncates texts longer than an answer may be; the rest is left over."""

from __future__ import annotations

from typing import Final

from pia_desktop.forms.values import MAX_TEXT
from pia_desktop.intake.cells import Box, Cell, Sheet
from pia_desktop.intake.report import DocPath, Notes

_NOT_WORDS: Final = frozenset({"data"})
"""A picture's bytes."""


def cut_overlong(document: dict[str, object], notes: Notes) -> dict[str, object]:
    """The contents with no text longer than ``MAX_TEXT``."""
    return {key: _cut(one, notes, (key,)) for key, one in document.items()}


def _cut(raw: object, notes: Notes, path: DocPath) -> object:
    if isinstance(raw, dict):
        return {key: one if key in _NOT_WORDS else _cut(one, notes, (*path, key)) for key, one in raw.items()}
    if isinstance(raw, list):
        return [_cut(one, notes, (*path, at)) for at, one in enumerate(raw)]
    if not isinstance(raw, str) or len(raw) <= MAX_TEXT:
        return raw
    end = raw.rfind("\n", MAX_TEXT // 2, MAX_TEXT) + 1 or MAX_TEXT
    places = [notes.places[path[:size]] for size in range(len(path), 0, -1) if path[:size] in notes.places]
    if places:
        notes.leave_at(raw[end:], places[0])
    else:
        notes.leave(raw[end:], Cell("", Sheet(1, "1"), Box(0, 0, 1, 1), 0))
    return raw[:end].rstrip("\n")

"""A cache of decoded answers, for reading many assessments of a cabinet in a row.

Most answers recur in other assessments: choices, boxes, names of offices.  An answer that was decoded and
validated once is returned as the same object and not validated again.
"""

from __future__ import annotations

from typing import Final

from db.codec import decode
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Value

_LONGEST: Final = 200
"""Characters of stored text; longer answers rarely recur."""
_MOST: Final = 20_000
"""Answers cached per form, about ten megabytes; beyond that the cache is cleared."""


class FormAnswerCache:
    """Cached answers to the items of one form.  Not thread-safe."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], Value] = {}
        self._right: set[tuple[str, int]] = set()
        self._new: dict[tuple[str, str], Value] = {}

    def begin(self) -> None:
        """Start on another assessment; drops what was read since and not kept."""
        self._new.clear()

    def read(self, item_id: str, text: str) -> Value:
        """The answer stored as this text.  Raises CodecFault if it is invalid."""
        if len(text) > _LONGEST:
            return decode(text)
        key = item_id, text
        known = self._values.get(key)
        if known is None:
            known = self._new.get(key)
        if known is None:
            known = self._new[key] = decode(text)
        return known

    def validate(self, item: Item, value: Value) -> None:
        """Raise KindFault unless the item allows this answer."""
        if (item.id, id(value)) not in self._right:
            item.kind.validate(value)

    def keep(self) -> None:
        """Keep everything read since ``begin``: it was valid."""
        if len(self._values) + len(self._new) > _MOST:
            self._values.clear()
            self._right.clear()
        self._values.update(self._new)
        # ``id()`` is unique only while the object is referenced, which ``_values`` ensures.
        self._right.update((item_id, id(value)) for (item_id, _text), value in self._new.items())
        self._new.clear()


class AnswerCache:
    """Cached answers of all forms."""

    def __init__(self) -> None:
        self._forms: dict[tuple[str, str], FormAnswerCache] = {}

    def of(self, form: Form) -> FormAnswerCache:
        """The cache of one form."""
        return self._forms.setdefault((form.id, form.version), FormAnswerCache())

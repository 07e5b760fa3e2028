"""Short answers that were read before, for who reads many assessments of a cabinet after each other.

Most answers of an assessment stand in others, too: choices, boxes, names of offices.  What was once decoded
and found right for its item is the same object again, and is not looked at a second time.
"""

from __future__ import annotations

from typing import Final

from db.codec import decode
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Value

_LONGEST: Final = 200
"""Characters of stored text; longer answers seldom stand in another assessment."""
_MOST: Final = 20_000
"""Answers that are kept in mind for one form, some ten megabytes; beyond that all are forgotten."""


class FamiliarAnswers:
    """Those to the items of one form.  For one thread."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], Value] = {}
        self._right: set[tuple[str, int]] = set()
        self._new: dict[tuple[str, str], Value] = {}

    def begin(self) -> None:
        """Another assessment is to be read; what was read and not kept was wrong."""
        self._new.clear()

    def read(self, item_id: str, text: str) -> Value:
        """The answer that is stored as this text.  Raises CodecFault where it is none."""
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
        """Raise KindFault unless the item can have this answer."""
        if (item.id, id(value)) not in self._right:
            item.kind.validate(value)

    def keep(self) -> None:
        """All that was read since ``begin`` was found right."""
        if len(self._values) + len(self._new) > _MOST:
            self._values.clear()
            self._right.clear()
        self._values.update(self._new)
        # An object's id is its own for as long as it is kept in mind above.
        self._right.update((item_id, id(value)) for (item_id, _text), value in self._new.items())
        self._new.clear()


class Familiar:
    """Those to the items of all forms."""

    def __init__(self) -> None:
        self._forms: dict[tuple[str, str], FamiliarAnswers] = {}

    def of(self, form: Form) -> FamiliarAnswers:
        """Those of one form."""
        return self._forms.setdefault((form.id, form.version), FamiliarAnswers())

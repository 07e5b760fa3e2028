"""Whether a document holds more than one assessment: two covers, the labels of two forms, or a form twice.

Two assessments in a file often have no covers; read as one, half of the answers would be the other's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.intake.anchors import MARK, Role, anchors_of
from pia_desktop.intake.cells import Cell
from pia_desktop.intake.words import fold, label_key

_LONGEST_LABEL: Final = 200
_FEW_LABELS: Final = 8
"""Labels of another form, or seen twice, that instructions or an office's own sheet may have."""

_SHORT: Final = 3
"""Signs of a label that stands in other tables, too (開始日)."""

_LABELS: Final = frozenset({Role.ITEM, Role.HEADING, Role.PART})


def holds_several(cells: Sequence[Cell]) -> bool:
    """Whether the cells that are seen are of more than one assessment."""
    seen = [cell for cell in cells if len(cell.text) < _LONGEST_LABEL and not cell.sheet.hidden]
    keys = Counter(label_key(cell.text) for cell in seen)
    return _covers(seen, keys) > 1 or _of_two_forms(keys) or _of_one_form_twice(keys)


def _covers(seen: Sequence[Cell], keys: Mapping[str, int]) -> int:
    """How many covers there are: each has a title, a number and a mark, which instructions repeat in part."""
    forms = all_forms()
    titles = {label_key(form.title) for form in forms}
    numbers = {label_key(form.cover[0].label or "") for form in forms}
    marks = sum(1 for cell in seen if MARK.fullmatch(fold(cell.text)))
    return min(marks, *(sum(keys.get(key, 0) for key in some) for some in (titles, numbers)))


def _of_two_forms(keys: Mapping[str, int]) -> bool:
    """Whether labels that one form alone has are there of two."""
    met = (sum(1 for key in own if key in keys) for own in _labels_of_one_form())
    return sum(1 for count in met if count >= _FEW_LABELS) > 1


def _of_one_form_twice(keys: Mapping[str, int]) -> bool:
    """Whether most labels that a form has only once are there twice."""
    for form in all_forms():
        counts = [keys[key] for key in _only_once(form) if key in keys]
        twice = sum(1 for count in counts if count > 1)
        if twice >= _FEW_LABELS and 2 * twice > len(counts):
            return True
    return False


@cache
def _labels_of_one_form() -> tuple[frozenset[str], ...]:
    """Of each form, in all its editions, the labels that no other form has."""
    labels: dict[str, set[str]] = {}
    for form in all_forms():
        own = (anchor.key for anchor in anchors_of(form).all if anchor.role in _LABELS)
        labels.setdefault(form.id, set()).update(key for key in own if len(key) > _SHORT)
    return tuple(
        frozenset(own.difference(*(other for name, other in labels.items() if name != form)))
        for form, own in labels.items()
    )


@cache
def _only_once(edition: Form) -> frozenset[str]:
    """The labels of items that stand once in an assessment, whatever its files and entries."""
    anchors = anchors_of(edition).all
    counts = Counter(anchor.key for anchor in anchors)
    items = (one for one in anchors if one.role is Role.ITEM and not one.scope)
    return frozenset(one.key for one in items if counts[one.key] == 1 and len(one.key) > _SHORT)

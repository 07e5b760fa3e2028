"""Whether an item is answered, missing, or needs no answer."""

from __future__ import annotations

from enum import Enum
from typing import Final

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.model import FILES, Place
from pia_desktop.forms.values import Checked, Figure, Value


class ItemState(Enum):
    """Answered, missing, or not needed: emptied by a none-box, derived, optional."""

    ANSWERED = "answered"
    MISSING = "missing"
    NOT_NEEDED = "not needed"


_OPEN_MARKS: Final = ("【行政機関等のみ】", "【任意】")


def says_taken_out(value: Value | None) -> bool:
    """Whether an entry's name says that it was removed and keeps only its number: 削除, （欠番）."""
    return isinstance(value, str) and value.strip("（）() \u3000") in ("削除", "欠番")


def taken_out(entry: Node, first: str) -> bool:
    """Whether an entry only keeps its number: its first item says so, and nothing else is answered."""
    return says_taken_out(entry.answers.get(first)) and len(entry.answers) == 1


def says_nothing(value: Value | None) -> bool:
    """Whether a value is missing or blank."""
    if isinstance(value, str):
        return not value or value.isspace()
    if isinstance(value, Checked):
        return not value.ticked and not any(words.strip() for _label, words in value.texts)
    if isinstance(value, Figure):
        return not (value.pictures or value.tables or value.text.strip())
    return value is None


def item_state(place: Place, root: Node, path: NodePath, *, asked: bool = False) -> ItemState:
    """Whether the item at a path is answered, missing, or needs no answer.

    ``asked``: another answer asks for it, even if most agencies leave it empty.
    """
    box = place.none_box
    if box is not None:
        # a none-box applies to its whole section, entries included
        depth = len(path) - 1 - 2 * (len(place.scope) - len(_box_scope(place)))
        if root.answer((*path[:depth], box.id)) is True:
            return ItemState.NOT_NEEDED
    if not says_nothing(root.answer(path)):
        return ItemState.ANSWERED
    if place.item.default or not place.item.kind.answerable or (_left_open(place) and not asked):
        return ItemState.NOT_NEEDED
    return ItemState.MISSING


def _left_open(place: Place) -> bool:
    """Whether the form itself marks the item as one that most agencies leave empty."""
    if place.item.optional:
        return True
    titles = [place.item.label, *(parent.label for parent in place.parents)]
    titles += [place.section.title] if place.section else []
    return any(mark in (title or "") for title in titles for mark in _OPEN_MARKS)


def _box_scope(place: Place) -> tuple[str, ...]:
    return (FILES,) if place.part is not None and place.part.per_file else ()

"""Matches entries of an older list with those of a newer one.

By key if possible.  A list from a file, or of a copy, has other keys; it is matched by contents, so that a
comparison is not "all removed, all added".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping
from typing import Final

from pia_desktop.assessment.node import Node
from pia_desktop.forms.values import Value

ALIKE: Final = 0.5
"""Minimum share of equal contents for two entries to be matched."""

_LOOKED_AT: Final = 400
"""Characters of a text that are compared."""

_ALL_PAIRS: Final = 2_500
_NEAR: Final = 10
"""In longer lists an entry is only searched this many positions away."""


def matched(
    old: Mapping[str, Node], new: Mapping[str, Node], *, one_is_one: bool = False
) -> list[tuple[str, str]]:
    """Pairs (old key, new key), each key at most once.

    ``one_is_one``: single entries of both lists match whatever their contents.
    """
    shared = [(key, key) for key in old if key in new]
    if shared or not old or not new:
        return shared
    if one_is_one and len(old) == len(new) == 1:
        return [(next(iter(old)), next(iter(new)))]
    return _by_contents(old, new)


def _by_contents(old: Mapping[str, Node], new: Mapping[str, Node]) -> list[tuple[str, str]]:
    waiting: dict[Hashable, deque[str]] = {}
    for key, node in old.items():
        waiting.setdefault(_contents(node), deque()).append(key)
    pairs: list[tuple[str, str]] = []
    for key, node in new.items():
        same = waiting.get(_contents(node))
        if same:
            pairs.append((same.popleft(), key))
    taken_old, taken_new = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    left_old = [(index, key) for index, key in enumerate(old) if key not in taken_old]
    left_new = [(index, key) for index, key in enumerate(new) if key not in taken_new]
    near = _NEAR if len(left_old) * len(left_new) > _ALL_PAIRS else max(len(old), len(new))
    scores = sorted(
        (-likeness(old[one], new[other]), abs(i - j), i, j, one, other)
        for i, one in left_old
        for j, other in left_new
        if abs(i - j) <= near
    )
    for score, _distance, _i, _j, one, other in scores:
        if -score >= ALIKE and one not in taken_old and other not in taken_new:
            taken_old.add(one)
            taken_new.add(other)
            pairs.append((one, other))
    return pairs


def _contents(node: Node) -> Hashable:
    """The contents of a node without keys."""
    lists = ((i, tuple(_contents(entry) for entry in entries.values())) for i, entries in node.lists.items())
    return frozenset(node.answers.items()), frozenset(lists)


def likeness(old: Node, new: Node) -> float:
    """The share of equal contents of two nodes, 0 to 1."""
    items = {**old.answers, **new.answers}
    if not items:
        return 1.0 if old.lists.keys() == new.lists.keys() else 0.0
    return sum(_alike(old.answers.get(i), new.answers.get(i)) for i in items) / len(items)


def _alike(old: Value | None, new: Value | None) -> float:
    if old == new:
        return 1.0
    if isinstance(old, str) and isinstance(new, str):
        return text_likeness(old[:_LOOKED_AT], new[:_LOOKED_AT])
    return 0.0


def text_likeness(old: str, new: str) -> float:
    """The share of equal character pairs of two texts, 0 to 1."""
    before, after = _pairs(old), _pairs(new)
    total = len(before) + len(after)
    return 2 * len(before & after) / total if total else float(old == new)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}

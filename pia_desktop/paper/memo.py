"""Blocks that were resolved before and are right still, so that an edit makes only its own blocks anew.

Contents never change but are replaced along the path of an edit, so what a block was made from is compared by
identity: a few pointers instead of all the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import is_not

from pia_desktop.assessment.node import NodePath
from pia_desktop.paper.blocks import Block


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Blocks that begin on a new page; ``key`` names them among the stretches of a print.

    As long as nothing in them changed, one memo gives the same stretch, block by block the same objects.
    """

    key: NodePath
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    sources: tuple[object, ...]
    blocks: tuple[Block, ...]
    inner: Memo


class Memo:
    """What was resolved last, by its place, with the objects that it was made from.

    A memo in a memo keeps the pieces of a larger piece; it lives as long as that.  Not for two threads at
    once.
    """

    __slots__ = ("_asked", "_kept")

    def __init__(self) -> None:
        self._kept: dict[NodePath, _Made] = {}
        self._asked: dict[NodePath, _Made] = {}

    def blocks(
        self, key: NodePath, sources: Iterable[object], make: Callable[[Memo], Iterator[Block]]
    ) -> tuple[Block, ...]:
        """The blocks at a place: those of last time, unless one of their sources is another object now."""
        sources = tuple(sources)
        found = self._kept.get(key)
        if found is None or _differ(found.sources, sources):
            inner = found.inner if found else Memo()
            found = _Made(sources, tuple(make(inner)), inner)
            inner.drop_unused()
        self._asked[key] = found
        return found.blocks

    def drop_unused(self) -> None:
        """Drop what was not asked for since the last call."""
        self._kept, self._asked = self._asked, {}


def _differ(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) != len(now) or any(map(is_not, before, now))

"""A cache of resolved blocks, so that an edit resolves only its own blocks again.

Contents are immutable and replaced along an edit's path, so the sources of a block are compared by identity,
not by content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_not

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.blocks import Block


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Blocks that begin on a new page; ``key`` identifies them among the stretches of a print.

    While nothing in it changes, a memo returns the same stretch with the same block objects.
    """

    key: NodePath
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    sources: tuple[object, ...]
    blocks: tuple[Block, ...]
    inner: Memo


class Memo:
    """The last resolved blocks by place, with their source objects.

    A nested memo caches the pieces of a larger piece, and lives as long.  Not thread-safe.
    """

    __slots__ = ("_asked", "_kept")

    def __init__(self) -> None:
        self._kept: dict[NodePath, _Made] = {}
        self._asked: dict[NodePath, _Made] = {}

    def blocks(
        self, key: NodePath, sources: Iterable[object], make: Callable[[Memo], Iterator[Block]]
    ) -> tuple[Block, ...]:
        """The blocks at a place, cached unless one of their sources is a different object."""
        sources = tuple(sources)
        found = self._kept.get(key)
        if found is None or _differ(found.sources, sources):
            inner = found.inner if found else Memo()
            found = _Made(sources, tuple(make(inner)), inner)
            inner.drop_unused()
        self._asked[key] = found
        return found.blocks

    def drop_unused(self) -> None:
        """Drop everything not requested since the last call."""
        self._kept, self._asked = self._asked, {}


def _differ(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) != len(now) or any(map(is_not, before, now))

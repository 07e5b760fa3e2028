"""Three-way merge of annotations (notes, states, set-asides) by key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from pia_desktop.dataclass import dataclass

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
R = TypeVar("R", bound="DataclassInstance")

Combine = Callable[[V, V, V], V | None]
"""Base, ours, theirs, all different: all of it in one, or None where both changed the same of it."""


@dataclass(frozen=True, slots=True)
class RowConflict(Generic[K, V]):
    """A row that both sides changed differently; None: it does not exist.  Ours is kept."""

    key: K
    base: V | None
    ours: V | None
    theirs: V | None


def merge_rows(
    base: Mapping[K, V],
    ours: Mapping[K, V],
    theirs: Mapping[K, V],
    take: Collection[Hashable] = (),
    combine: Combine[V] | None = None,
) -> tuple[dict[K, V], tuple[RowConflict[K, V], ...]]:
    """The merged rows, and the conflicts; theirs wins for keys in ``take``."""
    found: dict[K, V] = {}
    conflicts: list[RowConflict[K, V]] = []
    for key in {**ours, **theirs}:
        was, mine, yours = base.get(key), ours.get(key), theirs.get(key)
        row = mine
        if mine != yours and was != yours:
            row = yours
            if was != mine:
                both = None
                if combine is not None and was is not None and mine is not None and yours is not None:
                    both = combine(was, mine, yours)
                if both is None:
                    conflicts.append(RowConflict(key, was, mine, yours))
                    both = yours if key in take else mine
                row = both
        if row is not None:
            found[key] = row
    return found, tuple(conflicts)


_STAMPS: Final = frozenset({"changed_at", "created_at"})


def combined(base: R, ours: R, theirs: R) -> R | None:
    """A record of which each side changed different fields; the later time of change is used."""
    changed: dict[str, Any] = {}
    for one in fields(base):
        was, mine, yours = (getattr(record, one.name) for record in (base, ours, theirs))
        if one.name in _STAMPS:
            changed[one.name] = max(mine, yours)
        elif mine != yours and was != yours:
            if was != mine:
                return None
            changed[one.name] = yours
    return replace(ours, **changed)

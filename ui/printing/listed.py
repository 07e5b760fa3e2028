"""Rows of a list as they are given to others, and the assessments that they quote."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from pia_desktop.dataclass import dataclass

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot
    from ui.context.cabinet_store import CabinetStore


class Quoted(Protocol):
    """The assessments whose words may stand in a list.  Both methods raise UserError."""

    def withhold(self) -> bool:
        """Whether anything in them is withheld."""

    def states(self) -> Sequence[Snapshot]:
        """At least those that withhold something."""


class InMemory:
    """Assessments that are read already, as ``find`` returns them."""

    def __init__(self, find: Callable[[], Sequence[Snapshot]] = tuple) -> None:
        self._find = find

    def withhold(self) -> bool:
        from pia_desktop.assessment.passages import leaves_out

        return any(leaves_out(one.root) for one in self._find())

    def states(self) -> Sequence[Snapshot]:
        return self._find()


class Store(Protocol):
    """What has assessments: an open cabinet, or a backup of one."""

    def withholding(self, assessment_ids: Collection[int]) -> Collection[int]:
        """Those of these assessments that withhold anything."""

    def load(self, assessment_id: int) -> Snapshot:
        """One of them."""


class InCabinet:
    """Assessments of a cabinet, of which a list may name hundreds: only those that withhold something are
    read, and only for the public.
    """

    def __init__(self, store: Callable[[], Store | None], ids: Callable[[], Iterable[int]]) -> None:
        self._store = store
        self._ids = ids

    def _withholding(self, store: Store) -> list[int]:
        return sorted(store.withholding(set(self._ids())))

    def withhold(self) -> bool:
        store = self._store()
        return store is not None and bool(self._withholding(store))

    def states(self) -> Sequence[Snapshot]:
        store = self._store()
        return () if store is None else [store.load(one) for one in self._withholding(store)]


def in_cabinet(store: Store, ids: Callable[[], Iterable[int]]) -> InCabinet:
    """Assessments of a cabinet that stays open."""
    return InCabinet(lambda: store, ids)


class RemembersWithheld(Protocol):
    """What knows of its assessments what they once withheld."""

    def once_withheld(self, assessment_id: int) -> Sequence[Snapshot]:
        """What versions, past answers and replacements withheld, each answer by itself."""


class OnceWithheld:
    """What assessments withheld in words of then that a list still says, though they do not any more."""

    def __init__(
        self, store: Callable[[], RemembersWithheld | None], ids: Callable[[], Iterable[int]]
    ) -> None:
        self._store = store
        self._ids = ids

    def _found(self) -> Iterator[Snapshot]:
        store = self._store()
        if store is not None:
            for one in dict.fromkeys(self._ids()):
                yield from store.once_withheld(one)

    def withhold(self) -> bool:
        return any(True for _one in self._found())

    def states(self) -> Sequence[Snapshot]:
        return list(self._found())


class Together:
    """Assessments from several places."""

    def __init__(self, *parts: Quoted) -> None:
        self._parts = parts

    def withhold(self) -> bool:
        return any(part.withhold() for part in self._parts)

    def states(self) -> Sequence[Snapshot]:
        return [state for part in self._parts for state in part.states()]


def ever_in(store: CabinetStore, ids: Callable[[], Iterable[int]]) -> Together:
    """Assessments of a cabinet that stays open, which words of then quote: today and once."""
    return Together(in_cabinet(store, ids), OnceWithheld(lambda: store, ids))


@dataclass(frozen=True, slots=True)
class Listed:
    """Columns are headings with relative widths; ``output`` is a name in the table of outputs."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    output: str = "rows"

"""Something that is made when it is first wanted, and may never be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class MadeLater(Generic[T]):
    """Holds what ``make`` makes on the first ``get``; ``made`` is that, or None before."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self.made: T | None = None

    def get(self) -> T:
        """What it holds, made now if it was not."""
        if self.made is None:
            self.made = self._make()
        return self.made

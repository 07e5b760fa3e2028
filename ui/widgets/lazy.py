"""An object that is created on first use, or never."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Holds the result of ``make``, called by the first ``get``; ``made`` is None before."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self.made: T | None = None

    def get(self) -> T:
        """The object, created on first use."""
        if self.made is None:
            self.made = self._make()
        return self.made

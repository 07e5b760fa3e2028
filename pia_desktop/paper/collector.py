"""Python's garbage collector, held while pages are made.

A layout is hundreds of thousands of small objects without a cycle among them.  The collector walks all that
there are again and again while they grow in number, so that a page would cost the more the more there are:
a tenth at 350 pages, a fifth at 700.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final


class _Holders:
    """How many hold the collector, and whether it was on before the first of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._was_on = False

    @property
    def any(self) -> bool:
        """Whether somebody holds it."""
        return self._count > 0

    def enter(self) -> None:
        """One more."""
        with self._lock:
            if self._count == 0:
                self._was_on = gc.isenabled()
                gc.disable()
            self._count += 1

    def leave(self) -> None:
        """One less; the last one lets the collector go on."""
        with self._lock:
            self._count -= 1
            if self._count == 0 and self._was_on:
                gc.enable()


_HOLDERS: Final = _Holders()


def is_collector_held() -> bool:
    """Whether somebody does without the collector just now."""
    return _HOLDERS.any


@contextmanager
def collector_held() -> Iterator[None]:
    """Do without the collector meanwhile; it comes back when the last of several threads is through."""
    _HOLDERS.enter()
    try:
        yield
    finally:
        _HOLDERS.leave()

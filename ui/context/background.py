"""Manners of work that runs beside the window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SHORT: Final = 0.00005
"""Seconds.  A keystroke calls Qt a hundred times; each call lets the other thread in and then waits so long.
With Python's own 5 ms a key took 300 ms while a long print was laid out; with this it takes 5."""

_lock = threading.Lock()
_usual: list[float] = []


@contextmanager
def letting_the_window_go_first() -> Iterator[None]:
    """Around the work of a thread: the window's thread does not wait for it noticeably."""
    with _lock:
        _usual.append(sys.getswitchinterval())
        sys.setswitchinterval(min(_SHORT, _usual[-1]))
    try:
        yield
    finally:
        with _lock:
            first = _usual[0]
            _usual.pop()
            if not _usual:
                sys.setswitchinterval(first)

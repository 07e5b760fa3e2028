"""Keeps others from emptying a file for a moment, where the system can."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def held_whole(path: Path) -> Iterator[None]:
    """Who copies another file over this one empties it first: Windows refuses that while it is mapped.

    Elsewhere nothing bars them, and opening the file once more would cost SQLite its locks.
    """
    with ExitStack() as held:
        if os.name == "nt":
            with suppress(OSError, ValueError):  # empty, or barred itself: then it is not held
                file = held.enter_context(path.open("rb"))
                held.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        yield

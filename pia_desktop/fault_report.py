"""The report of a fault for the log, which is passed on: where it happened, nothing that a clerk wrote."""

from __future__ import annotations

import traceback
from typing import Final

from pia_desktop.patterns import pattern

_WRITTEN: Final = pattern(r"(?<!\w)'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|(?:[^\x00-\x7f]|\\[uUx][0-9a-f]+)+")
"""What may come from an answer: whatever is quoted, and whatever is not of the program's own language."""

_HIDDEN: Final = "…"
_LONGEST: Final = 400


def fault_report(error: BaseException) -> str:
    """The calls that led to an exception, and to those that it came from, with messages stripped."""
    told: list[str] = []
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        calls = "".join(traceback.format_tb(now.__traceback__))
        told.append(f"Traceback (most recent call last):\n{calls}{_named(now)}\n")
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return "\nThis came of it:\n\n".join(reversed(told))


def _named(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    message = _WRITTEN.sub(_HIDDEN, str(error)[:_LONGEST])
    return f"{module}{kind.__qualname__}: {message}"

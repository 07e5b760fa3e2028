"""Which entry of a list to show after a step has changed the list."""

from __future__ import annotations

from collections.abc import Sequence


def entry_to_show(before: Sequence[str], now: Sequence[str]) -> str | None:
    """The key of the entry that is new, that took the place of one that is gone, or that was moved."""
    new = next((key for key in now if key not in before), None)
    if new is not None:
        return new
    gone = next((index for index, key in enumerate(before) if key not in now), None)
    if gone is not None:
        return now[min(gone, len(now) - 1)] if now else None
    if list(now) == list(before):
        return None
    return next((key for key in now if _without(key, now) == _without(key, before)), None)


def _without(key: str, keys: Sequence[str]) -> list[str]:
    return [other for other in keys if other != key]

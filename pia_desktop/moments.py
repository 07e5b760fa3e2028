"""Moments as they are stored: in UTC, by ISO 8601."""

from __future__ import annotations

from datetime import datetime


def local_time(moment: str) -> datetime | None:
    """A stored moment as the clock on the wall showed it; None for anything else.

    Windows, other than Linux, knows no local time in the first and the last years that there are.
    """
    try:
        at = datetime.fromisoformat(moment)
        return at.astimezone() if at.tzinfo is not None else None
    except (ValueError, OverflowError, OSError):
        return None

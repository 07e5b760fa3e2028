"""Stored times (UTC, ISO 8601), and their display in local time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from pia_desktop.i18n import _

MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
"""How a moment is stored: ``2025-01-31T12:00:00Z``."""

_MINUTE: Final = "%H:%M"


def now_words() -> str:
    """The present time in stored form."""
    return datetime.now(UTC).strftime(MOMENT)


def local_time(moment: str) -> datetime | None:
    """A stored time as local time; None for anything else.

    Windows, unlike Linux, has no local time in the first and last years of the calendar.
    """
    try:
        at = datetime.fromisoformat(moment)
        return at.astimezone() if at.tzinfo is not None else None
    except (ValueError, OverflowError, OSError):
        return None


def short_words(moment: str, clock: str = _MINUTE) -> str:
    """A stored time without its year, ``clock`` being a ``strftime`` format; anything else unchanged."""
    at = local_time(moment)
    if at is None:
        return moment
    return _("{month}/{day} {time}").format(month=at.month, day=at.day, time=at.strftime(clock))


def iso_minute(moment: str) -> str:
    """A stored time as 2024-08-30 09:30, for command line and log; empty for anything else."""
    at = local_time(moment)
    return at.strftime("%Y-%m-%d %H:%M") if at else ""

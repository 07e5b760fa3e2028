"""Stored moments (UTC, ISO 8601) and how they are shown in local time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from pia_desktop.i18n import _

MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
"""How a moment is stored: ``2025-01-31T12:00:00Z``."""

_MINUTE: Final = "%H:%M"


def now_words() -> str:
    """This moment as it is stored."""
    return datetime.now(UTC).strftime(MOMENT)


def local_time(moment: str) -> datetime | None:
    """A stored moment as the clock on the wall showed it; None for anything else.

    Windows, other than Linux, knows no local time in the first and the last years that there are.
    """
    try:
        at = datetime.fromisoformat(moment)
        return at.astimezone() if at.tzinfo is not None else None
    except (ValueError, OverflowError, OSError):
        return None


def short_words(moment: str, clock: str = _MINUTE) -> str:
    """A stored moment without its year, ``clock`` as ``strftime`` takes it; anything else as it is."""
    at = local_time(moment)
    if at is None:
        return moment
    return _("{month}/{day} {time}").format(month=at.month, day=at.day, time=at.strftime(clock))


def iso_minute(moment: str) -> str:
    """A stored moment as 2024-08-30 09:30, for command line and log; empty for anything else."""
    at = local_time(moment)
    return at.strftime("%Y-%m-%d %H:%M") if at else ""

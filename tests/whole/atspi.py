"""The program as assistive technology sees it; run by the Python of the system, which has pyatspi."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pyatspi  # type: ignore[import-not-found]

PATIENCE = 60.0


def windows() -> list[Any]:
    """The program's windows that are on the screen."""
    return [
        window
        for application in pyatspi.Registry.getDesktop(0)
        if application and "pia" in (application.name or "").lower()
        for window in application
        if window and window.getState().contains(pyatspi.STATE_SHOWING)
    ]


def wait_for(what: str, seek: Callable[[], Any]) -> Any:  # noqa: ANN401
    """What is found within some time; objects may go while they are looked at."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = seek()
        except Exception:  # noqa: BLE001 - GLib's errors have no class of their own
            found = None
        if found:
            return found
        time.sleep(0.2)
    raise SystemExit(f"waited in vain for {what}")

"""Stored moments in local time, on every system: Windows knows no such time in the first years."""

from __future__ import annotations

import errno
from datetime import datetime
from pathlib import Path

import pytest

from pia_desktop.moments import local_time


class WindowsTime(datetime):
    """Refuses as Windows does."""

    def astimezone(self, tz: object = None) -> WindowsTime:
        assert tz is None
        if self.year < 1970:
            raise OSError(errno.EINVAL, "Invalid argument")
        return self


def test_a_moment_without_a_local_time_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pia_desktop.moments.datetime", WindowsTime)
    assert local_time("0001-01-01T00:00:00Z") is None
    assert local_time("2026-04-01T00:00:00Z") == datetime.fromisoformat("2026-04-01T00:00:00Z")


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00"]
)
def test_anything_else_is_none(moment: str) -> None:
    assert local_time(moment) is None


def test_nobody_else_asks_for_the_local_time_of_what_is_stored(root: Path) -> None:
    places = {
        path.relative_to(root).as_posix()
        for folder in ("pia_desktop", "db", "ui")
        for path in (root / folder).rglob("*.py")
        if ".astimezone()" in path.read_text(encoding="utf-8").replace("now().astimezone()", "")
    }
    assert places == {"pia_desktop/moments.py"}

"""Reads documents in a child process, so that a hang, bomb or crash of a library costs only a message."""

from __future__ import annotations

import base64
import errno
import json
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pia_desktop.errors import UserError
from pia_desktop.files import write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.intake.refusal import Refused, refusal
from pia_desktop.intake.report import Outcome
from pia_desktop.processes.limits import Limits, end_with_parent, limit_child, limit_this_process
from pia_desktop.processes.start import start_ourselves
from pia_desktop.reasons import reading_words, system_words
from pia_desktop.temporary import TemporaryFolder

CHILD_OPTION: Final = "--into"
"""Option that makes the command ``read`` the child process; its value is where the outcome goes."""

PAGE_OPTION: Final = "--page"
"""Option that makes the child only render a page."""

_POLL: Final = 0.02
_OUT_OF_TIME: Final = frozenset({-24, -9, 0xC0000044, 1816})
"""Exit codes of a process that exceeded its CPU time: SIGXCPU, SIGKILL, STATUS_QUOTA_EXCEEDED."""


def _never() -> bool:
    return False


class Reading:
    """A document being read.  ``stop`` ends it at any time and leaves nothing on disk."""

    def __init__(self, path: Path, form: str | None = None, page: int | None = None) -> None:
        """Start reading.  ``form``: FORM or FORM@VERSION, to skip recognition.

        ``page``: only render this page, from 1.
        """
        self.path = path
        try:
            self.limits = Limits.of_size(_size(path))
        except OSError as error:
            remedy = _("Check its name, and whether another program has it open.")
            raise _unreadable(path, reading_words(error), remedy) from error
        self.folder = TemporaryFolder("read")
        self.into = self.folder.path / "outcome.json"
        words = [str(path.absolute()), CHILD_OPTION, str(self.into), *(["--form", form] if form else [])]
        words += [PAGE_OPTION, str(page)] if page is not None else []
        try:
            self.process = start_ourselves(["read", *words])
        except OSError as error:
            self.folder.close()
            raise _unreadable(path, system_words(error), _("Close other programs, and try again.")) from error
        self.job = self._limited()
        self.until = time.monotonic() + self.limits.patience
        self.late = False

    def _limited(self) -> object:
        """Limit the child's resources; a child that cannot be limited is killed, as its input is
        untrusted.
        """
        try:
            return limit_child(self.process, self.limits)
        except OSError as error:
            if self.process.poll() is not None:  # it has already ended and needs no limit
                return None
            self.stop()
            raise refusal("unlimited", self.path.name) from error

    def done(self) -> bool:
        """Whether it has ended; kills it if it takes too long."""
        if self.process.poll() is None and time.monotonic() > self.until:
            self.late = True
            self.process.kill()
            self.process.wait()
        return self.process.poll() is not None

    def stop(self) -> None:
        """Kill it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.folder.close()

    def outcome(self, stopped: Callable[[], bool] = _never) -> Outcome | None:
        """Wait for the result; None if stopped.

        Raises UserError with cause and remedy if the document cannot be read.
        """
        try:
            return Outcome.of_json(self._result()) if self._wait(stopped) else None
        finally:
            self.stop()

    def picture(self, stopped: Callable[[], bool] = _never) -> bytes | None:
        """Wait for the PNG of a page; None if stopped.  Raises UserError."""
        try:
            return base64.b64decode(str(self._result()["picture"])) if self._wait(stopped) else None
        finally:
            self.stop()

    def _wait(self, stopped: Callable[[], bool]) -> bool:
        while not self.done():
            if stopped():
                return False
            time.sleep(_POLL)
        return True

    def _result(self) -> dict[str, Any]:
        name = self.path.name
        try:
            raw: dict[str, Any] = json.loads(self.into.read_bytes())
        except (OSError, ValueError):
            late = self.late or self.process.returncode in _OUT_OF_TIME
            raise refusal("long" if late else "crash", name) from None
        if "refused" in raw:
            raise refusal(str(raw["refused"]), name)
        return raw


def _size(path: Path) -> int:
    """Its size.  Raises OSError; the child could only say that something had gone wrong with a folder."""
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return state.st_size


def _unreadable(path: Path, reason: str, remedy: str) -> UserError:
    return UserError(_("The file {file} cannot be read: {reason}.").format(file=path, reason=reason), remedy)


def read_document(path: Path, form: str | None = None) -> Outcome:
    """Read a document in a child process.  Raises UserError with cause and remedy if it cannot be read."""
    outcome = Reading(path, form).outcome()
    assert outcome is not None  # never stopped
    return outcome


def be_the_child(path: Path, into: Path, form: str | None, page: int | None = None) -> int:
    """Entry point of the child: read, or render a page, within limits, and write the result into ``into``."""
    limit_this_process(Limits.of_size(path.stat().st_size))
    end_with_parent()
    raw: dict[str, object]
    try:
        raw = _read(path, form) if page is None else {"picture": _drawn(path, page)}
    except Refused as error:
        raw = {"refused": error.code}
    except (MemoryError, RecursionError):
        raw = {"refused": "memory"}
    write_bytes(into, json.dumps(raw, ensure_ascii=False).encode("utf-8"))
    return 0


def _read(path: Path, form: str | None) -> dict[str, object]:
    from pia_desktop.intake.reading import read_here

    return read_here(path, find_form(*_edition(form)) if form else None).as_json()


def _drawn(path: Path, page: int) -> str:
    from pia_desktop.intake.pagepicture import draw_page

    return base64.b64encode(draw_page(path, page)).decode("ascii")


def _edition(words: str) -> tuple[str, str | None]:
    form, at, version = words.partition("@")
    return form, version if at else None

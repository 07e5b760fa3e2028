"""Reading in a child process: a hang, a bomb or a crash of a library costs a message and never the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from pia_desktop.errors import UserError
from pia_desktop.files import write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.intake.limits import Limits, limit_child, limit_this_process
from pia_desktop.intake.refusal import Refused, refusal
from pia_desktop.intake.report import Outcome

CHILD_OPTION: Final = "--into"
"""How the command ``read`` is told that it is the child, and where its outcome goes."""

_NO_WINDOW: Final = 0x08000000
_POLL: Final = 0.02
_OUT_OF_TIME: Final = frozenset({-24, -9, 0xC0000044, 1816})
"""Exit codes of a process that has used up its time: SIGXCPU, SIGKILL, STATUS_QUOTA_EXCEEDED."""


class Reading:
    """One document being read.  ``stop`` ends it at any moment; nothing of it is left on the disk."""

    def __init__(self, path: Path, form: str | None = None) -> None:
        """Begin.  ``form``: FORM or FORM@VERSION where it should not be recognised."""
        self.path = path
        try:
            self.limits = Limits.of_size(path.stat().st_size)
        except OSError as error:
            raise UserError(
                _("The file {file} cannot be read: {reason}.").format(
                    file=path, reason=error.strerror or error
                ),
                _("Check its name, and whether another program has it open."),
            ) from error
        self.folder = tempfile.TemporaryDirectory(prefix="pia-read-", ignore_cleanup_errors=True)
        self.into = Path(self.folder.name) / "outcome.json"
        words = [str(path.absolute()), CHILD_OPTION, str(self.into), *(["--form", form] if form else [])]
        program, environment = _directly(_program(), windows=sys.platform == "win32")
        self.process = subprocess.Popen(
            [*program, "read", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
        self.job = limit_child(self.process, self.limits)
        self.until = time.monotonic() + self.limits.patience
        self.late = False

    def done(self) -> bool:
        """Whether it has ended; one that takes too long is ended."""
        if self.process.poll() is None and time.monotonic() > self.until:
            self.late = True
            self.process.kill()
            self.process.wait()
        return self.process.poll() is not None

    def stop(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def outcome(self) -> Outcome:
        """Wait for it.  Raises UserError with cause and remedy where the document cannot be read."""
        try:
            while not self.done():
                time.sleep(_POLL)
            return self._result()
        finally:
            self.stop()

    def _result(self) -> Outcome:
        name = self.path.name
        try:
            raw = json.loads(self.into.read_bytes())
        except (OSError, ValueError):
            late = self.late or self.process.returncode in _OUT_OF_TIME
            raise refusal("long" if late else "crash", name) from None
        if "refused" in raw:
            raise refusal(str(raw["refused"]), name)
        return Outcome.of_json(raw)


def read_document(path: Path, form: str | None = None) -> Outcome:
    """Read a document in a child process.  Raises UserError with cause and remedy where it cannot be read."""
    return Reading(path, form).outcome()


def be_the_child(path: Path, into: Path, form: str | None) -> int:
    """What the child does: read under limits, and write the outcome where the parent looks for it."""
    limit_this_process(Limits.of_size(path.stat().st_size))
    from pia_desktop.intake.reading import read_here

    raw: dict[str, object]
    try:
        known = find_form(*_edition(form)) if form else None
        read = read_here(path, known)
        raw = read.as_json()
    except Refused as error:
        raw = {"refused": error.code}
    except (MemoryError, RecursionError):
        raw = {"refused": "memory"}
    write_bytes(into, json.dumps(raw, ensure_ascii=False).encode("utf-8"))
    return 0


def _edition(words: str) -> tuple[str, str | None]:
    form, at, version = words.partition("@")
    return form, version if at else None


def _program() -> list[str]:
    """How this program is started: the built one by itself, else by its interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "pia_desktop"]


def _directly(program: list[str], *, windows: bool) -> tuple[list[str], dict[str, str]]:
    """A command and its environment that are one process.

    On Windows the ``python.exe`` of a virtual environment only starts the real one, as a second process,
    which the limits forbid; so the real one is started here, and told whose environment it is in.
    """
    environment = {**os.environ, "PYTHONFAULTHANDLER": ""}
    base = getattr(sys, "_base_executable", sys.executable)
    if windows and not getattr(sys, "frozen", False) and program[0] == sys.executable != base:
        environment["__PYVENV_LAUNCHER__"] = program[0]
        program = [base, *program[1:]]
    return program, environment

"""Limits of time and memory for a process beside the program, as one that reads a file from elsewhere.

On Linux a process sets them for itself; on Windows the parent puts it into a job object, with which it dies.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess

_MEMORY: Final = 1_500_000_000
_DEATH_SIGNAL: Final = 1
"""PR_SET_PDEATHSIG of ``prctl``."""

_NO_MESSAGES: Final = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX and SEM_NOOPENFILEERRORBOX: no message of the system that
waits for a click where a library gives up; the program itself says what became of the file."""

_WRITTEN: Final = 400_000_000
_SECONDS: Final = 4.0
_SECONDS_PER_MB: Final = 2.0
_MOST_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one reading may cost: seconds of the processor, bytes of memory."""

    seconds: float
    memory: int = _MEMORY

    @classmethod
    def of_size(cls, size: int) -> Limits:
        """More time for a larger file, so that a small one that hangs is given up soon."""
        return cls(min(_MOST_SECONDS, _SECONDS + _SECONDS_PER_MB * size / 1_000_000))

    @property
    def patience(self) -> float:
        """Seconds of the clock after which it is stopped even on a machine that is busy with other things."""
        return 20 + 5 * self.seconds


def limit_this_process(limits: Limits) -> None:
    """Set the limits from within; on Windows, where the parent does it, only end without a word."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(_NO_MESSAGES)
    else:
        _limit_by_resource(limits)


def _limit_by_resource(limits: Limits) -> None:
    import resource

    seconds = max(1, round(limits.seconds))
    for kind, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, _WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (soft, hard))


def end_with_parent() -> None:
    """Have this process end when the thread that began it does, even where that is killed.

    Linux only; on Windows the job object does it.
    """
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, 9, 0, 0, 0)


def limit_child(process: subprocess.Popen[bytes], limits: Limits) -> object:
    """Put a child under limits from outside; what it gives must be kept as long as the child.

    Raises OSError where Windows does not let it be limited.
    """
    if sys.platform == "win32":
        from pia_desktop.processes.job import Job

        return Job(process, limits.seconds, limits.memory)
    return None

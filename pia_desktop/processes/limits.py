"""Time and memory limits for child processes, such as those that read untrusted files.

On Linux a process limits itself; on Windows the parent puts it into a job object, which also ends it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass

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
    """Limits of a process: CPU seconds, bytes of memory."""

    seconds: float
    memory: int = _MEMORY

    @classmethod
    def of_size(cls, size: int) -> Limits:
        """Limits by file size, so that a small file that hangs is abandoned early."""
        return cls(min(_MOST_SECONDS, _SECONDS + _SECONDS_PER_MB * size / 1_000_000))

    @property
    def patience(self) -> float:
        """Wall-clock seconds before it is killed, with allowance for a busy machine."""
        return 20 + 5 * self.seconds


def limit_this_process(limits: Limits) -> None:
    """Apply the limits to this process; does nothing on Windows."""
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
    """End this process when the thread that started it ends, even if killed.

    Linux only; Windows uses the job object.
    """
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, 9, 0, 0, 0)


def limit_child(process: subprocess.Popen[bytes], limits: Limits) -> object:
    """Apply the limits to a child; keep the result as long as the child.

    Raises OSError if Windows refuses.
    """
    if sys.platform == "win32":
        from pia_desktop.processes.job import Job

        return Job(process, limits.seconds, limits.memory)
    return None

"""Windows job objects: limit a child process and end it with the parent."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess

_EXTENDED_LIMITS: Final = 9
_PROCESS_TIME, _ACTIVE_PROCESSES, _PROCESS_MEMORY, _END_WITH_JOB = 0x2, 0x8, 0x100, 0x2000
_TICKS_A_SECOND: Final = 10_000_000


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("per_process_time", wintypes.LARGE_INTEGER),
        ("per_job_time", wintypes.LARGE_INTEGER),
        ("flags", wintypes.DWORD),
        ("min_working_set", ctypes.c_size_t),
        ("max_working_set", ctypes.c_size_t),
        ("active_processes", wintypes.DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority", wintypes.DWORD),
        ("scheduling", wintypes.DWORD),
    )


class _Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _Basic),
        ("io", ctypes.c_ulonglong * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process", ctypes.c_size_t),
        ("peak_job", ctypes.c_size_t),
    )


def _limits(seconds: float, memory: int) -> _Extended:
    basic = _Basic(
        per_process_time=int(seconds * _TICKS_A_SECOND),
        flags=_PROCESS_TIME | _ACTIVE_PROCESSES | _PROCESS_MEMORY | _END_WITH_JOB,
        active_processes=1,
    )
    return _Extended(basic=basic, process_memory=memory)


if sys.platform == "win32":

    class Job:
        """A limited child process; it ends when this object is deleted, or with this program."""

        def __init__(self, process: subprocess.Popen[bytes], seconds: float, memory: int) -> None:
            """Raises OSError if Windows refuses; the process is then not limited."""
            self._kernel = _kernel()
            self._handle = self._kernel.CreateJobObjectW(None, None)
            wanted = _limits(seconds, memory)
            limits = (ctypes.byref(wanted), ctypes.sizeof(wanted))
            self._kernel.SetInformationJobObject(self._handle, _EXTENDED_LIMITS, *limits)
            self._kernel.AssignProcessToJobObject(self._handle, int(process._handle))

        def __del__(self) -> None:
            if handle := getattr(self, "_handle", None):
                self._kernel.CloseHandle(handle)

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle, number, pointer = wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p
        for call, gives, takes in (
            (kernel.CreateJobObjectW, handle, (pointer, wintypes.LPCWSTR)),
            (kernel.SetInformationJobObject, wintypes.BOOL, (handle, ctypes.c_int, pointer, number)),
            (kernel.AssignProcessToJobObject, wintypes.BOOL, (handle, handle)),
            (kernel.CloseHandle, wintypes.BOOL, (handle,)),
        ):
            call.restype, call.argtypes, call.errcheck = gives, takes, _checked
        return kernel

    def _checked(given: int | None, _call: object, _arguments: object) -> int:
        """The result of a Windows call.  Raises OSError if it is zero, which means failure."""
        if not given:
            raise ctypes.WinError(ctypes.get_last_error())
        return given

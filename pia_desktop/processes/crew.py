"""Jobs done in parallel by child processes, for CPU-bound work that threads would not speed up.

The processes exchange files in a temporary folder: jobs, which are claimed by renaming them, and results.
Each process can be killed at any time.  Jobs that no child has done are done in this process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Generic, TypeVar

from pia_desktop.processes.limits import Limits, end_with_parent, limit_child
from pia_desktop.processes.start import start_ourselves
from pia_desktop.temporary import TemporaryFolder

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")

MOST: Final = 4
"""Processes of one crew."""
_POLL: Final = 0.02
_ALL_GIVEN: Final = "all-given"
_NICER: Final = 5
_BELOW_NORMAL: Final = 0x4000
_LIMITS: Final = Limits(seconds=24 * 60 * 60, memory=4_000_000_000)


class Crew(Generic[_Job, _Result]):
    """Does jobs; ``results`` yields each as it is finished, in any order."""

    def __init__(
        self, command: Sequence[str], do: Callable[[Path, _Job], _Result], count: int | None = None
    ) -> None:
        """Start ``count`` processes, by default one per CPU; fewer if that fails.

        Args:
            command: The arguments with which this program calls ``serve``; the folder is appended.
            do: Does a job in this process, given the shared folder.
            count: The number of processes; with none this process does all.

        Raises:
            NoTemporaryFolder: No temporary folder can be created.
        """
        self._folder = TemporaryFolder("crew")
        self.place = self._folder.path
        self._do = do
        self._given: dict[int, _Job] = {}
        self._processes: list[tuple[subprocess.Popen[bytes], object]] = []
        for _number in range(min(MOST, usable_cpus()) if count is None else count):
            try:
                process = start_ourselves([*command, str(self.place)])
            except OSError:
                break  # then those that there are do it, or this one
            self._processes.append((process, _tied(process)))

    def close(self) -> None:
        """Kill the processes and delete the folder."""
        self._dismiss()
        self._folder.close()

    def _dismiss(self) -> None:
        for process, _job in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()

    def give(self, number: int, job: _Job) -> None:
        """Queue a job under a unique number."""
        self._given[number] = job
        self._put(f"{number}.job", pickle.dumps(job))

    def all_given(self) -> None:
        """Let the processes exit once the queue is empty."""
        self._put(_ALL_GIVEN, b"")

    def _put(self, name: str, data: bytes) -> None:
        """Put a file into the folder; if that fails, as on a full disk, kill the processes."""
        try:
            _put(self.place / name, data)
        except OSError:
            self._dismiss()

    def results(self, stopped: Callable[[], bool]) -> Iterator[tuple[int, _Result]]:
        """Yield (number, result) of each queued job.  Ends when stopped.

        More jobs may be queued while it runs.
        """
        while self._given and not stopped():
            alone = all(process.poll() is not None for process, _job in self._processes)
            done = [number for number in self._given if _result_file(self.place, number).exists()]
            for number in done:
                file = _result_file(self.place, number)
                del self._given[number]
                result: _Result = pickle.loads(file.read_bytes())
                file.unlink()
                yield number, result
            if alone and not done:
                number = min(self._given)
                yield number, self._do(self.place, self._given.pop(number))
            elif not done:
                time.sleep(_POLL)


def _put(path: Path, data: bytes) -> None:
    """Write a file atomically, without ``fsync``: it need not survive a power failure."""
    half = path.with_name(f"half-{path.name}")
    half.write_bytes(data)
    half.replace(path)


def _result_file(folder: Path, number: int) -> Path:
    return folder / f"{number}.result"


def _tied(process: subprocess.Popen[bytes]) -> object:
    """An object that ends the child together with this process; if Windows refuses, the child
    exits by itself.
    """
    try:
        return limit_child(process, _LIMITS)
    except OSError:
        return None


def usable_cpus() -> int:
    """The number of CPUs that this process may use, which may be fewer than there are."""
    allowed = getattr(os, "sched_getaffinity", None)  # neither Windows nor macOS has it
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def give_way() -> None:
    """Lower the priority of this process."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _BELOW_NORMAL)
    else:
        os.nice(_NICER)


def serve(folder: Path, do: Callable[[Path, _Job], object]) -> int:
    """Entry point of the child: does jobs until all are done or the folder is deleted."""
    end_with_parent()
    while folder.exists():
        all_given = (folder / _ALL_GIVEN).exists()
        jobs = sorted(folder.glob("*.job"), key=lambda job: int(job.stem))
        for job in jobs:
            claimed = job.with_suffix(f".job-{os.getpid()}")
            try:
                job.rename(claimed)
            except OSError:
                continue  # another has it
            result = do(folder, pickle.loads(claimed.read_bytes()))
            _put(_result_file(folder, int(job.stem)), pickle.dumps(result))
        if all_given and not jobs:
            return 0
        time.sleep(0 if jobs else _POLL)
    return 0

"""The job object of Windows: what it refuses is not passed over, and a child does not outlive its program."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from pia_desktop.processes.limits import Limits, limit_child

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="job objects are of Windows")

LIMITED = (
    "import subprocess, sys, time; from pia_desktop.processes.limits import Limits, limit_child;"
    " words = [sys.executable, '-c', 'print(1, flush=True); import time; time.sleep(600)'];"
    " one = subprocess.Popen(words, stdout=subprocess.PIPE); job = limit_child(one, Limits(9.0));"
    " one.stdout.readline(); print(one.pid, flush=True); time.sleep(600)"
)


def test_what_windows_refuses_is_told() -> None:
    nobody = SimpleNamespace(_handle=0)
    with pytest.raises(OSError, match="WinError"):
        limit_child(nobody, Limits(1.0))  # type: ignore[arg-type]


def test_a_child_ends_when_its_job_is_forgotten() -> None:
    words = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(words) as child:
        job = limit_child(child, Limits(9.0))
        assert child.poll() is None
        del job
        child.wait(30)


def test_it_does_not_outlive_a_program_that_is_killed() -> None:
    words = [sys.executable, "-c", LIMITED]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert int(program.stdout.readline())
        program.kill()
        program.communicate(timeout=30)  # the child has the other end of its errors, too

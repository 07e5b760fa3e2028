"""Killed at any moment, the program leaves a file that opens and holds all older than half a second."""

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.forms.model import Form
from tests.db.killing import PROMISE, START, Machine, after, kill_often

TYPING_AT_ONCE = """
import sys, time
from pathlib import Path
from db.cabinet import Cabinet
from db.saver import Saver
from pia_desktop.assessment.edits import SetAnswer
cabinet = Cabinet.open(Path(sys.argv[1]))
form = cabinet.load(1).form
saver = Saver(cabinet)
assert "sqlalchemy" not in sys.modules
saver.submit(1, SetAnswer((form.roles.title,), "最初の一字"))
print("typed", flush=True)
time.sleep(60)
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def test_a_hundred_kills(tmp_path: Path, form: Form) -> None:
    kill_often(tmp_path, form, 100)


def test_a_saver_that_takes_longer_is_caught(tmp_path: Path, form: Form) -> None:
    with patch("db.saver.DELAY", 2 * PROMISE), pytest.raises(AssertionError, match="edits were older"):
        kill_often(tmp_path, form, 20, strict=True)


def test_the_typing_itself_is_sound(form: Form) -> None:
    assert len(after(form, 60).entries((form.roles.changes,))) > 3
    assert blank_root(form).lists.keys() == START.lists.keys()


def test_the_first_key_after_opening_is_as_safe_as_any(path: Path, form: Form) -> None:
    """What writing needs is loaded while the first edit waits.

    Of five tries one is enough: what is loaded may have to come from the disk.
    """
    machine = Machine(path.parent)
    with Cabinet.create(path) as cabinet:
        cabinet.new(form, START)
    for _attempt in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", TYPING_AT_ONCE, path], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == b"typed"
            machine.give(process.pid, PROMISE)
            process.kill()
        with Cabinet.open(path) as cabinet:
            if cabinet.list()[0].title == "最初の一字":
                break
    else:
        pytest.fail(f"not on disk {PROMISE} s after it was typed")
    machine.close()

"""Edits of many assessments that are submitted together land all or none, whenever the program dies."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.saver import Saver
from pia_desktop.assessment.edits import Batch, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.model import FILES, Form

KILLS = 25
ASSESSMENTS = 40

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def replaced(form: Form, words: str) -> Batch:
    return Batch(
        tuple(SetAnswer((item_id,), words) for item_id in (form.roles.title, "I.1.2", form.roles.number))
    )


def replace_on(path: Path, form: Form, ready: int) -> None:
    """Replace in all, again and again, each time together, telling before the first and behind each."""
    cabinet = Cabinet.open(path)
    saver = Saver(cabinet)
    saver.prepare()
    os.write(ready, b"!")
    for number in range(1, 1_000):
        edit = replaced(form, f"{number:04} " + "長い文" * 200)
        saver.submit_all([(one, edit) for one in range(1, ASSESSMENTS + 1)])
        saver.flush()
        os.write(ready, b".")


def begun(path: Path, form: Form) -> tuple[int, int]:
    """A process that replaces, once it is ready; and where its signs come out."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            replace_on(path, form, write)
        finally:
            os._exit(1)
    os.close(write)
    assert os.read(read, 1) == b"!"
    return pid, read


def killed(pid: int, read: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(read)


def seconds_of_one(path: Path, form: Form) -> float:
    """How long all are replaced in on this machine as it is now."""
    pid, read = begun(path, form)
    start = time.monotonic()
    assert os.read(read, 1) == b"."
    took = time.monotonic() - start
    killed(pid, read)
    return took


def test_all_forty_or_none(tmp_path: Path, form: Form) -> None:
    template = tmp_path / "template.pia"
    with Cabinet.create(template) as cabinet:
        for _number in range(ASSESSMENTS):
            cabinet.new(form, Node({form.roles.title: "0000"}, {FILES: {"f": Node()}}))
    rng = random.Random()
    seen: set[str] = set()
    whole = seconds_of_one(shutil.copyfile(template, tmp_path / "first.pia"), form)
    for kill in range(KILLS):
        path = tmp_path / f"{kill}.pia"
        shutil.copyfile(template, path)
        pid, read = begun(path, form)
        time.sleep(rng.uniform(0.0, 5 * whole))
        killed(pid, read)
        with Cabinet.open(path) as cabinet:
            titles = {info.title[:4] for info in cabinet.list()}
            assert len(titles) == 1
            texts = {str(cabinet.load(info.id).root.answers.get("I.1.2"))[:4] for info in cabinet.list()}
            assert texts == (titles if titles != {"0000"} else {"None"})
        seen |= titles
        path.unlink()
    assert len(seen) > 2, "the kills came too early or too late to tell anything"

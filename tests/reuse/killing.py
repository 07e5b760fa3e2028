"""A change of law in a process that is killed at any moment: ``python -m tests.reuse.killing 300``.

By the command and as the window does it, one of the assessments being open there.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.node import Node
from pia_desktop.cli import main as run
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.packs.loader import shipped_packs
from pia_desktop.reuse.law import law_places
from tests.db.killed_at import kill_somewhere, statements_of
from tests.packs.places import ARTICLE
from ui.context.cabinet_store import AssessmentStore, CabinetStore
from ui.context.open_cabinet import OpenCabinet
from ui.context.session import Session
from ui.reuse.cabinet_replacer import CabinetReplacer
from ui.reuse.replacement_request import LawRequest

ASSESSMENTS: Final = 20
_OLD: Final = "番号法第19条第7号により照会する。\n"
Act = Callable[[Path], None]


def make_office(path: Path) -> None:
    """A cabinet whose assessments all name an old article, in an item and in a file."""
    form = find_form("yoshiki3")
    with Cabinet.create(path) as cabinet:
        for number in range(ASSESSMENTS):
            texts = {"I.1.2": _OLD + "長い文" * 300}
            files = {"f": Node({"II.7": _OLD * 3})}
            cabinet.new(form, Node({**texts, form.roles.title: f"事務{number}"}, {FILES: files}))


def by_command(path: Path) -> None:
    """As the command does it."""
    with redirect_stdout(io.StringIO()):
        assert run(["law", str(path), ARTICLE, "--apply", "--rows"]) == 0


def by_window(path: Path) -> None:
    """As the window does it, the first assessment being open in one of its own."""
    _program = QGuiApplication.instance() or QGuiApplication([])
    store = CabinetStore(Cabinet.open(path))
    store.start()
    cabinet, parent = OpenCabinet(store), QObject()
    cabinet_replacer = CabinetReplacer(parent)
    snapshot = store.load(1)
    cabinet.sessions[1] = Session(Assessment(snapshot.form, snapshot.root), AssessmentStore(store, 1))
    cabinet_replacer.work_in(cabinet)
    (pack,) = (pack for pack in shipped_packs() if pack.id == ARTICLE)
    chosen = {info.id: law_places(info.id, store.load(info.id), pack) for info in store.infos()}
    assert len(cabinet_replacer.change_law(LawRequest(pack, chosen, rows=True, known={}))) == ASSESSMENTS
    assert store.close()


WAYS: Final[tuple[Act, ...]] = (by_command, by_window)


def contents(path: Path) -> list[object]:
    """What the assessments hold; keys of rows and what counts the writes left out."""
    with Cabinet.open(path) as cabinet:
        assert not cabinet.read_only, "the lock of a dead process holds"
        return [_plain(cabinet.load(info.id).root) for info in cabinet.list()]


def _plain(node: Node) -> object:
    lists = {name: [_plain(entry) for entry in entries.values()] for name, entries in node.lists.items()}
    return sorted(node.answers.items()), sorted(lists.items())


def standing(path: Path) -> list[bool]:
    """Of each replacement that the cabinet knows, whether it can be taken back."""
    with Cabinet.open(path) as cabinet:
        return [not one.taken_back_at for one in cabinet.replacements()]


def done_to(path: Path, act: Act) -> float:
    """Do it, and take part in all of it; the seconds that it took."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            act(path)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0
    return time.monotonic() - start


def kill_often(folder: Path, act: Act, kills: int) -> list[bool]:
    """Kill it that often; of each whether all of it was done.  Raises AssertionError for anything between.

    Nothing is done in the first, all in the second.
    """
    template, whole = folder / "template.pia", folder / "whole.pia"
    make_office(template)
    shutil.copyfile(template, whole)
    seconds = done_to(whole, act)
    before, after = contents(template), contents(whole)
    assert before != after
    counted = folder / "counted.pia"
    statements = statements_of(partial(act, shutil.copyfile(template, counted)))
    found = []
    for number in range(kills):
        path = folder / f"trial {number}.pia"
        shutil.copyfile(template, path)
        kill_somewhere(partial(act, path), number, statements, seconds)
        now, known = contents(path), standing(path)
        assert (now, known) in ((before, []), (after, [True]))
        if known:
            take_back(path)
            assert (contents(path), standing(path)) == (before, [False])
        found.append(bool(known))
        path.unlink()
    return found


def take_back(path: Path) -> None:
    """The one way back, in a program that is started anew."""
    with redirect_stdout(io.StringIO()):
        assert run(["replace", str(path), "--undo"]) == 0


def main() -> None:
    """``python -m tests.reuse.killing KILLS``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for act in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PIA_DESKTOP_HOME"] = folder
            found = kill_often(Path(folder), act, kills)
        sys.stderr.write(f"{act.__name__}: {kills} kills, {sum(found)} times all of it, else nothing\n")


if __name__ == "__main__":
    main()

"""Checks look beside the window: typing goes on meanwhile, and whatever comes in between is not lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import Edit, InsertEntry, RemoveEntry
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.model import FILES
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.looking import Looked, Looker
from tests.ui.pages import MemoryStore
from tests.ui.review import sample
from ui.checks.watch import Watch
from ui.context.annotations import AnnotationStore
from ui.context.session import Session

NAME: NodePath = ("I.1.1",)
KANA = "ｼｽﾃﾑの名称"
BETWEEN_KEYS = 60
"""Milliseconds, of a quick typist: several keys come while a look is under way."""


class Gate:
    """Holds looks until it is opened, and notes in which threads they run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.threads: list[threading.Thread] = []
        look = Looker.look

        def held(looker: Looker, edit: Edit, root: Node) -> Looked:
            self.threads.append(threading.current_thread())
            assert self.open.wait(20)
            return look(looker, edit, root)

        monkeypatch.setattr(Looker, "look", held)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    held = Gate(monkeypatch)
    yield held
    held.open.set()


@pytest.fixture
def watch(qtbot: QtBot, gate: Gate) -> Iterator[Watch]:
    session = Session(Assessment(sample().form, sample().root), MemoryStore())
    found = Watch(session, AnnotationStore(None, 0))
    found.begin()
    qtbot.waitUntil(lambda: found.ready)
    yield found
    gate.open.set()
    found.stop()


def agrees(watch: Watch) -> bool:
    """Whether the findings and their marks are what checks of the contents find that never saw an edit."""
    anew = Checker(watch.session.form, watch.session.root)
    marked = set(watch.session.marks.of("findings"))
    return watch.open() == anew.findings() and marked == {one.path for one in anew.findings()}


def looking(watch: Watch, gate: Gate, qtbot: QtBot, words: str = KANA) -> None:
    """Type words, and wait until a look at them is under way."""
    watch.session.set_answer(NAME, words, typing=True)
    qtbot.waitUntil(lambda: bool(gate.threads))


def test_typing_does_not_wait_for_a_look(qtbot: QtBot, watch: Watch, gate: Gate) -> None:
    looking(watch, gate, qtbot)
    for number in range(5):
        watch.session.set_answer(NAME, KANA + "字" * number, typing=True)
        qtbot.wait(BETWEEN_KEYS)
    assert gate.threads[0] is not threading.main_thread()
    assert len(gate.threads) == 1  # each look goes on from the one before
    gate.open.set()
    qtbot.waitUntil(lambda: agrees(watch))


def test_undo_replace_and_paste_during_a_look_leave_the_right_findings(
    qtbot: QtBot, watch: Watch, gate: Gate
) -> None:
    session = watch.session
    looking(watch, gate, qtbot)
    session.undo_stack.undo()
    file = session.file_key
    session.push(InsertEntry((FILES,), "another", 0, session.root.at((FILES, file))))
    session.push(RemoveEntry((FILES,), file))
    session.withhold(NAME, ((0, 2),))
    gate.open.set()
    qtbot.waitUntil(lambda: agrees(watch))


def test_a_mend_waits_for_the_look_and_is_made_for_the_words_as_they_are(
    qtbot: QtBot, watch: Watch, gate: Gate
) -> None:
    session = watch.session
    gate.open.set()
    session.set_answer(NAME, KANA, typing=True)
    qtbot.waitUntil(lambda: bool(watch.at(NAME)))
    (finding,) = [one for one in watch.at(NAME) if one.mend is not None]
    gate.open.clear()
    gate.threads.clear()
    looking(watch, gate, qtbot, KANA + "及び年度")
    threading.Timer(0.2, gate.open.set).start()
    assert not watch.mend(finding)  # it would bring back the words as they were
    assert session.answer(NAME) == KANA + "及び年度"
    assert agrees(watch)


def test_a_window_that_closes_during_a_look_counts_what_it_found(
    qtbot: QtBot, watch: Watch, gate: Gate
) -> None:
    looking(watch, gate, qtbot)
    threading.Timer(0.2, gate.open.set).start()
    watch.stop()
    assert agrees(watch)


def test_a_look_that_fails_is_reported_and_the_next_goes_on(
    qtbot: QtBot, watch: Watch, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking(watch, gate, qtbot)
    broken = threading.Event()
    take = Checker.take

    def fail(checker: Checker, looked: Looked) -> object:
        if not broken.is_set():
            broken.set()
            raise ZeroDivisionError
        return take(checker, looked)

    monkeypatch.setattr(Checker, "take", fail)
    with qtbot.captureExceptions() as raised:
        gate.open.set()
        qtbot.waitUntil(broken.is_set)
    assert raised
    watch.session.set_answer(NAME, "システム", typing=True)
    qtbot.waitUntil(lambda: len(gate.threads) > 1 and not watch.at(NAME))

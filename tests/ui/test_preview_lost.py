"""What cannot be printed is shown and counted in the preview: characters and pictures."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.errors import CabinetError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.paper.printing import layout_assessment
from tests.ui.pages import MemoryStore
from tests.ui.shell import free
from ui.context.session import Session
from ui.preview.marks import LostThings, lost_places
from ui.preview.panel import PreviewPanel
from ui.preview.pictures import PictureWatch

FORM = find_form("yoshiki4")
FIGURE = next(one for one in FORM.places if isinstance(FORM.item(one).kind, FigureKind))


@pytest.fixture(autouse=True)
def windows_freed(qapp: QApplication) -> Iterator[None]:
    yield
    QThreadPool.globalInstance().waitForDone()
    free()


def picture(letter: str) -> Picture:
    return Picture(letter * 64, "image/png", 40, 30, "図")


def test_lost_pictures_are_counted_marked_and_gone_to(qtbot: QtBot) -> None:
    contents = Node({FIGURE: Figure.of("", (picture("a"), picture("b"))), "cover.title": "\U000f1234"})
    session = Session(Assessment(FORM, contents), MemoryStore())
    panel = PreviewPanel(session)
    qtbot.addWidget(panel)
    panel.resize(600, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.view.layout_ is not None, timeout=20_000)
    layout = panel.view.layout_
    assert layout is not None
    assert [one.digest[0] for one in layout.lost_pictures] == ["a", "b"]
    assert panel.missing.isVisible()
    assert "1" in panel.missing.text()
    assert "2" in panel.missing.text()
    lost = LostThings.of(layout)
    places = [place for number in range(len(layout.pages)) for place in lost_places(layout, number, lost)]
    assert len(places) == 3
    asked: list[NodePath] = []
    session.item_requested.connect(asked.append)
    for _step in range(3):
        panel.missing.click()
    assert asked == [("cover.title",), (FIGURE,), (FIGURE,)]
    session.set_answer((FIGURE,), Figure.of("図なし", ()))
    session.set_answer(("cover.title",), "甲")
    qtbot.waitUntil(lambda: not panel.missing.isVisible(), timeout=20_000)
    panel.stop()


def test_after_any_edits_the_lost_are_those_of_a_fresh_look() -> None:
    rng = random.Random(7)
    assessment = Assessment(FORM, Node())
    store = PictureDict({"c" * 64: b"x"})
    watch = PictureWatch(store)
    for step in range(40):
        shown = tuple(picture(rng.choice("abc")) for _one in range(rng.randrange(3)))
        value = Figure.of("", shown) if shown else None
        assessment.apply(SetAnswer((FIGURE,), value))
        assessment.apply(SetAnswer(("cover.title",), f"題{step}"))
        snapshot = assessment.snapshot()
        assert watch.lost(snapshot.root) == layout_assessment(snapshot, store).lost_pictures


def test_a_picture_that_comes_back_is_no_longer_lost() -> None:
    store = PictureDict({})
    watch = PictureWatch(store)
    root = Node({FIGURE: Figure.of("", (picture("a"),))})
    assert len(watch.lost(root)) == 1
    store["a" * 64] = b"x"
    assert watch.lost(root) == ()


class PulledOut:
    """A cabinet on a stick that is gone."""

    def picture(self, digest: str) -> bytes | None:
        raise CabinetError("台帳を読めません。", "差し込んでください。")


def test_a_cabinet_that_cannot_be_read_does_not_say_that_its_pictures_are_lost() -> None:
    root = Node({FIGURE: Figure.of("", (picture("a"),))})
    assert PictureWatch(PulledOut()).lost(root) == ()

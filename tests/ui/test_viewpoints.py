"""審査の観点 beside the assessment, and remarks that go on from version to version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from tests.db.writing import write
from tests.ui.history import TITLE, open_history, store_of, versions_of
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs, free
from ui.assessment.window import AssessmentWindow
from ui.notes.book import REMARK
from ui.notes.paper import remark_rows
from ui.viewpoints.panel import ViewpointsPanel
from ui.widgets.dialogs import MessageDialog

POINT = "soundness.department"


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    yield open_history(make_coordinator, tmp_path)
    QThreadPool.globalInstance().waitForDone()


def panel(window: AssessmentWindow) -> ViewpointsPanel:
    return window.panes.viewpoints.show()


def stored(window: AssessmentWindow) -> dict[tuple[int, str], tuple[str, str]]:
    store_of(window).settle()
    found = store_of(window).cabinet.review_points(versions_of(window).version_store.assessment_id)
    return {(one.round, one.point): (one.verdict, one.words) for one in found}


def find(shown: ViewpointsPanel, verdict: str, words: str) -> None:
    card = shown.cards[POINT]
    card.verdict.setCurrentIndex(card.verdict.findData(verdict))
    card.verdict.activated.emit(card.verdict.currentIndex())
    card.words.setPlainText(words)


def test_the_pane_is_hidden_by_its_own_button_and_its_words_have_room(window: AssessmentWindow) -> None:
    shown = panel(window)
    assert shown.count.geometry().right() < shown.close_button.geometry().left() + 1
    assert shown.outline.geometry().right() < shown.sheet.geometry().left()
    shown.resize(shown.minimumSizeHint())
    assert shown.count.width() >= shown.count.fontMetrics().horizontalAdvance(shown.count.text())
    shown.close_button.click()
    assert not shown.isVisible()


def test_what_is_found_is_kept_by_round(window: AssessmentWindow) -> None:
    shown = panel(window)
    find(shown, "要修正", "担当部署の責任が読み取れない。")
    assert stored(window) == {(1, POINT): ("要修正", "担当部署の責任が読み取れない。")}
    assert "1" in shown.count.text()
    find(shown, "", "")
    assert stored(window) == {}
    find(shown, "適", "")
    store_of(window).settle()
    write(store_of(window).cabinet, lambda work: work.begin_round(1, "令和8年度"), 1)
    again = ViewpointsPanel(window.session, window.shared.review.get().keep, shown._points)
    assert again.found == {}
    again.deleteLater()


def test_a_point_leads_to_its_items(window: AssessmentWindow) -> None:
    shown, went = panel(window), []
    shown.cards["soundness.work"].item_requested.emit("I.1.2")
    went.append(window.session.current_path)
    shown.cards["soundness.risks"].item_requested.emit("III.2.others")
    went.append(window.session.current_path)
    assert went == [("I.1.2",), ("files", "f", "III.2.others")]


@pytest.mark.parametrize(("name", "wanted"), [("sheet", "所見の語句"), ("outline", "国保システム")])
def test_its_papers_are_written(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path, name: str, wanted: str
) -> None:
    shown = panel(window)
    find(shown, "適", "所見の語句")
    target = tmp_path / "出力.html"
    choose_next(window, target)
    getattr(shown, name).click()
    qtbot.waitUntil(lambda: bool(dialogs(MessageDialog)))
    dialog().close()
    free()
    assert wanted in target.read_text("utf-8")


def test_a_remark_has_a_number_and_is_carried_into_the_next_version(window: AssessmentWindow) -> None:
    review = window.shared.review.get()
    review.begin()
    book = review.notes
    versions_of(window).version_store.refresh()
    first, second = book.add(REMARK, TITLE), book.add(REMARK, TITLE)
    assert first is not None
    assert second is not None
    assert (first.number, second.number) == (1, 2)
    book.write(second.id, words="済んだ指摘", done=True)
    book.write(first.id, words="直すべき指摘")
    rows = remark_rows(window.session.snapshot(), book.all(), window.session.version_count)
    assert [(row.number, row.before) for row in rows] == [(1, 0), (2, 0)]
    card = window.panes.notes.show().cards[first.id]
    assert card.carried.isHidden()
    versions_of(window).version_store.refresh()
    window.session.tell_versions(window.session.version_count + 1)
    assert not card.carried.isHidden()
    rows = remark_rows(window.session.snapshot(), book.all(), window.session.version_count)
    assert [(row.number, row.before) for row in rows] == [(1, 2), (2, 0)]
    book.write(first.id, done=True)
    rows = remark_rows(window.session.snapshot(), book.all(), window.session.version_count)
    assert [row.before for row in rows] == [0, 0]

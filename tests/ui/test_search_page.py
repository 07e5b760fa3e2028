"""Search over all assessments of a cabinet, from typing to the item."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.search import SearchIndex
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.errors import CabinetError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from tests.db.writing import archive, trash
from tests.ui.shell import MakeCoordinator, StubPage
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import DELETE, SEARCH
from ui.cabinet.search_hits import pieces
from ui.cabinet.search_page import SearchPage

HOSTILE = "<b>委託</b>&amp;先"


def opened(coordinator: Coordinator, tmp_path: Path) -> Path:
    path = tmp_path / "台帳.pia"
    form = find_form("yoshiki3")
    with Cabinet.create(path) as cabinet:
        for title, words in (
            ("国保", "保険料の賦課を委託する。"),
            ("介護", f"認定の事務\nを{HOSTILE}に出す。"),
            ("保管", "委託は終わった。"),
            ("削除", "委託をやめた。"),
        ):
            cabinet.new(form, Node({"cover.title": title, "I.1.2": words}))
        archive(cabinet, 3)
        trash(cabinet, 4)
    assert coordinator.open_cabinet(path)
    coordinator.cabinet_window.show()
    return path


def searched(qtbot: QtBot, coordinator: Coordinator, words: str) -> SearchPage:
    """The page with what is found for words that are typed."""
    if not coordinator.cabinet_window.isVisible() or "search" not in vars(coordinator.cabinet_window):
        coordinator.cabinet_window.actions_[SEARCH].trigger()
    page = coordinator.cabinet_window.pages.search
    qtbot.waitUntil(lambda: page._jobs is not None and not page._jobs.syncing)
    page.words.clear()
    with qtbot.waitSignal(page.model.modelReset):
        page.words.insert(words)
    qtbot.waitUntil(lambda: not page._pause.isActive() and page._searched == words)
    qtbot.wait(20)
    return page


def found(page: SearchPage) -> list[int]:
    return [hit.assessment_id for hit in page.model.hits]


def test_two_characters_find_the_places_in_all_but_the_trash(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "委託")
    qtbot.waitUntil(lambda: len(page.model.hits) == 3)
    assert found(page) == [1, 2, 3]
    places = [page.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert _("{name} (archived)").partition("}")[2] in places[2]
    assert "<b>" in page.model.index(1).data()
    assert "<b>" not in page.model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    for hit in page.model.hits:
        assert "".join(words for words, _m in pieces(hit.excerpt, hit.marks)) == hit.excerpt
        assert [words for words, marked in pieces(hit.excerpt, hit.marks) if marked] == ["委託"]


def test_enter_opens_the_assessment_at_the_item(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "認定")
    qtbot.waitUntil(lambda: found(page) == [2])
    QTest.keyClick(page.words, Qt.Key.Key_Return)
    window = coordinator.windows[2]
    holders = [holder for index in range(window.tabs.count()) if (holder := window.tabs.widget(index))]
    shown = [stub.shown for holder in holders for stub in holder.findChildren(StubPage)]
    assert [("I.1.2",)] in shown


def test_what_was_typed_a_moment_ago_is_found(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "委託")
    page.leave()
    window = coordinator.open_assessment(1)
    assert window is not None
    window.session.set_answer(("I.1.2",), "新しい言葉になった。")
    coordinator.cabinet_window.show_search()
    page.words.setText("新しい言葉")
    qtbot.waitUntil(lambda: found(page) == [1])


def test_what_is_found_is_copied_as_cells(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    with qtbot.waitActive(coordinator.cabinet_window):
        coordinator.cabinet_window.activateWindow()
    page = searched(qtbot, coordinator, "委託")
    qtbot.waitUntil(lambda: len(page.model.hits) == 3)
    page.list.setFocus()
    page.list.clearSelection()
    QTest.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heads, *rows = QGuiApplication.clipboard().text().splitlines()
    assert heads.split("\t") == [_("Place"), _("Words")]
    assert len(rows) == len(page.model.hits)


def test_escape_goes_back_and_no_row_of_the_hidden_list_can_be_deleted(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "委託")
    assert page.isVisible()
    assert not coordinator.cabinet_window.actions_[DELETE].isEnabled()
    QTest.keyClick(page.words, Qt.Key.Key_Escape)
    assert coordinator.cabinet_window.full.isVisible()
    assert coordinator.cabinet_window.actions_[DELETE].isEnabled()


def test_closing_the_cabinet_while_it_is_being_indexed_is_safe(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, usual = threading.Event(), SearchIndex.sync

    def slow(index: SearchIndex, stopped: object, progress: object) -> bool:
        begun.set()
        assert callable(stopped)
        while not stopped():
            threading.Event().wait(0.005)
        return usual(index, stopped)

    monkeypatch.setattr(SearchIndex, "sync", slow)
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    coordinator.cabinet_window.show_search()
    assert begun.wait(60)
    coordinator.shut()
    assert coordinator.store is None
    assert coordinator.cabinet_window.pages.first.isVisible()


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [("abcdef", False)]),
        ([(0, 2)], [("ab", True), ("cdef", False)]),
        ([(1, 4), (2, 6)], [("a", False), ("bcd", True), ("ef", True)]),
        ([(0, 6), (2, 3)], [("abcdef", True)]),
    ],
)
def test_marks_may_overlap_and_no_character_is_lost(
    marks: list[tuple[int, int]], expected: list[tuple[str, bool]]
) -> None:
    assert pieces("abcdef", marks) == expected


def test_a_window_that_was_closed_shows_the_list_and_can_search_again(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    searched(qtbot, coordinator, "委託")
    coordinator.cabinet_window.close()
    coordinator.show_cabinet()
    assert coordinator.cabinet_window.full.isVisible()
    coordinator.cabinet_window.show_search()
    page = coordinator.cabinet_window.pages.search
    page.words.setText("認定")
    qtbot.waitUntil(lambda: found(page) == [2])


def test_what_goes_into_the_trash_meanwhile_and_another_cabinet_are_shown_no_more(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "委託")
    qtbot.waitUntil(lambda: len(page.model.hits) == 3)
    hits = tuple(page.model.hits)
    assert coordinator.store is not None
    trash(coordinator.store.cabinet, 1)
    page._found(hits)
    assert found(page) == [2, 3]
    page.show_store(None)
    assert found(page) == []
    assert not page.wanted


def test_a_search_that_fails_says_why(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "委託")

    def fail(_index: SearchIndex, _words: str, limit: int = 0) -> None:
        raise CabinetError("読めません。", "もう一度。")

    monkeypatch.setattr(SearchIndex, "search", fail)
    page.words.insert("先")
    qtbot.waitUntil(lambda: "読めません。" in page.count.text())
    assert "もう一度。" in page.count.text()


def test_notes_and_versions_are_searched_as_soon_as_they_are_wanted(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    assert coordinator.store is not None
    coordinator.store.cabinet.close_version(2, "第一の版", "2026-04-01")
    page = searched(qtbot, coordinator, "委託")
    qtbot.waitUntil(lambda: found(page) == [1, 2, 3])
    page.versions.click()
    qtbot.waitUntil(lambda: found(page) == [1, 2, 2, 3] or found(page) == [1, 2, 3, 2])
    page.versions.click()
    qtbot.waitUntil(lambda: found(page) == [1, 2, 3])


def test_what_was_found_is_looked_for_again_on_coming_to_the_front(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    """A list that still said what an assessment no longer says could be copied without its marks."""
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "認定")
    qtbot.waitUntil(lambda: found(page) == [2])
    window = coordinator.open_assessment(2)
    assert window is not None
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.set_answer(("I.1.2",), "別の事務")
    coordinator.cabinet_window.activateWindow()
    qtbot.waitUntil(lambda: found(page) == [])


def test_looked_for_again_the_hit_that_was_chosen_is_opened_and_of_other_words_the_first(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    page = searched(qtbot, coordinator, "事務")
    qtbot.waitUntil(lambda: found(page) == [2])
    page = searched(qtbot, coordinator, "委託")
    qtbot.waitUntil(lambda: sorted(found(page)) == [1, 2, 3])
    first, _second, chosen = page.model.hits
    page.list.setCurrentIndex(page.model.index(2))
    assert coordinator.cabinet is not None
    coordinator.cabinet.edit(first.assessment_id, SetAnswer(first.path, "別の事務"))
    page.search_again()
    qtbot.waitUntil(lambda: len(found(page)) == 2)
    assert page.model.hits[page.list.currentIndex().row()].assessment_id == chosen.assessment_id
    page = searched(qtbot, coordinator, "事務")
    qtbot.waitUntil(lambda: len(found(page)) == 2 and page._found_for == "事務")
    assert page.list.currentIndex().row() == 0

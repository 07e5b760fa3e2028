"""この欄の以前の記載: kept in the cabinet beside the typing, read, copied, taken back and erased."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.edits import InsertEntry, RemoveEntry
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.exchange.interchange import write_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from tests.ui.shell import MakeCoordinator, coordinator_of
from ui.assessment.actions import PAST
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow
from ui.past.dialog import PastDialog, show_past
from ui.widgets.pasted_words import words_on

TITLE = ("cover.title",)
WORK = ("I.1.2",)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot) -> AssessmentWindow:
    coordinator = make_coordinator(form_tab)
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    made = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4")))
    assert made is not None
    return made


def pace(window: AssessmentWindow) -> Clock:
    clock = Clock()
    past = window.session.past
    assert past is not None
    past.clock = window.session.steps.clock = clock
    return clock


def write(window: AssessmentWindow, clock: Clock, *states: str) -> None:
    for words in states:
        clock.now += 60
        window.session.set_answer(WORK, words)


def dialog_of(window: AssessmentWindow) -> PastDialog:
    dialog = show_past(window, window.session, WORK)
    assert dialog is not None
    return dialog


def test_a_past_answer_is_read_copied_and_taken_back(window: AssessmentWindow) -> None:
    write(window, pace(window), "初めの記載", "次の記載", "今の記載")
    dialog = dialog_of(window)
    assert [state.value for state in dialog.model.states] == ["次の記載", "初めの記載"]
    assert dialog.words.toPlainText() == "次の記載"
    dialog.list.setCurrentIndex(dialog.model.index(1))
    assert dialog.words.toPlainText() == "初めの記載"
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "初めの記載"
    steps = window.session.undo_stack.index()
    dialog.restore()
    assert window.session.answer(WORK) == "初めの記載"
    assert window.session.undo_stack.index() == steps + 1
    window.undo()
    assert window.session.answer(WORK) == "今の記載"


def test_it_is_there_after_the_window_was_closed(window: AssessmentWindow) -> None:
    coordinator = coordinator_of(window)
    clock = pace(window)
    write(window, clock, "閉じる前の記載")
    clock.now += 60
    window.session.set_answer(WORK, None)
    assert coordinator.store is not None
    id_ = coordinator.store.infos()[0].id
    window.close()
    again = coordinator.open_assessment(id_)
    assert again is not None
    dialog = dialog_of(again)
    assert [state.value for state in dialog.model.states] == ["閉じる前の記載"]
    dialog.restore()
    assert again.session.answer(WORK) == "閉じる前の記載"


def copied_withheld() -> bool:
    words = words_on(QGuiApplication.clipboard().mimeData())
    return words is not None and bool(words.withheld)


def test_what_was_withheld_comes_back_withheld(window: AssessmentWindow) -> None:
    clock = pace(window)
    write(window, clock, "一部は公表しない")
    window.session.withhold(WORK, ((0, 2),))
    write(window, clock, "全く別")
    dialog = dialog_of(window)
    state = dialog.chosen()
    assert state is not None
    assert state.withheld == ((0, 2),)
    dialog.copy_button.click()
    assert copied_withheld()
    dialog.words.selectAll()
    dialog.words.copy()
    assert copied_withheld()
    dialog.restore()
    assert window.session.root.withheld_at(WORK) == ((0, 2),)
    window.session.withhold(WORK, WHOLE)
    write(window, clock, "又別")
    dialog = dialog_of(window)
    dialog.list.setCurrentIndex(dialog.model.index(len(dialog.model.states) - 1))
    dialog.restore()
    assert window.session.root.withheld_at(WORK) == WHOLE


def test_what_an_entry_withheld_is_known_when_it_has_gone(window: AssessmentWindow) -> None:
    """A list that keeps words of then is copied for the public without them."""
    clock = pace(window)
    entrusted, words = (FILES, window.session.file_key, "II.4.e"), "委託先の部屋の番号は４０９"
    inside = Node({"II.4.e.1": words, "II.4.e.title": "公開の業務"}, {}, {"II.4.e.1": ((0, 3),)})
    window.session.push(InsertEntry(entrusted, "k", 0, inside))
    clock.now += 60
    window.session.push(RemoveEntry(entrusted, "k"))
    clock.now += 60
    coordinator = coordinator_of(window)
    assert coordinator.store is not None
    assessment = coordinator.store.infos()[0].id
    window.close()
    found = [
        dict(node.answers)
        for state in coordinator.store.once_withheld(assessment)
        for _path, node in state.root.walk()
    ]
    assert {"II.4.e.1": words} in found
    assert not any("公開の業務" in one.values() for one in found)


def test_what_versions_withheld_is_read_from_them_once(
    window: AssessmentWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They never change, and a list of the whole cabinet asks for those of every assessment."""
    store = coordinator_of(window).store
    assert store is not None
    window.session.set_answer(WORK, "部屋の番号")
    window.session.withhold(WORK, ((0, 2),))
    assessment = store.infos()[0].id
    store.flush()
    store.close_version(assessment, "第1版", "2026-03-31")
    load = Mock(side_effect=store.load_version)
    monkeypatch.setattr(store, "load_version", load)
    first, again = store.once_withheld(assessment), store.once_withheld(assessment)
    assert [state.root.answer(WORK) for state in first] == ["部屋の番号"]
    assert again == first
    load.assert_called_once()


def test_one_items_past_is_erased_and_none_goes_out(window: AssessmentWindow) -> None:
    clock = pace(window)
    write(window, clock, "消してほしい記載", "今の記載")
    window.session.set_answer(TITLE, "別の欄")
    clock.now += 60
    window.session.set_answer(TITLE, "別の欄の今")
    document = write_document(window.session.snapshot(), window.session.store.pictures)
    assert "消してほしい記載" not in document
    dialog = dialog_of(window)
    dialog.erase()
    assert dialog.model.states == ()
    assert not dialog.erase_button.isEnabled()
    other = show_past(window, window.session, TITLE)
    assert other is not None
    assert other.model.states
    write(window, clock, "次", "その次")
    assert "次" in [state.value for state in dialog_of(window).model.states]


def test_the_menu_offers_it_at_an_item_alone(window: AssessmentWindow) -> None:
    action = window.actions_[PAST]
    assert window.session.current_path is None or action.isEnabled()
    window.session.enter_item(WORK)
    assert action.isEnabled()


def test_what_was_withheld_later_is_so_in_earlier_answers_too(window: AssessmentWindow) -> None:
    clock = pace(window)
    write(window, clock, "計画の秘密", "秘密の所在地")
    window.session.withhold(WORK, ((0, 5),))
    write(window, clock, "全く別")
    window.session.set_answer(WORK, None)
    dialog = dialog_of(window)
    keeper = window.session.past
    assert keeper is not None
    keeper.keep([(WORK, "初め：秘密の所在は北棟", None)])
    dialog.refresh()
    [first] = [row for row, one in enumerate(dialog.model.states) if str(one.value).startswith("初め")]
    dialog.list.setCurrentIndex(dialog.model.index(first))
    dialog.copy_button.click()
    assert copied_withheld()
    dialog.restore()
    assert window.session.root.withheld_at(WORK) == ((3, 8),)

"""The saved-state line says that all is saved only when it is."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import CabinetGone, DiskFull, PartBeside
from db.records import SaverState
from db.saver import Saver
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.forms.catalogue import find_form
from ui.context.cabinet_saving import SavedState
from ui.context.cabinet_store import CabinetStore
from ui.context.saved_line import SavedLine, saved_words, why_not_saved

EDIT = SetAnswer(("cover.title",), "あ")


class StuckSaver:
    """A saver that does as the test says."""

    def __init__(self) -> None:
        self.count = 0

    def submit(self, assessment_id: int, edit: object) -> int:
        self.count += 1
        return self.count

    def flush(self) -> bool:
        return False

    def close(self) -> bool:
        return False

    def abandon(self) -> None:
        self.count = -1


@pytest.fixture
def cabinet(tmp_path: Path) -> Cabinet:
    return Cabinet.create(tmp_path / "c.pia")


def told(qtbot: QtBot, store: CabinetStore, state: SaverState) -> None:
    """Tell a state from another thread, as the saver does."""
    with qtbot.waitSignal(store.state_changed):
        thread = threading.Thread(target=store.tell, args=(state,))
        thread.start()
        thread.join()


def test_a_state_older_than_the_last_edit_does_not_say_saved(qtbot: QtBot, cabinet: Cabinet) -> None:
    store = CabinetStore(cabinet, cast(Saver, StuckSaver()))
    store.submit(1, EDIT)
    store.submit(1, EDIT)
    told(qtbot, store, SaverState(saved_through=1, pending=0))
    assert saved_words(store.state)[0] == "saving"
    told(qtbot, store, SaverState(saved_through=2, pending=0))
    assert saved_words(store.state)[0] == "saved"
    assert store.state.saved_at is not None
    cabinet.close()


def test_states_arrive_in_the_windows_thread(qtbot: QtBot, cabinet: Cabinet) -> None:
    store = CabinetStore(cabinet, cast(Saver, StuckSaver()))
    threads: list[int] = []
    store.state_changed.connect(lambda _state: threads.append(threading.get_ident()))
    told(qtbot, store, SaverState(1, 0))
    assert threads == [threading.get_ident()]
    cabinet.close()


def test_a_failure_is_told_with_its_reason_until_saving_works_again(qtbot: QtBot, cabinet: Cabinet) -> None:
    store = CabinetStore(cabinet, cast(Saver, StuckSaver()))
    line = SavedLine()
    qtbot.addWidget(line)
    line.show()
    store.state_changed.connect(line.show_state)
    error = DiskFull(cabinet.path)
    store.submit(1, EDIT)
    told(qtbot, store, SaverState(0, 1, error))
    assert error.message in line.words.text()
    assert error.remedy in line.words.toolTip()
    assert line.rescue.isVisible()
    with qtbot.waitSignal(line.rescue_requested):
        line.rescue.click()
    store.submit(1, EDIT)
    assert error.message in line.words.text()
    told(qtbot, store, SaverState(2, 0, None))
    assert error.message not in line.words.text()
    assert not line.rescue.isVisible()
    cabinet.close()


def test_what_bars_closing_is_the_file_where_no_edit_waits(cabinet: Cabinet) -> None:
    gone = CabinetGone(cabinet.path)
    assert why_not_saved(SavedState(0, None, gone)) == gone.message
    assert why_not_saved(SavedState(1, None, gone)) != gone.message
    cabinet.close()


def test_a_part_that_is_not_in_the_one_file_is_told(qtbot: QtBot, cabinet: Cabinet) -> None:
    store = CabinetStore(cabinet, cast(Saver, StuckSaver()))
    line = SavedLine()
    qtbot.addWidget(line)
    line.show()
    store.state_changed.connect(line.show_state)
    beside = PartBeside(cabinet.path)
    told(qtbot, store, SaverState(0, 0, None, beside))
    assert line.words.text() == beside.message
    assert beside.remedy in line.words.toolTip()
    assert line.rescue.isVisible()
    told(qtbot, store, SaverState(0, 0))
    assert saved_words(store.state)[0] == "saved"
    assert not line.rescue.isVisible()
    cabinet.close()


def test_a_real_saver_brings_an_edit_to_disk_and_the_line_to_saved(qtbot: QtBot, cabinet: Cabinet) -> None:
    made = cabinet.new(find_form("yoshiki3"))
    store = CabinetStore(cabinet)
    store.start()
    with qtbot.waitSignal(store.state_changed, check_params_cb=lambda state: state.saved_at is not None):
        store.submit(made, EDIT)
    assert cabinet.load(made).root.answer(("cover.title",)) == "あ"
    assert store.close()


def test_letting_go_keeps_what_is_unsaved_unless_it_is_given_up(qtbot: QtBot, cabinet: Cabinet) -> None:
    saver = StuckSaver()
    store = CabinetStore(cabinet, cast(Saver, saver))
    assert not store.close()
    assert saver.count == 0
    assert store.close(give_up=True)
    assert saver.count == -1


@pytest.mark.parametrize(
    ("state", "icon"),
    [
        (SavedState(read_only=True, pending=3), "lock"),
        (SavedState(pending=1, saved_at=datetime(2024, 1, 1)), "saving"),
        (SavedState(pending=0), "saved"),
    ],
)
def test_every_state_has_words_and_an_icon(state: SavedState, icon: str) -> None:
    name, words = saved_words(state)
    assert name == icon
    assert words

"""A change of law goes through all assessments in the window: looked at, done in one step, taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from pia_desktop.packs.loader import own_pack
from tests.packs.places import ARTICLE, COMMISSION
from tests.ui.shell import MakeCoordinator, dialog, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import LAW, TAKE_BACK
from ui.reuse.law_dialog import LawDialog
from ui.reuse.own_pack_dialog import OwnPackDialog
from ui.reuse.places_tree import PlacesTree
from ui.reuse.take_back_dialog import TakeBackDialog
from ui.widgets.line_field import LineField

PATH = ("I.1.2",)
OLD = "番号法第19条第7号により照会する。"
NEW = "番号法第19条第8号により照会する。"


@pytest.fixture
def office(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    """1, 2: the old reference, in 2 in its record too; 3: of an ended work."""
    form = find_form("yoshiki3")
    before = form.lists[form.roles.changes].item_ids[2]
    with Cabinet.create(tmp_path / "台帳.pia") as cabinet:
        for number in range(1, 4):
            lists = {FILES: {"k": Node()}}
            if number == 2:
                lists[form.roles.changes] = {"r": Node({before: OLD})}
            cabinet.new(form, Node({PATH[0]: OLD, form.roles.title: f"住民課の事務{number}"}, lists))
        cabinet.set_stages(3, "ended", {"ended": "2024-01-01"})
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia")
    coordinator.show_cabinet()
    return coordinator


def ask(office: Coordinator, qtbot: QtBot, pack: str) -> LawDialog:
    window = office.cabinet_window
    window.actions_.refresh()
    window.actions_[LAW].trigger()
    (asked,) = dialogs(LawDialog)
    assert isinstance(asked, LawDialog)
    names = [asked.packs.itemData(at).id for at in range(asked.packs.count())]
    asked.packs.setCurrentIndex(names.index(pack))
    qtbot.waitUntil(lambda: not asked.message.text().startswith(_("Looking through the assessments…")))
    return asked


def row(item: QTreeWidgetItem) -> tuple[int, Qt.CheckState]:
    return PlacesTree.found(item).assessment_id, item.checkState(0)


def test_it_is_looked_at_done_and_taken_back(
    office: Coordinator, qtbot: QtBot, chosen: list[Path | None], tmp_path: Path
) -> None:
    window = office.open_assessment(1)
    assert window is not None
    asked = ask(office, qtbot, ARTICLE)
    rows = [row(item) for item in asked.tree.rows()]
    assert rows == [
        (1, Qt.CheckState.Checked),
        (2, Qt.CheckState.Checked),
        (2, Qt.CheckState.Unchecked),  # the record of the past
    ]
    assert asked.after.toPlainText() == NEW
    asked.change_button.click()
    assert office.store is not None
    assert window.session.answer(PATH) == NEW
    assert office.store.load(2).root.answer(PATH) == NEW
    assert office.store.load(3).root.answer(PATH) == OLD
    changes = office.store.load(2).form.roles.changes
    assert len(office.store.load(2).root.entries((changes,))) == 2
    chosen.append(tmp_path / "記録.html")
    dialog().button(_("Save a Re&port…")).click()
    assert NEW in (tmp_path / "記録.html").read_text(encoding="utf-8")
    asked.close()
    office.cabinet_window.actions_.refresh()
    office.cabinet_window.actions_[TAKE_BACK].trigger()
    (back,) = dialogs(TakeBackDialog)
    assert isinstance(back, TakeBackDialog)
    assert "（令和3年9月1日施行）" in back.list.item(0).text(), "a pack is no word that stands for another"
    back.button.click()
    assert window.session.answer(PATH) == OLD
    assert office.store.load(2).root.answer(PATH) == OLD


def test_ended_works_come_in_where_they_are_wanted(office: Coordinator, qtbot: QtBot) -> None:
    asked = ask(office, qtbot, ARTICLE)
    asked.with_ended.setChecked(True)
    qtbot.waitUntil(lambda: len(list(asked.tree.rows())) == 4)


def test_where_nothing_stands_nothing_can_be_done(office: Coordinator, qtbot: QtBot) -> None:
    asked = ask(office, qtbot, COMMISSION)
    assert not asked.change_button.isEnabled()
    assert not asked.drop_pack.isEnabled()


def test_the_office_makes_its_own(office: Coordinator, qtbot: QtBot) -> None:
    asked = ask(office, qtbot, ARTICLE)
    asked.new_pack.click()
    (own,) = dialogs(OwnPackDialog)
    assert isinstance(own, OwnPackDialog)
    assert not own.accept_button.isEnabled()
    own.title.setText("課の統合")
    for place, words in enumerate(("住民課", "市民課")):
        item = own.pairs.item(0, place)
        assert item is not None
        item.setText(words)
    own.accept_button.click()
    qtbot.waitUntil(lambda: len(list(asked.tree.rows())) == 2)
    assert asked.pack is not None
    assert asked.pack.own
    asked.change_button.click()
    dialog().close()
    assert office.store is not None
    assert [info.title for info in office.store.infos()][:2] == ["市民課の事務1", "市民課の事務2"]
    asked.drop_pack.click()
    assert not any(asked.packs.itemData(at).own for at in range(asked.packs.count()))


@pytest.mark.parametrize("editing", [False, True])
def test_pairs_of_names_come_from_a_spreadsheet(office: Coordinator, qtbot: QtBot, editing: bool) -> None:
    asked = ask(office, qtbot, ARTICLE)
    asked.new_pack.click()
    (own,) = dialogs(OwnPackDialog)
    assert isinstance(own, OwnPackDialog)
    rows = [(f"旧{number}課", f"新{number}課") for number in range(20)]
    QGuiApplication.clipboard().setText("".join(f"{old}\t{new}\r\n" for old, new in rows))
    own.pairs.setCurrentCell(0, 0)
    if editing:
        own.pairs.edit(own.pairs.currentIndex())
        field = own.pairs.viewport().findChild(LineField)
        assert field is not None
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    else:
        own.pasted.paste()
    assert own.found() == rows
    own.reject()


def test_the_checks_know_what_the_office_made(
    office: Coordinator, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a window that is open, and in the list for those that are not."""
    monkeypatch.setattr("ui.cabinet.finding_counting.COUNT_AFTER", 0)
    store, window = office.store, office.open_assessment(1)
    assert store is not None
    assert window is not None
    window.review.begin()
    watch, title = window.review.watch, (window.session.form.roles.title,)
    qtbot.waitUntil(lambda: watch.ready)

    def counted() -> list[int | None]:
        watch.remember()
        assert store.flush()
        return [info.findings.hint if info.findings else None for info in store.infos()]

    office.cabinet_window.refresh()
    qtbot.waitUntil(lambda: None not in counted(), timeout=20_000)
    before = [hint or 0 for hint in counted()]
    pack = own_pack("own-1", "課の統合", date(2024, 4, 1), "office", [("住民課", "市民課")])
    store.office.put_packs([pack])
    qtbot.waitUntil(lambda: "C630" in [finding.code for finding in watch.at(title)])
    qtbot.waitUntil(lambda: counted() == [hint + 1 for hint in before], timeout=20_000)
    store.office.put_packs([])
    qtbot.waitUntil(lambda: "C630" not in [finding.code for finding in watch.at(title)])
    qtbot.waitUntil(lambda: counted() == before, timeout=20_000)


def test_another_pack_is_looked_for_in_what_was_read_already(
    office: Coordinator, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(office, qtbot, ARTICLE)
    store, read = asked._cabinet.store, list[int]()
    load = store.load

    def loaded(assessment_id: int) -> Snapshot:
        read.append(assessment_id)
        return load(assessment_id)

    monkeypatch.setattr(store, "load", loaded)
    store.cabinet.apply(2, [SetAnswer(PATH, "特定個人情報保護委員会に届け出る。")])
    names = [asked.packs.itemData(at).id for at in range(asked.packs.count())]
    asked.packs.setCurrentIndex(names.index(COMMISSION))
    qtbot.waitUntil(lambda: not asked._reader.running)
    assert [row(item)[0] for item in asked.tree.rows()] == [2]
    assert read == [2]


def test_one_that_cannot_be_read_is_left_out_and_told_of(
    office: Coordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    assert office.store is not None
    with closing(sqlite3.connect(office.store.path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = '{' WHERE assessment_id = 1 AND item_id = 'I.1.2'")
    asked = ask(office, qtbot, ARTICLE)
    assert "読み取れない" in asked.message.text()
    asked.change_button.click()
    assert office.store.load(2).root.answer(PATH) == NEW

"""From an empty program to a cabinet with assessments, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import CabinetGone
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.assessment_rows import NAME
from pia_desktop.exchange.interchange import read_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from tests.ui.shell import MakeCoordinator, dialog, dialogs, free, newest
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import COPY, DELETE, EXPORT, NEW, NEW_CABINET, OPEN_CABINET, SAVE_PDF, TAKE_IN, UNDO
from ui.new_assessment.dialog import NewDialog
from ui.printing.dialog import PrintDialog
from ui.widgets.settings import recent_cabinets


def fill(path: Path, *titles: str) -> None:
    """A cabinet with an assessment for each title, numbered from 1."""
    form = find_form("yoshiki3")
    with Cabinet.create(path) as cabinet:
        for number, title in enumerate(titles, 1):
            cabinet.new(form, Node({"cover.number": str(number), "cover.title": title}))


def rows(coordinator: Coordinator) -> list[str]:
    return [row.words[NAME] for row in coordinator.cabinet_window.model.shown]


def open_filled(coordinator: Coordinator, tmp_path: Path, *titles: str) -> Path:
    path = tmp_path / "台帳.pia"
    fill(path, *titles)
    assert coordinator.open_cabinet(path)
    coordinator.cabinet_window.show()
    return path


def test_the_first_start_leads_to_a_first_assessment(
    qtbot: QtBot, make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    cabinet_window = coordinator.cabinet_window
    assert cabinet_window.pages.first.isVisible()
    assert not cabinet_window.status.count.isVisible(), "without a cabinet there is nothing to count"
    chosen.append(tmp_path / "新しい.pia")
    cabinet_window.pages.first.buttons[0].click()
    assert cabinet_window.pages.empty.isVisible()
    assert cabinet_window.status.count.isVisible()
    cabinet_window.pages.empty.buttons[0].click()
    choice = dialogs(NewDialog)[0]
    assert isinstance(choice, NewDialog)
    choice.choices.button(1).setChecked(True)
    choice.accept()
    assert len(coordinator.windows) == 1
    window = next(iter(coordinator.windows.values()))
    assert window.session.form is choice.forms_page.forms[1]
    assert cabinet_window.full.isVisibleTo(cabinet_window)
    assert recent_cabinets() == [tmp_path / "新しい.pia"]


def test_cancelling_a_file_dialog_changes_nothing(
    make_coordinator: MakeCoordinator, chosen: list[Path | None]
) -> None:
    coordinator = make_coordinator()
    chosen += [None, None]
    coordinator.cabinet_window.actions_[NEW_CABINET].trigger()
    coordinator.cabinet_window.actions_[OPEN_CABINET].trigger()
    assert coordinator.store is None


def test_opening_what_is_no_cabinet_says_so_and_keeps_the_one_that_is_open(
    make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = open_filled(coordinator, tmp_path, "甲")
    bad = tmp_path / "bad.pia"
    bad.write_bytes(b"not a cabinet")
    chosen.append(bad)
    coordinator.cabinet_window.actions_[OPEN_CABINET].trigger()
    message = dialog()
    assert message.heading
    message.close()
    assert coordinator.store is not None
    assert coordinator.store.path == path
    assert bad.read_bytes() == b"not a cabinet"


def test_the_filter_takes_any_width_and_case(make_coordinator: MakeCoordinator, tmp_path: Path) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "介護保険 System", "国民健康保険", "予防接種")
    cabinet_window = coordinator.cabinet_window
    cabinet_window.bar.words.setText("ｓｙｓｔｅｍ 介護")
    assert rows(coordinator) == ["介護保険 System"]
    cabinet_window.bar.words.setText("保険")
    assert sorted(rows(coordinator)) == ["介護保険 System", "国民健康保険"]
    cabinet_window.bar.words.setText("無い")
    assert rows(coordinator) == []
    assert cabinet_window.full.nothing.isVisible()
    assert "ごみ箱" not in cabinet_window.full.nothing.text()
    cabinet_window.bar.words.setText("介護")
    cabinet_window.actions_[DELETE].trigger()
    assert "ごみ箱" in cabinet_window.full.nothing.text()
    cabinet_window.actions_[UNDO].trigger()
    cabinet_window.bar.words.clear()
    assert len(rows(coordinator)) == 3


def test_enter_opens_and_a_second_time_brings_the_same_window(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "甲", "乙")
    coordinator.cabinet_window.pick(2)
    QTest.keyClick(coordinator.cabinet_window.table, Qt.Key.Key_Return)
    assert list(coordinator.windows) == [2]
    coordinator.cabinet_window.table.doubleClicked.emit(coordinator.cabinet_window.table.currentIndex())
    assert coordinator.open_assessment(2) is coordinator.windows[2]


def test_import_and_export_go_round(
    make_coordinator: MakeCoordinator,
    qtbot: QtBot,
    chosen: list[Path | None],
    tmp_path: Path,
    root: Path,
) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "甲")
    source = root / "resources" / "samples" / "yoshiki3.json"
    chosen += [source, tmp_path / "out.json"]
    coordinator.cabinet_window.actions_[TAKE_IN].trigger()
    qtbot.waitUntil(lambda: len(rows(coordinator)) == 2)
    coordinator.cabinet_window.actions_[EXPORT].trigger()
    qtbot.waitUntil(lambda: not coordinator.cabinet_window.tables.running)
    written = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(source.read_text(encoding="utf-8"))
    assert read_document(written, "out").form.id == "yoshiki3"


def test_printing_from_the_list_asks_about_mistakes_and_leads_to_the_first(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "甲")
    window = coordinator.cabinet_window
    window.actions_[SAVE_PDF].trigger()
    printing = newest(PrintDialog)
    printing.accept()
    assert "未記入" in dialog().heading, "most of them are items without an answer"
    dialog().button(_("See the Findings")).click()
    assert not printing.isVisible()
    [opened] = coordinator.windows.values()
    assert opened.session.current_path is not None


def test_a_faulty_import_lists_its_faults_and_imports_nothing(
    make_coordinator: MakeCoordinator, qtbot: QtBot, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "甲")
    bad = tmp_path / "bad.json"
    values = {"I.1.3": "多数", "Q": 1}
    document = {"form": "yoshiki3", "version": "平成30年5月", "values": values}
    bad.write_text(json.dumps(document), encoding="utf-8")
    chosen.append(bad)
    coordinator.cabinet_window.actions_[TAKE_IN].trigger()
    qtbot.waitUntil(lambda: bool(dialogs()))
    faults = dialog().findChild(QPlainTextEdit)
    assert faults is not None
    assert len(faults.toPlainText().splitlines()) == 2
    assert rows(coordinator) == ["甲"]


def test_a_copy_is_a_second_assessment_that_the_list_tells_apart(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "甲")
    window = coordinator.open_assessment(1)
    assert window is not None
    window.session.set_answer(("cover.title",), "丙")
    coordinator.cabinet_window.pick(1)
    coordinator.cabinet_window.actions_[COPY].trigger()
    picked = coordinator.cabinet_window.picked()
    assert picked is not None
    assert picked.id == 2
    window_ = coordinator.cabinet_window
    names = {row.info.id: row.words[NAME] for row in window_.model.shown}
    assert names[1] == "丙"
    assert names[2] != "丙"
    assert names[2] in window_.status.notice.text()
    assert coordinator.store is not None
    assert coordinator.store.load(2).root.answer(("cover.title",)) == "丙", (
        "the form itself says no other name"
    )
    coordinator.open_assessment(2).session.set_answer(("cover.title",), "丁")  # type: ignore[union-attr]
    assert coordinator.store.flush()
    window_.show()
    qtbot.waitUntil(lambda: [row.words[NAME] for row in window_.model.shown].count("丁") == 1)


def test_a_copy_can_be_undone(make_coordinator: MakeCoordinator, tmp_path: Path) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "甲")
    window = coordinator.cabinet_window
    window.pick(1)
    window.actions_[COPY].trigger()
    assert window.status.undo_button.isVisible()
    window.status.undo_button.click()
    assert [row.info.id for row in window.model.shown] == [1]
    assert coordinator.store is not None
    assert [info.id for info in coordinator.store.infos() if info.trashed] == [2]


def test_a_cabinet_that_someone_has_open_says_so_and_can_only_be_read(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "c.pia"
    fill(path, "甲")
    with Cabinet.open(path) as first:
        assert not first.read_only
        coordinator = make_coordinator()
        coordinator.open_cabinet(path)
        cabinet_window = coordinator.cabinet_window
        cabinet_window.show()
        cabinet_window.pick(1)
        assert cabinet_window.banner.isVisible()
        words = " ".join(label.text() for label in cabinet_window.banner.findChildren(QLabel))
        assert first.holder is None
        assert coordinator.store is not None
        assert coordinator.store.cabinet.read_only_reason in words
        actions = cabinet_window.actions_
        assert not any(actions[row].isEnabled() for row in (NEW, TAKE_IN, COPY, DELETE))
        assert actions[EXPORT].isEnabled()
        window = coordinator.open_assessment(1)
        assert window is not None
        window.session.set_answer(("cover.title",), "乙")
        assert window.session.answer(("cover.title",)) == "甲"
        coordinator.close_windows()
        coordinator.shut()
        free()


def test_every_field_of_the_list_has_a_name_for_a_screen_reader(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    open_filled(coordinator, tmp_path, "甲")
    for field in coordinator.cabinet_window.findChildren(QWidget):
        if isinstance(field, QLineEdit | QTreeView):
            assert field.accessibleName(), field
        if isinstance(field, QAbstractButton) and not field.objectName().startswith("qt_"):
            assert field.text() or field.accessibleName() or not field.focusPolicy(), field


def test_the_list_stays_when_the_cabinet_vanishes_and_says_why(
    make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = make_coordinator()
    path = open_filled(coordinator, tmp_path, "甲")

    def gone(_cabinet: Cabinet) -> None:
        raise CabinetGone(path)

    monkeypatch.setattr(Cabinet, "list", gone)
    coordinator.cabinet_window.refresh()
    assert rows(coordinator) == ["甲"]
    words = " ".join(label.text() for label in coordinator.cabinet_window.banner.findChildren(QLabel))
    assert CabinetGone(path).message in words
    monkeypatch.undo()
    coordinator.cabinet_window.refresh()
    assert not coordinator.cabinet_window.banner.isVisible()


def test_the_buttons_of_the_first_pages_are_alike_whatever_is_said_of_them(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    coordinator.cabinet_window.grab()  # laid out
    pages = coordinator.cabinet_window.pages
    assert len({button.width() for button in pages.first.buttons}) == 1
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    coordinator.cabinet_window.grab()  # laid out
    assert pages.currentWidget() is pages.empty
    assert len({button.width() for button in pages.empty.buttons}) == 1

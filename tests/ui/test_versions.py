"""Versions in the window: closed, read, compared, and taken up again; what was there is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import DiskFull
from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.i18n import _
from pia_desktop.paths import resource_root
from pia_desktop.revisions.compare import EntryRemoved, compare
from pia_desktop.revisions.editions import Dropped, Moved, move_edition, newest_edition
from pia_desktop.revisions.history import read_history
from pia_desktop.revisions.proposals import propose
from pia_desktop.rules.importance import timing
from pia_desktop.rules.rounds import round_name
from pia_desktop.rules.stages import Stage
from tests.revisions.recorded import with_all_rows
from tests.ui.history import (
    AFTER,
    BEFORE,
    ROOT,
    TITLE,
    WORK,
    assessment_menu,
    on_disk,
    open_history,
    store_of,
    versions_of,
)
from tests.ui.shell import (
    MakeCoordinator,
    choose_next,
    coordinator_of,
    dialog,
    dialogs,
    free,
    newest,
    open_menu,
)
from ui.assessment.actions import CLOSE_VERSION, COMPARE, COUNCIL, EDITION, OFFERS, PRINT, PROPOSE, THRESHOLD
from ui.assessment.form_tab import form_tab
from ui.assessment.version_window import VersionWindow
from ui.assessment.window import AssessmentWindow
from ui.changes.council_dialog import CouncilDialog
from ui.comparison.window import CompareWindow
from ui.new_assessment.threshold_dialog import ThresholdDialog
from ui.printing.subject import Subject
from ui.reuse.offers_dialog import OffersDialog
from ui.reuse.related import related
from ui.versions.close_dialog import CloseVersionDialog
from ui.versions.edition_dialog import EditionDialog, edition_words
from ui.versions.naming import suggested_name
from ui.versions.panel import RESTORE, VersionsPanel
from ui.widgets.day_field import DayField


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> AssessmentWindow:
    return open_history(make_coordinator, tmp_path)


def panel_of(window: AssessmentWindow) -> VersionsPanel:
    assert window.panes.versions is not None
    panel = window.panes.versions.show()
    assert isinstance(panel, VersionsPanel)
    return panel


def closing() -> CloseVersionDialog:
    return newest(CloseVersionDialog)


def snapshot_of(window: AssessmentWindow) -> Snapshot:
    return window.session.assessment.snapshot()


# ---- closing


def test_a_version_is_closed_with_all_that_was_typed_and_its_state(window: AssessmentWindow) -> None:
    panel = panel_of(window)
    window.session.set_answer(WORK, "閉じる直前に入力", typing=True)
    panel.close_button.click()
    asked = closing()
    asked.state.setCurrentIndex(asked.state.findData(Stage.SUBMITTED.value))
    asked.state.activated.emit(asked.state.currentIndex())
    asked.day.selectAll()
    QTest.keyClicks(asked.day, "R6.9.30")
    assert asked.name.text() == "令和6年9月 提出"
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    [first, second] = versions_of(window).version_store.versions
    assert (second.number, second.name, second.closed_on, second.state) == (
        2, "令和6年9月 提出", "2024-09-30", "submitted",
    )  # fmt: skip
    store = store_of(window)
    assert store.cabinet.load_version(second.id).root.answer(WORK) == "閉じる直前に入力"
    [info] = store.cabinet.list()
    assert info.state == "submitted"
    assert info.stages == {"submitted": "2024-09-30"}
    assert [dict(one.stages) for one in info.rounds] == [{"published": "2023-09-29"}, dict(info.stages)]
    assert store.cabinet.load_version(first.id).root == ROOT
    assert [one.number for one in panel.model.infos] == [2, 1]


def test_a_second_version_in_a_state_is_dated_today_and_one_before_the_last_is_told(
    window: AssessmentWindow,
) -> None:
    days = {"draft": "2024-09-27", "review": "2024-11-16", "published": "2023-09-29"}
    store, version_store = store_of(window), versions_of(window).version_store
    store.cabinet.set_stages(version_store.assessment_id, "review", days)
    version_store.close_version("点検", date(2024, 11, 16))
    versions_of(window).close_version()
    asked = closing()
    assert asked.day.day == date.today()
    assert "令和6年11月16日" not in asked.remark.text()
    asked.day.show_day(date(2024, 9, 27))
    assert "第2版" in asked.remark.text()
    assert "令和6年11月16日" in asked.remark.text()
    assert asked.close_button.isEnabled()
    asked.reject()


def test_closing_says_that_nothing_has_changed_or_that_a_round_begins(window: AssessmentWindow) -> None:
    versions_of(window).version_store.close_version("点検", date(2024, 11, 16))
    versions_of(window).close_version()
    asked = closing()
    assert "第2版" in asked.remark.text()
    asked.state.setCurrentIndex(asked.state.findData(Stage.REVIEW.value))
    asked.state.activated.emit(asked.state.currentIndex())
    asked.day.show_day(date(2026, 5, 1))
    assert round_name(date(2026, 5, 1)) in asked.remark.text()
    asked.reject()
    window.session.set_answer(WORK, "変えた")
    versions_of(window).close_version()
    again = closing()
    assert not again.remark.isVisible()
    again.reject()


def test_a_name_that_another_version_bears_is_told(window: AssessmentWindow) -> None:
    versions_of(window).version_store.close_version("公表版", date(2024, 11, 16))
    window.session.set_answer(WORK, "変えた")
    versions_of(window).close_version()
    asked = closing()
    asked.name.setText("公表版")
    assert "公表版" in asked.remark.text()
    assert asked.close_button.isEnabled()
    asked.name.setText("公表版２")
    assert not asked.remark.text()
    asked.reject()


def test_a_name_of_the_clerks_own_stays(window: AssessmentWindow) -> None:
    window.actions_[CLOSE_VERSION].trigger()
    asked = closing()
    asked.name.selectAll()
    QTest.keyClicks(asked.name, "v2")
    asked.day.show_day(date(2024, 5, 1))
    assert asked.name.text() == "v2"
    asked.name.clear()
    assert not asked.close_button.isEnabled()
    asked.name.setText("x")
    asked.day.setText("令和6年13月1日")
    assert not asked.close_button.isEnabled()
    asked.reject()
    assert len(versions_of(window).version_store.versions) == 1


def test_what_is_published_is_offered_as_a_version(window: AssessmentWindow) -> None:
    coordinator_of(window).offer_version(1, Stage.SUBMITTED)
    asked = closing()
    assert asked.stage is Stage.SUBMITTED
    assert asked.name.text().endswith("提出")
    asked.accept()
    assert versions_of(window).version_store.versions[-1].state == "submitted"


def test_a_version_that_cannot_be_written_leaves_the_dialog_open(
    window: AssessmentWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions_of(window).close_version()
    asked = closing()

    def full(cabinet: Cabinet, *_arguments: object) -> None:
        raise DiskFull(cabinet.path)

    monkeypatch.setattr(Cabinet, "close_version", full)
    asked.accept()
    assert asked.isVisible()
    dialog().close()
    asked.reject()
    assert len(versions_of(window).version_store.versions) == 1


@pytest.mark.parametrize(
    ("typed", "day"),
    [("R6.9.30", date(2024, 9, 30)), ("2024/9/30", date(2024, 9, 30)), ("R6", None), ("soon", None)],
)
def test_days_are_typed_as_in_the_form(qtbot: QtBot, typed: str, day: date | None) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    field = DayField(date(2020, 1, 1), holder)
    field.selectAll()
    QTest.keyClicks(field, typed)
    assert field.day == day
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.day == (day.replace(month=10, day=1) if day else None)


def test_names_tell_what_happened_when() -> None:
    assert suggested_name(Stage.PUBLISHED, date(2024, 9, 30)) == "令和6年9月 公表"
    assert suggested_name(Stage.DRAFT, date(2019, 5, 1)) == "令和元年5月時点"


# ---- the pane


def test_the_pane_counts_what_changed_since_the_last_version(window: AssessmentWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    qtbot.waitUntil(lambda: "3" in panel.model.draft_words)
    window.session.set_answer(("I.1.1",), "別の名称")
    qtbot.waitUntil(lambda: "4" in panel.model.draft_words)
    window.undo()
    qtbot.waitUntil(lambda: "3" in panel.model.draft_words)


def test_without_versions_the_menus_say_how_to_begin(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form("yoshiki3"), Node({"cover.title": "甲"}))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(1)
    assert window is not None
    for action in (
        window.actions_[COMPARE],
        window.actions_[PROPOSE],
        window.actions_[COUNCIL],
    ):
        action.trigger()
        dialog().button(_("Close a Version…")).click()
        closing().reject()
        free()
    assert not panel_of(window).compare_button.isEnabled()


# ---- reading


def test_a_version_is_read_and_refuses_every_edit(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_history(make_coordinator, tmp_path, form_tab)
    panel_of(window).read_button.click()
    [read] = read_windows()
    assert "令和5年度公表版" in read.windowTitle()
    assert "令和5年度公表版" in read.banner.words.text()
    read.session.item_requested.emit(WORK)
    page = read.page(read.tabs.currentIndex())
    qtbot.waitUntil(lambda: any(BEFORE in words(field) for field in fields(page)))
    for field in fields(page):
        if field.isVisible():
            QTest.keyClicks(field, "x")
            QTest.keyClick(field, Qt.Key.Key_Delete)
    read.session.set_answer(WORK, "別の記載")
    read.session.remove_entry(("I.2",), "s")
    assert read.session.root == ROOT
    assert not read.session.undo_stack.can_undo()
    assert on_disk(window).answer(WORK) == AFTER
    versions_of(window).read(versions_of(window).version_store.versions[0])
    assert read_windows() == [read]
    window.close()
    assert not read.isVisible()


def read_windows() -> list[VersionWindow]:
    return [one for one in dialogs(VersionWindow) if isinstance(one, VersionWindow)]


def fields(page: QWidget) -> list[QWidget]:
    return [*page.findChildren(QTextEdit), *page.findChildren(QPlainTextEdit)]


def words(field: QWidget) -> str:
    assert isinstance(field, QTextEdit | QPlainTextEdit)
    return field.toPlainText()


def test_every_pane_and_action_of_a_version_can_be_used(window: AssessmentWindow) -> None:
    versions_of(window).read(versions_of(window).version_store.versions[0])
    [read] = read_windows()
    for pane in read.panes:
        pane.show()
    read.actions_.refresh()
    read.close()


def test_a_version_is_exported_as_it_was(qtbot: QtBot, window: AssessmentWindow, tmp_path: Path) -> None:
    target = tmp_path / "版.json"
    choose_next(window, target)
    panel = panel_of(window)
    next(one for one in panel.menu.actions() if one.text() == _("&Export…")).trigger()
    qtbot.waitUntil(lambda: not window.tables.running)
    exported = read_file(target)
    assert exported.root.answers == ROOT.answers
    found = compare(Snapshot(exported.form, exported.root), Snapshot(exported.form, ROOT))
    assert found.changes == ()  # but for the keys, which a file does not hold


# ---- comparing


def changes_of(shown: CompareWindow) -> int:
    assert shown.comparison is not None
    return len(shown.comparison.changes)


def test_a_version_is_compared_with_the_draft_as_it_goes_on(window: AssessmentWindow) -> None:
    panel_of(window).compare_button.click()
    [shown] = assessment_menu(window).opened
    assert changes_of(shown) == 3
    window.session.set_answer(WORK, BEFORE)
    shown.refresh()
    assert changes_of(shown) == 2
    shown.show_button.click()
    assert window.session.current_path == ("I.2", "t")
    shown.close()
    free()
    assert assessment_menu(window).opened == []


# ---- a draft from a version


def test_restoring_keeps_the_draft_as_a_version_and_is_one_step(window: AssessmentWindow) -> None:
    was = snapshot_of(window).root
    panel_of(window).actions_[RESTORE].trigger()
    dialog().button(_("Start the Draft")).click()
    assert window.session.root == ROOT
    assert on_disk(window) == ROOT
    store, versions = store_of(window), versions_of(window).version_store.versions
    assert len(versions) == 2
    assert store.cabinet.load_version(versions[1].id).root == was
    window.undo()
    assert window.session.root == was
    assert on_disk(window) == was
    assert not window.session.undo_stack.can_undo()
    window.redo()
    assert on_disk(window) == ROOT


def test_what_is_withheld_now_stays_so_in_a_draft_from_a_version(window: AssessmentWindow) -> None:
    hidden = "台帳に記録する"
    start = AFTER.index(hidden)
    window.session.push(SetWithheld(WORK, ((start, start + len(hidden)),)))
    panel_of(window).actions_[RESTORE].trigger()
    told = _("What is withheld now stays withheld.")
    assert any(told in one.text() for one in dialog().findChildren(QLabel))
    dialog().button(_("Start the Draft")).click()
    was = BEFORE.index(hidden)
    assert window.session.root == ROOT.with_withheld(WORK, ((was, was + len(hidden)),))
    window.undo()
    assert window.session.root.answer(WORK) == AFTER
    assert window.session.root.withheld_at(WORK) == ((start, start + len(hidden)),)


def test_restoring_what_a_version_holds_closes_no_further_one(window: AssessmentWindow) -> None:
    versions_of(window).version_store.close_version("二", date(2024, 1, 1))
    first = versions_of(window).version_store.versions[0]
    versions_of(window).restore(first)
    dialog().button(_("Start the Draft")).click()
    assert window.session.root == ROOT
    assert len(versions_of(window).version_store.versions) == 2
    free()
    versions_of(window).restore(first)
    assert dialogs() == []


def test_nothing_is_restored_when_the_clerk_changes_their_mind(window: AssessmentWindow) -> None:
    was = snapshot_of(window).root
    versions_of(window).restore(versions_of(window).version_store.versions[0])
    dialog().button(_("Cancel")).click()
    assert window.session.root == was
    assert len(versions_of(window).version_store.versions) == 1


# ---- a newer edition


def test_moving_to_a_newer_edition_keeps_the_old_one_as_a_version(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    old = next(one for one in all_forms() if one.id == "yoshiki2" and newest_edition(one))
    known = Assessment(old)
    path = tmp_path / "台帳.pia"
    known.apply(SetAnswer((old.roles.title,), "国保の事務"))
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(old, known.root)
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(made)
    assert window is not None
    open_menu(window, _("&Assessment"))
    assert window.actions_[EDITION].isEnabled()
    window.actions_[EDITION].trigger()
    [asked] = dialogs(EditionDialog)
    assert isinstance(asked, EditionDialog)
    assert "作り直" in asked.words.text()
    window.session.set_answer((old.roles.title,), "国保の事務（置換後）")  # as a replacement over all does
    known.apply(SetAnswer((old.roles.title,), "国保の事務（置換後）"))
    asked.move_button.click()
    moved = coordinator.windows[made]
    assert moved is not window
    assert moved.session.form == find_form("yoshiki2")
    assert moved.session.answer((moved.session.form.roles.title,)) == "国保の事務（置換後）"
    [kept] = versions_of(moved).version_store.versions
    assert versions_of(moved).version_store.load(kept.id) == Snapshot(old, known.root)
    moved.session.set_answer((moved.session.form.roles.title,), "改めた名称")
    assert on_disk(moved).answer((moved.session.form.roles.title,)) == "改めた名称"
    # the older edition is still a place to begin from
    versions_of(moved).restore(kept)
    dialog().button(_("Start the Draft")).click()
    assert moved.session.answer((moved.session.form.roles.title,)) == "国保の事務（置換後）"
    # and, though nothing differs but the edition, that can be brought back as well
    versions_of(moved).restore(kept)
    back = next(one for one in dialog().buttons.buttons() if edition_words(old) in one.text())
    back.click()
    again = coordinator.windows[made]
    assert again is not moved
    assert again.session.form == old
    assert again.session.root == known.root
    assert [one.edition for one in versions_of(again).version_store.versions] == [
        old.version, moved.session.form.version, moved.session.form.version,
    ]  # fmt: skip


def test_the_newest_edition_offers_no_move(window: AssessmentWindow) -> None:
    open_menu(window, _("&Assessment"))
    assert not window.actions_[EDITION].isEnabled()
    assert FILES in window.session.root.lists
    assert window.session.answer(TITLE) == "国保の事務"


def test_the_state_that_was_just_set_names_the_version(window: AssessmentWindow) -> None:
    store_of(window).cabinet.set_stages(1, "published", {"published": "2024-03-29"})
    coordinator_of(window).offer_version(1, Stage.PUBLISHED)
    asked = closing()
    assert asked.name.text() == "令和6年3月 公表"
    assert asked.stage is None
    asked.reject()


def test_what_an_earlier_version_tells_of_is_not_suggested_again(window: AssessmentWindow) -> None:
    versions_of(window).close_version()
    assert closing().name.text() == suggested_name(Stage.DRAFT, date.today())
    closing().reject()


# ---- what else the menu opens


def test_related_assessments_are_offered_the_likest_first(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "台帳.pia"
    forms = {one: find_form(one) for one in ("yoshiki2", "yoshiki3", "yoshiki4")}
    with Cabinet.create(path) as cabinet:
        for form, title in (
            ("yoshiki2", "住民基本台帳に関する事務"),
            ("yoshiki4", "国民健康保険に関する事務"),
            ("yoshiki2", "国民健康保険に関する事務　基礎項目評価書"),
            ("yoshiki4", "国民健康保険に関する事務の別の評価書"),
        ):
            work = f"{title}のため、法令の定めるところにより資格の管理を行う。"
            cabinet.new(
                forms[form],
                Node({"cover.title": title, "I.1.2": work} if form == "yoshiki2" else {"cover.title": title}),
            )
        infos = cabinet.list()
    found = related(forms["yoshiki4"], "国民健康保険に関する事務", 2, infos)
    assert [one.id for one in found] == [3, 1]
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(2)
    assert window is not None
    window.actions_[OFFERS].trigger()
    [shown] = dialogs(OffersDialog)
    assert isinstance(shown, OffersDialog)
    assert shown.source.count() == 2
    assert shown.source.itemText(0).startswith("国民健康保険")
    assert "様式２" in shown.source.itemText(0)
    assert Stage.DRAFT.label in shown.source.itemText(0)
    assert len(shown.ticked()) == len([one for one in shown.offers if not one.now]) > 0
    shown.source.setCurrentIndex(1)
    shown.source.activated.emit(1)
    assert shown.offers
    assert shown.ticked() == []
    assert not shown.take.isEnabled()
    shown.reject()
    window.actions_[THRESHOLD].trigger()
    [asked] = dialogs(ThresholdDialog)
    asked.close()


def test_without_a_related_assessment_it_is_said_so(window: AssessmentWindow) -> None:
    window.actions_[OFFERS].trigger()
    assert dialog().heading == _("There is no related assessment in this cabinet.")


def test_reading_a_version_leaves_the_panes_of_the_draft_as_they_were(
    window: AssessmentWindow, qtbot: QtBot
) -> None:
    panel_of(window)
    coordinator = coordinator_of(window)
    assert window.close()
    other = coordinator.open_assessment(1)
    assert other is not None
    versions_of(other).read(versions_of(other).version_store.versions[0])
    [read] = read_windows()
    assert other.close()
    assert not read.isVisible()
    free()
    again = coordinator.open_assessment(1)
    assert again is not None
    assert again.panes.versions is not None
    qtbot.waitUntil(again.panes.versions.dock.isVisible)


def test_a_place_that_the_draft_has_no_more_is_shown_by_its_list(window: AssessmentWindow) -> None:
    for key in ("s", "t"):
        window.session.remove_entry(("I.2",), key)
    shown = assessment_menu(window).compare()
    assert shown is not None
    removed = [line.change for line in shown.model.lines if isinstance(line.change, EntryRemoved)]
    shown.place_requested.emit(removed[0].place)
    assert window.session.current_path == ("I.2",)
    shown.place_requested.emit(("I.2", "s", "I.2.1"))
    assert window.session.current_path == ("I.2",)
    shown.close()


def test_a_comparison_names_its_versions_though_another_was_closed_since(window: AssessmentWindow) -> None:
    shown = assessment_menu(window).compare()
    assert shown is not None
    versions_of(window).version_store.close_version("令和6年度公表版", date(2024, 8, 30))
    shown.council_button.click()
    table = newest(CouncilDialog)
    words = " ".join(label.text() for label in table.findChildren(QLabel))
    assert "令和5年度公表版" in words
    assert "令和6年度公表版" not in words
    table.reject()
    shown.close()


# ---- with contents as an office has them


def test_the_sample_goes_back_and_forth_with_every_figure(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    samples = resource_root() / "samples"
    read = read_file(samples / "yoshiki4.json")
    newest = Snapshot(read.form, read.root)
    told = (samples / "history" / "yoshiki4.json").read_text(encoding="utf-8")
    first, second, _third = read_history(told, newest)
    unrecorded = with_all_rows(told, newest)
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(read.form, unrecorded[0].root, read.pictures)
        cabinet.close_version(made, first.name, first.closed_on.isoformat())
        cabinet.replace(made, unrecorded[1], keep_as=None, pictures=read.pictures)
        cabinet.close_version(made, second.name, second.closed_on.isoformat())
        cabinet.replace(made, newest, pictures=read.pictures)
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(made)
    assert window is not None
    version_store = versions_of(window).version_store
    for info, version in zip(version_store.versions, unrecorded[:2], strict=True):
        assert version_store.restore(info, "前の下書き") is (info.number == 1)
        assert on_disk(window) == version.root
    window.undo()
    window.undo()
    assert on_disk(window) == newest.root
    assert [one.name for one in version_store.versions] == [first.name, second.name, "前の下書き"]
    shown = assessment_menu(window).propose()
    assert shown is not None
    shown.version.setCurrentIndex(1)
    shown.version.activated.emit(1)
    wanted = propose(compare(unrecorded[1], newest), timing)
    assert shown.model.ticked == list(wanted)
    shown.accept()
    window.undo()
    assert on_disk(window) == newest.root


def test_a_version_of_an_older_edition_is_compared_with_the_draft(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    new = find_form("yoshiki2")
    old = next(one for one in all_forms() if one.id == "yoshiki2" and newest_edition(one))
    read = read_file(resource_root() / "samples" / "yoshiki2.json")
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(old, move_edition(Snapshot(read.form, read.root), old).root)
        cabinet.replace(made, Snapshot(new, read.root), keep_as="旧様式")
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(made)
    assert window is not None
    shown = assessment_menu(window).compare()
    assert shown is not None
    assert shown.comparison is not None
    assert {change.path[0] for change in shown.comparison.changes} <= {*new.places, *new.lists}
    assert len(shown.comparison.changes) == 3  # what only the newer edition asks for
    shown.old_box.setCurrentIndex(0)
    shown.new_box.setCurrentIndex(1)
    shown.refresh()
    assert "3" in shown.count.text()
    shown.close()


def test_a_version_prints_as_it_was_with_its_name(
    window: AssessmentWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Subject] = []
    monkeypatch.setattr(
        "ui.printing.dialog.open_print", lambda _parent, _jobs, subject, **_options: printed.append(subject)
    )
    [info] = versions_of(window).version_store.versions
    versions_of(window).print_version(info)
    versions_of(window).read(info)
    [read] = read_windows()
    read.actions_[PRINT].trigger()
    assert [one.version for one in printed] == ["第1版　令和5年度公表版"] * 2
    assert all(one.snapshot.root == ROOT for one in printed)


def test_the_version_that_was_just_closed_is_selected(window: AssessmentWindow) -> None:
    panel = panel_of(window)
    assert panel.chosen is not None
    assert panel.chosen.number == 1
    versions_of(window).version_store.close_version("二", date(2024, 1, 1))
    assert panel.chosen.number == 2
    panel.list.setCurrentIndex(panel.model.index(2))
    assert panel.chosen.number == 1
    window.session.set_answer(TITLE, "改めた")
    versions_of(window).version_store.refresh()
    assert panel.chosen.number == 1, "what the clerk selected stays"


def test_what_a_move_drops_only_since_it_was_asked_is_shown_first(
    make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No edition of today drops anything; one to come may."""
    old = next(one for one in all_forms() if one.id == "yoshiki2" and newest_edition(one))
    title = old.roles.title

    def dropping(snapshot: Snapshot, form: Form) -> Moved:
        moved, words = move_edition(snapshot, form), snapshot.root.answer((title,))
        return replace(moved, dropped=(Dropped((title,), "名称", str(words), "欄がない"),) if words else ())

    monkeypatch.setattr("ui.versions.edition_dialog.move_edition", dropping)
    with Cabinet.create(tmp_path / "台帳.pia") as cabinet:
        made = cabinet.new(old)
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia")
    window = coordinator.open_assessment(made)
    assert window is not None
    open_menu(window, _("&Assessment"))
    window.actions_[EDITION].trigger()
    asked = newest(EditionDialog)
    assert not asked.lost.isVisible()
    window.session.set_answer((title,), "開いている間に置き換えた")  # as a replacement over all does
    asked.move_button.click()
    assert asked.isVisible(), "asked again"
    assert asked.whole.toPlainText() == "開いている間に置き換えた"
    assert coordinator.windows[made].session.form is old
    asked.move_button.click()
    assert coordinator.windows[made].session.form == find_form("yoshiki2")

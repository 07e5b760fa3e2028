"""What panes, dialogs and windows without a menu bar can do by a right click or a key: each is triggered.

An expectation prepares, yields the action, and looks at what came of it.
"""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import ui
from pia_desktop.assessment.node import Node
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.i18n import _
from tests.ui import test_actions
from tests.ui.history import TITLE, WORK
from tests.ui.pages import editor_of, open_page, open_session
from tests.ui.shell import dialogs
from tests.ui.spoken import misnamed_on_screen
from tests.ui.stage import Expectations, Stage
from tests.ui.test_intake import SAMPLE, document, incoming
from ui.app import manual_window
from ui.app.manual_window import ManualWindow
from ui.assessment import outline, part_tabs
from ui.assessment.actions import COMPARE, OVERVIEW
from ui.assessment.outline import OutlinePanel
from ui.cabinet import filter_bar
from ui.cabinet import window as cabinet_window
from ui.cabinet.actions import DUES, PLAN, REGISTERS
from ui.changes import council_dialog
from ui.checks import panel as checks_panel
from ui.checks.panel import FindingsPanel
from ui.checks.set_aside_dialog import AsideDialog
from ui.comparison.window import CompareWindow
from ui.context.session import Session
from ui.form import changes as form_changes
from ui.form import editor as form_editor
from ui.form import field_menu, run_blocks
from ui.form.changes import ChangesBlock
from ui.form.editor import DateEditor
from ui.form.figure import FigureEditor
from ui.form.texts import GrowingText
from ui.hearing import opinions_dialog
from ui.hearing.opinions_dialog import OpinionsDialog
from ui.intake import window as intake_window
from ui.intake.window import IntakeWindow
from ui.notes import panel as notes_panel
from ui.office import office_window, register_window
from ui.office.name_dialog import NameDialog
from ui.office.plan_window import PlanWindow
from ui.office.register_window import RegisterWindow
from ui.overview import dialog as overview_dialog
from ui.overview.dialog import Overview
from ui.printing import copied_rows
from ui.reuse.own_pack_dialog import OwnPackDialog
from ui.stages import due_dialog
from ui.stages.dialog import StagesDialog
from ui.widgets import help as help_key
from ui.widgets import pasted_cells, quitting
from ui.widgets.actions import Action, Menu
from ui.widgets.calendar import CalendarPopup
from ui.widgets.help import help_desk
from ui.widgets.quitting import quit_desk

Expectation = Callable[[Stage, QtBot], Iterator[QAction | None]]
EXPECTED: Expectations[Expectation] = Expectations()
expect = EXPECTED.of


# ---- the law


def rows_in(value: object) -> Iterator[Action[Any]]:
    """The actions of a constant: a row, a menu, or several of them."""
    if isinstance(value, Action):
        yield value
    elif isinstance(value, Menu):
        yield from value.actions()
    elif isinstance(value, dict):
        yield from rows_in(tuple(value.values()))
    elif isinstance(value, tuple):
        for one in value:
            yield from rows_in(one)


def all_rows() -> dict[Action[Any], str]:
    """Every action of the window's source, with the file that has it."""
    found: dict[Action[Any], str] = {}
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        for value in vars(import_module(module.name)).values():
            found.update(dict.fromkeys(rows_in(value), module.name))
    return found


def menus_in(value: object) -> Iterator[Sequence[object]]:
    """The rows of the menus in a constant, each menu in a menu by itself."""
    if isinstance(value, Menu):
        yield value.rows
        yield from menus_in(tuple(value.rows))
    elif isinstance(value, dict | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from menus_in(one)


@pytest.mark.parametrize("said", [_, str], ids=["Japanese", "English"])
def test_no_two_rows_of_any_menu_share_their_access_key(said: Callable[[str], str]) -> None:
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        for rows in menus_in(tuple(vars(import_module(module.name)).values())):
            words = [said(row.words) for row in rows if isinstance(row, Action | Menu)]
            keys = Counter(QKeySequence.mnemonic(one).toString() for one in words)
            assert {key for key, count in keys.items() if key and count > 1} == set(), words


def test_every_action_of_the_program_is_triggered_by_a_test() -> None:
    known = EXPECTED.keys() | test_actions.EXPECTED.keys()
    assert {(where, row.words) for row, where in all_rows().items() if row not in known} == set()


# ---- the tree, the tabs, the findings, the notes


def tree(stage: Stage) -> OutlinePanel:
    """The tree, all folded, with a right click on the second part."""
    panel = stage.window.panes.outline.show()
    panel.only_missing.setChecked(False)
    panel.tree.collapseAll()
    panel.point_at(panel.shown.index(1, 0))
    return panel


def tree_opens(row: Action[Any], look: Callable[[Stage, OutlinePanel], bool]) -> None:
    @expect(row)
    def opened(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        panel = tree(stage)
        yield panel.actions_[row]
        assert look(stage, panel)
        panel.only_missing.setChecked(False)


def second(panel: OutlinePanel) -> bool:
    return panel.tree.isExpanded(panel.shown.index(1, 0))


tree_opens(outline.GO, lambda stage, _panel: stage.window.tabs.currentIndex() == 1)
tree_opens(outline.GO_MISSING, lambda stage, _panel: stage.window.tabs.currentIndex() == 1)
tree_opens(outline.UNFOLD_BELOW, lambda _stage, panel: second(panel))
tree_opens(outline.UNFOLD, lambda _stage, panel: second(panel))
tree_opens(outline.ONLY_MISSING, lambda _stage, panel: panel.only_missing.isChecked())


@expect(outline.FOLD)
def folded(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    panel = tree(stage)
    panel.tree.expandAll()
    yield panel.actions_[outline.FOLD]
    assert not second(panel)


def test_beside_the_branches_the_tree_offers_what_concerns_it_as_a_whole(stage: Stage) -> None:
    panel = tree(stage)
    panel.point_at(panel.shown.index(-1, 0))
    assert not panel.actions_[outline.GO].isVisible()
    assert panel.actions_[outline.UNFOLD].isEnabled()
    panel.only_missing.setChecked(True)
    panel.actions_.refresh()
    assert panel.actions_[outline.ONLY_MISSING].isChecked()
    panel.only_missing.setChecked(False)


def goes_to_tab(row: Action[Any], goal: int) -> None:
    @expect(row)
    def went(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        tabs = stage.window.tabs
        tabs.setCurrentIndex(1)
        tabs.point_at(3)
        yield tabs.actions_[row]
        assert tabs.currentIndex() == goal


goes_to_tab(part_tabs.OPEN, 3)
goes_to_tab(part_tabs.PREVIOUS, 0)
goes_to_tab(part_tabs.NEXT, 2)


def mendable(stage: Stage) -> FindingsPanel:
    """The findings, with one chosen that the program can mend."""
    window = stage.window
    window.review.begin()
    window.session.set_answer(("I.1.1",), "ｼｽﾃﾑの名称")
    for _wait in range(500):
        if window.review.watch.ready:
            break
        QTest.qWait(20)
    window.review.watch.catch_up()
    panel = window.panes.findings.show()
    panel.refresh()
    finding = next(one for one in window.review.watch.at(("I.1.1",)) if one.mend is not None)
    panel.list.setCurrentIndex(panel.model.index(panel.model.row_of(finding)))
    panel.actions_.refresh()
    return panel


@expect(checks_panel.GO)
def went_to_finding(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    panel = mendable(stage)
    yield panel.actions_[checks_panel.GO]
    assert stage.window.session.current_path == ("I.1.1",)


@expect(checks_panel.MEND)
def mended(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    panel = mendable(stage)
    yield panel.actions_[checks_panel.MEND]
    assert stage.window.session.answer(("I.1.1",)) == "システムの名称"


@expect(checks_panel.SET_ASIDE)
def asked_for_reason(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    panel = mendable(stage)
    assert not panel.actions_[checks_panel.TAKE_UP].isVisible()
    yield panel.actions_[checks_panel.SET_ASIDE]
    stage.shows(AsideDialog)


@expect(checks_panel.TAKE_UP)
def took_up(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    panel = mendable(stage)
    line = panel.current()
    assert line is not None
    finding = line.finding
    assert finding is not None
    stage.window.review.watch.set_aside(finding, "確かめた")
    panel.refresh()
    at = next(i for i, one in enumerate(panel.model.lines) if one.folds)
    if finding not in [one.finding for one in panel.model.lines]:
        panel.list.chosen.emit(panel.model.index(at))  # what is set aside lies folded at the end
    panel.list.setCurrentIndex(panel.model.index(panel.model.row_of(finding)))
    panel.actions_.refresh()
    assert not panel.actions_[checks_panel.SET_ASIDE].isVisible()
    yield panel.actions_[checks_panel.TAKE_UP]
    assert finding in stage.window.review.watch.open()


def findings_copied(action: Action[Any]) -> None:
    @expect(action)
    def copied_findings(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        panel = mendable(stage)
        panel.list.selectAll()
        yield panel.actions_[action]
        assert "ｼｽﾃﾑの名称" in QGuiApplication.clipboard().text()


findings_copied(checks_panel.COPY)
findings_copied(checks_panel.COPY_LIST)


@expect(checks_panel.SAVE)
def saved_findings(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    panel = mendable(stage)
    path = stage.choose("点検.html")
    yield panel.actions_[checks_panel.SAVE]
    qtbot.waitUntil(path.exists, timeout=30_000)
    assert _("Finding") in path.read_text(encoding="utf-8")


def rows_copied(action: Action[Any]) -> None:
    @expect(action)
    def copied_list(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        panel = mendable(stage)
        yield panel.rows.actions_[action]
        assert _("Finding") in QGuiApplication.clipboard().text()


rows_copied(copied_rows.COPY_ROWS)
rows_copied(copied_rows.COPY_LIST)


@expect(notes_panel.WHOLE)
def noted_on_whole(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    panel = stage.window.panes.notes.show()
    yield panel.actions_[notes_panel.WHOLE]
    assert () in [note.path for note in panel.book.all()]


# ---- fields, dates, blocks of a run


def field_at(stage: Stage) -> GrowingText:
    """The field of the first answer, with the cursor."""
    stage.at(WORK)
    field = QApplication.focusWidget()
    assert isinstance(field, GrowingText)
    field.selectAll()
    return field


def does_with_words(row: Action[Any], look: Callable[[GrowingText, str], bool]) -> None:
    @expect(row)
    def done(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        field = field_at(stage)
        before = field.text()
        QGuiApplication.clipboard().setText("貼り付けた文")
        text = stage.window.commands.text
        text.refresh()
        yield text.actions_[row]
        assert look(field, before)


does_with_words(field_menu.CUT, lambda field, _before: field.text() == "")
does_with_words(field_menu.COPY, lambda _field, before: QGuiApplication.clipboard().text() == before)
does_with_words(field_menu.PASTE, lambda field, _before: field.text() == "貼り付けた文")
does_with_words(field_menu.SELECT_ALL, lambda field, before: field.textCursor().selectedText() == before)


@expect(form_editor.CALENDAR)
def opened_calendar(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    session = open_session("yoshiki4")
    page = open_page(qtbot, session, None)
    editor = editor_of(page, (session.form.roles.published_on,))
    assert isinstance(editor, DateEditor)
    yield editor.actions_[form_editor.CALENDAR]
    [shown] = [one for one in QApplication.topLevelWidgets() if isinstance(one, CalendarPopup)]
    assert shown.isVisible()
    shown.close()


PICTURE = Picture("0" * 64, "image/png", 4, 3, "図１")


def changes_run(row: Action[Any], *goal: object) -> None:
    """Actions of a picture between two passages."""

    @expect(row)
    def changed(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        root = Node({"A1.figure": Figure(("前", PICTURE, "後"))}, {FILES: {"f": Node()}})
        session: Session = open_session("yoshiki4", root)
        editor = editor_of(open_page(qtbot, session, "A1"), ("A1.figure",))
        assert isinstance(editor, FigureEditor)
        block = editor.row(1)
        assert isinstance(block, run_blocks.PictureRow)
        block.actions_.refresh()
        yield block.actions_[row]
        run = session.answer(("A1.figure",))
        assert isinstance(run, Figure)
        assert run.blocks == goal


changes_run(run_blocks.UP, PICTURE, "前", "後")
changes_run(run_blocks.DOWN, "前", "後", PICTURE)
changes_run(run_blocks.OUT, "前", "後")
changes_run(run_blocks.WITHHOLD, "前", Picture("0" * 64, "image/png", 4, 3, "図１", withheld=True), "後")


def changes_rows(row: Action[Any], goal: str) -> None:
    """Actions of a right click on the second of three rows of 変更箇所."""

    @expect(row)
    def changed(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        rows = {key: Node({"変更日": "令和6年8月30日", "項目": key}) for key in "甲乙丙"}
        session: Session = open_session("yoshiki4", Node({}, {"A3.changes": rows}))
        block = open_page(qtbot, session, "A3").findChild(ChangesBlock)
        assert isinstance(block, ChangesBlock)
        block.view.choose(1)
        QGuiApplication.clipboard().setText("令和7年1月1日\t丁\t\t\t\t\r\n")
        block.actions_.refresh()
        yield block.actions_[row]
        entries = session.root.entries(("A3.changes",))
        assert "".join(str(node.answers.get("項目", "新")) for node in entries.values()) == goal
        copied = QGuiApplication.clipboard().text()
        assert ("乙" in copied) == (row is form_changes.COPY)


changes_rows(form_changes.COPY, "甲乙丙")
changes_rows(form_changes.PASTE, "甲乙丁丙")
changes_rows(form_changes.ADD, "甲乙新丙")
changes_rows(form_changes.DUPLICATE, "甲乙乙丙")
changes_rows(form_changes.UP, "乙甲丙")
changes_rows(form_changes.DOWN, "甲丙乙")
changes_rows(form_changes.REMOVE, "甲丙")


# ---- windows and dialogs


def closes(opening: Action[Any], row: Action[Any], kind: type[QWidget], owner: str) -> None:
    """An action that closes what another has opened."""

    @expect(row)
    def closed(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        window: Any = stage.window if owner == "assessment" else stage.coordinator.cabinet_window
        window.actions_[opening].trigger()
        shown = stage.shows(kind)
        yield key_of(shown, row)
        assert dialogs(kind) == []


def key_of(window: QWidget, row: Action[Any]) -> QAction:
    """The action of a window that answers to the keys of a row."""
    keys = row.keys.split("; ")
    [found] = [one for one in window.actions() if [key.toString() for key in one.shortcuts()] == keys]
    return found


closes(OVERVIEW, overview_dialog.CLOSE, Overview, "assessment")
closes(PLAN, office_window.CLOSE, PlanWindow, "cabinet")


@expect(help_key.HELP)
def asked_for_help(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    stage.window.commands.assessment.edit_stages()
    asked: list[Iterable[str]] = []
    help_desk().asked.connect(asked.append)
    yield key_of(stage.shows(StagesDialog), help_key.HELP)
    help_desk().asked.disconnect(asked.append)
    [names] = asked
    assert "StagesDialog" in names


@expect(quitting.QUIT)
def asked_to_quit(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    asked: list[QWidget] = []
    opened = [manual(stage), registers(stage), looked_over(stage), compared(stage)]
    for window in opened[1:]:
        quit_desk().asked.connect(lambda window=window: asked.append(window))
        key_of(window, quitting.QUIT).trigger()
        quit_desk().asked.disconnect()
    assert asked == opened[1:]
    called: list[bool] = []
    quit_desk().asked.connect(lambda: called.append(True))
    yield key_of(opened[0], quitting.QUIT)
    quit_desk().asked.disconnect()
    assert called == [True]
    for window in opened:
        window.close()


def compared(stage: Stage) -> CompareWindow:
    stage.window.actions_[COMPARE].trigger()
    return stage.shows(CompareWindow)


def manual(stage: Stage) -> ManualWindow:
    stage.coordinator.show_help(())
    return stage.shows(ManualWindow)


@expect(manual_window.FIND)
def searched_manual(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    shown = manual(stage)
    yield shown.actions_[manual_window.FIND]
    assert shown.focusWidget() is shown.words
    shown.close()


@expect(manual_window.CLOSE)
def closed_manual(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    yield manual(stage).actions_[manual_window.CLOSE]
    assert dialogs(ManualWindow) == []


def registers(stage: Stage) -> RegisterWindow:
    stage.coordinator.cabinet_window.actions_[REGISTERS].trigger()
    return stage.shows(RegisterWindow)


@expect(register_window.FIND)
def searched_register(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    shown = registers(stage)
    shown.table.setFocus()
    yield shown.actions_[register_window.FIND]
    assert shown.focusWidget() is shown.words


def register_copied(action: Action[Any]) -> None:
    @expect(action)
    def copied_register(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        shown = registers(stage)
        qtbot.waitUntil(lambda: bool(shown.model.rows))
        yield shown.table_actions[action]
        qtbot.waitUntil(lambda: "国保システム" in QGuiApplication.clipboard().text())


register_copied(register_window.COPY)
register_copied(register_window.COPY_LIST)


@expect(cabinet_window.COPY)
def copied_cabinet_list(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    window = stage.coordinator.cabinet_window
    window.table.selectAll()
    yield window.table_actions[cabinet_window.COPY]
    assert "介護の事務" in QGuiApplication.clipboard().text()


def dues_copied(action: Action[Any]) -> None:
    @expect(action)
    def copied_dues(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        stage.coordinator.cabinet_window.actions_[DUES].trigger()
        shown = stage.shows(due_dialog.DueDialog)
        yield shown.actions_[action]
        assert _("What Falls Due") in QGuiApplication.clipboard().text()


dues_copied(due_dialog.COPY)
dues_copied(due_dialog.COPY_LIST)


@expect(filter_bar.KEEP_VIEW)
def asked_for_name(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    [bar] = stage.coordinator.cabinet_window.findChildren(filter_bar.FilterBar)
    yield bar.actions_[filter_bar.KEEP_VIEW]
    stage.shows(NameDialog)


@expect(council_dialog.TAKE_OUT)
def took_item_out(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    stage.window.commands.assessment.council()
    shown = stage.shows(council_dialog.CouncilDialog)
    unchanged = ("I.1.1",)
    shown.add_items([unchanged])
    assert unchanged in shown.changes
    yield shown.actions_[council_dialog.TAKE_OUT]
    assert unchanged not in shown.changes
    shown.reject()


@expect(pasted_cells.PASTE)
def pasted_names(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    OwnPackDialog(stage.window, lambda _pack: None).open()
    shown = stage.shows(OwnPackDialog)
    QGuiApplication.clipboard().setText("住民課\t市民課\r\n")
    shown.pairs.setCurrentCell(0, 0)
    yield shown.pasted.actions_[pasted_cells.PASTE]
    assert shown.found() == [("住民課", "市民課")]
    shown.reject()


def opinions(stage: Stage) -> OpinionsDialog:
    stage.window.commands.assessment.opinions()
    return stage.shows(OpinionsDialog)


@expect(opinions_dialog.PASTE)
def pasted_opinion(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    shown = opinions(stage)
    QGuiApplication.clipboard().setText("もっと詳しく書いてほしい。")
    yield shown.actions_[opinions_dialog.PASTE]
    assert [one.gist for one in shown.model.shown] == ["もっと詳しく書いてほしい。"]
    shown.remove()


@expect(opinions_dialog.DELETE)
def deleted_opinion(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    shown = opinions(stage)
    shown.add()
    shown.gist.setPlainText("反対である。")
    yield shown.actions_[opinions_dialog.DELETE]
    assert shown.model.shown == []


# ---- documents that come in


def looked_over(stage: Stage) -> IntakeWindow:
    """A document that is read and looked over."""
    intake = stage.coordinator.cabinet_window.commands.intake
    intake._queue([document(incoming(read_file(SAMPLE)))])
    assert intake.window is not None
    return intake.window


def at_row(shown: IntakeWindow) -> int:
    assert shown.review is not None
    row = shown.model.row_at(shown.list.currentIndex())
    assert row is not None
    return shown.review.rows.index(row)


def in_intake(row: Action[Any], first: int, look: Callable[[IntakeWindow, int], bool]) -> None:
    """Actions of the window in which a document is looked over, from one of its rows."""

    @expect(row)
    def done(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        shown = looked_over(stage)
        assert shown.review is not None
        shown.list.go_to(shown.review.rows[first])
        before = at_row(shown)
        yield shown.actions_[row]
        assert look(shown, before)
        stage.coordinator.cabinet_window.commands.intake.drop()


in_intake(intake_window.NEXT, 0, lambda shown, before: at_row(shown) == before + 1)
in_intake(intake_window.PREVIOUS, 1, lambda shown, before: at_row(shown) == before - 1)
in_intake(intake_window.WRITE, 0, lambda shown, _before: shown.pane.isAncestorOf(shown.focusWidget()))
in_intake(intake_window.CLOSE, 0, lambda shown, _before: bool(dialogs(QWidget)))


def undoes(row: Action[Any], goal: str) -> None:
    @expect(row)
    def done(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
        shown = looked_over(stage)
        assert shown.review is not None
        session = shown.review.session
        session.set_answer(TITLE, "前の名称")
        session.end_burst()
        session.set_answer(TITLE, "別の名称")
        if row is intake_window.REDO:
            shown.undo(redo=False)
        yield shown.actions_[row]
        assert session.answer(TITLE) == goal
        stage.coordinator.cabinet_window.commands.intake.drop()


undoes(intake_window.UNDO, "前の名称")
undoes(intake_window.REDO, "別の名称")


@expect(intake_window.CONFIRM)
def confirmed_row(stage: Stage, qtbot: QtBot) -> Iterator[QAction]:
    shown = looked_over(stage)
    confirmed: list[bool] = []
    shown.pane.confirmed.connect(lambda: confirmed.append(True))
    assert shown.pane.confirm_button.isEnabled()
    yield shown.actions_[intake_window.CONFIRM]
    assert confirmed
    stage.coordinator.cabinet_window.commands.intake.drop()


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row.words} {row.keys}".strip())
def test_every_action_of_a_pane_does_what_it_says(stage: Stage, row: Action[Any], qtbot: QtBot) -> None:
    expectation = EXPECTED[row](stage, qtbot)
    action = next(expectation)
    assert action is not None
    assert action.isEnabled()
    assert action.statusTip() == ""
    assert misnamed_on_screen() == {}
    action.trigger()
    QTest.qWait(0)
    assert misnamed_on_screen() == {}
    with pytest.raises(StopIteration):
        next(expectation)


def test_what_a_menu_was_opened_for_may_be_gone_when_it_is_chosen(stage: Stage) -> None:
    panel = mendable(stage)
    go = panel.actions_[checks_panel.GO]
    assert go.isEnabled()
    panel.list.setCurrentIndex(QModelIndex())  # the checks have run again meanwhile
    go.trigger()
    assert not go.isEnabled()

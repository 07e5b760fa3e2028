"""The tables of actions: words, keys, menus, and for each action what comes of it in a real window.

An expectation prepares, yields, and looks at what came of it; an action without one fails the law.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from string import ascii_uppercase
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt, QThreadPool
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from db.backup import back_up, backups_under
from db.cabinet import Cabinet
from pia_desktop.assessment.search import Query
from pia_desktop.cabinet_lists.row_choice import Drawer
from pia_desktop.exchange.interchange import write_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.reuse.cabinet_replacement import places
from tests.ui.access_keys import shared_keys
from tests.ui.history import AFTER, ROOT, TITLE, WORK
from tests.ui.laid_out import forgotten
from tests.ui.shell import dialogs, open_menu
from tests.ui.spoken import misnamed_on_screen
from tests.ui.stage import Expectations, Stage
from ui.app.settings_dialog import SettingsDialog
from ui.assessment import actions as of_assessment
from ui.assessment.version_window import VersionWindow
from ui.cabinet import actions as of_cabinet
from ui.cabinet.backups_dialog import BackupsDialog
from ui.cabinet.bulk_dialogs import BulkStateDialog, BulkVersionDialog
from ui.carrying.carry_dialog import CarryDialog
from ui.carrying.record_dialog import RecordDialog
from ui.changes.council_dialog import CouncilDialog
from ui.changes.proposals_dialog import ProposalsDialog
from ui.comparison.window import CLOSE, NEXT, OF_CHANGES, PREVIOUS, SHOW, CompareWindow
from ui.comparison.window import COPY as COPY_CHANGES
from ui.comparison.window import COPY_LIST as COPY_ALL_CHANGES
from ui.context.templates import templates
from ui.hearing.opinions_dialog import OpinionsDialog
from ui.hearing.papers import CounterDialog
from ui.new_assessment.dialog import NewDialog
from ui.new_assessment.threshold_dialog import ThresholdDialog
from ui.office.plan_window import PlanWindow
from ui.office.register_window import RegisterWindow
from ui.office.remarks_window import RemarksWindow
from ui.office.year_window import YearWindow
from ui.overview.dialog import Overview
from ui.past.dialog import PastDialog
from ui.printing.dialog import PDF, PRINTER, PrintDialog
from ui.reuse.clipboard import PasteDialog
from ui.reuse.law_dialog import LawDialog
from ui.reuse.phrase_dialogs import PhraseDialog
from ui.reuse.replacement_request import ReplacementRequest
from ui.reuse.take_back_dialog import TakeBackDialog
from ui.stages.dialog import StagesDialog
from ui.stages.due_dialog import DueDialog
from ui.versions.close_dialog import CloseVersionDialog
from ui.versions.edition_dialog import EditionDialog
from ui.versions.panel import (
    COPY,
    COPY_LIST,
    EXPORT,
    OF_VERSION,
    PRINT,
    READ,
    RESTORE,
    SAVE,
    SAVE_PDF,
    WITH_BEFORE,
    WITH_DRAFT,
    VersionsPanel,
)
from ui.widgets.actions import Action, Unconditional
from ui.widgets.dialogs import MessageDialog
from ui.widgets.help import help_desk
from ui.widgets.legend import LegendDialog
from ui.widgets.text_size import USUAL, step_text_size, text_size

SYSTEM = ("I.2", "s", "I.2.1")
"""An answer in an entry."""

PREVIEW_KEYS = {"PgDown", "PgUp", "Home", "End"}
"""Keys that the preview answers to itself; an action of the window would take them away."""


Expectation = Callable[[Stage], Iterator[None]]
EXPECTED: Expectations[Expectation] = Expectations()
expect = EXPECTED.of


def rows_of(table: ModuleType) -> list[Action[Any]]:
    """Every row of a window's table, once."""
    return list(dict.fromkeys(row for menu in table.MENUS for row in menu.actions()))


TABLES = (of_assessment, of_cabinet)
IN_PANES = (OF_VERSION, OF_CHANGES)
"""Menus with a table of their own."""
ROWS = [row for table in TABLES for row in rows_of(table)]
ROWS += [row for menu in IN_PANES for row in menu.actions()]


HALF_OF_FULL_HD = QSize(960, 470)
"""Room for a window where a screen 1920 wide is scaled to 200 %: beside the task bar and the title bar."""


@pytest.fixture(autouse=True)
def _scaled_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("dialog", "settings"):
        monkeypatch.setattr(f"ui.widgets.{module}.room_on_screen", lambda _window: HALF_OF_FULL_HD)


# ---- the laws


def test_every_row_stands_in_a_menu_and_has_an_expectation() -> None:
    for table in TABLES:
        in_menus = set(rows_of(table))
        named = {value for value in vars(table).values() if isinstance(value, Action)}
        assert named <= in_menus, [row.words for row in named - in_menus]
        assert {row for row in table.TOOLS if row is not None} <= in_menus
        assert all(row.symbol for row in table.TOOLS if row is not None)
    assert {row.words for row in ROWS if row not in EXPECTED} == set()


def keys_of(window: QWidget) -> Counter[str]:
    """How many actions of a window answer to each key."""
    found: Counter[str] = Counter()
    for action in set(window.findChildren(QAction)):
        if action.shortcutContext() is Qt.ShortcutContext.WidgetShortcut:
            continue  # a key of the widget that has the cursor
        found.update(sequence.toString() for sequence in action.shortcuts())
    del found[QKeySequence().toString()]
    return found


def test_every_key_means_one_thing_and_is_told_of(stage: Stage) -> None:
    for window, table in ((stage.window, of_assessment), (stage.coordinator.cabinet_window, of_cabinet)):
        found = keys_of(window)
        assert {key: count for key, count in found.items() if count > 1} == {}
        assert not PREVIEW_KEYS & found.keys()
        keyed = [row for row in rows_of(table) if row.keys and window.actions_[row].isVisible()]
        assert len(window.actions_.overview()) == len(keyed)
        made = {window.actions_[row] for row in rows_of(table)}
        assert {action for action in window.actions() if action.shortcuts()} <= made
    assert all(QKeySequence.listFromString(row.keys) for row in ROWS if row.keys)


def seen_windows() -> list[QWidget]:
    """The windows and dialogs that stand on the screen."""
    kinds = (Qt.WindowType.Window, Qt.WindowType.Dialog)
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowType() in kinds]


def access_keys(menu: QMenu | QWidget) -> list[str]:
    return [QKeySequence.mnemonic(one.text()).toString() for one in menu.actions() if one.isVisible()]


def test_no_two_entries_of_a_menu_share_their_access_key(stage: Stage) -> None:
    for window in (stage.window, stage.coordinator.cabinet_window):
        for menu in [window.menuBar(), *window.menuBar().findChildren(QMenu)]:
            found = Counter(key for key in access_keys(menu) if key)
            free = [letter for letter in ascii_uppercase if f"Alt+{letter}" not in found]
            twice = {key for key, count in found.items() if count > 1}
            assert twice == set(), f"{menu.property('title')} has free: {''.join(free)}"


def window_of(stage: Stage, row: Action[Any]) -> Any:  # noqa: ANN401 (each has its own table of actions)
    """The window or pane that offers an action, once its expectation has prepared it."""
    if row is of_assessment.EDITION:
        return stage.coordinator.windows[3]
    if row in set(OF_VERSION.actions()):
        assert stage.window.panes.versions is not None
        return stage.window.panes.versions.panel
    if row in set(OF_CHANGES.actions()):
        return stage.shows(CompareWindow)
    return stage.coordinator.cabinet_window if row in rows_of(of_cabinet) else stage.window


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words)
def test_every_action_does_what_it_says(stage: Stage, row: Action[Any], qtbot: QtBot) -> None:
    expectation = EXPECTED[row](stage)
    next(expectation)
    window = window_of(stage, row)
    QTest.qWait(20)  # the window is in front, and what it shows is laid out
    window.actions_.refresh()
    action = window.actions_[row]
    assert action.text().strip()
    assert action.isEnabled()
    action.trigger()
    QTest.qWait(0)
    assert misnamed_on_screen() == {}
    for shown in QApplication.topLevelWidgets():
        if shown.isVisible() and isinstance(shown, QDialog):
            assert not forgotten(shown), type(shown)
            least = shown.minimumSizeHint()
            assert least == least.boundedTo(HALF_OF_FULL_HD), type(shown)
    for shown in seen_windows():
        assert shared_keys(shown) == {}, type(shown)
    with pytest.raises(StopIteration):
        next(expectation)


# ---- what the actions of an assessment's window are to do


def opens(kind: type[QWidget], *rows: Action[Any]) -> None:
    """Actions that open a dialog or a window."""

    @expect(*rows)
    def opened(stage: Stage) -> Iterator[None]:
        assert dialogs(kind) == []
        yield
        stage.shows(kind)


opens(SettingsDialog, of_assessment.SETTINGS, of_cabinet.SETTINGS)
opens(LegendDialog, of_assessment.LEGEND, of_cabinet.LEGEND)
opens(Overview, of_assessment.OVERVIEW)
opens(StagesDialog, of_assessment.STAGES, of_cabinet.STAGES)
opens(CloseVersionDialog, of_assessment.CLOSE_VERSION)
opens(CompareWindow, of_assessment.COMPARE)
opens(ProposalsDialog, of_assessment.PROPOSE)
opens(CouncilDialog, of_assessment.COUNCIL)
opens(OpinionsDialog, of_assessment.OPINIONS)
opens(CounterDialog, of_assessment.COUNTER)
opens(ThresholdDialog, of_assessment.THRESHOLD, of_cabinet.THRESHOLD)
opens(NewDialog, of_cabinet.NEW)
opens(BackupsDialog, of_cabinet.RESTORE_BACKUP)
opens(DueDialog, of_cabinet.DUES)
opens(PlanWindow, of_cabinet.PLAN)
opens(RemarksWindow, of_cabinet.OPEN_REMARKS)
opens(YearWindow, of_cabinet.YEAR)
opens(BulkStateDialog, of_cabinet.ALL_STATES)
opens(BulkVersionDialog, of_cabinet.ALL_VERSIONS)
opens(MessageDialog, of_cabinet.ALL_EDITIONS)
opens(RegisterWindow, of_cabinet.REGISTERS)
opens(CarryDialog, of_cabinet.CARRY_OUT)
opens(LawDialog, of_cabinet.LAW)
opens(RecordDialog, of_cabinet.CARRIED)
opens(PastDialog, of_assessment.PAST)


@expect(of_assessment.SAVE)
def saved(stage: Stage) -> Iterator[None]:
    yield
    assert stage.window.notice.text() == _("Everything is saved by itself.")


@expect(of_assessment.PRINT, of_cabinet.PRINT)
def printed(stage: Stage) -> Iterator[None]:
    yield
    shown = stage.shows(PrintDialog)
    assert (shown.subject.blank, shown.target.chosen) == (False, PRINTER)


@expect(of_assessment.SAVE_PDF, of_cabinet.SAVE_PDF)
def made_a_pdf(stage: Stage) -> Iterator[None]:
    yield
    shown = stage.shows(PrintDialog)
    assert (shown.subject.blank, shown.target.chosen) == (False, PDF)


@expect(of_assessment.PRINT_BLANK, of_cabinet.PRINT_BLANK)
def printed_blank(stage: Stage) -> Iterator[None]:
    yield
    assert stage.shows(PrintDialog).subject.blank


@expect(of_assessment.EXPORT, of_cabinet.EXPORT)
def exported(stage: Stage) -> Iterator[None]:
    path = stage.choose("渡す評価書.json")
    yield
    assert "国保の事務" in stage.written(path)


@expect(of_assessment.COPY_CABINET)
def copied_cabinet(stage: Stage) -> Iterator[None]:
    path = stage.choose("写し.pia")
    yield
    assert path.exists()


@expect(of_assessment.CABINET)
def showed_cabinet(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.hide()
    yield
    assert stage.coordinator.cabinet_window.isVisible()


@expect(of_assessment.CLOSE)
def closed(stage: Stage) -> Iterator[None]:
    yield
    assert 1 not in stage.coordinator.windows


@expect(of_assessment.UNDO)
def undone(stage: Stage) -> Iterator[None]:
    stage.window.session.set_answer(TITLE, "別の名称")
    yield
    assert stage.window.session.answer(TITLE) == ROOT.answer(TITLE)


@expect(of_assessment.REDO)
def redone(stage: Stage) -> Iterator[None]:
    stage.window.session.set_answer(TITLE, "別の名称")
    stage.window.undo()
    yield
    assert stage.window.session.answer(TITLE) == "別の名称"


def copies(row: Action[Any], path: tuple[str, ...], words: str, absent: str = "") -> None:
    """An action that copies what stands at a place."""

    @expect(row)
    def copied(stage: Stage) -> Iterator[None]:
        stage.at(path)
        yield
        text = QGuiApplication.clipboard().text()
        assert words in text
        assert not absent or absent not in text


copies(of_assessment.COPY_ANSWER, WORK, AFTER)
copies(of_assessment.COPY_ENTRY, SYSTEM, "国保システム", "宛名システム")
copies(of_assessment.COPY_SECTION, SYSTEM, "国保システム", AFTER)
copies(of_assessment.COPY_FILE, TITLE, "資格ファイル", "国保システム")


@expect(of_assessment.PASTE)
def pasted(stage: Stage) -> Iterator[None]:
    stage.window.actions_[of_assessment.COPY_ANSWER].trigger()
    stage.at(WORK)
    yield
    stage.shows(PasteDialog)


@expect(of_assessment.WITHHOLD)
def withheld(stage: Stage) -> Iterator[None]:
    assert stage.window.session.root.withheld_at(TITLE) is None
    yield
    assert stage.window.session.root.withheld_at(TITLE)


@expect(of_assessment.FIND)
def found(stage: Stage) -> Iterator[None]:
    yield
    panel = stage.window.panes.find.panel
    assert panel.isVisible()
    assert panel.focusWidget() is panel.words


@expect(of_assessment.REPLACE)
def replaced(stage: Stage) -> Iterator[None]:
    stage.window.panes.find.show().words.setText("国保")
    stage.window.focus_form()
    yield
    panel = stage.window.panes.find.panel
    assert panel.focusWidget() is panel.replacement


def steps_through_hits(row: Action[Any], goal: int) -> None:
    """Actions that go to another hit than the first."""

    @expect(row)
    def stepped(stage: Stage) -> Iterator[None]:
        stage.window.commands.show_find()
        panel = stage.window.panes.find.panel
        panel.words.setText("事務")
        panel.search()
        panel.list.setCurrentIndex(panel.list.model().index(0, 0))
        yield
        assert panel.list.currentIndex().row() == goal % panel.list.model().rowCount()


@expect(of_assessment.REPLACE_ALL, of_cabinet.REPLACE_ALL)
def asked_to_replace(stage: Stage) -> Iterator[None]:
    yield
    assert stage.coordinator.cabinet_replacer.dialog is not None
    assert stage.coordinator.cabinet_replacer.dialog.isVisible()


@expect(of_assessment.TAKE_BACK, of_cabinet.TAKE_BACK)
def asked_to_take_back(stage: Stage) -> Iterator[None]:
    assert stage.coordinator.store is not None
    query, known = Query("介護"), stage.coordinator.store.cabinet.load(2)
    hits = [one.hit for one in places(2, known, query)]
    stage.coordinator.cabinet_replacer.replace(
        ReplacementRequest({2: hits}, query, "かいご", rows=False, known={})
    )
    yield
    stage.shows(TakeBackDialog)
    stage.coordinator.cabinet_replacer.take_back(stage.coordinator.cabinet_replacer.standing[0].id)
    assert stage.coordinator.store.cabinet.load(2).root.answer(TITLE) == "介護の事務"


@expect(of_assessment.KEEP_PHRASE)
def kept_phrase(stage: Stage) -> Iterator[None]:
    stage.at(WORK)
    field: Any = QApplication.focusWidget()
    field.selectAll()
    yield
    assert stage.shows(PhraseDialog).words.toPlainText() == AFTER


def systems(stage: Stage) -> list[str]:
    return list(stage.window.session.root.entries(("I.2",)))


def changes_entries(row: Action[Any], start: tuple[str, ...], goal: Sequence[str | None]) -> None:
    """Actions that change the list of entries; None stands for a new one."""

    @expect(row)
    def changed(stage: Stage) -> Iterator[None]:
        stage.at(start)
        yield
        assert [key if key in "st" else None for key in systems(stage)] == goal


changes_entries(of_assessment.ADD_ENTRY, SYSTEM, ["s", None, "t"])
changes_entries(of_assessment.ENTRY_DOWN, SYSTEM, ["t", "s"])
changes_entries(of_assessment.ENTRY_UP, ("I.2", "t", "I.2.1"), ["t", "s"])
changes_entries(of_assessment.REMOVE_ENTRY, SYSTEM, ["t"])


@expect(of_assessment.DUPLICATE_ENTRY)
def duplicated(stage: Stage) -> Iterator[None]:
    stage.at(SYSTEM)
    yield
    answers = [stage.window.session.answer(("I.2", key, "I.2.1")) for key in systems(stage)]
    assert answers == ["国保システム", "国保システム", "宛名システム"]


@expect(of_assessment.ADD_NOTE)
def noted(stage: Stage) -> Iterator[None]:
    yield
    assert [note.path for note in stage.window.review.notes.all()] == [TITLE]


def shows_pane(row: Action[Any], name: str) -> None:
    """Actions that show a pane, and hide it again."""

    @expect(row)
    def shown(stage: Stage) -> Iterator[None]:
        pane = getattr(stage.window.panes, name)
        action = stage.window.actions_[row]
        pane.hide()
        assert not action.isChecked()
        yield
        assert pane.dock.isVisible()
        assert action.isChecked()
        pane.show()
        QTest.qWait(0)
        action.trigger()
        assert not pane.dock.isVisible()
        assert not action.isChecked()


for _row, _name in (
    (of_assessment.OUTLINE, "outline"),
    (of_assessment.SEARCH_PANE, "find"),
    (of_assessment.FINDINGS, "findings"),
    (of_assessment.NOTES, "notes"),
    (of_assessment.VERSIONS, "versions"),
    (of_assessment.PREVIEW, "preview"),
    (of_assessment.GUIDANCE, "guidance"),
    (of_assessment.REUSE, "reuse"),
    (of_assessment.VIEWPOINTS, "viewpoints"),
):
    shows_pane(_row, _name)


@expect(of_assessment.NEXT_MISSING)
def went_to_missing(stage: Stage) -> Iterator[None]:
    yield
    path = stage.window.session.current_path
    assert path not in (None, TITLE)
    assert stage.window.session.answer(path) is None


@expect(of_assessment.NEXT_FINDING)
def went_to_finding(stage: Stage) -> Iterator[None]:
    watch = stage.window.review.watch
    stage.window.review.begin()
    for _wait in range(500):
        if watch.ready:
            break
        QTest.qWait(20)
    yield
    assert stage.window.session.current_path in {finding.path for finding in watch.open()}


def steps_tabs(row: Action[Any], goal: int) -> None:
    @expect(row)
    def stepped(stage: Stage) -> Iterator[None]:
        tabs = stage.window.tabs
        tabs.setCurrentIndex(1)
        yield
        assert tabs.currentIndex() == goal


steps_tabs(of_assessment.PREVIOUS_TAB, 0)
steps_tabs(of_assessment.NEXT_TAB, 2)


@expect(of_assessment.BACK)
def went_back(stage: Stage) -> Iterator[None]:
    stage.window.session.item_requested.emit(WORK)
    yield
    assert stage.window.session.current_path == TITLE


@expect(of_assessment.FORWARD)
def went_forward(stage: Stage) -> Iterator[None]:
    stage.window.session.item_requested.emit(WORK)
    stage.window.visited.go_back()
    yield
    assert stage.window.session.current_path == WORK


@expect(of_assessment.NEXT_PANE, of_assessment.PREVIOUS_PANE)
def went_to_pane(stage: Stage) -> Iterator[None]:
    for pane in stage.window.panes:
        pane.hide()
    outline = stage.window.panes.outline.show()
    QTest.qWait(20)
    stage.window.focus_form()
    yield
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused is outline or outline.isAncestorOf(focused)


@expect(of_assessment.OFFERS)
def offered(stage: Stage) -> Iterator[None]:
    yield
    assert stage.window.isActiveWindow() is not None
    assert dialogs(QDialog)


@expect(of_assessment.EDITION)
def offered_edition(stage: Stage) -> Iterator[None]:
    window = stage.coordinator.open_assessment(3)
    assert window is not None
    open_menu(window, _("&Assessment"))
    yield
    stage.shows(EditionDialog)


@expect(of_assessment.SEARCH, of_cabinet.SEARCH)
def searched(stage: Stage) -> Iterator[None]:
    yield
    assert stage.coordinator.cabinet_window.pages.search.isVisible()
    stage.coordinator.cabinet_window.pages.search.leave()


@expect(of_assessment.MANUAL, of_cabinet.MANUAL)
def asked_for_help(stage: Stage) -> Iterator[None]:
    asked: list[Sequence[str]] = []
    help_desk().asked.connect(asked.append)
    yield
    help_desk().asked.disconnect(asked.append)
    [names] = asked
    assert "QWidget" in names


@expect(of_assessment.KEYS, of_cabinet.KEYS)
def told_keys(stage: Stage) -> Iterator[None]:
    yield
    assert stage.shows(MessageDialog).heading == _("Keys of this window")


@expect(of_assessment.ABOUT, of_cabinet.ABOUT)
def told_about(stage: Stage) -> Iterator[None]:
    yield
    assert stage.shows(MessageDialog).heading == "PIA Desktop"


@expect(of_assessment.HEARING)
def made_hearing(stage: Stage) -> Iterator[None]:
    path = stage.choose("意見募集.pdf")
    yield
    for _wait in range(4500):  # it lays out the whole assessment, more than once
        if path.exists() and dialogs(MessageDialog):
            break
        QTest.qWait(20)
    assert path.read_bytes().startswith(b"%PDF")
    stage.shows(MessageDialog).close()


@expect(of_assessment.BOOKLET)
def made_booklet(stage: Stage) -> Iterator[None]:
    path = stage.choose("てびき.pdf")
    yield
    for _wait in range(1500):
        if path.exists() and stage.window.pdf.report is not None:
            break
        QTest.qWait(20)
    assert path.read_bytes().startswith(b"%PDF")
    stage.window.pdf.report.close()  # type: ignore[union-attr]


def steps_text_size(by: int, goal: int, *rows: Action[Any]) -> None:
    """Actions that show all words larger or smaller; the usual size comes back."""

    @expect(*rows)
    def stepped(stage: Stage) -> Iterator[None]:
        usual = QApplication.font().pointSizeF()
        if not by:
            step_text_size(1)
        yield
        assert text_size() == goal
        assert QApplication.font().pointSizeF() == pytest.approx(usual * goal / USUAL)
        step_text_size(0)
        assert QApplication.font().pointSizeF() == usual


steps_text_size(1, 110, of_assessment.LARGER, of_cabinet.LARGER)
steps_text_size(-1, 90, of_assessment.SMALLER, of_cabinet.SMALLER)
steps_text_size(0, 100, of_assessment.USUAL_SIZE, of_cabinet.USUAL_SIZE)


# ---- what the actions of a cabinet's window are to do


@expect(of_cabinet.TAKE_IN)
def took_in(stage: Stage) -> Iterator[None]:
    assert stage.coordinator.store is not None
    document = write_document(stage.coordinator.store.cabinet.load(2), stage.coordinator.store)
    document = document.replace("介護の事務", "外からの事務")  # what the cabinet has is asked about
    stage.choose("外から.json").write_text(document, encoding="utf-8")
    before = len(stage.coordinator.cabinet_window.infos)
    yield
    for _wait in range(500):  # files are looked for beside the window
        if len(stage.coordinator.cabinet_window.infos) > before:
            break
        QTest.qWait(20)
    assert len(stage.coordinator.cabinet_window.infos) == before + 1


@expect(of_cabinet.TAKE_FOLDER)
def queued_folder(stage: Stage) -> Iterator[None]:
    folder = stage.choose("文書")
    folder.mkdir()
    for name in ("一.txt", "二.txt"):
        (folder / name).write_text("", encoding="utf-8")
    yield
    intake = stage.coordinator.cabinet_window.commands.intake
    for _wait in range(500):
        if intake.window is not None and len(intake.window.queue.documents) == 2:
            break
        QTest.qWait(20)
    assert intake.window is not None
    assert [one.name for one in intake.window.queue.documents] == ["一.txt", "二.txt"]
    intake.drop()


@expect(of_cabinet.TAKE_TABLE)
def queued_table(stage: Stage) -> Iterator[None]:
    QGuiApplication.clipboard().setText("①事務の名称\t国保の事務\n②事務の内容\t資格の管理")
    yield
    intake = stage.coordinator.cabinet_window.commands.intake
    assert intake.window is not None
    assert len(intake.window.queue.documents) == 1
    intake.drop()


@expect(of_cabinet.BRING_IN)
def brought_in(stage: Stage) -> Iterator[None]:
    assert stage.coordinator.store is not None
    path = stage.choose("外から.piax")
    with Cabinet.create(path.with_name("外.pia")) as other:
        other.new(find_form("yoshiki2"))
        other.pack(1, path)
    before = len(stage.coordinator.cabinet_window.infos)
    yield
    assert len(stage.coordinator.cabinet_window.infos) == before + 1


@expect(of_cabinet.COPY)
def copied(stage: Stage) -> Iterator[None]:
    before = len(stage.coordinator.cabinet_window.infos)
    yield
    assert len(stage.coordinator.cabinet_window.infos) == before + 1
    stage.coordinator.cabinet_window.commands.archive.clear_done()  # the others find it where it is


@expect(of_assessment.QUIT, of_cabinet.QUIT)
def quit_all(stage: Stage) -> Iterator[None]:
    yield
    assert not stage.coordinator.windows
    assert not stage.coordinator.cabinet_window.isVisible()
    stage.coordinator.cabinet_window.show()


@expect(of_cabinet.OPEN)
def opened(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.pick(2)
    yield
    assert stage.coordinator.windows[2].isVisible()
    stage.coordinator.windows[2].close()


@expect(of_cabinet.LOOK_OVER)
def looked_over(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.pick(2)
    yield
    [info] = [info for info in stage.coordinator.cabinet_window.infos if info.id == 2]
    assert info.stages["looked_over"]


@expect(of_cabinet.SAVE_LIST)
def saved_the_list(stage: Stage) -> Iterator[None]:
    target = stage.choose("一覧.xlsx")
    yield
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    assert target.is_file()


@expect(of_cabinet.COPY_ROWS)
def copied_the_marked(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.pick(2)
    yield
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + 1


@expect(of_cabinet.COPY_LIST)
def copied_the_list(stage: Stage) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    shown = len(stage.coordinator.cabinet_window.table_rows[1])
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + shown


@expect(of_cabinet.ALL_CHECKS)
def checked_at_once(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.pick(2)
    yield
    jobs = stage.coordinator.cabinet_window.commands.bulk.jobs.get()
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    assert jobs.report is not None


@expect(of_cabinet.TEMPLATE)
def marked_template(stage: Stage) -> Iterator[None]:
    window = stage.coordinator.cabinet_window
    window.pick(2)
    assert stage.coordinator.store is not None
    assert templates(stage.coordinator.store) == frozenset()
    yield
    assert templates(stage.coordinator.store) == {2}
    assert window.actions_[of_cabinet.TEMPLATE].isChecked()
    window.actions_[of_cabinet.TEMPLATE].trigger()
    assert templates(stage.coordinator.store) == frozenset()
    assert not window.actions_[of_cabinet.TEMPLATE].isChecked()


@expect(of_cabinet.ARCHIVE)
def archived(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.pick(2)
    yield
    assert stage.archived == [2]


@expect(of_cabinet.BRING_BACK)
def brought_back(stage: Stage) -> Iterator[None]:
    start = stage.coordinator.cabinet_window
    start.pick(2)
    start.actions_[of_cabinet.ARCHIVE].trigger()
    start.pick(2)
    yield
    assert stage.archived == []


@expect(of_cabinet.DELETE)
def deleted(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.pick(2)
    yield
    assert stage.trashed == [2]


def in_trash(stage: Stage) -> None:
    start = stage.coordinator.cabinet_window
    start.pick(2)
    start.actions_[of_cabinet.DELETE].trigger()
    start.show_drawer(Drawer.TRASH)
    start.pick(2)


@expect(of_cabinet.RESTORE)
def restored(stage: Stage) -> Iterator[None]:
    in_trash(stage)
    yield
    assert stage.trashed == []


@expect(of_cabinet.PURGE)
def asked_before_purging(stage: Stage) -> Iterator[None]:
    in_trash(stage)
    yield
    stage.shows(MessageDialog).button(_("Keep It")).click()
    assert stage.trashed == [2]


@expect(of_cabinet.UNDO)
def undid_delete(stage: Stage) -> Iterator[None]:
    stage.coordinator.cabinet_window.pick(2)
    stage.coordinator.cabinet_window.actions_[of_cabinet.DELETE].trigger()
    yield
    assert stage.trashed == []


@expect(of_cabinet.NEW_CABINET)
def made_cabinet(stage: Stage) -> Iterator[None]:
    path = stage.choose("新しい台帳.pia")
    yield
    assert path.exists()
    assert stage.coordinator.store is not None
    assert stage.coordinator.store.path == path


@expect(of_cabinet.OPEN_CABINET)
def opened_cabinet(stage: Stage) -> Iterator[None]:
    path = stage.choose("別の台帳.pia")
    Cabinet.create(path).close()
    yield
    assert stage.coordinator.store is not None
    assert stage.coordinator.store.path == path


@expect(of_cabinet.TAKE_OUT)
def took_backup_out(stage: Stage) -> Iterator[None]:
    assert stage.coordinator.store is not None
    back_up(stage.path)
    assert stage.coordinator.open_cabinet(backups_under(stage.coordinator.store.cabinet.uid)[0])
    path = stage.choose("取り出した台帳.pia")
    yield
    with Cabinet.open(path) as cabinet:
        assert 1 in [info.id for info in cabinet.list()]


@expect(of_cabinet.SAMPLES)
def made_samples(stage: Stage) -> Iterator[None]:
    path = stage.choose("見本.pia")
    yield
    assert stage.coordinator.store is not None
    assert stage.coordinator.store.path == path
    assert stage.coordinator.cabinet_window.infos


@expect(of_cabinet.FILTER)
def filtered(stage: Stage) -> Iterator[None]:
    stage.coordinator.show_cabinet()
    stage.coordinator.cabinet_window.table.setFocus()
    yield
    assert stage.coordinator.cabinet_window.focusWidget() is stage.coordinator.cabinet_window.bar.words


@expect(*of_cabinet.SHOW_DRAWER.values())
def showed_drawer(stage: Stage) -> Iterator[None]:
    start = stage.coordinator.cabinet_window
    before = start.drawer
    yield
    shown = [drawer for drawer, row in of_cabinet.SHOW_DRAWER.items() if start.actions_[row].isChecked()]
    assert shown == [start.drawer]
    assert before is Drawer.IN_WORK


steps_through_hits(of_assessment.FIND_NEXT, 1)
steps_through_hits(of_assessment.FIND_PREVIOUS, -1)


# ---- what is done with a closed version, and with a change of a comparison


def versions(stage: Stage, number: int) -> VersionsPanel:
    """The pane of the versions, with this one chosen; there is a second one, of which the first is before."""
    commands = stage.window.shared.versions.get()
    if len(commands.version_store.versions) < 2:
        commands.version_store.close_version("第二版", date(2024, 9, 27))
    panel = stage.window.panes.versions.show()  # type: ignore[union-attr]
    row = next(i for i, one in enumerate(panel.model.infos, 1) if one.number == number)
    panel.list.setCurrentIndex(panel.model.index(row, 0))
    return panel


def of_version(row: Action[Any], kind: type[QWidget], number: int = 1) -> None:
    """Actions that open a window about the chosen version."""

    @expect(row)
    def opened(stage: Stage) -> Iterator[None]:
        versions(stage, number)
        yield
        stage.shows(kind)


of_version(READ, VersionWindow)
of_version(WITH_DRAFT, CompareWindow)
of_version(WITH_BEFORE, CompareWindow, 2)
of_version(PRINT, PrintDialog)
of_version(SAVE_PDF, PrintDialog)
of_version(RESTORE, MessageDialog)


@expect(EXPORT)
def exported_version(stage: Stage) -> Iterator[None]:
    versions(stage, 1)
    path = stage.choose("第一版.json")
    yield
    assert "国保の事務" in stage.written(path)


@expect(COPY, COPY_LIST)
def copied_versions(stage: Stage) -> Iterator[None]:
    versions(stage, 1)
    yield
    assert "令和5年度公表版" in QGuiApplication.clipboard().text()


@expect(SAVE)
def saved_versions(stage: Stage) -> Iterator[None]:
    versions(stage, 1)
    path = stage.choose("版.html")
    yield
    for _wait in range(500):
        if path.exists():
            break
        QTest.qWait(20)
    assert "令和5年度公表版" in path.read_text(encoding="utf-8")


def compared(stage: Stage) -> CompareWindow:
    """The draft beside its first version."""
    [first] = [one for one in stage.window.shared.versions.get().version_store.versions if one.number == 1]
    shown = stage.window.commands.assessment.compare(first)
    assert shown is not None
    return shown


def of_change(row: Action[Any], look: Callable[[Stage, CompareWindow], bool]) -> None:
    """Actions of a comparison in which the second change is chosen."""

    @expect(row)
    def done(stage: Stage) -> Iterator[None]:
        shown = compared(stage)
        shown.step(1)
        assert chosen_change(shown) == 1
        yield
        assert look(stage, shown)


def chosen_change(shown: CompareWindow) -> int:
    changes = [row for row, line in enumerate(shown.model.lines) if line.change is not None]
    return changes.index(shown.list.currentIndex().row())


for copying in (COPY_CHANGES, COPY_ALL_CHANGES):
    of_change(copying, lambda _stage, _shown: _("Changed") in QGuiApplication.clipboard().text())
of_change(NEXT, lambda _stage, shown: chosen_change(shown) == 2)
of_change(PREVIOUS, lambda _stage, shown: chosen_change(shown) == 0)
of_change(CLOSE, lambda _stage, _shown: dialogs(CompareWindow) == [])


@expect(SHOW)
def showed_change(stage: Stage) -> Iterator[None]:
    assert chosen_change(compared(stage)) == 0
    yield
    assert stage.window.session.current_path == WORK


def test_actions_without_conditions_are_enabled_on_every_refresh() -> None:
    assert not Unconditional().now()

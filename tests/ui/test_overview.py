"""The whole assessment at a glance: its numbers are the model's, and each leads to what it counts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.progress import Progress
from pia_desktop.assessment.tabs import tab_of
from pia_desktop.forms.model import FILES
from pia_desktop.revisions.compare import compare
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.severity import Severity
from pia_desktop.rules.stages import Stage, StageDates
from tests.ui.history import store_of
from tests.ui.pages import open_session
from tests.ui.review import opened, put_in
from tests.ui.shell import MakeCoordinator
from ui.assessment.actions import OVERVIEW
from ui.assessment.window import AssessmentWindow
from ui.notes.book import NOTE, REMARK, TODO
from ui.overview.dialog import Overview
from ui.overview.numbers import CHANGES, CONFIRM, MISSING, MISTAKES, NOTES
from ui.overview.steps import Facts, StepState, steps_to_publication

TODAY = date(2026, 4, 1)


@pytest.fixture
def window(qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path) -> AssessmentWindow:
    path = tmp_path / "台帳.pia"
    put_in(path, "yoshiki4")
    with Cabinet.open(path) as cabinet:
        cabinet.close_version(1, "令和8年3月 公表", "2026-03-31")
    return opened(qtbot, make_coordinator, path)


def disturb(window: AssessmentWindow) -> None:
    """Something missing, wrong, noted and changed, in several parts, and a second file."""
    session = window.session
    session.set_answer(("I.1.1",), None)
    session.set_answer(("I.1.2",), "ｼｽﾃﾑ")
    session.add_entry((FILES,), node=Node({"II.1": "二つめの台帳"}))
    session.set_answer((FILES, session.file_key, "II.1"), "ﾌｧｲﾙ")
    notes = window.review.notes
    notes.add(TODO, ("I.1.2",))
    notes.add(NOTE, ("I.1.2",))
    notes.add(REMARK, (FILES, session.file_key, "II.1"))
    notes.add(REMARK, ())


def test_the_numbers_are_the_models(qtbot: QtBot, window: AssessmentWindow) -> None:
    disturb(window)
    shown = window.commands.review.show_overview()
    qtbot.waitUntil(lambda: shown.rows[-1].changes is not None)
    form, root = window.session.form, window.session.root
    anew, progress = Checker(form, root), Progress(form, root)
    version = store_of(window).cabinet.versions(1)[-1]
    old = store_of(window).cabinet.load_version(version.id)
    changes = [tab_of(form, one.path) for one in compare(old, window.session.assessment.snapshot()).changes]
    files = len(root.entries((FILES,)))
    assert files > 1
    assert len(shown.rows) == 2 + sum(files if part.per_file else 1 for part in form.all_parts)
    for row in shown.rows[:-1]:
        assert row.tab is not None
        assert row.found == anew.counts(row.tab)
        assert row.changes == changes.count(row.tab)
    whole = shown.rows[-1]
    assert whole.found == anew.counts()
    assert (whole.answered, whole.missing) == (
        progress.top.answered,
        progress.top.needed - progress.top.answered,
    )
    assert whole.changes == len(changes)
    assert whole.notes == 3
    assert [row.notes for row in shown.rows if row.notes] == [1, 1, 3]
    for number, row in enumerate(shown.rows):
        cells = [shown.table.item(number, column) for column in range(shown.table.columnCount())]
        assert tuple(cell.text() for cell in cells if cell) == row.cells()


def test_the_numbers_follow_what_is_typed(qtbot: QtBot, window: AssessmentWindow) -> None:
    shown = window.commands.review.show_overview()
    before = shown.rows[-1]
    window.session.set_answer(("I.1.1",), None)
    qtbot.waitUntil(lambda: shown.rows[-1].missing == before.missing + 1)
    qtbot.waitUntil(lambda: shown.rows[-1].changes == 1)
    assert any("1" in block for block in shown.steps[0].blocks)
    window.undo()
    qtbot.waitUntil(lambda: shown.rows[-1].missing == before.missing)


def press(shown: Overview, tab: tuple[str, str], column: int) -> None:
    row = next(number for number, row in enumerate(shown.rows) if row.tab == tab)
    shown.table.setCurrentCell(row, column)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)


def test_each_number_leads_to_what_it_counts(qtbot: QtBot, window: AssessmentWindow) -> None:
    disturb(window)
    shown, session = window.commands.review.show_overview(), window.session
    press(shown, ("I", ""), MISSING)
    assert session.current_path == ("I.1.1",)
    press(shown, ("I", ""), CONFIRM)
    assert session.current_path == ("I.1.2",)
    panel = window.panes.findings.panel
    assert {line.finding.severity for line in panel.model.lines if line.finding} == {Severity.CONFIRM}
    press(shown, ("I", ""), MISTAKES)
    assert session.current_path == ("I.1.1",)
    press(shown, ("II", session.file_key), NOTES)
    cards = window.panes.notes.panel.cards
    assert len(cards) == 3
    qtbot.waitUntil(lambda: shown.rows[-1].changes is not None)
    opened_before = len(QApplication.topLevelWidgets())
    press(shown, ("I", ""), CHANGES)
    assert len(QApplication.topLevelWidgets()) > opened_before


def test_there_is_one_of_it_and_it_goes_with_its_window(qtbot: QtBot, window: AssessmentWindow) -> None:
    window.actions_[OVERVIEW].trigger()
    first = window.findChild(Overview)
    assert window.commands.review.show_overview() is first
    assert window.close()
    assert not [
        one for one in QApplication.topLevelWidgets() if isinstance(one, Overview) and one.isVisible()
    ]


def test_an_assessment_outside_a_cabinet_has_one_too(qtbot: QtBot) -> None:
    window = AssessmentWindow(open_session("yoshiki2"), lambda: True)
    qtbot.addWidget(window)
    window.show()
    shown = window.commands.review.show_overview()
    assert shown.rows[-1].missing > 0
    assert [step.stage for step in shown.steps] == [Stage.DRAFT, Stage.SUBMITTED, Stage.PUBLISHED]


# ---- the way to publication


def steps(
    state: Stage, dates: StageDates, facts: Facts, form: str = "yoshiki4"
) -> dict[Stage, tuple[str, ...]]:
    return {step.stage: step.blocks for step in steps_to_publication(form, state, dates, facts, TODAY)}


def test_only_the_full_assessment_is_heard_and_reviewed_by_rule() -> None:
    nothing = StageDates(), Facts(published_on="令和8年5月1日")
    assert Stage.HEARING in steps(Stage.DRAFT, *nothing)
    assert Stage.HEARING not in steps(Stage.DRAFT, *nothing, form="yoshiki3")
    of_own_will = StageDates(hearing="2026-03-01"), Facts()
    assert Stage.HEARING in steps(Stage.HEARING, *of_own_will, form="yoshiki3")


def test_what_is_open_blocks_the_draft_and_the_handing_in() -> None:
    found = steps(Stage.DRAFT, StageDates(), Facts(missing=12, mistakes=2, remarks=3))
    assert ["12" in found[Stage.DRAFT][0], "2" in found[Stage.DRAFT][1]] == [True, True]
    assert len(found[Stage.SUBMITTED]) == 3
    assert "3" in found[Stage.SUBMITTED][2]
    assert found[Stage.PUBLISHED]
    assert steps(Stage.DRAFT, StageDates(), Facts(published_on="令和8年5月1日"))[Stage.PUBLISHED] == ()


def test_the_days_left_of_a_hearing_are_told() -> None:
    begin = TODAY - timedelta(days=10)
    dates = StageDates(hearing=begin.isoformat(), hearing_end=(begin + timedelta(days=35)).isoformat())
    assert "25" in steps(Stage.HEARING, dates, Facts())[Stage.HEARING][0]
    unknown = steps(Stage.HEARING, StageDates(), Facts())[Stage.HEARING]
    assert len(unknown) == 1
    over = StageDates(hearing="2026-01-01", hearing_end="2026-03-01")
    assert steps(Stage.HEARING, over, Facts())[Stage.HEARING] == ()


@given(st.sampled_from(Stage), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_what_is_behind_is_done_and_blocked_by_nothing(
    state: Stage, missing: int, mistakes: int, remarks: int
) -> None:
    found = steps_to_publication(
        "yoshiki4", state, StageDates(), Facts(missing, mistakes, remarks, "令和8年5月1日"), TODAY
    )
    assert [step.stage.position for step in found] == sorted(step.stage.position for step in found)
    for step in found:
        behind = step.stage.position < state.position
        assert (step.state is StepState.DONE) == (behind or step.stage is state is Stage.PUBLISHED)
        assert not (behind and step.blocks)
        assert (step.state is StepState.NOW) == (step.stage is state is not Stage.PUBLISHED)

"""年間の予定 in its window: as a list and a month, by whom it waits for, with what ended works ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.office.year import StepKind, Waiting
from tests.db.writing import write
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs, free
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import YEAR
from ui.office.council_days_dialog import CouncilDaysDialog
from ui.office.year_window import YearWindow


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number in (1, 2, 3):
            answers = {"cover.number": str(number), "cover.title": f"事務{number}"}
            cabinet.new(find_form("yoshiki4"), Node(dict(answers)))
        write(cabinet, lambda work: work.put_plan_cell(1, "planned", "令和20年4月1日"), 1)
        cabinet.set_stages(2, "ended", {"ended": date.today().isoformat()})
        cabinet.set_stages(3, "ended", {"ended": "2020-03-31"})
    made = make_coordinator()
    assert made.open_cabinet(path)
    made.show_cabinet()
    return made


def opened(qtbot: QtBot, coordinator: Coordinator) -> YearWindow:
    coordinator.cabinet_window.actions_[YEAR].trigger()
    window = coordinator.cabinet_window.commands.office.window("year")
    assert isinstance(window, YearWindow)
    qtbot.waitUntil(lambda: bool(window.model.rows))
    return window


def choose(window: YearWindow, kind: StepKind, assessment: int) -> None:
    row = next(
        at for at, step in enumerate(window.model.rows) if (step.kind, step.source.id) == (kind, assessment)
    )
    window.table.selectRow(row)


def test_it_is_filtered_by_whom_it_waits_for_and_leads_to_the_assessment(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window = opened(qtbot, coordinator)
    every = len(window.model.rows)
    window.waiting.setCurrentIndex(window.waiting.findData(Waiting.COUNCIL.value))
    assert [step.kind for step in window.model.rows] == [StepKind.COUNCIL]
    assert every > 1
    window.table.selectRow(0)
    window.open_current()
    assert list(coordinator.windows) == [1]


def test_days_of_the_council_move_the_steps_in_list_and_month(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    window.ask_days()
    (asked,) = dialogs(CouncilDaysDialog)
    assert isinstance(asked, CouncilDaysDialog)
    asked.words.setPlainText("いつか")
    assert not asked.save.isEnabled()
    asked.words.setPlainText("R20.2.3")
    asked.accept()
    qtbot.waitUntil(
        lambda: [step.on for step in window.model.rows if step.kind is StepKind.COUNCIL] == [date(2038, 2, 3)]
    )
    window.month.month = date(2038, 1, 1)
    window.month.go(1)
    cells = [
        item.text()
        for row in range(window.month.table.rowCount())
        for column in range(7)
        if (item := window.month.table.item(row, column)) is not None
    ]
    assert any(words.startswith("3\n") for words in cells)


def test_ended_works_are_seen_to(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    choose(window, StepKind.NAME_ENDED, 2)
    window.see_to()
    qtbot.waitUntil(lambda: "終了】" in next(i for i in coordinator.cabinet_window.infos if i.id == 2).title)
    qtbot.waitUntil(
        lambda: (StepKind.NAME_ENDED, 2) not in [(one.kind, one.source.id) for one in window.model.rows]
    )
    choose(window, StepKind.ARCHIVE, 3)
    window.see_to()
    qtbot.waitUntil(lambda: next(i for i in coordinator.cabinet_window.infos if i.id == 3).archived)


def test_it_is_saved_for_a_calendar_and_on_paper(
    qtbot: QtBot, coordinator: Coordinator, tmp_path: Path
) -> None:
    window = opened(qtbot, coordinator)
    choose_next(window, tmp_path / "予定.ics", tmp_path / "予定.pdf")
    window.save()
    assert "SEQUENCE" in (tmp_path / "予定.ics").read_text(encoding="utf-8")
    dialog().close()
    free()
    window.save()
    qtbot.waitUntil(lambda: not window.tables.running)
    assert (tmp_path / "予定.pdf").is_file()
    dialog().close()


def test_read_again_the_step_that_was_chosen_is_seen_to(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    view = window.view
    assert view is not None
    window.table.selectRow(1)
    chosen = window.table.current()
    window._found(replace(view, steps=view.steps[1:]))
    assert window.table.current() == chosen
    window._found(replace(view, steps=view.steps[2:]))
    assert window.table.current() == view.steps[2], "the next one where it is gone"


def test_read_again_it_stays_where_it_was_scrolled_to(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = opened(qtbot, coordinator)
    window.table.setMaximumHeight(60)
    window.table.select_first()
    bar = window.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    seen = bar.value()
    with qtbot.waitSignal(window.model.modelReset):
        window.refresh()
    assert bar.value() == seen > 0


def test_who_sees_the_present_month_sees_the_next_when_that_has_come(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    month = opened(qtbot, coordinator).month
    now = month.month
    next_one = (now + timedelta(days=31)).replace(day=1)
    month.show_steps((), next_one)
    assert month.month == next_one
    month.go(2)
    chosen = month.month
    month.show_steps((), now)
    assert month.month == chosen

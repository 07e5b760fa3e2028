"""The list by departments, by what is to be done about its rows, and as views that are kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.records import AssessmentInfo, FindingCounts, Note
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.assessment_rows import DEPARTMENT, Facts, make_row
from pia_desktop.cabinet_lists.row_choice import Choice, Grouping, Only, chosen_rows, grouped
from pia_desktop.forms.catalogue import find_form
from tests.db.writing import write
from tests.ui.shell import MakeCoordinator, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet.filter_bar import keep_view, kept_views
from ui.office.name_dialog import NameDialog

TODAY = date(2026, 11, 26)


def info(number: int, findings: FindingCounts | None) -> AssessmentInfo:
    return AssessmentInfo(
        number, "yoshiki3", "平成30年5月", str(number), f"事務{number}", "", "", "", "", findings=findings
    )


def test_rows_are_chosen_by_department_findings_and_open_remarks() -> None:
    rows = [
        make_row(info(1, FindingCounts(1, 0, 0)), TODAY, Facts("市民課", 2)),
        make_row(info(2, FindingCounts(0, 3, 0)), TODAY, Facts("介護課")),
        make_row(info(3, FindingCounts()), TODAY),
        make_row(info(4, None), TODAY),
    ]

    def ids(**choice: object) -> set[int]:
        return {row.info.id for row in chosen_rows(rows, Choice(**choice))}  # type: ignore[arg-type]

    assert ids() == {1, 2, 3, 4}
    assert ids(department="介護課") == {2}
    assert ids(only=Only.MISTAKES) == {1}
    assert ids(only=Only.CONFIRM) == {1, 2}
    assert ids(only=Only.UNCHECKED) == {4}
    assert ids(only=Only.REMARKS) == {1}
    assert ids(words="市民課") == {1}
    heads = [group.heading for group in grouped(rows, Grouping.DEPARTMENT, TODAY)]
    assert len(heads) == 3
    assert set(heads[:2]) == {"市民課", "介護課"}


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number, department in ((1, "市民課"), (2, "介護課"), (3, "")):
            answers = {"cover.title": f"事務{number}"} | ({"I.6.1": department} if department else {})
            cabinet.new(find_form("yoshiki3"), Node(dict(answers)))
        write(cabinet, lambda work: work.put_note(Note("n", 2, (), "remark", "指摘")), 2)
    made = make_coordinator()
    assert made.open_cabinet(path)
    made.show_cabinet()
    return made


def titles(coordinator: Coordinator) -> list[str]:
    return sorted(row.info.title for row in coordinator.cabinet_window.model.shown)


def test_departments_come_from_the_forms_and_follow_what_is_written(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window = coordinator.cabinet_window
    qtbot.waitUntil(lambda: window.bar.department.count() == 3)
    window.bar.department.setCurrentIndex(window.bar.department.findData("市民課"))
    assert titles(coordinator) == ["事務1"]
    window.bar.clear()
    window.bar.only.setCurrentIndex(window.bar.only.findData(Only.REMARKS.value))
    assert titles(coordinator) == ["事務2"]
    window.bar.clear()
    opened = coordinator.open_assessment(3)
    assert opened is not None
    opened.session.push(SetAnswer(("I.6.1",), "税務課"))
    assert coordinator.store is not None
    coordinator.store.flush()
    window.refresh()
    qtbot.waitUntil(lambda: "税務課" in [row.words[DEPARTMENT] for row in window.model.shown])


def test_what_the_list_is_narrowed_to_is_explained(coordinator: Coordinator) -> None:
    box = coordinator.cabinet_window.bar.only
    meanings = [box.itemData(place, Qt.ItemDataRole.ToolTipRole) for place in range(box.count())]
    assert all(meanings[1:])
    assert len(set(meanings)) == len(Only)


def test_a_view_is_kept_shown_again_and_removed(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = coordinator.cabinet_window
    qtbot.waitUntil(lambda: window.bar.department.count() == 3)
    window.bar.department.setCurrentIndex(window.bar.department.findData("介護課"))
    window.bar.grouping.setCurrentIndex(window.bar.grouping.findData(Grouping.DEPARTMENT.value))
    window.bar.ask_view()
    (asked,) = dialogs(NameDialog)
    assert isinstance(asked, NameDialog)
    (label,) = asked.findChildren(QLabel)
    assert "版" not in label.text()  # it is a view that is named
    asked.name.setText("介護")
    asked.accept()
    window.bar.clear()
    window.bar.grouping.setCurrentIndex(0)
    assert titles(coordinator) == ["事務1", "事務2", "事務3"]
    window.bar.show_view(kept_views()["介護"])
    assert titles(coordinator) == ["事務2"]
    assert window.model.is_grouped
    keep_view("介護", None)
    assert kept_views() == {}

"""State and dates: what is chosen reaches the disk, what is odd is said, what follows is shown at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from db.cabinet import Cabinet
from db.records import AssessmentInfo
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.rules.stages import Stage
from tests.db.writing import trash
from tests.ui.shell import MakeCoordinator, free
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import LOOK_OVER, STAGES
from ui.stages.dialog import StagesDialog, open_stages
from ui.stages.due_dialog import DueDialog

TITLE = "国民健康保険に関する事務"


def opened(coordinator: Coordinator, tmp_path: Path, form: str = "yoshiki4", *, published: str = "") -> Path:
    path = tmp_path / "台帳.pia"
    answers = {"cover.number": "1", "cover.title": TITLE}
    if published:
        answers["cover.published_on"] = published
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form(form), Node(dict(answers)))
    assert coordinator.open_cabinet(path)
    coordinator.cabinet_window.show()
    coordinator.cabinet_window.pick(1)
    return path


def dialog_of(coordinator: Coordinator) -> StagesDialog:
    coordinator.cabinet_window.actions_[STAGES].trigger()
    found = coordinator.cabinet_window.findChildren(StagesDialog)
    assert len(found) == 1
    return found[0]


def on_disk(path: Path) -> AssessmentInfo:
    with Cabinet.open(path, read_only=True) as cabinet:
        return cabinet.list()[0]


def typed(dialog: StagesDialog, key: str, words: str) -> None:
    field = dialog.fields[key]
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, words)


def test_a_state_and_days_typed_in_short_reach_the_disk_and_the_table(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    dialog = dialog_of(coordinator)
    dialog.states.button(Stage.HEARING.position).click()
    typed(dialog, "hearing", "R8.11.1")
    typed(dialog, "hearing_end", "2026/12/05")
    dialog.save.click()
    found = on_disk(path)
    assert found.state == "hearing"
    assert found.stages == {"hearing": "2026-11-01", "hearing_end": "2026-12-05"}
    assert [row.stage for row in coordinator.cabinet_window.model.shown] == [Stage.HEARING]


def test_choosing_a_state_fills_in_today_but_passing_one_leaves_nothing(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    dialog = dialog_of(coordinator)
    dialog.states.button(Stage.REVIEW.position).click()
    assert dialog.dates.review == date.today().isoformat()
    dialog.states.button(Stage.SUBMITTED.position).click()
    assert dialog.dates.review == ""
    dialog.close_version.setChecked(False)
    dialog.save.click()
    assert on_disk(path).stages == {"submitted": date.today().isoformat()}


def test_a_date_that_is_none_cannot_be_saved_and_days_that_run_backwards_are_told(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = dialog_of(coordinator)
    typed(dialog, "submitted", "R8.13.40")
    assert not dialog.save.isEnabled()
    assert len(dialog.remarks.words) == 1
    typed(dialog, "submitted", "R8.3.1")
    assert dialog.save.isEnabled()
    assert dialog.remarks.words == []
    typed(dialog, "published", "R8.2.1")
    assert len(dialog.remarks.words) == 1
    assert dialog.save.isEnabled()  # implausible, but the clerk may know better
    dialog.reject()


def test_a_hearing_of_less_than_thirty_days_is_told_for_the_form_that_needs_it(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = dialog_of(coordinator)
    typed(dialog, "hearing", "R8.4.1")
    typed(dialog, "hearing_end", "R8.4.29")
    assert any("29" in words for words in dialog.remarks.words)
    typed(dialog, "hearing_end", "R8.4.30")
    assert dialog.remarks.words == []
    dialog.reject()


def test_the_due_dates_follow_what_is_typed(make_coordinator: MakeCoordinator, tmp_path: Path) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = dialog_of(coordinator)
    dialog.states.button(Stage.PUBLISHED.position).click()
    typed(dialog, "published", "R6.4.1")
    assert len(dialog.dues.words) == 2
    assert "令和7年4月1日" in dialog.dues.words[0]
    typed(dialog, "looked_over", "R8.3.1")
    assert "令和9年3月1日" in dialog.dues.words[0]
    dialog.states.button(Stage.ENDED.position).click()
    assert len(dialog.dues.words) == 1
    dialog.reject()


@pytest.mark.parametrize("window_open", [True, False])
def test_the_publication_date_goes_into_the_form_when_wished(
    make_coordinator: MakeCoordinator, tmp_path: Path, window_open: bool
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path, published="令和5年1月1日")
    if window_open:
        assert coordinator.open_assessment(1) is not None
    dialog = dialog_of(coordinator)
    dialog.states.button(Stage.PUBLISHED.position).click()
    typed(dialog, "published", "R8.10.1")
    assert dialog.write_published.isVisible()
    assert dialog.write_published.isChecked()
    dialog.close_version.setChecked(False)
    dialog.save.click()
    assert coordinator.store is not None
    assert coordinator.store.flush()
    assert on_disk(path).published_on == "令和8年10月1日"
    if window_open:
        window = coordinator.windows[1]
        assert window.session.answer(("cover.published_on",)) == "令和8年10月1日"
        window.session.undo_stack.undo()
        assert window.session.answer(("cover.published_on",)) == "令和5年1月1日"


def published_last_year(coordinator: Coordinator, tmp_path: Path, form_says: str) -> Path:
    path = opened(coordinator, tmp_path, published=form_says)
    assert coordinator.store is not None
    coordinator.store.cabinet.set_stages(
        1, "published", {"submitted": "2025-10-01", "published": "2025-11-26"}
    )
    return path


def test_what_is_published_anew_is_a_round_of_its_own_and_no_old_day_replaces_the_new_one(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = published_last_year(coordinator, tmp_path, "令和8年11月26日")
    dialog = dialog_of(coordinator)
    assert dialog.rounds.new
    assert dialog.dates.stored() == {}
    assert "令和8年度" in dialog.rounds.lines.words[0]
    assert "令和7年11月26日" in dialog.rounds.lines.words[1]
    dialog.states.button(Stage.PUBLISHED.position).click()
    assert dialog.dates.stored() == {"published": "2026-11-26"}
    assert not dialog.write_published.isVisible()
    assert dialog.close_version.isChecked()
    dialog.close_version.setChecked(False)
    dialog.save.click()
    found = on_disk(path)
    assert found.published_on == "令和8年11月26日"
    assert (found.state, dict(found.stages)) == ("published", {"published": "2026-11-26"})
    first, second = found.rounds
    assert dict(first.stages) == {"submitted": "2025-10-01", "published": "2025-11-26"}
    assert second.name == "令和8年度"
    free()
    again = dialog_of(coordinator)
    assert not again.rounds.new
    assert any("令和7年11月26日" in words for words in again.rounds.lines.words)
    again.reject()


def test_a_day_that_is_corrected_before_publication_begins_no_round(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path, published="令和8年11月28日")
    assert coordinator.store is not None
    coordinator.store.cabinet.set_stages(1, "draft", {"published": "2026-11-24"})
    dialog = dialog_of(coordinator)
    assert not dialog.rounds.new
    dialog.states.button(Stage.PUBLISHED.position).click()
    assert not dialog.rounds.new
    typed(dialog, "published", "R8.11.28")
    dialog.close_version.setChecked(False)
    dialog.save.click()
    assert on_disk(path).rounds == ()


def test_without_a_new_round_an_older_day_never_goes_into_the_form(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = published_last_year(coordinator, tmp_path, "令和8年11月26日")
    dialog = dialog_of(coordinator)
    dialog.rounds.new_round.setChecked(False)
    assert dialog.dates.published == "2025-11-26"
    assert dialog.stage is Stage.PUBLISHED
    dialog.states.button(Stage.PUBLISHED.position).click()
    assert not dialog.write_published.isVisible()
    assert any("令和8年11月26日" in words for words in dialog.remarks.words)
    dialog.save.click()
    found = on_disk(path)
    assert (found.published_on, found.rounds) == ("令和8年11月26日", ())


def begins(dialog: StagesDialog) -> bool:
    return dialog.rounds.new


def test_work_begun_again_is_a_new_round_unless_the_tick_is_taken_away(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = published_last_year(coordinator, tmp_path, "令和7年11月26日")
    dialog = dialog_of(coordinator)
    assert not begins(dialog)
    dialog.states.button(Stage.DRAFT.position).click()
    assert begins(dialog)
    assert dialog.dates.stored() == {"draft": date.today().isoformat()}
    dialog.rounds.new_round.click()
    assert dialog.dates.published == "2025-11-26"
    dialog.states.button(Stage.DRAFT.position).click()
    assert not begins(dialog)
    dialog.rounds.new_round.click()
    assert dialog.stage is Stage.DRAFT
    dialog.save.click()
    found = on_disk(path)
    assert (found.round, found.state, dict(found.stages)) == (2, "draft", {})
    free()
    again = dialog_of(coordinator)
    assert any("令和8年11月26日" in words for words in again.dues.words), "last year's is still owed"
    assert not again.rounds.take_back.isHidden()
    again._take_back()
    found = on_disk(path)
    assert (found.round, found.state, found.stages["published"]) == (1, "published", "2025-11-26")


def test_closing_a_version_is_offered_when_it_is_handed_in(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    from ui.versions.close_dialog import CloseVersionDialog

    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    dialog = dialog_of(coordinator)
    assert not dialog.close_version.isVisible()
    dialog.states.button(Stage.SUBMITTED.position).click()
    assert dialog.close_version.isVisible()
    dialog.save.click()
    found = coordinator.windows[1].findChild(CloseVersionDialog)
    assert found is not None
    found.accept()
    with Cabinet.open(path, read_only=True) as cabinet:
        (version,) = cabinet.versions(1)
    assert version.state == "submitted"


def test_a_cabinet_that_is_only_read_shows_the_days_and_takes_none(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "c.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form("yoshiki4"), Node({"cover.title": TITLE}))
        cabinet.set_stages(1, "draft", {"draft": "2026-01-05"})
        coordinator = make_coordinator()
        coordinator.open_cabinet(path)
        coordinator.cabinet_window.show()
        assert coordinator.cabinet is not None
        dialog = open_stages(coordinator.cabinet_window, coordinator.cabinet, coordinator, 1)
        assert dialog is not None
        assert dialog.fields["draft"].day == date(2026, 1, 5)
        assert not dialog.fields["draft"].isEnabled()
        assert not dialog.save.isVisible()
        assert dialog.remarks.words
        dialog.accept()  # Enter does nothing
        dialog.reject()
        coordinator.shut()


def test_all_that_are_marked_are_looked_over_at_once(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    due_coordinator(coordinator, tmp_path)
    coordinator.cabinet_window.pick(1, 2)
    coordinator.cabinet_window.actions_[LOOK_OVER].trigger()
    assert coordinator.store is not None
    today = date.today().isoformat()
    infos = {info.id: info for info in coordinator.store.infos()}
    assert [infos[one].stages["looked_over"] for one in (1, 2)] == [today, today]
    assert all(info.stages["published"] for info in infos.values())
    assert "looked_over" not in infos[3].stages
    assert coordinator.cabinet_window.status.notice.isVisible()


# ---- the list of due dates


def due_coordinator(coordinator: Coordinator, tmp_path: Path) -> None:
    today = date.today()
    path = tmp_path / "期限.pia"
    form = find_form("yoshiki4")
    with Cabinet.create(path) as cabinet:
        for number, ago in enumerate((400, 350), 1):
            made = cabinet.new(form, Node({"cover.number": str(number), "cover.title": f"評価書{number}"}))
            day = (today - timedelta(days=ago)).isoformat()
            cabinet.set_stages(made, "published", {"published": day})
        gone = cabinet.new(form, Node({"cover.title": "削除した"}))
        cabinet.set_stages(gone, "published", {"published": "2020-01-01"})
        trash(cabinet, gone)
    assert coordinator.open_cabinet(path)
    coordinator.cabinet_window.show()


def test_all_due_dates_stand_in_their_order_and_the_overdue_ones_alone_on_wish(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    due_coordinator(coordinator, tmp_path)
    assert coordinator.cabinet_window.status.late.isVisible()
    coordinator.cabinet_window.status.late.click()
    (dialog,) = coordinator.cabinet_window.findChildren(DueDialog)
    days = [due.on for _row, due in dialog.shown]
    assert days == sorted(days)
    assert len(days) == dialog.table.rowCount() == 4
    header = dialog.table.horizontalHeader()
    header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert [due.on for _row, due in dialog.shown] == sorted(days, reverse=True)
    header.setSortIndicator(4, Qt.SortOrder.AscendingOrder)
    kinds = [due.kind.label for _row, due in dialog.shown]
    assert [dialog.table.item(row, 4).text() for row in range(4)] == kinds == sorted(kinds)  # type: ignore[union-attr]
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert len(dialog.chosen) == 4
    dialog.table.setCurrentCell(
        1, 0, QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    dialog.table.setCurrentCell(
        3, 0, QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select
    )
    marked = [dialog.shown[1], dialog.shown[3]]
    assert dialog.chosen == marked
    header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert dialog.chosen == marked[::-1], "what was marked is so in another order, too"
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert dialog.chosen == marked
    dialog.late_only.click()
    assert dialog.table.rowCount() == 1
    assert dialog.shown[0][0].info.id == 1
    dialog.reject()


def test_the_calendar_file_has_each_due_date_once_under_a_name_that_stays(
    make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    due_coordinator(coordinator, tmp_path)
    assert coordinator.cabinet is not None
    dialog = DueDialog(coordinator.cabinet_window, coordinator.cabinet, coordinator)
    dialog.open()
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    uids = []
    for name in ("a.ics", "b.ics"):
        chosen.append(tmp_path / name)
        dialog.save.click()
        events = icalendar.Calendar.from_ical((tmp_path / name).read_bytes()).walk("VEVENT")
        assert sorted(event.decoded("dtstart") for event in events) == [due.on for _r, due in dialog.found]
        uids.append(sorted(str(event["uid"]) for event in events))
    assert len(set(uids[0])) == 4
    assert uids[0] == uids[1]
    dialog.reject()


def test_the_publication_date_of_the_form_is_offered_while_the_field_is_empty(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path, published="令和6年3月31日")
    dialog = dialog_of(coordinator)
    assert "令和6年3月31日" in dialog.take_written.text()
    dialog.take_written.click()
    assert dialog.take_written.isHidden()
    dialog.states.button(Stage.PUBLISHED.position).click()
    dialog.save.click()
    assert on_disk(path).stages["published"] == "2024-03-31"

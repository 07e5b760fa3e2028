"""一括: each marked assessment by itself; what cannot be done is left out and told with its reason."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.outputs.makers import Made
from pia_desktop.paper.purpose import Copy
from pia_desktop.revisions.editions import Dropped, Moved, move_edition
from pia_desktop.rules.checks.finding import FindingKey
from pia_desktop.rules.stages import Stage
from tests.ui.access_keys import shared_keys
from tests.ui.shell import MakeCoordinator, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet import batch_dialog, bulk
from ui.cabinet.actions import COPY_LIST, COPY_ROWS, PRINT
from ui.cabinet.batch_dialog import BatchDialog
from ui.cabinet.bulk import Act, BulkReport, run_bulk, set_state, tasks_of
from ui.cabinet.bulk_dialogs import BulkStateDialog, BulkVersionDialog
from ui.context.background import Stopped
from ui.context.cabinet_store import CabinetStore
from ui.printing import batch as batch_files
from ui.printing.batch import Batch, BatchOutcome, make_all, sortable_number
from ui.printing.joined import make_joined
from ui.printing.task import Print
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import MessageDialog

DAY = date(2026, 11, 26)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four assessments; the third cannot be read."""
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number in range(1, 5):
            answers = {"cover.number": str(number), "cover.title": f"事務{number}"}
            cabinet.new(find_form("yoshiki3"), Node(dict(answers), {FILES: {"k": Node()}}))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(
            "UPDATE answer SET item_id = 'nowhere' WHERE assessment_id = 3 AND item_id = 'cover.number'"
        )
    return path


def run(path: Path, act: Act, stop_after: int = 99) -> tuple[BulkReport, dict[int, AssessmentInfo]]:
    told: list[int] = []
    with Cabinet.open(path) as cabinet:
        infos = cabinet.list()
        tasks = tasks_of(infos, act)
        report = run_bulk(cabinet, tasks, BulkReport(), lambda: len(told) >= stop_after, told.append)
        return report, {info.id: info for info in cabinet.list()}


def test_a_state_is_given_where_it_goes_on_and_is_never_set_back(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.set_stages(2, "submitted", {"submitted": "2026-10-01"})
        cabinet.set_stages(4, "published", {"published": "2026-12-01"})
    report, infos = run(path, bulk.set_state(Stage.REVIEW, DAY))
    assert [infos[one].state for one in (1, 2, 4)] == ["review", "submitted", "review"]
    assert infos[1].stages == {"review": "2026-11-26"}
    assert infos[4].rounds[-1].stages == {"review": "2026-11-26"}
    assert infos[4].earlier[0]["published"] == "2026-12-01"
    assert len(report.done) == 3
    assert len(report.left) == 1
    assert report.said[0].startswith("4 事務4")


def test_an_older_day_never_replaces_a_newer_one(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.set_stages(1, "published", {"published": "2026-12-01"})
    report, infos = run(path, bulk.set_state(Stage.PUBLISHED, DAY))
    assert infos[1].stages["published"] == "2026-12-01"
    assert [line.split("：")[0] for line in report.left] == ["1 事務1"]


def test_the_day_of_a_publication_goes_into_the_form_unless_it_tells_a_later_one(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [SetAnswer(("cover.published_on",), "令和7年4月1日")])
        cabinet.apply(2, [SetAnswer(("cover.published_on",), "令和9年4月1日")])
    _report, infos = run(path, bulk.set_state(Stage.PUBLISHED, DAY, into_form=True, opened=[4]))
    assert [infos[one].published_on for one in (1, 2, 4)] == ["令和8年11月26日", "令和9年4月1日", ""]
    assert {infos[one].stages["published"] for one in (1, 2, 4)} == {"2026-11-26"}
    _report, infos = run(path, bulk.set_state(Stage.REVIEW, DAY, into_form=True))
    assert infos[4].published_on == ""


def test_versions_are_closed_unless_nothing_has_changed_and_an_unreadable_one_does_not_stop_it(
    path: Path,
) -> None:
    act = bulk.close_version("令和8年度", DAY)
    report, _infos = run(path, act)
    assert (len(report.done), len(report.left)) == (3, 1)
    assert "nowhere" in report.left[0]
    with Cabinet.open(path) as cabinet:
        cabinet.apply(4, [SetAnswer(("I.1.2",), "変えた")])
    report, _infos = run(path, act)
    assert [len(report.done), len(report.left)] == [1, 3]
    with Cabinet.open(path) as cabinet:
        assert [len(cabinet.versions(one)) for one in (1, 2, 4)] == [1, 1, 2]


def test_a_version_is_never_closed_before_the_last_one(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.close_version(1, "後の日の版", "2027-01-01")
        cabinet.apply(1, [SetAnswer(("I.1.2",), "変えた")])
    report, _infos = run(path, bulk.close_version("令和8年度", DAY))
    assert [line.split("：")[0] for line in report.left] == ["1 事務1", "3 事務3"]
    with Cabinet.open(path) as cabinet:
        assert [one.name for one in cabinet.versions(1)] == ["後の日の版"]


def test_checks_are_counted_and_kept(path: Path) -> None:
    report, infos = run(path, bulk.check())
    assert (len(report.done), len(report.left)) == (3, 1)
    assert infos[1].findings is not None
    assert infos[3].findings is None


def test_editions_move_with_the_older_state_kept(tmp_path: Path) -> None:
    old = next(one for one in all_forms() if one.id == "yoshiki2")
    path = tmp_path / "版.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(old, Node({old.roles.title: "古い版"}))
        cabinet.new(find_form("yoshiki2"), Node({old.roles.title: "新しい版"}))
    report, infos = run(path, bulk.move_to_newest())
    assert infos[1].version == find_form("yoshiki2").version
    assert (len(report.done), len(report.left)) == (1, 1)
    assert report.said == []
    with Cabinet.open(path) as cabinet:
        (kept,) = cabinet.versions(1)
        assert cabinet.load_version(kept.id).form is old


def test_what_a_newer_edition_has_no_place_for_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = next(one for one in all_forms() if one.id == "yoshiki2")
    path = tmp_path / "版.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(old, Node({old.roles.title: "古い版"}))

    def moved(snapshot: Snapshot, newest: Form) -> Moved:
        lost = Dropped((old.roles.title,), "名称", "古い版", "欄がない")
        return replace(move_edition(snapshot, newest), dropped=(lost,))

    monkeypatch.setattr(bulk, "move_edition", moved)
    report, _infos = run(path, bulk.move_to_newest())
    (said,) = report.said
    assert "1" in said.partition("：")[2]


def test_it_stops_between_two_and_tells_what_was_done(path: Path) -> None:
    report, infos = run(path, bulk.set_state(Stage.SUBMITTED, DAY), stop_after=2)
    assert not report.whole
    assert len(report.done) == 2
    assert [infos[one].stages.get("submitted") for one in (1, 2, 3)] == ["2026-11-26"] * 2 + [None]


# ---- in the window


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, path: Path) -> Coordinator:
    made = make_coordinator()
    assert made.open_cabinet(path)
    made.show_cabinet()
    made.cabinet_window.pick(1, 2, 3, 4)
    return made


def report_of(qtbot: QtBot, coordinator: Coordinator) -> MessageDialog:
    jobs = coordinator.cabinet_window.commands.bulk.jobs.get()
    qtbot.waitUntil(lambda: jobs.report is not None)
    assert jobs.report is not None
    return jobs.report


def test_a_publication_is_written_into_open_windows_and_closed_forms(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    opened = coordinator.open_assessment(1)
    assert opened is not None
    window = coordinator.cabinet_window
    window.pick(1, 2, 4)
    window.commands.bulk.set_state()
    (asked,) = dialogs(BulkStateDialog)
    assert isinstance(asked, BulkStateDialog)
    assert asked.stage.currentData() == Stage.SUBMITTED.value, "Return alone publishes no draft"
    assert not asked.into_form.isEnabled()
    asked.stage.setCurrentIndex(Stage.PUBLISHED.position)
    assert asked.into_form.isEnabled()
    asked.day.setText("R8.11.20")
    asked.accept()
    report_of(qtbot, coordinator).close()
    assert opened.session.answer(("cover.published_on",)) == "令和8年11月20日"
    assert [info.edits for info in window.infos if info.id == 1] == [1], "written once, by its window"
    qtbot.waitUntil(lambda: [info.published_on for info in window.infos].count("令和8年11月20日") == 3)


def details_of(report: MessageDialog) -> str:
    text = report.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    return text.toPlainText()


def test_state_and_versions_of_the_marked_rows(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = coordinator.cabinet_window
    window.commands.bulk.set_state()
    (asked,) = dialogs(BulkStateDialog)
    assert isinstance(asked, BulkStateDialog)
    asked.stage.setCurrentIndex(Stage.SUBMITTED.position)
    asked.day.setText("R8.11.20")
    asked.accept()
    report = report_of(qtbot, coordinator)
    assert "4" in report.heading
    report.close()
    qtbot.waitUntil(lambda: {info.state for info in window.infos} == {"submitted"})
    assert {info.stages["submitted"] for info in window.infos} == {"2026-11-20"}
    qtbot.waitUntil(lambda: window.commands.bulk.jobs.get().report is None)
    window.commands.bulk.close_versions()
    (named,) = dialogs(BulkVersionDialog)
    assert isinstance(named, BulkVersionDialog)
    named.accept()
    assert "1" in report_of(qtbot, coordinator).heading


def test_what_is_asked_while_something_is_under_way_is_done_after_it(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window, heard = coordinator.cabinet_window, []
    jobs = window.commands.bulk.jobs.get()
    store = coordinator.store
    assert store is not None

    def slowly(cabinet: Cabinet, info: AssessmentInfo, _stopped: Stopped) -> str:
        heard.append((info.id, info.state))
        return ""

    jobs.start(store, window.infos, "状態", set_state(Stage.SUBMITTED, date(2026, 11, 20)))
    jobs.start(store, window.infos, "点検", slowly)
    qtbot.waitUntil(lambda: len(heard) == len(window.infos))
    assert {state for _id, state in heard} == {"submitted"}
    qtbot.waitUntil(lambda: not jobs.running)


def test_one_that_went_meanwhile_is_passed_over_and_a_failure_holds_up_nothing(
    qtbot: QtBot, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = coordinator.cabinet_window
    store, jobs = coordinator.store, window.commands.bulk.jobs.get()
    assert store is not None
    picked = window.infos
    store.cabinet.purge([4])
    jobs.start(store, picked, "状態", set_state(Stage.SUBMITTED, date(2026, 11, 20)))
    report = report_of(qtbot, coordinator)
    assert "3" in report.heading
    report.close()

    known = store.infos

    def fail() -> tuple[AssessmentInfo, ...]:
        monkeypatch.setattr(store, "infos", known)
        raise UserError("読めません。")

    jobs._waiting.append(bulk._Asked(store, "状態", lambda: tasks_of(fail(), bulk.check())))
    jobs.start(store, picked, "点検", bulk.check())
    qtbot.waitUntil(lambda: jobs.report is not None and "点検" in jobs.report.heading)
    assert "読めません。" in [one.heading for one in dialogs(MessageDialog) if isinstance(one, MessageDialog)]


def test_all_are_looked_over_today_whatever_stands_in_them(qtbot: QtBot, coordinator: Coordinator) -> None:
    window = coordinator.cabinet_window
    window.commands.stages.look_over()
    qtbot.waitUntil(lambda: {"looked_over" in info.stages for info in window.infos} == {True})


def test_editions_of_the_marked_rows_move_and_the_unreadable_one_is_told(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    assert coordinator.open_assessment(1) is not None
    jobs = coordinator.cabinet_window.commands.bulk
    jobs._move(coordinator.cabinet_window.infos)
    assert coordinator.windows == {}, "a window would go on with the older edition"
    report = report_of(qtbot, coordinator)
    assert "nowhere" in details_of(report)
    assert details_of(report).count("\n") == 3


def test_several_are_printed_by_the_way_of_one(coordinator: Coordinator) -> None:
    window = coordinator.cabinet_window
    window.table.selectAll()
    assert window.actions_[PRINT].isEnabled()
    window.actions_[PRINT].trigger()
    [dialog] = window.findChildren(BatchDialog)
    assert dialog.suffix == "", "on paper"


def test_the_marked_rows_are_copied_as_cells(coordinator: Coordinator) -> None:
    window = coordinator.cabinet_window
    window.table.selectAll()
    whole = len(window.picked_all())
    assert whole > 1
    for mark, marked in ((window.table.selectAll, whole), (lambda: window.pick(2), 1)):
        mark()
        for action, count in ((COPY_ROWS, marked), (COPY_LIST, whole)):
            window.actions_[action].trigger()
            data = QGuiApplication.clipboard().mimeData()
            assert data.html().count("<tr") == 1 + count
            rows = [line.split("\t") for line in data.text().splitlines()]
            assert len(rows) == 1 + count
            assert len({len(cells) for cells in rows}) == 1


def test_they_are_printed_on_paper_without_the_unreadable_one(
    qtbot: QtBot, coordinator: Coordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = coordinator.store
    assert store is not None
    outputs = coordinator.cabinet_window.commands.outputs
    batch, printed = outputs.batch, list[Print]()
    monkeypatch.setattr(batch, "_print_on_paper", printed.append)
    batch.start(store, Batch(tuple(store.infos()), tmp_path, Copy.SUBMISSION, suffix="", joined=True))
    qtbot.waitUntil(lambda: batch.report is not None)
    assert len(printed) == 1
    assert batch.report is not None
    assert "nowhere" in details_of(batch.report)


def test_a_search_tells_in_which_assessment_nothing_can_be_found(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    page = coordinator.cabinet_window.pages.search
    store = coordinator.store
    assert store is not None
    page.begin(store)
    page.words.setText("事務")
    qtbot.waitUntil(lambda: len(page.model.hits) == 3 and "事務3" in page.count.text())


def test_a_search_tells_which_version_cannot_be_read(
    qtbot: QtBot, coordinator: Coordinator, path: Path
) -> None:
    page, store = coordinator.cabinet_window.pages.search, coordinator.store
    assert store is not None
    for one in (1, 2):
        store.cabinet.close_version(one, f"公表{one}", "2026-04-01")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE version SET contents = x'00' WHERE assessment_id = 2")
    page.begin(store)
    page.versions.setChecked(True)
    page.words.setText("事務")
    qtbot.waitUntil(lambda: "公表2" in page.count.text() and "公表1" not in page.count.text())


def test_what_is_asked_before_has_one_thing_for_each_access_key(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    commands = coordinator.cabinet_window.commands
    for ask in (commands.bulk.set_state, commands.bulk.close_versions, commands.outputs.save_pdf):
        ask()
        (asked,) = [one for one in dialogs(Dialog) if one.isVisible()]
        assert shared_keys(asked) == {}, type(asked)
        asked.close()
        qtbot.waitUntil(lambda: not dialogs(Dialog))


def test_the_joined_file_tells_how_far_it_is_while_it_is_written_too(path: Path, tmp_path: Path) -> None:
    store = CabinetStore(Cabinet.open(path))
    told: list[int] = []
    batch = Batch(store.infos(), tmp_path, suffix=".pdf", joined=True)
    assert make_joined(store, batch, BatchOutcome(), lambda: False, told.append)
    assert told == sorted(told)
    assert set(told) >= {1, len(batch.infos) - 1, len(batch.infos)}
    written = [done for done in told if done > len(batch.infos) / 2]
    assert len(written) > len(batch.infos)
    assert store.close()


def all_made(store: CabinetStore, batch: Batch) -> BatchOutcome:
    outcome = BatchOutcome(batch.suffix)
    assert make_all(store, batch, outcome, lambda: False, lambda _done: None)
    return outcome


def test_files_of_one_name_are_two_files_and_all_pages_are_counted(path: Path, tmp_path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.apply(2, [SetAnswer(("cover.number",), "1"), SetAnswer(("cover.title",), "事務1")])
    store = CabinetStore(Cabinet.open(path))
    outcome = all_made(store, Batch(store.infos(), tmp_path, suffix=".json"))
    assert len({file.name for file in outcome.files}) == 3
    assert all(file.exists() for file in outcome.files)
    printed = all_made(store, Batch(store.infos()[:1], tmp_path))
    assert printed.pages == len(pypdf.PdfReader(printed.files[0]).pages) > 1
    assert f"{printed.pages}ページ" in printed.report(tmp_path)[1]
    assert store.close()


def test_what_a_file_lacks_is_told_with_the_name_of_its_assessment(path: Path, tmp_path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        info = cabinet.list()[0]
    outcome = BatchOutcome()
    made = batch_files._Asked(info, tmp_path / "a.pdf", Made(3, ("図１がありません",)))
    batch_files._report(Batch((info,), tmp_path), made, outcome)
    assert outcome.lost == ["事務1: 図１がありません"]
    assert (outcome.files, outcome.pages) == ([tmp_path / "a.pdf"], 3)


def test_what_was_set_aside_is_no_mistake_of_a_public_copy(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reasons = {FindingKey("C101", ("I.1.2",)): "理由"}
    monkeypatch.setattr(batch_files, "set_aside_reasons", lambda _store, _id: reasons)
    store = CabinetStore(Cabinet.open(path))
    for copy, known in ((Copy.PUBLIC, reasons), (Copy.SUBMISSION, {})):
        batch = Batch(store.infos()[:1], tmp_path, copy)
        asked = [batch_files._Asked(info) for info in batch.infos]
        (task,) = batch_files._tasks(store, batch, asked, lambda: False)
        assert task.job.reasons == known
    assert store.close()


def test_a_number_that_is_withheld_is_in_no_name_of_a_file_for_the_public() -> None:
    form = find_form("yoshiki3")
    root = Node({form.roles.number: "１２"}, withheld={form.roles.number: WHOLE})
    snapshot = Snapshot(form, root)
    assert sortable_number(snapshot, Copy.SUBMISSION, 4) == "0012"
    assert "12" not in sortable_number(snapshot, Copy.PUBLIC, 4)


def test_a_batch_that_fails_holds_up_no_other(
    qtbot: QtBot, coordinator: Coordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = coordinator.store
    assert store is not None
    batch = coordinator.cabinet_window.commands.outputs.batch
    makers = [_failing, make_all]
    monkeypatch.setattr(batch_dialog, "maker_of", lambda _batch: makers.pop(0))
    for _time in range(2):
        batch.start(store, Batch(store.infos()[:1], tmp_path, suffix=".json"))
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.json"))) == 1 and not batch.running)


def _failing(*_arguments: object) -> bool:
    raise UserError("書けません。")


def test_every_kind_of_file_is_made_and_the_unreadable_one_is_told(
    qtbot: QtBot, coordinator: Coordinator, tmp_path: Path
) -> None:
    store = coordinator.store
    assert store is not None
    batch = coordinator.cabinet_window.commands.outputs.batch
    kinds = (
        (".pdf", True),
        (".pdf", False),
        (".xlsx", False),
        (".docx", False),
        (".html", False),
        (".json", False),
    )
    for number, (suffix, joined) in enumerate(kinds):
        folder = tmp_path / str(number)
        folder.mkdir()
        batch.start(store, Batch(tuple(store.infos()), folder, Copy.SUBMISSION, 1.0, suffix, joined))
        qtbot.waitUntil(lambda: batch.report is not None)
        assert batch.report is not None
        files = sorted(folder.iterdir())
        assert len(files) == (1 if joined else 3)
        assert {file.suffix for file in files} == {suffix}
        if joined:
            assert "（3件）" in files[0].name
            assert "3" in batch.report.heading, "how many assessments, not how many files"
            text = pypdf.PdfReader(files[0]).pages[0].extract_text()
            assert "事務1" in text
            assert "事務3" not in text
        batch.report.close()
        qtbot.waitUntil(lambda: batch.report is None)


def test_what_goes_on_paper_is_reported_without_a_folder(
    qtbot: QtBot, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Print] = []
    batch = coordinator.cabinet_window.commands.outputs.batch
    monkeypatch.setattr(batch, "_print_on_paper", printed.append)
    store = coordinator.store
    assert store is not None
    batch.start(store, Batch(tuple(store.infos()), Path(), suffix="", joined=True))
    qtbot.waitUntil(lambda: batch.report is not None)
    assert batch.report is not None
    (job,) = printed
    assert batch.report.heading.startswith("3")
    shown = [label.text() for label in batch.report.findChildren(QLabel)]
    assert f"全{len(job.layout.pages)}ページ" in shown
    assert "フォルダーを開く" not in [button.text() for button in batch.report.buttons.buttons()]
    batch.report.close()


def test_passing_over_a_web_page_changes_no_other_copy(coordinator: Coordinator) -> None:
    """The arrow keys go through all kinds of file on their way to the last."""
    coordinator.cabinet_window.commands.outputs.save_pdf()
    (asked,) = dialogs(BatchDialog)
    assert isinstance(asked, BatchDialog)
    asked.purpose.choose_copy(Copy.DRAFT)
    for suffix, copy in (
        (".pdf", Copy.DRAFT),
        (".xlsx", Copy.SUBMISSION),
        (".docx", Copy.SUBMISSION),
        (".html", Copy.PUBLIC),
        (".json", Copy.SUBMISSION),
        (".pdf", Copy.DRAFT),
        ("", Copy.DRAFT),
    ):
        asked.format_.choose(asked.format_.chosen + (suffix != ".pdf" or asked.suffix != ".pdf"))
        assert (asked.suffix, asked.purpose.copy) == (suffix, copy)
    asked.format_.choose(0)
    asked.purpose.choose_copy(Copy.PUBLIC)
    asked.format_.choose(3)
    asked.format_.choose(4)
    assert asked.purpose.copy is Copy.PUBLIC, "it was chosen before the web page"
    asked.close()


def test_a_copy_of_all_for_the_public_says_so_in_its_name(path: Path, tmp_path: Path) -> None:
    store = CabinetStore(Cabinet.open(path))
    ends = {Copy.PUBLIC: "（公表用）.pdf", Copy.DRAFT: "（下書き）.pdf", Copy.SUBMISSION: "（3件）.pdf"}
    for copy, end in ends.items():
        outcome = BatchOutcome()
        batch = Batch(store.infos(), tmp_path, copy, suffix=".pdf", joined=True)
        assert make_joined(store, batch, outcome, lambda: False, lambda _done: None)
        assert outcome.files[0].name.endswith(end)
    assert store.close()

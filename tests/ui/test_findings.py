"""The checks in the window: findings come and go as one types, are mended, set aside and shown everywhere."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.records import FindingCounts, SetAside
from pia_desktop.assessment.assessment import Assessment, blank_root
from pia_desktop.assessment.edits import InsertEntry, RemoveEntry
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.kinds import CountKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.i18n import _
from pia_desktop.paper.purpose import Copy
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.codes import UNREAD
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.severity import Severity
from tests.strategies import edits
from tests.ui.pages import MemoryStore
from tests.ui.review import findings, item_path, sample, type_into, type_words
from tests.ui.shell import MakeCoordinator, coordinator_of, dialog, let_pass
from ui.assessment.actions import NEXT_FINDING
from ui.assessment.window import AssessmentWindow
from ui.checks.model import Kind, Line
from ui.checks.panel import FindingsList
from ui.checks.set_aside_dialog import AsideDialog
from ui.checks.watch import Watch, symbol_of
from ui.context.annotations import AnnotationStore
from ui.context.marks import UNREAD as UNREAD_MARK
from ui.context.marks import Mark
from ui.context.session import Session
from ui.form.badges import Badges
from ui.form.editor import AnswerEditor
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.printing.dialog import PrintDialog

NAME: NodePath = ("I.1.1",)
KANA = "ｼｽﾃﾑの名称"


def told(finding: Finding) -> tuple[object, ...]:
    """What tells findings apart."""
    return finding.path, finding.code, finding.facts


def codes_at(window: AssessmentWindow, path: NodePath) -> set[str]:
    window.review.watch.catch_up()
    return {finding.code for finding in window.review.watch.at(path)}


def shown(window: AssessmentWindow) -> list[Finding]:
    panel = findings(window)
    return [line.finding for line in panel.model.lines if line.finding is not None]


def choose(window: AssessmentWindow, finding: Finding) -> Line:
    panel = findings(window)
    panel.list.setCurrentIndex(panel.model.index(panel.model.row_of(finding)))
    line = panel.current()
    assert line is not None
    return line


def editor_at(window: AssessmentWindow, path: NodePath) -> AnswerEditor:
    page = window.page(window.tabs.currentIndex())
    if isinstance(page, FilePages):
        page = page.page(path[1])
    assert isinstance(page, PartPage)
    return page.registry.editors[path]


def badges_at(window: AssessmentWindow, path: NodePath) -> list[str]:
    """What the badges beside an answer's field tell of it."""
    window.go_to(path)
    cell = editor_at(window, path).parentWidget()
    assert cell is not None
    found = cell.findChildren(Badges)
    called = editor_at(window, path).focus_target().accessibleName()
    return [
        button.accessibleName().removeprefix(f"{called}\n")
        for badges in found
        for button in badges.findChildren(QToolButton)
        if button.isVisible()
    ]


def test_a_number_that_cannot_be_read_is_a_mistake_in_the_list_and_in_no_contents(
    qtbot: QtBot, window: AssessmentWindow
) -> None:
    watch, session = window.review.watch, window.session
    before, counted, root = watch.open(), watch.counts(), session.root
    item_id = next(
        one.item.id for one in session.form.places.values() if isinstance(one.item.kind, CountKind)
    )
    path = item_path(session.form, root, item_id)
    window.go_to(path)
    field = editor_at(window, path).focus_target()
    assert isinstance(field, QLineEdit)
    usual = field.text()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "abc")
    [finding] = [one for one in watch.open() if one.code == UNREAD]
    assert "abc" in finding.message
    assert finding.path == path
    assert watch.counts()[Severity.ERROR] == counted[Severity.ERROR] + 1
    qtbot.waitUntil(lambda: finding in shown(window))
    assert sum("abc" in mark.words for mark in session.marks.at(path)) == 1
    choose(window, finding)
    assert not findings(window).aside.isEnabled()
    assert session.answer(path) == root.answer(path)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, usual or "5")
    if not usual:
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
    watch.catch_up()
    assert watch.open() == before
    qtbot.waitUntil(lambda: finding not in shown(window))


def test_a_number_that_cannot_be_read_is_gone_with_its_entry(window: AssessmentWindow) -> None:
    watch, session = window.review.watch, window.session
    number = next(
        one.item.id
        for one in session.form.places.values()
        if isinstance(one.item.kind, CountKind) and one.scope == (FILES,)
    )
    path = (FILES, "other", number)
    session.push(InsertEntry((FILES,), "other", 1, Node()))
    session.marks.put(UNREAD_MARK, path, Mark("findings", "mistake", "abc"))
    watch.catch_up()
    assert UNREAD in codes_at(window, path)
    session.push(RemoveEntry((FILES,), "other"))
    watch.catch_up()
    assert UNREAD not in {one.code for one in watch.open()}
    assert session.marks.mark_of(UNREAD_MARK, path) is None


def missing_marks(window: AssessmentWindow, owner: NodePath) -> set[str]:
    window.review.watch.catch_up()
    marks = window.session.marks.all()
    return {path[-1] for path, mark in marks if path[:-1] == owner and mark.symbol == "missing"}


def test_what_a_new_entry_lacks_is_marked_at_its_fields_without_a_finding_of_each(
    window: AssessmentWindow,
) -> None:
    watch, session = window.review.watch, window.session
    list_path = (FILES, session.file_key, "II.4.e")
    count = len(watch.open())
    key = session.add_entry(list_path)
    assert key is not None
    owner: NodePath = (*list_path, key)
    assert "II.4.e.title" in missing_marks(window, owner)
    assert len(watch.open()) == count + 1
    findings(window).show_at((*owner, "II.4.e.title"))
    line = findings(window).current()
    assert line is not None
    assert line.finding is not None
    assert line.finding.path == owner
    session.set_answer((*owner, "II.4.e.title"), "点検の業務")
    assert "II.4.e.title" not in missing_marks(window, owner)
    assert missing_marks(window, owner)
    session.push(RemoveEntry(list_path, key))
    assert missing_marks(window, owner) == set()


def test_a_finding_comes_and_goes_while_one_types(qtbot: QtBot, window: AssessmentWindow) -> None:
    watch, before = window.review.watch, window.review.watch.open()
    panel, usual = findings(window), window.session.answer(NAME)
    assert isinstance(usual, str)
    field = type_into(window, NAME, KANA)
    qtbot.waitUntil(lambda: any(f.path == NAME for f in watch.open()))
    found = watch.at(NAME)
    qtbot.waitUntil(lambda: found[0] in shown(window))
    assert badges_at(window, NAME) == ["\n".join(one.message for one in found)]
    assert found[0].message in field.accessibleDescription()
    assert window.tabs.bar.mark_of(1)
    tree = window.panes.outline.panel.model
    spoken = tree.data(tree.index_for(NAME), Qt.ItemDataRole.AccessibleTextRole)
    assert found[0].message in spoken
    type_into(window, NAME, usual)
    qtbot.waitUntil(lambda: watch.open() == before)
    qtbot.waitUntil(lambda: shown(window) == list(before))
    assert badges_at(window, NAME) == []
    assert not field.accessibleDescription()
    assert not window.tabs.bar.mark_of(1)
    assert panel.isVisible()


def test_a_click_on_the_link_mends_and_undo_brings_the_finding_back(
    qtbot: QtBot, window: AssessmentWindow
) -> None:
    type_into(window, NAME, KANA)
    window.review.watch.catch_up()
    finding = next(one for one in window.review.watch.at(NAME) if one.mend is not None)
    panel = findings(window)
    index = panel.model.index(panel.model.row_of(finding))
    panel.list.scrollTo(index)
    steps = window.session.undo_stack.index()
    told: list[str] = []
    window.session.taken_out.connect(told.append)
    link = panel.list.drawing.link_rect(index)
    assert not link.isEmpty()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=link.center())
    assert window.session.answer(NAME) == "システムの名称"
    assert finding.code not in codes_at(window, NAME)
    assert window.session.undo_stack.index() == steps + 1
    [words] = told
    assert finding.mend_label in words
    window.undo()
    assert window.session.answer(NAME) == KANA
    assert finding.code in codes_at(window, NAME)
    choose(window, window.review.watch.at(NAME)[0])
    panel.mend.click()
    assert window.session.answer(NAME) == "システムの名称"


def test_a_click_and_enter_lead_to_the_item(qtbot: QtBot, window: AssessmentWindow) -> None:
    type_into(window, NAME, KANA)
    window.review.watch.catch_up()
    window.go_to(("cover.title",))
    panel = findings(window)
    index = panel.model.index(panel.model.row_of(window.review.watch.at(NAME)[0]))
    panel.list.setCurrentIndex(index)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.session.current_path == NAME
    window.go_to(("cover.title",))
    panel.list.scrollTo(index)
    place = panel.list.visualRect(index).topLeft() + QPoint(4, 4)
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.current_path == NAME


def set_aside(window: AssessmentWindow, finding: Finding, reason: str) -> None:
    choose(window, finding)
    findings(window).aside.click()
    asked = next(one for one in window.findChildren(AsideDialog) if one.isVisible())
    assert not asked.accept_button.isEnabled()
    type_words(asked.reason, reason)
    asked.accept_button.click()


def test_what_is_set_aside_stays_so_after_opening_again(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path, window: AssessmentWindow
) -> None:
    type_into(window, NAME, KANA)
    window.review.watch.catch_up()
    finding = window.review.watch.at(NAME)[0]
    set_aside(window, finding, "正式な名称である。")
    assert finding not in shown(window)
    assert badges_at(window, NAME) == []
    assert window.close()
    with Cabinet.open(cabinet, read_only=True) as stored:
        kept = stored.set_asides(1)
    assert [(one.code, one.path[:-1], one.reason) for one in kept] == [
        (finding.code, NAME, "正式な名称である。")
    ]
    coordinator = coordinator_of(window)
    again = coordinator.open_assessment(1)
    assert again is not None
    again.review.begin()
    qtbot.waitUntil(lambda: again.review.watch.ready)
    assert again.review.watch.at(NAME) == ()
    panel = findings(again)
    fold = next(i for i, line in enumerate(panel.model.lines) if line.folds)
    panel.list.chosen.emit(panel.model.index(fold))
    line = panel.model.lines[-1]
    assert line.finding is not None
    assert line.reason == "正式な名称である。"
    choose(again, line.finding)
    panel.aside.click()
    assert [one.code for one in again.review.watch.at(NAME)] == [finding.code]
    assert coordinator.store is not None
    assert coordinator.store.flush()
    assert coordinator.store.cabinet.set_asides(1) == ()


def test_what_was_set_aside_comes_back_when_its_facts_change(window: AssessmentWindow) -> None:
    type_into(window, NAME, KANA)
    window.review.watch.catch_up()
    watch = window.review.watch
    watch.set_aside(watch.at(NAME)[0], "よい")
    assert not watch.at(NAME)
    type_into(window, NAME, "ﾃﾞｰﾀの名称")
    watch.catch_up()
    assert watch.at(NAME)
    window.session.set_answer(NAME, KANA)
    watch.catch_up()
    assert not watch.at(NAME)


def test_a_version_keeps_why_a_finding_was_set_aside(window: AssessmentWindow) -> None:
    type_into(window, NAME, KANA)
    window.review.watch.catch_up()
    watch = window.review.watch
    watch.set_aside(watch.at(NAME)[0], "正式な名称")
    coordinator = coordinator_of(window)
    assert coordinator.store is not None
    assert coordinator.store.flush()
    info = coordinator.store.cabinet.close_version(1, "初版", "2026-04-01")
    kept = coordinator.store.cabinet.read_version(info.id).set_asides
    assert [one.reason for one in kept] == ["正式な名称"]


def test_the_cabinets_list_knows_the_counts_after_the_window_is_closed(
    window: AssessmentWindow, cabinet: Path
) -> None:
    type_into(window, NAME, "")
    window.review.watch.catch_up()
    counts = window.review.watch.counts()
    assert counts[Severity.ERROR]
    assert window.close()
    with Cabinet.open(cabinet, read_only=True) as stored:
        assert stored.list()[0].findings == FindingCounts(*counts.values())


def test_a_filter_hides_and_shows_what_its_caption_counts(window: AssessmentWindow) -> None:
    type_into(window, NAME, "")
    window.session.set_answer(("I.1.2",), KANA)
    window.review.watch.catch_up()
    panel = findings(window)
    there = Counter(Kind.of(one) for one in shown(window))
    assert {Kind.UNANSWERED, Kind.CONFIRM} <= there.keys()
    for kind, button in panel.filters.items():
        for words in (button.text(), button.toolTip(), button.accessibleName()):
            assert f"{kind.label} {there[kind]}" in words
        button.click()
        assert Counter(Kind.of(one) for one in shown(window)) == there - Counter({kind: there[kind]})
        button.click()


def test_all_findings_of_a_severity_are_shown_for_the_print_dialog(window: AssessmentWindow) -> None:
    type_into(window, NAME, "")
    window.session.set_answer(("I.1.2",), KANA)
    window.review.watch.catch_up()
    panel = findings(window)
    errors = [one for one in shown(window) if one.severity is Severity.ERROR]
    assert Kind.UNANSWERED in {Kind.of(one) for one in errors}
    panel.show_only(Severity.ERROR)
    assert [one for one in shown(window) if one.severity is Severity.ERROR] == errors


def test_shift_f8_walks_the_findings_in_the_forms_order(window: AssessmentWindow) -> None:
    for path in (("I.1.2",), NAME):
        window.session.set_answer(path, KANA)
    window.review.watch.catch_up()
    places = list(dict.fromkeys(one.path for one in window.review.watch.open()))
    window.go_to(places[0])
    walked = []
    for _step in range(len(places) + 1):
        window.actions_[NEXT_FINDING].trigger()
        walked.append(window.session.current_path)
    assert walked == [*places[1:], places[0], places[1]]


def test_a_badge_opens_the_pane_at_its_finding(qtbot: QtBot, window: AssessmentWindow) -> None:
    type_into(window, NAME, KANA)
    window.review.watch.catch_up()
    page = window.page(window.tabs.currentIndex())
    cell = page.registry.editors[NAME].parentWidget()  # type: ignore[attr-defined]
    button = cell.findChild(Badges).findChild(QToolButton)
    button.click()
    line = findings(window).current()
    assert line is not None
    assert line.finding == window.review.watch.at(NAME)[0]


@pytest.mark.parametrize("final", [Copy.SUBMISSION, Copy.PUBLIC])
def test_a_copy_that_is_no_draft_is_asked_about_once(
    qtbot: QtBot, window: AssessmentWindow, final: Copy
) -> None:
    window.session.set_answer(NAME, None)
    window.print()
    printing = window.findChild(PrintDialog)
    assert printing is not None
    qtbot.waitUntil(lambda: printing._job is not None, timeout=20_000)
    printed: list[object] = []
    printing._go = lambda job, _dialog: bool(printed.append(job)) or True  # type: ignore[func-returns-value]
    printing.purpose.choose_copy(final)
    printing._refresh()
    qtbot.waitUntil(lambda: printing._job is not None, timeout=20_000)
    printing.accept()
    assert not printed
    dialog().button(_("Go On All the Same")).click()
    qtbot.waitUntil(lambda: len(printed) == 1)


def test_the_question_leads_to_the_findings(qtbot: QtBot, window: AssessmentWindow) -> None:
    window.session.set_answer(NAME, None)
    window.print()
    printing = window.findChild(PrintDialog)
    assert printing is not None
    qtbot.waitUntil(lambda: printing._job is not None, timeout=20_000)
    printing.accept()
    dialog().button(_("See the Findings")).click()
    line = findings(window).current()
    assert line is not None
    assert line.finding is not None
    assert line.finding.severity is Severity.ERROR


def test_closing_before_the_first_run_is_over_is_safe(
    qtbot: QtBot, make_coordinator: MakeCoordinator, cabinet: Path
) -> None:
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(cabinet)
    window = coordinator.open_assessment(1)
    assert window is not None
    window.review.begin()
    assert window.close()
    let_pass(qtbot)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_following_any_edits_the_window_shows_what_a_new_check_finds(
    qtbot: QtBot, data: st.DataObject
) -> None:
    """Edits before, during and after the first run, single and in bursts; marks agree with them."""
    form = sample().form
    session = Session(Assessment(form, sample().root), MemoryStore())
    watch = Watch(session, AnnotationStore(None, 0))
    watch.begin()
    for _step in range(data.draw(st.integers(0, 4))):
        session.push(data.draw(edits(form, session.root)))
    qtbot.waitUntil(lambda: watch.ready)
    for _step in range(data.draw(st.integers(0, 6))):
        session.push(data.draw(edits(form, session.root)))
        if data.draw(st.booleans()):
            watch.catch_up()
    watch.catch_up()
    anew = Checker(form, session.root)
    assert sorted(watch.open(), key=told) == sorted(anew.findings(), key=told)
    assert watch.counts() == anew.counts()
    marked = {path for path in session.marks._marks if session.marks.at(path)}
    related = {(one.path, item) for one in anew.findings() for item in one.related}
    lacking = {item for path, item in related if item[:-1] == path}
    assert marked == {finding.path for finding in anew.findings()} | lacking
    watch.stop()


def test_reading_only_nothing_can_be_mended_or_set_aside(qtbot: QtBot) -> None:
    form = sample().form
    session = Session(Assessment(form, sample().root.with_answer(NAME, KANA)), MemoryStore(), read_only=True)
    window = AssessmentWindow(session, lambda: True)
    qtbot.addWidget(window)
    window.show()
    window.review.begin()
    qtbot.waitUntil(lambda: window.review.watch.ready)
    choose(window, window.review.watch.at(NAME)[0])
    panel = findings(window)
    assert not panel.mend.isEnabled()
    assert not panel.aside.isEnabled()
    assert panel.list.drawing.link_rect(panel.list.currentIndex()).isEmpty()


def test_counts_against_entries_stand_at_the_list(window: AssessmentWindow) -> None:
    """A finding of an entry as a whole has its badge in the entry's heading."""
    session = window.session
    path = next(p for p in session.form.lists if p != "files" and not session.form.lists[p].scope)
    key = session.add_entry((path,))
    assert key is not None
    window.review.watch.catch_up()
    if not window.review.watch.at((path, key)):
        pytest.skip("the form has no such list")
    window.go_to((path, key))
    page = window.page(window.tabs.currentIndex())
    block = page.lists[(path,)].blocks[key]  # type: ignore[attr-defined]
    found = window.review.watch.at((path, key))[0]
    assert found.message in block.fold.accessibleDescription()


class OldReasons(AnnotationStore):
    def set_asides(self) -> tuple[SetAside, ...]:
        return (SetAside("C999", ("I.1.1", "#0"), "昔の理由"),)


def test_stored_reasons_of_other_findings_are_left_alone(qtbot: QtBot) -> None:
    session = Session(Assessment(sample().form, sample().root), MemoryStore())
    watch = Watch(session, OldReasons(None, 0))
    watch.begin()
    qtbot.waitUntil(lambda: watch.ready)
    assert watch.open() == Checker(sample().form, sample().root).findings()
    assert watch.aside() == ()
    watch.stop()


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_what_a_blank_form_lacks_is_no_cause_for_concern(form: Form) -> None:
    """A new assessment says of nothing that it might be wrong, not of the day of its publication either."""
    found = Checker(form, blank_root(form), date.today()).findings()
    assert {symbol_of(finding) for finding in found} == {"missing"}


def test_no_row_lies_over_the_next_at_any_width(blank_window: AssessmentWindow, qtbot: QtBot) -> None:
    model = findings(blank_window).model
    qtbot.waitUntil(lambda: model.rowCount() > 20)  # so many that there is a scroll bar
    rows = [model.index(row) for row in range(model.rowCount())]
    shown = FindingsList(model, blank_window, writing=True)
    shown.resize(400, 400)
    shown.show()

    def fits() -> bool:
        rects = [shown.visualRect(row) for row in rows]
        return all(above.bottom() + 1 == below.top() for above, below in pairwise(rects))

    for width in (400, 250, 330):
        shown.resize(width, 400)  # of the same height
        qtbot.waitUntil(fits)

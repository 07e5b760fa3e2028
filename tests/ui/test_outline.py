"""The tree of items stays what a tree built anew would be, whatever the edits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.item_state import ItemState
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.progress import Branch, BranchKind, Progress
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form
from tests.strategies import LAW, edits, nodes
from tests.ui.pages import MemoryStore, open_session
from tests.ui.review import item_path
from ui.assessment.outline import OutlinePanel
from ui.assessment.outline_model import OutlineModel
from ui.assessment.window import AssessmentWindow
from ui.context.marks import Mark, weightiest
from ui.context.session import Session
from ui.widgets.legend import counts_grow

FORMS = all_forms()


def lines(progress: Progress) -> list[tuple[object, ...]]:
    """The whole tree as one sees it."""

    def walk(branch: Branch, depth: int) -> Iterator[tuple[object, ...]]:
        for child in branch.children:
            assert child.parent is branch
            yield depth, progress.title(child), child.path, child.state, child.answered, child.needed
            yield from walk(child, depth + 1)

    return list(walk(progress.top, 0))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_after_any_edits_the_tree_is_as_if_built_anew(qapp: object, form: Form) -> None:
    @settings(LAW, max_examples=12)  # the model's tester walks the whole tree at each change
    @given(st.data())
    def law(data: st.DataObject) -> None:
        session = Session(Assessment(form, data.draw(nodes(form, (), 4, 2))), MemoryStore())
        model = OutlineModel(session)
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for _step in range(data.draw(st.integers(1, 3))):
            session.push(data.draw(edits(form, session.root)))
            assert lines(model.progress) == lines(Progress(form, session.root))
        while session.undo_stack.can_undo():
            session.undo_stack.undo()
            assert lines(model.progress) == lines(Progress(form, session.root))
        del tester

    law()


def by_hand(progress: Progress, root: Node) -> tuple[int, int]:
    """Answered and needed items, counted one by one from the contents."""
    leaves = [branch for branch in progress.top.walk() if branch.state is not None]
    answered = [leaf for leaf in leaves if leaf.state is ItemState.ANSWERED]
    for leaf in leaves:
        there = (
            bool(root.entries(leaf.path))
            if leaf.kind is BranchKind.TABLE
            else root.answer(leaf.path) is not None
        )
        assert there or leaf.state is not ItemState.ANSWERED
    return len(answered), len([leaf for leaf in leaves if leaf.state is not ItemState.NOT_NEEDED])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_counts_are_sums_of_leaves_and_every_answer_has_its_leaf(form: Form) -> None:
    @LAW
    @given(nodes(form))
    def law(root: Node) -> None:
        progress = Progress(form, root)
        assert (progress.top.answered, progress.top.needed) == by_hand(progress, root)
        for path, node in root.walk():
            for item_id in node.answers:
                assert progress.branch_for((*path, item_id)) is not None, item_id

    law()


def test_a_ticked_none_box_takes_its_rows_out_of_the_count(qapp: object) -> None:
    session = open_session("yoshiki3")
    key = session.file_key
    model = OutlineModel(session)
    leaf = model.progress.branch_for((FILES, key, "III.4.other"))
    assert leaf is not None
    section = next(above for above in leaf.ancestors() if above.kind is BranchKind.SECTION)
    session.set_answer((FILES, key, "III.4.other"), "定期の報告")  # which may stay empty
    assert section.answered == 1
    needed = section.needed
    assert needed > 1
    session.set_answer((FILES, key, "III.4.none"), True)
    assert (section.answered, section.needed) == (0, 0)
    session.undo_stack.undo()
    assert (section.answered, section.needed) == (1, needed)


def test_a_keystroke_touches_one_leaf_and_those_above_it(qapp: object) -> None:
    session = open_session("yoshiki4")
    for _number in range(20):
        session.add_entry(("I.2",))
    model = OutlineModel(session)
    told: list[QModelIndex] = []
    model.dataChanged.connect(lambda first, last, roles: told.append(first))
    key = next(iter(session.root.entries(("I.2",))))
    session.set_answer(("I.2", key, "I.2.2"), "あ", typing=True)
    assert len(told) == 4  # the item, its entry, the section, the part
    session.set_answer(("I.2", key, "I.2.2"), "あい", typing=True)
    assert len(told) == 4  # it was answered before already
    session.set_answer(("I.2", key, "I.2.1"), "名", typing=True)
    session.set_answer(("I.2", key, "I.2.1"), "名前", typing=True)
    assert len(told) == 12  # the entry goes by it


def test_only_missing_shows_what_is_missing_and_what_leads_there(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    panel = OutlinePanel(session)
    qtbot.addWidget(panel)
    for item in session.form.cover:
        session.set_answer((item.id,), "あ" if item.id != "cover.number" else "1")
    session.set_answer(("cover.number",), None)
    panel.only_missing.setChecked(True)
    cover = panel.shown.index(0, 0)
    assert [panel.shown.index(row, 0, cover).data() for row in range(panel.shown.rowCount(cover))] == [
        "評価書番号"
    ]
    session.set_answer(("cover.number",), "7")
    assert panel.shown.index(0, 0).data() == "Ⅰ 基本情報"
    session.undo_stack.undo()
    assert panel.shown.rowCount(panel.shown.index(0, 0)) == 1


def open_entries(session: Session, scope: tuple[str, ...]) -> None:
    """Have an entry in each list around an item."""
    path: NodePath = ()
    for list_id in scope:
        path = (*path, list_id)
        if not session.root.entries(path):
            session.add_entry(path)
        path = (*path, next(iter(session.root.entries(path))))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id} {form.version}")
def test_a_finding_at_any_item_has_its_mark_in_the_tree(qapp: object, form: Form) -> None:
    session = Session(Assessment(form, Node()), MemoryStore())
    for scope in dict.fromkeys(place.scope for place in form.places.values()):
        open_entries(session, scope)
    model = OutlineModel(session)
    for item_id in form.places:
        path = item_path(form, session.root, item_id)
        session.marks.put("findings", path, Mark("findings", "confirm", "見よ"))
        index = model.index_for(path)
        beside = index.siblingAtColumn(1)
        assert "見よ" in index.data(Qt.ItemDataRole.AccessibleTextRole), item_id
        assert beside.data(Qt.ItemDataRole.ToolTipRole) == "見よ", item_id
        assert beside.data(Qt.ItemDataRole.DecorationRole) is not None, item_id
        session.marks.put("findings", path, None)
        assert beside.data(Qt.ItemDataRole.DecorationRole) is None, item_id


def test_the_number_that_is_asked_for_says_why_it_grows(qapp: object) -> None:
    session = open_session("yoshiki3")
    model = OutlineModel(session)
    assert counts_grow() in model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole)


def test_rows_and_notes_share_the_mark_of_their_branch(qapp: object) -> None:
    advice, mistake = Mark("findings", "advice", "助言"), Mark("findings", "mistake", "誤り")
    marks = [advice, mistake, Mark("notes", "note", "付せん")]
    assert weightiest(marks) == ("mistake", "note")


def test_enter_and_click_ask_for_the_item_and_the_cursor_marks_it(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    panel = OutlinePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    path = (FILES, session.file_key, "II.2.3.need")
    session.enter_item(path)
    assert panel.tree.currentIndex().data() == "その必要性"
    with qtbot.waitSignal(session.item_requested) as asked:
        QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert asked.args == [path]
    branch = panel.tree.model().index(0, 0)
    with qtbot.waitSignal(session.item_requested) as asked:
        panel.tree.clicked.emit(branch)
    assert asked.args == [("cover.number",)]


def test_every_branch_leads_to_an_item_or_a_list_of_the_form() -> None:
    form = find_form("yoshiki4")
    assessment = Assessment(form)
    for branch in Progress(form, assessment.root).top.walk():
        if branch.parent is None or branch.children:
            continue
        target = branch.target()
        assert not target or target[-1] in form.places or target[-1] in form.lists or target[0] == FILES


def test_every_branch_has_words_and_a_file_its_name(qapp: object) -> None:
    for form in FORMS:
        files = {
            f"f{number}": Node({form.roles.file_name or "": f"ファイル甲{number}"}) for number in range(3)
        }
        progress = Progress(form, Assessment(form).root.with_entries((FILES,), files))
        for branch in progress.top.walk():
            assert branch is progress.top or progress.title(branch).strip(), branch.path


def test_the_part_that_is_shown_is_marked_also_where_it_is_empty(blank_window: AssessmentWindow) -> None:
    tabs, outline = blank_window.tabs, blank_window.panes.outline.panel
    for number in (*range(tabs.count()), *reversed(range(tabs.count()))):
        tabs.setCurrentIndex(number)
        QTest.qWait(1)  # a page that has a field gives it the cursor
        selected = outline.tree.currentIndex()
        while selected.parent().isValid():
            selected = selected.parent()
        assert selected.row() == number, tabs.title(number)


def below(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[QModelIndex]:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        yield from below(model, index)


def test_a_name_has_the_room_of_the_count_where_there_is_none(qtbot: QtBot) -> None:
    panel = OutlinePanel(open_session("yoshiki4"))
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    tree = panel.tree
    tree.expandAll()
    long = next(
        index
        for index in below(panel.shown, QModelIndex())
        if tree.fontMetrics().horizontalAdvance(index.data()) > tree.visualRect(index).width()
        and not panel.shown.hasChildren(index)
        and index.parent().isValid()
    )
    tree.scrollTo(long)
    picture = tree.viewport().grab(tree.visualRect(long.siblingAtColumn(1))).toImage()
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    assert len({picture.pixel(x, y) for x, y in places}) > 1, "its words go on there"

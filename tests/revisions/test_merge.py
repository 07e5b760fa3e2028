"""Laws of bringing two states together, and what becomes of changes that are known."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot, check_node
from pia_desktop.assessment.edits import (
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
    apply_edit,
    explicit,
)
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.revisions.compare import as_edit, compare
from pia_desktop.revisions.merge import Conflict, Merged, Sort, Stand, merge, same
from pia_desktop.revisions.merge_rows import combined, merge_rows
from tests.strategies import LAW, edits, nodes


@dataclass(frozen=True)
class Three:
    """A form, what both had, and what each made of it."""

    form: Form
    base: Node
    ours: Node
    theirs: Node

    def merge(self) -> Merged:
        return merge(self.form, self.base, self.ours, self.theirs)

    def other_way(self) -> Merged:
        return merge(self.form, self.base, self.theirs, self.ours)


@st.composite
def threes(draw: st.DrawFn) -> Three:
    form = draw(st.sampled_from(all_forms()))
    base = draw(nodes(form))
    sides = []
    for _side in range(2):
        root = base
        for _number in range(draw(st.integers(0, 5))):
            root, _inverse = apply_edit(root, explicit(root, draw(edits(form, root))))
        sides.append(root)
    return Three(form, base, *sides)


def changed(root: Node, *changes: Edit) -> Node:
    for edit in changes:
        root, _inverse = apply_edit(root, explicit(root, edit))
    return root


@LAW
@given(threes())
def test_it_is_the_same_from_either_side_and_what_one_side_changed_is_that_side(three: Three) -> None:
    for merged in (
        merge(three.form, three.base, three.base, three.theirs),
        merge(three.form, three.base, three.theirs, three.base),
        merge(three.form, three.base, three.theirs, three.theirs),
    ):
        assert same(merged.root, three.theirs)
        assert not merged.conflicts
    one, other = three.merge(), three.other_way()
    swapped = {Sort.REMOVED_HERE: Sort.REMOVED_THERE, Sort.REMOVED_THERE: Sort.REMOVED_HERE}
    places = {(c.place, swapped.get(c.sort, c.sort)) for c in one.conflicts}
    if all(c.choosable for c in (*one.conflicts, *other.conflicts)):
        assert places == {(c.place, c.sort) for c in other.conflicts}
    if not one.conflicts and not other.conflicts:
        assert same(one.root, other.root)


@LAW
@given(threes())
def test_it_is_one_step_that_fits_the_form_and_can_be_taken_back(three: Three) -> None:
    merged = three.merge()
    check_node(three.form, (), merged.root)
    again = merge(three.form, three.theirs, merged.root, three.theirs)  # a second return of the same
    assert same(again.root, merged.root)
    work = Assessment(three.form, three.ours)
    inverse = work.apply(as_edit(compare(work.snapshot(), Snapshot(three.form, merged.root))))
    assert same(work.root, merged.root)
    work.apply(inverse)
    assert same(work.root, three.ours)


@LAW
@given(threes())
def test_theirs_can_be_had_at_every_place(three: Three) -> None:
    merged = three.merge()
    places = {one.place for one in merged.conflicts if one.choosable}
    taken = merge(three.form, three.base, three.ours, three.theirs, take=places)
    check_node(three.form, (), taken.root)
    for one in merged.conflicts:
        if one.sort is Sort.ANSWER:
            assert isinstance(one.theirs, Stand)
            node = taken.root.find(one.place[:-1])
            assert node is None or node.answers.get(one.place[-1]) == one.theirs.value
            assert three.theirs.answer(one.place) == one.theirs.value
    assert not merge(three.form, three.theirs, taken.root, three.theirs).conflicts


@LAW
@given(st.data())
def test_what_three_add_comes_in_whatever_the_order(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    base = data.draw(nodes(form))
    path = (form.roles.changes,)
    sides = []
    for number in range(3):
        count = len(base.entries(path))
        at = data.draw(st.integers(0, count))
        rows = [InsertEntry(path, f"{number}-{row}", at + row, Node()) for row in range(number + 1)]
        sides.append(changed(base, *rows))
    a, b, c = sides
    first = merge(form, base, merge(form, base, a, b).root, c).root
    last = merge(form, base, a, merge(form, base, b, c).root).root
    assert set(first.entries(path)) == set(last.entries(path))
    for side in sides:
        own = [key for key in first.entries(path) if key in side.entries(path)]
        assert own == list(side.entries(path))


# ---- what is known


FORM = find_form("yoshiki3")
CHANGES = FORM.roles.changes
TITLE = (FORM.roles.title,)
COLUMN = FORM.lists[CHANGES].item_ids[0]
ROWS = {key: Node({COLUMN: key * 3}) for key in "abcd"}
BASE = Node({TITLE[0]: "題名", "I.1.2": "事務の内容"}, {FILES: {"f": Node()}, CHANGES: ROWS})


def known(ours: tuple[Edit, ...], theirs: tuple[Edit, ...]) -> Merged:
    return Three(FORM, BASE, changed(BASE, *ours), changed(BASE, *theirs)).merge()


def rows(merged: Merged) -> list[str]:
    return list(merged.root.entries((CHANGES,)))


def test_changes_at_different_items_are_both_there() -> None:
    merged = known((SetAnswer(TITLE, "新題名"),), (SetAnswer(("I.1.2",), "新内容"),))
    assert not merged.conflicts
    assert merged.root.answers == {TITLE[0]: "新題名", "I.1.2": "新内容"}


def test_two_changes_of_one_answer_are_shown_and_ours_stays() -> None:
    merged = known((SetAnswer(TITLE, "甲"),), (SetAnswer(TITLE, "乙"),))
    assert merged.conflicts == (Conflict(TITLE, Sort.ANSWER, Stand("題名"), Stand("甲"), Stand("乙")),)
    assert merged.root.answers[TITLE[0]] == "甲"


def test_rows_that_both_add_are_all_there() -> None:
    merged = known(
        (InsertEntry((CHANGES,), "x", 4, Node()), InsertEntry((CHANGES,), "y", 5, Node())),
        (InsertEntry((CHANGES,), "m", 4, Node()), InsertEntry((CHANGES,), "n", 1, Node())),
    )
    assert rows(merged) == ["a", "n", "b", "c", "d", "m", "x", "y"]
    assert not merged.conflicts


def test_a_row_moved_here_and_changed_there_is_moved_and_changed() -> None:
    merged = known(
        (MoveEntry((CHANGES,), "a", 3),),
        (SetAnswer((CHANGES, "a", COLUMN), "新"), RemoveEntry((CHANGES,), "b")),
    )
    assert rows(merged) == ["c", "d", "a"]
    assert merged.root.answer((CHANGES, "a", COLUMN)) == "新"
    assert not merged.conflicts


@pytest.mark.parametrize("here", [True, False])
def test_nothing_is_taken_out_that_the_other_side_changed(here: bool) -> None:
    gone = (RemoveEntry((CHANGES,), "b"),)
    edited = (SetAnswer((CHANGES, "b", COLUMN), "新"),)
    merged = known(gone, edited) if here else known(edited, gone)
    (conflict,) = merged.conflicts
    assert conflict.sort is (Sort.REMOVED_HERE if here else Sort.REMOVED_THERE)
    assert ("b" in rows(merged)) is not here
    sides = (changed(BASE, *gone), changed(BASE, *edited))
    ours, theirs = sides if here else sides[::-1]
    taken = merge(FORM, BASE, ours, theirs, take=[conflict.place])
    assert rows(taken) == (["a", "b", "c", "d"] if here else ["a", "c", "d"])


def test_two_new_orders_are_a_conflict() -> None:
    merged = known((MoveEntry((CHANGES,), "a", 3),), (MoveEntry((CHANGES,), "d", 0),))
    assert [one.sort for one in merged.conflicts] == [Sort.ORDER]
    assert rows(merged) == ["b", "c", "d", "a"]


def test_what_is_withheld_on_either_side_stays_so() -> None:
    marked = (SetWithheld(("I.1.2",), ((0, 2),)),)
    merged = known(marked, (SetAnswer(("I.1.2",), "市の事務の内容"),))
    assert not merged.conflicts
    assert merged.root.answers["I.1.2"] == "市の事務の内容"
    assert merged.root.withheld["I.1.2"] == ((2, 4),)
    both = known(marked, (SetWithheld(("I.1.2",), ((1, 4),)),))
    assert both.root.withheld["I.1.2"] == ((0, 4),)
    whole = known(marked, (SetWithheld(("I.1.2",), WHOLE),))
    assert whole.root.withheld["I.1.2"] == WHOLE


def test_the_last_file_never_goes() -> None:
    two = changed(BASE, InsertEntry((FILES,), "g", 1, Node()))
    ours, theirs = changed(two, RemoveEntry((FILES,), "f")), changed(two, RemoveEntry((FILES,), "g"))
    merged = merge(FORM, two, ours, theirs)
    assert list(merged.root.entries((FILES,))) == ["g"]
    assert [one.choosable for one in merged.conflicts] == [False]


def test_a_list_takes_no_more_than_it_holds() -> None:
    most = FORM.lists[FILES].max
    ours = changed(BASE, *(InsertEntry((FILES,), f"o{n}", 1, Node()) for n in range(most - 1)))
    theirs = changed(BASE, InsertEntry((FILES,), "t", 1, Node()))
    merged = merge(FORM, BASE, ours, theirs)
    assert len(merged.root.entries((FILES,))) == most
    assert [(one.sort, one.place) for one in merged.conflicts] == [(Sort.NO_ROOM, (FILES, "t"))]


# ---- rows beside the contents


@LAW
@given(*[st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3))] * 3)
def test_rows_by_their_keys(base: dict[str, int], ours: dict[str, int], theirs: dict[str, int]) -> None:
    assert merge_rows(base, base, theirs) == (theirs, ())
    assert merge_rows(base, ours, base) == (ours, ())
    one, conflicts = merge_rows(base, ours, theirs)
    other, mirrored = merge_rows(base, theirs, ours)
    assert {c.key for c in conflicts} == {c.key for c in mirrored}
    if not conflicts:
        assert one == other
    taken, _same = merge_rows(base, ours, theirs, {c.key for c in conflicts})
    assert all(taken.get(c.key) == theirs.get(c.key) for c in conflicts)


@dataclass(frozen=True)
class Remark:
    words: str
    answer: str
    changed_at: str


def test_each_side_may_change_another_field_of_a_record() -> None:
    base, asked, answered = Remark("誤", "", "1"), Remark("正", "", "2"), Remark("誤", "直しました", "3")
    assert combined(base, asked, answered) == Remark("正", "直しました", "3")
    assert combined(base, asked, Remark("否", "", "3")) is None

"""The laws of edits: each can be taken back, none touches a snapshot, several are one step or none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, blank_root, check_node
from pia_desktop.assessment.edits import (
    Applying,
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
    apply_edit,
    explicit,
)
from pia_desktop.assessment.node import Node, NodePath, with_new_keys
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.kinds import KindFault
from pia_desktop.forms.model import FILES, Form
from tests.strategies import LAW, edits, nodes

FORMS = all_forms()


def frozen(node: Node) -> Any:  # noqa: ANN401
    """A deep copy as plain values, the order of entries included: equal only where nothing at all changed."""
    return (
        dict(node.answers),
        dict(node.withheld),
        {i: [(key, frozen(entry)) for key, entry in entries.items()] for i, entries in node.lists.items()},
    )


@st.composite
def worked_on(draw: st.DrawFn) -> tuple[Form, Node, list[Edit]]:
    """Contents, and a row of edits each of which fits what the ones before it made."""
    form = draw(st.sampled_from(FORMS))
    root = draw(nodes(form, (), 3, 2))
    found, now = [], root
    for _number in range(draw(st.integers(1, 4))):
        edit = draw(edits(form, now))
        now, _inverse = apply_edit(now, explicit(now, edit))
        found.append(edit)
    return form, root, found


@LAW
@given(worked_on())
def test_undo_brings_back_what_was_and_redo_what_came(drawn: tuple[Form, Node, list[Edit]]) -> None:
    form, root, row = drawn
    assessment = Assessment(form, root)
    states, inverses = [frozen(root)], []
    for edit in row:
        inverses.append(assessment.apply(edit))
        states.append(frozen(assessment.root))
        check_node(form, (), assessment.root)
    redo = []
    for inverse, state in zip(reversed(inverses), reversed(states[:-1]), strict=True):
        redo.append(assessment.apply(inverse))
        assert frozen(assessment.root) == state
    for again, state in zip(reversed(redo), states[1:], strict=True):
        assessment.apply(again)
        assert frozen(assessment.root) == state


@LAW
@given(worked_on())
def test_a_snapshot_never_changes(drawn: tuple[Form, Node, list[Edit]]) -> None:
    form, root, row = drawn
    assessment = Assessment(form, root)
    taken = []
    for edit in row:
        snapshot = assessment.snapshot()
        taken.append((snapshot, frozen(snapshot.root)))
        assessment.apply(edit)
    for snapshot, was in taken:
        assert frozen(snapshot.root) == was


@LAW
@given(worked_on())
def test_what_an_edit_does_not_touch_is_shared(drawn: tuple[Form, Node, list[Edit]]) -> None:
    """Comparing snapshots may skip whatever is the same object."""
    _form, root, row = drawn
    edit = row[0]
    if isinstance(edit, Batch):
        return
    after, _inverse = apply_edit(root, edit)
    for path, node in root.walk():
        if edit.path[: len(path)] != path and after.find(path) is not None:
            assert after.at(path) is node


@LAW
@given(worked_on())
def test_moving_an_entry_keeps_every_key_and_answer(drawn: tuple[Form, Node, list[Edit]]) -> None:
    _form, root, _row = drawn
    for path, node in root.walk():
        for list_id, entries in node.lists.items():
            for key in entries:
                after, _inverse = apply_edit(root, MoveEntry((*path, list_id), key, 0))
                moved = after.entries((*path, list_id))
                assert next(iter(moved)) == key
                assert dict(moved) == dict(entries)
                assert [k for k in moved if k != key] == [k for k in entries if k != key]


@LAW
@given(st.data())
def test_copies_hold_the_same_under_new_keys(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    node = data.draw(nodes(form))
    copy = with_new_keys(node)

    def keys(one: Node) -> list[str]:
        return [key for path, _node in one.walk() for key in path[1::2]]

    assert not set(keys(node)) & set(keys(copy))

    def without(one: Node) -> Any:  # noqa: ANN401
        lists = {i: [without(e) for e in entries.values()] for i, entries in one.lists.items()}
        return dict(one.answers), dict(one.withheld), lists

    assert without(copy) == without(node)


BAD: list[tuple[Edit, type[Exception]]] = [
    (SetAnswer(("I.1.3",), "三十万人"), KindFault),
    (SetAnswer(("I.1.1",), "か\u3099"), KindFault),
    (SetAnswer(("I.1.1",), ""), KindFault),
    (SetAnswer(("I.1.1",), 3), KindFault),
    (SetAnswer(("II.1",), "表"), ValueError),
    (SetAnswer((FILES, "no", "II.1"), "表"), KeyError),
    (SetAnswer((FILES, "f", "I.1.1"), "表"), ValueError),
    (SetAnswer((FILES, "f", "II.2.4.all"), "表"), ValueError),
    (SetAnswer(("I.2",), "表"), KeyError),
    (SetAnswer(("no",), "表"), KeyError),
    (SetWithheld(("I.1.1",), ((0, 9),)), ValueError),
    (SetWithheld(("I.1.1",), ((1, 1),)), ValueError),
    (SetWithheld(("I.1.1",), ()), ValueError),
    (SetWithheld(("I.1.2",), WHOLE), ValueError),
    (SetWithheld(("I.2",), WHOLE), KeyError),
    (SetWithheld((FILES, "f", "I.1.1"), None), ValueError),
    (InsertEntry(("I.2",), "b", 0, Node({}, {}, {"I.2.1": WHOLE})), ValueError),
    (RemoveEntry((FILES,), "f"), ValueError),
    (RemoveEntry(("I.2",), "no"), KeyError),
    (RemoveEntry(("II.4.e",), "no"), ValueError),
    (MoveEntry(("I.2",), "a", 2), ValueError),
    (MoveEntry(("I.2",), "a", -1), ValueError),
    (InsertEntry(("I.2",), "a", 0, Node()), ValueError),
    (InsertEntry(("I.2",), "b", 9, Node()), ValueError),
    (InsertEntry(("I.2",), "b", 0, Node({"I.1.1": "x"})), ValueError),
    (InsertEntry(("I.2",), "b", 0, Node({"I.2.1": "か\u3099"})), KindFault),
    (InsertEntry(("I.2",), "b", 0, Node({}, {"II.4.e": {"k": Node()}})), ValueError),
]


@pytest.mark.parametrize(("edit", "error"), BAD, ids=[str(edit)[:60] for edit, _error in BAD])
@pytest.mark.parametrize("inside_a_batch", [False, True])
def test_what_does_not_fit_is_refused_and_nothing_changes(
    edit: Edit, error: type[Exception], inside_a_batch: bool
) -> None:
    form = next(form for form in FORMS if form.id == "yoshiki3")
    root = Node({"I.1.1": "前"}, {FILES: {"f": Node()}, "I.2": {"a": Node({"I.2.1": "x"})}})
    assessment = Assessment(form, root)
    heard: list[Edit] = []
    assessment.listen(lambda done, _inverse: heard.append(done))
    whole = Batch((SetAnswer(("I.1.1",), "後"), RemoveEntry(("I.2",), "a"), edit)) if inside_a_batch else edit
    if inside_a_batch and isinstance(edit, InsertEntry) and edit.key == "a":
        whole = Batch((SetAnswer(("I.1.1",), "後"), edit))
    with pytest.raises(error if not inside_a_batch else (error, KeyError)):
        assessment.apply(whole)
    assert assessment.root is root
    assert not heard


def test_lists_take_no_more_than_the_form_has_room_for() -> None:
    form = next(form for form in FORMS if form.id == "yoshiki3")
    assessment = Assessment(form)
    for number in range(form.lists["I.2"].max):
        assessment.apply(InsertEntry(("I.2",), f"k{number}", number, Node()))
    with pytest.raises(ValueError, match="at most"):
        assessment.apply(InsertEntry(("I.2",), "more", 0, Node()))
    room_made_first: tuple[Edit, ...] = (
        RemoveEntry(("I.2",), "k0"),
        InsertEntry(("I.2",), "more", 0, Node()),
    )
    assessment.apply(Batch(room_made_first))
    assert next(iter(assessment.root.entries(("I.2",)))) == "more"


def test_listeners_hear_each_edit_once_with_its_inverse_until_they_stop() -> None:
    form = next(form for form in FORMS if form.id == "yoshiki4")
    assessment = Assessment(form)
    heard: list[tuple[Edit, Edit]] = []
    stop = assessment.listen(lambda edit, inverse: heard.append((edit, inverse)))
    edit = SetAnswer(("cover.title",), "題")
    inverse = assessment.apply(edit)
    stop()
    assessment.apply(inverse)
    assert heard == [(edit, SetAnswer(("cover.title",), None))]
    assert assessment.root == blank_root(form) or not assessment.root.answers


def test_an_inverse_keeps_what_was_removed_though_answers_before_and_after_share_a_copy() -> None:
    """Answers in a row change one copy in place: not the rows of an entry that an inverse holds."""
    row = (FILES, "f", "II.4.e", "k", "II.4.2")
    applying = Applying(Node({}, {FILES: {"f": Node({}, {"II.4.e": {"k": Node()}}), "g": Node()}}))
    applying.apply(SetAnswer(row, "前"))
    back = applying.apply(RemoveEntry((FILES,), "f"))
    assert isinstance(back, InsertEntry)
    held = frozen(back.node)
    applying.apply(back)
    applying.apply(SetAnswer(row, "後"))
    assert applying.root.answer(row) == "後"
    assert frozen(back.node) == held


@LAW
@given(st.data())
def test_paths_of_a_walk_lead_back_to_their_nodes(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    root = data.draw(nodes(form))
    seen: set[NodePath] = set()
    for path, node in root.walk():
        assert root.at(path) is node
        assert path not in seen
        seen.add(path)
    assert root.empty == (not any(node.answers for _path, node in root.walk()))

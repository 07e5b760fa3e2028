"""The items that did not change: all of them, none that did, and where they stand among the changes."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import apply_edit, explicit
from pia_desktop.assessment.node import Node, with_new_keys
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.documents.changes import cell_of
from pia_desktop.documents.unchanged import in_form_order, unchanged_items
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES
from pia_desktop.revisions.compare import compare
from tests.strategies import LAW, edits, nodes


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Snapshot, Snapshot]:
    form = draw(st.sampled_from(all_forms()))
    old = draw(nodes(form))
    new = with_new_keys(old) if draw(st.booleans()) else old
    for _number in range(draw(st.integers(0, 6))):
        new, _inverse = apply_edit(new, explicit(new, draw(edits(form, new))))
    return Snapshot(form, old), Snapshot(form, new)


@LAW
@given(pairs(), st.randoms())
def test_changes_and_items_are_in_the_order_of_the_form(
    pair: tuple[Snapshot, Snapshot], chance: Random
) -> None:
    found = compare(*pair)
    assert in_form_order(found, found.changes) == list(found.changes)
    items = unchanged_items(found)
    shuffled = list(items)
    chance.shuffle(shuffled)
    together = in_form_order(found, [*found.changes, *shuffled])
    assert [one for one in together if not isinstance(one, tuple)] == list(found.changes)
    assert [one for one in together if isinstance(one, tuple)] == items


@LAW
@given(pairs())
def test_no_change_is_among_them(pair: tuple[Snapshot, Snapshot]) -> None:
    found = compare(*pair)
    items = unchanged_items(found)
    assert len(set(items)) == len(items)
    changed = {cell_of(found.form, change) for change in found.changes}
    assert changed & {cell_of(found.form, path) for path in items} == set()


def test_what_is_the_same_is_all_there_but_for_what_is_not_printed() -> None:
    form = find_form("yoshiki3")
    file = Node({"II.1": "台帳"})
    root = Node(
        {"cover.title": "事務", "I.1.2": "受け付ける。"},
        {FILES: {"k": file}, form.roles.changes: {"c": Node({"変更箇所.項目": "Ⅰ"})}},
    )
    state = Snapshot(form, root)
    assert [path[-1] for path in unchanged_items(compare(state, state))] == ["cover.title", "I.1.2", "II.1"]


def test_an_item_below_a_ticked_none_box_is_not_offered() -> None:
    form = find_form("yoshiki3")
    hidden = next(
        place
        for place in form.places.values()
        if place.none_box is not None and place.scope == (FILES,) and place.item.kind.answerable
    )
    box = hidden.none_box
    assert box is not None
    value = Node({hidden.item.id: "委託する", box.id: True})
    state = Snapshot(form, Node({}, {FILES: {"k": value}}))
    assert [path[-1] for path, _item, _value in answers_in_order(form, state.root)] != []
    assert hidden.item.id not in [path[-1] for path in unchanged_items(compare(state, state))]

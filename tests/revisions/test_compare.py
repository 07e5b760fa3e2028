"""Laws of comparing two states, and what it says of changes that are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot
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
from pia_desktop.assessment.node import Node, NodePath, with_new_keys
from pia_desktop.errors import UserError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES
from pia_desktop.paths import resource_root
from pia_desktop.revisions.compare import (
    AnswerChanged,
    Comparison,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    as_edit,
    compare,
    compare_editions,
)
from tests.strategies import LAW, edits, list_paths, nodes

FORMS = st.sampled_from(all_forms())


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Snapshot, Snapshot]:
    """Two states: of nothing in common, or the one made from the other by edits or as a copy."""
    form = draw(FORMS)
    old = draw(nodes(form))
    match draw(st.sampled_from(["edited", "other", "copy"])):
        case "other":
            return Snapshot(form, old), Snapshot(form, draw(nodes(form)))
        case "copy":
            new = with_new_keys(old)
        case _:
            new = old
    for _number in range(draw(st.integers(0, 6))):
        new, _inverse = apply_edit(new, explicit(new, draw(edits(form, new))))
    return Snapshot(form, old), Snapshot(form, new)


def rebuilt(node: Node) -> Node:
    """The same contents in objects of their own, as from storage."""
    return Node(
        dict(node.answers),
        {i: {key: rebuilt(entry) for key, entry in entries.items()} for i, entries in node.lists.items()},
        dict(node.withheld),
    )


def same(one: Node, other: Node) -> bool:
    """Equal, the order of the entries too, which equality of mappings leaves out."""
    orders = [
        [(path, {i: list(e) for i, e in n.lists.items()}) for path, n in x.walk()] for x in (one, other)
    ]
    return one == other and sorted(orders[0]) == sorted(orders[1])


@LAW
@given(pairs())
def test_nothing_differs_from_itself(pair: tuple[Snapshot, Snapshot]) -> None:
    for snapshot in pair:
        other = Snapshot(snapshot.form, rebuilt(snapshot.root))
        found = compare(snapshot, other)
        assert (found.changes, found.marks, found.renamed) == ((), (), ())
        assert as_edit(found).edits == ()


@LAW
@given(pairs())
def test_the_changes_applied_to_the_old_give_the_new(pair: tuple[Snapshot, Snapshot]) -> None:
    old, new = pair
    edit = as_edit(compare(old, new))
    after, inverse = apply_edit(old.root, edit)
    assert same(after, new.root)
    assert same(apply_edit(after, inverse)[0], old.root)


@LAW
@given(pairs())
def test_the_edit_fits_the_form_at_every_step(pair: tuple[Snapshot, Snapshot]) -> None:
    old, new = pair
    assessment = Assessment(old.form, old.root)
    inverse = assessment.apply(as_edit(compare(old, new)))
    assert same(assessment.root, new.root)
    assessment.apply(inverse)
    assert same(assessment.root, old.root)


@LAW
@given(pairs())
def test_a_copy_differs_in_its_keys_only(pair: tuple[Snapshot, Snapshot]) -> None:
    for snapshot in pair:
        assert compare(snapshot, Snapshot(snapshot.form, with_new_keys(snapshot.root))).changes == ()


@LAW
@given(pairs())
def test_each_change_is_named_once_and_differs(pair: tuple[Snapshot, Snapshot]) -> None:
    found = compare(*pair)
    places = [(type(change), change.place) for change in found.changes]
    assert len(set(places)) == len(places)
    for change in found.changes:
        if isinstance(change, AnswerChanged):
            assert change.old != change.new
            assert found.old.root.answer(change.old_path) == change.old
            assert found.new.root.answer(change.path) == change.new
        assert found.name(change)


@LAW
@given(st.data())
def test_a_move_alone_is_one_change(data: st.DataObject) -> None:
    form = data.draw(FORMS)
    root = data.draw(nodes(form, max_entries=6))
    lists = [path for path in list_paths(form, root) if len(root.entries(path)) > 1]
    if not lists:
        return
    path = data.draw(st.sampled_from(lists))
    keys = list(root.entries(path))
    key, index = data.draw(st.sampled_from(keys)), data.draw(st.integers(0, len(keys) - 1))
    moved, _inverse = apply_edit(root, MoveEntry(path, key, index))
    found = compare(Snapshot(form, root), Snapshot(form, moved)).changes
    if keys.index(key) == index:
        assert found == ()
        return
    [change] = found
    assert isinstance(change, EntryMoved)
    if abs(keys.index(key) - index) > 1:  # of two that changed places, either has moved
        assert (change.path, change.key, change.old_index, change.index) == (
            path,
            key,
            keys.index(key),
            index,
        )


# ---- known changes


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    read = read_file(resource_root() / "samples" / "yoshiki4.json")
    return Snapshot(read.form, read.root)


def edited(snapshot: Snapshot, *made: Edit) -> Comparison:
    root = snapshot.root
    for edit in made:
        root, _inverse = apply_edit(root, edit)
    return compare(snapshot, Snapshot(snapshot.form, root))


def entry(snapshot: Snapshot, path: NodePath, number: int) -> str:
    return list(snapshot.root.entries(path))[number]


def test_changes_come_in_printed_order_part_by_part_and_in_each_file_by_file(sample: Snapshot) -> None:
    first, second = sample.root.entries((FILES,))
    entrusted = (FILES, second, "II.4.e")
    key = entry(sample, entrusted, 1)
    found = edited(
        sample,
        SetAnswer(("VI.1.1",), "令和7年5月31日"),
        SetAnswer((FILES, first, "III.2.others"), "別の措置"),
        SetAnswer((FILES, second, "II.2.6"), "納税課"),
        SetAnswer((*entrusted, key, "II.4.e.6"), "別の会社"),
        RemoveEntry(entrusted, entry(sample, entrusted, 0)),
        SetAnswer((FILES, first, "II.2.6"), "保険課"),
        SetAnswer(("cover.remarks",), None),
    )
    names = [found.name(change) for change in found.changes]
    assert [name.split(" ")[0] for name in names] == ["特記事項", *["Ⅱ"] * 4, "Ⅲ", "Ⅵ"]
    assert "国民健康保険資格・給付情報ファイル" in names[1]
    assert "委託事項1" in names[3]  # gone: as the older state numbers it
    assert "委託事項1" in names[4]  # and the one behind it has its number now
    assert isinstance(found.changes[3], EntryRemoved)
    assert isinstance(found.changes[4], AnswerChanged)


def test_an_entry_that_moved_and_changed_is_two_changes(sample: Snapshot) -> None:
    path = ("I.2",)
    key = entry(sample, path, 4)
    found = edited(sample, MoveEntry(path, key, 1), SetAnswer((*path, key, "I.2.1"), "国保総合システム"))
    assert [type(change) for change in found.changes] == [EntryMoved, AnswerChanged]
    assert {found.name(change).split(" ①")[0].rsplit(" ", 1)[1] for change in found.changes} == {"システム2"}


def test_an_import_is_compared_with_what_it_was_exported_from(sample: Snapshot) -> None:
    copy = with_new_keys(sample.root)
    second = list(copy.entries((FILES,)))[1]
    systems = list(copy.entries(("I.2",)))
    files = list(copy.entries((FILES,)))
    changed: list[Edit] = [
        SetAnswer(("I.2", systems[3], "I.2.2"), "中間の装置である。"),
        RemoveEntry(("I.2",), systems[0]),
        InsertEntry(("I.2",), "new", 2, Node({"I.2.1": "通知管理システム"})),
        SetAnswer((FILES, second, "II.7"), "備考を改めた。"),
        MoveEntry((FILES,), files[1], 0),
    ]
    for edit in changed:
        copy, _inverse = apply_edit(copy, edit)
    found = compare(sample, Snapshot(sample.form, copy))
    assert sorted(type(change).__name__ for change in found.changes) == [
        "AnswerChanged",
        "AnswerChanged",
        "EntryAdded",
        "EntryMoved",
        "EntryRemoved",
    ]
    [added] = [change for change in found.changes if isinstance(change, EntryAdded)]
    assert added.node.answers == {"I.2.1": "通知管理システム"}


def test_what_is_withheld_is_no_change_but_is_carried(sample: Snapshot) -> None:
    found = edited(sample, SetWithheld(("I.1.2",), ((3, 9),)))
    assert found.changes == ()
    assert apply_edit(sample.root, as_edit(found))[0] == found.new.root
    assert found.new.root.withheld_at(("I.1.2",)) == ((3, 9),)


def test_other_editions_are_refused_with_a_way_out() -> None:
    one, other = find_form("yoshiki3"), find_form("yoshiki4")
    with pytest.raises(UserError) as refused:
        compare(Snapshot(one, Node()), Snapshot(other, Node()))
    assert refused.value.remedy


def test_an_older_edition_is_compared_in_the_newer_one() -> None:
    older, newer = find_form("yoshiki2", "平成31年1月"), find_form("yoshiki2")
    old = Snapshot(older, Node({"cover.title": "国保の事務"}))
    moved, _dropped = compare_editions(old, Snapshot(newer, Node({"cover.title": "国保の事務"})))
    assert moved.changes == ()
    changed, _dropped = compare_editions(old, Snapshot(newer, Node({"cover.title": "介護の事務"})))
    assert [changed.name(change) for change in changed.changes] == ["評価書名"]
    with pytest.raises(UserError):
        compare_editions(old, Snapshot(find_form("yoshiki4"), Node()))

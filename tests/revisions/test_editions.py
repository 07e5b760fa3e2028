"""Moving to another edition keeps what has a place; assessments of one work offer their words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot, blank_root, check_node
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.errors import DefinitionError, UserError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms, edition_files, find_form
from pia_desktop.forms.index import index_form
from pia_desktop.forms.loader import parse_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked
from pia_desktop.paths import resource_root
from pia_desktop.revisions import editions, relations
from pia_desktop.revisions.editions import move_edition, newest_edition, offers, shared_items
from pia_desktop.revisions.relations import Step, read_sharings, read_steps, sharings, steps_of
from tests.strategies import LAW, nodes

OLD, NEW = find_form("yoshiki2", "平成31年1月"), find_form("yoshiki2", "令和6年10月")


def sample(name: str) -> Snapshot:
    found = read_file(resource_root() / "samples" / f"{name}.json")
    return Snapshot(found.form, found.root)


def told(snapshot: Snapshot) -> dict[tuple[str, ...], object]:
    return {path: value for path, _item, value in answers_in_order(snapshot.form, snapshot.root)}


# ---- moving


@LAW
@given(st.sampled_from([(OLD, NEW), (NEW, OLD)]), st.data())
def test_every_answer_is_kept_as_it_is_or_listed_with_its_words(
    forms: tuple[Form, Form], data: st.DataObject
) -> None:
    old, new = forms
    before = Snapshot(old, data.draw(nodes(old)))
    moved = move_edition(before, new)
    check_node(new, (), moved.root)
    source, after = told(before), told(Snapshot(new, moved.root))
    dropped = {one.path: one.words for one in moved.dropped}
    assert {path: source[path] for path in after} == after
    assert set(dropped) == set(source) - set(after)
    assert moved.kept == len(after)
    for path, words in dropped.items():
        value = source[path]
        assert words == old.item(path[-1]).kind.format(value)  # type: ignore[arg-type]
        assert path[-1] not in new.places
    for path in after:
        assert moved.root.withheld_at(path) == before.root.withheld_at(path)


@LAW
@given(nodes(OLD))
def test_there_and_back_again_loses_nothing(root: Node) -> None:
    there = move_edition(Snapshot(OLD, root), NEW)
    assert there.dropped == ()
    back = move_edition(Snapshot(NEW, there.root), OLD)
    assert (back.root, back.dropped) == (root, ())


def test_the_sample_moves_back_and_tells_what_it_loses() -> None:
    moved = move_edition(sample("yoshiki2"), OLD)
    assert [one.path[0] for one in moved.dropped] == ["IV.hands", "IV.hands.grounds", "IV.priority.none"]
    assert "人手を介在させる作業" in moved.dropped[0].label
    assert moved.dropped[0].words == "十分である"


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_moving_to_the_same_edition_changes_nothing(form: Form) -> None:
    read = sample(form.id)
    root = read.root if read.form is form else blank_root(form).with_answer((form.roles.title,), "名")
    moved = move_edition(Snapshot(form, root), form)
    assert (moved.root, moved.dropped) == (root, ())


def test_another_form_is_no_edition() -> None:
    with pytest.raises(UserError):
        move_edition(Snapshot(NEW, blank_root(NEW)), find_form("yoshiki3"))


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_the_newest_edition_is_offered_to_older_ones_only(form: Form) -> None:
    newest = [one for one in all_forms() if one.id == form.id][-1]
    assert newest_edition(form) == (None if form is newest else newest)


SMALL = """\
form: small
version: {version}
title: 様式
short_title: 小
mark: 様式
cover:
  - {{id: c.number, label: 番号, kind: line, place: head}}
roles: {{number: c.number, title: c.number, agency: c.number, published_on: c.number, changes: T}}
parts:
- id: I
  title: Ⅰ　部
  sections:
  - title: １．節
    items:
{items}
  - title: ２．節
    repeat: {{id: {list_id}, label: 項, bands: false}}
    items:
    - {{id: {entry_id}, label: 名, kind: line}}
  - title: ３．節
    table:
      id: T
      columns:
      - {{id: 列, label: 列, kind: text, width: 100}}
options:
  one: {{columns: 1, of: [{options}]}}
checks:
  boxes: {{columns: 1, of: [{boxes}]}}
"""


def _items(*items: str) -> str:
    return "\n".join(f"    - {item}" for item in items)


FIRST = SMALL.format(
    version="令和1年1月",
    items=_items(
        "{id: a, label: 甲, kind: line}",
        "{id: b, label: 乙, kind: choice, options: one}",
        "{id: c, label: 丙, kind: checks, options: boxes}",
        "{id: d, label: 丁, kind: text}",
        "{id: gone, label: 戊, kind: text}",
    ),
    list_id="e",
    entry_id="e.1",
    options="良い, 悪い, 並",
    boxes="赤, 青",
)
SECOND = SMALL.format(
    version="令和2年1月",
    items=_items(
        "{id: a2, label: 甲, kind: text}",
        "{id: b, label: 乙, kind: choice, options: one}",
        "{id: c, label: 丙, kind: checks, options: boxes}",
        "{id: d, label: 丁, kind: figure}",
        "{id: new, label: 己, kind: text}",
    ),
    list_id="f",
    entry_id="f.1",
    options="良好, 悪い",
    boxes="赤, 緑",
)
STEP = Step(
    "令和1年1月",
    "令和2年1月",
    renamed={"a": "a2", "e": "f", "e.1": "f.1"},
    gone=frozenset(["gone"]),
    added=frozenset(["new"]),
    options={"b": {"良い": "良好"}},
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> tuple[Form, Form]:
    """Two editions between which everything that can change does."""
    monkeypatch.setattr(editions, "steps_of", lambda _form: (STEP,))
    return parse_form(FIRST, "first"), parse_form(SECOND, "second")


def first_root(**answers: object) -> Node:
    entries = {key: Node({"e.1": key}) for key in ("k1", "k2", "k3")}
    return Node(
        {"a": "甲の\n語", "b": "良い", "c": Checked.of(["赤"]), "d": "図の語", "gone": "去る", **answers},  # type: ignore[dict-item]
        {"e": entries, "T": {"r": Node({"列": "行"})}},
        {"a": ((0, 2),), "b": WHOLE},
    )


def test_renamed_items_lists_and_options_are_followed(small: tuple[Form, Form]) -> None:
    old, new = small
    moved = move_edition(Snapshot(old, first_root()), new)
    check_node(new, (), moved.root)
    assert moved.root == Node(
        {"a2": "甲の\n語", "b": "良好", "c": Checked.of(["赤"])},
        {"f": {k: Node({"f.1": k}) for k in ("k1", "k2", "k3")}, "T": {"r": Node({"列": "行"})}},
        {"a2": ((0, 2),), "b": WHOLE},
    )
    assert {one.path: one.words for one in moved.dropped} == {
        ("d",): "図の語",  # a text is no figure
        ("gone",): "去る",
    }
    assert moved.kept == 7
    back = move_edition(Snapshot(new, moved.root), old)
    assert back.dropped == ()
    assert back.root.answers == {"a": "甲の\n語", "b": "良い", "c": Checked.of(["赤"])}


def test_an_option_or_box_that_is_gone_is_listed_not_bent(small: tuple[Form, Form]) -> None:
    old, new = small
    moved = move_edition(Snapshot(old, first_root(b="並", c=Checked.of(["赤", "青"]))), new)
    assert {"b", "c"} & set(moved.root.answers) == set()
    assert {one.path: one.words for one in moved.dropped if one.path in (("b",), ("c",))} == {
        ("b",): "並",
        ("c",): "赤、青",
    }


def test_a_form_that_has_files_now_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    three = find_form("yoshiki3")
    parts = tuple(replace(part, per_file=False) for part in three.parts)
    flat = replace(three, parts=parts, version="平成26年4月")
    places, lists = index_form(flat)
    flat = replace(flat, places=MappingProxyType(dict(places)), lists=MappingProxyType(dict(lists)))
    monkeypatch.setattr(editions, "steps_of", lambda _form: (Step(flat.version, three.version),))
    moved = move_edition(Snapshot(flat, Node({"I.1.1": "事務", "II.1": "ファイル"})), three)
    assert moved.root.answers == {"I.1.1": "事務"}
    assert len(moved.root.entries((FILES,))) == 1
    assert [one.path for one in moved.dropped] == [("II.1",)]


# ---- the files of relations


def test_every_edition_has_a_step_to_the_next() -> None:
    for form_id in {form for form, _version in edition_files()}:
        versions = [version for form, version in edition_files() if form == form_id]
        assert [(s.before, s.after) for s in steps_of(form_id)] == list(pairwise(versions))


MOVES = (resource_root() / "relations" / "moves-yoshiki2.yaml").read_text(encoding="utf-8")
SHARED = (resource_root() / "relations" / "shared-items.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("form: yoshiki2", "form: yoshiki3", "'form' must be"),
        ("  - I.9\n", "  - I.99\n", "'I.99' is no item of yoshiki2 令和6年10月"),
        ("  - I.9\n", "", "nothing is said of 'I.9'"),
        ("  added:", "  gone: [I.2.x]\n  added:", "'I.2.x' is no item of yoshiki2 平成31年1月"),
        ("  added:", "  renamed: {I.1.1: I.1.2}\n  added:", "two ids become 'I.1.2'"),
        ("  added:", "  options: {I.4.1: {実施する: やる}}\n  added:", "'やる' is no option of 'I.4.1'"),
        ("  added:", "  options: {I.1.1: {実施する: やる}}\n  added:", "'I.1.1' is no choice"),
        ("  to: 令和6年10月", "  to: 令和7年10月", "no neighbouring editions"),
        ("  added:", "  colour: red\n  added:", "unknown key"),
    ],
)
def test_mistakes_of_a_moves_file_are_told(old: str, new: str, words: str) -> None:
    assert MOVES.count(old) == 1
    with pytest.raises(DefinitionError) as caught:
        read_steps(MOVES.replace(old, new), "moves.yaml", "yoshiki2")
    assert any(words in fault.message for fault in caught.value.faults), caught.value.faults


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[yoshiki2, yoshiki3]", "[yoshiki2, yoshiki9]", "must name two forms"),
        ("    I.5.1: I.6.1 ", "    I.5.9: I.6.1 ", "'I.5.9' is no item of yoshiki2"),
        ("    I.5.1: I.6.1 ", "    I.5.1: I.6.9 ", "'I.6.9' is no item of yoshiki3"),
        ("    I.1.3: I.2.1  ", "    I.1.3: I.2.9  ", "'I.2.9' is no item of yoshiki3"),
        ("- forms: [yoshiki2, yoshiki3]", "- colour: red\n  forms: [yoshiki2, yoshiki3]", "unknown key"),
    ],
)
def test_mistakes_of_the_shared_items_are_told(old: str, new: str, words: str) -> None:
    assert SHARED.count(old) == 1
    with pytest.raises(DefinitionError) as caught:
        read_sharings(SHARED.replace(old, new), "shared.yaml")
    assert any(words in fault.message for fault in caught.value.faults), caught.value.faults


def test_what_is_shared_is_never_a_label_of_its_own_form() -> None:
    for sharing in sharings():
        roles = find_form(sharing.forms[0]).roles
        assert not {roles.number, roles.title, roles.published_on} & {*sharing.items}
    assert relations.FOLDER == "relations"


# ---- offers


@pytest.mark.parametrize("other", ["yoshiki3", "yoshiki4"])
@pytest.mark.parametrize("edition", [OLD, NEW], ids=lambda form: form.edition)
def test_shared_items_take_the_same_sort_of_answer(other: str, edition: Form) -> None:
    source = find_form(other)
    for target, from_form in ((edition, source), (source, edition)):
        found = shared_items(target, from_form)
        assert len(found) >= 14
        for shared in found:
            mine, theirs = target.places[shared.item_id], from_form.places[shared.other_id]
            assert mine.scope == ()
            assert shared.lines == bool(theirs.scope)
    assert shared_items(find_form("yoshiki3"), find_form("yoshiki4")) == ()
    assert shared_items(OLD, NEW) == ()


def test_an_empty_assessment_is_offered_all_that_the_other_says() -> None:
    three, target = sample("yoshiki3"), Assessment(NEW)
    for offer in offers(three, target.snapshot()):
        assert (offer.now, offer.differs) == ("", True)
        target.apply(offer.edit())
    root = target.root
    assert root.answer(("I.1.1",)) == three.root.answer(("I.1.1",))
    assert root.answer(("I.7",)) == three.root.answer(("IV.1.1",))
    systems = [entry.answers["I.2.1"] for entry in three.root.entries(("I.2",)).values()]
    assert root.answer(("I.1.3",)) == "\n".join(map(str, systems))
    assert all(not offer.differs for offer in offers(three, target.snapshot()))
    assert root.answer(("cover.title",)) is None


def test_what_stands_there_is_told_beside_what_is_offered() -> None:
    offered = {offer.path[0]: offer for offer in offers(sample("yoshiki3"), sample("yoshiki2"))}
    assert {path for path, offer in offered.items() if offer.differs} == {"I.1.2"}
    summary = offered["I.1.2"]
    assert summary.now == sample("yoshiki2").root.answer(("I.1.2",))
    assert "②事務の概要" in summary.label


def test_an_option_that_reads_otherwise_is_put_into_the_other_forms_words() -> None:
    three = find_form("yoshiki3")
    for target, item_id, source, other_id, words in (
        (NEW, "II.1", three, "I.1.3", "1,000人未満"),
        (three, "I.1.3", NEW, "II.1", "1,000人未満（任意実施）"),
    ):
        blank = Snapshot(target, blank_root(target))
        root = blank_root(source).with_answer((other_id,), words)
        (offer,) = offers(Snapshot(source, root), blank)
        assert offer.path == (item_id,)
        assert offer.words != words
        Assessment(target).apply(offer.edit())


def test_what_is_withheld_is_offered_withheld() -> None:
    three = find_form("yoshiki3")
    root = Node({"I.6.1": "子育て給付課"}, withheld={"I.6.1": ((0, 3),)})
    entry = Node({"I.2.1": "秘密の\nシステム"}, withheld={"I.2.1": WHOLE})
    root = Node(root.answers, {"I.2": {"a": Node({"I.2.1": "公のシステム"}), "b": entry}}, root.withheld)
    target = Assessment(NEW)
    for offer in offers(Snapshot(three, root), target.snapshot()):
        target.apply(offer.edit())
    assert target.root.withheld == {"I.5.1": ((0, 3),), "I.1.3": WHOLE}
    assert target.root.answer(("I.1.3",)) == "公のシステム\n秘密の システム"


@LAW
@given(st.sampled_from(["yoshiki3", "yoshiki4"]), st.data())
def test_whatever_is_offered_can_be_taken_over_and_then_agrees(other: str, data: st.DataObject) -> None:
    source_form, target_form = data.draw(st.permutations([find_form(other), NEW]))
    source = Snapshot(source_form, data.draw(nodes(source_form)))
    target = Assessment(target_form, data.draw(nodes(target_form)))
    for offer in offers(source, target.snapshot()):
        target.apply(offer.edit())
        check_node(target_form, (), target.root)
    assert not any(offer.differs for offer in offers(source, target.snapshot()))

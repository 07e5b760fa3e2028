"""Copying between assessments: nothing is lost in silence, and what is pasted fits the form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.exchange.clip import Fit, cut_out, plain_words, plan_paste, same_items, section_paths
from pia_desktop.exchange.interchange import ImportedAssessment, read_document, write_document
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form
from tests.strategies import LAW, nodes, picture_store

FORMS = all_forms()


def as_clip(snapshot: Snapshot) -> ImportedAssessment:
    return read_document(write_document(snapshot, picture_store()), "clip")


def file_key(assessment: Assessment) -> str:
    return next(iter(assessment.root.entries((FILES,))), "")


def bare(node: Node) -> object:
    """Contents without their keys."""
    lists = {name: [bare(e) for e in entries.values()] for name, entries in node.lists.items()}
    return node.answers, node.withheld, lists


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
def test_all_of_a_one_file_assessment_pasted_into_a_blank_one_is_that_assessment(form: Form) -> None:
    @LAW
    @given(nodes(form))
    def law(root: Node) -> None:
        if form.has_files:
            key, file = next(iter(root.entries((FILES,)).items()))
            root = Node(root.answers, {**root.lists, FILES: {key: file}}, root.withheld)
        target = Assessment(form)
        plan = plan_paste(target.snapshot(), as_clip(Snapshot(form, root)), file_key(target), as_file=False)
        assert {line.fit for line in plan.lines} <= {Fit.NEW}
        if plan.edit is not None:
            target.apply(plan.edit)
        assert bare(target.root) == bare(root)

    law()


@pytest.mark.parametrize("source", FORMS, ids=lambda form: form.edition)
def test_what_is_pasted_fits_the_other_form_and_the_rest_is_told(source: Form) -> None:
    @LAW
    @given(nodes(source), st.sampled_from(FORMS), st.booleans(), st.data())
    def law(root: Node, goal: Form, as_file: bool, data: st.DataObject) -> None:
        there = data.draw(nodes(goal))
        if as_file and source.has_files:
            root = Node({}, {FILES: root.lists[FILES]})
        snapshot = Snapshot(source, root)
        target = Assessment(goal, there)
        plan = plan_paste(target.snapshot(), as_clip(snapshot), file_key(target), as_file=as_file)
        before = sum(1 for _answer in answers_in_order(goal, target.root))
        if plan.edit is not None:
            back = target.apply(plan.edit)  # raises where anything does not fit
            after = sum(1 for _answer in answers_in_order(goal, target.root))
            copied = sum(1 for _answer in answers_in_order(source, root))
            # an entry without answers may find no place either
            untold = copied - sum(line.fit is Fit.NO_PLACE and bool(line.words) for line in plan.lines)
            replaced = sum(line.fit in (Fit.REPLACES, Fit.SAME) for line in plan.lines)
            files_joined = len(root.entries((FILES,))) > 1 and not (as_file and goal.has_files)
            if not files_joined:  # else answers of several files fall on one
                assert after - before <= untold - replaced
            target.apply(back)
        assert target.root == there

    law()


def test_the_same_words_are_the_same_item_in_another_form() -> None:
    three, four = find_form("yoshiki3"), find_form("yoshiki4")
    same = same_items(three, four)
    assert same["I.4"] == "I.5"  # 法令上の根拠 of 個人番号の利用
    assert same["I.5.1"] == "I.6.1"  # the id I.5 means another section there
    assert same["II.4.e.title"] == "II.4.e.title"
    assert same["変更日"] == "変更日"
    assert "III.4.contract" not in same or four.item(same["III.4.contract"]).label
    assert len(set(same.values())) == len(same)
    assert {item: other for other, item in same.items()} == dict(same_items(four, three))


def test_pasting_into_a_full_list_takes_what_has_room_and_tells_the_rest() -> None:
    form = find_form("yoshiki4")
    most = form.lists["I.2"].max
    systems = {f"k{n}": Node({"I.2.1": f"システム{n}"}) for n in range(most)}
    target = Assessment(form)
    target.root = Node({}, {**target.root.lists, "I.2": {"t": Node({"I.2.1": "庁内連携"})}})
    clip = as_clip(Snapshot(form, Node({}, {"I.2": systems, FILES: {"f": Node()}})))
    plan = plan_paste(target.snapshot(), clip, file_key(target), as_file=False)
    assert plan.edit is not None
    target.apply(plan.edit)
    assert len(target.root.entries(("I.2",))) == most
    rest = [line for line in plan.lines if line.fit is Fit.NO_PLACE]
    assert [line.words for line in rest] == [f"システム{most - 1}"]
    assert str(most) in rest[0].why


def test_a_whole_file_becomes_a_new_file() -> None:
    form = find_form("yoshiki4")
    file = Node({"II.1": "国保ファイル"}, {"II.4.e": {"e": Node({"II.4.e.1": "保守"})}})
    target = Assessment(form)
    clip = as_clip(cut_out(Snapshot(form, Node({}, {FILES: {"f": file}})), [(FILES, "f")]))
    plan = plan_paste(target.snapshot(), clip, file_key(target), as_file=True)
    assert plan.edit is not None
    target.apply(plan.edit)
    files = list(target.root.entries((FILES,)).values())
    assert [bare(one) for one in files[1:]] == [bare(file)]


def test_a_section_holds_its_entries_its_boxes_and_its_items() -> None:
    form = find_form("yoshiki4")
    paths = section_paths(form, (FILES, "f", "II.4.e", "e", "II.4.e.1"))
    assert {path[-1] for path in paths} >= {"II.4", "II.4.count", "II.4.e"}
    assert all(path[:2] == (FILES, "f") for path in paths)
    root = Node(
        {},
        {FILES: {"f": Node({"II.1": "名", "II.4": "委託する"}, {"II.4.e": {"e": Node({"II.4.e.1": "保"})}})}},
    )
    part = cut_out(Snapshot(form, root), paths)
    words = plain_words(part)
    assert "委託する" in words
    assert "保" in words
    assert "名" not in [line.strip() for line in words.splitlines()]


def test_what_is_withheld_stays_so_when_it_is_copied_or_written_over() -> None:
    form = find_form("yoshiki3")
    source = Snapshot(form, Node({"I.1.1": "甲乙丙", "I.1.2": "丁"}, {}, {"I.1.1": ((1, 2),)}))
    target = Assessment(form)
    target.root = Node({"I.1.1": "前", "I.1.2": "前"}, target.root.lists, {"I.1.2": WHOLE})
    clip = as_clip(cut_out(source, [("I.1.1",), ("I.1.2",)]))
    plan = plan_paste(target.snapshot(), clip, file_key(target), as_file=False)
    assert plan.edit is not None
    target.apply(plan.edit)
    assert target.root.answers == {"I.1.1": "甲乙丙", "I.1.2": "丁"}
    assert target.root.withheld == {"I.1.1": ((1, 2),), "I.1.2": WHOLE}


def test_what_an_older_version_kept_is_mended_and_its_passages_stay_where_they_were() -> None:
    form = next(form for form in FORMS if form.id == "yoshiki4")
    words = "⽅\u200b法は秘\u200b密。⽇"
    root = Node({"cover.title": words}, {}, {"cover.title": ((4, 7), (8, 9))})
    found = read_document(write_document(Snapshot(form, root), picture_store()), "甲").root
    assert found.answers["cover.title"] == "方法は秘密。日"
    (one, other) = found.withheld_at(("cover.title",)) or ()
    assert ["方法は秘密。日"[slice(*span)] for span in (one, other)] == ["秘密", "日"]

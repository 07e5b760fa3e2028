"""Any contents lay out: every character drawn or reported, every law of a page kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.measure import LayoutCache
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from tests.paper.any_contents import FORMS, MANY, assessments, check_print
from tests.strategies import picture_store, texts


def with_file(answers: dict[str, str | Checked], root_answers: dict[str, str] | None = None) -> Node:
    return Node(dict(root_answers or {}), {FILES: {"k": Node(dict(answers))}})


def laid_out(form: Form, root: Node, cache: LayoutCache | None = None) -> Layout:
    return layout_assessment(Snapshot(form, root), picture_store(), cache=cache)


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
@MANY
def test_random_assessments(name: str, data: st.DataObject) -> None:
    form = find_form(name)
    root = data.draw(assessments(form))
    check_print(form, root, laid_out(form, root))


@given(
    text=texts(3_000), item=st.sampled_from(["II.1", "II.2.3", "II.3.1", "III.3.r2.auth.how", "III.2.others"])
)
@MANY
def test_random_texts(text: str, item: str) -> None:
    form = find_form("yoshiki3")
    value: str | Checked = Checked.of(texts={"その他": text}) if item == "II.3.1" else text
    root = with_file({item: value, "III.1": "―"}, {"cover.title": text})
    layout = laid_out(form, root)
    check_print(form, root, layout)
    assert draw_pdf(layout, picture_store()).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("item", "paragraphs"),
    [("II.2.3", 1), ("II.2.3", 400), ("III.2.others", 1), ("II.1", 900), ("cover.declaration", 30)],
)
def test_a_huge_paste_runs_over_closed_pages(item: str, paragraphs: int) -> None:
    text = "\n".join(["架空の業務で用いる特定個人情報の取扱い。" * (50_000 // 20 // paragraphs)] * paragraphs)
    form = find_form("yoshiki3")
    root = Node({item: text}) if item.startswith("cover") else with_file({item: text, "III.1": "―"})
    if item.startswith("cover"):
        root = Node({item: text}, blank_root(form).lists)
    layout = laid_out(form, root)
    check_print(form, root, layout)


def test_long_words_in_a_check_box_and_a_long_entry_title() -> None:
    form = find_form("yoshiki4")
    long = "架空課、" * 3_000
    entry = Node({"II.4.e.title": long, "II.4.e.4": Checked.of(["その他"], {"その他": long})})
    file = Node({"II.3.1": Checked.of(["その他"], {"その他": long})}, {"II.4.e": {new_key(): entry}})
    root = Node({"V.1.3.detail": long}, {FILES: {new_key(): file}})
    layout = laid_out(form, root)
    check_print(form, root, layout)


@given(length=st.integers(1, 12_000), before=st.integers(0, 70), scale=st.sampled_from([1.0, 1.2]))
@MANY
def test_a_title_of_any_length_heads_its_entry(length: int, before: int, scale: float) -> None:
    entry = Node({"II.4.e.title": "字" * length, "II.4.e.1": "内容"})
    file = Node({"II.2.3": "亜\n" * before}, {"II.4.e": {"e": entry}})
    form = find_form("yoshiki4")
    layout = layout_assessment(Snapshot(form, Node({}, {FILES: {"k": file}})), style=Style(scale))
    title, first = (
        [anchor.page for anchor in layout.anchors[FILES, "k", "II.4.e", "e", item]]
        for item in ("II.4.e.title", "II.4.e.1")
    )
    assert title[-1] == first[0]
    assert title == sorted(set(title))


def test_what_cannot_be_printed_is_named_with_its_item() -> None:
    form = find_form("yoshiki3")
    layout = laid_out(form, with_file({"II.2.3": "𠮷野\tと\u200b葛\U000e0102城☑", "III.1": "―"}))
    path: NodePath = (FILES, "k", "II.2.3")
    assert {(glyph.path, glyph.char) for glyph in layout.missing} == {
        (path, "𠮷"),
        (path, "\U000e0102"),
        (path, "☑"),
    }
    texts_drawn = [run.text for page in layout.pages for run in page.runs()]
    assert "〓野    と葛城〓" in texts_drawn


def test_an_answer_cell_holds_46_full_width_characters() -> None:
    layout = laid_out(find_form("yoshiki3"), with_file({"II.2.3": "亜" * 1_000, "III.1": "―"}))
    lines = [run.text for page in layout.pages for run in page.runs() if run.text.startswith("亜")]
    assert {len(line) for line in lines[:-1]} == {46}


def test_a_split_row_keeps_its_label_with_the_first_line_and_no_single_line() -> None:
    for length in range(60, 140):
        layout = laid_out(find_form("yoshiki3"), with_file({"II.3.3": "亜\n" * length + "亜", "III.1": "―"}))
        with_label = [
            (number, len([run for run in page.runs() if run.text == "亜"]))
            for number, page in enumerate(layout.pages)
        ]
        filled = [(number, count) for number, count in with_label if count]
        assert all(count >= 2 for _number, count in filled)
        first = layout.pages[filled[0][0]]
        label = next(run for run in first.runs() if run.text.startswith("③使用目的"))
        start = next(run for run in first.runs() if run.text == "亜")
        if len(filled) > 1:
            assert label.y == pytest.approx(start.y, abs=1.0)


def test_anchors_lead_to_every_item_that_is_shown() -> None:
    form = find_form("yoshiki4")
    root = Node(
        lists={FILES: {"a": Node(lists={"II.4.e": {"e": Node()}}), "b": Node()}, "I.2": {"s": Node()}}
    )
    layout = laid_out(form, root)
    for item_id, place in form.places.items():
        if not place.item.kind.answerable or place.scope[-1:] == (form.roles.changes,):
            continue
        owners: list[NodePath] = (
            [()] if not place.scope else [("I.2", "s")] if place.scope == ("I.2",) else []
        )
        if place.scope == (FILES,):
            owners = [(FILES, "a"), (FILES, "b")]
        if place.scope == (FILES, "II.4.e"):
            owners = [(FILES, "a", "II.4.e", "e")]
        for owner in owners:
            assert layout.anchors[*owner, item_id]


def test_layout_again_after_an_edit_is_the_layout_from_nothing() -> None:
    form = find_form("yoshiki4")
    cache = LayoutCache()
    root = with_file({"II.2.3": "前", "III.1": "―"})
    laid_out(form, root, cache)
    edited = root.with_answer((FILES, "k", "II.2.3"), "後" * 500)
    assert laid_out(form, edited, cache) == laid_out(form, edited)
    assert laid_out(form, root, cache) == laid_out(form, root)

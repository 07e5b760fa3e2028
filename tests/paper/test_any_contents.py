"""Any contents lay out: every character drawn or reported, every law of a page kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.node import Node, Path, new_key
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked, Figure
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.measure import LayoutCache
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Face, metrics
from tests.paper.test_layout_laws import check_boxes, check_text_in_boxes
from tests.strategies import nodes, picture_store, texts

LONG = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
FORMS = ("yoshiki3", "yoshiki4")


def with_file(answers: dict[str, str | Checked], root_answers: dict[str, str] | None = None) -> Node:
    return Node(dict(root_answers or {}), {FILES: {"k": Node(dict(answers))}})


def laid_out(form: Form, root: Node, cache: LayoutCache | None = None) -> Layout:
    return layout_assessment(Snapshot(form, root), picture_store(), cache=cache)


def words_of(root: Node) -> Iterator[str]:
    """Every word that was typed or ticked into an assessment."""
    for _path, node in root.walk():
        for value in node.answers.values():
            match value:
                case str():
                    yield value
                case Checked(ticked, inside, counts):
                    yield "○" * len(ticked)
                    yield from (words for _label, words in inside)
                    yield from (str(number) for _label, number in counts)
                case Figure(text, pictures):
                    yield text
                    yield from (picture.caption for picture in pictures)
                case bool():
                    yield "○"
                case int():
                    yield str(value)


def printable(text: str, missing: set[str]) -> str:
    """What of a text must be on paper: all but blanks and what shows nothing, 〓 for what was reported."""
    face = metrics(Face.BODY)
    shown = []
    for char in text:
        if char.isspace():
            continue
        if char in face.widths:
            shown.append(char)
        elif char in missing:
            invisible = category(char) == "Cf" or "VARIATION SELECTOR" in _name(char)
            shown.append("" if invisible else "〓")
        else:
            assert category(char) in ("Cf", "Mn"), f"{char!r} is neither drawn nor reported"
    return "".join(shown)


def _name(char: str) -> str:
    import unicodedata

    return unicodedata.name(char, "")


def check_every_character(root: Node, layout: Layout) -> None:
    """The answers' characters on paper are those that were typed, none lost, none twice."""
    drawn = Counter(
        char
        for page in layout.pages
        for run in page.runs()
        if run.role is Role.ANSWER
        for char in run.text
        if not char.isspace()
    )
    missing = {glyph.char for glyph in layout.missing}
    expected = Counter("".join(printable(words, missing) for words in words_of(root)))
    assert drawn == expected


def without_none_boxes_and_defaults(form: Form, node: Node) -> Node:
    """Contents of which every answer is printed, and printed once."""
    boxes = {box.id for part in form.parts for section in part.sections for box in section.none}
    answers = {key: value for key, value in node.answers.items() if key not in boxes}
    defaults = {place.item.id: place.item.default for place in form.places.values() if place.item.default}
    for item_id, source in defaults.items():
        if source in answers and item_id not in answers:
            answers[item_id] = "―"
    return Node(
        answers,
        {
            list_id: {key: without_none_boxes_and_defaults(form, entry) for key, entry in entries.items()}
            for list_id, entries in node.lists.items()
        },
    )


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
@LONG
def test_random_assessments(name: str, data: st.DataObject) -> None:
    form = find_form(name)
    root = without_none_boxes_and_defaults(form, data.draw(nodes(form)))
    layout = laid_out(form, root)
    for page in layout.pages:
        check_boxes(page)
        check_text_in_boxes(page)
    check_every_character(root, layout)
    assert not layout.overflows


@given(
    text=texts(3_000), item=st.sampled_from(["II.1", "II.2.3", "II.3.1", "III.3.r2.auth.how", "III.2.others"])
)
@LONG
def test_random_texts(text: str, item: str) -> None:
    form = find_form("yoshiki3")
    value: str | Checked = Checked.of(texts={"その他": text}) if item == "II.3.1" else text
    root = with_file({item: value, "III.1": "―"}, {"cover.title": text})
    layout = laid_out(form, root)
    for page in layout.pages:
        check_boxes(page)
        check_text_in_boxes(page)
    check_every_character(root, layout)
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
    for page in layout.pages:
        check_boxes(page)
        check_text_in_boxes(page)
    check_every_character(root, layout)
    assert not layout.overflows


def test_long_words_in_a_check_box_and_a_long_entry_title() -> None:
    form = find_form("yoshiki4")
    long = "架空課、" * 3_000
    entry = Node({"II.4.e.title": long, "II.4.e.4": Checked.of(["その他"], {"その他": long})})
    file = Node({"II.3.1": Checked.of(["その他"], {"その他": long})}, {"II.4.e": {new_key(): entry}})
    root = Node({"V.1.3.detail": long}, {FILES: {new_key(): file}})
    layout = laid_out(form, root)
    for page in layout.pages:
        check_boxes(page)
        check_text_in_boxes(page)
    check_every_character(root, layout)
    assert not layout.overflows


def test_what_cannot_be_printed_is_named_with_its_item() -> None:
    form = find_form("yoshiki3")
    layout = laid_out(form, with_file({"II.2.3": "𠮷野\tと\u200b葛\U000e0100城☑", "III.1": "―"}))
    path: Path = (FILES, "k", "II.2.3")
    assert {(glyph.path, glyph.char) for glyph in layout.missing} == {
        (path, "𠮷"),
        (path, "\U000e0100"),
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
        owners: list[Path] = [()] if not place.scope else [("I.2", "s")] if place.scope == ("I.2",) else []
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

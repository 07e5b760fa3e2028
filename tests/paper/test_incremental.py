"""What is laid out again after an edit equals what is laid out from nothing; the untouched stays the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import (
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    apply_edit,
)
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.measure import LayoutCache
from pia_desktop.paper.memo import Memo
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.resolve import stretches
from pia_desktop.paper.style import Style
from tests.paper.documents import document
from tests.strategies import edits, nodes

MANY = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
FORMS = ("yoshiki2", "yoshiki3", "yoshiki4")
WORDS = "架空市では、番号法に基づき（令和6年4月1日から）特定個人情報を取り扱う。"


def laid_out(form: Form, root: Node, cache: LayoutCache | None = None, scale: float = 1.0) -> Layout:
    return layout_assessment(Snapshot(form, root), style=Style(scale), cache=cache)


def sample() -> tuple[Form, Node]:
    found = document(next(name for name in _names() if name.endswith("samples/yoshiki4.json"))).snapshot
    return found.form, found.root


def _names() -> list[str]:
    from tests.paper.documents import document_names

    return document_names()


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
@MANY
def test_any_edits_of_any_contents(name: str, data: st.DataObject) -> None:
    form = find_form(name)
    root = data.draw(nodes(form))
    memo, cache = Memo(), LayoutCache()
    for _number in range(data.draw(st.integers(1, 5))):
        root, _inverse = apply_edit(root, data.draw(edits(form, root)))
        made = [block for stretch in stretches(form, root, memo) for block in stretch.blocks]
        assert made == [block for stretch in stretches(form, root, Memo()) for block in stretch.blocks]
        assert laid_out(form, root, cache) == laid_out(form, root)


@st.composite
def _long_edits(draw: st.DrawFn, form: Form, root: Node) -> Edit:
    """Edits that move page ends: rows that grow and shrink by lines, entries that come, go and move."""
    texts = [
        (*path, item_id)
        for path, node in root.walk()
        for item_id, value in node.answers.items()
        if isinstance(value, str) and form.places[item_id].item.kind.__class__.__name__ == "TextKind"
    ]
    lists = [(*path, list_id) for path, node in root.walk() for list_id in node.lists]
    path = draw(st.sampled_from(lists))
    keys = list(root.entries(path))
    key, at = draw(st.sampled_from(keys)), draw(st.integers(0, len(keys) - 1))
    text = WORDS * draw(st.sampled_from([0, 1, 2, 5, 40, 200]))
    choices: list[Edit] = [SetAnswer(draw(st.sampled_from(texts)), text), MoveEntry(path, key, at)]
    if len(keys) < form.lists[path[-1]].max:
        choices.append(InsertEntry(path, f"new{len(keys)}{key}", at, root.entries(path)[key]))
    if len(keys) > 1:
        choices.append(RemoveEntry(path, key))
    return draw(st.sampled_from(choices))


@pytest.mark.parametrize("scale", [1.0, 1.2])
@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_edits_that_move_the_ends_of_pages(scale: float, data: st.DataObject) -> None:
    form, root = sample()
    cache = LayoutCache()
    laid_out(form, root, cache, scale)
    for _number in range(5):
        root, _inverse = apply_edit(root, data.draw(_long_edits(form, root)))
        assert laid_out(form, root, cache, scale) == laid_out(form, root, scale=scale)


def test_a_keystroke_leaves_every_other_page_the_same_object() -> None:
    form, root = sample()
    cache = LayoutCache()
    before = laid_out(form, root, cache)
    file = next(iter(root.entries((FILES,))))
    path = (FILES, file, "II.2.3")
    after = laid_out(form, root.with_answer(path, f"{root.answer(path)}字"), cache)
    changed = [
        number
        for number, (old, new) in enumerate(zip(before.pages, after.pages, strict=True))
        if old is not new
    ]
    assert changed == sorted({anchor.page for anchor in after.anchors[path]})


def test_pages_behind_a_longer_part_only_change_their_numbers() -> None:
    form, root = sample()
    cache = LayoutCache()
    before = laid_out(form, root, cache)
    item = next(item.id for item in form.part("V").sections[0].items[0].walk() if item.kind.answerable)
    after = laid_out(form, root.with_answer((item,), WORDS * 300), cache)
    more = len(after.pages) - len(before.pages)
    assert more > 0
    assert after.pages[-1].boxes is before.pages[-1].boxes
    assert [run.text for run in after.pages[-1].runs()][-1] == str(len(after.pages))
    last = before.outline[-1]
    assert after.outline[-1].page == last.page + more


def test_a_cache_serves_another_style_and_another_assessment() -> None:
    form, root = sample()
    cache = LayoutCache()
    other = find_form("yoshiki3")
    for scale in (1.0, 1.2, 1.0):
        assert laid_out(form, root, cache, scale) == laid_out(form, root, scale=scale)
        blank = Node(lists={FILES: {next(iter(root.entries((FILES,)))): Node()}})
        assert laid_out(other, blank, cache, scale) == laid_out(other, blank, scale=scale)

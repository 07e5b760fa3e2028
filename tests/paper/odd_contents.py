"""Contents that are rare and hard to lay out: words that nothing breaks, shapes of rare kanji, wide tables.

``odd_words`` draws the words, ``with_odd_words`` puts them into answers, ``with_wide_table`` adds a 別紙 with
a table of many columns.  ``odd_features`` says what of it an assessment holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hypothesis import strategies as st

from pia_desktop.assessment.node import Node, new_key
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES, Form
from pia_desktop.forms.values import DataTable, Figure, Value
from tests.strategies import node_items

LONGEST: Final = 3_000
"""Characters of an odd answer at most."""
MANY_COLUMNS: Final = 12
MOST_COLUMNS: Final = 30
UNITS: Final = (
    "葛\U000e0100城市と邉\U000e0102様、辻\U000e0101 ",
    "か\u3099は\u309ae\u0301\u0302 o\u0308\u0323、",
    "x",
    "ー",
    "abcdefgh0123456789",
    "1234567890",
    "（",
    "」",
    "、",
    "個人番号\u00a0",
    "行\n",
    "段落\n\n\n",
    "＜見出し＞\n",
    "・項目\n",
    "①",
    "https://www.city.example.lg.jp/",
    "𠮷野家の髙﨑",
    "…",
    "ｶﾞ",
)
"""Repeated, each makes lines that end nowhere, at every sign, or not where the eye expects it."""


@st.composite
def odd_words(draw: st.DrawFn, longest: int = LONGEST) -> str:
    """One or two units of ``UNITS`` many times over, in a text as the program keeps it."""
    found = ""
    for unit in draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=2)):
        length = draw(st.one_of(st.integers(1, longest), st.sampled_from([60, 300, longest])))
        found += unit * (length // len(unit) + 1)
    return taken_in(found[:longest]) or "x"


@st.composite
def with_odd_words(draw: st.DrawFn, form: Form, root: Node) -> Node:
    """Some of the answers in words, given or not, replaced by odd ones."""
    places = [
        (*owner, item_id)
        for owner, _node in root.walk()
        for item_id in node_items(form, owner[::2])
        if isinstance(form.item(item_id).kind, TextualKind)
    ]
    for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=6, unique=True)):
        root = root.with_answer(place, draw(odd_words()))
    return root


@st.composite
def with_wide_table(draw: st.DrawFn, root: Node) -> Node:
    """A 別紙 with a table of up to ``MOST_COLUMNS``, behind those that are there."""
    columns = draw(st.one_of(st.just(MOST_COLUMNS), st.integers(MANY_COLUMNS, MOST_COLUMNS)))
    cells = st.sampled_from(["", "x" * 30, "個人番号", "令和6年12月31日", *(unit * 3 for unit in UNITS[:4])])
    some = draw(st.lists(cells.map(taken_in), min_size=1, max_size=12))
    rows = draw(st.sampled_from([1, 4, 40]))
    words = [[some[(row * columns + at) % len(some)] for at in range(columns)] for row in range(rows)]
    table = DataTable.of(words, head=draw(st.booleans()))
    annex = Node({ANNEX_TITLE: "題", ANNEX_BODY: Figure(("前", table, "後"))})
    entries = {**root.entries((ANNEXES,)), new_key(): annex}
    return Node(root.answers, {**root.lists, ANNEXES: entries}, root.withheld)


def odd_features(value: Value) -> Iterator[str]:
    """What of this an answer holds, in words for a tally."""
    match value:
        case str():
            if re.search("[\U000e0100-\U000e01ef]", value):
                yield "variation sequences"
            if max(map(len, value.split()), default=0) > LONGEST // 2:
                yield "1,500 characters and more without a blank"
        case Figure():
            if any(table.columns >= MANY_COLUMNS for table in value.tables):
                yield f"tables of {MANY_COLUMNS} to {MOST_COLUMNS} columns"
            if any(max(one.width, one.height) > 1_000 for one in value.pictures):
                yield "pictures of extreme shapes"

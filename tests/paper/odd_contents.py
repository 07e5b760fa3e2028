"""Contents that are rare and hard to lay out: words that nothing breaks, shapes of rare kanji, wide tables.

``odd_words`` draws the words, ``with_odd_words`` puts them into answers, ``with_wide_table`` adds a 別紙 with
a table of many columns.  ``unseen_words`` draws words of which little or nothing is seen (spaces, marks
without a letter, directional marks, line ends), ``with_unseen_words`` puts them wherever words can stand.
``odd_features`` says what of it an assessment holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from pia_desktop.assessment.node import Node, new_key
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, TextualKind
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES, Form
from pia_desktop.forms.values import Checked, DataTable, Figure, Value, clean_text, drop_forbidden
from tests.strategies import node_items, pictures

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

BLANKS: Final = " \u3000\t\u00a0\u2002\u2003\u2009\n"
MARKS: Final = (
    "\u0301\u0302\u0308\u0323\u0338\u0489\u05b0\u064b\u093f\u20dd\u20e3\u3099\u309a\ufe0f\U000e0100"
)
DIRECTIONS: Final = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LINE_ENDS: Final = ("\n", "\r\n", "\r", "\n\n\n", "\u2028", "\u2029", "\x0b", "\x0c", "\x85")
SEEN: Final = ("", "あ", "個人番号", "A", "שלום", "مرحبا", "。", "（", "」")
UNSEEN: Final = (tuple(BLANKS), tuple(MARKS), tuple(DIRECTIONS), LINE_ENDS)
"""Kinds of what is hardly seen, of which an answer holds one kind or all of them."""


@st.composite
def unseen_words(draw: st.DrawFn) -> str:
    """Mostly unseen, as a file from elsewhere can hold them: what typing cleans away (``taken_in``) stays."""
    units = draw(st.sampled_from([*UNSEEN, sum(UNSEEN, ())]))
    seen = draw(st.sampled_from([("",), SEEN]))
    some = draw(st.lists(st.tuples(st.sampled_from(seen), st.sampled_from(units)), min_size=1, max_size=12))
    times = draw(st.sampled_from([1, 1, 3, 40, 400]))
    return clean_text(drop_forbidden("".join(map("".join, some)) * times)) or "\n"


@st.composite
def _unseen_value(draw: st.DrawFn, form: Form, item_id: str) -> Value:
    words = unseen_words()
    match form.item(item_id).kind:
        case ChecksKind(boxes=boxes):
            labels = [box.label for box in boxes if box.text]
            return Checked.of(labels, {label: draw(words) for label in labels})
        case FigureKind():
            captioned = replace(draw(pictures()), caption=draw(words))
            return Figure((draw(words), captioned, draw(words)))
        case _:
            return draw(words)


@st.composite
def with_unseen_words(draw: st.DrawFn, form: Form, root: Node) -> Node:
    """Some answers in words, （　） of check boxes and figures, of which hardly anything is seen."""
    places = [
        (*owner, item_id)
        for owner, _node in root.walk()
        for item_id in node_items(form, owner[::2])
        if _takes_words(form, item_id)
    ]
    for place in draw(st.lists(st.sampled_from(places), min_size=1, max_size=8, unique=True)):
        root = root.with_answer(place, draw(_unseen_value(form, place[-1])))
    return root


def _takes_words(form: Form, item_id: str) -> bool:
    kind = form.item(item_id).kind
    if isinstance(kind, ChecksKind):
        return any(box.text for box in kind.boxes)
    return isinstance(kind, TextualKind | FigureKind)


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
            yield from _unseen_features(value)
            if re.search("[\U000e0100-\U000e01ef]", value):
                yield "variation sequences"
            if max(map(len, value.split()), default=0) > LONGEST // 2:
                yield "1,500 characters and more without a blank"
        case Figure():
            if any(table.columns >= MANY_COLUMNS for table in value.tables):
                yield f"tables of {MANY_COLUMNS} to {MOST_COLUMNS} columns"
            if any(max(one.width, one.height) > 1_000 for one in value.pictures):
                yield "pictures of extreme shapes"


def _unseen_features(words: str) -> Iterator[str]:
    if words and not words.strip("\n"):
        yield "answers of line ends only"
    elif words.isspace():
        yield "answers of spaces only"
    if words[:1] and unicodedata.combining(words[0]):
        yield "answers that begin with a combining mark"
    if re.search(f"[{DIRECTIONS}]", words):
        yield "directional marks"

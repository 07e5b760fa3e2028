"""The laws of a print on generated assessments: ``python -m tests.paper.any_contents 10000``.

Any lengths, any characters, any repeats: contents are drawn from the forms' definitions, then answers made
longer, entries more, words and tables odd, words unseen (``odd_contents``).  Each is laid out in one of three
sizes of type and held to all laws; one in ten is printed, and held to PDF/UA and PDF/A.  The suite tries a
few, as many as ``PIA_DESKTOP_EXAMPLES`` says; the command gives the figures.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Final
from unicodedata import category, name

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, new_key, with_new_keys
from pia_desktop.assessment.withheld import WITHHELD_MARK, fitting
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import DateKind, TextualKind
from pia_desktop.forms.model import ANNEX_TITLE, ANNEXES, FILES, Form
from pia_desktop.forms.values import Checked, Figure, RunBlock, clean_text
from pia_desktop.paper.annexes import LONGEST_IN_TITLE
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.copies import public_copy
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout, Page
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Face, Style, metrics
from pia_desktop.paper.text import CONTINUED
from tests.paper.documents import run_rect
from tests.paper.odd_contents import odd_features, with_odd_words, with_unseen_words, with_wide_table
from tests.paper.test_layout_laws import HAIR, check_boxes, check_text_in_boxes
from tests.paper.ua.check import all_faults
from tests.strategies import node_items, node_lists, nodes, picture_store, pictures, texts

FORMS: Final = ("yoshiki2", "yoshiki3", "yoshiki4")
EXAMPLES: Final = int(os.environ.get("PIA_DESKTOP_EXAMPLES", "20"))
"""How many the suite tries of each law."""
MANY: Final = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
_BESIDE: Final = re.compile(r"\.(?:count|detail)$")
"""How the ids of small answers beside a choice end: one mark stands for all of a cell."""
_SLICE: Final = 100
MANY_ENTRIES: Final = 21
MOST_ENTRIES: Final = 60
"""As many entries of a kind as go beyond the bands of the official sheet."""
_PRINTED: Final = 10
"""One in so many is printed, too."""
_LOOKED_THROUGH: Final = 60
"""Pages at most of a print that is held to PDF/UA and PDF/A."""
_LONGEST: Final = 20_000
_MOST_FILES: Final = 12


# ---- contents


def words_of(root: Node) -> Iterator[str]:
    """Every word that was typed or ticked into an assessment, or that its public copy says instead."""
    for _path, node in root.walk():
        yield from [WITHHELD_MARK] * len(_cells_left_out(node))
        for item_id, value in node.answers.items():
            match value:
                case str() if item_id == ANNEX_TITLE and len(" ".join(value.split())) <= LONGEST_IN_TITLE:
                    pass  # a heading says it
                case str():
                    yield value
                case Checked(ticked, inside, counts):
                    yield "○" * len(ticked)
                    yield from (words for _label, words in inside)
                    yield from (str(number) for _label, number in counts)
                case Figure():
                    yield from value.passages
                    yield from (picture.caption for picture in value.pictures)
                    rows = (row for table in value.tables for row in table.rows[table.head :])
                    yield from (words for row in rows for words in row)
                case bool():
                    yield "○"
                case int():
                    yield str(value)


def _cells_left_out(node: Node) -> set[str]:
    """Items whose cells a public copy leaves out: withheld, and without words that say so."""
    left = {item_id for item_id in node.withheld if item_id not in node.answers}
    return {_BESIDE.sub("", item_id) for item_id in left}


def printed_once(form: Form, node: Node) -> Node:
    """The same, changed so that every answer is printed, and printed once: no none-boxes, no defaults."""
    boxes = {box.id for part in form.parts for section in part.sections for box in section.none}
    answers = {key: value for key, value in node.answers.items() if key not in boxes}
    defaults = {place.item.id: place.item.default for place in form.places.values() if place.item.default}
    for item_id, source in defaults.items():
        if source in answers and item_id not in answers:
            answers[item_id] = "―"
    marks = {item_id: fitting(spans, answers.get(item_id)) for item_id, spans in node.withheld.items()}
    return Node(
        answers,
        {
            list_id: {key: printed_once(form, entry) for key, entry in entries.items()}
            for list_id, entries in node.lists.items()
        },
        {item_id: spans for item_id, spans in marks.items() if spans and item_id in answers},
    )


@st.composite
def assessments(draw: st.DrawFn, form: Form) -> Node:
    """Contents of any length and any repeats, of which every answer is printed once; few are large."""
    root = draw(nodes(form))
    large = draw(st.integers(0, 7)) == 0
    lengths, repeats = ([3, 40, 300, 3_000], [2, 3, 6, 20]) if large else ([3, 40, 200], [2, 3])
    for _number in range(draw(st.integers(0, 3 if large else 2))):
        root = _longer(form, root, draw(st.integers(0, 1_000)), draw(st.sampled_from(lengths)))
    for _number in range(draw(st.integers(0, 2 if large else 1))):
        root = _more(form, root, draw(st.integers(0, 1_000)), draw(st.sampled_from(repeats)))
    if draw(st.integers(0, 2)) == 0:
        root = draw(_with_many(form, root))
    if draw(st.integers(0, 2)) == 0:
        root = draw(_with_run(form, root))
    if draw(st.integers(0, 2)) == 0:
        root = draw(_with_long_change(form, root))
    if draw(st.integers(0, 2)) == 0:
        root = draw(with_odd_words(form, root))
    if draw(st.integers(0, 2)) == 0:
        root = draw(with_unseen_words(form, root))
    if draw(st.integers(0, 3)) == 0:
        root = draw(with_wide_table(root))
    return printed_once(form, root)


@st.composite
def _with_many(draw: st.DrawFn, form: Form, root: Node) -> Node:
    """One list of the form's entries (委託事項, 提供先, システム) as long as offices have them."""
    owners = [path for path, _node in root.walk()]
    paths = [
        (*owner, list_id)
        for owner in owners
        for list_id in node_lists(form, owner[::2])
        if list_id not in (FILES, ANNEXES, form.roles.changes)
    ]
    if not paths:
        return root
    path = draw(st.sampled_from(paths))
    entries = list(root.entries(path).values()) or [draw(nodes(form, (*path[::2],), 3, 1))]
    count = draw(st.one_of(st.integers(MANY_ENTRIES, 30), st.integers(MANY_ENTRIES, MOST_ENTRIES)))
    return _with_entries(
        root, path, {new_key(): with_new_keys(entries[number % len(entries)]) for number in range(count)}
    )


@st.composite
def _with_run(draw: st.DrawFn, form: Form, root: Node) -> Node:
    """A figure of text, pictures and text in turn."""
    places = [
        (*owner, item_id)
        for owner, _node in root.walk()
        for item_id in node_items(form, owner[::2])
        if isinstance(form.item(item_id).kind, FigureKind)
    ]
    if not places:
        return root
    blocks: list[RunBlock] = [draw(texts())]
    for _time in range(draw(st.integers(1, 4))):
        blocks += draw(st.lists(pictures(), min_size=1, max_size=3))
        blocks.append(draw(texts(300)))
    return root.with_answer(draw(st.sampled_from(places)), Figure(tuple(blocks)))


@st.composite
def _with_long_change(draw: st.DrawFn, form: Form, root: Node) -> Node:
    """A row of 変更箇所 that goes on to further pages, among those that are there."""
    path = (form.roles.changes,)
    row = draw(nodes(form, path, 6, 0))
    columns = [i for i in node_items(form, path) if isinstance(form.item(i).kind, TextualKind)]
    long = clean_text(draw(texts()) * draw(st.sampled_from([40, 200, 800])))[:_LONGEST]
    answers = {**row.answers, draw(st.sampled_from(columns)): long or "長い記載。" * 500}
    entries = {**root.entries(path), new_key(): Node(answers)}
    return _with_entries(root, path, entries)


def _longer(form: Form, root: Node, which: int, times: int) -> Node:
    """One of the answers in words, written as many times."""
    found = [
        ((*path, item_id), value)
        for path, node in root.walk()
        for item_id, value in node.answers.items()
        if isinstance(value, str) and isinstance(form.item(item_id).kind, TextualKind)
    ]
    if not found:
        return root
    path, value = found[which % len(found)]
    return root.with_answer(path, clean_text((value * times)[:_LONGEST]) or value)


def _more(form: Form, root: Node, which: int, times: int) -> Node:
    """The entries of one list, as many times as they are, up to what the form takes."""
    paths = [(*path, list_id) for path, node in root.walk() for list_id in node.lists]
    if not paths:
        return root
    path = paths[which % len(paths)]
    most = min(form.lists[path[-1]].max, _MOST_FILES if path[-1] == FILES else 60)
    entries = list(root.entries(path).values()) * times
    return _with_entries(root, path, {new_key(): with_new_keys(entry) for entry in entries[:most]})


def _with_entries(node: Node, path: tuple[str, ...], entries: Mapping[str, Node]) -> Node:
    list_id, *rest = path
    if not rest:
        return Node(node.answers, {**node.lists, list_id: dict(entries)}, node.withheld)
    key, *further = rest
    inner = {**node.lists[list_id], key: _with_entries(node.lists[list_id][key], tuple(further), entries)}
    return Node(node.answers, {**node.lists, list_id: inner}, node.withheld)


# ---- laws


def check_every_character(form: Form, root: Node, layout: Layout) -> None:
    """The answers' characters on paper are those that were typed, none lost, none twice.

    A date's own words (時点) stand behind it, once for each.
    """
    drawn = Counter(
        char
        for page in layout.pages
        for run in page.runs()
        if run.role is Role.ANSWER
        for char in run.text
        if not char.isspace()
    )
    missing = {glyph.char for glyph in layout.missing}
    expected = Counter("".join(_printable(words, missing) for words in words_of(root)))
    kinds = [place.item.kind for place in form.places.values()]
    expected.update("".join(kind.suffix or "" for kind in kinds if isinstance(kind, DateKind)))
    assert drawn == expected


def _printable(text: str, missing: set[str]) -> str:
    """What of a text must be on paper: all but blanks and what shows nothing, 〓 for what was reported."""
    face = metrics(Face.BODY)
    shapes = face.kept_selectors(text)
    shown = []
    for at, char in enumerate(text):
        if char.isspace():
            continue
        if char in face.widths or at in shapes:
            shown.append(char)
        elif char in missing:
            invisible = category(char) == "Cf" or "VARIATION SELECTOR" in name(char, "")
            shown.append("" if invisible else "〓")
        else:
            assert category(char) in ("Cf", "Mn"), f"{char!r} is neither drawn nor reported"
    return "".join(shown)


def check_lines(page: Page) -> None:
    """No two texts lie upon each other."""
    rects = sorted((run_rect(run) for run in page.runs() if run.text.strip()), key=itemgetter(1))
    for number, (left, _top, right, foot) in enumerate(rects):
        for other in islice(rects, number + 1, None):
            if other[1] >= foot - HAIR:
                break
            assert min(right, other[2]) - max(left, other[0]) < HAIR, (rects[number], other)


def check_print(form: Form, root: Node, layout: Layout) -> None:
    """All laws of a print, whatever its contents."""
    for page in layout.pages:
        check_boxes(page)
        check_text_in_boxes(page)
        check_lines(page)
    check_every_character(form, root, layout)
    assert not layout.overflows


# ---- at scale


@dataclass(slots=True)
class Tally:
    """What was tried."""

    assessments: int = 0
    pages: int = 0
    most_pages: int = 0
    characters: int = 0
    reported: set[str] = field(default_factory=set)
    printed: int = 0
    size: int = 0
    had: Counter[str] = field(default_factory=Counter)
    """How many had what the form's own sheets have no room for."""

    def note(self, root: Node, layout: Layout, data: bytes | None = None) -> None:
        """One more assessment was laid out, perhaps printed, and is right."""
        self.assessments += 1
        self.pages += len(layout.pages)
        self.most_pages = max(self.most_pages, len(layout.pages))
        self.characters += sum(map(len, words_of(root)))
        self.reported |= {glyph.char for glyph in layout.missing}
        self.had.update(set(_features(root, layout)))
        if data is not None:
            self.printed += 1
            self.size += len(data)

    def __str__(self) -> str:
        had = ", ".join(f"{count:,} with {words}" for words, count in sorted(self.had.items()))
        return (
            f"{self.assessments:,} assessments, {self.pages:,} pages (the longest {self.most_pages:,}), "
            f"{self.characters:,} characters, {len(self.reported):,} different ones without a glyph, "
            f"{self.printed:,} printed ({self.size / 1e6:.0f} MB); {had}"
        )


def _features(root: Node, layout: Layout) -> Iterator[str]:
    """What an assessment has of that for which offices add sheets, or which goes on from page to page."""
    for _path, node in root.walk():
        if any(MANY_ENTRIES <= len(entries) <= MOST_ENTRIES for entries in node.lists.values()):
            yield f"{MANY_ENTRIES} to {MOST_ENTRIES} entries"
        for value in node.answers.values():
            if isinstance(value, Figure):
                sorts = "".join("t" if isinstance(b, str) else "p" for b in value.blocks if b)
                if re.search("tp+t", sorts):
                    yield "text, figure, text"
            yield from odd_features(value)
    if any(WITHHELD_MARK in words for words in words_of(root)):
        yield "withheld words"
    if root.entries((ANNEXES,)):
        yield "別紙"
    for page in layout.pages:
        if any(run.role is Role.ARTIFACT and CONTINUED in run.text for run in page.runs()):
            yield f"（続き） in {'rows of 変更箇所' if page.width > page.height else 'cells of the form'}"


def _law(tally: Tally) -> Callable[[st.DataObject], None]:
    def holds(data: st.DataObject) -> None:
        form = find_form(data.draw(st.sampled_from(FORMS)))
        root = data.draw(assessments(form))
        style = Style(data.draw(st.sampled_from([1.0, 1.2, 1.4])), continued=data.draw(st.booleans()))
        given = Snapshot(form, root)
        if data.draw(st.booleans()):
            given = public_copy(given)
        copy = Copy.SUBMISSION if given.root is root else Copy.PUBLIC
        layout = layout_assessment(
            Snapshot(form, root), picture_store(), style, options=PrintOptions(copy=copy)
        )
        check_print(form, given.root, layout)
        printed = data.draw(st.integers(1, _PRINTED)) == _PRINTED // 2
        tally.note(given.root, layout, _checked_pdf(layout) if printed else None)

    return holds


def _checked_pdf(layout: Layout) -> bytes:
    data = draw_pdf(layout, picture_store())
    assert data.startswith(b"%PDF")
    assert data.endswith(b"%%EOF\n")
    if len(layout.pages) <= _LOOKED_THROUGH:
        assert not all_faults(data)
    return data


def run(count: int, first_seed: int = 0) -> Tally:
    """Try so many assessments, in slices of their own seeds; an AssertionError names the first that fails."""
    tally = Tally()
    number = first_seed
    began = time.monotonic()
    while tally.assessments < count:
        many = settings(
            max_examples=min(_SLICE, count - tally.assessments),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
            print_blob=True,
        )
        seed(number)(many(given(data=st.data())(_law(tally))))()
        number += 1
        if number % 5 == 0:
            print(f"seed {number - 1}: {tally}; {time.monotonic() - began:.0f} s", flush=True)
    return tally


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m tests.paper.any_contents", description=__doc__)
    reader.add_argument("count", type=int, nargs="?", default=1_000)
    reader.add_argument("--seed", type=int, default=0, help="of the first slice of 100")
    chosen = reader.parse_args()
    print(run(chosen.count, chosen.seed))


if __name__ == "__main__":
    main()

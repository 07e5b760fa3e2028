"""Laws of what is withheld: it stays on its words whatever happens to the words around."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot, blank_root, check_node
from pia_desktop.assessment.edits import Batch, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.rewriting import replace_all, replace_one
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.assessment.withheld import WHOLE, Spans, check_spans, followed, ordered, replaced, toggled
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import ANNEX_BODY, ANNEXES
from pia_desktop.forms.values import Checked, DataTable, Figure, Picture
from tests.strategies import LAW, edits, nodes, spans

WORDS = st.text("甲乙丙", min_size=1, max_size=12)
"""Of few characters, so that what is typed is often the same as what stands beside it."""


def withheld_words(text: str, marks: Spans | None) -> str:
    return "".join(text[start:end] for start, end in marks or ())


def shown_words(text: str, marks: Spans | None) -> str:
    ends = [0, *(end for _start, end in marks or ())]
    starts = [*(start for start, _end in marks or ()), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, Spans, int, int, str]:
    """A text, passages of it, and a stretch that gives way to other words."""
    text = draw(WORDS)
    marks = draw(spans(text).filter(lambda found: found != WHOLE))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    return text, marks, start, end, draw(st.text("甲乙丙", max_size=4))


@LAW
@given(stretches())
def test_words_beside_a_change_stay_withheld_or_shown_as_they_were(
    drawn: tuple[str, Spans, int, int, str],
) -> None:
    text, marks, start, end, new = drawn
    after = text[:start] + new + text[end:]
    now = replaced(marks, start, end, len(new))
    if now:
        check_spans(after, now)
    by = len(new) - (end - start)

    def inside(at: int, found: Spans) -> bool:
        return any(first <= at < last for first, last in found)

    for at in [*range(start), *range(end, len(text))]:
        assert inside(at, marks) == inside(at if at < start else at + by, now)
    own = [(first, last) for first, last in marks if first <= start and end <= last]
    within = any(start < end or first < start < last for first, last in own)
    for at in range(start, start + len(new)):
        assert inside(at, now) == within


@LAW
@given(stretches())
def test_typing_outside_of_what_is_withheld_changes_neither_side(
    drawn: tuple[str, Spans, int, int, str],
) -> None:
    """Also where nobody knows which of several equal characters was typed, but for one that may be inside."""
    text, marks, start, _end, new = drawn
    after = text[:start] + new + text[start:]
    alike = [
        at
        for at in range(len(text) + 1)
        if after.startswith(text[:at]) and after[at + len(new) :] == text[at:]
    ]
    if any(first < at < last for at in alike for first, last in marks):
        return  # what may have been typed into a withheld passage is withheld
    now = followed(marks, text, after)
    assert len(withheld_words(after, now)) == len(withheld_words(text, marks))
    assert len(shown_words(after, now)) == len(shown_words(text, marks)) + len(new)


@LAW
@given(st.data())
def test_marks_always_fit_their_answers(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    assessment = Assessment(form, data.draw(nodes(form, (), 3, 1)))
    for _number in range(4):
        assessment.apply(data.draw(edits(form, assessment.root)))
        check_node(form, (), assessment.root)


@LAW
@given(WORDS, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=5))
def test_marking_a_passage_twice_takes_it_off_again(text: str, drawn: list[tuple[int, int]]) -> None:
    picked = [(min(a, b, len(text) - 1), min(max(a, b) + 1, len(text))) for a, b in drawn]
    marks: Spans | None = ordered(picked[1:]) or None
    passage = picked[0]
    on = toggled(marks, passage, len(text))
    already = any(first <= passage[0] and passage[1] <= last for first, last in marks or ())
    if already:
        assert withheld_words(text, on) == "" or not any(
            max(first, passage[0]) < min(last, passage[1]) for first, last in on or ()
        )
        on, marks = toggled(on, passage, len(text)), on
    assert on is not None
    assert any(first <= passage[0] and passage[1] <= last for first, last in on)
    off = toggled(on, passage, len(text))
    assert set(_places(off)) == set(_places(on)) - set(range(*passage))


def _places(marks: Spans | None) -> list[int]:
    return [at for start, end in marks or () for at in range(start, end)]


def test_an_answer_taken_away_loses_its_mark_and_undo_brings_both_back() -> None:
    form = find_form("yoshiki4")
    assessment = Assessment(form, blank_root(form).with_answer(("cover.title",), "住民基本台帳"))
    assessment.apply(SetWithheld(("cover.title",), ((0, 2),)))
    before = assessment.root
    inverse = assessment.apply(SetAnswer(("cover.title",), None))
    assert not assessment.root.withheld
    assessment.apply(inverse)
    assert assessment.root == before


def test_replacing_everywhere_keeps_each_passage_on_its_own_words() -> None:
    form = find_form("yoshiki4")
    text = "田中が来て、田中に渡し、田中が帰る。"
    assessment = Assessment(form, blank_root(form).with_answer(("cover.title",), text))
    assessment.apply(SetWithheld(("cover.title",), ((6, 8),)))
    snapshot = Snapshot(form, assessment.root)
    edit = replace_all(snapshot, find_all(snapshot, Query("田中")), Query("田中"), "鈴木さん")
    assert isinstance(edit, Batch)
    inverse = assessment.apply(edit)
    after = assessment.root.answer(("cover.title",))
    assert after == text.replace("田中", "鈴木さん")
    assert withheld_words(after, assessment.root.withheld_at(("cover.title",))) == "鈴木さん"
    assessment.apply(inverse)
    assert assessment.root == snapshot.root


@pytest.mark.parametrize(
    ("words", "marks", "hidden"),
    [
        ("委託先の甲社", ((6, 7),), "乙"),  # a part of what is replaced was withheld: all of the new is
        ("甲社", ((6, 8),), "乙"),
        ("業者", ((6, 7),), "甲"),  # beside what is withheld: nothing more is
        ("甲社の業者", ((6, 8), (9, 10)), "乙"),
    ],
)
def test_words_in_the_place_of_withheld_ones_are_withheld(words: str, marks: Spans, hidden: str) -> None:
    form = find_form("yoshiki4")
    text = "現在委託先の甲社の業者"
    assessment = Assessment(form, blank_root(form).with_answer(("cover.title",), text))
    assessment.apply(SetWithheld(("cover.title",), marks))
    snapshot = Snapshot(form, assessment.root)
    hits = find_all(snapshot, Query(words))
    for edit in (
        replace_all(snapshot, hits, Query(words), "乙"),
        replace_one(snapshot, hits[0], Query(words), "乙"),
    ):
        assert edit is not None
        inverse = assessment.apply(edit)
        after = assessment.root.answer(("cover.title",))
        assert after == text.replace(words, "乙")
        assert withheld_words(after, assessment.root.withheld_at(("cover.title",))) == hidden
        assessment.apply(inverse)
        assert assessment.root == snapshot.root


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (None, ((4, 6), (12, 14))),
        (((6, 8),), ((4, 6), (8, 10), (12, 14))),  # beside what is withheld already
        (((4, 5),), ((4, 8), (12, 14))),  # in its place
        (WHOLE, WHOLE),
    ],
)
def test_a_replacement_that_says_it_is_withheld_becomes_words_with_a_mark(
    marks: Spans | None, expected: Spans
) -> None:
    form = find_form("yoshiki4")
    path, text = ("cover.title",), "委託先の丙社の業者と丙社の人"
    assessment = Assessment(form, blank_root(form).with_answer(path, text))
    assessment.apply(SetWithheld(path, marks))
    snapshot = Snapshot(form, assessment.root)
    edit = replace_all(snapshot, find_all(snapshot, Query("丙社")), Query("丙社"), "〖公表しない：甲社〗支店")
    assert edit is not None
    inverse = assessment.apply(edit)
    after, now = assessment.root.answer(path), assessment.root.withheld_at(path)
    assert after == "委託先の甲社支店の業者と甲社支店の人"
    assert now == expected
    assessment.apply(inverse)
    assert assessment.root == snapshot.root


def test_such_a_replacement_withholds_its_box_its_picture_and_its_table() -> None:
    form = find_form("yoshiki4")
    picture = Picture("0" * 64, "image/png", 1, 1, "図１　丙社")
    run = Figure(("前の丙社", picture, "後の丙社と丙社"))
    annex = Node({ANNEX_BODY: Figure((DataTable((("丙社", "乙"),)),))})
    box = ("I.2", "k", "I.2.3")
    entry = Node({"I.2.3": Checked.of(["その他"], {"その他": "丙社の台帳"})})
    root = Node({"A1.figure": run}, {"I.2": {"k": entry}, ANNEXES: {"k": annex}})
    assessment = Assessment(form, root)
    snapshot = assessment.snapshot()
    edit = replace_all(snapshot, find_all(snapshot, Query("丙社")), Query("丙社"), "〖公表しない：甲社〗")
    assert edit is not None
    assessment.apply(edit)
    figure = assessment.root.answer(("A1.figure",))
    body = assessment.root.answer((ANNEXES, "k", ANNEX_BODY))
    assert isinstance(figure, Figure)
    assert isinstance(body, Figure)
    assert body.tables == (DataTable((("甲社", "乙"),), withheld=True),)
    assert figure.pictures == (replace(picture, caption="図１　甲社", withheld=True),)
    assert figure.passages == ("前の甲社", "後の甲社と甲社")
    assert withheld_words(figure.text, assessment.root.withheld_at(("A1.figure",))) == "甲社" * 3
    assert assessment.root.answer(box) == Checked.of(["その他"], {"その他": "甲社の台帳"})
    assert assessment.root.withheld_at(box) == WHOLE

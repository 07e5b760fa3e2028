"""Find and replace: every place is found, only words change, and one edit takes all back."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.rewriting import replace_all, replace_one
from pia_desktop.assessment.search import Query, answers_in_order, find_all, spans, words_of
from pia_desktop.assessment.spots import Spot
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import MAX_TEXT, Checked, Figure, Picture
from tests.strategies import LAW, nodes, raw_texts, texts

FORMS = all_forms()
EXACT = Query("", fold_case=False, fold_width=False)


def exact(words: str) -> Query:
    return Query(words, fold_case=False, fold_width=False)


@LAW
@given(text=st.text("ab株", max_size=30), words=st.text("ab株", min_size=1, max_size=3))
def test_exact_search_is_plain_search(text: str, words: str) -> None:
    assert spans(text, exact(words)) == [found.span() for found in re.finditer(re.escape(words), text)]


@LAW
@given(text=raw_texts(), case=st.booleans(), width=st.booleans())
def test_a_text_is_found_in_itself_and_between_other_words(text: str, case: bool, width: bool) -> None:
    assume(not text.startswith("\n"))  # which would be found a character earlier, in the frame itself
    query = Query(text, case, width)
    words = as_read(text, query.folding)
    framed = f"\ue000{text}\ue000"
    assume(
        words and not unicodedata.category(words[0]).startswith("M")
    )  # a mark belongs to what is before it
    assume(as_read(framed, query.folding) == f"\ue000{words}\ue000")  # no mark melts into the frame
    start, end = spans(framed, query)[0]
    assert as_read(framed[1:start], query.folding) == as_read(framed[end:-1], query.folding) == ""


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("System System", "ｓｙｓｔｅｍ", ["System", "System"]),
        ("ﾊﾞｯｸｱｯﾌﾟを取る", "バックアップ", ["ﾊﾞｯｸｱｯﾌﾟ"]),
        ("バックアップ", "ﾊﾞｯｸ", ["バック"]),
        ("㈱甲と(株)甲", "（株）甲", ["㈱甲", "(株)甲"]),
        ("㈱甲", "株", []),  # a replacement could not cut the sign in two
        ("１０万人以上", "10万", ["１０万"]),
        ("か\u3099", "が", ["か\u3099"]),
        ("Straße", "STRASSE", ["Straße"]),
    ],
)
def test_folding(text: str, words: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, Query(words))] == found


def test_without_folding_nothing_but_the_words_is_found() -> None:
    assert spans("System ＳＹＳＴＥＭ", Query("system", fold_case=False)) == []
    assert spans("ＳＹＳＴＥＭ system", Query("SYSTEM", fold_width=False)) == [(7, 13)]


@st.composite
def assessments(draw: st.DrawFn) -> Snapshot:
    form = draw(st.sampled_from(FORMS))
    return Snapshot(form, draw(nodes(form)))


@LAW
@given(snapshot=assessments())
def test_answers_come_once_each_and_with_their_own_value(snapshot: Snapshot) -> None:
    found = {path: value for path, _item, value in answers_in_order(snapshot.form, snapshot.root)}
    every = {
        (*path, item_id): value
        for path, node in snapshot.root.walk()
        for item_id, value in node.answers.items()
    }
    assert found == every
    assert len(found) == sum(1 for _answer in answers_in_order(snapshot.form, snapshot.root))


def all_words(snapshot: Snapshot) -> dict[object, str]:
    return {
        (path, spot): text
        for path, item, value in answers_in_order(snapshot.form, snapshot.root)
        for spot, text in words_of(item, value)
    }


@LAW
@given(
    snapshot=assessments(), letter=st.sampled_from("0aあ・A行"), new=st.sampled_from(["", "ZZ", "乙", "x\ny"])
)
def test_replacing_all_leaves_none_and_changes_nothing_else(
    snapshot: Snapshot, letter: str, new: str
) -> None:
    query = exact(letter)
    hits = find_all(snapshot, query)
    before = all_words(snapshot)
    assert len(hits) == sum(text.count(letter) for text in before.values())
    assessment = Assessment(snapshot.form, snapshot.root)
    edit = replace_all(snapshot, hits, query, new)
    if edit is None:
        assert not hits
        return
    for part in edit.edits:
        assert isinstance(part, SetAnswer | SetWithheld)
        assert isinstance(snapshot.form.item(part.path[-1]).kind, TextualKind | ChecksKind | FigureKind)
    back = assessment.apply(edit)
    after = all_words(assessment.snapshot())
    assert find_all(assessment.snapshot(), query) == []
    touched = {(hit.path, hit.spot) for hit in hits}
    assert {k: v for k, v in after.items() if k not in touched} == {
        k: v for k, v in before.items() if k not in touched
    }
    assessment.apply(back)
    assert assessment.root == snapshot.root


@LAW
@given(snapshot=assessments(), letter=st.sampled_from("0aあ"), data=st.data())
def test_replacing_one_by_one_is_replacing_all(snapshot: Snapshot, letter: str, data: st.DataObject) -> None:
    query, assessment = exact(letter), Assessment(snapshot.form, snapshot.root)
    count = len(find_all(snapshot, query))
    for _round in range(count):
        hits = find_all(assessment.snapshot(), query)
        edit = replace_one(assessment.snapshot(), data.draw(st.sampled_from(hits)), query, "漢")
        assert edit is not None
        assessment.apply(edit)
    whole = Assessment(snapshot.form, snapshot.root)
    batch = replace_all(snapshot, find_all(snapshot, query), query, "漢")
    if batch is not None:
        whole.apply(batch)
    assert assessment.root == whole.root


def yoshiki4() -> Form:
    return next(form for form in FORMS if form.id == "yoshiki4")


def test_check_texts_captions_and_figures_are_replaced_and_ticks_stay() -> None:
    form = yoshiki4()
    root = Node(
        {
            "A1.figure": Figure.of("甲の図", (Picture("0" * 64, "image/png", 1, 1, "図１　甲"),)),
            "I.1.3": form.item("I.1.3").kind.parse("30万人以上") or "",
        },
        {
            "I.2": {
                "k": Node({"I.2.3": Checked.of(["その他"], {"その他": "甲システム、甲甲"})}),
            }
        },
    )
    snapshot = Snapshot(form, root)
    hits = find_all(snapshot, Query("甲"))
    assert {(hit.path[-1], hit.spot) for hit in hits} == {
        ("A1.figure", Spot()),
        ("A1.figure", Spot(picture=0)),
        ("I.2.3", Spot(box="その他")),
    }
    assert len(hits) == 5
    assert find_all(snapshot, Query("30万人以上")) == []
    edit = replace_all(snapshot, hits, Query("甲"), "乙")
    assert edit is not None
    assessment = Assessment(form, root)
    assessment.apply(edit)
    figure = assessment.root.answer(("A1.figure",))
    assert isinstance(figure, Figure)
    assert (figure.text, figure.pictures[0].caption) == ("乙の図", "図１　乙")
    assert assessment.root.answer(("I.2", "k", "I.2.3")) == Checked.of(
        ["その他"], {"その他": "乙システム、乙乙"}
    )


def test_a_hit_that_is_gone_is_not_replaced() -> None:
    form = yoshiki4()
    old = Snapshot(form, Node({"I.1.1": "甲乙"}))
    hit = find_all(old, Query("乙"))[0]
    assert replace_one(Snapshot(form, Node({"I.1.1": "乙"})), hit, Query("乙"), "丙") is None
    assert replace_one(Snapshot(form, Node()), hit, Query("乙"), "丙") is None
    assert replace_all(Snapshot(form, Node()), [hit], Query("乙"), "丙") is None


def test_a_replacement_that_outgrows_an_answer_is_refused() -> None:
    form = yoshiki4()
    snapshot = Snapshot(form, Node({"I.1.2": "a" * 2000}))
    with pytest.raises(UserError) as refused:
        replace_all(snapshot, find_all(snapshot, Query("a")), Query("a"), "b" * (MAX_TEXT // 1000))
    assert refused.value.remedy


@LAW
@given(snapshot=assessments(), new=texts(4))
def test_hits_show_the_line_they_stand_in(snapshot: Snapshot, new: str) -> None:
    words = all_words(snapshot)
    for hit in find_all(snapshot, Query(new)):
        text = words[hit.path, hit.spot]
        assert text[hit.start : hit.end] == hit.words
        assert hit.before + hit.words + hit.after in text
        assert "\n" not in hit.before + hit.after

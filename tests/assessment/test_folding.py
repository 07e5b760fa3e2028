"""What reads the same meets, and what does not never does: one table for everything that folds."""

from __future__ import annotations

import sys
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pia_desktop.assessment import folding
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.folding import Folding, as_read, folded, reads_same, spans
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.rewriting import replace_all
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.forms.catalogue import find_form
from tests.strategies import LAW, raw_texts

READ: Final = Folding()
FOLDINGS: Final = [Folding(case, reading) for case in (True, False) for reading in (True, False)]

MEET: Final = (
    ("9:00〜17:00", "9:00～17:00"),
    ("9:00〜17:00", "９：００~１７：００"),
    ("03-1234-5678", "03−1234−5678"),
    ("03-1234-5678", "03‐1234‐5678"),
    ("03-1234-5678", "03–1234—5678"),
    ("03-1234-5678", "０３－１２３４－５６７８"),
    ("03-1234-5678", "03―1234―5678"),
    ("03-1234-5678", "03ー1234ー5678"),
    ("サーバー", "サーバ―"),
    ("サーバー", "サーバ－"),
    ("サーバー", "サーバ−"),
    ("サーバー", "ｻｰﾊﾞｰ"),
    ("サーバー", "サ―バ―"),
    ("葛城市", "葛\U000e0100城市"),
    ("神", "神\ufe00"),
    ("神", "\ufa19"),
    ("個人情報", "個\u200b人\ufeff情\u00ad報"),
    ("個人情報", "個人情\n報"),
    ("方日用人", "⽅⽇⽤⼈"),
    ("戸籍", "⼾籍"),
    ("長西黒", "⻑⻄⿊"),
    ("System", "ＳＹＳＴＥＭ"),
    ("ガ", "ｶﾞ"),
    ("が", "か\u3099"),
    ("㈱甲", "（株）甲"),
    ("㍻30年", "平成３０年"),
    ("㎡の㍿", "m2の株式会社"),
    ("甲 乙", "甲\u3000乙"),
    ("甲 乙", "甲\u00a0乙"),
    ("foo bar", "foo\nbar"),
    ("“甲”", '"甲"'),
    ("it's", "it’s"),
    ("……", "......"),
    ("……", "⋯⋯"),
    ("○○市", "〇〇市"),
    ("○○市", "◯◯市"),
    ("二〇二四年", "二○二四年"),
    ("氏名・住所", "氏名·住所"),
    ("氏名・住所", "氏名•住所"),
    ("及び/又は", "及び∕又は"),
    ("9:00", "9∶00"),
    ("≪様式≫", "《様式》"),
)

NEVER_MEET: Final = (
    ("①", "1"),
    ("①", "(1)"),
    ("ⅲ", "iii"),
    ("Ⅲ", "III"),
    ("Ⅲ", "ⅲ"),
    ("№", "No"),
    ("²", "2"),
    ("½", "1/2"),
    ("㊤", "上"),
    ("ー", "一"),
    ("ハ", "八"),
    ("二", "ニ"),
    ("パ", "バ"),
    ("foobar", "foo\nbar"),
    ("第１９条", "第①９条"),
    ("甲乙", "甲 乙"),
    ("する個人", "する。\n個人"),
    ("高橋", "髙橋"),
    ("～", "-"),
    ("○", "●"),
    ("・", "."),
    ("/", "÷"),
)


@pytest.mark.parametrize(("one", "other"), MEET)
def test_what_reads_the_same_meets(one: str, other: str) -> None:
    assert spans(f"前{other}後", one, READ) == [(1, 1 + len(other))]
    assert spans(f"前{one}後", other, READ) == [(1, 1 + len(one))]
    assert as_read(one) == as_read(other)


@pytest.mark.parametrize(("one", "other"), NEVER_MEET)
def test_what_reads_otherwise_never_does(one: str, other: str) -> None:
    assert spans(f"前{other}後", one, READ) == []
    assert spans(f"前{one}後", other, READ) == []


def test_only_what_a_reader_does_not_see_is_no_difference() -> None:
    assert reads_same("サーバ－９台", "サーバー9台")
    assert reads_same("葛\U000e0100城", "葛城")
    assert not reads_same("System", "SYSTEM")
    assert not reads_same("①", "１")


@pytest.mark.parametrize("text", ["二〇二四年", "第三〇条", "一〇〇件", "平成三〇年"])
def test_a_circle_alone_is_no_zero_of_a_number(text: str) -> None:
    assert spans(text, "○", READ) == []
    assert len(spans(text, "〇", READ)) == text.count("〇")


@LAW
@given(text=raw_texts() | st.text("か字\nﾞ\u3099㍼ a", max_size=8), case=st.booleans(), reading=st.booleans())
@example(text="か\nﾞ字", case=True, reading=True)  # what follows the line end joins what stands before it
def test_a_text_folds_alike_with_and_without_its_places(text: str, case: bool, reading: bool) -> None:
    folding = Folding(case, reading)
    found = folded(text, folding)
    assert found.words == as_read(text, folding)
    assert len(found.starts) == len(found.ends) == len(found.words)
    inside = [start for start in found.starts if start >= 0]
    assert inside == sorted(set(inside))
    assert all(0 <= place <= len(text) for place in [*inside, *[end for end in found.ends if end >= 0]])


@LAW
@given(text=raw_texts(), words=st.text("-ー一サﾞか\u3099①1a\n 葛\U000e0100㈱(株)", min_size=1, max_size=4))
def test_what_is_found_reads_as_what_was_looked_for(text: str, words: str) -> None:
    for start, end in spans(text, words, READ):
        assert as_read(text[start:end]) == as_read(words)


def test_a_hit_leaves_the_line_end_behind_it() -> None:
    assert spans("個人情\n報\nである", "情報", READ) == [(2, 5)]
    assert spans("情報\nである", "情報", READ) == [(0, 2)]
    assert spans("葛\U000e0100城", "葛", READ) == [(0, 2)]
    assert spans("漢\n字㍼", "字", READ) == [(2, 3)]  # one character less, one more: 漢字昭和


@pytest.mark.parametrize(
    ("text", "words", "new", "after"),
    [
        ("①第１９条　１ⅰ", "①", "(1)", "(1)第１９条　１ⅰ"),
        ("サーバ―とサーバ－", "サーバー", "端末", "端末と端末"),
        ("サーバー 03－12", "－", "-", "サーバー 03-12"),
        ("サーバー 03－12", "ー", "―", "サ―バ― 03－12"),
        ("9:00～17:00", "9:00〜17:00", "終日", "終日"),
        ("葛\U000e0100城市", "葛城市", "葛城", "葛城"),
        ("甲", "甲", "⽅\u200b", "方"),
    ],
)
def test_replacing_reads_as_finding_does(text: str, words: str, new: str, after: str) -> None:
    snapshot = Snapshot(find_form("yoshiki4"), Node({"cover.title": text}))
    query = Query(words)
    edit = replace_all(snapshot, find_all(snapshot, query), query, new)
    assert edit is not None
    assert [getattr(part, "value", None) for part in edit.edits] == [after]


def test_every_character_folds_and_none_takes_long() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(folded(every, READ).words) > 100_000
    marks = "a" + "\u0301\u0316" * 30_000
    assert spans(marks, "甲", READ) == []  # in the square of the marks, this would take minutes


@pytest.mark.parametrize("how", FOLDINGS)
def test_what_is_not_looked_up_reads_as_itself(how: Folding) -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1))
    passed_over = [char for char in every if not folding._OTHERS.search(char)]
    assert len(passed_over) > 20_000
    assert [
        char for char in passed_over if folding._folded_cluster(char, how.case, how.reading) != char
    ] == []


@LAW
@given(text=raw_texts(), how=st.sampled_from(FOLDINGS))
def test_runs_of_characters_read_as_one_by_one(text: str, how: Folding) -> None:
    even = folding.evenly_read(text) if how.reading else text
    if even is not None:
        alone = [folding._folded_cluster(char, how.case, how.reading) for char in even]
        assert as_read(text, how) == "".join(alone)

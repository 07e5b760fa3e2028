"""Words on their way in: mended where a reader sees no difference, and never changed a second time."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from pia_desktop.forms import values
from pia_desktop.forms.cleaning import RADICALS, UNREADABLE, joints, taken_in, taken_in_at
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import CheckBox, CheckGroup, ChecksKind, KindFault, LineKind, TextKind
from pia_desktop.forms.values import MAX_MARKS, Checked, Figure, clean_text
from tests.strategies import LAW, raw_texts

MANY = 30_000
"""Marks on one character with which NFC took seconds."""

MARKS = "\u0301\u0316" * MANY


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("⽅⽇⽤⼈", "方日用人"),
        ("⼾籍・⿊板・⻑期・⻄", "戸籍・黒板・長期・西"),
        ("個\u200b人\u00ad情\ufeff報", "個人情報"),
        ("\u202e逆\u202c", "逆"),
        ("図\ufffc甲", "図甲"),
        ("甲\ufdd0\ufdef\ufffe\U0001ffff\U0010fffe乙", "甲乙"),
        (f"欠{UNREADABLE}け", f"欠{UNREADABLE}け"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("神\ufa19", "神\ufa19"),
        ("か\u3099", "が"),
        ("一\r\n二\u2028三", "一\n二\n三"),
        ("甲\x00\x1b\ud800乙", "甲乙"),
        ("甲\u00a0乙", "甲\u00a0乙"),
        ("e" + "\u0316" * (MAX_MARKS + 1), "e" + "\u0316" * MAX_MARKS),
    ],
)
def test_what_comes_in_is_what_a_reader_sees(raw: str, kept: str) -> None:
    assert taken_in(raw) == kept


@LAW
@given(text=raw_texts())
def test_what_was_taken_in_stays(text: str) -> None:
    once = taken_in(text)
    assert taken_in(once) == once
    assert clean_text(once) == once


def test_every_radical_becomes_an_ideograph() -> None:
    blocks = range(0x2E80, 0x2FD6)  # CJK Radicals Supplement and Kangxi Radicals, of the Unicode standard
    known = {code for code in blocks if "RADICAL" in unicodedata.name(chr(code), "")}
    assert known - {ord("⺀")} == RADICALS.keys()  # CJK RADICAL REPEAT is a mark, no part of an ideograph
    for ideograph in RADICALS.values():
        assert unicodedata.name(ideograph).startswith("CJK UNIFIED IDEOGRAPH")


@pytest.mark.parametrize("run", [MARKS, "\u0f73\u0f74" * MANY, "\u3099" * 2 * MANY])
def test_marks_without_end_are_cut(run: str) -> None:
    """NFC sorts the marks on one character in the square of their number: 60,000 took seconds."""
    assert len(taken_in(f"a{run}b")) <= 2 * MAX_MARKS + 4
    assert len(clean_text(f"a{run}" * 20)) <= 20 * (2 * MAX_MARKS + 4)


def test_every_kind_takes_in() -> None:
    boxes = ChecksKind("甲", 1, (CheckGroup(None, (CheckBox("その他", text=True),), (1,)),))
    assert LineKind().parse("⽅") == TextKind().parse("⽅\u200b") == "方"
    assert FigureKind().parse("⽅") == Figure.of("方")
    assert boxes.parse({"checked": [], "texts": {"その他": "⽅"}}) == Checked.of((), {"その他": "方"})


def test_an_older_cabinet_with_such_characters_stays_as_it_is() -> None:
    boxes = ChecksKind("甲", 1, (CheckGroup(None, (CheckBox("その他", text=True),), (1,)),))
    TextKind().validate("⽅\u200b\ufffc")
    FigureKind().validate(Figure.of("⽅\u200b"))
    boxes.validate(Checked.of((), {"その他": "⽅\u200b"}))
    with pytest.raises(KindFault):
        TextKind().validate("か\u3099")


def mended_lines(text: str) -> str:
    for at, between in reversed(joints(text)):
        text = text[:at] + between + text[at + 1 :]
    return text


def test_line_ends_in_mid_sentence_are_mended() -> None:
    out_of_a_pdf = (
        "当課における助成の事務は、条例及びその施行規則に基づいて、対象となる者の資格の確認\n"
        "及び助成の額の決定に関する事務並びに支払に関する事務を行うものであり、次に掲げると\n"
        "おりである。\n"
        "①資格の確認に関する届出の受付及び審査、証の交付並びにその返還を受ける事務であるも\n"
        "の\n"
        "②その他"
    )
    first, second, third = mended_lines(out_of_a_pdf).split("\n")
    assert "資格の確認及び助成" in first
    assert first.endswith("次に掲げるとおりである。")
    assert second == "①資格の確認に関する届出の受付及び審査、証の交付並びにその返還を受ける事務であるもの"
    assert third == "②その他"
    english = "This line is as long as a line of the page\nand it goes on until its end is reached.\nEnd"
    assert mended_lines(english).endswith("of the page and it goes on until its end is reached.\nEnd")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "甲",
        "氏名\n住所\n生年月日",
        "１　甲\n２　乙",
        "・氏名、住所、生年月日及び性別\n・届出の内容及び届出の年月日",
        "\n\n",
    ],
)
def test_lines_that_somebody_wanted_stay(words: str) -> None:
    assert mended_lines(words) == words


@LAW
@given(raw_texts(), raw_texts(), raw_texts())
def test_what_comes_into_a_text_is_taken_in_as_the_whole_would_be(before: str, came: str, after: str) -> None:
    known = taken_in(before + after)
    at = min(len(before), len(known))
    text = known[:at] + came + known[at:]
    assert taken_in_at(text, at, at + len(came)) == taken_in(text)


def test_a_text_that_is_looked_at_once_has_nothing_to_clean() -> None:
    """The one quick look must let through no character that one of the thorough looks would find."""
    plain = [chr(code) for code in range(0x11000) if values._PLAIN.fullmatch(chr(code))]
    assert {chr(code) for code in range(0x4E00, 0xA000)} <= set(plain)  # Unicode's CJK Unified Ideographs
    for look in (values._LINE_ENDS, values._COMPATIBILITY):
        assert not look.search("".join(plain))
    assert not [char for char in plain if values._PERHAPS_MARKS.search(char * (MAX_MARKS + 1))]

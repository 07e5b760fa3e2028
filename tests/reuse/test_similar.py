"""Ranking of what others say, and the sentences of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.reuse.phrases import blanks, filled
from pia_desktop.reuse.similar import Said, kinship, related, same_office, sentence_at, sentences, suggestions


def said(number: int, text: str, year: int = 2024) -> Said:
    return Said(number, ("I.1.2",), text, f"{year}-01-01T00:00:00Z")


OLD = "申請書を受け付け、本人確認を行った上で台帳に記録する。"
NEAR = "届出書を受け付け、本人確認を行った上で台帳に記録する。"
FAR = "庁舎の入退室は、静脈認証により管理している。"


def test_the_most_alike_comes_first_though_another_is_newer() -> None:
    found = suggestions(OLD, [said(1, FAR, 2026), said(2, NEAR, 2020)])
    assert [one.text for one in found] == [NEAR, FAR]


def test_what_goes_on_from_the_words_that_were_begun_comes_before_a_short_other_text() -> None:
    whole = (
        f"{NEAR}窓口では、職員証の写しを添えて課長の承認を受け、翌年度の４月に点検の結果とあわせて綴じる。"
    )
    found = suggestions("届出書を受け付け、本人", [said(1, "届出書を受け取る。"), said(2, whole)])
    assert [one.text for one in found] == [whole, "届出書を受け取る。"]


def test_many_long_texts_are_told_apart_by_what_follows_their_like_beginnings() -> None:
    begin, end = FAR * 12, OLD * 6
    others = [said(number, f"{begin}{number}{NEAR[::-1] * 6}") for number in range(40)]
    found = suggestions(begin + end, [*others, said(99, begin + end + "以上")])
    assert found[0].where[0].assessment_id == 99
    assert len(found) == 30


def test_of_equally_alike_ones_the_newer_comes_first() -> None:
    other = NEAR.replace("届出書", "請求書")
    found = suggestions(OLD, [said(1, NEAR, 2021), said(2, other, 2025)])
    assert [one.text for one in found] == [other, NEAR]


def test_where_nothing_stands_yet_what_several_use_outweighs_a_little_age() -> None:
    shared = [said(number, NEAR, 2024) for number in range(1, 9)]
    found = suggestions("", [*shared, *(said(90 + y, f"{FAR}{y}", 2010 + y) for y in range(20))])
    assert [one.where[0].assessment_id for one in found].index(1) < 5
    assert suggestions("", [said(1, NEAR, 2021), said(2, FAR, 2025)])[0].text == FAR


def test_one_wording_is_one_suggestion_with_all_its_places_and_the_same_words_come_last() -> None:
    found = suggestions(OLD, [said(1, OLD), said(2, NEAR), said(3, NEAR.replace("、", "、 "), 2025)])
    assert [len(one.where) for one in found] == [2, 1]
    assert [one.same for one in found] == [False, True]
    assert found[0].where[0].assessment_id == 3


def test_a_dash_is_never_offered() -> None:
    assert suggestions("", [said(1, "—"), said(2, "－ －"), said(3, FAR, 2001)]) == suggestions(
        "", [said(3, FAR, 2001)]
    )


def test_ten_entries_of_one_assessment_are_one_user() -> None:
    entries = [Said(1, ("k", str(n)), FAR, "2020-01-01T00:00:00Z") for n in range(10)]
    others = [Said(n, ("I.1.2",), NEAR, "2020-01-01T00:00:00Z") for n in (2, 3)]
    assert suggestions("", [*entries, *others])[0].text == NEAR


def test_a_like_work_on_the_same_form_comes_before_a_newer_other_one() -> None:
    kin = kinship("yoshiki4", "国民健康保険に関する事務", "yoshiki4", "国民健康保険税に関する事務")
    far = kinship("yoshiki4", "国民健康保険に関する事務", "yoshiki3", "予防接種に関する事務")
    assert 0 <= far < 0.5 < kin <= 1
    one = Said(1, ("I.1.2",), NEAR, "2020-01-01T00:00:00Z", kin)
    other = Said(2, ("I.1.2",), FAR, "2025-01-01T00:00:00Z", far)
    assert [found.text for found in suggestions("", [other, one])] == [NEAR, FAR]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("青葉野市長", "青葉野市教育委員会", True),
        ("青葉野市長", "青葉野市長", True),
        ("青葉野市", "青葉野 市長", True),
        ("", "青葉野市長", True),  # not yet named
        ("青葉野市長", "北原市長", False),
        ("青葉野市教育委員会", "北原市教育委員会", False),
    ],
)
def test_one_office_has_several_agencies(one: str, other: str, same: bool) -> None:
    assert same_office(one, other) == same_office(other, one) == same


def test_what_this_office_says_comes_before_the_words_of_another_that_more_say() -> None:
    ours = Said(1, ("I.1.2",), NEAR, "2020-01-01T00:00:00Z", related(0.4, same_office=True))
    theirs = [
        Said(n, ("I.1.2",), FAR, "2025-01-01T00:00:00Z", related(0.4, same_office=False))
        for n in range(2, 14)
    ]
    assert suggestions("", [*theirs, ours])[0].text == NEAR


def test_a_work_whose_name_is_part_of_another_is_like_it() -> None:
    long = "新型感染症の特別措置法による予防接種の実施に関する事務"
    alike = kinship("yoshiki3", long, "yoshiki3", "予防接種に関する事務")
    assert alike > 0.9
    assert kinship("yoshiki3", long, "yoshiki3", "住民税に関する事務") < 0.5
    assert kinship("yoshiki3", long, "yoshiki3", "") < 0.5


def test_what_all_titles_end_with_makes_no_works_alike() -> None:
    like = kinship(
        "yoshiki4",
        "下水道使用料に関する事務　全項目評価書",
        "yoshiki4",
        "下水道受益者負担金事務 全項目評価書",
    )
    other = kinship(
        "yoshiki4", "下水道使用料に関する事務　全項目評価書", "yoshiki4", "奨学金に関する事務　全項目評価書"
    )
    assert other < like
    assert other == kinship("yoshiki4", "下水道使用料", "yoshiki4", "奨学金")


def test_what_most_entries_of_a_like_work_say_comes_before_a_single_one() -> None:
    usual = [Said(1, (f"e{n}", "x"), NEAR, "2020-01-01T00:00:00Z", 0.9) for n in range(4)]
    single = [Said(1, ("e9", "x"), FAR, "2020-01-01T00:00:00Z", 0.9)]
    assert [one.text for one in suggestions("", [*single, *usual])] == [NEAR, FAR]


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=12))
def test_every_wording_that_says_anything_is_suggested_once(here: str, texts: list[str]) -> None:
    found = suggestions(here, [said(i, text) for i, text in enumerate(texts)])
    listed = [place.assessment_id for one in found for place in one.where]
    dashes = set("-－ー―—–‐−ｰ─・.… \n")
    assert set(listed) >= {i for i, text in enumerate(texts) if text.strip() and not set(text) <= dashes}
    assert all(texts[i].strip() for i in listed)
    assert all(0 <= one.likeness <= 1 for one in found)


def test_the_sentence_under_the_cursor() -> None:
    text = f"{OLD}{FAR}\n{NEAR}"
    assert sentence_at(text, text.index("静脈")) == FAR
    assert sentence_at(text, 0) == OLD
    assert list(sentences(text)) == [OLD, FAR, NEAR]
    assert list(sentences("同上。\nなし。")) == []


def test_blanks_are_named_once_and_filled_everywhere() -> None:
    phrase = "｛部署名｝の職員が｛時期｝に確認し、｛部署名｝の長に報告する。"
    assert blanks(phrase) == ("部署名", "時期")
    assert filled(phrase, {"部署名": "税務課", "時期": ""}) == (
        "税務課の職員が｛時期｝に確認し、税務課の長に報告する。"
    )
    assert blanks("【任意】の欄 {x} ｛｝") == ()
    assert filled("｛a｝", {"a": r"\g<0>｛a｝"}) == r"\g<0>｛a｝"

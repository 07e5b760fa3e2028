"""Passages of two texts: nothing is lost, and what a person reads is words and sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.revisions.textdiff import PassageKind, passages
from tests.strategies import LAW, raw_texts

PIECES = st.sampled_from(
    [
        "保管期間は",
        "５年",
        "、",
        "。",
        "\n",
        "国民健康保険課",
        "課",
        "から、",
        "その",
        "委託先",
        "ＡＢ",
        "又は",
        "12",
        "（注）",
        " ",
    ]
)
WRITTEN = st.lists(PIECES, max_size=30).map("".join)


@LAW
@given(st.one_of(st.tuples(WRITTEN, WRITTEN), st.tuples(raw_texts(), raw_texts())))
def test_the_passages_hold_exactly_both_texts(texts: tuple[str, str]) -> None:
    old, new = texts
    found = passages(old, new)
    assert "".join(passage.old for passage in found) == old
    assert "".join(passage.new for passage in found) == new
    for passage in found:
        assert {
            PassageKind.SAME: passage.old == passage.new != "",
            PassageKind.REMOVED: passage.old != "" == passage.new,
            PassageKind.ADDED: passage.old == "" != passage.new,
            PassageKind.CHANGED: "" != passage.old != passage.new != "",
        }[passage.kind]
    sames = [passage.kind is PassageKind.SAME for passage in found]
    assert all(one != other for one, other in pairwise(sames))


@LAW
@given(WRITTEN)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert [passage.kind for passage in passages(text, text)] == ([PassageKind.SAME] if text else [])


def shown(old: str, new: str) -> str:
    """Changed passages in brackets, what was before what is."""
    return "".join(
        passage.new if passage.kind is PassageKind.SAME else f"[{passage.old}→{passage.new}]"
        for passage in passages(old, new)
    )


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        # a word, not its characters
        (
            "国保システムにおいて、月次で点検を実施する。",
            "国保システムにおいて、年次で点検を実施する。",
            "国保システムにおいて、[月次→年次]で点検を実施する。",
        ),
        # a number and what counts it stay apart, and a word that grew shows by how much
        ("保管期間は５年とする。", "保管期間は７年とする。", "保管期間は[５→７]年とする。"),
        (
            "国民健康保険課の職員が受け付ける。",
            "国民健康保険年金課の職員が受け付ける。",
            "国民健康保険[→年金]課の職員が受け付ける。",
        ),
        # phrases put in
        (
            "本人又は代理人から、窓口で申請書を受け付ける。",
            "本人又はその法定代理人から、窓口又は郵送で申請書を受け付ける。",
            "本人又は[→その法定]代理人から、窓口[→又は郵送]で申請書を受け付ける。",
        ),
        (
            "被保険者等の情報を検索する。",
            "被保険者、受給者等の情報を検索する。",
            "被保険者[→、受給者]等の情報を検索する。",
        ),
        # a sentence of which little is left is another sentence
        (
            "申請書を受け付ける。審査の結果を通知する。",
            "窓口の端末で資格を照会する。審査の結果を通知する。",
            "[申請書を受け付ける。→窓口の端末で資格を照会する。]審査の結果を通知する。",
        ),
        # sentences put in and taken out leave their neighbours alone
        (
            "記録を取る。\n毎月点検する。\n結果を報告する。",
            "記録を取る。\n結果を報告する。\n報告は書面による。",
            "記録を取る。\n[毎月点検する。\n→]結果を報告する。[→\n報告は書面による。]",
        ),
        (
            "記録を取る。\n毎月点検する。\n",
            "記録を取る。所属長が確かめる。\n毎月点検する。\n",
            "記録を取る。[→所属長が確かめる。]\n毎月点検する。\n",
        ),
        # brackets hold their sentences together
        (
            "国保法（昭和33年法律第192号。以下「法」という。）に基づく。審査する。",
            "国保法（昭和33年法律第192号。以下「国保法」という。）に基づく。審査する。",
            "国保法（昭和33年法律第192号。以下「[法→国保法]」という。）に基づく。審査する。",
        ),
        # items of a list
        (
            "別表第２の１、２、３、６、17、22の項",
            "別表第２の１、２、３、６、８、11、17、22の項",
            "別表第２の１、２、３、６、[→８、11、]17、22の項",
        ),
        ("", "新しい記載", "[→新しい記載]"),
        ("古い記載", "", "[古い記載→]"),
    ],
)
def test_what_changed_reads_as_words_and_sentences(old: str, new: str, wanted: str) -> None:
    assert shown(old, new) == wanted


def test_long_texts_of_any_sort_are_compared() -> None:
    """None of these may take more than moments; a quadratic comparison would take minutes."""
    sentence = "特定個人情報ファイルの取扱いについては、番号{}の手順による。"
    long = "".join(sentence.format(number) for number in range(400))
    for old, new in (
        (long, long.replace("手順", "方法")),
        (long, long[::-1]),
        ("あ、" * 5_000, "い、あ、" * 2_500),
        ("同じ文。" * 2_500, "同じ文。" * 1_200 + "別の文。" * 1_000),
        ("漢字あ" * 4_000, "あ漢字" * 4_000),
    ):
        found = passages(old, new)
        assert "".join(passage.old for passage in found) == old
        assert "".join(passage.new for passage in found) == new
    changed = [p for p in passages(long, long.replace("手順", "方法")) if p.kind is not PassageKind.SAME]
    assert {(passage.old, passage.new) for passage in changed} == {("手順", "方法")}

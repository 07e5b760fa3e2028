"""What is put in the place of found words keeps their width, and is not doubled."""

import pytest

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.rewriting import fitted, replace_all, stands_already
from pia_desktop.assessment.search import Hit, Query, find_all, spans
from pia_desktop.assessment.spots import Spot
from pia_desktop.forms.catalogue import find_form


@pytest.mark.parametrize(
    ("find", "words", "found", "new"),
    [
        ("第19条第7号", "第19条第8号", "第１９条第７号", "第１９条第８号"),
        ("第19条第7号", "第19条第8号", "第19条第７号", "第19条第８号"),
        ("第19条第7号", "第19条第8号", "第19条第7号", "第19条第8号"),
        ("第１９条第７号", "第１９条第８号", "第19条第7号", "第19条第8号"),
        ("第19条第7号", "第19条第10号", "第１９条第７号", "第１９条第１０号"),
        ("第7号", "第19条第8号", "第７号", "第１９条第８号"),
        ("ABCシステム", "XYZ基盤", "ＡＢＣシステム", "ＸＹＺ基盤"),
        ("A4", "Ａ４", "A4", "Ａ４"),
        ("A4", "Ａ４", "Ａ4", "Ａ４"),
        ("19条7号", "第19条 第8号 第9号", "１９条7号", "第19条 第8号 第9号"),
        ("サーバ", "サーバー", "ｻｰﾊﾞ", "サーバー"),
    ],
)
def test_the_width_of_the_place_is_kept(find: str, words: str, found: str, new: str) -> None:
    assert fitted(words, found, Query(find)) == new
    assert fitted(words, found, Query(find, fold_width=False)) == words


@pytest.mark.parametrize(
    ("find", "words", "text", "places"),
    [
        ("サーバ", "サーバー", "サーバーとサーバ", [False]),
        ("市民課", "窓口市民課", "窓口市民課と市民課", [False]),
        ("課", "課の課", "課の課、課", [False]),
        ("住民課", "市民課", "住民課", [False]),
        ("第7号", "第７号", "第７号と第7号", [False]),
        ("サーバ", "〖公表しない：サーバー〗", "サーバーとサーバ", [False]),
        ("サーバ", "〖公表しない：サーバ〗", "サーバ", [False]),  # the mark is new
    ],
)
def test_places_that_hold_the_new_words_are_known(
    find: str, words: str, text: str, places: list[bool]
) -> None:
    hits = [
        Hit(("x",), Spot(), start, end, text[:start], text[start:end], text[end:], text)
        for start, end in spans(text, Query(find))
    ]
    assert [one for one in (stands_already(hit, Query(find), words) for hit in hits) if not one] == places


LAW = "行政手続における特定の個人を識別するための番号の利用等に関する法律（以下「番号法」という。）"


@pytest.mark.parametrize(
    ("find", "words", "text", "new"),
    [
        ("番号法", LAW, "番号法による。", f"{LAW}による。"),
        ("番号法", LAW, f"{LAW}による。番号法第９条", f"{LAW}による。{LAW}第９条"),
        ("番号法", "この法律\n番号法", "番号法による。", "この法律\n番号法による。"),
        ("サーバ", "サーバ\n機器", "サーバ", "サーバ\n機器"),
        ("サーバ", "サーバー", "サーバ\nー", "サーバ\nー"),  # a line break of a PDF inside the word
        ("サーバ", "サーバー", "サー\nバー", "サー\nバー"),
        ("サーバ", "サーバー", "サー\u200dバー", "サー\u200dバー"),  # what is not seen
        ("ガク", "ガクセイ", "ｶﾞｸｾｲとｶﾞｸ", "ｶﾞｸｾｲとガクセイ"),
    ],
)
def test_replacing_a_second_time_changes_nothing_more(find: str, words: str, text: str, new: str) -> None:
    item = ("I.1.2",)
    assessment = Assessment(find_form("yoshiki3"), Node({item[-1]: text}))
    for _time in range(2):
        query, snapshot = Query(find), assessment.snapshot()
        step = replace_all(snapshot, find_all(snapshot, query), query, words)
        if step is not None:
            assessment.apply(step)
        assert assessment.root.answer(item) == new

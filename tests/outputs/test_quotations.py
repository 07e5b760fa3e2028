"""Text beside an assessment that quotes what is withheld, in part or with other line ends."""

from __future__ import annotations

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.forms.catalogue import find_form
from pia_desktop.outputs.guard import WordsLeaked
from pia_desktop.outputs.release import OtherStates, gathered_for_public, released
from pia_desktop.paper.purpose import Copy

ADDRESS = "鷲町鷹丁目一番地二の鶴の里センター地下三階"
NAME = "鳶山鵜太"
READ = "特定個人情報の保管場所"


def state(answer: str, spans: Spans | None, title: str = "") -> Snapshot:
    answers = {"I.1.2": answer, **({"cover.title": title} if title else {})}
    return Snapshot(find_form("yoshiki4"), Node(answers, {}, {"I.1.2": spans} if spans else {}))


@pytest.mark.parametrize(
    ("remark", "public"),
    [
        (f"「{ADDRESS}」とあるが", "「【非公表】」とあるが"),
        ("「鶴の里センター地下三階」は要るか", "「【非公表】」は要るか"),
        ("「鶴の里セン\nター地下三階」は要るか", "「【非公表】」は要るか"),
        ("鷲町鷹丁目一番地と鶴の里センター地下", "【非公表】と【非公表】"),
        ("センターの地下にするか", "センターの地下にするか"),  # words that anybody uses
        (f"{READ}は要るか", f"{READ}は要るか"),
        (f"{NAME[:2]}が担当", f"{NAME[:2]}が担当"),  # half of a name is told from no other word
        (f"{NAME}が担当", "【非公表】が担当"),
        ("", ""),
    ],
)
def test_a_remark_that_quotes_what_is_withheld_loses_the_quotation(remark: str, public: str) -> None:
    text = f"{ADDRESS}で、{NAME}が扱う。{READ}は施錠する。"
    spans = ((0, len(ADDRESS)), (len(ADDRESS) + 2, len(ADDRESS) + 2 + len(NAME)))
    given = released(Copy.PUBLIC, state(text, spans))
    assert given.words(remark) == public
    assert released(Copy.SUBMISSION, state(text, spans)).words(remark) == remark


def test_what_the_public_reads_anyway_is_no_quotation() -> None:
    title = "住民基本台帳に関する事務"
    secret = f"{title}のうち鷲鷹鶴を扱う"
    assert released(Copy.PUBLIC, state(secret, WHOLE)).words(f"{title}を見よ") == "【非公表】を見よ"
    assert released(Copy.PUBLIC, state(secret, WHOLE, title)).words(f"{title}を見よ") == f"{title}を見よ"


def test_a_table_of_several_assessments_quotes_none_of_them() -> None:
    given = gathered_for_public([state(ADDRESS, WHOLE), state("公の文", None)], ["cover.title"])
    assert given.words("鶴の里センター地下三階は要るか") == "【非公表】は要るか"


def split(said: str) -> tuple[str, Spans]:
    """Words without the brackets around what is withheld of them, and its place."""
    before, _bracket, rest = said.partition("[")
    secret, _bracket, after = rest.partition("]")
    return before + secret + after, ((len(before), len(before) + len(secret)),)


@pytest.mark.parametrize(
    ("said", "elsewhere", "left"),
    [
        ("入口[は施錠番号4471]とする", "扉に施錠番号4471を使う", ["施錠番号4471"]),
        ("入口[は施錠番号4471]とする", "入口は施錠番号４４７\n１とする", ["は施錠番号４４７\n１"]),
        ("[保管は三階の施錠番号4471の部屋]で行う", "鍵は番号4471である", ["番号4471"]),
        (f"[{ADDRESS}]に置く", "鶴の里センター地下三階", ["鶴の里センター地下三階"]),
        (f"[{NAME}が]扱う", f"{NAME}に問い合わせる", [NAME]),
        (f"[{NAME}が]扱う", f"{NAME[:2]}に問い合わせる", []),
        ("[申請書を受理した職員が鷲の間に運ぶ]こと", "申請書を受理し、点検する", []),  # a turn of phrase
        (
            "[特定個人情報ファイルの概要を鷲の間に置く]こと",
            "特定個人情報ファイルの概要は別に示す",
            [],
        ),  # the form's own words
    ],
)
def test_what_quotes_withheld_words_elsewhere_in_the_assessment_is_asked_about(
    said: str, elsewhere: str, left: list[str]
) -> None:
    text, spans = split(said)
    root = Node({"I.1.2": text, "VI.2.4": elsewhere}, {}, {"I.1.2": spans})
    given = released(Copy.PUBLIC, Snapshot(find_form("yoshiki4"), root))
    assert [one.words for one in given.remnants] == left


def test_an_older_state_does_not_show_part_of_what_the_newer_one_withholds() -> None:
    old = state("施錠番号4471を使う", None)
    text, spans = split("入口[は施錠番号4471]とする")
    given = released(Copy.PUBLIC, old, state(text, spans))
    assert given.shown[0].root.answer(("I.1.2",)) == "【非公表】を使う"
    shown = Snapshot(old.form, state(f"{text}。施錠番号4471", spans).root)
    whole = state("入口は施錠番号4471とし、施錠番号4471を使う", None)
    kept = released(Copy.PUBLIC, whole, shown).shown[0]
    assert kept.root.answer(("I.1.2",)) == "入口【非公表】とし、施錠番号4471を使う"


@pytest.mark.parametrize("newest", ["公の文", f"公の文{NAME}"])
def test_what_another_state_withheld_is_no_secret_told_by_a_remark(newest: str) -> None:
    """It is in neither of the two states compared; what the newest shows, a remark may say."""
    between = state(f"{ADDRESS}で{NAME}が扱う。", ((0, len(ADDRESS)), (len(ADDRESS) + 1, len(ADDRESS) + 5)))
    given = released(Copy.PUBLIC, state("前の文", None), state(newest, None), others=OtherStates([between]))
    assert given.words(f"{ADDRESS}、{NAME}") == f"【非公表】、{NAME if NAME in newest else '【非公表】'}"
    assert [one.root.answer(("I.1.2",)) for one in given.shown] == ["前の文", newest]
    assert not given.remnants
    with pytest.raises(WordsLeaked):
        given.check(f"備考 {ADDRESS}".encode(), ".txt")
    given.check(newest.encode(), ".txt")


def test_an_older_state_leaves_out_what_a_later_one_withheld() -> None:
    """The newest has the words no more, and so knows nothing of them."""
    others = OtherStates([state(ADDRESS, WHOLE)])
    old, new = state(f"{ADDRESS}に置く", None), state("別の所に置く", None)
    shown = released(Copy.PUBLIC, old, new, others=others).shown
    assert shown[0].root.answer(("I.1.2",)) == "【非公表】に置く"
    shown = released(Copy.PUBLIC, old, state(f"今は{ADDRESS}", None), others=others).shown
    assert shown[0].root.answer(("I.1.2",)) == f"{ADDRESS}に置く"


def test_words_that_are_withheld_by_now_are_shown_before_an_old_version_goes_out() -> None:
    version, today = state(f"{ADDRESS}に置く", None), state(f"{ADDRESS}に置く", ((0, len(ADDRESS)),))
    given = released(Copy.PUBLIC, version, others=OtherStates(today=today))
    assert [one.path for one in given.remnants] == [("I.1.2",)]
    assert not released(Copy.PUBLIC, version).remnants

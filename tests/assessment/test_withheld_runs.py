"""What is withheld of a run stays on its words, whatever becomes of the blocks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.passages import marking, remnants
from pia_desktop.assessment.rewriting import replace_all
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.assessment.withheld import WITHHELD_MARK, Spans, followed, within
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.paper.copies import public_copy

PICTURE = Picture("0" * 64, "image/png", 4, 3, "図１")
FORM = find_form("yoshiki4")
PATH = ("A1.figure",)


def words(run: Figure, spans: Spans | None) -> list[str]:
    return [run.text[start:end] for start, end in spans or ()]


def of(run: Figure, *found: str) -> Spans:
    return tuple((at := run.text.index(one), at + len(one)) for one in found)


@pytest.mark.parametrize(
    ("new", "left"),
    [
        (("秘密の文", PICTURE, "二", "一"), ["秘密の文"]),
        (("一", "二", PICTURE, "秘密の文"), ["秘密の文"]),
        (("一", PICTURE, "秘密の長い文", "二"), ["秘密の長い文"]),
        (("一", "新しい文", PICTURE, "秘密の文", "二"), ["秘密の文"]),
        (("一", PICTURE, "二"), []),
        (("一", PICTURE, "秘密", "の文", "二"), ["秘密\nの文"]),
        (("一秘密の文", PICTURE, "二"), ["秘密の文"]),
        (("秘密の文", PICTURE, "秘密の文", "二"), ["秘密の文"]),
    ],
)
def test_it_follows_the_passage(new: tuple[str | Picture, ...], left: list[str]) -> None:
    old = Figure(("一", PICTURE, "秘密の文", "二"))
    run = Figure(new)
    assert words(run, followed(of(old, "秘密の文"), old, run)) == left


@given(st.permutations(("一", "秘密", "二二", "甲秘密乙", PICTURE)))
def test_in_any_order_the_same_words_are_withheld(blocks: list[str | Picture]) -> None:
    old = Figure(("一", PICTURE, "秘密", "二二", "甲秘密乙"))
    run = Figure(tuple(blocks))
    begins = dict(old.begins())
    marks = ((begins[2], begins[2] + 2), (begins[4] + 1, begins[4] + 3))
    now = followed(marks, old, run)
    assert words(run, now) == ["秘密", "秘密"]
    assert followed(now or (), run, old) == marks


def test_each_is_left_out_by_itself() -> None:
    hidden = replace(PICTURE, withheld=True)
    run = Figure(("流れ", hidden, "委託先は甲社", PICTURE, "以上"))
    assessment = Assessment(FORM, Node({"A1.figure": run}, {FILES: {"f": Node()}}))
    assessment.apply(SetWithheld(PATH, of(run, "委託先は甲社")))
    shown = public_copy(assessment.snapshot()).root.answer(PATH)
    assert shown == Figure(("流れ", WITHHELD_MARK, WITHHELD_MARK, PICTURE, "以上"))
    assessment.apply(SetAnswer(PATH, run.moved(2, -2)))
    shown = public_copy(assessment.snapshot()).root.answer(PATH)
    assert shown == Figure((WITHHELD_MARK, "流れ", WITHHELD_MARK, PICTURE, "以上"))


def test_what_is_replaced_in_several_passages_leaves_their_places() -> None:
    run = Figure(("甲社と甲社", PICTURE, "甲社", replace(PICTURE, caption="甲社の図"), "乙"))
    snapshot = Snapshot(FORM, Node({"A1.figure": run}, {FILES: {"f": Node()}}))
    query = Query("甲社")
    edit = replace_all(snapshot, find_all(snapshot, query), query, "丙株式会社")
    assert edit is not None
    assessment = Assessment(FORM, snapshot.root)
    assessment.apply(edit)
    new = assessment.root.answer(PATH)
    assert isinstance(new, Figure)
    assert new.passages == ("丙株式会社と丙株式会社", "丙株式会社", "乙")
    assert [picture.caption for picture in new.pictures] == ["図１", "丙株式会社の図"]


def test_the_same_words_elsewhere_are_found_and_marked() -> None:
    run = Figure(("委託先は甲乙商会", PICTURE, "甲乙商会に送る"))
    root = Node({"A1.figure": run, "cover.remarks": "甲乙商会"}, {FILES: {"f": Node()}})
    assessment = Assessment(FORM, root)
    assessment.apply(SetWithheld(PATH, of(run, "甲乙商会")))
    edit = marking(assessment.root, remnants(assessment.snapshot()))
    assert edit is not None
    assessment.apply(edit)
    assert remnants(assessment.snapshot()) == []
    shown = public_copy(assessment.snapshot()).root.answer(PATH)
    assert shown == Figure((f"委託先は{WITHHELD_MARK}", PICTURE, f"{WITHHELD_MARK}に送る"))


def test_within_a_stretch() -> None:
    assert within(((0, 3), (5, 9)), 2, 7) == ((0, 1), (3, 5))
    assert within(((0, 2),), 2, 7) is None
    assert within(None, 0, 4) is None

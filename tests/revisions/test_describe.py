"""A changed answer in lines: every box, number and picture that became another is named, and no other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.kinds import ChecksKind, Kind
from pia_desktop.forms.values import Checked, Figure, Picture, Value
from pia_desktop.revisions.describe import describe
from tests.strategies import LAW, values

FORM = find_form("yoshiki4")
KINDS = [place.item.kind for place in FORM.places.values() if place.item.kind.answerable]


def kind(item_id: str) -> Kind:
    return FORM.item(item_id).kind


def test_boxes() -> None:
    old = Checked.of(["紙", "専用線", "その他"], {"その他": "庁内便"})
    new = Checked.of(["紙", "電子メール", "その他"], {"その他": "宅配便"})
    told = describe(kind("II.3.2"), old, new)
    assert len(told) == 3
    assert ["専用線" in line for line in told] == [False, True, False]
    assert ["電子メール" in line for line in told] == [True, False, False]
    assert "庁内便" in told[2]
    assert "宅配便" in told[2]
    counted = describe(
        kind("II.5"),
        Checked.of(["提供を行っている"], counts={"提供を行っている": 2}),
        Checked.of(["提供を行っている"], counts={"提供を行っている": 3}),
    )
    assert len(counted) == 1
    assert "2" in counted[0]
    assert "3" in counted[0]


def test_pictures_by_their_captions() -> None:
    one, other, third = (
        Picture(f"{n}" * 64, "image/png", 1, 1, caption) for n, caption in enumerate(["甲図", "乙図", ""])
    )
    assert [
        "甲図" in line
        for line in describe(kind("A1.figure"), Figure.of("", (one, other)), Figure.of("", (other,)))
    ] == [True]
    assert ["乙図" in line for line in describe(kind("A1.figure"), None, Figure.of("", (other,)))] == [True]
    assert (
        len(describe(kind("A1.figure"), Figure.of("", (one, other)), Figure.of("", (other, one, third)))) == 2
    )
    assert describe(kind("A1.figure"), Figure.of("前", (one,)), Figure.of("後", (one,))) == ()


def test_pictures_of_one_caption_are_told_apart() -> None:
    old = [Picture(f"{n}" * 64, "image/png", 1, 1, "甲図") for n in range(2)]
    new = [replace(picture, above=not picture.above) for picture in old]
    lines = describe(kind("A1.figure"), Figure.of("", old), Figure.of("", new))
    assert ["図1「甲図」" in lines[0], "図2「甲図」" in lines[1], len(lines)] == [True, True, 2]


@pytest.mark.parametrize(("item_id", "old", "new"), [("I.1.3", None, "30万人以上"), ("II.4.count", 2, 3)])
def test_a_choice_and_a_number_are_told_in_a_line(item_id: str, old: Value | None, new: Value) -> None:
    [line] = describe(kind(item_id), old, new)
    assert str(new) in line


@LAW
@given(st.sampled_from(KINDS), st.data())
def test_what_is_the_same_is_not_told_and_other_boxes_always_are(drawn: Kind, data: st.DataObject) -> None:
    old, new = data.draw(values(drawn)), data.draw(values(drawn))
    told = describe(drawn, old, new)
    assert len(set(told)) == len(told)
    if isinstance(drawn, ChecksKind):
        assert bool(told) == (old != new)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("サーバ－９台", "サーバー9台", 1),
        ("葛城市", "葛\U000e0100城市", 1),
        ("①", "1", 0),
        ("甲", "乙", 0),
        (None, "甲", 0),
        ("甲", "甲", 0),
    ],
)
def test_what_no_reader_sees_is_told_in_words(old: Value | None, new: Value | None, told: int) -> None:
    assert len(describe(kind("I.1.2"), old, new)) == told

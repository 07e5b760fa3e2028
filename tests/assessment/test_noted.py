"""Words that say themselves what of them is not for the public."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.noted import answering, marked, noted, without_noted
from pia_desktop.assessment.withheld import WHOLE, ordered

words = st.text(st.sampled_from("甲乙丙\n【】：〗𠮷"), min_size=1, max_size=12)


@given(words, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))
def test_what_is_withheld_comes_back_from_words_that_say_so(text: str, pairs: list[tuple[int, int]]) -> None:
    text = text.replace("〗", "】")
    spans = ordered((start, min(end, len(text))) for start, end in pairs) or None
    assert marked(noted(text, spans)) == (text, spans)


@given(words)
def test_no_bracket_in_words_gives_the_rest_of_them_away(text: str) -> None:
    assert without_noted(noted(f"鷲{text}鷹", WHOLE), "－") == "－"


@pytest.mark.parametrize(
    ("text", "plain", "spans"),
    [
        ("甲の〖公表しない：秘密〗は乙", "甲の秘密は乙", ((2, 4),)),
        ("〖公表しない：秘密", "秘密", ((0, 2),)),  # somebody deleted the bracket behind
        ("秘密〗は乙", "秘密〗は乙", None),  # the one before: so it is for the public
        ("〖公表しない：〗甲", "甲", None),
        ("〖公表しない：甲〗〖公表しない：乙〗", "甲乙", ((0, 2),)),
    ],
)
def test_what_people_make_of_it(text: str, plain: str, spans: object) -> None:
    assert marked(text) == (plain, spans)


def test_passages_beside_words_that_say_more_are_kept() -> None:
    assert marked("甲〖公表しない：乙〗丙丁", ((11, 12),)) == ("甲乙丙丁", ((1, 2), (3, 4)))
    assert marked("〖公表しない：乙〗", WHOLE) == ("乙", WHOLE)


def test_an_answer_made_of_such_words_has_the_mark() -> None:
    assert answering(("I.1.1",), "甲〖公表しない：乙〗") == [
        SetAnswer(("I.1.1",), "甲乙"),
        SetWithheld(("I.1.1",), ((1, 2),)),
    ]
    assert answering(("I.1.1",), "") == [SetAnswer(("I.1.1",), None)]

"""What both sides wrote into one long text stays as one, with what of it is withheld."""

from __future__ import annotations

import pytest

from pia_desktop.assessment.pictures import check_picture
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.forms.figure_kind import MAX_BLOCKS, FigureKind
from pia_desktop.forms.kinds import ChoiceKind, DateKind, Kind, LineKind, Option, TextKind
from pia_desktop.forms.values import MAX_TEXT, Figure, Value
from pia_desktop.revisions.merge_texts import both_texts
from tests.strategies import png

PICTURES = [check_picture(png(3, 2, (shade, 0, 0)), "t") for shade in (10, 20)]


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        (None, None, None),
        (((0, 2),), None, ((0, 2),)),
        (None, ((1, 3),), ((6, 8),)),
        (((2, 4),), ((0, 1),), ((2, 4), (5, 6))),
        (WHOLE, None, ((0, 4),)),
        (None, WHOLE, ((5, 8),)),
        (WHOLE, WHOLE, WHOLE),
    ],
)
def test_marks_stay_on_their_words(ours: Spans | None, theirs: Spans | None, both: Spans | None) -> None:
    assert both_texts(TextKind(), ("本庁の文", ours), ("支所の", theirs)) == ("本庁の文\n支所の", both)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (LineKind(), "甲", "乙"),
        (DateKind(), "令和6年4月1日", "令和6年5月1日"),
        (TextKind(days=True), "令和6年4月", "令和6年5月"),
        (ChoiceKind("x", 1, (Option(1, "甲"), Option(2, "乙"))), "甲", "乙"),
        (TextKind(), "長" * (MAX_TEXT // 2), "い" * (MAX_TEXT // 2)),
        (FigureKind(), Figure(("字",) * (MAX_BLOCKS // 2)), Figure(("文",) * (MAX_BLOCKS // 2 + 1))),
    ],
)
def test_what_is_no_long_text_or_has_no_room_is_chosen(kind: Kind, one: Value, other: Value) -> None:
    assert both_texts(kind, (one, None), (other, None)) is None


def test_runs_follow_each_other_and_a_picture_of_both_stands_once() -> None:
    ours, theirs = Figure(("本庁", PICTURES[0])), Figure((PICTURES[0], "支所", PICTURES[1]))
    found = both_texts(FigureKind(), (ours, ((0, 1),)), (theirs, ((1, 2),)))
    assert found == (Figure(("本庁", PICTURES[0], "支所", PICTURES[1])), ((0, 1), (4, 5)))


def test_a_run_of_which_one_side_withholds_all_is_withheld_whole() -> None:
    """Its pictures, too."""
    found = both_texts(FigureKind(), (Figure(("本庁",)), None), (Figure((PICTURES[0],)), WHOLE))
    assert found == (Figure(("本庁", PICTURES[0])), WHOLE)

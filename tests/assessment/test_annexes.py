"""別紙 and the words that name them: found, followed when sheets move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.annexes import Mention, following, meant, mentions_in, reference_to
from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import InsertEntry, MoveEntry, RemoveEntry
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.assessment.withheld import WHOLE, WITHHELD_MARK
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES, FILES
from pia_desktop.forms.values import DataTable, Figure
from pia_desktop.paper.copies import public_copy

FORM = find_form("yoshiki4")


def assessment(*titles: str, **answers: str) -> Assessment:
    sheets = {f"k{number}": Node({ANNEX_TITLE: title}) for number, title in enumerate(titles, 1)}
    named = {key.replace("_", "."): value for key, value in answers.items()}
    return Assessment(FORM, Node(named, {FILES: {"f": Node()}, ANNEXES: sheets}))


def mentions(root: Node) -> Iterator[Mention]:
    """All references to 別紙, node by node; 変更箇所 are skipped, as they describe the past.

    「別紙のとおり」 without a number refers to the only one there is.
    """
    for path, node in root.walk():
        if FORM.roles.changes not in path:
            for one in mentions_in(node.answers):
                numbers = meant(root, one)
                if numbers:
                    yield Mention((*path, *one.path), one.words, numbers)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("別紙１のとおり", [(1,)]),
        ("別紙1～3、別紙５及び6に記載する。", [(1, 2, 3, 5, 6)]),
        ("（別紙 2 を参照）", [(2,)]),
        ("別紙第１及び別紙第２", [(1,), (2,)]),
        ("別紙2023年版、様式別紙100", []),
        ("別紙のとおり", []),
    ],
)
def test_what_names_a_sheet(text: str, numbers: list[tuple[int, ...]]) -> None:
    found = list(mentions(assessment("一", "二", I_1_2=text).root))
    assert [one.numbers for one in found] == numbers


def test_without_a_number_the_only_one_is_meant() -> None:
    (found,) = mentions(assessment("一", I_1_2="別紙のとおり").root)
    assert found.numbers == (1,)


def test_records_of_the_past_are_left_alone() -> None:
    own = assessment("一", "二")
    row = Node({"変更前の記載": "別紙２のとおり"})
    own.apply(InsertEntry((FORM.roles.changes,), "r", 0, row))
    assert list(mentions(own.root)) == []
    own.apply(following(FORM, own.root, MoveEntry((ANNEXES,), "k2", 0)))
    assert own.root.entries((FORM.roles.changes,))["r"] == row


def test_words_follow_a_sheet_that_moves() -> None:
    own = assessment("一", "二", "三", I_1_2="別紙１、別紙３のとおり。別紙 2 も", I_5="なし")
    own.apply(
        InsertEntry(
            (ANNEXES,), "k4", 3, Node({ANNEX_BODY: Figure(("別紙１の続き", DataTable((("別紙3",),))))})
        )
    )
    before = own.root
    back = own.apply(following(FORM, own.root, MoveEntry((ANNEXES,), "k3", 0)))
    assert own.root.answer(("I.1.2",)) == "別紙２、別紙１のとおり。別紙 3 も"
    body = own.root.answer((ANNEXES, "k4", ANNEX_BODY))
    assert body == Figure(("別紙２の続き", DataTable((("別紙1",),))))
    own.apply(back)
    assert own.root == before


def test_words_follow_what_comes_and_what_goes() -> None:
    own = assessment("一", "二", I_1_2="別紙１と別紙２")
    own.apply(following(FORM, own.root, InsertEntry((ANNEXES,), "new", 0, Node())))
    assert own.root.answer(("I.1.2",)) == "別紙２と別紙３"
    back = own.apply(following(FORM, own.root, RemoveEntry((ANNEXES,), "k1")))
    assert own.root.answer(("I.1.2",)) == "別紙（削除）と別紙２"
    own.apply(back)
    assert own.root.answer(("I.1.2",)) == "別紙２と別紙３"


@given(st.lists(st.integers(1, 3), max_size=6), st.permutations(["k1", "k2", "k3"]))
def test_each_name_goes_on_naming_its_sheet(numbers: list[int], order: list[str]) -> None:
    own = assessment("一", "二", "三", I_1_2="。".join(map(reference_to, numbers)) or "なし")
    named = [f"k{number}" for number in numbers]
    for index, key in enumerate(order):
        own.apply(following(FORM, own.root, MoveEntry((ANNEXES,), key, index)))
    keys = list(own.root.entries((ANNEXES,)))
    assert keys == order
    assert [keys[n - 1] for one in mentions(own.root) for n in one.numbers] == named


def test_sheets_are_found_named_and_withheld_like_any_answer() -> None:
    for form in all_forms():
        body = Figure(("甲の文", DataTable((("乙", "甲"),), withheld=True)))
        sheet = Node({ANNEX_TITLE: "甲の表", ANNEX_BODY: body}, withheld={ANNEX_TITLE: WHOLE})
        lists = {FILES: {"f": Node()}} if form.has_files else {}
        own = Assessment(form, Node({}, {**lists, ANNEXES: {"a": sheet}}))
        hits = find_all(own.snapshot(), Query("甲"))
        assert [hit.path[-1] for hit in hits] == [ANNEX_TITLE, ANNEX_BODY, ANNEX_BODY]
        assert hits[2].spot.cell == (0, 0, 1)
        assert printed_path(form, hits[0].path, own.root) == "別紙1 題名"
        shown = public_copy(own.snapshot()).root.at((ANNEXES, "a")).answers
        assert shown == {ANNEX_TITLE: WITHHELD_MARK, ANNEX_BODY: Figure(("甲の文", WITHHELD_MARK))}

"""しきい値判断: the whole table of the guideline, its bounds, and what the forms say of the result."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot, blank_root
from pia_desktop.assessment.node import Node
from pia_desktop.errors import UserError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.i18n import language, use_language
from pia_desktop.paths import resource_root
from pia_desktop.rules.threshold import (
    Agreement,
    Band,
    Handlers,
    Incident,
    Owed,
    compare,
    fill_in,
    judge,
    judged_answers,
    result_item,
    said,
    said_item,
)
from tests.strategies import LAW

NOTHING, BASIC, FOCUSED, FULL = Owed
TABLE = {
    # 対象人数: 500人以上, 500人未満 and 発生あり, 500人未満 and 発生なし
    Band.UNDER_1_000: (NOTHING, NOTHING, NOTHING),
    Band.FROM_1_000: (BASIC, BASIC, BASIC),
    Band.FROM_10_000: (FOCUSED, FOCUSED, BASIC),
    Band.FROM_100_000: (FULL, FULL, FOCUSED),
    Band.FROM_300_000: (FULL, FULL, FULL),
}
EDGES = [
    (0, Band.UNDER_1_000),
    (999, Band.UNDER_1_000),
    (1_000, Band.FROM_1_000),
    (9_999, Band.FROM_1_000),
    (10_000, Band.FROM_10_000),
    (99_999, Band.FROM_10_000),
    (100_000, Band.FROM_100_000),
    (299_999, Band.FROM_100_000),
    (300_000, Band.FROM_300_000),
    (10**9, Band.FROM_300_000),
]
TWOS = [form for form in all_forms() if result_item(form)]
CASES = list(product(Band, Handlers, Incident))


def expected(people: Band, handlers: Handlers, incident: Incident) -> Owed:
    column = 0 if handlers is Handlers.MANY else 1 if incident is Incident.YES else 2
    return TABLE[people][column]


@pytest.mark.parametrize(("people", "handlers", "incident"), CASES)
def test_the_whole_table(people: Band, handlers: Handlers, incident: Incident) -> None:
    judged = judge(people, handlers, incident)
    assert judged.owed is expected(people, handlers, incident)
    assert (judged.row, judged.reason[-1] in ".。") == (people.value, True)
    assert judged.column.startswith(handlers.value)
    assert (incident.value in judged.column) == (handlers is Handlers.FEW)


@pytest.mark.parametrize(("people", "band"), EDGES)
def test_the_steps_begin_where_the_guideline_says(people: int, band: Band) -> None:
    assert Band.of(people) is band
    assert judge(people, 0, False).people is band


@pytest.mark.parametrize(
    ("count", "handlers"), [(0, Handlers.FEW), (499, Handlers.FEW), (500, Handlers.MANY)]
)
def test_five_hundred_handlers_are_many(count: int, handlers: Handlers) -> None:
    assert judge(50_000, count, False).handlers is handlers


def test_less_than_nobody_is_refused() -> None:
    for people, handlers in ((-1, 1), (1, -1)):
        with pytest.raises(UserError):
            judge(people, handlers, False)


@LAW
@given(st.integers(0, 10**7), st.integers(0, 10**5), st.booleans())
def test_more_people_handlers_or_incidents_never_ask_for_less(people: int, handlers: int, bad: bool) -> None:
    owed = judge(people, handlers, bad).owed.step
    assert owed <= judge(people * 2, handlers, bad).owed.step
    assert owed <= judge(people, handlers * 2, bad).owed.step
    assert owed <= judge(people, handlers, True).owed.step


# ---- 様式２


@pytest.mark.parametrize("form", TWOS, ids=lambda form: form.edition)
@pytest.mark.parametrize(("people", "handlers", "incident"), CASES)
def test_filling_in_says_the_same_in_every_edition(
    form: object, people: Band, handlers: Handlers, incident: Incident
) -> None:
    known = next(one for one in TWOS if one is form)
    assessment = Assessment(known)
    judged = judge(people, handlers, incident)
    edit = fill_in(assessment.snapshot(), judged)
    assert edit is not None
    assessment.apply(edit)
    assert judged_answers(assessment.snapshot()) == judged
    assert fill_in(assessment.snapshot(), judged) is None
    words = {assessment.root.answer((source,)) for source in ("II.1", "II.2", "II.3")}
    assert {handlers.value, incident.value} < words
    assert any(str(one).startswith(people.value) for one in words)


def test_the_basic_form_alone_has_a_result() -> None:
    for form in all_forms():
        assert (result_item(form) is None) == (form.id != "yoshiki2")


@pytest.mark.parametrize(
    ("answers", "owed"),
    [
        ({}, None),
        ({"II.1": "1,000人未満（任意実施）"}, NOTHING),
        ({"II.1": "30万人以上"}, FULL),
        ({"II.1": "1万人以上10万人未満"}, None),
        ({"II.1": "1万人以上10万人未満", "II.2": "500人以上"}, FOCUSED),
        ({"II.1": "1万人以上10万人未満", "II.3": "発生あり"}, FOCUSED),
        ({"II.1": "1万人以上10万人未満", "II.3": "発生なし"}, None),
        ({"II.2": "500人以上", "II.3": "発生あり"}, None),
    ],
)
def test_it_is_judged_as_soon_as_the_answers_decide_it(answers: dict[str, str], owed: Owed | None) -> None:
    judged = judged_answers(Snapshot(find_form("yoshiki2"), Node(dict(answers))))
    assert (judged.owed if judged else None) is owed


def test_other_forms_are_not_judged() -> None:
    three = find_form("yoshiki3")
    assert judged_answers(Snapshot(three, blank_root(three))) is None
    assert fill_in(Snapshot(three, blank_root(three)), judge(1, 1, False)) is None


# ---- 様式３ and ４


def test_the_items_that_say_the_result_are_found() -> None:
    found = {form.id: item.id for form in all_forms() if (item := said_item(form))}
    assert found == {"yoshiki3": "V.1.2", "yoshiki4": "VI.1.2"}


@pytest.mark.parametrize(("form", "enough"), [("yoshiki3", {NOTHING, BASIC, FOCUSED}), ("yoshiki4", {*Owed})])
@pytest.mark.parametrize(("people", "handlers", "incident"), CASES)
def test_every_answer_is_compared_with_every_judgement(
    form: str, enough: set[Owed], people: Band, handlers: Handlers, incident: Incident
) -> None:
    known = find_form(form)
    item = said_item(known)
    assert item is not None
    assert isinstance(item.kind, ChoiceKind)
    judged = judge(people, handlers, incident)
    for words in (None, *(option.words for option in item.kind.options)):
        found = compare(judged, Snapshot(known, Node({item.id: words} if words else {})))
        assert found is not None
        if judged.owed not in enough:
            assert (found.agreement, found.wanted) == (Agreement.TOO_LITTLE, None)
            continue
        assert found.wanted is not None
        assert found.wanted.startswith(judged.owed.value)
        if words is None:
            assert found.agreement is Agreement.UNANSWERED
        else:
            right = said(words) is judged.owed
            assert found.agreement is (Agreement.AGREES if right else Agreement.DIFFERS)
        assert found.sentence


def test_a_form_that_says_nothing_of_it_is_not_compared() -> None:
    assert compare(judge(1, 1, False), Snapshot(find_form("yoshiki2"), Node())) is None


def test_the_invented_samples_agree() -> None:
    two, three = (sample(name) for name in ("yoshiki2", "yoshiki3"))
    judged = judged_answers(two)
    assert judged is not None
    compared = compare(judged, three)
    assert compared is not None
    assert compared.agreement is Agreement.AGREES


def sample(name: str) -> Snapshot:
    found = read_file(Path(resource_root()) / "samples" / f"{name}.json")
    return Snapshot(found.form, found.root)


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_answers_and_results_are_said_in_the_language_of_the_screen(spoken: str) -> None:
    both = [*Owed, *Incident]
    before = language()
    try:
        use_language(spoken)
        told = [one.label for one in both]
    finally:
        use_language(before)
    if spoken == "ja":
        assert told == [one.value for one in both]
    else:
        assert all(label.endswith(f" ({one.value})") for label, one in zip(told, both, strict=True))

"""Packs find every way of writing a reference, leave alone what only looks like it, and say what is wrong."""

from datetime import date

import pytest

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.errors import DefinitionError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.packs.loader import own_pack, own_packs, packs_text, read_pack, shipped_packs
from pia_desktop.packs.model import Sure
from pia_desktop.packs.old_references import old_references
from pia_desktop.reuse.cabinet_replacement import taken_back
from pia_desktop.reuse.law import law_places, law_replacement
from tests.packs.places import ARTICLE, BEPPYO, COMMISSION, PLACES, Place

PACKS = {pack.id: pack for pack in shipped_packs()}
SENTENCES = [(name, text, places) for name, listed in PLACES.items() for text, places in listed]


def test_every_pack_is_tried() -> None:
    assert PACKS.keys() == PLACES.keys()


@pytest.mark.parametrize(("name", "text", "places"), SENTENCES, ids=[text for _n, text, _p in SENTENCES])
def test_places_are_found_and_near_misses_left_alone(name: str, text: str, places: list[Place]) -> None:
    found = [(text[one.start : one.end], one.new) for one in PACKS[name].matches(text)]
    assert found == places


def test_recall_and_precision_over_all_sentences() -> None:
    """Each pack over the sentences of all packs: what it finds stands in the list of it."""
    for name, pack in PACKS.items():
        wanted = {(text, place) for text, places in PLACES[name] for place in places}
        texts = [text for text, _places in PLACES[name]]
        found = {(text, (text[one.start : one.end], one.new)) for text in texts for one in pack.matches(text)}
        assert found == wanted  # recall 1, precision 1


def test_what_was_replaced_is_not_found_again() -> None:
    for name, text, _places in SENTENCES:
        for one in reversed(PACKS[name].matches(text)):
            text = text[: one.start] + one.new + text[one.end :]
        assert PACKS[name].matches(text) == []


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("サーバ", "サーバー", "ｻｰﾊﾞｰとサー\nバーとサー\u200dバー"),
        ("課", "課の課", "課の課"),
        ("番号法", "行政手続における特定の個人を識別するための番号の利用等に関する法律（番号法）", ""),
    ],
)
def test_a_name_that_holds_the_old_one_is_not_put_in_twice(old: str, new: str, text: str) -> None:
    pack = own_pack("p", "名称", date(2026, 4, 1), "office", [(old, new)])
    assert pack.matches(text + new) == []
    assert [one.new for one in pack.matches(f"{text}{old}")] == [new]


def test_a_long_text_costs_little() -> None:
    text = "番号法第19条第7号及び別表第二、栃木市個人情報保護条例。" * 3_000
    for pack in PACKS.values():
        pack.matches(text)


# ---- one assessment

FORM = find_form("yoshiki3")
WORK = "I.1.2"
BEFORE = FORM.lists[FORM.roles.changes].item_ids[2]


def snapshot(words: str, record: str = "") -> Snapshot:
    lists = {FILES: {"f": Node()}, FORM.roles.changes: {"r": Node({BEFORE: record} if record else {})}}
    return Snapshot(FORM, Node({WORK: words}, lists, {WORK: ((0, 3),)}))


def test_the_record_of_the_past_is_not_wanted_by_itself() -> None:
    found = law_places(1, snapshot("番号法第19条第7号", "番号法第19条第7号"), PACKS[ARTICLE])
    assert [(one.record, one.wanted) for one in found] == [(False, True), (True, False)]


def test_one_edit_one_way_back_and_what_is_withheld_stays_so() -> None:
    before = snapshot("番号法第19条第7号 別表第二の27の項")
    places = law_places(1, before, PACKS[ARTICLE])
    done = law_replacement(before, [one for one in places if one.wanted])
    assert done is not None
    work = Assessment(FORM, before.root)
    work.apply(done.edit)
    assert work.root.answers[WORK] == "番号法第19条第8号 別表第二の27の項"
    assert work.root.withheld[WORK] == ((0, 3),)
    then = law_places(1, work.snapshot(), PACKS[BEPPYO])
    assert {one.entry.open for one in then} == {"主務省令第2条の表の項番号は確認してください。"}
    back = taken_back(done.way_back, work.root)
    assert back.edit is not None
    work.apply(back.edit)
    assert work.root == before.root


def test_checks_know_the_packs_from_their_day_on() -> None:
    text = "特定個人情報保護委員会へ、番号法第19条第7号"
    packs = shipped_packs()
    assert not list(old_references(text, packs, date(2015, 12, 31)))
    (first,) = old_references(text, packs, date(2016, 1, 1))
    assert (first.words, first.mended) == (
        "特定個人情報保護委員会",
        "個人情報保護委員会へ、番号法第19条第7号",
    )
    assert {one.words for one in old_references(text, packs, date(2021, 9, 1))} == {
        "特定個人情報保護委員会",
        "第19条第7号",
    }


# ---- the office's own


def test_an_office_makes_its_own_and_the_cabinet_keeps_it() -> None:
    pack = own_pack("kiroku", "課の統合", date(2026, 4, 1), "office", [("住民課", "市民課"), ("Ａ社", "B社")])
    (again,) = own_packs(packs_text([pack]))
    assert (again.id, again.title, again.since, again.own) == ("kiroku", "課の統合", date(2026, 4, 1), True)
    found = again.matches("住民課とA社、市民課")
    assert [(one.start, one.new, one.entry.sure) for one in found] == [
        (0, "市民課", Sure.CERTAIN),
        (4, "B社", Sure.CERTAIN),
    ]


def test_a_name_that_became_longer_is_not_doubled() -> None:
    pack = own_pack("a", "改称", date(2026, 4, 1), "wording", [("住基システム", "新住基システム")])
    assert [one.start for one in pack.matches("新住基システムと住基システム")] == [8]


@pytest.mark.parametrize("words", ["", "[", "{}", '["x"]', '["{}"]', "[" * 100_000])
def test_broken_settings_give_no_packs(words: str) -> None:
    assert own_packs(words) == ()


FAULTY = """
id: Not Good
title: t
since: 未定
reason: whim
more: 1
entries:
- {words: a, find: b, instead: c}
- {find: "(", instead: x}
- {find: "x*", instead: y}
- {find: "x", instead: '\\9'}
- {article: 第19条第7号, instead: 第19条}
- {words: a, instead: a}
- {words: a, instead: b, sure: perhaps}
- {words: a, instead: b, sure: check}
"""


def test_every_fault_of_a_pack_is_told_with_its_line() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_pack(FAULTY, "x.yaml")
    places = [fault.place for fault in caught.value.faults]
    assert {f"x.yaml:{line}" for line in (8, 9, 10, 11, 12, 13, 14, 15)} <= set(places)
    assert len(places) >= 12


def test_the_commission_stays_in_the_title_of_its_rules() -> None:
    (found,) = PACKS[COMMISSION].matches("特定個人情報保護委員会規則第3号")
    assert found.entry.sure is Sure.DOUBTFUL

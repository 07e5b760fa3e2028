"""The first offer at an item is what a person would take, over an office of many assessments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import transaction
from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import ImportedAssessment, read_file
from tests.reuse.first_offers import ITEMS, fill, offers, shipped, spread

TAKEN = 28
FEW = 40
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


@pytest.fixture(autouse=True)
def _at_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wrote last comes first: on a slow machine not all would be written in one second."""
    monkeypatch.setattr(transaction, "now_words", lambda: "2026-11-01T09:00:00Z")


def first_offers(tmp_path: Path, asked: ImportedAssessment, others: list[ImportedAssessment]) -> int:
    """How many of 30 first offers a person would take."""
    with Cabinet.create(tmp_path / "office.pia") as cabinet:
        fill(cabinet, others, FEW)
        chosen = spread(offers(cabinet, asked))
    assert len(chosen) == ITEMS
    return sum(one.fits for one in chosen)


@pytest.mark.parametrize("number", range(3))
def test_the_first_offer_is_taken_at_28_of_30_items(tmp_path: Path, number: int) -> None:
    others = shipped()
    assert first_offers(tmp_path, others[number], others) >= TAKEN


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real samples are not beside the checkout")
@pytest.mark.parametrize("name", ["setagaya-kaigo", "tochigi"])
def test_the_first_offer_is_taken_at_28_of_30_items_of_a_real_one(tmp_path: Path, name: str) -> None:
    asked = read_file(SAMPLES / f"{name}.json")
    assert first_offers(tmp_path, asked, [asked, *shipped()]) >= TAKEN


def test_what_this_office_says_comes_before_what_more_assessments_of_another_one_say(tmp_path: Path) -> None:
    asked = shipped()[1]
    agency = asked.form.roles.agency
    elsewhere = replace(asked, root=replace(asked.root, answers={**asked.root.answers, agency: "北原市長"}))
    item = "III.3.r1.measures"
    own = "所属長が毎月、利用の記録を点検する。"
    here = asked.root.lists["files"]
    key, file = next(iter(here.items()))
    files = {key: replace(file, answers={**file.answers, item: own})}
    ours = replace(asked, root=replace(asked.root, lists={**asked.root.lists, "files": files}))
    assert first_offer_at(tmp_path, ours, [ours, *[elsewhere] * 7], item) == own


def first_offer_at(
    tmp_path: Path, asked: ImportedAssessment, others: list[ImportedAssessment], item: str
) -> str:
    """What is offered first at an item, the words in the brackets that ``reworded`` adds taken off."""
    with Cabinet.create(tmp_path / "office.pia") as cabinet:
        for one in others:
            cabinet.new(one.form, one.root)
        return next(one.offered for one in offers(cabinet, asked) if one.path[-1] == item)

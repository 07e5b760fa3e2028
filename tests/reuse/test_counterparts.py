"""Items of different forms that ask for the same."""

from __future__ import annotations

from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.reuse.counterparts import counterparts


def test_every_item_is_its_own_counterpart_in_its_form() -> None:
    for form in all_forms():
        for item_id, place in form.places.items():
            expected = (item_id,) if place.item.kind.answerable else ()
            assert counterparts(form, item_id, form) == expected


def test_counterparts_ask_for_the_same_kind_of_answer_and_find_each_other() -> None:
    for form in all_forms():
        for other in all_forms():
            for item_id, place in form.places.items():
                for found in counterparts(form, item_id, other):
                    assert type(other.item(found).kind) is type(place.item.kind)
                    assert item_id in counterparts(other, found, form)


def test_the_same_question_is_found_in_the_other_form() -> None:
    key, full = find_form("yoshiki3"), find_form("yoshiki4")
    assert counterparts(key, "II.2.3", full) == ("II.2.3",)
    assert counterparts(key, "II.4.e.1", full) == ("II.4.e.1",)
    assert counterparts(key, "cover.declaration", full) == ("cover.declaration",)
    assert len([i for i in key.places if counterparts(key, i, full)]) > 100

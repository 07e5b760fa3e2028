"""The other ways in which searched words are written, and what comes in their place."""

from __future__ import annotations

import pytest

from pia_desktop.assessment.assessment import Assessment, Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.search import Query
from pia_desktop.forms.catalogue import find_form
from pia_desktop.packs.numbers import as_written, value_of
from pia_desktop.reuse.cabinet_replacement import OtherWriting, places, replacement, taken_back

PATH = ("I.1.2",)


def written(text: str) -> Snapshot:
    form = find_form("yoshiki3")
    assessment = Assessment(form, blank_root(form))
    assessment.apply(SetAnswer(PATH, text))
    return assessment.snapshot()


def replaced(text: str, find: str, words: str) -> str:
    """A text with all places replaced, those of other writings too."""
    before = written(text)
    found = places(1, before, Query(find), other_writings=True)
    made = replacement(1, before, [one.hit for one in found], Query(find), words)
    if made is None:
        return text
    assessment = Assessment(before.form, before.root)
    assessment.apply(made.edit)
    after = str(assessment.root.answer(PATH))
    back = taken_back(made.way_back, assessment.root)
    assert back.edit is not None
    assessment.apply(back.edit)
    assert assessment.root == before.root
    return after


def test_numbers_are_read_in_every_writing_and_written_alike() -> None:
    for number in range(1, 1000):
        for like in ("9", "９", "十", "一〇"):
            if like == "一〇" and number < 10:
                continue
            words = as_written(number, like)
            assert value_of(words) == number
            assert as_written(number, words) == words
    for words in ("十十", "01", "1九", "九1", "一千", "百百", "12345", "", "〇一", "٣"):
        assert value_of(words) is None


WRITINGS = [
    "第19条第7号",
    "第十九条第七号",
    "第１９条　第７号",
    "第一九条第七号",
    "番号法19条7号",
    "法十九条七号",
]


@pytest.mark.parametrize("find", ["第19条第7号", "第十九条第七号", "第１９条第７号", "19条7号"])
@pytest.mark.parametrize("text", WRITINGS)
def test_a_reference_is_found_in_any_writing_and_keeps_it(find: str, text: str) -> None:
    found = places(1, written(f"（{text}）による"), Query(find), other_writings=True)
    assert len(found) == 1
    if isinstance(found[0], OtherWriting):
        after = text.replace("7", "8").replace("７", "８").replace("七", "八")
        new = find.replace("7", "8").replace("７", "８").replace("七", "八")
        assert replaced(f"（{text}）による", find, new) == f"（{after}）による"


@pytest.mark.parametrize(
    "text",
    [
        "第十九条の二第七号",
        "第十九条第七号の二",
        "第二十九条第七号",
        "二十九条七号",
        "第十九条第十七号",
        "119条7号",
    ],
)
def test_another_article_is_left_alone(text: str) -> None:
    assert replaced(text, "第19条第7号", "第20条") == text


@pytest.mark.parametrize(
    ("text", "find", "words", "after"),
    [
        ("第十九条第七号", "第19条第7号", "第20条", "第二十条"),
        ("番号法第百十三条", "番号法第113条", "新法第114条", "新法第百十四条"),
        ("別表第一の二の項", "別表第1の2の項", "別表第1の3の項", "別表第一の三の項"),
        ("第十九条第七号", "第19条第7号", "第19条第7号", "第19条第7号"),  # the writings are made one
        ("第19条第7号", "第19条第7号", "第十九条第七号", "第十九条第七号"),
        ("第十九条第一項と第十九条", "第19条", "第19条第1項", "第十九条第一項と第十九条第一項"),
        ("第十九条第七号", "第19条第7号", "", ""),
        ("第七号と第7号", "第7号", "附則", "附則と附則"),
    ],
)
def test_what_comes_in_its_place(text: str, find: str, words: str, after: str) -> None:
    assert replaced(f"前{text}後", find, words) == f"前{after}後"


def test_words_without_a_reference_have_no_other_writing() -> None:
    for find in ("住民課", "平成27年", "第" + "9" * 5000, "第条", "三"):
        found = places(1, written("住民課、平成二十七年、第九条、3、三"), Query(find), other_writings=True)
        assert not any(isinstance(one, OtherWriting) for one in found)
    assert places(1, written("第十九条"), Query(""), other_writings=True) == ()


def test_where_width_is_told_apart_the_other_width_is_another_writing() -> None:
    query = Query("第19条", fold_width=False)
    found = places(1, written("第19条と第１９条"), query, other_writings=True)
    assert [isinstance(one, OtherWriting) for one in found] == [False, True]


def test_withheld_words_stay_withheld_in_any_writing() -> None:
    before = written("甲は第十九条第七号と乙")
    assessment = Assessment(before.form, before.root)
    assessment.apply(SetWithheld(PATH, ((2, 9),)))
    query = Query("第19条第7号")
    found = places(1, assessment.snapshot(), query, other_writings=True)
    made = replacement(1, assessment.snapshot(), [one.hit for one in found], query, "第19条第17号")
    assert made is not None
    assessment.apply(made.edit)
    text = str(assessment.root.answer(PATH))
    assert text == "甲は第十九条第十七号と乙"
    marks = assessment.root.withheld_at(PATH)
    assert isinstance(marks, tuple)
    assert "".join(text[start:end] for start, end in marks) == "第十九条第十七号"

"""What is remembered from one assessment to the next changes nothing that is read or indexed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import answer_cache as familiar_module
from db.answer_cache import AnswerCache
from db.cabinet import Cabinet
from db.codec import PathsWords, path_words
from db.errors import WrongContents
from db.grams import GRAM, grams, tokens_for
from db.search import SearchIndex
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.folding import as_read
from pia_desktop.forms.model import Form
from tests.db.making import draw_node

SIGNS = st.sampled_from("番号個人ガｶﾞか゛\u3099葛\U000e0100㈱①Ａa1 　、。\n\t\"'*-\ue041𠮷é")


@pytest.fixture
def cabinet(path: Path) -> Iterator[Cabinet]:
    with Cabinet.create(path) as made:
        yield made


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), most=st.sampled_from([3, 20_000]))
def test_what_is_familiar_is_read_as_what_is_not(
    tmp_path_factory: pytest.TempPathFactory, form: Form, data: st.DataObject, most: int
) -> None:
    with Cabinet.create(tmp_path_factory.mktemp("c") / "c.pia") as cabinet, pytest.MonkeyPatch.context() as m:
        m.setattr(familiar_module, "_MOST", most)
        ids = [cabinet.new(form, draw_node(data, form, ())) for _ in range(2)]
        ids.append(cabinet.copy(ids[0]))
        answer_cache = AnswerCache()
        for assessment_id in [*ids, *ids]:
            assert cabinet.load(assessment_id, answer_cache) == cabinet.load(assessment_id)


def test_a_wrong_answer_never_becomes_familiar(cabinet: Cabinet, form: Form) -> None:
    good, bad = (
        cabinet.new(form, blank_root(form).with_answer((form.roles.title,), words)) for words in ("題", "名")
    )
    with closing(sqlite3.connect(cabinet.path)) as raw:
        raw.execute("UPDATE answer SET value = '7' WHERE assessment_id = ?", (bad,))
        raw.commit()
    answer_cache = AnswerCache()
    for _ in range(3):
        assert cabinet.load(good, answer_cache).root.answers
        with pytest.raises(WrongContents):
            cabinet.load(bad, answer_cache)


@given(text=st.text(SIGNS, max_size=30))
def test_tokens_are_every_three_characters_and_what_is_left_at_the_end(text: str) -> None:
    moved = "".join(chr(0xE000 + ord(char)) if char.isascii() else char for char in as_read(text))
    assert set(grams(text).decode().split()) == {moved[at : at + GRAM] for at in range(len(moved))}


@given(text=st.text(SIGNS, min_size=1, max_size=12))
def test_a_word_asks_for_tokens_that_its_text_has(text: str) -> None:
    words = as_read(text)
    have = set(grams(text).decode().split())
    for asked in tokens_for(words) if words else ():
        if asked.endswith("*"):
            assert any(token.startswith(asked[1:-3]) for token in have)
        else:
            assert asked[1:-1] in have


@given(
    paths=st.lists(st.lists(st.text(max_size=4), min_size=1, max_size=5).map(tuple), min_size=1, max_size=6)
)
def test_paths_are_written_as_one_by_one(paths: list[tuple[str, ...]]) -> None:
    many = PathsWords()
    assert [many.of(path) for path in paths] == [path_words(path) for path in paths]


@pytest.mark.parametrize("portion", [1, 8_000_000])
def test_many_assessments_are_indexed_as_each_by_itself(
    cabinet: Cabinet, form: Form, portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.index_rows._MOST_AT_ONCE", portion)
    titles = [f"事務{n}の評価書" for n in range(40)]
    made = [cabinet.new(form, blank_root(form).with_answer((form.roles.title,), title)) for title in titles]
    with SearchIndex.open(cabinet) as index:
        told: list[int] = []
        assert index.sync(progress=lambda done, of: told.append(done))
        assert told == list(range(1, 41))
        assert [hit.assessment_id for hit in index.search("評価書")] == made
        for assessment_id, title in zip(made, titles, strict=True):
            assert [hit.assessment_id for hit in index.search(title)] == [assessment_id]

"""What once stood at an item is kept within limits, replacements with their way back."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.errors import NoSuchAssessment, NoSuchReplacement
from db.past_writer import KEPT_BYTES, KEPT_STATES
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.model import Form
from pia_desktop.moments import MOMENT
from pia_desktop.reuse.cabinet_replacement import places, replacement, taken_back
from tests.db.writing import write

OLD = (datetime.now(UTC) - timedelta(days=400)).strftime(MOMENT)
ENTRY_ITEM = ("files", "f", "II.1")


@pytest.fixture
def cabinet(path: Path, form: Form) -> Cabinet:
    made = Cabinet.create(path)
    made.new(form, blank_root(form))
    made.new(form, blank_root(form))
    return made


def words(cabinet: Cabinet, path: tuple[str, ...], assessment_id: int = 1) -> list[object]:
    return [past.value for past in cabinet.past_answers(assessment_id, path)]


def test_the_states_of_an_item_come_back_newest_first_with_what_was_withheld(
    cabinet: Cabinet, form: Form
) -> None:
    item = (form.roles.title,)
    write(cabinet, lambda work: work.add_past_answer(1, item, "一"), 1)
    write(cabinet, lambda work: work.add_past_answer(1, item, "二つ", ((0, 1),)), 1)
    write(cabinet, lambda work: work.add_past_answer(1, item, "二つ", ((0, 1),)), 1)
    write(cabinet, lambda work: work.add_past_answer(1, ENTRY_ITEM, "ほか"), 1)
    write(cabinet, lambda work: work.add_past_answer(2, item, "別の評価書"), 2)
    newest, oldest = cabinet.past_answers(1, item)
    assert (newest.value, newest.withheld) == ("二つ", ((0, 1),))
    assert (oldest.value, oldest.withheld) == ("一", None)
    assert newest.at >= oldest.at > ""
    assert words(cabinet, ENTRY_ITEM) == ["ほか"]
    write(cabinet, lambda work: work.erase_past_answers(1, item), 1)
    assert words(cabinet, item) == []
    assert words(cabinet, ENTRY_ITEM) == ["ほか"]
    assert words(cabinet, item, 2) == ["別の評価書"]
    write(cabinet, lambda work: work.erase_past_answers(1), 1)
    assert words(cabinet, ENTRY_ITEM) == []
    assert words(cabinet, item, 2) == ["別の評価書"]


def test_the_newest_fifty_are_kept_however_old_and_all_of_a_month(cabinet: Cabinet, form: Form) -> None:
    item = (form.roles.title,)
    with cabinet._write_to(1) as work:
        for number in range(KEPT_STATES + 10):
            work.add_past_answer(1, item, f"古{number}", at=f"{2000 + number}-01-01T00:00:00Z")
    assert words(cabinet, item) == [f"古{n}" for n in range(KEPT_STATES + 9, 9, -1)]
    write(cabinet, lambda work: work.erase_past_answers(1), 1)
    with cabinet._write_to(1) as work:
        for number in range(10):
            work.add_past_answer(1, item, f"古{number}", at=OLD)
        for number in range(KEPT_STATES + 20):
            work.add_past_answer(1, item, f"新{number}")
    assert words(cabinet, item) == [f"新{n}" for n in range(KEPT_STATES + 19, -1, -1)]


@pytest.mark.parametrize("wrong", ["2099-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "not a moment"])
def test_a_clock_that_was_wrong_for_a_while_takes_no_state_away(cabinet: Cabinet, wrong: str) -> None:
    item = ENTRY_ITEM
    with cabinet._write_to(1) as work:
        for number in range(KEPT_STATES + 20):
            work.add_past_answer(1, item, f"今{number}")
        for number in range(5):
            work.add_past_answer(1, item, f"狂{number}", at=wrong)
        work.add_past_answer(1, item, "今")
    assert len(words(cabinet, item)) == KEPT_STATES + 26


def test_beyond_the_newest_fifty_an_item_fills_no_more_than_its_room(cabinet: Cabinet, form: Form) -> None:
    item = (form.roles.title,)
    fitting = KEPT_STATES + 10
    long = "字" * (KEPT_BYTES // fitting // len("字".encode()))
    with cabinet._write_to(1) as work:
        for number in range(KEPT_STATES * 2):
            work.add_past_answer(1, item, f"{number:04}{long}")
    kept = cabinet.past_answers(1, item)
    assert KEPT_STATES < len(kept) <= fitting
    assert str(kept[0].value).startswith(f"{KEPT_STATES * 2 - 1:04}")


def test_it_goes_with_the_assessment_and_not_with_the_entry(cabinet: Cabinet, form: Form) -> None:
    write(cabinet, lambda work: work.add_past_answer(1, ENTRY_ITEM, "記入欄は消えても"), 1)
    cabinet.replace(1, cabinet.load(1))
    assert words(cabinet, ENTRY_ITEM) == ["記入欄は消えても"]
    cabinet.delete(1)
    assert words(cabinet, ENTRY_ITEM) == []
    with pytest.raises(NoSuchAssessment):
        write(cabinet, lambda work: work.add_past_answer(1, ENTRY_ITEM, "もうない"), 1)


def test_what_a_stranger_wrote_is_left_out(cabinet: Cabinet, form: Form, path: Path) -> None:
    item = (form.roles.title,)
    write(cabinet, lambda work: work.add_past_answer(1, item, "一"), 1)
    write(cabinet, lambda work: work.add_past_answer(1, item, "二"), 1)
    write(cabinet, lambda work: work.add_past_answer(1, item, "三", ((0, 1),)), 1)
    cabinet.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE item_history SET value = '[' WHERE id = 2")
        raw.execute("UPDATE item_history SET spans = '[[5,9]]' WHERE id = 3")
    with Cabinet.open(path) as again:
        third, first = again.past_answers(1, item)
    assert first.value == "一"
    assert third.value == "三"
    assert third.withheld == WHOLE


def test_a_replacement_is_kept_with_its_way_back(cabinet: Cabinet, form: Form, path: Path) -> None:
    item = form.roles.title
    root = blank_root(form).with_answer((item,), "サーバと市民課").with_withheld((item,), ((4, 7),))
    made = cabinet.new(form, root)
    snapshot = cabinet.load(made)
    query = Query("市民課")
    hits = [found.hit for found in places(made, snapshot, query)]

    def rows(old: object, new: object) -> object:
        from pia_desktop.assessment.edits import Batch, InsertEntry

        table = form.lists[form.roles.changes]
        node = Node(dict.fromkeys(table.item_ids, "変更"))
        return Batch((InsertEntry((table.id,), "row", 0, node),))

    done = replacement(made, snapshot, hits, query, "窓口課", rows=rows)  # type: ignore[arg-type]
    assert done is not None
    cabinet.apply(made, [done.edit])
    write(cabinet, lambda work: work.add_replacement("市民課", "窓口課", [done]))
    kept = cabinet.replacements()[0].id
    cabinet.close()
    with Cabinet.open(path) as again:
        (info,) = again.replacements()
        assert (info.id, info.find, info.words, info.taken_back_at) == (kept, "市民課", "窓口課", "")
        assert [(p.assessment_id, p.places, p.rows) for p in info.parts] == [(made, 1, 1)]
        way = again.ways_back(kept)[made]
        assert way == done.way_back
        back = taken_back(way, again.load(made).root)
        assert back.kept == 0
        assert back.edit is not None
        again.apply(made, [back.edit])
        assert again.load(made).root == root
        again.delete(made)
        assert again.replacements() == ()
        with pytest.raises(NoSuchReplacement):
            again.ways_back(kept)


@pytest.mark.parametrize("words", ["", "[", "{}", '{"answers":[["x"]],"rows":[]}', "[" * 100_000])
def test_a_way_back_that_cannot_be_read_is_none(cabinet: Cabinet, form: Form, path: Path, words: str) -> None:
    snapshot = cabinet.load(1)
    query = Query("特定")
    root = blank_root(form).with_answer((form.roles.title,), "特定")
    made = cabinet.new(form, root)
    snapshot = cabinet.load(made)
    hits = [found.hit for found in places(made, snapshot, query)]
    done = replacement(made, snapshot, hits, query, "x")
    assert done is not None
    write(cabinet, lambda work: work.add_replacement("特定", "x", [done]))
    kept = cabinet.replacements()[0].id
    cabinet.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE replacement_part SET back = ?", (words,))
    with Cabinet.open(path) as again:
        assert again.ways_back(kept) == {made: None}


def test_remarks_for_a_council_have_no_limit_and_go_with_the_assessment(cabinet: Cabinet) -> None:
    long = {"a": "所" * 2_000_000, "b": ""}
    cabinet.put_council_remarks(1, {"old": "前"})
    cabinet.put_council_remarks(1, long)
    assert cabinet.council_remarks(1) == long
    cabinet.delete(1)
    assert cabinet.council_remarks(1) == {}

"""What stands beside the contents: notes, findings set aside and phrases, at once or by way of the saver."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from db import examine
from db.cabinet import Cabinet
from db.errors import CabinetDamaged, NoSuchAssessment
from db.records import FindingCounts, Note, Opinion, Phrase, ReviewPoint, SetAside
from db.saver import Saver
from db.transaction import Work
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.node import Node
from pia_desktop.forms.model import Form
from tests.db.test_saver import title
from tests.db.writing import write


def put(note: Note) -> Callable[[Work], None]:
    return lambda work: work.put_note(note)


PATH = ("files", "k", "II.1")


def test_what_is_put_comes_back(path: Path, form: Form) -> None:
    note = Note("n1", 1, PATH, "remark", "指摘\n二行目", "審査会", "回答", True)
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        write(cabinet, lambda work: work.put_note(note), 1)
        write(cabinet, lambda work: work.put_note(Note("n2", 1, (), "todo", "全体")), 1)
        write(cabinet, lambda work: work.put_set_aside(1, SetAside("C-1", PATH, "理由")), 1)
        write(cabinet, lambda work: work.put_set_aside(1, SetAside("C-1", PATH, "別の理由")), 1)
        write(cabinet, lambda work: work.put_phrase(Phrase("p2", "二", "｛部署｝が行う。", 2)))
        write(cabinet, lambda work: work.put_phrase(Phrase("p1", "一", "語", 1)))
        write(cabinet, lambda work: work.store_findings(1, FindingCounts(1, 2, 3)), 1)
        write(cabinet, lambda work: work.put_setting("office", "架空市"))
    with Cabinet.open(path) as cabinet:
        first, second = cabinet.notes(1)
        assert first.created_at == first.changed_at != ""
        assert (first.path, first.kind, first.words, first.author, first.answer, first.done) == (
            note.path,
            note.kind,
            note.words,
            note.author,
            note.answer,
            note.done,
        )
        assert second.path == ()
        assert [(aside.path, aside.reason) for aside in cabinet.set_asides(1)] == [(PATH, "別の理由")]
        assert [phrase.id for phrase in cabinet.phrases()] == ["p1", "p2"]
        assert cabinet.list()[0].findings == FindingCounts(1, 2, 3)
        assert cabinet.setting("office") == "架空市"
        write(cabinet, lambda work: work.remove_note("n1"))
        write(cabinet, lambda work: work.remove_set_aside(1, "C-1", PATH), 1)
        write(cabinet, lambda work: work.remove_phrase("p1"))
        assert [note.id for note in cabinet.notes(1)] == ["n2"]
        assert cabinet.set_asides(1) == ()
        assert [phrase.id for phrase in cabinet.phrases()] == ["p2"]
        with pytest.raises(NoSuchAssessment):
            write(cabinet, lambda work: work.put_note(Note("n3", 9, (), "note", "")), 9)
        cabinet.delete(1)
        assert cabinet.notes(1) == ()


def test_remarks_are_numbered_and_know_the_version_they_came_after(path: Path, form: Form) -> None:
    def numbers() -> dict[str, tuple[int, int]]:
        return {note.id: (note.number, note.version) for note in cabinet.notes(1)}

    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        for key, kind in (("a", "remark"), ("b", "note"), ("c", "remark")):
            write(cabinet, put(Note(key, 1, (), kind, "語")), 1)
        assert numbers() == {"a": (1, 0), "b": (0, 0), "c": (2, 0)}
        cabinet.close_version(1, "版", "2024-01-01")
        write(cabinet, put(Note("d", 1, (), "remark", "語")), 1)
        write(cabinet, put(Note("a", 1, (), "remark", "直した語")), 1)
        write(cabinet, put(Note("b", 1, (), "remark", "指摘になった")), 1)
        assert numbers() == {"a": (1, 0), "b": (4, 0), "c": (2, 0), "d": (3, 1)}


def test_opinions_and_points_of_review_are_kept_by_round(path: Path, form: Form) -> None:
    first = Opinion("o1", 1, 1, 0, "R7.4.1", PATH, "もっと詳しく", "反映する", "詳しくした")
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        write(cabinet, lambda work: work.put_opinion(first), 1)
        write(cabinet, lambda work: work.put_opinion(Opinion("o2", 1, 1, 0, gist="二")), 1)
        write(cabinet, lambda work: work.put_opinion(Opinion("o3", 1, 2, 0, gist="次の回")), 1)
        write(cabinet, lambda work: work.put_opinion(replace(first, number=1, gist="直した")), 1)
        write(cabinet, lambda work: work.put_review_point(1, ReviewPoint(1, "p", "適", "所見")), 1)
        write(cabinet, lambda work: work.put_review_point(1, ReviewPoint(1, "p", "否", "所見")), 1)
        write(cabinet, lambda work: work.put_review_point(1, ReviewPoint(2, "p", "適")), 1)
        write(cabinet, lambda work: work.put_review_point(1, ReviewPoint(2, "p")), 1)
    with Cabinet.open(path) as cabinet:
        found = cabinet.opinions(1)
        assert [(one.id, one.round, one.number) for one in found] == [
            ("o1", 1, 1),
            ("o2", 1, 2),
            ("o3", 2, 1),
        ]
        assert replace(found[0], changed_at="") == replace(first, number=1, gist="直した")
        assert cabinet.review_points(1) == (ReviewPoint(1, "p", "否", "所見"),)
        write(cabinet, lambda work: work.remove_opinion("o1"))
        cabinet.delete(1)
        assert cabinet.opinions(1) == ()
        assert cabinet.review_points(1) == ()


def test_notes_go_with_the_edits_and_only_the_latest_is_written(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        saver = Saver(cabinet)
        for n in range(50):
            note = Note("n", 1, PATH, "note", "字" * n)
            saver.submit_work(1, put(note), ("note", "n"))
            saver.submit(1, title(form, str(n)))
        assert saver.state.pending <= 2
        assert saver.flush()
        assert [note.words for note in cabinet.notes(1)] == ["字" * 49]
        assert cabinet.list()[0].title == "49"
        assert saver.close()


def test_work_for_an_assessment_that_is_gone_is_left_out(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        cabinet.new(form)
        saver = Saver(cabinet)
        cabinet.delete(1)
        for assessment_id in (1, 2):
            note = Note(f"n{assessment_id}", assessment_id, PATH, "note", "語")
            saver.submit_work(assessment_id, put(note))
        end = time.monotonic() + 5
        while saver.state.pending and time.monotonic() < end:
            time.sleep(0.01)
        assert [note.id for note in cabinet.notes(2)] == ["n2"]
        assert saver.close()


def test_a_rescue_holds_the_notes_that_wait(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        saver = Saver(cabinet)
        saver.submit_work(1, lambda work: work.put_note(Note("n", 1, PATH, "note", "語")))
        copy = path.with_name("copy.pia")
        assert saver.rescue(copy).whole
        with Cabinet.open(copy) as rescued:
            assert [note.words for note in rescued.notes(1)] == ["語"]
        assert saver.close()


@pytest.fixture
def large(path: Path, form: Form) -> Path:
    table = form.lists[form.roles.changes]
    rows = {f"row{n}": Node(dict.fromkeys(table.item_ids, f"変更{n}の説明。" * 60)) for n in range(300)}
    with Cabinet.create(path) as cabinet:
        for _ in range(4):
            cabinet.new(form, blank_root(form).with_entries((table.id,), rows))
    assert path.stat().st_size > examine.CHECKED_BELOW
    return path


def test_a_large_sound_file_is_found_sound_while_it_is_written(large: Path, form: Form) -> None:
    with Cabinet.open(large) as cabinet:
        assert cabinet.check_integrity() is None
        cabinet.apply(1, [title(form, "題")])
        assert cabinet.check_integrity() is None
    with Cabinet.open(large, read_only=True) as cabinet:
        assert cabinet.check_integrity() is None


def test_a_large_damaged_file_is_told_of_after_it_was_opened(large: Path) -> None:
    with closing(sqlite3.connect(large)) as raw:
        roots = dict(raw.execute("SELECT name, rootpage FROM sqlite_master"))
    with large.open("r+b") as file:
        file.seek((roots["sqlite_autoindex_answer_1"] - 1) * 4096 + 200)
        file.write(b"\xff" * 3000)
    with Cabinet.open(large) as cabinet:
        found = cabinet.check_integrity()
        assert isinstance(found, CabinetDamaged)
        assert large.name in found.message


def test_closing_ends_a_check(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from db import page_check

    entered = threading.Event()

    def slow(raw: sqlite3.Connection, name: str) -> str:
        entered.set()
        raw.execute(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
        ).fetchone()
        return ""

    monkeypatch.setattr(page_check, "check_table", slow)
    cabinet = Cabinet.open(large)
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(cabinet.check_integrity()))
    thread.start()
    assert entered.wait(5)
    cabinet.close()
    thread.join(5)
    assert found == [None]

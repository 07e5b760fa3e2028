"""What is deleted for good leaves no word in the file, nor beside it."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest

from db.backup import back_up, backups_under, drop_backups
from db.cabinet import Cabinet
from db.connect import connect_raw
from db.errors import NoSuchAssessment
from db.records import Note, Opinion, ReviewPoint, SetAside
from db.saver import Saver
from db.search import SearchIndex
from db.transaction import Work
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.assessment.search import Query
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure
from pia_desktop.reuse.cabinet_replacement import places, replacement
from tests.db.making import files_with, picture_of
from tests.db.test_saver import title
from tests.db.writing import write


@pytest.fixture(autouse=True)
def _sqlite_overwrites_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some builds of SQLite overwrite what is deleted unasked (SECURE_DELETE); others do not."""

    def connect(path: Path, options: str) -> sqlite3.Connection:
        raw = connect_raw(path, options)
        raw.execute("PRAGMA secure_delete=OFF").fetchone()
        return raw

    for module in ("db.opening", "db.connect", "db.backup", "db.index_file"):
        monkeypatch.setattr(f"{module}.connect_raw", connect)


SECRET = "完全に消すべき語句"
PICTURE = b"PICTURE " + b"bytes of a picture that must go " * 200


def filled(path: Path, form: Form) -> Cabinet:
    """Two assessments; all that the first has holds the secret, here and there long enough for many pages."""
    cabinet = Cabinet.create(path)
    item = (form.roles.title,)
    figure = next(p.item.id for p in form.places.values() if "Figure" in type(p.item.kind).__name__)
    inner = Node({figure: Figure.of(SECRET, (picture_of(PICTURE, SECRET),))})
    root = blank_root(form).with_answer(item, SECRET)
    root = root.with_entries(("files",), {"f": inner}) if form.places[figure].scope else root
    root = root.with_entries((form.roles.changes,), {"r": Node({"項目": SECRET * 2_000})})
    cabinet.new(form, root, PictureDict({picture_of(PICTURE).digest: PICTURE}))
    cabinet.new(form, blank_root(form).with_answer(item, "残る評価書"))
    cabinet.close_version(1, SECRET, "2024-01-01")
    write(cabinet, lambda work: work.begin_round(1, SECRET), 1)
    write(cabinet, lambda work: work.put_note(Note("n", 1, (), "remark", SECRET, SECRET, SECRET)), 1)
    write(cabinet, lambda work: work.put_set_aside(1, SetAside("C101", item, SECRET)), 1)
    cabinet.put_council_remarks(1, {SECRET: SECRET})
    write(cabinet, lambda work: work.put_opinion(Opinion("o", 1, 1, 0, SECRET, item, SECRET, SECRET)), 1)
    write(cabinet, lambda work: work.put_review_point(1, ReviewPoint(1, "p", "適", SECRET)), 1)
    for number in range(60):
        past = partial(_keep, item, f"{SECRET}{number}" * 50)
        write(cabinet, past, 1)
        cabinet.apply(1, [SetAnswer(item, f"{number}{SECRET}" * 50), title(form, SECRET)])
    hits = [found.hit for found in places(1, cabinet.load(1), Query("消す"))]
    done = replacement(1, cabinet.load(1), hits, Query("消す"), f"消す{SECRET}")
    assert done is not None
    write(cabinet, lambda work: work.add_replacement(SECRET, SECRET, [done]))
    return cabinet


def _keep(item: NodePath, words: str, work: Work) -> None:
    work.add_past_answer(1, item, words)


def traces(path: Path) -> list[str]:
    """The files that hold the secret."""
    marks = [SECRET.encode(), SECRET.encode("utf-16-le"), b"bytes of a picture that must go"]
    return [name for name, data in files_with(path).items() if any(mark in data for mark in marks)]


def test_no_word_is_left_while_the_cabinet_is_open_nor_after(path: Path, form: Form) -> None:
    with filled(path, form) as cabinet:
        assert traces(path)
        assert cabinet.purge([1])
        assert traces(path) == []
        assert [info.title for info in cabinet.list()] == ["残る評価書"]
        cabinet.apply(2, [title(form, "まだ書ける")])
        assert cabinet.load(2).root.answer((form.roles.title,)) == "まだ書ける"
    assert traces(path) == []
    with Cabinet.open(path) as again:
        assert not again.read_only
        assert [info.title for info in again.list()] == ["まだ書ける"]


def test_with_a_rollback_journal_as_well(path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.network_share.on_network", lambda _path: True)
    with filled(path, form) as cabinet:
        assert cabinet.purge([1])
        assert traces(path) == []
        cabinet.apply(2, [title(form, "まだ書ける")])
    assert traces(path) == []


def test_beside_a_saver_that_goes_on(path: Path, form: Form) -> None:
    with filled(path, form) as cabinet:
        saver = Saver(cabinet)
        saver.submit(2, title(form, "前"))
        cabinet.purge([1])
        saver.submit(2, title(form, "後"))
        assert saver.close()
        assert saver.state.error is None
        assert [info.title for info in cabinet.list()] == ["後"]
        assert traces(path) == []


def test_while_a_colleague_reads_it_is_said_that_words_may_be_left(path: Path, form: Form) -> None:
    with filled(path, form) as cabinet:
        with Cabinet.open(path, read_only=True) as colleague, colleague._read() as reading:
            reading.execute("SELECT count(*) FROM answer").fetchone()
            assert not cabinet.purge([1])
        assert len(cabinet.list()) == 1
    assert traces(path) == []


def test_one_that_is_not_there_bars_all(path: Path, form: Form) -> None:
    with filled(path, form) as cabinet:
        with pytest.raises(NoSuchAssessment):
            cabinet.purge([1, 9])
        assert len(cabinet.list()) == 2


def beginnings_in(index: Path) -> list[str]:
    """The first characters of the secret's words that the files of an index hold."""
    held = b"".join(file.read_bytes() for file in index.parent.glob(f"{index.name}*"))
    return [words for words in ("完全", "全に", "消す", "べき", "語句") if words.encode() in held]


def test_backups_and_index_hold_it_until_they_are_cleared(path: Path, form: Form) -> None:
    with filled(path, form) as cabinet:
        kept = back_up(path)
        assert kept is not None
        with SearchIndex.open(cabinet) as index:
            index.sync()
            cabinet.purge([1])
            assert traces(kept) == [kept.name]
            assert drop_backups(cabinet.uid) == 0
            assert backups_under(cabinet.uid) == ()
            assert beginnings_in(index.path)
            index.wipe()
            assert not beginnings_in(index.path)
            index.sync()
            assert [hit.assessment_id for hit in index.search("残る")] == [2]
            assert index.search("完全に消す") == ()

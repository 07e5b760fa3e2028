"""Files that must be refused, or opened without harm, and stay as they are byte by byte."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from db.backup import back_up
from db.cabinet import Cabinet
from db.errors import (
    CabinetDamaged,
    CabinetExists,
    CabinetNotFound,
    CabinetTooNew,
    CabinetUnwritable,
    NotACabinet,
    WrongContents,
)
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node, new_key
from pia_desktop.errors import CabinetError, DefinitionError, Fault
from pia_desktop.forms.model import Form
from tests.db.making import files_with, in_order


@pytest.fixture
def filled(path: Path, form: Form) -> Path:
    """A cabinet of two assessments with entries and texts over several pages of the file."""
    table = form.lists[form.roles.changes]
    rows = {new_key(): Node(dict.fromkeys(table.item_ids, f"変更{i}の説明。" * 20)) for i in range(30)}
    root = blank_root(form).with_entries((table.id,), rows).with_answer((form.roles.title,), "介護保険事務")
    root = root.with_withheld((form.roles.title,), ((0, 2),))
    with Cabinet.create(path) as cabinet:
        cabinet.new(form, root)
        cabinet.new(form)
    return path


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema=ON")
        for statement in statements:
            raw.execute(statement)


def refused(path: Path, kind: type[CabinetError], words: str = ".") -> CabinetError:
    """Opening it, either way, says so and changes nothing."""
    before, error = files_with(path), CabinetError("")
    for read_only in (True, False):
        with pytest.raises(kind, match=words) as caught:
            Cabinet.open(path, read_only=read_only).close()
        assert files_with(path) == before
        error = caught.value
        assert path.name in error.message
        assert error.remedy
    return error


def test_what_is_no_file(path: Path) -> None:
    with pytest.raises(CabinetNotFound, match="台帳"):
        Cabinet.open(path)
    with pytest.raises(CabinetNotFound):
        Cabinet.open(path / "below" / "it.pia")
    with pytest.raises(NotACabinet):
        Cabinet.open(path.parent)
    with pytest.raises(CabinetUnwritable):
        Cabinet.create(path / "below" / "it.pia")


def test_creating_never_replaces_a_file(path: Path) -> None:
    path.write_bytes(b"precious")
    with pytest.raises(CabinetExists):
        Cabinet.create(path)
    assert files_with(path) == {path.name: b"precious"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(NotACabinet):
        Cabinet.open(path)


@pytest.mark.parametrize(
    "contents", [b"", b"PK\x03\x04", b"SQLite format 3\0", b"SQLite format 3\0" + b"\0" * 200]
)
def test_files_of_another_kind(path: Path, contents: bytes) -> None:
    path.write_bytes(contents)
    refused(path, CabinetError)


def test_a_database_of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE cabinet (id)")
    refused(path, NotACabinet)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM assessment; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (x)",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
        "CREATE INDEX i ON answer (abs(id))",
        "ALTER TABLE answer ADD COLUMN g BLOB AS (zeroblob(1000000))",
        "ALTER TABLE answer ADD COLUMN plain TEXT",
        "ALTER TABLE picture RENAME COLUMN bytes TO octets",
        "DROP INDEX ix_picture_use_digest",
        "DROP TABLE picture",
        "DROP TABLE alembic_version",
        "DELETE FROM alembic_version",
        "INSERT INTO alembic_version VALUES ('0000')",
        "UPDATE sqlite_master SET sql = replace(sql, 'ON DELETE CASCADE', 'ON DELETE NO ACTION')",
        "UPDATE sqlite_master SET sql = replace(sql, 'value TEXT NOT NULL', 'value TEXT DEFAULT (abs(1))')",
        "UPDATE sqlite_master SET sql = 'nonsense' WHERE name = 'answer'",
        "UPDATE sqlite_master SET type = 'view', sql = 'CREATE VIEW alembic_version AS SELECT 1' "  # noqa: ISC004
        "WHERE name = 'alembic_version'",
        "DELETE FROM cabinet",
    ],
)  # fmt: skip
def test_a_changed_schema(filled: Path, statement: str) -> None:
    tamper(filled, statement)
    refused(filled, CabinetError)


def test_a_trigger_never_runs(filled: Path) -> None:
    tamper(filled, "CREATE TRIGGER t AFTER UPDATE ON cabinet BEGIN DELETE FROM assessment; END")
    error = refused(filled, NotACabinet, "trigger")
    assert "“t”" in error.message
    with closing(sqlite3.connect(filled)) as raw:
        assert raw.execute("SELECT count(*) FROM assessment").fetchone() == (2,)


def test_a_schema_of_the_future(filled: Path) -> None:
    tamper(filled, "UPDATE alembic_version SET version_num = '9999'")
    refused(filled, CabinetTooNew, "newer version")


def test_a_file_cut_short_anywhere(filled: Path) -> None:
    whole = filled.read_bytes()
    for size in [*range(1, 200, 37), *range(1024, len(whole), 4093 * 5)]:
        filled.write_bytes(whole[:size])
        refused(filled, CabinetError)


def test_flipped_bytes_harm_nobody(filled: Path, form: Form) -> None:
    """Most are found; one inside a text is only another text.  None makes the program fall over."""
    whole = filled.read_bytes()
    rng = random.Random(20240830)
    places = [*range(120), *(rng.randrange(len(whole)) for _ in range(400))]
    found = 0
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= rng.randrange(1, 256)
        filled.write_bytes(damaged)
        try:
            with Cabinet.open(filled) as cabinet:
                for info in cabinet.list():
                    cabinet.load(info.id)
        except CabinetError as error:
            found += bool(error.remedy)
        assert filled.read_bytes() == damaged
        assert len(files_with(filled)) == 1
    assert found > len(places) // 10


def test_a_damaged_cabinet_names_its_newest_backup(filled: Path) -> None:
    backup = back_up(filled)
    with filled.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)
    error = refused(filled, CabinetDamaged)
    assert str(backup) in error.remedy


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE answer SET value = '1.5'", "表紙|評価書名|変更"),
        ("UPDATE answer SET value = '\"\\ud800\"'", "U\\+D800"),
        ("UPDATE answer SET value = '7' WHERE owner = ''", "評価書名"),
        ("UPDATE answer SET item_id = 'no.such' WHERE owner = ''", "no.such"),
        ("UPDATE answer SET item_id = 'III.1' WHERE owner = ''", "III.1"),
        ("UPDATE entry SET list_id = 'no.such' WHERE key <> ''", "no.such"),
        ("UPDATE entry SET position = position * 2 WHERE key <> ''", "order"),
        ("UPDATE entry SET position = -1 WHERE key <> ''", "order"),
        ("UPDATE entry SET parent = key, position = 0 WHERE key <> ''", "hang nowhere"),
        ("DELETE FROM entry WHERE key = ''", "hang nowhere"),
        ("DELETE FROM entry", "hang nowhere"),
        ("UPDATE assessment SET form = 'yoshiki9'", "yoshiki9"),
        ("UPDATE assessment SET version = 'x' || char(0) || 'y'", "yoshiki4"),
        ("UPDATE answer SET value = CAST(x'22ff22' AS TEXT)", "UTF-8|read"),
        ("UPDATE withheld SET spans = '[[0,true]]'", "read"),
        ("UPDATE withheld SET spans = '[[0,1],[1,2]]'", "read"),
        ("UPDATE withheld SET spans = '[[0,1000]]'", "read"),
        ("UPDATE withheld SET spans = '[]'", "read"),
        ("UPDATE withheld SET spans = '{}'", "read"),
        ("UPDATE withheld SET item_id = 'cover.number'", "read"),
        ("DELETE FROM answer WHERE owner = ''", "read"),
    ],
)
def test_contents_that_no_edit_made(filled: Path, statement: str, words: str) -> None:
    tamper(filled, statement)
    with Cabinet.open(filled) as cabinet:
        with pytest.raises(CabinetError, match=words) as caught:
            cabinet.load(1)
        assert caught.value.remedy
        if isinstance(caught.value, WrongContents):
            assert "介護保険事務" in caught.value.message
        cabinet.list()


@pytest.mark.parametrize("closed", [False, True])
def test_no_backup_is_offered_where_the_program_lacks_the_form(
    filled: Path, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    def broken(*_names: str) -> Form:
        raise DefinitionError("One fault.", "Put it back.", [Fault("y.yaml:1", "unknown kind")])

    with Cabinet.open(filled) as cabinet:
        version = cabinet.close_version(1, "版", "2024-09-30") if closed else None
        monkeypatch.setattr("db.loading.find_form", broken)
        monkeypatch.setattr("db.versions.find_form", broken)
        read = partial(cabinet.load, 1) if version is None else partial(cabinet.load_version, version.id)
        with pytest.raises(WrongContents, match="One fault") as caught:
            read()
    assert caught.value.remedy.startswith("Put it back.")
    if version is None:
        assert isinstance(caught.value, DefinitionError), "F1 tells about it, not about cabinets"
        assert [str(fault) for fault in caught.value.faults] == ["y.yaml:1: unknown kind"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cabinet SET writes = 9223372036854775807",
        "UPDATE assessment SET edits = 9223372036854775807",
        "INSERT INTO version SELECT 1, 1, 9223372036854775807, '', '', '', '', '', '', '', '', x''",
    ],
)
def test_counts_that_cannot_be_raised_are_damage(filled: Path, form: Form, statement: str) -> None:
    def write(cabinet: Cabinet) -> None:
        cabinet.apply(1, [SetAnswer((form.roles.title,), "別の題名")])
        cabinet.close_version(1, "版", "2024-09-30")

    tamper(filled, statement)
    with Cabinet.open(filled) as cabinet, pytest.raises(CabinetDamaged):
        write(cabinet)
    with Cabinet.open(filled, read_only=True) as cabinet:
        assert cabinet.load(1).root.answer((form.roles.title,))


def test_a_cabinet_with_two_names_is_refused(filled: Path) -> None:
    tamper(
        filled,
        "PRAGMA ignore_check_constraints=ON",
        "INSERT INTO cabinet SELECT 2, uid, created_at, writes, last_write FROM cabinet",
    )
    refused(filled, CabinetDamaged)


def test_what_a_dead_process_left_is_judged_too(filled: Path, form: Form) -> None:
    """A trigger can lie in the write-ahead log alone."""
    raw = sqlite3.connect(filled, isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("CREATE TRIGGER t AFTER UPDATE ON cabinet BEGIN DELETE FROM assessment; END")
    dead = filled.parent / "dead" / filled.name
    dead.parent.mkdir()
    for file in filled.parent.glob(f"{filled.name.split('%')[0]}*"):
        shutil.copyfile(file, dead.with_name(file.name))
    raw.close()
    assert dead.with_name(dead.name + "-wal").stat().st_size
    refused(dead, NotACabinet, "trigger")


def test_a_journal_that_names_another_file_is_refused(filled: Path) -> None:
    """SQLite would take the file that such a journal names for its own and delete it."""
    journal = filled.with_name(filled.name + "-journal")
    journal.write_bytes(b"\0" * 512 + bytes.fromhex("d9d505f920a163d7"))
    refused(filled, NotACabinet, "journal")


def test_edits_of_a_process_that_died_are_there(filled: Path, form: Form) -> None:
    cabinet = Cabinet.open(filled)
    cabinet.apply(1, [SetAnswer((form.roles.title,), "残った")])
    root = cabinet.load(1).root
    dead = filled.parent / "dead" / filled.name
    dead.parent.mkdir()
    for file in filled.parent.iterdir():
        if file.is_file():
            shutil.copyfile(file, dead.with_name(file.name))
    cabinet.close()
    before = files_with(dead)
    with Cabinet.open(dead, read_only=True) as again:
        assert in_order(again.load(1).root) == in_order(root)
    after = files_with(dead)
    assert after.keys() - before.keys() == set()
    assert all(after[name] == before[name] for name in after)
    with Cabinet.open(dead) as again:
        assert again.list()[0].title == "残った"


def test_the_journal_of_a_cabinet_that_is_gone_never_reaches_a_new_one(tmp_path: Path, form: Form) -> None:
    """Somebody deletes a cabinet after a crash, but not what lies beside it, and makes a new one there."""
    lost, path = tmp_path / "lost" / "台帳.pia", tmp_path / "台帳.pia"
    lost.parent.mkdir()
    with Cabinet.create(lost) as cabinet:
        number = cabinet.new(form)
        cabinet.apply(number, [SetAnswer(("cover.title",), "前の台帳")])
        journal = lost.with_name(lost.name + "-wal").read_bytes()  # as a killed program leaves it
    assert journal
    path.with_name(path.name + "-wal").write_bytes(journal)
    with Cabinet.create(path) as cabinet:
        assert cabinet.list() == ()
        number = cabinet.new(form)
        assert cabinet.load(number).root.answer(("cover.title",)) is None
    kept = [file for file in tmp_path.iterdir() if file.suffix == ".old"]
    assert [file.read_bytes() for file in kept] == [journal]

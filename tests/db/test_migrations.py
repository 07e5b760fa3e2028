"""Every way to a schema ends in the same one, and an older file loses nothing on it."""

import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from db.cabinet import Cabinet
from db.errors import CabinetTooNew
from db.examine import schema_of
from db.migrate import PLAN, Plan, _upgrade, create_schema, expected_schema, upgrade_file
from db.table_sql import TABLES
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.edits import InsertEntry
from pia_desktop.assessment.node import Node, new_key
from pia_desktop.errors import CabinetError
from pia_desktop.forms.model import Form
from tests.db.killed_at import kill_somewhere, statements_of
from tests.db.making import files_with, first_schema, in_order
from tests.db.statements import at_each_statement
from tests.db.test_saver import title

_ENTRY = "CREATE TABLE entry "

LATER = '''
from alembic import op

revision = "later"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("""CREATE TABLE later (
        assessment_id INTEGER NOT NULL, "key" TEXT NOT NULL, parent TEXT, list_id TEXT NOT NULL,
        position INTEGER NOT NULL, folded TEXT,
        CONSTRAINT pk_entry PRIMARY KEY (assessment_id, "key"),
        CONSTRAINT fk_entry_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE,
        CONSTRAINT fk_entry_parent_entry FOREIGN KEY(assessment_id, parent)
            REFERENCES entry (assessment_id, "key") ON DELETE CASCADE
    ) STRICT""")
    op.execute("INSERT INTO later SELECT assessment_id, key, parent, list_id, position, NULL FROM entry")
    op.execute("DROP TABLE entry")
    op.execute("ALTER TABLE later RENAME TO entry")
    op.execute("CREATE INDEX ix_entry_assessment_id_parent_list_id_position "
               "ON entry (assessment_id, parent, list_id, position)")
    {more}
'''


def later_plan(folder: Path, more: str = "") -> Plan:
    """A program of the future, whose table ``entry`` has a column more; other rows hang on that table."""
    shutil.copytree(PLAN.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "later.py").write_text(LATER.format(more=more, head=PLAN.head), encoding="utf-8")
    position = "position INTEGER NOT NULL,"
    tables = [
        sql.replace(position, f"{position} folded TEXT,") if sql.startswith(_ENTRY) else sql for sql in TABLES
    ]
    return Plan("later", tuple(tables), folder)


@pytest.fixture
def filled(path: Path, form: Form) -> Path:
    with Cabinet.create(path) as cabinet:
        table = form.lists[form.roles.changes]
        rows = {new_key(): Node(dict.fromkeys(table.item_ids, f"変更{i}")) for i in range(5)}
        cabinet.new(form, blank_root(form).with_entries((table.id,), rows))
        cabinet.apply(1, [title(form, "古い台帳")])
    return path


def test_the_migrations_end_in_the_tables() -> None:
    created = sqlite3.connect(":memory:", isolation_level=None)
    create_schema(created, PLAN)
    migrated = sqlite3.connect(":memory:", isolation_level=None)
    _upgrade(migrated, PLAN, PLAN.head)
    schemas = []
    for raw in (created, migrated):
        schemas.append(schema_of(raw))
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(PLAN.head,)]
        raw.close()
    assert schemas[0] == schemas[1]


def test_the_head_is_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(PLAN.folder))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [PLAN.head]


def test_an_older_file_is_copied_and_upgraded_and_loses_nothing(
    filled: Path, form: Form, tmp_path: Path
) -> None:
    plan = later_plan(tmp_path / "later")
    before = filled.read_bytes()
    with Cabinet.open(filled) as cabinet:
        root = cabinet.load(1).root
    with Cabinet.open(filled, plan=plan) as cabinet:
        assert not cabinet.read_only
        assert in_order(cabinet.load(1).root) == in_order(root)
        cabinet.apply(1, [InsertEntry((form.roles.changes,), new_key(), 0, Node())])
    (copy,) = [file for file in filled.parent.iterdir() if file != filled]
    assert copy.name.startswith(f"{filled.stem}.バックアップ-v{PLAN.head}-")
    with Cabinet.open(copy) as cabinet:
        assert in_order(cabinet.load(1).root) == in_order(root)
    assert expected_schema(plan, "0001") == expected_schema(PLAN, "0001")
    assert filled.read_bytes() != before
    after = files_with(filled)
    for read_only in (True, False):
        with pytest.raises(CabinetTooNew):
            Cabinet.open(filled, read_only=read_only)
    assert files_with(filled) == after


def test_an_older_file_that_may_only_be_read_is_left_as_it_is(filled: Path, tmp_path: Path) -> None:
    plan = later_plan(tmp_path / "later")
    before = files_with(filled)
    with Cabinet.open(filled, read_only=True, plan=plan) as cabinet:
        assert cabinet.read_only
        assert cabinet.list()[0].title == "古い台帳"
        cabinet.load(1)
    assert files_with(filled) == before
    with Cabinet.open(filled) as older:
        with Cabinet.open(filled, plan=plan) as newer:
            assert newer.holder is not None
            assert newer.list()[0].title == "古い台帳"
        older.apply(1, [title(older.load(1).form, "書ける")])


def test_an_upgrade_that_fails_changes_nothing(filled: Path, tmp_path: Path) -> None:
    plan = later_plan(
        tmp_path / "later", 'op.execute("DELETE FROM answer")\n    raise RuntimeError("half-way")'
    )
    with Cabinet.open(filled) as cabinet:
        root = cabinet.load(1).root
    with pytest.raises(RuntimeError, match="half-way"):
        Cabinet.open(filled, plan=plan)
    with Cabinet.open(filled) as cabinet:
        assert not cabinet.read_only
        assert in_order(cabinet.load(1).root) == in_order(root)


def test_a_cabinet_of_the_first_schema_becomes_a_present_one(path: Path, form: Form) -> None:
    first_schema(path, form)
    before = path.read_bytes()
    with Cabinet.open(path) as cabinet:
        (info,) = cabinet.list()
        assert (info.title, info.state, info.archived, info.trashed, info.edits) == (
            "古い題",
            "draft",
            False,
            False,
            0,
        )
        assert info.findings is None
        root = cabinet.load(1).root
        cabinet.close_version(1, "最初の版", "2025-01-01")
        assert in_order(cabinet.load_version(1).root) == in_order(root)
    (copy,) = [file for file in path.parent.iterdir() if file != path]
    assert copy.name.startswith(f"{path.stem}.バックアップ-v0001-")
    assert schema_of_file(copy) == expected_schema(PLAN, "0001")
    assert len(copy.read_bytes()) == len(before)


def second_schema(path: Path, form: Form) -> None:
    """A cabinet of the second schema, with states, a version and remarks for a council."""
    with Cabinet.create(path) as cabinet:
        for number in (1, 2):
            cabinet.new(form, blank_root(form))
            cabinet.apply(number, [title(form, f"題{number}")])
            cabinet.close_version(number, "版", "2024-01-01")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        new = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        old = expected_schema(PLAN, "0002")
        for (name,) in new:
            if name not in old and not name.startswith("sqlite_"):
                raw.execute(f"DROP TABLE {name}")
        for name in ("stage", "note"):  # tables that were others then
            raw.execute(f"DROP TABLE {name}")
            raw.execute(old[name][1])
        raw.execute(old["ix_note_assessment_id"][1])
        raw.execute("UPDATE alembic_version SET version_num = '0002'")
        raw.execute("INSERT INTO stage VALUES (1, 'submitted', '2024-02-01'), (2, 'published', '2024-03-01')")
        raw.executemany("INSERT INTO setting VALUES (?, ?)", SETTINGS)
        assert schema_of(raw) == old


def test_remarks_of_a_cabinet_of_the_fourth_schema_get_numbers(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        for _number in range(2):
            cabinet.new(form, blank_root(form))
        cabinet.close_version(1, "版", "2024-01-01")
    notes = [
        ("early", 1, "remark", "2000-01-01T00:00:00Z"),
        ("late", 1, "remark", "2999-01-01T00:00:00Z"),
        ("plain", 1, "note", "2999-01-02T00:00:00Z"),
        ("other", 2, "remark", "2999-01-03T00:00:00Z"),
    ]
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        old = expected_schema(PLAN, "0004")
        newer = [name for name, (kind, _sql) in schema_of(raw).items() if kind == "table" and name not in old]
        for name in (*newer, "note"):
            raw.execute(f"DROP TABLE {name}")
        raw.execute(old["note"][1])
        raw.execute(old["ix_note_assessment_id"][1])
        raw.execute("UPDATE alembic_version SET version_num = '0004'")
        for key, owner, kind, moment in notes:
            values = (key, owner, "[]", kind, f"語{key}", "審査会", "回答", 1, moment, moment)
            raw.execute("INSERT INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        assert schema_of(raw) == old
    with Cabinet.open(path) as cabinet:
        found = {note.id: note for owner in (1, 2) for note in cabinet.notes(owner)}
        assert {key: (one.number, one.version) for key, one in found.items()} == {
            "early": (1, 0),
            "late": (2, 1),
            "plain": (0, 1),
            "other": (1, 0),
        }
        assert found["late"].words == "語late"
        assert found["late"].done


LONG = "長い所見" * 400_000
SETTINGS = [
    ("council-remarks/1", json.dumps({'["Changed","I.1"]': "所見", "k": LONG, "n": 3, "half": "\ud800"})),
    ("council-remarks/2", "[" * 100_000),
    ("council-remarks/3", json.dumps({"k": "秘密の所見"})),
    ("council-remarks/1x", "{}"),
    ("office", "市民課"),
]


def test_a_cabinet_of_the_second_schema_becomes_a_present_one(path: Path, form: Form) -> None:
    second_schema(path, form)
    with Cabinet.open(path) as cabinet:
        infos = cabinet.list()
        assert [dict(info.stages) for info in infos] == [
            {"submitted": "2024-02-01"},
            {"published": "2024-03-01"},
        ]
        assert [info.rounds for info in infos] == [(), ()]
        assert [info.title for info in infos] == ["題1", "題2"]
        assert [len(cabinet.versions(info.id)) for info in infos] == [1, 1]
        assert cabinet.council_remarks(1) == {'["Changed","I.1"]': "所見", "k": LONG}
        assert cabinet.council_remarks(2) == {}
        assert cabinet.setting("office") == "市民課"
        for name, _words in SETTINGS[:4]:
            assert cabinet.setting(name) is None
    assert "秘密の所見".encode() not in path.read_bytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_killed_at_any_moment_of_an_upgrade_a_cabinet_is_the_old_or_the_new_one(
    path: Path, form: Form, tmp_path: Path
) -> None:
    second_schema(path, form)
    start = time.monotonic()
    upgrade_file(copied(path, tmp_path / "done.pia"), PLAN)
    whole = time.monotonic() - start
    counted = copied(path, tmp_path / "counted.pia")
    statements = statements_of(partial(upgrade_file, counted, PLAN))
    revisions = []
    for number in range(12):
        trial = copied(path, tmp_path / f"trial{number}.pia")
        kill_somewhere(partial(upgrade_file, trial, PLAN), number, statements, whole)
        with closing(sqlite3.connect(trial)) as raw:
            (revision,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
            assert schema_of(raw) == expected_schema(PLAN, revision)
        revisions.append(revision)
        with Cabinet.open(trial) as cabinet:
            assert not cabinet.read_only
            assert cabinet.council_remarks(1)["k"] == LONG
            assert [info.title for info in cabinet.list()] == ["題1", "題2"]
    assert revisions[0] == "0002" != revisions[1]


MANY = 50
"""Statements; an upgrade from the second schema has more."""

FAULTS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_READ)
TRIALS = 12
"""Of these statements so many fail in turn, others each time; all of them take minutes."""


@contextmanager
def failing_at(monkeypatch: pytest.MonkeyPatch, number: int, code: int) -> Iterator[list[str]]:
    """Of all statements of all connections this one fails, and each after it; yields what was executed."""
    done: list[str] = []

    def fail(words: str) -> None:
        done.append(words)
        if len(done) >= number > 0:
            error = sqlite3.OperationalError("injected")
            error.sqlite_errorcode = code
            raise error

    with at_each_statement(monkeypatch, fail):
        yield done


@pytest.mark.parametrize("code", FAULTS)
def test_whatever_statement_of_an_upgrade_fails_a_cabinet_is_the_old_or_the_new_one(
    path: Path, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    second_schema(path, form)
    with failing_at(monkeypatch, 0, code) as all_of_them:
        Cabinet.open(copied(path, tmp_path / "done.pia")).close()
    assert len(all_of_them) > MANY
    refused = 0
    for number in random.sample(range(1, len(all_of_them) + 1), TRIALS):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        trial = copied(path, folder / "trial.pia")
        with failing_at(monkeypatch, number, code):
            try:
                Cabinet.open(trial).close()
            except CabinetError:
                refused += 1
        left = copied_with_leftovers(trial, folder / "alone")
        with Cabinet.open(left) as cabinet:
            assert not cabinet.read_only
            assert cabinet.council_remarks(1)["k"] == LONG
            assert [info.title for info in cabinet.list()] == ["題1", "題2"]
            assert cabinet.check_integrity() is None
    assert refused


def copied(path: Path, target: Path) -> Path:
    shutil.copyfile(path, target)
    return target


def schema_of_file(path: Path) -> object:
    with closing(sqlite3.connect(path)) as raw:
        return schema_of(raw)


def copied_with_leftovers(path: Path, folder: Path) -> Path:
    """A copy of a file with what a transaction that was broken off left beside it, and nothing else."""
    folder.mkdir()
    for ending in ("", "-wal", "-journal"):
        file = path.with_name(path.name + ending)
        if file.exists():
            shutil.copyfile(file, folder / file.name)
    return folder / path.name


def test_what_a_killed_process_left_of_a_copy_is_removed(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_schema(path, form)
    begun: list[Path] = []

    def killed(_raw: sqlite3.Connection, temporary: Path) -> None:
        of_another = temporary.name.replace(str(os.getpid()), "1")
        for ending in ("", "-journal"):
            begun.append(temporary.with_name(of_another + ending))
            begun[-1].write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("db.backup._write_copy", killed)
        with pytest.raises(KeyboardInterrupt):
            Cabinet.open(path)
    other = path.with_name(".other.pia.1.tmp")
    other.write_bytes(b"")
    assert [file.exists() for file in begun] == [True, True]
    Cabinet.open(path).close()
    assert [file.exists() for file in begun] == [False, False]
    assert other.exists()

"""Upgrades older schemas, and knows the exact schema of every revision.

SQLAlchemy and Alembic are only imported for files of an older schema.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.backup import copy_database, mode_of
from db.connect import connect_raw
from db.errors import CabinetDamaged, CabinetUnwritable
from db.examine import Schema, schema_of
from db.sqlite_errors import translated
from db.table_sql import ALEMBIC_TABLE, APPLICATION_ID, HEAD, TABLES
from pia_desktop.dataclass import dataclass
from pia_desktop.reasons import system_words

if TYPE_CHECKING:
    from alembic.config import Config


@dataclass(frozen=True)
class Plan:
    """A sequence of schemas: its newest revision, the SQL of its tables, and the folder of its migrations."""

    head: str
    tables: tuple[str, ...]
    folder: Path


PLAN: Final = Plan(HEAD, TABLES, Path(__file__).resolve().parent / "migrations")


_REVISION: Final = re.compile(r"(?!base$|heads?$|current$)\w{4,32}", re.ASCII)


class UnknownRevision(Exception):
    """A revision that the plan does not contain; ``newer``: it looks like one of a newer release."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.newer = bool(_REVISION.fullmatch(revision))


def create_schema(raw: sqlite3.Connection, plan: Plan) -> None:
    """Create the newest schema in an empty database and stamp its revision."""
    raw.execute("BEGIN IMMEDIATE")
    for table in (*plan.tables, ALEMBIC_TABLE):
        raw.execute(table)
    raw.execute("INSERT INTO alembic_version VALUES (?)", (plan.head,))
    raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
    raw.execute("COMMIT")


@cache
def expected_schema(plan: Plan, revision: str) -> Schema:
    """The schema of a file of this revision.  Raises UnknownRevision."""
    raw = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if revision == plan.head:
            create_schema(raw, plan)
        else:
            _upgrade(raw, plan, revision)
        return schema_of(raw)
    finally:
        raw.close()


def _config(plan: Plan) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(plan.folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(raw: sqlite3.Connection, plan: Plan, revision: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    from db.engine import engine_on

    config = _config(plan)
    # Look the revision up by hand: Alembic gives “base” and “+1” a meaning of their own.
    if revision not in {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}:
        raise UnknownRevision(revision)
    with engine_on(raw).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def upgrade_file(path: Path, plan: Plan) -> None:
    """Upgrade a checked file to the newest revision.

    The caller holds the claim and has made a copy.  All migrations run in one transaction, with foreign keys
    off (rebuilding a table would cascade to its children) and verified before the commit.  Raises
    CabinetError; then the file is as it was.
    """
    from db.engine import translated_sqlalchemy

    try:
        with translated_sqlalchemy(path), closing(connect_raw(path, "mode=rw")) as raw:
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.execute("PRAGMA synchronous=FULL")
            _upgrade_checked(raw, path, plan)
    except BaseException:
        _take_back(path)
        raise


def _take_back(path: Path) -> None:
    """Have SQLite undo what a full or broken disk kept it from undoing.

    It leaves that to the next reader; until then the file alone would be neither the old nor the new one.
    """
    with suppress(sqlite3.Error), closing(connect_raw(path, "mode=rw")) as raw:
        raw.execute("SELECT 1 FROM sqlite_master").fetchone()


def _upgrade_checked(raw: sqlite3.Connection, path: Path, plan: Plan) -> None:
    from alembic import command

    from db.engine import engine_on

    config = _config(plan)
    with engine_on(raw).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, plan.head)
        if raw.execute("PRAGMA foreign_key_check").fetchone():
            raise CabinetDamaged(path, "foreign_key_check")
        if schema_of(raw) != expected_schema(plan, plan.head):
            raise AssertionError("the migrations do not end in the present schema")


def copy_before_upgrade(path: Path, revision: str) -> Path:
    """Copy a file beside itself before an upgrade; returns the copy's path.  Raises CabinetError."""
    _remove_begun_copies(path)
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    copy = path.with_name(f"{path.stem[:40]}.バックアップ-v{revision}-{moment}{path.suffix}")
    try:
        with translated(path), closing(connect_raw(path, "mode=rw")) as raw:
            copy_database(raw, copy, mode_of(path))
    except OSError as error:
        raise CabinetUnwritable(copy, system_words(error)) from error
    return copy


def _remove_begun_copies(path: Path) -> None:
    """Remove what killed processes left of such copies: it is hidden, and takes the room that is wanted.

    The caller holds the claim, so that nobody is at work on one.
    """
    begun = re.compile(
        rf"\.{re.escape(path.stem)}\.バックアップ-v\w+-[\d-]+[.\w]*\.\d+\.tmp(-journal)?", re.ASCII
    )
    with suppress(OSError):
        for file in [found for found in path.parent.iterdir() if begun.fullmatch(found.name)]:
            file.unlink()

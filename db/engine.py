"""SQLAlchemy on an already open connection.  Imported for the first write, not for reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from db.errors import from_sqlite
from db.sqlite_errors import translated


def engine_on(raw: sqlite3.Connection) -> Engine:
    """An engine that uses this connection and begins transactions immediately.

    By default the driver delays BEGIN until the first write, which would leave reads outside the transaction.
    """
    engine = create_engine("sqlite+pysqlite://", creator=lambda: raw, poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@contextmanager
def translated_sqlalchemy(path: Path) -> Iterator[None]:
    """Like ``db.sqlite_errors.translated``, for errors raised through SQLAlchemy."""
    try:
        with translated(path):
            yield
    except DBAPIError as error:
        known = from_sqlite(error.orig, path) if error.orig else None
        if known is None:
            raise
        raise known from error


def close_quietly(connection: Connection) -> None:
    """Close a SQLAlchemy connection, ignoring errors of the disk."""
    with suppress(DBAPIError, sqlite3.Error):
        connection.close()

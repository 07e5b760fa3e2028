"""SQLAlchemy on a connection that is open already.  Loaded for the first write, not for reading."""

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
    """An engine that uses this connection and begins its transactions at once.

    The driver's own idea of when a transaction begins would leave reads outside of it.
    """
    engine = create_engine("sqlite+pysqlite://", creator=lambda: raw, poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


@contextmanager
def translated_sqlalchemy(path: Path) -> Iterator[None]:
    """``db.sqlite_errors.translated`` for what comes by way of SQLAlchemy as well."""
    try:
        with translated(path):
            yield
    except DBAPIError as error:
        known = from_sqlite(error.orig, path) if error.orig else None
        if known is None:
            raise
        raise known from error


def close_quietly(connection: Connection) -> None:
    """Close SQLAlchemy's side of a connection; what the disk says to that no longer matters."""
    with suppress(DBAPIError, sqlite3.Error):
        connection.close()

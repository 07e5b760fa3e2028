"""What is done before each statement of a cabinet's connections."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Self

import pytest


@contextmanager
def at_each_statement(monkeypatch: pytest.MonkeyPatch, act: Callable[[str], None]) -> Iterator[None]:
    """Call something before each statement of all connections of a cabinet."""

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Sequence[str] = (), /) -> Self:  # type: ignore[override]
            act(sql)
            return super().execute(sql, parameters)

    class Connection(sqlite3.Connection):
        def cursor(self, _factory: object = None, /) -> Cursor:  # type: ignore[override]
            return super().cursor(Cursor)

        def execute(self, sql: str, parameters: Sequence[str] = (), /) -> sqlite3.Cursor:  # type: ignore[override]
            act(sql)
            return super().execute(sql, parameters)

        def commit(self) -> None:
            act("COMMIT")
            super().commit()

    connect = partial(sqlite3.connect, factory=Connection)

    with monkeypatch.context() as patched:
        patched.setattr("db.connect.sqlite3.connect", connect)
        yield

"""The search for words in databases is not blind where their pages split them, nor to what was deleted."""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.outputs.tokens import words_in

TOKENS = [f"鷲鷹{number:04d}鶴鴨" for number in range(400)]


def made(path: Path, cell: str | bytes) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA page_size=1024")
    raw.execute("PRAGMA secure_delete=OFF").fetchone()
    raw.execute("CREATE TABLE held (words)")
    raw.execute("INSERT INTO held VALUES (?)", (cell,))
    return raw


@pytest.mark.parametrize("packed", [False, True])
def test_words_are_found_whatever_page_they_end_on(tmp_path: Path, packed: bool) -> None:
    path, words = tmp_path / "a.db", "、".join(TOKENS)
    made(path, lzma.compress(words.encode()) if packed else words).close()
    raw = path.read_bytes().decode("utf-8", "ignore")
    assert not all(token in raw for token in TOKENS)
    found = words_in(path)
    assert [token for token in TOKENS if token not in found] == []


def test_what_was_deleted_is_found_in_the_pages_that_are_left(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(made(path, "、".join(TOKENS))) as raw:
        raw.execute("DELETE FROM held")
    found = words_in(path)
    assert len([token for token in TOKENS if token in found]) > len(TOKENS) * 0.9


def test_what_stands_in_the_wal_alone_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(made(path, "")) as raw:
        raw.execute("PRAGMA journal_mode=WAL").fetchone()
        raw.execute("INSERT INTO held VALUES (?)", ("、".join(TOKENS),))
        found = words_in(path.with_name("a.db-wal"))
    assert len([token for token in TOKENS if token in found]) > len(TOKENS) * 0.9

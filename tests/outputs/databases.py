"""All words of an SQLite database, by SQL and in its pages: live, deleted, and split over pages."""

from __future__ import annotations

import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

MAGIC: Final = b"SQLite format 3\0"
_POINTER: Final = 4
"""Bytes at the start of an overflow page: the number of the next one."""

_WAL_HEAD: Final = 32
_FRAME_HEAD: Final = 24
_WAL_MAGIC: Final = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def is_database(data: bytes) -> bool:
    """Whether these are the bytes of a database or of its ``-wal``."""
    return data.startswith(MAGIC) or data[:4] in _WAL_MAGIC


def words_in_pages(data: bytes) -> str:
    """What stands in the pages, also where it goes on from one to the next."""
    joined = b"".join(page[_POINTER:] for page in _pages(data))
    return joined.decode("utf-8", "ignore")


def _pages(data: bytes) -> Iterator[bytes]:
    if data.startswith(MAGIC):
        size = int.from_bytes(data[16:18], "big") or 1
        size = 65_536 if size == 1 else size
        yield from (data[at : at + size] for at in range(0, len(data), size))
        return
    size = int.from_bytes(data[8:12], "big")
    for at in range(_WAL_HEAD, len(data), _FRAME_HEAD + size):
        yield data[at + _FRAME_HEAD : at + _FRAME_HEAD + size]


def words_in_cells(path: Path) -> str:
    """What SQLite reads in every table; compressed cells are unpacked."""
    found: list[str] = []
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        raw.text_factory = bytes
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            with suppress(sqlite3.Error):  # a table of the search that holds no words itself
                for row in raw.execute(f'SELECT * FROM "{name.decode()}"'):
                    found += [unpacked(cell) for cell in row if isinstance(cell, bytes)]
    return "\n".join(found)


def unpacked(cell: bytes) -> str:
    """The words of a cell or part, unpacked where it is compressed."""
    with suppress(lzma.LZMAError):
        return lzma.decompress(cell).decode("utf-8", "ignore")
    return cell.decode("utf-8", "ignore")

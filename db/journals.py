"""The files that SQLite keeps beside a database: whether they belong to it, and how to remove them.

SQLite would apply a journal to any file of the right name.  So each write names its predecessor in the file
(``last_write`` is ``name.base``), and a journal that mentions neither the file's state nor the one before
does not belong to it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from db.examine import Identity
from db.witness import Look, read_state
from pia_desktop.held import replace_patiently

_LINK: Final = re.compile(rb"([0-9a-f]{32})\.([0-9a-f]{32})")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 80
JournalPlaces = dict[Path, tuple[int, int]]
"""Files beside a cabinet, with the (device, inode) of each."""


def linked(name: str, base: str) -> str:
    """The stored form of a write: its name and that of the write the file held before."""
    return f"{name}.{base}"


def belongs(path: Path, leftover: Path) -> bool:
    """Whether a journal left by a crashed process belongs to the file; True where neither says.

    Raises OSError where the file cannot be read for the moment: nobody knows then whose the journal is.
    """
    found = read_state(path)
    names = set(_names_in(leftover)) if found else set()
    return found is None or not names or bool(names & _own_names(found, leftover))


def _own_names(found: Identity, leftover: Path) -> set[bytes]:
    own = {(found.write_name or found.uid).encode()}
    # A rollback journal holds the old pages; the file may already hold new ones.
    if leftover.name.endswith("-journal"):
        own.add(found.write_base.encode())
    return own


def _names_in(file: Path) -> Iterator[bytes]:
    rest = b""
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            for link in _LINK.finditer(rest + chunk):
                yield from link.groups()
            rest = (rest + chunk)[-_OVERLAP:]


def set_aside(path: Path, journals: Iterable[Path]) -> None:
    """Rename the journals of a vanished cabinet, so that SQLite does not apply them to its successor.

    They are kept because they may hold the last edits.  Raises OSError.
    """
    for journal in journals:
        if journal.exists():
            replace_patiently(journal, journal.with_name(f"{journal.name}.{uuid.uuid4().hex[:8]}.old"))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)


def find_journals(path: Path) -> JournalPlaces:
    """The files that SQLite has created beside a file open in WAL mode."""
    files = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    return {file: look.place for file in files if (look := Look.at(file))}


def remove_journals(ours: JournalPlaces) -> None:
    """Remove these files, unless another program has replaced them since."""
    for file, place in ours.items():
        look = Look.at(file)
        # Windows does not always say which file an open -shm is.  It lets nobody remove one that is in use,
        # and nothing is in it that SQLite does not make anew.
        nameless = place[1] == 0 and file.name.endswith("-shm")
        if look is not None and (nameless or look.place == place):
            with suppress(OSError):
                file.unlink()

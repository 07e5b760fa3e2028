"""Opens a cabinet file by path, trusting nothing in it until it is checked."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

from db.backup import copy_database, is_backup, newest_backup, temporary_path
from db.claim import Claim
from db.connect import Channel, connect_raw
from db.errors import (
    CabinetDamaged,
    CabinetExists,
    CabinetInUse,
    CabinetNameTooLong,
    CabinetNotFound,
    CabinetTooNew,
    CabinetUnwritable,
    DiskFull,
    NotACabinet,
    QuotaUsedUp,
    from_system,
    held_words,
)
from db.examine import Identity, Schema, examine, leftovers, look_at
from db.journals import belongs, set_aside
from db.migrate import (
    Plan,
    UnknownRevision,
    copy_before_upgrade,
    create_schema,
    expected_schema,
    upgrade_file,
)
from db.records import Holder
from db.sqlite_errors import translated
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import CabinetError
from pia_desktop.held import PATIENCE, is_held, patiently, replace_patiently
from pia_desktop.i18n import _
from pia_desktop.moments import now_words
from pia_desktop.reasons import system_words
from pia_desktop.temporary import NoTemporaryFolder, TemporaryFolder

_LETTING_GO: Final = 0.3
_PAUSE: Final = 0.05
_LONGEST_NAME: Final = 255
"""Of a file name: bytes, on Windows UTF-16 units."""

_open_here: Counter[tuple[int, int]] = Counter()
"""Number of open handles per file in this process.  Opening and closing one of these files without SQLite
would drop SQLite's POSIX locks on it.
"""

_descriptors: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
"""Descriptors of such files, closed with the last of their connections for the same reason."""


@dataclass
class Opened:
    """An open file.  ``place`` is its (device, inode), which shows whether it has been replaced.

    ``writer`` is None if it is open for reading only, ``reason`` says why; ``held`` means that another
    program keeps it for the moment; ``whole`` is False if another program's reading barred part of what a
    killed process left from being brought in.
    """

    path: Path
    reader: Channel
    writer: Channel | None
    claim: Claim | None
    holder: Holder | None
    reason: str
    identity: Identity
    place: tuple[int, int]
    temporary: ExitStack
    descriptor: int = -1
    held: bool = False
    whole: bool = True
    released: bool = False

    def to_disk(self) -> None:
        """Sync the file to disk.  Raises CabinetUnwritable."""
        try:
            os.fsync(self.descriptor)
        except OSError as error:
            raise CabinetUnwritable(self.path, system_words(error)) from error

    def release(self) -> None:
        """Note that the connections are closed: opening the file elsewhere can no longer drop their locks."""
        if not self.released:
            self.released = True
            _release_here(self.place, self.descriptor)

    def close(self) -> None:
        """Close the connections, delete temporary copies, release the claim.

        The reader is closed last: the last connection to close would checkpoint ``-wal``, which a reader
        cannot.
        """
        if self.writer:
            self.writer.close()
        self.reader.close()
        self.release()
        self.temporary.close()
        if self.claim:
            self.claim.release()


@dataclass(frozen=True, slots=True)
class _Standing:
    """This process's rights to a file: it holds the claim, another process does, or writing is barred."""

    claim: Claim | None = None
    holder: Holder | None = None
    reason: str = ""
    held: bool = False


def _release_here(place: tuple[int, int], descriptor: int) -> None:
    """Count one opening of a file in this process less."""
    _open_here[place] -= 1
    if descriptor >= 0:
        _descriptors[place].append(descriptor)
    if not _open_here[place]:
        del _open_here[place]
        for waiting in _descriptors.pop(place, []):
            with suppress(OSError):
                os.close(waiting)


def place_of(path: Path) -> tuple[int, int]:
    """(device, inode) of a file.  Raises CabinetError."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise CabinetNotFound(path) from error
    return found.st_dev, found.st_ino


def _check_name(path: Path) -> None:
    """Raise CabinetNameTooLong if the names of files beside the cabinet, up to ``-journal``, are too long."""
    longest = path.name + "-journal"
    length = len(longest.encode("utf-16-le")) // 2 if os.name == "nt" else len(os.fsencode(longest))
    if length > _LONGEST_NAME:
        raise CabinetNameTooLong(path)


def create_empty(path: Path, plan: Plan) -> None:
    """Create an empty cabinet, all or nothing; never replaces a file.  Raises CabinetError."""
    _check_name(path)
    temporary = temporary_path(path)
    try:
        with translated(path):
            temporary.touch(exist_ok=False)
            with closing(connect_raw(temporary, "mode=rw")) as raw:
                raw.execute("PRAGMA synchronous=FULL")
                create_schema(raw, plan)
                row = (uuid.uuid4().hex, now_words())
                raw.execute("INSERT INTO cabinet VALUES (1, ?, ?, 0, '')", row)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        with _removed_if_empty(path):
            set_aside(path, [path.with_name(path.name + ending) for ending in ("-wal", "-journal")])
            replace_patiently(temporary, path)
    except FileExistsError as error:
        raise CabinetExists(path) from error
    except OSError as error:
        raise from_system(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def _removed_if_empty(path: Path) -> Iterator[None]:
    """Remove the empty file that has reserved a name if the block fails: it would bar a second try."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            if not path.stat().st_size:
                path.unlink()
        raise


def open_file(path: Path, plan: Plan, *, read_only: bool) -> Opened:
    """Check and open a file, for writing if possible.  Raises CabinetError and leaves the file untouched."""
    try:
        path = path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise CabinetNotFound(path) from error
    place = place_of(path)
    _check_name(path)
    wal = False if place in _open_here else look_at(path).wal
    standing = _stand(path, read_only=read_only)
    try:
        with _only_cabinet_errors(path):
            if standing.claim:
                opened = _open_for_writing(path, plan, standing)
            elif standing.holder:
                opened = _open_with_holder(path, plan, standing)
            else:
                opened = _open_for_reading(path, plan, standing, wal=wal)
    except BaseException:
        if standing.claim:
            standing.claim.release()
        raise
    _open_here[place] += 1
    return opened


@contextmanager
def _only_cabinet_errors(path: Path) -> Iterator[None]:
    """While a file is being checked, treat every SQLite error as damage."""
    backup = partial(newest_backup, path)
    try:
        with translated(path, backup):
            yield
    except UnknownRevision as error:
        if error.newer:
            raise CabinetTooNew(path) from error
        raise NotACabinet(path, _("its version is unknown")) from error
    except sqlite3.Error as error:
        raise CabinetDamaged(path, str(error)[:120], backup()) from error
    except NoTemporaryFolder as error:
        raise CabinetError(error.message, error.remedy) from error
    except OSError as error:
        raise from_system(path, error) from error


def _stand(path: Path, *, read_only: bool) -> _Standing:
    claim = Claim(path)
    barred, held = _why_barred(path)
    try:
        taken = not barred and (claim.acquire() or (not read_only and _acquire_patiently(claim)))
    except OSError as error:
        taken, barred = False, system_words(error)
    if barred:
        # Another user with write access may still have it open.
        holder = claim.holder() if claim.note_path.exists() else None
        return _Standing(None, holder, barred, held)
    if not taken:
        holder = claim.holder()
        return _Standing(None, holder, held_words(path, holder))
    if read_only:
        claim.release()
        return _Standing()
    return _Standing(claim)


def _acquire_patiently(claim: Claim) -> bool:
    """Retry briefly while the owner is releasing the claim; longer while no owner is named."""
    end = time.monotonic() + (_LETTING_GO if claim.note_path.exists() else PATIENCE)
    while time.monotonic() < end:
        time.sleep(_PAUSE)
        if claim.acquire():
            return True
    return False


def _why_barred(path: Path) -> tuple[str, bool]:
    """Why the file cannot be written, empty if it can; and whether another program merely holds it."""
    if is_backup(path):
        return _("this is a backup, which is kept as it is; to work in it, take it out as a cabinet"), False
    if place_of(path) in _open_here:
        return "", False
    try:
        patiently(lambda: path.open("r+b").close())
    except OSError as error:
        return system_words(error), is_held(error)
    return "", False


def _checked(raw: sqlite3.Connection, path: Path, plan: Plan) -> Identity:
    def expected(revision: str) -> Schema:
        return expected_schema(plan, revision)

    return examine(raw, path, path.stat().st_size, expected, partial(newest_backup, path))


@contextmanager
def _copied(path: Path) -> Iterator[Path]:
    """A copy of a file that nobody writes to, together with the journals of a crashed process."""
    with TemporaryFolder("desktop") as folder:
        copy = folder.path / path.name
        shutil.copyfile(path, copy)
        strange = _strange_leftovers(path)
        for file in leftovers(path):
            if file not in strange:
                shutil.copyfile(file, copy.with_name(file.name))
        yield copy


def _strange_leftovers(path: Path) -> list[Path]:
    """Journals beside a file that belong to another file, or to another state of it."""
    return [file for file in leftovers(path) if not belongs(path, file)]


def _open_for_writing(path: Path, plan: Plan, standing: _Standing) -> Opened:
    if strange := _strange_leftovers(path):
        set_aside(path, strange)
    if leftovers(path):
        # Reading in place would replay the journal, and the file may yet be rejected.
        with _copied(path) as copy, closing(connect_raw(copy, "mode=rw")) as raw:
            identity = _checked(raw, path, plan)
    else:
        with closing(connect_raw(path, "mode=ro&immutable=1")) as raw:
            identity = _checked(raw, path, plan)
    if identity.revision != plan.head:
        _upgrade(path, identity.revision, plan)
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        writer = Channel(connect_raw(path, "mode=rw"), path)
        writer.raw.execute("PRAGMA synchronous=FULL")
        # The writer recovers the journal of a crashed process first; the reader cannot.
        writer.raw.execute("PRAGMA user_version").fetchone()
        whole = writer.checkpoint("TRUNCATE")
        opened = _opened(path, standing, _reader(path, "mode=ro"), writer, identity, ExitStack())
    except BaseException:
        os.close(descriptor)
        raise
    opened.descriptor, opened.whole = descriptor, whole
    return opened


def _upgrade(path: Path, revision: str, plan: Plan) -> None:
    copy = copy_before_upgrade(path, revision)
    try:
        upgrade_file(path, plan)
    except (DiskFull, QuotaUsedUp, CabinetInUse):
        # The copy may take the very room that is wanted, and a second try makes another.
        with suppress(OSError):
            if not leftovers(path):
                copy.unlink()
        raise


def _open_with_holder(path: Path, plan: Plan, standing: _Standing) -> Opened:
    """Open for reading while another process writes; SQLite's locks coordinate the two."""
    raw = connect_raw(path, "mode=ro")
    try:
        identity = _checked(raw, path, plan)
        if identity.revision == plan.head:
            return _opened(path, standing, Channel(raw, path), None, identity, ExitStack())
        with ExitStack() as temporary:
            copy = temporary.enter_context(TemporaryFolder("desktop")).path / path.name
            copy_database(raw, copy)
            raw.close()
            upgrade_file(copy, plan)
            return _opened(path, standing, _reader(copy, "mode=rw"), None, identity, temporary.pop_all())
    except BaseException:
        raw.close()
        raise


def _open_for_reading(path: Path, plan: Plan, standing: _Standing, *, wal: bool) -> Opened:
    """Open a file that nobody else has open, for reading, leaving nothing beside it."""
    with ExitStack() as temporary:
        plain = not wal and not leftovers(path)
        here = path if plain else temporary.enter_context(_copied(path))
        with closing(connect_raw(here, "mode=ro" if plain else "mode=rw")) as raw:
            identity = _checked(raw, here, plan)
        if identity.revision != plan.head:
            here = temporary.enter_context(_copied(path)) if plain else here
            upgrade_file(here, plan)
            plain = False
        reader = _reader(here, "mode=ro" if plain else "mode=rw")
        return _opened(path, standing, reader, None, identity, temporary.pop_all())


def _reader(path: Path, options: str) -> Channel:
    raw = connect_raw(path, options)
    raw.execute("PRAGMA query_only=ON")
    return Channel(raw, path)


def _opened(
    path: Path,
    standing: _Standing,
    reader: Channel,
    writer: Channel | None,
    identity: Identity,
    temporary: ExitStack,
) -> Opened:
    return Opened(
        path,
        reader,
        writer,
        standing.claim if writer else None,
        standing.holder,
        standing.reason,
        identity,
        place_of(path),
        temporary,
        held=standing.held,
    )

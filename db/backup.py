"""Automatic copies of a cabinet.

A copy is made whenever a cabinet is opened for writing and differs from the newest copy, so it holds the
state before the day's work.  Each copy is verified first: an unreadable one is kept separately, is never
offered, and never displaces a sound one.  Copies are stored under the cabinet's own id, so they stay with it
when it is moved.  Of the sound copies the newest 5 are kept, then the last of each of the 14 newest days and
of each of the 12 newest months; a copy that somebody has edited is never deleted.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from db.answer_cache import AnswerCache
from db.connect import connect_raw
from db.contents import ContentsFault, read_root
from db.errors import CabinetDamaged, CabinetUnwritable
from db.examine import Identity, read_identity
from db.read_sql import LIST
from db.sqlite_errors import translated
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.files import write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.held import replace_patiently
from pia_desktop.paths import user_data_dir
from pia_desktop.reasons import system_words

KEEP_NEWEST: Final = 5
KEEP_DAYS: Final = 14
KEEP_MONTHS: Final = 12
KEEP_BROKEN: Final = 2
PRIVATE: Final = 0o600
_FORMAT: Final = "%Y-%m-%dT%H-%M-%S"
_NAME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)(\.broken)?\.pia")
_PLACE: Final = "place.txt"
"""File beside the copies with the cabinet's path when the last one was made."""

_ZONE_STEP: Final = 15 * 60
_ZONES_APART: Final = 26 * 60 * 60
"""Seconds by which times of zones differ: whole steps, and at most so many."""

_STEP: Final = 1_000
"""Pages copied between two looks whether the copy is still wanted: some ten milliseconds."""


class _Ended(Exception):
    """The copy is no longer wanted."""


def never() -> bool:
    """A copy that nobody stops."""
    return False


@dataclass(frozen=True, slots=True)
class Chain:
    """The copies of one cabinet, newest first, and the cabinet's last known path (empty if unknown)."""

    folder: Path
    place: str
    backups: tuple[Path, ...]


def _home() -> Path:
    return user_data_dir() / "backups"


def backup_folder(uid: str) -> Path:
    """Folder of the copies of the cabinet with this id, in the user's data folder; not created here."""
    return _home() / hashlib.sha256(uid.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _former_folder(path: Path) -> Path:
    """Where earlier releases kept a cabinet's copies, named after its path."""
    whole = path.resolve()
    mark = hashlib.sha256(os.fsencode(whole)).hexdigest()[:8]
    return _home() / f"{whole.stem[:60]}-{mark}"


def is_backup(path: Path) -> bool:
    """Whether a file is one of the copies, which are only ever opened for reading."""
    with suppress(OSError):
        return bool(_NAME.fullmatch(path.name)) and path.resolve().is_relative_to(_home().resolve())
    return False


def chains() -> tuple[Chain, ...]:
    """The copies of all cabinets, most recently copied cabinet first."""
    with suppress(OSError):
        found = [chain_in(folder) for folder in _home().iterdir() if folder.is_dir()]
        kept = [chain for chain in found if chain.backups]
        newest = newest_first(chain.backups[0] for chain in kept)
        return tuple(sorted(kept, key=lambda chain: newest.index(chain.backups[0])))
    return ()


def chain_in(folder: Path) -> Chain:
    """The copies in one folder."""
    place = ""
    with suppress(OSError, UnicodeDecodeError):
        place = (folder / _PLACE).read_text(encoding="utf-8").strip()
    return Chain(folder, place, tuple(_backups_in(folder)))


def _backups_in(folder: Path, now: datetime | None = None) -> list[Path]:
    try:
        found = list(folder.iterdir())
    except OSError:
        return []
    return newest_first((file for file in found if _NAME.fullmatch(file.name)), now)


def newest_first(files: Iterable[Path], now: datetime | None = None) -> list[Path]:
    """Copies by time; those dated in the future, made while the clock was wrong, come last.

    Their names alone would put a copy behind earlier ones after a journey to the west, or when summer ends.
    """
    tomorrow = ((now or datetime.now()) + timedelta(days=1)).timestamp()

    def order(file: Path) -> tuple[bool, float, str]:
        made = _made_at(file)
        return made <= tomorrow, made, file.name

    return sorted(files, key=order, reverse=True)


def backups_of(path: Path) -> list[Path]:
    """Sound copies of the cabinet at this path, newest first.

    File names give the local time, ``2025-01-31T12-00-00.pia``.  The cabinet itself is not opened: it may be
    damaged.
    """
    here = str(path.resolve())
    files = [file for chain in chains() if chain.place == here for file in chain.backups]
    files += _backups_in(_former_folder(path))
    return newest_first(file for file in files if is_sound(file))


def newest_backup(path: Path) -> Path | None:
    """The newest sound copy of a cabinet, offered when it is damaged."""
    return next(iter(backups_of(path)), None)


def is_sound(backup: Path) -> bool:
    """Whether a copy could be read completely when it was made."""
    return not backup.stem.endswith(".broken")


def moment_of(backup: Path) -> datetime:
    """When a copy was made, in local time."""
    return datetime.fromtimestamp(_made_at(backup))


def _made_at(backup: Path) -> float:
    """The same, as seconds; 0 for a name that is no time."""
    written = _unchanged_since(backup)
    if written is None:
        with suppress(OSError, OverflowError, ValueError):
            return _named(backup).timestamp()
    return written or 0.0


def _named(backup: Path) -> datetime:
    """The time in the name of a copy.  Raises ValueError."""
    return datetime.strptime(backup.name[:19], _FORMAT)


def _unchanged_since(backup: Path) -> float | None:
    """When a copy was last written, in seconds, if that is the time in its name; else None.

    The name has the local time of then: where the zone is another one by now, they differ by its quarters of
    an hour, to the second.
    """
    with suppress(OSError, OverflowError, ValueError):
        written = backup.stat().st_mtime
        beyond = (datetime.fromtimestamp(written) - _named(backup)).total_seconds()
        # Earlier releases named a copy shortly before writing it.
        same = 0 <= beyond < 120
        elsewhere = abs(beyond) <= _ZONES_APART and beyond % _ZONE_STEP == 0
        return written if same or elsewhere else None
    return None


def untouched(backup: Path) -> bool:
    """Whether a copy is unchanged: its modification time is that in its name."""
    beside = (backup.with_name(backup.name + ending) for ending in ("-wal", "-journal"))
    return _unchanged_since(backup) is not None and not any(file.exists() for file in beside)


def mode_of(path: Path, otherwise: int = PRIVATE) -> int:
    """The permission bits of a file, ``otherwise`` if it is gone; copies never get more."""
    with suppress(OSError):
        return path.stat().st_mode & 0o666
    return otherwise


def temporary_path(target: Path) -> Path:
    """Temporary path for a file that will be renamed to ``target``; shortened if the file system needs it."""
    return target.with_name(f".{target.name[:40]}.{os.getpid()}.tmp")


def copy_database(raw: sqlite3.Connection, target: Path, mode: int = PRIVATE) -> None:
    """Copy an open database to a file, all or nothing.  Raises sqlite3.Error and OSError.

    The copy is verified before it is renamed to ``target``, and has no ``-wal`` or ``-shm`` file.
    """
    temporary = temporary_path(target)
    try:
        _write_copy(raw, temporary)
        temporary.chmod(mode)
        replace_patiently(temporary, target)
    finally:
        _remove_copy(temporary)


def _write_copy(raw: sqlite3.Connection, temporary: Path) -> None:
    """Write the copy, unreadable for other users until it is complete.  Raises sqlite3.Error and OSError."""
    _copy_pages(raw, temporary)
    _verify(temporary)


def _copy_pages(raw: sqlite3.Connection, temporary: Path, ended: Callable[[], bool] = never) -> None:
    """Copy a database as it is now.  Raises sqlite3.Error, OSError, and _Ended when ``ended`` says so."""

    def go_on(_status: int, _remaining: int, _total: int) -> None:
        if ended():
            raise _Ended

    temporary.unlink(missing_ok=True)
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
    with closing(sqlite3.connect(temporary, isolation_level=None)) as copy, _reading(raw):
        raw.backup(copy, pages=_STEP, progress=go_on)


@contextmanager
def _reading(raw: sqlite3.Connection) -> Iterator[None]:
    """Read one state throughout: a copy in steps would begin anew with each write of others."""
    if raw.in_transaction:
        yield
        return
    raw.execute("BEGIN")
    try:
        raw.execute("SELECT 1 FROM sqlite_master").fetchone()  # the state is that of the first look
        yield
    finally:
        with suppress(sqlite3.Error):
            raw.execute("ROLLBACK")


def _verify(temporary: Path) -> None:
    """Check a copy, and have it on the disk.  Raises sqlite3.Error and OSError."""
    with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE").fetchone()
        (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    with temporary.open("r+b") as file:
        os.fsync(file.fileno())


def _remove_copy(temporary: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def back_up(path: Path, now: datetime | None = None, ended: Callable[[], bool] = never) -> Path | None:
    """Make a copy of a cabinet unless the newest copy is identical; returns the new copy's path.

    Call from a thread after opening; reading does not block a writer.  Raises CabinetError, which the caller
    should show and otherwise ignore: a missing copy must not stop the work.  A damaged cabinet is not copied.
    The cabinet is left at once when ``ended`` says so: whoever still reads it when it is closed keeps its
    ``-wal`` beside it.
    """
    made = (now or datetime.now()).replace(microsecond=0)
    folder = backup_folder("")
    with translated(path, partial(newest_backup, path)):
        raw = connect_raw(path, "mode=ro")
        try:
            identity = read_identity(raw, "")
            if identity is None:
                raise CabinetDamaged(path, "cabinet", newest_backup(path))
            folder = _folder_of(path, identity)
            if _is_kept(identity, folder, made):
                _note_place(folder, path)
                return None
            with translated(folder):  # errors from here on are those of the backup folder's disk
                target = _kept_copy(raw, folder, made, ended)
            _note_place(folder, path)
        except _Ended:
            return None
        except OSError as error:
            raise CabinetUnwritable(folder, system_words(error)) from error
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) is None:
                raise CabinetDamaged(path, str(error), newest_backup(path)) from error
            raise
        finally:
            raw.close()
    for old in superfluous(_backups_in(folder, made)):
        if untouched(old):
            with suppress(OSError):
                old.unlink()
    return target


def _kept_copy(raw: sqlite3.Connection, folder: Path, made: datetime, ended: Callable[[], bool]) -> Path:
    """Copy, close the connection, then verify and keep the copy; all or nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = folder / f".{os.getpid()}.tmp"
    try:
        _copy_pages(raw, temporary, ended)
        raw.close()
        _verify(temporary)
        with closing(connect_raw(temporary, "mode=ro&immutable=1")) as copy:
            ending = "" if _readable(copy) else ".broken"
        target = folder / f"{made.strftime(_FORMAT)}{ending}.pia"
        os.utime(temporary, (made.timestamp(), made.timestamp()))
        replace_patiently(temporary, target)
    finally:
        _remove_copy(temporary)
    return target


def backups_under(uid: str) -> tuple[Path, ...]:
    """All copies of the cabinet with this id, newest first."""
    return chain_in(backup_folder(uid)).backups


def drop_backups(uid: str) -> int:
    """Delete all copies of a cabinet that nobody has edited; returns how many could not be deleted."""
    for file in backups_under(uid):
        if untouched(file):
            with suppress(OSError):
                file.unlink()
    return len(backups_under(uid))


def _folder_of(path: Path, identity: Identity) -> Path:
    """The folder of a cabinet's copies; moves copies that are still stored under its path."""
    folder, former = backup_folder(identity.uid), _former_folder(path)
    newest = next(iter(_backups_in(former)), None)
    found = _identity(newest) if newest is not None else None
    if found is not None and found.uid == identity.uid and not folder.exists():
        former.rename(folder)
    return folder


def _is_kept(identity: Identity, folder: Path, now: datetime) -> bool:
    newest = next(iter(_backups_in(folder, now)), None)
    return newest is not None and untouched(newest) and _identity(newest) == identity


def _note_place(folder: Path, path: Path) -> None:
    here = str(path.resolve())
    if chain_in(folder).place != here:
        with suppress(UserError, OSError, UnicodeEncodeError):
            write_bytes(folder / _PLACE, here.encode("utf-8"))


def _readable(copy: sqlite3.Connection) -> bool:
    """Whether every assessment and version is unaltered and fits its form."""
    answer_cache = AnswerCache()
    try:
        for row in copy.execute(LIST).fetchall():
            form = find_form(row[1], row[2])
            read_root(copy, form, row[0], answer_cache.of(form))
        for digest, data in copy.execute("SELECT digest, contents FROM version"):
            if hashlib.sha256(data).hexdigest() != digest:
                return False
    except (ContentsFault, UserError, sqlite3.Error, UnicodeDecodeError):
        return False
    return True


def _identity(path: Path) -> Identity | None:
    try:
        with closing(connect_raw(path, "mode=ro&immutable=1")) as raw:
            return read_identity(raw, "")
    except sqlite3.Error:
        return None


def superfluous(backups: Iterable[Path]) -> list[Path]:
    """Which of these copies, given newest first, need not be kept."""
    every = list(backups)
    files = [file for file in every if is_sound(file)]
    broken = [file for file in every if not is_sound(file)]
    kept = {
        *broken[:KEEP_BROKEN],
        *files[:KEEP_NEWEST],
        *_last_of(files, 10, KEEP_DAYS),
        *_last_of(files, 7, KEEP_MONTHS),
    }
    return [file for file in every if file not in kept]


def _last_of(files: list[Path], digits: int, count: int) -> list[Path]:
    """The newest file of each of the newest ``count`` days or months."""
    lead: Callable[[Path], str] = lambda file: file.name[:digits]  # noqa: E731
    newest: dict[str, Path] = {}
    for file in files:
        newest.setdefault(lead(file), file)
    return list(newest.values())[:count]

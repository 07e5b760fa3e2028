"""What can be wrong with a cabinet file, in the user's words: which file, what happened, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from db.reasons import is_full, is_over_quota, system_words, why_not_written, words_of_a_held_file
from db.records import Holder
from pia_desktop.errors import CabinetError
from pia_desktop.held import holds, is_held
from pia_desktop.i18n import _
from pia_desktop.moments import local_time

_WRONG_SORT = 3091  # SQLITE_CONSTRAINT_DATATYPE, for which Python 3.11 has no name

FindsBackup = Callable[[], Path | None]
"""Finds the newest backup, asked only where an error is to name it: all backups are looked through for it."""


def no_backup() -> None:
    """Where none is to be named."""


class CabinetNotFound(CabinetError):
    """There is no such file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} was not found.").format(path=path),
            _("Check its name and place; connect the USB stick or network drive it lies on."),
        )


class CabinetExists(CabinetError):
    """A new cabinet must not replace a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("The file {path} exists already.").format(path=path), _("Choose another name."))


class NotACabinet(CabinetError):
    """The file is something else, or holds what this program never puts into a cabinet."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            _("{path} is not a cabinet of this program: {why}.").format(path=path, why=why),
            _("Choose another file; this one was not changed."),
        )


class CabinetDamaged(CabinetError):
    """The file is a cabinet, but parts of it are broken."""

    def __init__(self, path: Path, why: str, backup: Path | None = None) -> None:
        remedy = (
            _("Open the newest backup instead: {backup}").format(backup=backup)
            if backup
            else _("Open a backup of it; this file was not changed.")
        )
        super().__init__(_("The cabinet {path} is damaged: {why}.").format(path=path, why=why), remedy)


class WrongContents(CabinetError):
    """The file is sound, but an assessment in it holds what its form does not have."""

    def __init__(self, path: Path, title: str, item: str, why: str, backup: Path | None = None) -> None:
        remedy = (
            _("Open the newest backup instead: {backup}").format(backup=backup)
            if backup
            else _("Open a backup of the cabinet; the other assessments in it can still be used.")
        )
        super().__init__(
            _("The assessment “{title}” in {path} cannot be opened: {item}: {why}").format(
                title=title, path=path, item=item, why=why
            ),
            remedy,
        )


class WrongVersion(WrongContents):
    """A closed version is broken or does not fit its form; the assessment itself is sound."""

    def __init__(
        self, path: Path, title: str, name: str, item: str, why: str, backup: Path | None = None
    ) -> None:
        remedy = (
            _("Open the newest backup to read it: {backup}").format(backup=backup)
            if backup
            else _("Open a backup of the cabinet to read it.")
        )
        message = _("The version “{name}” of “{title}” in {path} cannot be opened: {item}: {why}")
        super(WrongContents, self).__init__(
            message.format(name=name, title=title, path=path, item=item, why=why),
            f"{remedy} {_('The assessment and its other versions can still be used.')}",
        )


class NoSuchAssessment(CabinetError):
    """The cabinet holds no assessment of this id."""

    def __init__(self, path: Path, assessment_id: int) -> None:
        self.assessment_id = assessment_id
        super().__init__(
            _("The cabinet {path} holds no assessment {id}.").format(path=path, id=assessment_id),
            _("Look its number up in the list of the cabinet."),
        )


class NoSuchVersion(CabinetError):
    """The cabinet holds no version of this id."""

    def __init__(self, path: Path, version_id: int) -> None:
        self.version_id = version_id
        super().__init__(
            _("The cabinet {path} holds no version {id}.").format(path=path, id=version_id),
            _("Look its number up in the list of the assessment's versions."),
        )


class NothingToTakeBack(CabinetError):
    """Nothing that was brought in from a file can be taken out again."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("Nothing in {path} was brought back from a file that could be taken out again.").format(
                path=path
            ),
            _("Look its number up in the list of the cabinet."),
        )


class NoSuchReplacement(CabinetError):
    """The cabinet holds no replacement of this id."""

    def __init__(self, path: Path, replacement_id: int) -> None:
        super().__init__(
            _("The cabinet {path} holds no replacement {id}.").format(path=path, id=replacement_id),
            _("Look its number up in the list of replacements."),
        )


class CabinetNameTooLong(CabinetError):
    """The system has no room for the names of the files that lie beside it while it is open."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The name of the cabinet is too long: {path}").format(path=path),
            _("Choose a shorter name; nothing was changed."),
        )


class CabinetTooNew(CabinetError):
    """A newer program has written it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} was written by a newer version of this program.").format(path=path),
            _("Open it with the newer version; this file was not changed."),
        )


class CabinetInUse(CabinetError):
    """Another process keeps the file locked for now."""

    def __init__(self, path: Path, holder: Holder | None = None) -> None:
        super().__init__(
            held_words(path, holder)
            if holder
            else _("The cabinet {path} is being used by another program.").format(path=path),
            _("Close it there; saving goes on by itself then."),
        )


class CabinetReadOnly(CabinetError):
    """The file can be read and not written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} cannot be written; it is open for reading only.").format(path=path),
            _("Save a copy in a place where you may write, and work on that."),
        )


class DiskFull(CabinetError):
    """No room is left."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The disk of {path} is full.").format(path=path),
            _(
                "Make room on it or save a copy elsewhere; "
                "nothing you typed is lost while this window is open."
            ),
        )


class QuotaUsedUp(DiskFull):
    """The user has used up what they may of a disk that has room."""

    def __init__(self, path: Path) -> None:
        CabinetError.__init__(
            self,
            _("The space that you may use on the disk of {path} (your quota) is used up.").format(path=path),
            _(
                "Delete something of yours there, ask for more space, or save a copy elsewhere; "
                "nothing you typed is lost while this window is open."
            ),
        )


class CabinetGone(CabinetError):
    """The file was there and has vanished: a stick was pulled, a share is gone, the file was moved."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} has disappeared.").format(path=path),
            _(
                "Connect the USB stick or network drive again, or save a copy elsewhere; "
                "nothing you typed is lost while this window is open."
            ),
        )


class CabinetSwapped(CabinetError):
    """Another file, or another state of it, now lies where the open cabinet lay."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("Another file now lies at {path}.").format(path=path),
            _("Save a copy elsewhere; nothing you typed is lost while this window is open."),
        )


class CabinetUnwritable(CabinetError):
    """The system refuses to read or write, for a reason of its own."""

    def __init__(self, path: Path, why: str, remedy: str = "") -> None:
        super().__init__(
            _("The cabinet {path} could not be read or written: {why}.").format(path=path, why=why),
            remedy or _("Try again, or save a copy elsewhere."),
        )


class CabinetHeld(CabinetUnwritable):
    """Another program keeps the file from being opened, most often for a moment."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, words_of_a_held_file(), _("Wait a moment, then open it again."))


def from_system(path: Path, error: OSError) -> CabinetUnwritable:
    """What an error of the system at a cabinet's file means to the user."""
    return CabinetHeld(path) if is_held(error) else CabinetUnwritable(path, system_words(error))


class SavingBroken(CabinetError):
    """A fault in the program keeps edits from being saved."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("A fault in the program keeps it from saving to {path}.").format(path=path),
            _("Save a copy elsewhere, close the program and open it again."),
        )


def held_words(path: Path, holder: Holder) -> str:
    """Who has the cabinet, in one sentence."""
    if not holder.user and not holder.host:
        return _("Someone else has the cabinet {path} open.").format(path=path)
    return _("{user} on {host} has the cabinet {path} open since {since}.").format(
        user=holder.user or "?", host=holder.host or "?", path=path, since=_local(holder.since)
    )


def _local(moment: str) -> str:
    at = local_time(moment)
    return at.strftime("%Y-%m-%d %H:%M") if at else "?"


def from_sqlite(error: BaseException, path: Path, backup: FindsBackup = no_backup) -> CabinetError | None:
    """What an error of SQLite means to the user; None where it is a fault of this program."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary == sqlite3.SQLITE_FULL:
        return DiskFull(path)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CabinetInUse(path)
    # A count that a stranger set to the largest there is becomes a fraction when it is raised.
    if code == _WRONG_SORT or primary in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_TOOBIG,
    ):
        return CabinetDamaged(path, str(error), backup())
    if primary in (
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
    ):
        return _from_system(primary, error, path)
    if code is None and "decode to UTF-8" in str(error):  # raised by the sqlite3 module, without a code
        return CabinetDamaged(path, _("text that is not UTF-8"), backup())
    return None


def _from_system(primary: int, error: BaseException, path: Path) -> CabinetError:
    """An error of the disk; SQLite does not tell a full or vanished one from a broken one, so it is tried."""
    try:
        path.stat()
    except OSError:
        return CabinetGone(path)
    refused = why_not_written(path)
    if refused is not None and is_over_quota(refused):
        return QuotaUsedUp(path)
    if refused is not None and is_full(refused):
        return DiskFull(path)
    if holds(path):
        return CabinetHeld(path)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return CabinetReadOnly(path)
    return CabinetUnwritable(path, system_words(refused) if refused else str(error))

"""Errors of a cabinet file in the user's words: which file, what happened, what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

from db.records import Holder
from pia_desktop.errors import CabinetError, DefinitionError, UserError
from pia_desktop.held import holds, is_held
from pia_desktop.i18n import _
from pia_desktop.moments import iso_minute
from pia_desktop.reasons import held_file_advice, is_full, is_over_quota, system_words, write_refusal

_WRONG_SORT = 3091  # SQLITE_CONSTRAINT_DATATYPE, for which Python 3.11 has no name

FindsBackup = Callable[[], Path | None]
"""Finds the newest backup; only called for errors that name it, as it searches all backups."""


def no_backup() -> None:
    """Stands for "no backup to offer"."""


class CabinetNotFound(CabinetError):
    """There is no such file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} was not found.").format(path=path),
            _("Check its name and place; connect the USB stick or network drive it lies on."),
        )


class CabinetExists(CabinetError):
    """A new cabinet would replace an existing file."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("The file {path} exists already.").format(path=path), _("Choose another name."))


class CabinetStillOpen(CabinetError):
    """A copy would replace a cabinet that is open, here or elsewhere."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is a cabinet that is open now; it was left as it is.").format(path=path),
            _("Choose another name."),
        )


class NotACabinet(CabinetError):
    """The file is something else, or contains what this program never writes into a cabinet."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            _("{path} is not a cabinet of this program: {why}.").format(path=path, why=why),
            _("Choose another file; this one was not changed."),
        )


class CabinetDamaged(CabinetError):
    """The file is a cabinet, but parts of it are corrupt."""

    def __init__(self, path: Path, why: str, backup: Path | None = None) -> None:
        remedy = (
            _("Open the newest backup instead: {backup}").format(backup=backup)
            if backup
            else _("Open a backup of it; this file was not changed.")
        )
        super().__init__(_("The cabinet {path} is damaged: {why}.").format(path=path, why=why), remedy)


class WrongContents(CabinetError):
    """The file is sound, but an assessment in it contains something its form does not allow."""

    def __init__(
        self, path: Path, title: str, item: str, why: str, backup: Path | None = None, remedy: str = ""
    ) -> None:
        """``remedy``: what to do where no backup helps."""
        remedy = remedy or (
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
        self.in_short = _("{item}: {why}. {remedy}").format(item=item, why=why, remedy=remedy)
        """What is wrong and what to do, without naming the assessment."""


class NoUsableForm(DefinitionError, WrongContents):
    """The file is sound, but the program has no usable definition of an assessment's form."""

    def __init__(self, path: Path, title: str, edition: str, error: UserError) -> None:
        WrongContents.__init__(self, path, title, edition, error.message, remedy=error.remedy)
        self.faults = error.faults


class WrongVersion(WrongContents):
    """A closed version is corrupt or does not fit its form; the assessment itself is sound."""

    def __init__(
        self,
        path: Path,
        title: str,
        name: str,
        item: str,
        why: str,
        backup: Path | None = None,
        remedy: str = "",
    ) -> None:
        remedy = remedy or (
            _("Open the newest backup to read it: {backup}").format(backup=backup)
            if backup
            else _("Open a backup of the cabinet to read it.")
        )
        message = _("The version “{name}” of “{title}” in {path} cannot be opened: {item}: {why}")
        others = _("The assessment and its other versions can still be used.")
        super(WrongContents, self).__init__(
            message.format(name=name, title=title, path=path, item=item, why=why),
            f"{remedy} {others}",
        )


class NoSuchAssessment(CabinetError):
    """The cabinet has no assessment with this id."""

    def __init__(self, path: Path, assessment_id: int) -> None:
        self.assessment_id = assessment_id
        super().__init__(
            _("The cabinet {path} holds no assessment {id}.").format(path=path, id=assessment_id),
            _("Look its number up in the list of the cabinet."),
        )


class NoSuchVersion(CabinetError):
    """The cabinet has no version with this id."""

    def __init__(self, path: Path, version_id: int) -> None:
        self.version_id = version_id
        super().__init__(
            _("The cabinet {path} holds no version {id}.").format(path=path, id=version_id),
            _("Look its number up in the list of the assessment's versions."),
        )


class ForReviewOnly(CabinetError):
    """The assessment was borrowed for review: its contents and versions cannot be changed."""

    def __init__(self, title: str, assessment_id: int) -> None:
        self.assessment_id = assessment_id
        super().__init__(
            _("“{title}” ({id}) was handed over for review: only notes and remarks can be written.").format(
                title=title or _("(without a name)"), id=assessment_id
            ),
            _("Write a note or a remark; to work on the contents, make a copy of the assessment."),
        )


class InTrash(CabinetError):
    """The assessment that a file returns to is in the trash."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“{name}” is in the trash.").format(name=title or _("(without a name)")),
            _("Take it out of the trash first, then bring the file in once more."),
        )


class NothingToTakeBack(CabinetError):
    """There is no import from a file left to undo."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("Nothing in {path} was brought back from a file that could be taken out again.").format(
                path=path
            ),
            _("Look its number up in the list of the cabinet."),
        )


class NoSuchReplacement(CabinetError):
    """The cabinet has no replacement with this id."""

    def __init__(self, path: Path, replacement_id: int) -> None:
        super().__init__(
            _("The cabinet {path} holds no replacement {id}.").format(path=path, id=replacement_id),
            _("Look its number up in the list of replacements."),
        )


class CabinetNameTooLong(CabinetError):
    """The names of the files beside an open cabinet would exceed the file system's limit."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The name of the cabinet is too long: {path}").format(path=path),
            _("Choose a shorter name; nothing was changed."),
        )


class CabinetTooNew(CabinetError):
    """The file was written by a newer release of this program."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} was written by a newer version of this program.").format(path=path),
            _("Open it with the newer version; this file was not changed."),
        )


class CabinetInUse(CabinetError):
    """Another process has locked the file for the moment."""

    def __init__(self, path: Path, holder: Holder | None = None) -> None:
        super().__init__(
            held_words(path, holder)
            if holder
            else _("The cabinet {path} is being used by another program.").format(path=path),
            _("Close it there and try again; what waits to be saved is saved by itself then."),
        )


class CabinetReadOnly(CabinetError):
    """The file can be read but not written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} cannot be written; it is open for reading only.").format(path=path),
            _("Save a copy in a place where you may write, and work on that."),
        )


class DiskFull(CabinetError):
    """The disk is full."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The disk of {path} is full.").format(path=path),
            _(
                "Make room on it or save a copy elsewhere; "
                "nothing you typed is lost while this window is open."
            ),
        )


class QuotaUsedUp(DiskFull):
    """The user's disk quota is used up."""

    def __init__(self, path: Path) -> None:
        CabinetError.__init__(
            self,
            _("The space that you may use on the disk of {path} (your quota) is used up.").format(path=path),
            _(
                "Delete something of yours there, ask for more space, or save a copy elsewhere; "
                "nothing you typed is lost while this window is open."
            ),
        )


class PartBeside(CabinetError):
    """Everything is on disk, but the file alone does not hold it all: there was no room for that."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("Saved, but a part of it is in {wal} beside the cabinet.").format(wal=f"{path.name}-wal"),
            _(
                "There is no room to put it into the cabinet.  Make room on the disk, "
                "or save a copy elsewhere; until then copy the cabinet only together with that file."
            ),
        )


class CabinetGone(CabinetError):
    """The file has vanished: a stick was pulled, a share is offline, the file was moved."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The cabinet {path} has disappeared.").format(path=path),
            _(
                "Connect the USB stick or network drive again, or save a copy elsewhere; "
                "nothing you typed is lost while this window is open."
            ),
        )


class CabinetUnreadable(CabinetGone):
    """There is a file at the path, but the system does not let it be read for the moment."""

    def __init__(self, path: Path, why: str) -> None:
        CabinetError.__init__(
            self,
            _("The cabinet {path} cannot be read at the moment: {why}.").format(path=path, why=why),
            _(
                "Wait a moment; if it lasts, connect the USB stick or network drive again, or save a copy "
                "elsewhere; nothing you typed is lost while this window is open."
            ),
        )


class CabinetSwapped(CabinetError):
    """The path of the open cabinet now leads to another file, or to another state of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("Another file now lies at {path}.").format(path=path),
            _("Save a copy elsewhere; nothing you typed is lost while this window is open."),
        )


class CabinetUnwritable(CabinetError):
    """The system refuses to read or write, for the reason given."""

    def __init__(self, path: Path, why: str, remedy: str = "") -> None:
        super().__init__(
            _("The cabinet {path} could not be read or written: {why}.").format(path=path, why=why),
            remedy or _("Try again, or save a copy elsewhere."),
        )


class CabinetHeld(CabinetUnwritable):
    """Another program keeps the file from being opened, usually only briefly."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, held_file_advice(), _("Wait a moment, then open it again."))


def from_system(path: Path, error: OSError) -> CabinetUnwritable:
    """The error to show for an OSError at a cabinet's file."""
    return CabinetHeld(path) if is_held(error) else CabinetUnwritable(path, system_words(error))


class SavingBroken(CabinetError):
    """A bug in the program prevents saving."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("A fault in the program keeps it from saving to {path}.").format(path=path),
            _("Save a copy elsewhere, close the program and open it again."),
        )


def held_words(path: Path, holder: Holder) -> str:
    """Who has the cabinet open, in one sentence."""
    if not holder.user and not holder.host:
        return _("Someone else has the cabinet {path} open.").format(path=path)
    return _("{user} on {host} has the cabinet {path} open since {since}.").format(
        user=holder.user or "?", host=holder.host or "?", path=path, since=iso_minute(holder.since) or "?"
    )


def from_sqlite(error: BaseException, path: Path, backup: FindsBackup = no_backup) -> CabinetError | None:
    """The error to show for an SQLite error; None if it is a bug of this program."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary == sqlite3.SQLITE_FULL:
        return DiskFull(path)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CabinetInUse(path)
    # A counter that was tampered up to the largest integer becomes a float when incremented; any other
    # value of a wrong type is this program's.
    if (code == _WRONG_SORT and "REAL value in INTEGER" in str(error)) or primary in (
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
    """The error to show for a disk error.  SQLite does not say whether the disk is full, gone or broken, so a
    write is tried.
    """
    try:
        path.stat()
    except OSError:
        return CabinetGone(path)
    refused = write_refusal(path)
    if refused is not None and is_over_quota(refused):
        return QuotaUsedUp(path)
    if refused is not None and is_full(refused):
        return DiskFull(path)
    if holds(path):
        return CabinetHeld(path)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return CabinetReadOnly(path)
    if refused is None and primary == sqlite3.SQLITE_IOERR:
        refused = OSError(errno.EIO, str(error))
    return CabinetUnwritable(path, system_words(refused) if refused else str(error))

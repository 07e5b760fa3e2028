"""Closed versions (版), and replacement of contents as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from db.annotations import set_asides_of
from db.backup import newest_backup
from db.contents import ContentsFault, read_root
from db.errors import CabinetDamaged, NoSuchVersion, WrongContents, WrongVersion
from db.pictures import Pictures
from db.read_sql import ONE, SET_ASIDES, VERSION, VERSIONS
from db.records import STATES, SetAside, Version, VersionInfo, iso_day, line_of
from pia_desktop.assessment.assessment import Snapshot, check_node
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.catalogue import edition_name, find_form
from pia_desktop.forms.values import drop_forbidden
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.transaction import Work

_LAST_NUMBER: Final = 1_000_000_000
"""More versions than anybody closes; a higher number means tampering."""


class Versions(Pictures):
    """The part of ``Cabinet`` for versions.

    A version never changes, and is deleted only with its assessment.  Closing uses what is on disk: flush the
    saver first (``Saver.flush``).
    """

    def versions(self, assessment_id: int) -> tuple[VersionInfo, ...]:
        """The versions of an assessment by day, oldest first, without contents.

        A version taken in later may have an earlier day and a higher number than the ones before it.
        """
        with self._read() as connection:
            rows = connection.execute(VERSIONS, (assessment_id,)).fetchall()
        return tuple(info_of(*row) for row in rows)

    def load_version(self, version_id: int) -> Snapshot:
        """Form and contents of a version, validated as in ``load``."""
        return self.read_version(version_id).snapshot

    def read_version(self, version_id: int) -> Version:
        """Everything a version holds.  Raises WrongVersion if it is broken or does not fit its form."""
        from db.version_blob import unpack

        form_id = edition = title = name = ""
        try:
            with self._read() as connection:
                row = connection.execute(VERSION, (version_id,)).fetchone()
            if row is None:
                raise NoSuchVersion(self.path, version_id)
            title, name, form_id, edition, digest, data = row
            form = find_form(form_id, edition)
            found = unpack(form, data, digest)
            return Version(Snapshot(form, found.root), found.set_asides)
        except ContentsFault as fault:
            item, why, remedy = fault.item, fault.why, ""
        except CabinetError:
            raise
        except UserError as error:
            item, why, remedy = f"{form_id[:40]} {edition[:40]}", error.message, error.remedy
        backup = newest_backup(self.path)
        raise WrongVersion(self.path, line_of(title)[:80], line_of(name)[:80], item, why, backup, remedy)

    def close_version(
        self,
        assessment_id: int,
        name: str,
        closed_on: str,
        state: str | None = None,
        stages: Mapping[str, str] | None = None,
        new_round: str | None = None,
    ) -> VersionInfo:
        """Close the present contents of an assessment as a version, all or nothing.

        ``closed_on`` is an ISO day.  ``state`` and ``stages`` (see ``set_stages``), if given, are set in the
        same transaction, for a new round if ``new_round`` names one.  Raises ValueError for an unknown day,
        state or stage.
        """
        if not iso_day(closed_on) or not (state is None or state in STATES):
            raise ValueError(f"no day or no state: {closed_on}, {state}")
        with self._write_to(assessment_id) as work:
            if new_round is not None:
                work.begin_round(assessment_id, new_round)
            if state is not None or stages is not None:
                work.set_stages(assessment_id, state, stages)
            return self._close_version(work, assessment_id, name, closed_on)

    def replace(
        self,
        assessment_id: int,
        snapshot: Snapshot,
        keep_as: str | None = None,
        pictures: PictureSource | None = None,
    ) -> VersionInfo | None:
        """Replace an assessment's contents, perhaps by those of another edition, all or nothing.

        ``keep_as`` names a version in which the present contents are closed first; None to discard them.
        ``pictures`` supplies those that the cabinet lacks.
        """
        check_node(snapshot.form, (), snapshot.root)
        try:
            with self._write_to(assessment_id) as work:
                kept = None
                if keep_as is not None:
                    kept = self._close_version(work, assessment_id, keep_as, date.today().isoformat())
                work.replace(assessment_id, snapshot.form, snapshot.root, pictures)
                return kept
        finally:
            self._forms.pop(assessment_id, None)

    def _close_version(self, work: Work, assessment_id: int, name: str, closed_on: str) -> VersionInfo:
        snapshot, set_asides = self._now(assessment_id)
        self._check_numbers(assessment_id)
        return work.close_version(assessment_id, line_of(name), closed_on, snapshot, set_asides)

    def _check_numbers(self, assessment_id: int) -> None:
        """Raise CabinetDamaged if version numbers are exhausted."""
        assert self._opened.writer is not None
        rows = self._opened.writer.raw.execute(VERSIONS, (assessment_id,)).fetchall()
        if any(info_of(*row).number > _LAST_NUMBER for row in rows):
            why = _("the numbers of the versions are wrong")
            raise CabinetDamaged(self.path, why, newest_backup(self.path))

    def _now(self, assessment_id: int) -> tuple[Snapshot, tuple[SetAside, ...]]:
        """The contents of an assessment within the current transaction."""
        assert self._opened.writer is not None
        raw = self._opened.writer.raw
        form_id, edition, title, _edits = raw.execute(ONE, (assessment_id,)).fetchone()
        try:
            form = find_form(form_id, edition)
            root = read_root(raw, form, assessment_id)
        except ContentsFault as fault:
            backup = newest_backup(self.path)
            words = drop_forbidden(title)[:80]
            raise WrongContents(self.path, words, fault.item, fault.why, backup) from fault
        rows = raw.execute(SET_ASIDES, (assessment_id,)).fetchall()
        return Snapshot(form, root), set_asides_of(rows)


def info_of(
    version_id: int,
    assessment_id: int,
    number: int,
    name: str,
    closed_on: str,
    closed_at: str,
    state: str,
    form: str,
    edition: str,
    title: str,
) -> VersionInfo:
    """A stored row as a record."""
    return VersionInfo(
        version_id,
        assessment_id,
        number,
        line_of(name),
        closed_on if iso_day(closed_on) else "",
        line_of(closed_at),
        state if state in STATES else STATES[0],
        line_of(form),
        edition_name(line_of(form), line_of(edition)),
        line_of(title),
    )

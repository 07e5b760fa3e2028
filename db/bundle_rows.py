"""Reads a bundle from the rows of a cabinet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from db.annotations import known_rounds, known_stages, note_of, opinion_of, review_point_of, set_asides_of
from db.backup import newest_backup
from db.bundle import Bundle, VersionKey, unpack_bundle
from db.contents import ContentsFault, read_root, shown_pictures
from db.errors import NoSuchAssessment, WrongContents
from db.piax import PackedVersion
from db.read_sql import (
    LIST,
    NOTES,
    ONE,
    OPINIONS,
    REMARKS,
    REVIEW_POINTS,
    ROUNDS,
    SET_ASIDES,
    STAGES,
    VERSION,
    VERSIONS,
)
from db.records import STATES, Note, Round
from db.version_blob import unpack
from db.versions import info_of
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.values import drop_forbidden


def read_bundle(path: Path, raw: sqlite3.Connection, assessment_id: int) -> Bundle:
    """All parts of an assessment that move with it, except versions and pictures.

    ``path`` is the cabinet's, for messages.  Raises NoSuchAssessment, WrongContents.
    """
    row = raw.execute(ONE, (assessment_id,)).fetchone()
    if row is None:
        raise NoSuchAssessment(path, assessment_id)
    form = find_form(row[0], row[1])
    try:
        root = read_root(raw, form, assessment_id)
    except ContentsFault as fault:
        raise _wrong(path, row[2], fault) from fault
    (state,) = (one[9] for one in raw.execute(LIST) if one[0] == assessment_id)
    stages = known_stages(raw.execute(STAGES))
    rounds = known_rounds(raw.execute(ROUNDS), stages).get(assessment_id)
    first = Round(1, stages=stages.get(assessment_id, {}).get(1, {}))
    return Bundle(
        Snapshot(form, root),
        tuple(_unnumbered(note_of(*one)) for one in raw.execute(NOTES, (assessment_id,))),
        set_asides_of(raw.execute(SET_ASIDES, (assessment_id,))),
        {key: drop_forbidden(words) for key, words in raw.execute(REMARKS, (assessment_id,))},
        state if state in STATES else STATES[0],
        rounds or (first,),
        tuple(replace(opinion_of(*one), assessment_id=0) for one in raw.execute(OPINIONS, (assessment_id,))),
        tuple(review_point_of(*one) for one in raw.execute(REVIEW_POINTS, (assessment_id,))),
    )


def _unnumbered(note: Note) -> Note:
    """The note without the numbers that the receiving cabinet assigns."""
    return replace(note, assessment_id=0, number=0, version=0)


def kept_bundle(path: Path, data: bytes) -> Bundle:
    """A bundle stored in the cabinet.  Raises WrongContents if it is broken."""
    try:
        return unpack_bundle(data)
    except ContentsFault as fault:
        raise _wrong(path, "", fault) from fault


def _wrong(path: Path, title: str, fault: ContentsFault) -> WrongContents:
    words = drop_forbidden(title)[:80]
    return WrongContents(path, words, fault.item, fault.why, newest_backup(path))


def packed_versions(path: Path, raw: sqlite3.Connection, assessment_id: int) -> tuple[PackedVersion, ...]:
    """The closed versions of an assessment, packed for a file, oldest first.

    Raises WrongContents if one cannot be read.
    """
    found = []
    for one in raw.execute(VERSIONS, (assessment_id,)).fetchall():
        info = info_of(*one)
        title, _name, form, edition, digest, contents = raw.execute(VERSION, (info.id,)).fetchone()
        try:
            root = unpack(find_form(form, edition), contents, digest).root
        except ContentsFault as fault:
            raise _wrong(path, title, fault) from fault
        found.append(
            PackedVersion(
                info.name,
                info.closed_on or info.closed_at[:10],
                info.closed_at,
                info.state,
                form,
                edition,
                title,
                digest,
                contents,
                tuple(sorted(shown_pictures(root))),
            )
        )
    return tuple(found)


def new_versions(
    raw: sqlite3.Connection, assessment_id: int, packed: tuple[PackedVersion, ...]
) -> tuple[PackedVersion, ...]:
    """The packed versions that an assessment does not have yet."""
    known = _by_key(raw, assessment_id)
    return tuple(one for one in packed if (one.digest, one.closed_at) not in known)


def version_ids(raw: sqlite3.Connection, assessment_id: int, keys: Iterable[VersionKey]) -> list[int]:
    """The ids of those of an assessment's versions that are named."""
    known = _by_key(raw, assessment_id)
    return [known[key] for key in keys if key in known]


def _by_key(raw: sqlite3.Connection, assessment_id: int) -> dict[VersionKey, int]:
    """The oldest of those that were closed in one second with the same contents."""
    rows = sorted(raw.execute(VERSIONS, (assessment_id,)), reverse=True)
    return {(raw.execute(VERSION, (one[0],)).fetchone()[4], one[5]): one[0] for one in rows}

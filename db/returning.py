"""Imports a parcel: as an assessment of its own, or merged into the one it was made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.annotations import handovers_of
from db.bundle import Bundle, pack_bundle
from db.bundle_merge import Clash, ClashKey, MergedBundle, merge_bundles
from db.bundle_rows import kept_bundle, new_versions, read_bundle, version_ids
from db.contents import ContentsFault
from db.errors import InTrash, NothingToTakeBack
from db.piax import PackedVersion, Parcel
from db.read_sql import HANDED_STATE, HANDOVERS, TRASHED, VERSIONS
from db.records import SCOPES, Handover, Note
from db.version_blob import unpack
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.pictures import check_picture
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import ImportRefused
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import AnswerChanged, as_edit, compare

if TYPE_CHECKING:
    from db.transaction import Work

_OUT: Final = ("packing", "lent", "returned")
"""Ways by which a state goes out."""


@dataclass(frozen=True, slots=True)
class Returning:
    """A returned parcel and the assessment it belongs to, before anything is stored.

    ``base`` is the common ancestor.  ``known``: this state has already been brought in.
    """

    assessment_id: int
    parcel: Parcel
    base: Bundle
    ours: Bundle
    notes_only: bool
    known: bool

    def merged(self, take: Collection[ClashKey] = (), join: Collection[ClashKey] = ()) -> MergedBundle:
        """The result of the merge.  Raises UserError if the form's edition differs from ours."""
        if self.known:
            return MergedBundle(self.ours, ())
        return merge_bundles(self.base, self.ours, self.parcel.bundle, take, join, notes_only=self.notes_only)


@dataclass(frozen=True, slots=True)
class Returned:
    """What was brought in.

    ``changes`` counts places of the contents, ``annotations`` notes and other annotations, ``versions`` those
    added; ``known``: everything was here already.
    """

    assessment_id: int
    merged: MergedBundle
    changes: int
    annotations: int
    versions: int
    known: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undone return left: what was changed since, and how many of its versions went and stayed."""

    clashes: tuple[Clash, ...]
    versions_removed: int
    versions_kept: int


def read_returning(path: Path, raw: sqlite3.Connection, parcel: Parcel, assessment_id: int) -> Returning:
    """A parcel and the assessment in the cabinet at ``path`` that it returns to.  Raises InTrash."""
    ours = read_bundle(path, raw, assessment_id)
    if (assessment_id,) in raw.execute(TRASHED):
        raise InTrash(str(ours.snapshot.root.answers.get(ours.snapshot.form.roles.title) or ""))
    by_state = {one.state: one for one in handovers_of(raw.execute(HANDOVERS, (assessment_id,)))}
    met = [by_state[state] for state in reversed(parcel.lineage) if state in by_state]
    base = Bundle(Snapshot(ours.snapshot.form, Node()))
    for one in met:
        contents = raw.execute(HANDED_STATE, (one.id,)).fetchone()[0]
        if contents:
            base = kept_bundle(path, contents)
            break
    for_review = next((one.scope == "review" for one in met if one.way in _OUT), False)
    notes_only = for_review or parcel.notes_only
    return Returning(assessment_id, parcel, base, ours, notes_only, parcel.state in by_state)


def check_versions(versions: Iterable[PackedVersion], name: str) -> None:
    """Reject a file with an unreadable version, which would be stored for good.  Raises ImportRefused."""
    for one in versions:
        try:
            unpack(find_form(one.form, one.edition), one.contents, one.digest)
        except ContentsFault as fault:
            raise ImportRefused(
                _("{file}: the version “{version}” in it is broken.").format(file=name, version=one.name),
                _("Copy it once more from where it was written; nothing was changed here."),
            ) from fault


# ---- storing


def put_new(work: Work, parcel: Parcel, moment: str) -> int:
    """Store a parcel as an assessment of its own; returns its id."""
    bundle = parcel.bundle
    _put_pictures(work, parcel)
    made = work.add(bundle.snapshot.form, bundle.snapshot.root)
    work.put_annotations(made, None, bundle)
    for one in parcel.versions:
        work.add_version(made, one)
    _note_lineage(work, made, parcel, moment)
    row = Handover(0, made, parcel.state, "taken", parcel.scope, parcel.person, parcel.name, moment)
    work.keep_pictures_of(work.add_handover(row, pack_bundle(bundle)), [bundle])
    return made


def put_return(
    work: Work,
    raw: sqlite3.Connection,
    found: Returning,
    take: Collection[ClashKey],
    join: Collection[ClashKey],
    moment: str,
) -> Returned:
    """Store the merge of a parcel, and end the loans of the states that led to it."""
    own, parcel = found.assessment_id, found.parcel
    work.end_loans(own, parcel.lineage, moment)
    if found.known:
        return Returned(own, found.merged(), 0, 0, 0, known=True)
    merged = _with_what_is_left_out(found, found.merged(take, join), moment)
    versions = () if found.notes_only else new_versions(raw, own, parcel.versions)
    check_versions(versions, parcel.name)
    _put_pictures(work, parcel)
    changes = _put_contents(work, found, merged)
    work.put_annotations(own, found.ours, merged.bundle)
    _keep_theirs(work, found, merged, {*take, *join})
    for one in versions:
        work.add_version(own, one)
    _note_lineage(work, own, parcel, moment)
    row = Handover(0, own, parcel.state, "merged", parcel.scope, parcel.person, parcel.name, moment)
    result = replace(merged.bundle, versions=tuple((one.digest, one.closed_at) for one in versions))
    three = (parcel.bundle, found.ours, result)
    work.keep_pictures_of(work.add_handover(row, *map(pack_bundle, three)), three)
    return Returned(
        own, merged, changes, _annotation_changes(found.ours, merged.bundle), len(versions), known=False
    )


def undo_return(path: Path, work: Work, raw: sqlite3.Connection, assessment_id: int) -> Undone:
    """Undo the last return, keeping what was changed since, and versions on which something was built."""
    history = handovers_of(raw.execute(HANDOVERS, (assessment_id,)))
    last = next((one for one in reversed(history) if one.way == "merged"), None)
    if last is None:
        raise NothingToTakeBack(path)
    _theirs, ours, result = raw.execute(HANDED_STATE, (last.id,)).fetchone()
    now, made = read_bundle(path, raw, assessment_id), kept_bundle(path, result)
    back = merge_bundles(made, now, kept_bundle(path, ours))
    edit = as_edit(compare(now.snapshot, back.bundle.snapshot))
    if edit.edits:
        work.merge_in(now.snapshot.form, assessment_id, [edit])
    work.put_annotations(assessment_id, now, back.bundle)
    work.undo_end_of_loans(assessment_id, last.at)
    work.remove_handover(last.id)
    brought = version_ids(raw, assessment_id, made.versions)
    kept = bool(brought) and _is_built_on(raw, assessment_id, brought, history[history.index(last) + 1 :])
    for version_id in () if kept else brought:
        work.remove_version(version_id)
    return Undone(back.clashes, 0 if kept else len(brought), len(brought) if kept else 0)


def _is_built_on(
    raw: sqlite3.Connection, assessment_id: int, brought: Collection[int], since: Iterable[Handover]
) -> bool:
    """Whether a version was closed or taken in after those, or a file with them went out."""
    newest = max(brought)
    return any(one[0] > newest for one in raw.execute(VERSIONS, (assessment_id,))) or any(
        one.way in _OUT for one in since
    )


def _with_what_is_left_out(found: Returning, merged: MergedBundle, moment: str) -> MergedBundle:
    """A note for each entry of theirs that was taken out here, or that the list has no room for."""
    theirs, kept = found.parcel.bundle.snapshot.root, merged.bundle.snapshot.root
    told = _("Came back, but is not taken over: {place}")
    left = [
        f"{told.format(place=clash.name)}\n{clash.theirs}"
        for clash in merged.clashes
        if clash.key[0] == "contents" and _holds(theirs, clash.path) and not _holds(kept, clash.path)
    ]
    notes = [
        Note(new_key(), found.assessment_id, (), "todo", words, created_at=moment, changed_at=moment)
        for words in left
    ]
    return replace(merged, bundle=replace(merged.bundle, notes=(*merged.bundle.notes, *notes)))


def _holds(root: Node, path: NodePath) -> bool:
    """Whether a path is that of an entry, which is there."""
    return len(path) % 2 == 0 and path[-1] in root.entries(path[:-1])


def _put_contents(work: Work, found: Returning, merged: MergedBundle) -> int:
    """Store the merged contents; returns the number of changed places."""
    before = found.ours.snapshot
    comparison = compare(before, merged.bundle.snapshot)
    edit = as_edit(comparison)
    if edit.edits:
        work.merge_in(before.form, found.assessment_id, [edit])
    for one in comparison.changes:
        if isinstance(one, AnswerChanged) and one.old is not None:
            marks = before.root.withheld_at(one.path)
            work.add_past_answer(found.assessment_id, one.path, one.old, marks)
    return len(comparison.changes) + len(comparison.marks)


def _put_pictures(work: Work, parcel: Parcel) -> None:
    for data in parcel.pictures.values():
        work.add_picture(data, check_picture(data, parcel.name))


def _note_lineage(work: Work, assessment_id: int, parcel: Parcel, moment: str) -> None:
    """Store the names of the states that led to the imported one."""
    for state in parcel.lineage[:-1]:
        work.add_handover(Handover(0, assessment_id, state, "known", SCOPES[0], "", "", moment))


def _keep_theirs(work: Work, found: Returning, merged: MergedBundle, take: Collection[ClashKey]) -> None:
    """Keep answers of theirs that were not taken, not even beside ours, as past answers."""
    theirs = found.parcel.bundle.snapshot
    if theirs.form.edition != found.ours.snapshot.form.edition:
        return
    for one in merged.clashes:
        value = theirs.root.answer(one.path) if one.key[0] == "contents" and len(one.path) % 2 else None
        if value is not None and one.key not in take and one.path[-1] in theirs.form.places:
            work.add_past_answer(found.assessment_id, one.path, value, theirs.root.withheld_at(one.path))


def _annotation_changes(before: Bundle, after: Bundle) -> int:
    """Number of annotations that differ."""
    old, new = (
        (
            {one.id: one for one in side.notes},
            {(one.code, one.path): one for one in side.set_asides},
            side.remarks,
            {one.id: one for one in side.opinions},
            {(one.round, one.point): one for one in side.review_points},
        )
        for side in (before, after)
    )
    pairs: list[tuple[Mapping[Any, object], Mapping[Any, object]]] = list(zip(old, new, strict=True))
    found = sum(was.get(key) != now.get(key) for was, now in pairs for key in {**was, **now})
    return found + ((before.state, before.rounds) != (after.state, after.rounds))

"""The changes made by one side only, in words: which are merged automatically, and which of ours stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.bundle import Bundle
from db.bundle_merge import MergedBundle
from db.returning import Returning
from pia_desktop.assessment.naming import printed_path
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.changes import cell_of, sides
from pia_desktop.documents.table import cell_text
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import Change, Comparison, compare


@dataclass(frozen=True, slots=True)
class OneSided:
    """A place that one side changed: its name, our value, and the returned value."""

    name: str
    here: str
    back: str


@dataclass(frozen=True, slots=True)
class OneSidedChanges:
    """``taken``: changed only in the returned file; ``kept``: changed only here."""

    taken: tuple[OneSided, ...] = ()
    kept: tuple[OneSided, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.taken or self.kept)


def one_sided(returning: Returning, merged: MergedBundle) -> OneSidedChanges:
    """The changes of one side only; ``merged`` is the merge before any choice."""
    if returning.known:
        return OneSidedChanges()
    base, ours, theirs = returning.base, returning.ours, returning.parcel.bundle
    coming = compare(ours.snapshot, merged.bundle.snapshot)
    taken = [*_places(coming, coming.changes, new_is_here=False), *_notes(ours, merged.bundle)]
    kept = compare(base.snapshot, ours.snapshot)
    there = {one.place for one in compare(base.snapshot, theirs.snapshot).changes}
    clashes = {one.path for one in merged.clashes if one.path}
    own = [one for one in kept.changes if one.place not in there and one.place not in clashes]
    return OneSidedChanges(tuple(taken), tuple(_places(kept, own, new_is_here=True)))


def _places(found: Comparison, changes: Iterable[Change], *, new_is_here: bool) -> Iterator[OneSided]:
    """The places in form order; a choice and the text in its cell count as one."""
    seen = set()
    for change in changes:
        key = cell_of(found.form, change)
        if key in seen:
            continue
        seen.add(key)
        both = sides(found, change)
        old, new = cell_text(both.old), cell_text(both.new)
        yield OneSided(found.name(change), *((new, old) if new_is_here else (old, new)))


def _notes(ours: Bundle, merged: Bundle) -> Iterator[OneSided]:
    known = {note.id: note for note in ours.notes}
    form, root = merged.snapshot.form, merged.snapshot.root
    for note in merged.notes:
        if known.get(note.id) == note:
            continue
        place = printed_path(form, note.path, root) if note.path else _("The whole assessment")
        before = known[note.id].words if note.id in known else ""
        yield OneSided(_("Note or remark: {place}").format(place=place), before, note.words)

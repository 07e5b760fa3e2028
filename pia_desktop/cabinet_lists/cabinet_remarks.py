"""The remarks on all assessments of a cabinet, as one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from db.records import REMARK_KIND, Note
from pia_desktop.assessment.naming import printed_path
from pia_desktop.cabinet_lists.once_withheld import once_withheld
from pia_desktop.cabinet_lists.readable import read_states
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.remarks import DONE, NOT_DONE
from pia_desktop.i18n import _
from pia_desktop.outputs.release import gathered_for_public, name_of
from pia_desktop.wareki import local_day

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.passages import Remnant
    from pia_desktop.errors import UserError
    from pia_desktop.outputs.guard import Guard


@dataclass(frozen=True, slots=True)
class CabinetRemark:
    """A remark with the assessment and item it is about."""

    number: str
    title: str
    place: str
    note: Note

    @property
    def words(self) -> tuple[str, ...]:
        """The cells of its row in the list of open remarks."""
        note = self.note
        day = local_day(note.created_at)
        return (self.number, self.title, self.place, note.words, note.author, day)

    @property
    def all_words(self) -> tuple[str, ...]:
        """The cells of its row in the list that includes finished remarks."""
        return (*self.words, self.note.answer, DONE if self.note.done else NOT_DONE)


@dataclass(frozen=True, slots=True)
class CabinetRemarks:
    """Remarks by assessment, oldest first.

    For the public: ``remnants`` lists the cells that still contain withheld text; ``guard`` checks the file.
    """

    rows: tuple[CabinetRemark, ...]
    remnants: tuple[tuple[Snapshot, Remnant], ...] = ()
    guard: Guard | None = None
    faults: Sequence[UserError] = ()
    """Why assessments could not be read: places of their remarks are not known, and none of them are for the
    public.
    """


def cabinet_remarks(cabinet: Cabinet, *, done: bool = False, public: bool = False) -> CabinetRemarks:
    """The open remarks on all assessments that are neither archived nor trashed; with ``done`` the finished
    ones too.
    """
    within = [info.id for info in cabinet.list() if not (info.archived or info.trashed)]
    notes = [
        note
        for note in cabinet.all_notes()
        if note.kind == REMARK_KIND and (done or not note.done) and note.assessment_id in within
    ]
    wanted = within if public else list(dict.fromkeys(note.assessment_id for note in notes))
    read = read_states(cabinet.load, wanted)
    if public:
        known = [note for note in notes if note.assessment_id in read.states]
        once = once_withheld(cabinet, dict.fromkeys(note.assessment_id for note in known))
        found = public_remarks(read.states, known, tuple(once))
    else:
        titles = {info.id: (info.number, info.title) for info in cabinet.list()}
        found = CabinetRemarks(_rows(read.states, notes, titles))
    return replace(found, faults=read.faults)


def public_remarks(
    states: Mapping[int, Snapshot], notes: Sequence[Note], once: Sequence[Snapshot] = ()
) -> CabinetRemarks:
    """The remarks without withheld text of any assessment, not only of their own, nor what earlier states of
    theirs withheld (``once``).
    """
    roles = {one for state in states.values() for one in (state.form.roles.number, state.form.roles.title)}
    given = gathered_for_public(list(states.values()), roles, once)
    shown = dict(zip(states, given.shown, strict=True))
    public = []
    for note in notes:
        words, author, answer = map(given.words, (note.words, note.author, note.answer))
        public.append(replace(note, words=words, author=author, answer=answer))
    named = {id(states[note.assessment_id]) for note in notes}
    left = tuple((state, one) for state, one in given.remnants if id(state) in named)
    return CabinetRemarks(_rows(shown, public), left, given.guard)


def _rows(
    states: Mapping[int, Snapshot], notes: Sequence[Note], titles: Mapping[int, tuple[str, str]] | None = None
) -> tuple[CabinetRemark, ...]:
    """The rows by assessment; ``titles`` are numbers and names of those that could not be read."""
    own: dict[int, list[Note]] = {}
    for note in notes:
        own.setdefault(note.assessment_id, []).append(note)
    named = {**(titles or {}), **{one: name_of(state) for one, state in states.items()}}
    return tuple(
        CabinetRemark(*named[assessment_id], _place(states.get(assessment_id), note), note)
        for assessment_id, gathered in own.items()
        for note in gathered
    )


def _place(snapshot: Snapshot | None, note: Note) -> str:
    """The item's printed path; for the whole assessment or a missing item, words that say so."""
    if snapshot is None:
        return _("(the assessment cannot be read)")
    if not note.path:
        return _("The whole assessment")
    if not snapshot.root.has_place(note.path):
        return _("(an item that is gone)")
    try:
        return printed_path(snapshot.form, note.path, snapshot.root)
    except (KeyError, IndexError):  # an item of another edition
        return _("(an item that is gone)")

"""Three-way merge of bundles: the returned state and the present one, on the base both started from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import field, replace
from typing import Final, TypeVar, cast

from db.bundle import Bundle
from db.records import Note, Opinion, ReviewPoint, Round, SetAside
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.revisions.merge import Conflict, Side, Sort, Stand, merge, same
from pia_desktop.revisions.merge_rows import Combine, RowConflict, combined, merge_rows
from pia_desktop.revisions.words import answer_words, entry_words

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

ClashKey = tuple[Hashable, ...]
"""What the clash is about: ``("contents", path)``, ``("note", id)``, ``("state", …)`` and so on."""

_REMOVED: Final = "（削除）"
_NONE: Final = "（記載なし）"


@dataclass(frozen=True, slots=True)
class Clash:
    """A place that both sides changed, in words: its name, the common base, our value and theirs.

    Ours is kept; theirs can be chosen if ``choosable``, and both if ``joinable``.  ``path`` is the place in
    the contents, or empty.
    """

    key: ClashKey
    name: str
    base: str
    ours: str
    theirs: str
    path: NodePath = ()
    choosable: bool = True
    joinable: bool = False


@dataclass(frozen=True, slots=True)
class MergedBundle:
    """The merged bundle and the places that both sides changed."""

    bundle: Bundle
    clashes: tuple[Clash, ...]
    left: bool = False
    """Whether changes of the contents were ignored, because only notes were wanted."""


def merge_bundles(
    base: Bundle,
    ours: Bundle,
    theirs: Bundle,
    take: Collection[ClashKey] = (),
    join: Collection[ClashKey] = (),
    *,
    notes_only: bool = False,
) -> MergedBundle:
    """Merge two states on their common base; ``take``: clashes where theirs wins, ``join``: both stay.

    ``notes_only``: only notes and remarks are taken from theirs.  Raises UserError if theirs is of a newer
    edition than ours, or of another form.
    """
    form, mine = ours.snapshot.form, ours.snapshot.root
    was, yours = (_in_edition(one.snapshot, form) for one in (base, theirs))
    rows = _RowMerger((base, ours, theirs), take)
    if notes_only:
        notes = rows.merged("note", _("Note or remark"), _notes, combine=True)
        bundle = replace(ours, notes=tuple(notes.values()))
        return MergedBundle(bundle, tuple(rows.clashes), left=not same(was, yours))
    merged = merge(form, was, mine, yours, _kind(take, "contents"), _kind(join, "contents"))
    clashes = [_contents_clash(form, one, mine, yours) for one in merged.conflicts]
    asides = rows.merged("aside", _("A finding set aside"), _asides)
    remarks = rows.merged("remark", _("A remark for the council"), lambda one: one.remarks)
    states = rows.merged("state", _("State and days"), _states)
    opinions = rows.merged("opinion", _("An opinion of the hearing"), _opinions, combine=True)
    points = rows.merged("point", _("A point of view of the review"), _points, combine=True)
    notes = rows.merged("note", _("Note or remark"), _notes, combine=True)
    bundle = Bundle(
        Snapshot(form, merged.root),
        tuple(notes.values()),
        tuple(asides.values()),
        remarks,
        *_rounds(states, ours),
        tuple(opinions.values()),
        tuple(points.values()),
    )
    return MergedBundle(bundle, (*clashes, *rows.clashes))


def _in_edition(snapshot: Snapshot, form: Form) -> Node:
    """The contents in this edition of the form.  Raises UserError if it is older, or of another form."""
    if snapshot.form.edition == form.edition:
        return snapshot.root
    from pia_desktop.forms.catalogue import edition_files
    from pia_desktop.revisions.editions import move_edition

    known = list(edition_files())
    theirs, own = ((one.id, one.version) for one in (snapshot.form, form))
    if theirs[0] == own[0] and known.index(theirs) > known.index(own):
        raise UserError(
            _("What comes back is of the edition {theirs}, and the assessment here still of {ours}.").format(
                theirs=snapshot.form.version, ours=form.version
            ),
            _("Move the assessment here to that edition first, then take it back."),
        )
    return move_edition(snapshot, form).root


def _kind(take: Collection[ClashKey], kind: str) -> set[Hashable]:
    return {key[1] for key in take if key[0] == kind}


# ---- annotations


@dataclass(slots=True)
class _RowMerger:
    """Merges what stands beside the contents, one kind of rows after the other.

    ``states`` are the common base, ours and theirs; ``clashes`` gathers what both sides changed.
    """

    states: tuple[Bundle, Bundle, Bundle]
    take: Collection[ClashKey]
    clashes: list[Clash] = field(default_factory=list)

    def merged(
        self, kind: str, name: str, rows_of: Callable[[Bundle], Mapping[K, V]], *, combine: bool = False
    ) -> dict[K, V]:
        """The merged rows of a kind; ``name`` says what a clash of them is about.

        ``combine``: rows whose fields were changed on one side each are combined.
        """
        base, ours, theirs = (rows_of(one) for one in self.states)
        both = cast(Combine[V], combined) if combine else None  # such rows are records
        found, conflicts = merge_rows(base, ours, theirs, _kind(self.take, kind), both)
        self.clashes += [_row_clash(kind, name, one) for one in conflicts]
        return found


def _notes(bundle: Bundle) -> dict[str, Note]:
    return {note.id: note for note in bundle.notes}


def _opinions(bundle: Bundle) -> dict[str, Opinion]:
    return {one.id: one for one in bundle.opinions}


def _points(bundle: Bundle) -> dict[tuple[int, str], ReviewPoint]:
    return {(one.round, one.point): one for one in bundle.review_points}


def _asides(bundle: Bundle) -> dict[Hashable, SetAside]:
    return {(one.code, one.path): one for one in bundle.set_asides}


def _states(bundle: Bundle) -> dict[Hashable, object]:
    """State, rounds and dates as keyed rows."""
    found: dict[Hashable, object] = {("state",): bundle.state}
    for one in bundle.rounds:
        found["round", one.number] = (one.name, one.begun_at, one.state)
        found |= {("day", one.number, stage): day for stage, day in one.stages.items()}
    return found


def _rounds(states: Mapping[Hashable, object], ours: Bundle) -> tuple[str, tuple[Round, ...]]:
    days: dict[int, dict[str, str]] = {}
    heads: dict[int, tuple[str, str, str]] = {}
    state = ours.state
    for key, value in states.items():
        match key, value:
            case ("state",), str(words):
                state = words
            case ("round", int(number)), (str(name), str(begun), str(reached)):
                heads[number] = (name, begun, reached)
            case ("day", int(number), str(stage)), str(day):
                days.setdefault(number, {})[stage] = day
    # Close the gap in the numbers that a round removed by one side leaves.
    listed = [heads[number] for number in sorted(heads)]
    numbers = sorted(heads)
    rounds = tuple(
        Round(at, *head, stages=days.get(numbers[at - 1], {})) for at, head in enumerate(listed, 1)
    )
    return state, rounds or ours.rounds


def _row_clash(kind: str, name: str, found: RowConflict[K, V]) -> Clash:
    base, ours, theirs = (_row_words(one) for one in (found.base, found.ours, found.theirs))
    value = found.ours or found.theirs
    path = value.path if isinstance(value, Note | Opinion | SetAside) else ()
    return Clash((kind, found.key), name, base, ours, theirs, path)


def _row_words(value: object) -> str:
    match value:
        case None:
            return _NONE
        case Note():
            parts = [value.words, value.answer and _("Answer: {words}").format(words=value.answer)]
            parts.append(_("Done") if value.done else "")
            return "\n".join(part for part in parts if part)
        case Opinion():
            return "\n".join(part for part in (value.gist, value.answer, value.reflected) if part)
        case ReviewPoint():
            return f"{value.point} {value.verdict}\n{value.words}".strip()
        case SetAside():
            return f"{value.code} {value.reason}"
        case tuple():
            return " ".join(str(part) for part in value if part)
    return str(value)


# ---- contents in words


def _contents_clash(form: Form, found: Conflict, ours: Node, theirs: Node) -> Clash:
    gone = found.sort in (Sort.REMOVED_HERE, Sort.NO_ROOM)
    name = printed_path(form, found.place, theirs if gone else ours)
    if found.sort is Sort.ORDER:
        name = _("{place}: the order").format(place=name)
    elif found.sort is Sort.NO_ROOM:
        name = _("{place}: no room for it").format(place=name)
    words = [_side_words(form, found.place, one) for one in (found.base, found.ours, found.theirs)]
    key, joinable = ("contents", found.place), found.both is not None
    return Clash(key, name, words[0], words[1], words[2], found.place, found.choosable, joinable)


def _side_words(form: Form, place: NodePath, side: Side) -> str:
    match side:
        case None:
            return _REMOVED
        case Stand():
            if side.value is None:
                return _NONE
            return answer_words(form.item(place[-1]), side.value).text
        case Node():
            return entry_words(form, place[-2], side).text
    return _("{count:,} in this order").format(count=len(side))

"""Looks up what the office's other assessments say at an item, in a background thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from db.answers import StoredAnswer
from db.cabinet import Cabinet
from db.records import AssessmentInfo
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import DateKind, Kind, KindFault, TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Value
from pia_desktop.registers.loader import find_register
from pia_desktop.registers.model import Feed
from pia_desktop.reuse.counterparts import counterparts
from pia_desktop.reuse.similar import (
    Said,
    Suggestion,
    kinship,
    names_alike,
    related,
    same_office,
    suggestions,
)
from pia_desktop.revisions.editions import shared_items
from ui.reuse.heard import Heard

_THROUGHOUT: Final = "departments"
"""The register whose names an assessment says alike in several places."""

_DIFFERING: Final = 0.7
"""The share of wordings that stand once from which on entries have words of their own each."""

Place = tuple[int, NodePath]
"""An assessment and a place in it: the key of the entry, if it lies in one, and the item's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The place that is looked up, and its present text.

    ``name``: that of the entry or file that contains the place.
    """

    assessment_id: int
    form: Form
    path: NodePath
    here: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer converted to this item, and its withheld spans."""

    value: Value
    withheld: Spans | None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The result: wordings, best first; every answer by place; the assessments by id.

    Includes the asking assessment, whose other entries and files may match.  ``names`` are those of entries
    and files, by assessment id and key.
    """

    asked: Asked
    suggestions: tuple[Suggestion, ...]
    said: tuple[Said, ...]
    stored: Mapping[Place, Stored]
    infos: Mapping[int, AssessmentInfo]
    names: Mapping[tuple[int, str], str]

    def own(self, one: Said) -> bool:
        """Whether it is from the asking assessment itself."""
        return one.assessment_id == self.asked.assessment_id


def owner(place: NodePath) -> str:
    """The key of the entry or file in which a place lies; empty where it lies in none."""
    return place[0] if len(place) > 1 else ""


def can_be_asked(form: Form, item_id: str) -> bool:
    """Whether others can have useful answers; not for items unique to an assessment, like its title."""
    roles = form.roles
    place = form.places.get(item_id)
    if place is None or not place.item.kind.answerable or isinstance(place.item.kind, FigureKind):
        return False
    return item_id not in {roles.number, roles.title, roles.published_on, roles.file_name}


def look_up(cabinet: Cabinet, asked: Asked, heard: Heard | None = None) -> LookedUp:
    """Read the answers of other assessments, and of other entries of the same one.  Raises CabinetError.

    ``heard`` remembers what was read before.
    """
    infos = {info.id: info for info in cabinet.list() if not info.trashed or info.id == asked.assessment_id}
    item_id, naming = asked.path[-1], naming_item(asked.form, asked.path[-1])
    read = _read(cabinet, asked, {item_id, naming or item_id}, infos, heard or Heard())
    names = {(one.assessment_id, owner(one.place)): one.words for one in read[naming]} if naming else {}
    found = [one for one in read[item_id] if not _is_asked(one, asked)]
    if item_id == naming:
        found = _names_to_give(found, asked)
    if isinstance(asked.form.item(item_id).kind, DateKind):
        found = _said_by_several(found)
    said = _said(found, asked, infos, names)
    stored = {(one.assessment_id, one.place): one.stored for one in found}
    return LookedUp(asked, suggestions(asked.here, said), said, stored, infos, names)


def naming_item(form: Form, item_id: str) -> str | None:
    """The item that names the entry or file containing another: the first of its list."""
    scope = form.places[item_id].scope
    if scope:
        return form.lists[scope[-1]].item_ids[0]
    rows = (feed.cells for feed in _departments(form) if item_id in feed.cells.values())
    return next((next(iter(cells.values())) for cells in rows), None)


class _Answer(NamedTuple):
    """An answer of some assessment to the item looked up."""

    assessment_id: int
    place: NodePath
    words: str
    stored: Stored


def _read(
    cabinet: Cabinet,
    asked: Asked,
    item_ids: Collection[str],
    infos: Mapping[int, AssessmentInfo],
    heard: Heard,
) -> dict[str, list[_Answer]]:
    """The answers to items of this form, or to their equivalents in other forms."""
    found: dict[str, list[_Answer]] = {item_id: [] for item_id in item_ids}
    editions: dict[tuple[str, str], list[int]] = {}
    for info in infos.values():
        editions.setdefault((info.form, info.version), []).append(info.id)
    readers: list[tuple[str, Collection[int], _Reader]] = []
    for item_id, said in found.items():
        kind = asked.form.item(item_id).kind
        for edition, ids in editions.items():
            for other_id, options in items_of(asked.form, item_id, *edition).items():
                readers.append((other_id, ids, _Reader(kind, options, said)))
        throughout = said_throughout(asked.form, item_id)
        readers += [(other_id, [asked.assessment_id], _Reader(kind, {}, said)) for other_id in throughout]
    answers = heard.answers(cabinet, {other_id for other_id, _ids, _reader in readers}, infos.values())
    for other_id, among, reader in readers:
        for assessment_id in among:
            for answer in answers[other_id].get(assessment_id, ()):
                reader.take(answer)
    return found


class _Reader:
    """Reads what is said at an item of some edition as one of the asking form takes it.

    Most answers are said many times over; each is looked at once.
    """

    def __init__(self, kind: Kind, options: Mapping[str, str], said: list[_Answer]) -> None:
        self._kind = kind
        self._options = options
        self._said = said
        self._known: dict[Value, tuple[Stored, str] | None] = {}

    def take(self, answer: StoredAnswer) -> None:
        """Put an answer to what is said, unless the item cannot have it."""
        if answer.value not in self._known:
            self._known[answer.value] = self._taken(answer.value)
        taken = self._known[answer.value]
        if taken is not None:
            stored, words = taken
            if answer.withheld is not None:
                stored = replace(stored, withheld=answer.withheld)
            place = (answer.owner, answer.item_id) if answer.owner else (answer.item_id,)
            self._said.append(_Answer(answer.assessment_id, place, words, stored))

    def _taken(self, value: Value) -> tuple[Stored, str] | None:
        if isinstance(value, str):
            value = self._options.get(value, value)
        try:
            self._kind.validate(value)
        except KindFault:
            return None
        return Stored(value, None), self._kind.format(value)


def _is_asked(one: _Answer, asked: Asked) -> bool:
    """Whether it is the asking place itself."""
    return one.assessment_id == asked.assessment_id and one.place == asked.path[-2:]


def _own_words(found: Iterable[_Answer], asked: Asked) -> Counter[str]:
    """What the asking assessment itself says in its other entries, and how often."""
    item_id = asked.path[-1]
    own = (one for one in found if one.assessment_id == asked.assessment_id and one.place[-1] == item_id)
    return Counter(one.words for one in own)


def _used_up(found: Iterable[_Answer], own: Counter[str], asked: Asked) -> frozenset[str]:
    """The wordings that the asking assessment has as often as any other that it could follow."""
    said = Counter((one.assessment_id, one.words) for one in found if one.words in own)
    more = {
        words for (id_, words), count in said.items() if id_ != asked.assessment_id and count > own[words]
    }
    return frozenset(own.keys() - more)


def _names_to_give(found: list[_Answer], asked: Asked) -> list[_Answer]:
    """Names that no other entry of the asking assessment has."""
    used_up = _used_up(found, _own_words(found, asked), asked)
    return [one for one in found if one.words not in used_up]


def _spent(found: list[_Answer], asked: Asked) -> frozenset[str]:
    """What stands in other entries already, where hardly two of these say the same."""
    own = _own_words(found, asked)
    differing = own.total() > 1 and len(own) >= _DIFFERING * own.total()
    return _used_up(found, own, asked) if differing else frozenset()


def _said_by_several(found: list[_Answer]) -> list[_Answer]:
    """Dates shared by several assessments, such as the day numbers came into use."""
    users: dict[str, set[int]] = {}
    for one in found:
        users.setdefault(one.words, set()).add(one.assessment_id)
    return [one for one in found if len(users[one.words]) > 1]


def _said(
    found: list[_Answer],
    asked: Asked,
    infos: Mapping[int, AssessmentInfo],
    names: Mapping[tuple[int, str], str],
) -> tuple[Said, ...]:
    own = infos.get(asked.assessment_id)
    title, agency = (own.title, own.agency) if own else ("", "")
    kin = {
        one.id: related(
            kinship(asked.form.id, title, one.form, one.title), same_office=same_office(agency, one.agency)
        )
        for one in infos.values()
    }
    kin[asked.assessment_id] = 1.0
    spent, throughout = _spent(found, asked), said_throughout(asked.form, asked.path[-1])
    like = {name: names_alike(asked.name, name) for name in set(names.values())} if asked.name else {}

    def named(one: _Answer) -> float:
        if one.place[-1] in throughout and one.assessment_id == asked.assessment_id:
            return 1.0
        return like.get(names.get((one.assessment_id, owner(one.place)), ""), 0.0)

    return tuple(
        Said(
            one.assessment_id,
            one.place,
            one.words,
            infos[one.assessment_id].edited_at,
            kin[one.assessment_id] if one.words not in spent else 0.0,
            named(one) if one.words not in spent else 0.0,
        )
        for one in found
    )


@cache
def _form(form_id: str, version: str) -> Form | None:
    try:
        return find_form(form_id, version)
    except UserError:  # an edition that this program does not know
        return None


def items_of(form: Form, item_id: str, other_id: str, version: str) -> Mapping[str, Mapping[str, str]]:
    """The equivalent items of another edition, with options that are worded differently there."""
    other = _form(other_id, version)
    if other is None or isinstance(form.item(item_id).kind, FigureKind):
        return {}
    found: dict[str, Mapping[str, str]] = {one: {} for one in counterparts(form, item_id, other)}
    for shared in shared_items(form, other):
        if shared.item_id == item_id and not shared.lines:
            found.setdefault(shared.other_id, shared.options)
    return found


def said_throughout(form: Form, item_id: str) -> frozenset[str]:
    """The other items of a form that name the same thing, as its responsible department is named."""
    items = frozenset(next(iter(feed.cells.values())) for feed in _departments(form))
    return items - {item_id} if item_id in items else frozenset()


def _departments(form: Form) -> tuple[Feed, ...]:
    """The rows in which a form names departments, each with its name first."""
    register = find_register(_THROUGHOUT)
    feeds = register.feeds if register is not None else ()
    return tuple(
        feed for feed in feeds if feed.form == form.id and form.places.keys() >= set(feed.cells.values())
    )


def takes_words(form: Form, path: NodePath) -> bool:
    """Whether the answer is text, so that text can be inserted."""
    return isinstance(form.item(path[-1]).kind, TextualKind)


def hidden(spans: Spans | None) -> bool:
    """Whether any of an answer is withheld."""
    return bool(spans) or spans == WHOLE

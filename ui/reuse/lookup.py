"""What the office's other assessments say at an item: read in the cabinet, away from the window's thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from db.cabinet import Cabinet
from db.records import AssessmentInfo
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import DateKind, KindFault, TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Value
from pia_desktop.reuse.counterparts import counterparts
from pia_desktop.reuse.similar import Said, Suggestion, kinship, names_alike, suggestions
from pia_desktop.revisions.editions import shared_items

Place = tuple[int, NodePath]
"""An assessment and a place in it: the key of the entry, if it lies in one, and the item's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the place in an open assessment, and the words that stand there.

    ``name``: that of the entry or the file in which the place lies.
    """

    assessment_id: int
    form: Form
    path: NodePath
    here: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as this item takes it, and what of it is not for the public."""

    value: Value
    withheld: Spans | None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found: the wordings, best first; every answer by its place; the assessments by id.

    The asking assessment is among them: what its other entries and files say there is found, too.  ``names``
    are those of the entries and files, by assessment and key.
    """

    asked: Asked
    suggestions: tuple[Suggestion, ...]
    said: tuple[Said, ...]
    stored: Mapping[Place, Stored]
    infos: Mapping[int, AssessmentInfo]
    names: Mapping[tuple[int, str], str]

    def own(self, one: Said) -> bool:
        """Whether it is said in the asking assessment itself."""
        return one.assessment_id == self.asked.assessment_id


def can_be_asked(form: Form, item_id: str) -> bool:
    """Whether others can say anything of use there; not where it is the assessment's own, as its title is."""
    roles = form.roles
    place = form.places.get(item_id)
    if place is None or not place.item.kind.answerable or isinstance(place.item.kind, FigureKind):
        return False
    return item_id not in {roles.number, roles.title, roles.published_on, roles.file_name}


def look_up(cabinet: Cabinet, asked: Asked) -> LookedUp:
    """Read what the other assessments, and other entries of the same one, say there.  Raises CabinetError."""
    infos = {info.id: info for info in cabinet.list() if not info.trashed or info.id == asked.assessment_id}
    item_id, naming = asked.path[-1], naming_item(asked.form, asked.path[-1])
    names = {
        (one.assessment_id, one.place[0]): one.words
        for one in (_read(cabinet, asked.form, naming, infos) if naming else ())
    }
    found = [one for one in _read(cabinet, asked.form, item_id, infos) if not _is_asked(one, asked)]
    if item_id == naming:
        found = _names_to_give(found, asked)
    if isinstance(asked.form.item(item_id).kind, DateKind):
        found = _said_by_several(found)
    said = _said(found, asked, infos, names)
    stored = {(one.assessment_id, one.place): one.stored for one in found}
    return LookedUp(asked, suggestions(asked.here, said), said, stored, infos, names)


def naming_item(form: Form, item_id: str) -> str | None:
    """The item that names the entry or the file in which another lies: the first of its list."""
    scope = form.places[item_id].scope
    return form.lists[scope[-1]].item_ids[0] if scope else None


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of some assessment to what is asked for."""

    assessment_id: int
    place: NodePath
    words: str
    stored: Stored


def _read(
    cabinet: Cabinet, form: Form, item_id: str, infos: Mapping[int, AssessmentInfo]
) -> Iterator[_Answer]:
    """What the assessments say at an item of this form, or at what asks for the same in theirs."""
    wanted: dict[tuple[str, str], Mapping[str, Mapping[str, str]]] = {
        edition: items_of(form, item_id, *edition)
        for edition in {(info.form, info.version) for info in infos.values()}
    }
    kind = form.item(item_id).kind
    for answer in cabinet.answers(sorted({one for items in wanted.values() for one in items})):
        info = infos.get(answer.assessment_id)
        options = wanted[info.form, info.version].get(answer.item_id) if info else None
        if options is None:
            continue
        value = options.get(answer.value, answer.value) if isinstance(answer.value, str) else answer.value
        try:
            kind.validate(value)
        except KindFault:
            continue
        place = (answer.owner, answer.item_id) if answer.owner else (answer.item_id,)
        yield _Answer(answer.assessment_id, place, kind.format(value), Stored(value, answer.withheld))


def _is_asked(one: _Answer, asked: Asked) -> bool:
    """Whether it is the very place that asks."""
    return one.assessment_id == asked.assessment_id and one.place == asked.path[-2:]


def _names_to_give(found: Iterable[_Answer], asked: Asked) -> list[_Answer]:
    """Names that no other entry of the asking assessment has yet."""
    answers = list(found)
    taken = {one.words for one in answers if one.assessment_id == asked.assessment_id}
    return [one for one in answers if one.words not in taken]


def _said_by_several(found: Iterable[_Answer]) -> list[_Answer]:
    """Days on which several assessments agree, such as the one on which numbers came into use."""
    answers = list(found)
    users: dict[str, set[int]] = {}
    for one in answers:
        users.setdefault(one.words, set()).add(one.assessment_id)
    return [one for one in answers if len(users[one.words]) > 1]


def _said(
    found: Iterable[_Answer],
    asked: Asked,
    infos: Mapping[int, AssessmentInfo],
    names: Mapping[tuple[int, str], str],
) -> tuple[Said, ...]:
    title = infos[asked.assessment_id].title if asked.assessment_id in infos else ""
    kin = {one.id: kinship(asked.form.id, title, one.form, one.title) for one in infos.values()}
    kin[asked.assessment_id] = 1.0
    alike = {key: names_alike(asked.name, name) for key, name in names.items()} if asked.name else {}
    return tuple(
        Said(
            one.assessment_id,
            one.place,
            one.words,
            infos[one.assessment_id].edited_at,
            kin[one.assessment_id],
            alike.get((one.assessment_id, one.place[0]), 0.0),
        )
        for one in found
    )


@cache
def _form(form_id: str, version: str) -> Form | None:
    try:
        return find_form(form_id, version)
    except UserError:  # of an edition that this program does not know
        return None


def items_of(form: Form, item_id: str, other_id: str, version: str) -> Mapping[str, Mapping[str, str]]:
    """The items of another edition that ask for the same, with options that read otherwise there."""
    other = _form(other_id, version)
    if other is None or isinstance(form.item(item_id).kind, FigureKind):
        return {}
    found: dict[str, Mapping[str, str]] = {one: {} for one in counterparts(form, item_id, other)}
    for shared in shared_items(form, other):
        if shared.item_id == item_id and not shared.lines:
            found.setdefault(shared.other_id, shared.options)
    return found


def takes_words(form: Form, path: NodePath) -> bool:
    """Whether the answer there is made of words, so that more can be put in between."""
    return isinstance(form.item(path[-1]).kind, TextualKind)


def hidden(spans: Spans | None) -> bool:
    """Whether something of an answer is not for the public."""
    return bool(spans) or spans == WHOLE

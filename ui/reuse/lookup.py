"""What the office's other assessments say at an item: read in the cabinet, away from the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from db.cabinet import Cabinet
from db.records import AssessmentInfo
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import KindFault, TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Value
from pia_desktop.reuse.counterparts import counterparts
from pia_desktop.reuse.similar import Said, Suggestion, kinship, suggestions
from pia_desktop.revisions.editions import shared_items
from pia_desktop.rules.stages import day_words

Place = tuple[int, NodePath]
"""An assessment and a place in it: the key of the entry, if it lies in one, and the item's id."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the place in an open assessment, and the words that stand there."""

    assessment_id: int
    form: Form
    path: NodePath
    here: str


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as this item takes it, and what of it is not for the public."""

    value: Value
    withheld: Spans | None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What was found: the wordings, best first; every answer by its place; the assessments by id."""

    asked: Asked
    suggestions: tuple[Suggestion, ...]
    said: tuple[Said, ...]
    stored: Mapping[Place, Stored]
    infos: Mapping[int, AssessmentInfo]


def look_up(cabinet: Cabinet, asked: Asked) -> LookedUp:
    """Read what the other assessments say there.  Raises CabinetError."""
    listed = cabinet.list()
    title = next((info.title for info in listed if info.id == asked.assessment_id), "")
    infos = {info.id: info for info in listed if info.id != asked.assessment_id and not info.trashed}
    kin = {one.id: kinship(asked.form.id, title, one.form, one.title) for one in infos.values()}
    wanted: dict[tuple[str, str], Mapping[str, Mapping[str, str]]] = {
        edition: items_of(asked.form, asked.path[-1], *edition)
        for edition in {(info.form, info.version) for info in infos.values()}
    }
    item_ids = sorted({item_id for items in wanted.values() for item_id in items})
    kind = asked.form.item(asked.path[-1]).kind
    stored: dict[Place, Stored] = {}
    said: list[Said] = []
    for answer in cabinet.answers(item_ids):
        info = infos.get(answer.assessment_id)
        options = wanted[info.form, info.version].get(answer.item_id) if info else None
        if info is None or options is None:
            continue
        value = options.get(answer.value, answer.value) if isinstance(answer.value, str) else answer.value
        try:
            kind.validate(value)
        except KindFault:
            continue
        place = (answer.owner, answer.item_id) if answer.owner else (answer.item_id,)
        stored[info.id, place] = Stored(value, answer.withheld)
        said.append(Said(info.id, place, kind.format(value), info.edited_at, kin[info.id]))
    return LookedUp(asked, suggestions(asked.here, said), tuple(said), stored, infos)


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


def day_of(moment: str) -> str:
    """The local day of a moment in UTC, in the Japanese calendar; empty where it is none."""
    try:
        return day_words(datetime.fromisoformat(moment).astimezone().date())
    except ValueError:
        return ""

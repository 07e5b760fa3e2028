"""Checks that names in a definition refer to something: items, parts, boxes, options of a decision table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.forms.model import Form, Place, Section


def check_references(form: Form, nodes: Mapping[str, Node], faults: Faults) -> None:
    """Report every dangling name in a form; ``nodes`` locate ids in the file."""
    for what, item_id in _named_items(form):
        if item_id not in form.places:
            faults.add(nodes.get(item_id), f"{what} names {item_id!r}, which is not an item")
    if form.roles.changes not in form.lists:
        faults.add(None, f"roles.changes names {form.roles.changes!r}, which is not a table")
    for line in form.contents:
        if line.part not in {part.id for part in form.parts}:
            faults.add(None, f"contents names the part {line.part!r}, which is not there")
    for part in form.parts:
        for section in part.sections:
            for name in _unknown_boxes(section):
                faults.add(None, f"emptied_by names {name!r}, which is no none-box of its section")
    for place in form.places.values():
        for message in (*_heading_faults(place), *_derived_faults(form, place)):
            faults.add(nodes.get(place.item.id), f"{place.item.id!r} {message}")


def _named_items(form: Form) -> Iterator[tuple[str, str]]:
    roles = form.roles
    for name in (roles.number, roles.title, roles.agency, roles.published_on):
        yield "roles", name
    optional = ("file_name", "opinions", "reflection", "hearing_method", "hearing_period")
    for role in (*optional, "department", "requests_to", "contact", "work"):
        name = getattr(roles, role)
        if name:
            yield f"roles.{role}", name
    for place in form.places.values():
        if place.item.default:
            yield "default", place.item.default
    for part in form.parts:
        for section in part.sections:
            if section.repeat and section.repeat.heading:
                yield "heading", section.repeat.heading


def _unknown_boxes(section: Section) -> Iterator[str]:
    """``emptied_by`` names of risks and items for which the section has no none-box; sub-items
    may have none.
    """
    boxes = {box.id for box in section.none}
    for name in [*(risk.emptied_by for risk in section.risks), *(item.emptied_by for item in section.items)]:
        if name and (name not in boxes or section.repeat):
            yield name
    tops = {item.id for item in section.items}
    for item in section.walk():
        if item.emptied_by and item.id not in tops:
            yield item.emptied_by


def _heading_faults(place: Place) -> Iterator[str]:
    """Faults of items placed in a heading row, or with a heading of their own."""
    item = place.item
    if item.in_heading and not _fits_a_heading(place):
        yield "has no heading row to stand in, or is more than boxes without a label"
    if item.label_above and (item.label is None or item.sub or place.parents):
        yield "has no label of its own to stand above it"


def _fits_a_heading(place: Place) -> bool:
    """Whether an item has only boxes, in a section with a heading row that is not a list."""
    item, section = place.item, place.section
    if section is None or not section.title or item not in section.items or section.repeat:
        return False
    bare = isinstance(item.kind, ChecksKind) and not any(box.text or box.unit for box in item.kind.boxes)
    return bare and item.label is None and not (item.sub or item.companions or item.note)


def _derived_faults(form: Form, place: Place) -> Iterator[str]:
    """A decision table must use choices beside its item, decide every case, and need every row."""
    kind = place.item.kind
    if not isinstance(kind, DerivedKind):
        return
    choices: list[ChoiceKind] = []
    for source in kind.sources:
        found = form.places.get(source)
        if found is None or found.scope != place.scope or not isinstance(found.item.kind, ChoiceKind):
            yield f"is worked out from {source!r}, which is no choice beside it"
        else:
            choices.append(found.item.kind)
    if len(choices) != len(kind.sources) or not choices:
        return
    misfits = list(_row_faults(kind, choices))
    yield from misfits
    if not misfits:
        yield from _case_faults(kind, choices)


def _row_faults(kind: DerivedKind, choices: list[ChoiceKind]) -> Iterator[str]:
    for row in kind.rows:
        if len(row.when) != len(choices):
            yield f"has a row for {len(row.when)} answers, not {len(choices)}"
            continue
        for choice, words in zip(choices, row.when, strict=True):
            if words is not None and words not in {option.words for option in choice.options}:
                yield f"has a row for {words!r}, which is not an option of {choice.set_id!r}"


def _case_faults(kind: DerivedKind, choices: list[ChoiceKind]) -> Iterator[str]:
    used = set()
    for case in product(*([option.words for option in choice.options] for choice in choices)):
        row = next((row for row in kind.rows if row.fits(case)), None)
        if row is None:
            yield f"says nothing for {' / '.join(case)}"
        used.add(row)
    for row in kind.rows:
        if row not in used:
            yield f"never comes to the row for {' / '.join(words or '~' for words in row.when)}"

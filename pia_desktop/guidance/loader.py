"""Loads a file of ``resources/guidance``; strict, reporting all faults with their lines.

Notation: ``docs/guidance.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.definitions.reader import Fields, read_definition, scalar, sequence
from pia_desktop.forms.model import Form
from pia_desktop.guidance.model import Guidance, Sureness

MAX_LOOK: Final = 3

Source = Callable[[str], str | None]
"""The text of a form's guidance file, by form id; None where there is none."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as in its file; a text is None if it is taken from the entry it refers to."""

    node: Node
    same_as: str | None
    what: str | None
    look: tuple[str, ...] | None
    example: str | None
    rule: str | None
    sure: Sureness | None = None

    @property
    def whole(self) -> bool:
        return None not in (self.what, self.look, self.example, self.rule)


def load_guidance(editions: Iterable[Form], source: Source) -> Mapping[str, Guidance]:
    """The guidance for one form by item and list id, in file order.

    ``editions`` are all editions of the form: every entry must belong to one, and every id of each must have
    an entry.  Raises DefinitionError with all faults of the file and of files it refers to.
    """
    forms = list(editions)
    form_id = forms[0].id
    file = file_name(form_id)
    text = source(form_id)
    faults = Faults(file)
    if text is None:
        faults.add(None, "the form has no guidance")
        raise faults.error("guidance")
    entries = _entries(text, form_id, faults)
    others: dict[str, Mapping[str, _Entry]] = {form_id: entries}
    for item_id, entry in entries.items():
        _check_reference(item_id, entry, others, source, faults)
    known = {id_ for form in forms for id_ in (*form.places, *form.lists)}
    for item_id, entry in entries.items():
        if item_id not in known:
            faults.add(entry.node, f"{item_id!r} is no item or list of {form_id}")
    for form in forms:
        for item_id in (*form.lists, *form.places):
            if item_id not in entries:
                faults.add(None, f"{form.edition}: {item_id!r} has no guidance")
    faults.raise_any("guidance")
    return {item_id: _resolved(entry, others) for item_id, entry in entries.items()}


def file_name(form_id: str) -> str:
    """The name of a form's guidance file."""
    return f"{form_id}.yaml"


# ---- one file


def _entries(text: str, form_id: str, faults: Faults) -> dict[str, _Entry]:
    top = read_definition(text, faults)
    if top is None:
        return {}
    named = top.text("form")
    if named != form_id:
        faults.add(top.node, f"'form' is {named!r}, not {form_id!r}")
    items = top.mapping("items")
    if items is None:
        faults.add(top.node, "'items' is missing")
    top.close()
    return {name: _entry(node, faults) for name, node in items.entries()} if items else {}


def _entry(node: Node, faults: Faults) -> _Entry:
    fields = Fields(node, faults)
    same_as = fields.optional_text("same_as")
    look_node = fields.node_of("look")
    entry = _Entry(
        node=node,
        same_as=same_as,
        what=_words(fields, "what", same_as),
        look=_points(look_node, node, same_as, faults),
        example=_words(fields, "example", same_as),
        rule=_words(fields, "rule", same_as),
        sure=_sureness(fields),
    )
    if entry.rule is None and entry.sure is not None:
        faults.add(node, "'sure' goes with a 'rule'")
    if same_as is not None and entry.whole:
        faults.add(node, "'same_as' gives nothing: every text stands here")
    fields.close()
    return entry


def _words(fields: Fields, name: str, same_as: str | None) -> str | None:
    """A text; it may be missing only if another entry is referred to, and is never blank."""
    there = fields.has(name)
    words = fields.optional_text(name)
    if words is None or not words.strip():
        if there or same_as is None:
            fields.faults.add(fields.node, f"{name!r} is {'empty' if there else 'missing'}")
        return None
    return words.strip()


def _sureness(fields: Fields) -> Sureness | None:
    """How certain the entry is; required if there is a rule."""
    node = fields.node_of("sure")
    if node is None:
        return None
    words = scalar(node, fields.faults, "sure")
    if words not in Sureness._value2member_map_:
        fields.faults.add(node, f"'sure' is law, guideline or practice, not {words!r}")
        return Sureness.PRACTICE
    return Sureness(words)


def _points(node: Node | None, entry: Node, same_as: str | None, faults: Faults) -> tuple[str, ...] | None:
    if node is None:
        if same_as is None:
            faults.add(entry, "'look' is missing")
        return None
    points = tuple((scalar(point, faults, "look") or "").strip() for point in sequence(node, faults, "look"))
    if not 1 <= len(points) <= MAX_LOOK or not all(points):
        faults.add(node, f"'look' must be 1 to {MAX_LOOK} points with words")
    return points


# ---- references between entries


def _check_reference(
    item_id: str,
    entry: _Entry,
    others: dict[str, Mapping[str, _Entry]],
    source: Source,
    faults: Faults,
) -> None:
    """Report a reference to nothing, to itself, or to an entry that is a reference too."""
    if entry.same_as is None:
        return
    form_id, colon, other_id = entry.same_as.partition(":")
    if not colon:
        faults.add(entry.node, f"'same_as' must be FORM:ID, not {entry.same_as!r}")
        return
    if form_id not in others:
        text = source(form_id)
        other_faults = Faults(file_name(form_id))
        others[form_id] = {} if text is None else _entries(text, form_id, other_faults)
        faults.found += other_faults.found
    target = others[form_id].get(other_id)
    if target is None:
        faults.add(entry.node, f"{item_id!r} is the same as {entry.same_as!r}, which is not there")
    elif target.same_as is not None:
        faults.add(entry.node, f"{item_id!r} is the same as {entry.same_as!r}, which refers on itself")


def _resolved(entry: _Entry, others: Mapping[str, Mapping[str, _Entry]]) -> Guidance:
    base = entry
    if entry.same_as is not None:
        form_id, _colon, other_id = entry.same_as.partition(":")
        base = others[form_id][other_id]
    what, look = entry.what or base.what, entry.look or base.look
    example, rule = entry.example or base.example, entry.rule or base.rule
    if what is None or look is None or example is None or rule is None:
        raise AssertionError("an entry without texts was let through")
    return Guidance(what, look, example, rule, entry.sure or base.sure or Sureness.PRACTICE)

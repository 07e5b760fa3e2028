"""Strict loader for ``resources/relations``: how items of two forms or editions are related.

Notation: docs/forms.md.  All ids and options in a file must exist in the forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.definitions.reader import Fields, read_definition, scalar
from pia_desktop.forms.catalogue import edition_files, find_form
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.paths import resource_root

FOLDER: Final = "relations"

Words = Mapping[str, Mapping[str, str]]
"""By an item's id, for words of its options those that say the same in the other form."""


@dataclass(frozen=True, slots=True)
class Step:
    """What items became from one edition to the next.

    ``renamed`` has items and lists; ids that are neither there nor in ``gone`` are unchanged.
    """

    before: str
    after: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    options: Words = field(default_factory=dict)

    def back(self) -> Step:
        """The step from the newer edition to the older."""
        options = {
            self.renamed.get(item_id, item_id): {new: old for old, new in words.items()}
            for item_id, words in self.options.items()
        }
        renamed = {new: old for old, new in self.renamed.items()}
        return Step(self.after, self.before, renamed, self.added, self.gone, options)


@dataclass(frozen=True, slots=True)
class Sharing:
    """The items of two forms with the same content; ``lines`` lead only from the second to the first."""

    forms: tuple[str, str]
    items: Mapping[str, str]
    options: Words
    lines: Mapping[str, str]


@cache
def steps_of(form_id: str) -> tuple[Step, ...]:
    """The steps between the editions of a form, oldest first; without a file, identity steps.

    Raises DefinitionError with all faults.
    """
    versions = [version for form, version in edition_files() if form == form_id]
    path = resource_root() / FOLDER / f"moves-{form_id}.yaml"
    listed = read_steps(path.read_text(encoding="utf-8"), path.name, form_id) if path.exists() else ()
    known = {(step.before, step.after): step for step in listed}
    return tuple(known.get(pair) or Step(*pair) for pair in pairwise(versions))


@cache
def sharings() -> tuple[Sharing, ...]:
    """All pairs of forms that share items.  Raises DefinitionError with all faults."""
    path: Path = resource_root() / FOLDER / "shared-items.yaml"
    return read_sharings(path.read_text(encoding="utf-8"), path.name)


# ---- moves-FORM.yaml


def read_steps(text: str, file: str, form_id: str) -> tuple[Step, ...]:
    """Parse steps; ``file`` is for messages."""
    faults = Faults(file)
    top = read_definition(text, faults)
    found: list[Step] = []
    if top is not None:
        if top.text("form") != form_id:
            faults.add(top.node, f"'form' must be {form_id!r}")
        for node in top.sequence("moves"):
            step = _step(Fields(node, faults), form_id)
            if step is not None:
                found.append(step)
        top.close()
    faults.raise_any("relation file")
    return tuple(found)


def _step(fields: Fields, form_id: str) -> Step | None:
    faults = fields.faults
    step = Step(
        fields.text("from"),
        fields.text("to"),
        _pairs(fields, "renamed"),
        frozenset(fields.texts("gone")),
        frozenset(fields.texts("added")),
        _options(fields),
    )
    fields.close()
    versions = [version for form, version in edition_files() if form == form_id]
    if (step.before, step.after) not in pairwise(versions):
        faults.add(fields.node, f"{step.before} and {step.after} are no neighbouring editions of {form_id}")
        return None
    _check_step(step, find_form(form_id, step.before), find_form(form_id, step.after), fields)
    return step


def _check_step(step: Step, old: Form, new: Form, fields: Fields) -> None:
    """All names must exist, and every id that only one edition has must be covered."""
    before, after = _ids(old), _ids(new)
    told_before, told_after = {*step.renamed, *step.gone}, {*step.renamed.values(), *step.added}
    for known, listed, form in ((before, told_before, old), (after, told_after, new)):
        for item_id in sorted(listed - known):
            fields.faults.add(fields.node, f"{item_id!r} is no item of {form.edition}")
    for item_id in sorted(before - after - told_before):
        fields.faults.add(fields.node, f"nothing is said of {item_id!r}, which {new.edition} lacks")
    for item_id in sorted(after - before - told_after):
        fields.faults.add(fields.node, f"nothing is said of {item_id!r}, which {old.edition} lacks")
    stays = before - told_before
    for item_id, count in Counter([*step.renamed.values(), *stays]).items():
        if count > 1:
            fields.faults.add(fields.node, f"two ids become {item_id!r}")
    _check_options(step.options, {i: step.renamed.get(i, i) for i in step.options}, (old, new), fields)


def _ids(form: Form) -> set[str]:
    """The ids of answers and lists."""
    items = {item_id for item_id, place in form.places.items() if place.item.kind.answerable}
    return items | (set(form.lists) - {FILES})


# ---- shared-items.yaml


def read_sharings(text: str, file: str) -> tuple[Sharing, ...]:
    """Parse pairs of forms; ``file`` is for messages."""
    faults = Faults(file)
    top = read_definition(text, faults)
    found: list[Sharing] = []
    if top is not None:
        for node in top.sequence("pairs"):
            sharing = _sharing(Fields(node, faults))
            if sharing is not None:
                found.append(sharing)
        top.close()
    faults.raise_any("relation file")
    return tuple(found)


def _sharing(fields: Fields) -> Sharing | None:
    names = fields.texts("forms")
    items, options, lines = _pairs(fields, "items"), _options(fields), _pairs(fields, "lines")
    fields.close()
    known = {form for form, _version in edition_files()}
    if len(names) != 2 or not known.issuperset(names):
        fields.faults.add(fields.node, f"'forms' must name two forms, not {', '.join(names)}")
        return None
    for name, ids in ((names[0], {*items, *lines}), (names[1], {*items.values(), *lines.values()})):
        _check_in_editions(name, ids, fields)
    _check_options(options, items, (find_form(names[0]), find_form(names[1])), fields)
    return Sharing((names[0], names[1]), items, options, lines)


def _check_in_editions(form_id: str, ids: Iterable[str], fields: Fields) -> None:
    """A shared item must exist in at least one edition; others offer nothing there."""
    known: set[str] = set()
    for form, version in edition_files():
        if form == form_id:
            known |= _ids(find_form(form, version))
    for item_id in sorted(set(ids) - known):
        fields.faults.add(fields.node, f"{item_id!r} is no item of {form_id}")


# ---- both


def _pairs(fields: Fields, name: str) -> dict[str, str]:
    inner = fields.mapping(name)
    if inner is None:
        return {}
    return {key: scalar(node, fields.faults, name) or "" for key, node in inner.entries()}


def _options(fields: Fields) -> dict[str, dict[str, str]]:
    inner = fields.mapping("options")
    if inner is None:
        return {}
    found: dict[str, dict[str, str]] = {}
    for item_id, node in inner.entries():
        words = Fields(node, fields.faults)
        found[item_id] = {old: _word(new, fields.faults) for old, new in words.entries()}
    return found


def _word(node: Node, faults: Faults) -> str:
    return scalar(node, faults, "options") or ""


def _check_options(
    options: Words, items: Mapping[str, str], forms: tuple[Form, Form], fields: Fields
) -> None:
    for item_id, words in options.items():
        other = items.get(item_id, "")
        for form, own_id, named in (
            (forms[0], item_id, words.keys()),
            (forms[1], other, words.values()),
        ):
            place = form.places.get(own_id)
            kind = place.item.kind if place is not None else None
            if not isinstance(kind, ChoiceKind):
                fields.faults.add(fields.node, f"options: {own_id!r} is no choice of {form.edition}")
                continue
            for one in sorted(set(named) - {option.words for option in kind.options}):
                fields.faults.add(fields.node, f"options: {one!r} is no option of {own_id!r}")

"""A rule, and its view of an assessment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeVar

from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.naming import plain, section_words
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Value
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.memory import Memory

T = TypeVar("T")


def per_form(make: Callable[[Form], T]) -> Callable[[Form], T]:
    """Cache a function of a form by its edition, since hashing a definition is costly."""
    kept: dict[str, tuple[Form, T]] = {}

    def get(form: Form) -> T:
        found = kept.get(form.edition)
        if found is None or found[0] is not form:
            found = kept[form.edition] = (form, make(form))
        return found[1]

    return get


class View:
    """The contents as a rule sees them from its node (assessment, file, entry)."""

    __slots__ = ("form", "memory", "node", "owner", "root", "today")

    def __init__(self, form: Form, root: Node, owner: NodePath, today: date, memory: Memory) -> None:
        self.form = form
        self.root = root
        self.owner = owner
        self.node = root.at(owner) if owner else root
        self.today = today
        self.memory = memory

    def path(self, item_id: str) -> NodePath:
        """The path of an item at this node or above."""
        return (*self.owner[: 2 * len(self.form.places[item_id].scope)], item_id)

    def get(self, item_id: str) -> Value | None:
        """The answer of an item at this node or above; None if unanswered."""
        depth = 2 * len(self.form.places[item_id].scope)
        node = self.node if depth == len(self.owner) else self.root.at(self.owner[:depth])
        return node.answers.get(item_id)

    def words(self, item_id: str) -> str:
        """The text answer of an item; empty if there is none."""
        value = self.get(item_id)
        return value if isinstance(value, str) else ""

    def list_path(self, list_id: str) -> NodePath:
        """The path of a list of this node or above."""
        return (*self.owner[: 2 * len(self.form.lists[list_id].scope)], list_id)

    def entries(self, list_id: str) -> Mapping[str, Node]:
        """The entries of a list of this node or above."""
        return self.root.entries(self.list_path(list_id))

    def each(self, item_id: str) -> Iterator[tuple[NodePath, Value | None]]:
        """The answers of an item in all nodes below this one, in order, with their paths."""
        scope = self.form.places[item_id].scope
        places: list[tuple[NodePath, Node]] = [(self.owner, self.node)]
        for list_id in scope[len(self.owner) // 2 :]:
            places = [
                ((*path, list_id, key), entry)
                for path, node in places
                for key, entry in node.lists.get(list_id, {}).items()
            ]
        for path, node in places:
            yield (*path, item_id), node.answers.get(item_id)

    def label(self, item_id: str, seen_from: str | None = None) -> str:
        """An item's label for a message; with part and section if seen from another one."""
        label = label_of(self.form, item_id)
        return label if seen_from is None else f"{_where(self.form, item_id, seen_from)}{label}"

    def found(
        self,
        code: str,
        at: str,
        args: Mapping[str, str] | None = None,
        related: Iterable[str] = (),
        facts: object = "",
        mend: Edit | None = None,
    ) -> Finding:
        """A finding at an item of this node or above; ``item`` and ``other`` are filled in automatically."""
        others = tuple(related)
        words = {"item": self.label(at), "other": self.label(others[0], at) if others else "", **(args or {})}
        return Finding(
            code,
            self.path(at),
            tuple(words.items()),
            tuple(self.path(other) for other in others),
            str(facts),
            mend,
        )


_SECTION: Final = re.compile(r"^([０-９0-9]+)．")


def _where(form: Form, item_id: str, seen_from: str) -> str:
    """A short location such as Ⅱ４; empty if it is obvious: same section, cover, appendix."""
    place, other = form.places[item_id], form.places[seen_from]
    heading = heading_of(form, item_id)
    if place.part is None or heading is None:
        return ""
    if place.part is other.part and heading == heading_of(form, seen_from):
        return ""
    part = place.part.title.split("　")[0]
    number = _SECTION.match(heading)
    return f"{part}{number[1] if number else ''}" if place.item.label else f"{part} "


def heading_of(form: Form, item_id: str) -> str | None:
    """The heading of an item's section, or the one it continues."""
    place = form.places[item_id]
    title = None
    for section in place.part.sections if place.part else ():
        title = section.title or title
        if section is place.section:
            break
    return title


def label_of(form: Form, item_id: str) -> str:
    """An item's label without its mark; without a label, the heading above it."""
    place = form.places[item_id]
    if place.item.label:
        return plain(place.item.label)
    for parent in reversed(place.parents):
        if parent.label:
            return plain(parent.label)
    if place.scope and form.lists[place.scope[-1]].label and len(place.scope) > (place.scope[0] == "files"):
        return form.lists[place.scope[-1]].label
    if place.risk is not None and place.risk.named:
        return plain(place.risk.named)
    title = heading_of(form, item_id)
    return section_words(title) if title else (plain(place.part.title) if place.part else item_id)


Run = Callable[[View], Iterable[Finding]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: it runs at each node of ``scope``, again whenever something in ``reads`` changes.

    ``scope`` are list ids, as in ``Place``; ``reads`` are ids of items and lists, ``codes`` what it can
    report.
    """

    codes: frozenset[str]
    scope: tuple[str, ...]
    reads: frozenset[str]
    run: Run

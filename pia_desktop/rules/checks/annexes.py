"""Rules on 別紙: each one referred to exists, each one is referred to, and numbers are in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pia_desktop.assessment.annexes import Mention, annex_name, meant, mentions_in
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.forms.model import ANNEXES, Form
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.memory import Answers, Parts
from pia_desktop.rules.checks.rule import Rule, View
from pia_desktop.rules.checks.words import short

_CODES = frozenset({"C651", "C652", "C653"})


def annex_rules(form: Form) -> Iterator[Rule]:
    """One rule, which reads all text items: references may be anywhere."""
    words = [i for i, place in form.places.items() if isinstance(place.item.kind, TextualKind | FigureKind)]
    yield Rule(_CODES, (), frozenset((*words, ANNEXES)), lambda view: tuple(_found(view)))


def _in_order(view: View) -> list[Mention]:
    """The references to 別紙 in reading order."""
    named = view.memory.of_tree(view.root, _read, _together, without=view.form.roles.changes)
    found = [replace(one, numbers=numbers) for one in named if (numbers := meant(view.root, one))]
    if len(found) < 2:
        return found
    order = {path: at for at, (path, _item, _value) in enumerate(answers_in_order(view.form, view.root))}
    return sorted(found, key=lambda one: order[one.path])


def _read(answers: Answers) -> tuple[Mention, ...]:
    return tuple(mentions_in(answers))


def _together(parts: Parts[tuple[Mention, ...]]) -> tuple[Mention, ...]:
    return tuple(replace(one, path=(*path, *one.path)) for path, ones in parts for one in ones)


def _found(view: View) -> Iterator[Finding]:
    keys = list(view.root.entries((ANNEXES,)))
    named: dict[int, None] = {}
    reported: set[object] = set()
    for one in _in_order(view):
        own = keys.index(one.path[1]) + 1 if one.path[0] == ANNEXES and one.path[1] in keys else 0
        named.update(dict.fromkeys(number for number in one.numbers if number != own))
        for number in one.numbers:
            if not 1 <= number <= len(keys) and (one.path, number) not in reported:
                reported.add((one.path, number))
                item = view.label(one.path[-1])
                args = (("item", item), ("words", short(one.words)), ("name", annex_name(number)))
                yield Finding("C651", one.path, args, (), str(number))
    for number, key in enumerate(keys, 1):
        if number not in named:
            yield Finding("C652", (ANNEXES, key), (("name", annex_name(number)),), (), key)
    known = [number for number in named if 1 <= number <= len(keys)]
    for before, number in pairwise(known):
        if number < before:
            both = (("name", annex_name(number)), ("other", annex_name(before)))
            yield Finding("C653", (ANNEXES, keys[number - 1]), both, (), f"{number}/{before}")

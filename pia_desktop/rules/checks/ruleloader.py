"""Reads one rule file strictly: all names must exist in the form; every fault has its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import partial
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pia_desktop.definitions.reader import Fields, scalar, sequence
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.forms.model import Form
from pia_desktop.rules.checks.actions import Mend, run_conditional, run_named
from pia_desktop.rules.checks.codes import CODES
from pia_desktop.rules.checks.conditions import (
    GIVEN_ITEM,
    GIVEN_LABELS,
    GIVEN_OPTIONS,
    GIVEN_WORDS,
    OPERATORS,
    Condition,
    Subject,
)
from pia_desktop.rules.checks.functions import FUNCTIONS, Function, Takes
from pia_desktop.rules.checks.rule import Rule

_MENDS: Final = ("clear", "flag", "choose", "copy")


@dataclass(slots=True)
class Read:
    """The contents of a file."""

    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)

    def ids(self, name: str) -> frozenset[str]:
        """The ids or words of one of its lists."""
        return self.lists.get(name, frozenset())


class RuleLoader:
    """Reads one rule file from the top."""

    def __init__(self, fields: Fields, faults: Faults, form: Form) -> None:
        self.fields = fields
        self.faults = faults
        self.form = form

    def read(self) -> Read:
        top, read = self.fields, Read()
        if (top.text("form"), top.text("version")) != (self.form.id, self.form.version):
            self.faults.add(top.node, f"the file is not for {self.form.edition}")
        for name in ("rest", "national", "contacts"):
            nodes = top.sequence(name)
            read.lists[name] = frozenset(self._item(node, scalar(node, self.faults, name)) for node in nodes)
        options = {option.words for kind in self._choices() for option in kind.options}
        for name in ("weak", "good", "problems"):
            for node in top.sequence(name):
                words = scalar(node, self.faults, name) or ""
                read.lists[name] = read.ids(name) | {words}
                if words not in options:
                    self.faults.add(node, f"no choice of the form has the option {words!r}")
        for node in top.sequence("rules"):
            for one in self._expanded(node):
                rule = self._rule(Fields(one, self.faults))
                read.rules += [rule] if rule else []
        top.close()
        return read

    def _choices(self) -> Iterator[ChoiceKind]:
        kinds = (place.item.kind for place in self.form.places.values())
        return (kind for kind in kinds if isinstance(kind, ChoiceKind))

    # ---- one rule for several items

    def _expanded(self, node: Node) -> Iterator[Node]:
        """The rule once per line of its ``for``, with $1, $2, … replaced."""
        if not isinstance(node, MappingNode):
            yield node
            return
        lines = node.values.get("for")
        if lines is None:
            yield node
            return
        rest = MappingNode(node.line, {key: value for key, value in node.values.items() if key != "for"})
        for line in sequence(lines, self.faults, "for"):
            words = line.nodes if isinstance(line, SequenceNode) else [line]
            yield _filled(rest, [scalar(word, self.faults, "for") or "" for word in words], line)

    # ---- rules

    def _rule(self, fields: Fields) -> Rule | None:
        before = len(self.faults.found)
        rule = self._named(fields) if fields.has("do") else self._conditional(fields)
        fields.close()
        return rule if len(self.faults.found) == before else None

    def _named(self, fields: Fields) -> Rule | None:
        name = fields.text("do")
        function = FUNCTIONS.get(name)
        if function is None:
            self.faults.add(fields.node, f"unknown function {name!r}")
            return None
        given = {key: self._parameter(fields, key, takes) for key, takes in function.takes.items()}
        reads = {v for k, v in given.items() if function.takes[k] is not Takes.WORDS}
        for key, name in given.items():
            if function.takes[key] is Takes.LIST and name in self.form.lists:
                reads |= set(self.form.lists[name].item_ids)
        for key, words in given.items():
            if function.takes[key] is Takes.WORDS and not self._is_option(words):
                self.faults.add(fields.node, f"{key!r} is {words!r}, which is no option or label of the form")
        first = next((v for k, v in given.items() if function.takes[k] is Takes.ITEM), None)
        if self.faults.found:
            return None
        scope = self._scope(function, first)
        return Rule(function.codes, scope, frozenset(reads), partial(run_named, function, given))

    def _scope(self, function: Function, first: str | None) -> tuple[str, ...]:
        if function.whole or first is None:
            return ()
        scope = self.form.places[first].scope
        return scope[:-1] if function.above else scope

    def _parameter(self, fields: Fields, key: str, takes: Takes) -> str:
        words = fields.text(key)
        if takes is Takes.ITEM:
            return self._item(fields.node, words)
        if takes is Takes.LIST and words not in self.form.lists:
            self.faults.add(fields.node, f"{key!r} names {words!r}, which is not a list of the form")
        return words

    def _is_option(self, words: str) -> bool:
        labels = (
            box.label
            for place in self.form.places.values()
            if isinstance(place.item.kind, ChecksKind)
            for box in place.item.kind.boxes
        )
        return words in labels or any(words == o.words for kind in self._choices() for o in kind.options)

    def _conditional(self, fields: Fields) -> Rule | None:
        code = fields.text("code")
        if code not in CODES:
            self.faults.add(fields.node, f"unknown code {code!r}")
        at = self._item(fields.node, fields.text("at"))
        related = tuple(self._item(fields.node, one) for one in fields.texts("related"))
        conditions = [self._condition(Fields(node, self.faults), at) for node in fields.sequence("when")]
        mend = self._mend(fields.mapping("mend"), at)
        words = fields.optional_text("words")
        if not conditions:
            self.faults.add(fields.node, "'when' is missing or empty")
        whole = tuple(one for one in conditions if one is not None)
        if self.faults.found or len(whole) != len(conditions):
            return None
        reads = {at, *related, *(item for one in whole for item in one.reads), *mend.reads(self.form, at)}
        run = partial(run_conditional, code, at, whole, related, mend, words or "")
        return Rule(frozenset({code}), self.form.places[at].scope, frozenset(reads), run)

    def _condition(self, fields: Fields, at: str) -> Condition | None:
        subjects = [subject for subject in Subject if fields.has(subject.value)]
        if len(subjects) != 1:
            self.faults.add(fields.node, "a condition is about one of item, some, every")
            return None
        item = self._item(fields.node, fields.text(subjects[0].value))
        operators = [name for name in OPERATORS if fields.has(name)]
        if len(operators) != 1:
            self.faults.add(fields.node, f"a condition has one of the operators {', '.join(OPERATORS)}")
            return None
        words, other = self._operand(fields, operators[0], item)
        fields.close()
        self._reachable(fields.node, subjects[0], item, at)
        return Condition(subjects[0], item, operators[0], words, other)

    def _operand(self, fields: Fields, operator: str, item: str) -> tuple[tuple[str, ...], str | None]:
        place = self.form.places.get(item)
        kind = place.item.kind if place else None
        if operator in GIVEN_ITEM:
            return (), self._item(fields.node, fields.text(operator))
        if operator in GIVEN_OPTIONS | GIVEN_LABELS | GIVEN_WORDS:
            words = fields.texts(operator)
            known: Iterable[str] = words
            if operator in GIVEN_OPTIONS:
                known = [o.words for o in kind.options] if isinstance(kind, ChoiceKind) else []
            elif operator in GIVEN_LABELS:
                known = [box.label for box in kind.boxes] if isinstance(kind, ChecksKind) else []
            for word in words:
                if word not in known:
                    self.faults.add(fields.node, f"{word!r} is not to be chosen or ticked in {item}")
            return words, None
        if not fields.flag(operator):
            self.faults.add(fields.node, f"{operator!r} must be true")
        return (), None

    def _reachable(self, node: Node, subject: Subject, item: str, at: str) -> None:
        places = self.form.places
        if item not in places or at not in places:
            return
        own, scope = places[item].scope, places[at].scope
        above = scope[: len(own)] == own
        below = own[: len(scope)] == scope and len(own) > len(scope)
        if not (above if subject is Subject.ITEM else below):
            self.faults.add(node, f"{item!r} cannot be seen from {at!r} as {subject.value!r}")

    def _mend(self, fields: Fields | None, at: str) -> Mend:
        if fields is None:
            return Mend("")
        names = [name for name in _MENDS if fields.has(name)]
        if len(names) != 1:
            self.faults.add(fields.node, f"a mend is one of {', '.join(_MENDS)}")
            return Mend("")
        words = fields.text(names[0])
        if names[0] == "copy":
            words = self._item(fields.node, words)
        elif names[0] == "choose":
            kind = self.form.places[at].item.kind if at in self.form.places else None
            if isinstance(kind, ChoiceKind) and words not in [option.words for option in kind.options]:
                self.faults.add(fields.node, f"{words!r} is not an option of {at}")
        fields.close()
        return Mend(names[0], words)

    def _item(self, node: Node, item_id: str | None) -> str:
        if item_id is None or item_id not in self.form.places:
            self.faults.add(node, f"{item_id!r} is not an item of the form")
        return item_id or ""


def _filled(node: Node, words: list[str], line: Node) -> Node:
    """A copy of a node with $1, $2, … replaced; faults refer to the line that supplied them."""
    if isinstance(node, ScalarNode):
        text = re.sub(
            r"\$([0-9])", lambda m: words[int(m[1]) - 1] if int(m[1]) <= len(words) else m[0], node.text
        )
        return ScalarNode(line.line, text, node.plain)
    if isinstance(node, SequenceNode):
        return SequenceNode(line.line, [_filled(one, words, line) for one in node.nodes])
    return MappingNode(line.line, {key: _filled(value, words, line) for key, value in node.values.items()})

"""Runs the rules of a rule file, and the fixes they offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pia_desktop.assessment.edits import Edit, SetAnswer
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.rules.checks.conditions import Condition, Subject
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.functions import Function
from pia_desktop.rules.checks.rule import View
from pia_desktop.rules.checks.structure import emptied
from pia_desktop.rules.checks.words import short, unsaid


@dataclass(frozen=True, slots=True)
class Mend:
    """The edit that a rule offers: empty its item, tick a none-box, choose an option, copy an answer."""

    what: str
    words: str = ""

    def reads(self, form: Form, at: str) -> set[str]:
        """The items that the edit depends on."""
        if self.what == "flag":
            return set(emptied(form, at))
        return {self.words} if self.what == "copy" else set()

    def edit(self, view: View, at: str) -> Edit | None:
        """The edit, if it is unambiguous at present."""
        match self.what:
            case "clear":
                return SetAnswer(view.path(at), None)
            case "flag":
                below = any(not unsaid(view.get(item)) for item in emptied(view.form, at))
                return None if below else SetAnswer(view.path(at), True)
            case "choose":
                return SetAnswer(view.path(at), self.words)
            case "copy":
                return SetAnswer(view.path(at), view.get(self.words))
        return None


def run_conditional(
    code: str,
    at: str,
    conditions: tuple[Condition, ...],
    related: tuple[str, ...],
    mend: Mend,
    words: str,
    view: View,
) -> Iterator[Finding]:
    """A finding if all conditions hold."""
    if not all(condition.holds(view) for condition in conditions):
        return
    scope = view.form.places[at].scope
    near = [
        one for one in related if view.form.places[one].scope == scope[: len(view.form.places[one].scope)]
    ]
    other = related[0] if related else None
    args = {
        "own": _words_of(view, at),
        "box": words,
        "value": _other_words(view, other, conditions),
        "words": words,
        "other": view.label(other, at) if other else "",
    }
    facts = ";".join(condition.facts(view) for condition in conditions)
    found = view.found(code, at, args, related=near, facts=facts, mend=mend.edit(view, at))
    named = tuple((key, args["other"]) if key == "other" else (key, value) for key, value in found.args)
    yield Finding(code, found.path, named, found.related, facts, found.mend)


def _words_of(view: View, item_id: str) -> str:
    value = view.get(item_id)
    return "" if value is None else short(view.form.item(item_id).kind.format(value))


def _other_words(view: View, other: str | None, conditions: tuple[Condition, ...]) -> str:
    """The text of the item compared with: its answer, or a summary of the entries."""
    if other is None:
        return ""
    for condition in conditions:
        if condition.item == other and (
            condition.subject is not Subject.ITEM or condition.operator == "ticked"
        ):
            return "、".join(condition.words)
    if view.form.places[other].scope != view.form.places[other].scope[: len(view.owner) // 2]:
        return ""
    words = _words_of(view, other)
    return words or view.label(other)


def run_named(function: Function, given: Mapping[str, str], view: View) -> Iterable[Finding]:
    """Run a named function with its arguments from the file."""
    return function.run(view, **given)

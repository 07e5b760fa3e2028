"""The closed set of condition operators for rule files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import Enum
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import ChoiceKind, TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Checked, Value
from pia_desktop.rules.checks.agencies import is_local
from pia_desktop.rules.checks.rule import View
from pia_desktop.rules.checks.words import empty, unsaid


class Subject(Enum):
    """What a condition applies to: one answer, or that of any, or every, entry (if there are entries)."""

    ITEM = "item"
    SOME = "some"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.  ``words`` are the operator's arguments, ``other`` the item it compares with."""

    subject: Subject
    item: str
    operator: str
    words: tuple[str, ...] = field(default=())
    other: str | None = None

    @property
    def reads(self) -> set[str]:
        """The items it reads."""
        return {self.item, *([self.other] if self.other else [])}

    def holds(self, view: View) -> bool:
        """Whether it holds at a node."""
        test = OPERATORS[self.operator]
        if self.subject is Subject.ITEM:
            return test(self, view, view.get(self.item))
        each = [test(self, view, value) for _path, value in view.each(self.item)]
        return any(each) if self.subject is Subject.SOME else bool(each) and all(each)

    def facts(self, view: View) -> str:
        """The relevant facts it saw: of a text only whether it is answered."""
        if self.subject is not Subject.ITEM:
            return f"{self.item}:" + ",".join(
                _fact(view.form, self.item, v) for _p, v in view.each(self.item)
            )
        facts = f"{self.item}:{_fact(view.form, self.item, view.get(self.item))}"
        return (
            facts if self.other is None else f"{facts}/{_fact(view.form, self.other, view.get(self.other))}"
        )


def _fact(form: Form, item_id: str, value: Value | None) -> str:
    if isinstance(value, Checked):
        return "+".join(sorted(value.ticked))
    if isinstance(form.item(item_id).kind, TextualKind):
        return str(unsaid(value))
    return str(value)


Test = Callable[[Condition, View, Value | None], bool]


def _ticked(condition: Condition, _view: View, value: Value | None) -> bool:
    return isinstance(value, Checked) and any(word in value.ticked for word in condition.words)


def _unticked(condition: Condition, _view: View, value: Value | None) -> bool:
    return not empty(value) and not _ticked(condition, _view, value)


def _rank(view: View, item_id: str, value: Value | None) -> int:
    kind = view.form.item(item_id).kind
    options = kind.options if isinstance(kind, ChoiceKind) else ()
    return next((option.number for option in options if option.words == value), 0)


def _over(condition: Condition, view: View, value: Value | None) -> bool:
    assert condition.other is not None
    other = _rank(view, condition.other, view.get(condition.other))
    return 0 < other < _rank(view, condition.item, value)


def _differs(condition: Condition, view: View, value: Value | None) -> bool:
    assert condition.other is not None
    other = view.get(condition.other)
    return value is not None and other is not None and value != other


def _mentions(condition: Condition, _view: View, value: Value | None) -> bool:
    return isinstance(value, str) and any(word in value for word in condition.words)


OPERATORS: Final[dict[str, Test]] = {
    "is": lambda c, _v, value: value in c.words,
    "is_not": lambda c, _v, value: value is not None and value not in c.words,
    "flagged": lambda _c, _v, value: value is True,
    "unflagged": lambda _c, _v, value: value is not True,
    "empty": lambda _c, _v, value: empty(value),
    "unsaid": lambda _c, _v, value: unsaid(value),
    "written": lambda _c, _v, value: not unsaid(value),
    "ticked": _ticked,
    "unticked": _unticked,
    "mentions": _mentions,
    "lacks": lambda c, v, value: not _mentions(c, v, value),
    "over": _over,
    "differs": _differs,
    "local": lambda _c, _v, value: isinstance(value, str) and is_local(value),
}
"""Every operator.  Given: options (is, is_not), labels (ticked, unticked), words (mentions, lacks), an item
(over, differs), or true."""

GIVEN_OPTIONS: Final = frozenset({"is", "is_not"})
GIVEN_LABELS: Final = frozenset({"ticked", "unticked"})
GIVEN_WORDS: Final = frozenset({"mentions", "lacks"})
GIVEN_ITEM: Final = frozenset({"over", "differs"})

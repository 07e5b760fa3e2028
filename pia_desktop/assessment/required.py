"""Which items of a form edition may stay empty, and which answers ask for them, without loading the rules.

Outline, counts and "next missing" use it, so that they agree with the checks without a new window having to
load all rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from pia_desktop.assessment.item_state import says_nothing
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Checked, Value
from pia_desktop.paths import resource_root

ASKS_FOR_ANOTHER: Final = "C105"
"""The code of the rules by which an answer asks for another."""

_HEAD: Final = re.compile(r"^(form|version): (\S+)$", re.MULTILINE)
_LISTS: Final = re.compile(r"^(?:rest|national): \[([^\]]*)\]", re.MULTILINE)
_ASKING: Final = re.compile(rf"^- code: {ASKS_FOR_ANOTHER}\n((?:  .*\n)+)", re.MULTILINE)
_AT: Final = re.compile(r"^  at: (\S+)$", re.MULTILINE)
_WHEN: Final = re.compile(r"\{item: (\S+), (?:(?:is|ticked): \[([^\]]*)\]|written: true)\}")
_ROW: Final = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Asking:
    """An answer that asks for another: ``item`` has one of ``options``, or any answer if there are none."""

    item: str
    options: frozenset[str]

    def holds(self, value: Value | None) -> bool:
        """Whether the item, with this answer, asks for the other."""
        if not self.options:
            return not says_nothing(value)
        return not self.options.isdisjoint(value.ticked if isinstance(value, Checked) else {str(value)})


def may_stay_empty(form: Form) -> frozenset[str]:
    """Ids of items that no check requires although the form has them.

    公表日 is none of them: a check of its own asks for it, more mildly than for what can be known before.
    """
    ids = [one.strip() for words in _LISTS.findall(_rules_of(form)) for one in words.split(",")]
    return frozenset(one for one in ids if one) - {form.roles.published_on}


def asked_for(form: Form) -> Mapping[str, tuple[Asking, ...]]:
    """The answers that ask for an item, by the item's id; both are in the same entry, file or assessment."""
    found: dict[str, tuple[Asking, ...]] = {}
    for block in _ASKING.findall(_rules_of(form)):
        for item, asking in _asking(block):
            found[item] = (*found.get(item, ()), asking)
    return found


def _asking(rule: str) -> Iterator[tuple[str, Asking]]:
    """What a rule asks for, once for each row of its ``for``."""
    at, when = _AT.search(rule), _WHEN.search(rule)
    if at is None or when is None:
        return
    for row in _ROW.findall(rule.partition("\n  for:")[2]) or [""]:
        words = row.split(", ")
        item, asks, options = (_filled(part or "", words) for part in (at[1], when[1], when[2]))
        yield item, Asking(asks, frozenset(one for one in options.split(", ") if one))


def _filled(part: str, words: Sequence[str]) -> str:
    """A part of a rule with $1, $2, … replaced by the words of a row."""
    return re.sub(r"\$(\d)", lambda place: words[int(place[1]) - 1], part)


def _rules_of(form: Form) -> str:
    return _by_edition().get((form.id, form.version), "")


@cache
def _by_edition() -> dict[tuple[str, str], str]:
    """The text of each edition's rules."""
    found = {}
    for path in sorted((resource_root() / "rules").glob("*-*.yaml")):
        text = path.read_text(encoding="utf-8")
        head = dict(_HEAD.findall(text[:600]))
        found[head.get("form", ""), head.get("version", "")] = text
    return found

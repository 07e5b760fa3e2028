"""Rules derived from any form's definition: required answers, boxes and their text, dates.

They name no items; the form's rule file says what may stay empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pia_desktop.assessment.edits import RemoveEntry, SetAnswer
from pia_desktop.assessment.item_state import taken_out
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import CheckBox, ChecksKind, ChoiceKind, CountKind, DateKind, FlagKind
from pia_desktop.forms.model import Form, Item, ListSpec, Place
from pia_desktop.forms.values import Checked
from pia_desktop.rules.checks.agencies import is_local
from pia_desktop.rules.checks.codes import UNANSWERED
from pia_desktop.rules.checks.dates import (
    LAW,
    UNDATED,
    begins_with_date,
    dates_in,
    read_date,
)
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.rule import Rule, View
from pia_desktop.rules.checks.words import empty, only_dash, short, unsaid
from pia_desktop.wareki import (
    ParsedDate,
    in_right_era,
    normalise_date_words,
    normalise_leading_date,
    written_as_date,
)

OTHER: Final = "その他"
_NONE: Final = ("ない", "なし")
"""A grid of boxes that has one for none of them (行っていない) leaves no room for no tick at all."""
_PROCEDURE: Final = "評価実施手続"
"""The part that is filled in step by step, as 意見聴取 and 第三者点検 take place."""
_BARELY_BEGUN: Final = 3
_PLANS: Final = (
    "予定",
    "計画",
    "今後",
    "見直",
    "改善",
    "検討",
    "年度",
    "までに",
    "導入する",
    "実施する",
    "講じる",
)


@dataclass(frozen=True, slots=True)
class Habits:
    """Parameters of the structural rules: items that may stay empty, and the meaning of options."""

    rest: frozenset[str]
    national: frozenset[str]
    weak: frozenset[str]
    good: frozenset[str]
    problems: frozenset[str]


def structural_rules(form: Form, habits: Habits) -> Iterator[Rule]:
    """All rules derived from the definition."""
    tables = {spec.id for spec in form.lists.values() if spec.label == "" and spec.id != "files"}
    repeated = {item_id for spec in _repeats(form) for item_id in spec.item_ids}
    for place in form.places.values():
        kind = place.item.kind
        in_table = bool(place.scope) and place.scope[-1] in tables
        own = kind.answerable and not in_table and place.item.id not in repeated
        if own and _needed(place, habits):
            yield _required(place)
        if isinstance(kind, ChecksKind) and any(box.text or box.unit for box in kind.boxes):
            yield _boxes(place, kind)
        if isinstance(kind, FlagKind):
            yield _none_box(form, place)
        if isinstance(kind, DateKind):
            yield _date(place)
        if isinstance(kind, ChoiceKind) and habits.problems & {option.words for option in kind.options}:
            yield from _risk(form, place, habits)
    for spec in _repeats(form):
        yield _entry(form, spec, habits)
    for item_id in sorted(habits.national):
        yield _national(form.places[item_id], form.roles.agency)


def _repeats(form: Form) -> Iterator[ListSpec]:
    for part in form.parts:
        for section in part.sections:
            if section.repeat:
                yield form.lists[section.repeat.id]


def _rule(codes: str, place: Place, reads: Iterable[str], run: object) -> Rule:
    assert callable(run)
    return Rule(frozenset(codes.split()), place.scope, frozenset(reads), run)


def _needed(place: Place, habits: Habits) -> bool:
    item = place.item
    return not (
        item.id in habits.rest
        or item.id in habits.national
        or item.default
        or isinstance(item.kind, FlagKind | CountKind)
        or any(item in parent.companions for parent in place.parents)
    )


# ---- what is to be answered


def _required(place: Place) -> Rule:
    item, box = place.item, place.none_box

    def run(view: View) -> Iterator[Finding]:
        if box is None or view.get(box.id) is not True:
            yield from _missing(view, item)

    return _rule("C101 C102 C110 C112", place, {item.id, *([box.id] if box else [])}, run)


def _missing(view: View, item: Item) -> Iterator[Finding]:
    value = view.get(item.id)
    if empty(value):
        yield view.found(_code_of_missing(view.form, item), item.id)
    elif only_dash(value):
        yield view.found("C102", item.id, {"words": short(str(value))})


def _code_of_missing(form: Form, item: Item) -> str:
    """C101, a mistake, only if an answer is required in all cases and at any time; else a weaker code."""
    part = form.places[item.id].part
    if part is not None and _PROCEDURE in part.title:
        return "C112"
    kind = item.kind
    if isinstance(kind, ChecksKind) and not any(word in box.label for box in kind.boxes for word in _NONE):
        return "C110"
    return UNANSWERED


def _entry(form: Form, spec: ListSpec, habits: Habits) -> Rule:
    """Rules for an entry as a whole: empty, or required answers missing."""
    needed = [form.item(i) for i in spec.item_ids if _needed(form.places[i], habits)]
    place = form.places[spec.item_ids[0]]

    def run(view: View) -> Iterator[Finding]:
        missing = [item.id for item in needed if empty(view.get(item.id))]
        lacking = tuple(view.path(item_id) for item_id in missing)
        if all(empty(value) for value in view.node.answers.values()):
            yield Finding("C104", view.owner, (), lacking, mend=RemoveEntry(view.owner[:-1], view.owner[-1]))
            return
        if taken_out(view.node, spec.item_ids[0]):
            return  # an entry that only keeps its number
        if len(missing) > len(needed) / 2 and len(missing) >= _BARELY_BEGUN:
            args = (("count", str(len(missing))),)
            yield Finding("C111", view.owner, args, lacking, facts=",".join(missing))
            return
        for item in needed:
            yield from _missing(view, item)

    return _rule("C101 C102 C104 C110 C111", place, spec.item_ids, run)


def _national(place: Place, agency: str) -> Rule:
    item = place.item

    def run(view: View) -> Iterator[Finding]:
        if is_local(view.words(agency)) and not unsaid(view.get(item.id)):
            mend = SetAnswer(view.path(item.id), None)
            yield view.found("C108", item.id, related=(agency,), facts=view.get(item.id), mend=mend)

    return _rule("C108", place, {item.id, agency}, run)


# ---- boxes and their words


def _boxes(place: Place, kind: ChecksKind) -> Rule:
    item = place.item

    def run(view: View) -> Iterator[Finding]:
        value = view.get(item.id)
        if isinstance(value, Checked):
            for box in kind.boxes:
                yield from _box(view, item, box, value)

    return _rule("C206 C301 C302 C303", place, {item.id}, run)


def _box(view: View, item: Item, box: CheckBox, value: Checked) -> Iterator[Finding]:
    ticked = box.label in value.ticked
    words = {"box": short(box.label), "value": short(box.label)}
    tick = SetAnswer(view.path(item.id), value.with_tick(box.label, True))
    if box.text and ticked and unsaid(value.text(box.label)):
        yield view.found("C301" if box.label == OTHER else "C302", item.id, words, facts=box.label)
    if box.text and not ticked and not unsaid(value.text(box.label)):
        yield view.found("C303", item.id, words, facts=(box.label, value.text(box.label)), mend=tick)
    if box.unit and not ticked and value.count(box.label):
        yield view.found("C206", item.id, words, facts=(box.label, value.count(box.label)), mend=tick)


# ---- none-boxes


def emptied(form: Form, box_id: str) -> list[str]:
    """The items that a ticked none-box empties, in printed order."""
    section = form.places[box_id].section
    return [
        place.item.id
        for place in form.places.values()
        if place.section is section
        and place.item.kind.answerable
        and place.none_box is not None
        and place.none_box.id == box_id
    ]


def _none_box(form: Form, place: Place) -> Rule:
    item, rows = place.item, emptied(form, place.item.id)

    def run(view: View) -> Iterator[Finding]:
        if view.get(item.id) is True:
            written = [row for row in rows if not unsaid(view.get(row))]
            if written:
                yield view.found("C310", item.id, related=written, facts=written)

    return _rule("C310", place, {item.id, *rows}, run)


# ---- risks


def _risk(form: Form, place: Place, habits: Habits) -> Iterator[Rule]:
    """Rows of a risk that contradict “十分である”, and whether an open problem has a plan."""
    item = place.item
    beside = [
        other.item
        for other in form.places.values()
        if other.section is place.section and other.risk is place.risk and other.item.id != item.id
    ]
    texts = [one.id for one in beside if not isinstance(one.kind, ChoiceKind | FlagKind)]
    choices = [one for one in beside if isinstance(one.kind, ChoiceKind)]
    weak = [one.id for one in choices if habits.weak.intersection(_options(one))]

    def plan(view: View) -> Iterator[Finding]:
        if view.get(item.id) in habits.problems:
            said = [view.words(text) for text in texts]
            if not any(word in words for words in said for word in _PLANS):
                yield view.found("C307", item.id, related=texts, facts=view.get(item.id))

    yield _rule("C307", place, {item.id, *texts}, plan)
    if place.risk is None or not weak:
        return

    def against(view: View) -> Iterator[Finding]:
        own = view.get(item.id)
        if own in habits.good:
            for other in weak:
                value = view.get(other)
                if value in habits.weak:
                    args = {"own": str(own), "value": str(value), "other": view.label(other, item.id)}
                    yield view.found("C306", item.id, args, related=(other,), facts=(own, other, value))

    yield _rule("C306", place, {item.id, *weak}, against)


def _options(item: Item) -> tuple[str, ...]:
    return tuple(option.words for option in item.kind.options) if isinstance(item.kind, ChoiceKind) else ()


# ---- dates


def _date(place: Place) -> Rule:
    item = place.item

    def run(view: View) -> Iterator[Finding]:
        words = view.words(item.id)
        if unsaid(words):
            return
        args = {"words": short(words), "day": ParsedDate.of(LAW).wareki()}
        parsed = read_date(words)
        if parsed is None:
            era = in_right_era(words)
            if era is not None or written_as_date(words):
                mend = SetAnswer(view.path(item.id), era) if era else None
                yield view.found("C402", item.id, args, facts=words, mend=mend)
            elif begins_with_date(words):
                yield from _as_the_form_writes(view, item, words, normalise_leading_date(words), args)
            elif words.strip() not in UNDATED and not dates_in(words):
                yield view.found("C401", item.id, args, facts=words)
            return
        yield from _as_the_form_writes(view, item, words, normalise_date_words(words), args)
        if parsed.latest() < LAW:
            yield view.found("C403", item.id, args, facts=words)

    return _rule("C401 C402 C403 C415", place, {item.id}, run)


def _as_the_form_writes(
    view: View, item: Item, words: str, official: str, args: dict[str, str]
) -> Iterator[Finding]:
    if official != words:
        mend = SetAnswer(view.path(item.id), official)
        yield view.found("C415", item.id, {**args, "value": official}, facts=words, mend=mend)

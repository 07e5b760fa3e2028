"""計画管理書 generated from the assessments: a row per number, with inconsistencies."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cache
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.node import Node
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.model import Form
from pia_desktop.office.plan_columns import WORK, Computed, Own, PlanColumn, shipped_plan
from pia_desktop.rules.deadlines import DueDate, DueKind, due_dates, published_day
from pia_desktop.rules.stages import Stage, StageDates, day_words
from pia_desktop.rules.threshold import Owed, judged_answers, said, said_item
from pia_desktop.wareki import normalise_date_words

VOLUNTARY: Final = "（任意）"
FIRST, AGAIN = "初回", "再実施"


@dataclass(frozen=True, slots=True)
class PlanSource:
    """An assessment as the plan uses it: relevant items, state and dates, the clerk's cells.

    ``earlier`` are the dates of earlier rounds.
    """

    id: int
    form: Form
    root: Node
    stage: Stage
    dates: StageDates
    earlier: tuple[StageDates, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict, hash=False)

    def answer(self, item: str | None) -> str:
        """The text of an item outside lists; empty if it is unanswered or the form lacks it."""
        place = self.form.places.get(item or "")
        value = self.root.answers.get(item or "") if place is not None and not place.scope else None
        return "" if place is None or value is None else place.item.kind.format(value).strip()

    @property
    def number(self) -> str:
        """評価書番号."""
        return self.answer(self.form.roles.number)

    @property
    def title(self) -> str:
        """評価書名."""
        return self.answer(self.form.roles.title)

    def dues(self, today: date) -> tuple[DueDate, ...]:
        """Its due dates."""
        words = self.answer(self.form.roles.published_on)
        return due_dates(self.form.id, words, self.stage, self.dates, today, self.earlier)

    def published(self, today: date) -> date | None:
        """The day of the last publication."""
        words = self.answer(self.form.roles.published_on)
        return published_day(words, (self.dates, *self.earlier), today)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row: the assessments with one number, fullest form first, and the texts of the columns."""

    sources: tuple[PlanSource, ...]
    cells: tuple[str, ...]

    @property
    def source(self) -> PlanSource:
        """The assessment with the fullest form, which holds the clerk's cells."""
        return self.sources[0]


def plan_rows(
    sources: Iterable[PlanSource], columns: Sequence[PlanColumn], today: date
) -> tuple[PlanRow, ...]:
    """The rows by number; assessments without one come last, in the given order.

    Assessments with the same number share a row, as do those of one operation on different forms.
    """
    groups: dict[str, list[PlanSource]] = {}
    for source in sources:
        groups.setdefault(_key(source), []).append(source)
    works: dict[str, str] = {}
    for key, group in sorted(groups.items(), key=lambda one: _order(one[0])):
        name = as_read(work_of(group[0])).strip()
        first = groups[works.setdefault(name, key)] if name else group
        if first is not group and not {one.form.id for one in first} & {one.form.id for one in group}:
            first += group
            del groups[key]
    ordered = sorted(groups.items(), key=lambda one: _order(one[0]))
    found = []
    for _number, group in ordered:
        own = tuple(sorted(group, key=lambda one: -rank_of(one.form.id)))
        found.append(PlanRow(own, tuple(_cell(own, column, today) for column in columns)))
    return tuple(found)


def work_of(source: PlanSource) -> str:
    """事務の名称."""
    column = next((one for one in shipped_plan().columns if one.id == WORK), None)
    return source.answer(column.items.get(source.form.id)) if column is not None else ""


def agency_of(sources: Iterable[PlanSource]) -> str:
    """評価実施機関名, as in most assessments."""
    names = Counter(name for one in sources if (name := one.answer(one.form.roles.agency)))
    return names.most_common(1)[0][0] if names else ""


def _key(source: PlanSource) -> str:
    number = as_read(source.number).strip()
    return number or f"\0{source.id}"


def _order(key: str) -> tuple[int, int, str]:
    digits = unicodedata.normalize("NFKC", key)
    if key.startswith("\0"):
        return 2, int(key[1:]), ""
    return (0, int(digits[:18]), "") if digits.isdecimal() and digits.isascii() else (1, 0, key)


def rank_of(form: str) -> int:
    """Position of a form, from the simplest; -1 if the plan does not have it."""
    forms = [one for one, _words in shipped_plan().kinds]
    return forms.index(form) if form in forms else -1


def _cell(group: Sequence[PlanSource], column: PlanColumn, today: date) -> str:
    if column.own is not None:
        return next((words for one in group if (words := one.cells.get(column.id, ""))), "")
    if column.items:
        least_first = reversed(group)  # 様式２'s threshold items take precedence
        found = (one.answer(column.items.get(one.form.id)) for one in least_first)
        return next((words for words in found if words), "")
    return _computed(group, column.computed, today)


def _computed(group: Sequence[PlanSource], computed: Computed | None, today: date) -> str:
    first = group[0]
    match computed:
        case Computed.NUMBER:
            return "\n".join(dict.fromkeys(one.number for one in reversed(group) if one.number))
        case Computed.TITLE:
            return "\n".join(dict.fromkeys(one.title for one in group if one.title))
        case Computed.KIND:
            return kind_words(group)
        case Computed.OCCASION:
            return AGAIN if any(one.day("published") for one in first.earlier) else FIRST
        case Computed.STATE:
            return first.stage.label
        case Computed.PUBLISHED:
            return _day(first.published(today))
        case Computed.LOOKED_OVER:
            looks = [day for one in (first.dates, *first.earlier) if (day := one.day("looked_over"))]
            return _day(max(looks, default=None))
        case Computed.REVIEW:
            return _due(group, DueKind.REVIEW, today)
        case Computed.REASSESSMENT:
            return _due(group, DueKind.REASSESSMENT, today)
    return ""


def _day(day: date | None) -> str:
    return day_words(day) if day is not None else ""


def _due(group: Sequence[PlanSource], kind: DueKind, today: date) -> str:
    days = [due.on for one in group for due in one.dues(today) if due.kind is kind]
    return _day(min(days, default=None))


def kind_words(group: Sequence[PlanSource]) -> str:
    """The kind of assessment of an operation, by its fullest form in the cabinet; whether it is voluntary."""
    words = dict(shipped_plan().kinds).get(group[0].form.id, group[0].form.short_title)
    owed = owed_of(group)
    return words + VOLUNTARY if owed is not None and rank_of(group[0].form.id) + 1 > owed.step else words


def owed_of(group: Sequence[PlanSource]) -> Owed | None:
    """The assessment required for an operation: by 様式２'s threshold items, else by what 様式３
    or ４ says.
    """
    for one in group:
        judged = judged_answers(Snapshot(one.form, one.root))
        if judged is not None:
            return judged.owed
    for one in group:
        item = said_item(one.form)
        found = said(one.answer(item.id)) if item is not None else None
        if found is not None:
            return found
    return None


def read_own(column: PlanColumn, words: str) -> str:
    """The clerk's text in stored form; a date is normalized to the Japanese calendar."""
    words = words.strip()
    return normalise_date_words(words) if column.own is Own.DAY else words


@cache
def plan_items() -> frozenset[str]:
    """Ids of all items that the plan and its checks read, of any form."""
    items = set(shipped_plan().item_ids)
    for form in all_forms():
        roles = form.roles
        items |= {roles.number, roles.title, roles.agency, roles.published_on}
        said_by = said_item(form)
        items |= {said_by.id} if said_by is not None else set()
        for place in form.places.values():
            if isinstance(place.item.kind, DerivedKind):
                items |= set(place.item.kind.sources)
    return frozenset(items)


def sources_to_give(
    sources: Sequence[PlanSource], roots: Iterable[Node], words: Callable[[str], str]
) -> list[PlanSource]:
    """The sources as they go to others: other contents, and the clerk's cells as ``words`` returns them."""
    return [
        replace(source, root=root, cells={name: words(text) for name, text in source.cells.items()})
        for source, root in zip(sources, roots, strict=True)
    ]

"""Copies parts of an assessment into another one, perhaps of another form.

A copy is an interchange document with only the chosen answers, so a paste is validated like any foreign file.
Items of two forms correspond if heading, risk and labels are equal apart from numbers; equal ids need not
mean the same item.  Withheld spans are copied along; an answer that is withheld stays withheld when replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from enum import Enum
from functools import lru_cache
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.naming import plain, printed_path
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.assessment.withheld import Spans, fitting
from pia_desktop.dataclass import dataclass
from pia_desktop.exchange.interchange import ImportedAssessment
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import KindFault
from pia_desktop.forms.model import FILES, Form, Item, Place, Section
from pia_desktop.forms.values import Figure, Value
from pia_desktop.i18n import _

_NUMBERS: Final = re.compile(
    r"^[\s（(]*(?:別添)?[０-９0-9①-⑳Ⅰ-Ⅻ]+[）).．:：]*[\s　]*|(?<=リスク)[０-９0-9]+|【.*?】"
)


class Fit(Enum):
    """Whether a copied answer or entry can be pasted."""

    NEW = "new"
    REPLACES = "replaces"
    SAME = "same"
    NO_PLACE = "no place"


@dataclass(frozen=True, slots=True)
class PasteLine:
    """One copied answer or entry: its destination, shortened text, and why it does not fit, if so."""

    place: str
    words: str
    fit: Fit
    why: str = ""


@dataclass(frozen=True, slots=True)
class PastePlan:
    """The effect of a paste: one edit for everything that fits (None: nothing), and a line per piece."""

    edit: Batch | None
    lines: tuple[PasteLine, ...]


# ---- copying


def cut_out(snapshot: Snapshot, paths: Iterable[NodePath]) -> Snapshot:
    """The assessment reduced to these answers, entries, lists or files."""
    root = Node()
    for path in paths:
        root = _with_copy(snapshot.root, root, path)
    return Snapshot(snapshot.form, root)


def _with_copy(source: Node, target: Node, path: NodePath) -> Node:
    if len(path) == 1:
        if path[0] in source.answers:
            marks = {path[0]: source.withheld[path[0]]} if path[0] in source.withheld else {}
            answers = {**target.answers, path[0]: source.answers[path[0]]}
            return Node(answers, target.lists, {**target.withheld, **marks})
        if path[0] in source.lists:
            lists = {**target.lists, path[0]: source.lists[path[0]]}
            return Node(target.answers, lists, target.withheld)
        return target
    inner = source.lists.get(path[0], {}).get(path[1])
    if inner is None:
        return target
    entries = dict(target.lists.get(path[0], {}))
    entries[path[1]] = inner if len(path) == 2 else _with_copy(inner, entries.get(path[1], Node()), path[2:])
    return Node(target.answers, {**target.lists, path[0]: entries}, target.withheld)


def section_paths(form: Form, path: NodePath) -> list[NodePath]:
    """All answers and lists under the same heading as the item at ``path``."""
    place = form.places[path[-1]]
    if place.part is None or place.section is None:
        return [(item.id,) for item in form.cover]
    owner = path[:2] if place.part.per_file else ()
    groups: list[list[Section]] = []
    for section in place.part.sections:
        if section.title or not groups:
            groups.append([])
        groups[-1].append(section)
    group = next(group for group in groups if place.section in group)
    found: list[NodePath] = []
    for section in group:
        inner = section.repeat or section.table
        if inner:
            found.append((*owner, inner.id))
        ids = [item.id for item in (section.none if inner else section.walk())]
        found += [(*owner, item_id) for item_id in ids]
    return found


def plain_words(snapshot: Snapshot) -> str:
    """The answers as text, each under its printed path, for other programs."""
    blocks = [
        f"{printed_path(snapshot.form, path, snapshot.root)}\n{item.kind.format(value)}"
        for path, item, value in answers_in_order(snapshot.form, snapshot.root)
    ]
    return "\n\n".join(blocks)


# ---- which item of another form is the same


def _bare(words: str) -> str:
    return _NUMBERS.sub("", plain(words))


def _part_words(place: Place) -> str:
    return _bare(place.part.title) if place.part else ""


def _signature(form: Form, place: Place) -> tuple[str, ...]:
    heading = ""
    if place.part is not None:
        for section in place.part.sections:
            heading = section.title or heading
            if section is place.section:
                break
    entry = form.lists[place.scope[-1]].label if place.scope and place.scope[-1] != FILES else ""
    risk = _bare(place.risk.named) if place.risk else ""
    table = place.section is not None and place.section.table is not None
    part = "" if heading else _part_words(place)
    labels = [_bare(item.label or "") for item in (*place.parents, place.item)]
    own = place.item.id.rpartition(".")[2] if place.item.label is None or place.parents else ""
    kind = own if own in ("title", "count", "detail") else ""
    return ("表" if table else "", part, _bare(heading), entry, risk, *labels, kind)


@lru_cache(maxsize=16)
def _same_items(source: str, target: str, forms: _Pair) -> Mapping[str, str]:
    if source == target:
        return {item_id: item_id for item_id in forms.source.places}
    by_words: dict[tuple[str, ...], list[str]] = {}
    for item_id, place in forms.target.places.items():
        by_words.setdefault(_signature(forms.target, place), []).append(item_id)
    found: dict[str, str] = {}
    for item_id, place in forms.source.places.items():
        same = by_words.get(_signature(forms.source, place), [])
        if len(same) > 1:
            part = _part_words(place)
            same = [other for other in same if _part_words(forms.target.places[other]) == part]
        if len(same) == 1:
            found[item_id] = same[0]
    taken = list(found.values())  # two items with the same counterpart would overwrite each other
    return {item_id: other for item_id, other in found.items() if taken.count(other) == 1}


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two forms as a cache key, compared by their editions only."""

    source: Form = field(compare=False)
    target: Form = field(compare=False)


def same_items(source: Form, target: Form) -> Mapping[str, str]:
    """Corresponding items of another form, by id."""
    return _same_items(source.edition, target.edition, _Pair(source, target))


# ---- pasting


def plan_paste(target: Snapshot, clip: ImportedAssessment, file_key: str, *, as_file: bool) -> PastePlan:
    """The effect of pasting a copy.

    Answers go to corresponding items, those of a file into the file ``file_key`` or, with ``as_file``, into a
    new one; entries are appended.
    """
    return _Planner(target, clip, file_key, as_file).plan()


class _Planner:
    def __init__(self, target: Snapshot, clip: ImportedAssessment, file_key: str, as_file: bool) -> None:
        self.target = target
        self.form = target.form
        self.clip = clip
        self.as_file = as_file and self.form.has_files
        self.file_key = file_key
        self.same = same_items(clip.form, target.form)
        self.lines: list[PasteLine] = []
        self.edits: list[Edit] = []

    def plan(self) -> PastePlan:
        root = self.clip.root
        if self.as_file:
            for key, node in root.entries((FILES,)).items():
                self._new_file(key, node)
        else:
            for path, item, value in answers_in_order(self.clip.form, root):
                if path[::2][:-1] in ((), (FILES,)):
                    self._answer(path, item, value)
            for path, node in root.walk():
                if len(path) % 2 == 0 and path and path[-2] != FILES:
                    self._entry(path, node)
        return PastePlan(Batch(tuple(self.edits)) if self.edits else None, tuple(self.lines))

    # ---- pieces

    def _answer(self, path: NodePath, item: Item, value: Value) -> None:
        words = _short(item.kind.format(value))
        fitted = self._fitted(path, item, value, words)
        if fitted is None:
            return
        item_id, new = fitted
        place = self.form.places[item_id]
        if len(place.scope) > 1 or (place.scope and place.scope[0] != FILES):
            self._misfit(path, words, _("The form keeps this item in entries."))
            return
        goal = (FILES, self.file_key, item_id) if place.scope else (item_id,)
        old = self.target.root.answer(goal)
        fit = Fit.NEW if old is None else Fit.SAME if old == new else Fit.REPLACES
        self.lines.append(PasteLine(self._named(goal), words, fit))
        if fit is not Fit.SAME:
            self.edits.append(SetAnswer(goal, new))
            spans = fitting(self.clip.root.withheld_at(path), new)
            if spans is not None:
                self.edits.append(SetWithheld(goal, spans))

    def _entry(self, path: NodePath, node: Node) -> None:
        list_id = self._list_for(path[-2])
        words = _short(" ".join(_first_words(self.clip.form, node)))
        if list_id is None:
            self._misfit(path, words, _("The form has no such entries."))
            return
        scope = self.form.lists[list_id].scope
        goal = (FILES, self.file_key, list_id) if scope else (list_id,)
        added = sum(isinstance(edit, InsertEntry) and edit.path == goal for edit in self.edits)
        count = len(self.target.root.entries(goal)) + added
        if count >= self.form.lists[list_id].max:
            limit = self.form.lists[list_id].max
            self._misfit(
                path, words, _("There is no room: the list holds at most {limit}.").format(limit=limit)
            )
            return
        new = self._node(path, node, (*scope, list_id))
        number = count + 1 if self.form.lists[list_id].label else f" ({count + 1})"
        self.lines.append(PasteLine(f"{self._named(goal)}{number}", words, Fit.NEW))
        self.edits.append(InsertEntry(goal, new_key(), count, new))

    def _new_file(self, key: str, node: Node) -> None:
        spec = self.form.lists[FILES]
        if len(self.target.root.entries((FILES,))) >= spec.max:
            self._misfit(
                (FILES, key),
                "",
                _("There is no room: the list holds at most {limit}.").format(limit=spec.max),
            )
            return
        file = self._node((FILES, key), node, (FILES,))
        lists: dict[str, dict[str, Node]] = {}
        for list_id, entries in node.lists.items():
            goal = self._list_for(list_id)
            if goal is None or self.form.lists[goal].scope != (FILES,):
                self._misfit((FILES, key, list_id), "", _("The form has no such entries."))
                continue
            for entry_key, entry in list(entries.items())[: self.form.lists[goal].max]:
                path = (FILES, key, list_id, entry_key)
                lists.setdefault(goal, {})[new_key()] = self._node(path, entry, (FILES, goal))
        name = file.answers.get(self.form.roles.file_name or "")
        self.lines.insert(0, PasteLine(spec.label, _short(str(name or "")), Fit.NEW))
        index = len(self.target.root.entries((FILES,)))
        self.edits.append(InsertEntry((FILES,), new_key(), index, Node(file.answers, lists, file.withheld)))

    def _node(self, path: NodePath, node: Node, scope: NodePath) -> Node:
        """The answers of an entry or file that have a place in the target's ``scope``."""
        answers: dict[str, Value] = {}
        withheld: dict[str, Spans] = {}
        for item_id, value in node.answers.items():
            item = self.clip.form.item(item_id)
            words = _short(item.kind.format(value))
            fitted = self._fitted((*path, item_id), item, value, words)
            if fitted is not None and self.form.places[fitted[0]].scope == scope:
                answers[fitted[0]] = fitted[1]
                spans = fitting(node.withheld.get(item_id), fitted[1])
                if spans is not None:
                    withheld[fitted[0]] = spans
            elif fitted is not None:
                self._misfit((*path, item_id), words, _("The form has this item elsewhere."))
        return Node(answers, {}, withheld)

    def _fitted(self, path: NodePath, item: Item, value: Value, words: str) -> tuple[str, Value] | None:
        """The target's item and the converted answer; None, with a line saying why, if it does not fit."""
        item_id = self.same.get(item.id)
        if item_id is None:
            self._misfit(path, words, _("The form has no such item."))
            return None
        kind = self.form.item(item_id).kind
        try:
            if isinstance(value, Figure) and isinstance(kind, FigureKind):
                new: Value | None = value
            else:
                new = kind.parse(item.kind.dump(value))
        except KindFault as fault:
            self._misfit(path, words, str(fault))
            return None
        return None if new is None else (item_id, new)

    def _list_for(self, list_id: str) -> str | None:
        for item_id in self.clip.form.lists[list_id].item_ids:
            goal = self.same.get(item_id)
            if goal is not None:
                scope = self.form.places[goal].scope
                return scope[-1] if scope and scope[-1] != FILES else None
        return None

    def _misfit(self, path: NodePath, words: str, why: str) -> None:
        place = printed_path(self.clip.form, path, self.clip.root)
        self.lines.append(PasteLine(place, words, Fit.NO_PLACE, why))

    def _named(self, path: NodePath) -> str:
        return printed_path(self.form, path, self.target.root)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:60] + "…"


def _first_words(form: Form, node: Node) -> Iterator[str]:
    """The first two answers of an entry as text, to identify it."""
    for item_id, value in list(node.answers.items())[:2]:
        yield form.item(item_id).kind.format(value)

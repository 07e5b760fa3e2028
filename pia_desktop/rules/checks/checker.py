"""All checks of one assessment, updated with each edit: only affected rules run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
)
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.search import words_of
from pia_desktop.assessment.tabs import Tab, tab_of
from pia_desktop.forms.model import FILES, Form
from pia_desktop.packs.model import Pack
from pia_desktop.rules.checks.codes import Severity
from pia_desktop.rules.checks.finding import Finding, FindingKey, Sorted, apply_set_asides
from pia_desktop.rules.checks.memory import Memory
from pia_desktop.rules.checks.renaming import renamings
from pia_desktop.rules.checks.rule import Rule, View
from pia_desktop.rules.checks.rulebook import Rulebook, rulebook
from pia_desktop.rules.checks.texts import text_findings
from pia_desktop.rules.checks.withheld import Withheld

_TEXT: Final = -1
"""Stands for the checks of words in the name of a cell."""

_WITHHELD: Final = -2
"""Stands for what is withheld of an answer."""

_TYPED: Final = -3
"""Stands for what is typed in a field and no answer."""

_Cell = tuple[int, NodePath]
"""One rule at one node, or the checks of words of one answer, what is withheld of it, what is typed there."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The effect of an edit on the findings: those removed and those added."""

    gone: tuple[Finding, ...]
    come: tuple[Finding, ...]

    @property
    def paths(self) -> frozenset[NodePath]:
        """The paths whose findings have changed."""
        return frozenset(finding.path for finding in (*self.gone, *self.come))


class Checker:
    """The findings of an assessment.

    The constructor runs every rule once; this can be done in another thread from a snapshot, followed by the
    edits made meanwhile as one ``Batch``.  ``today`` is the date for comparisons; ``packs`` are those that
    the office has entered.
    """

    def __init__(
        self,
        form: Form,
        root: Node,
        today: date | None = None,
        rules: Rulebook | None = None,
        reasons: Mapping[FindingKey, str] | None = None,
        packs: Sequence[Pack] = (),
    ) -> None:
        self.form = form
        self.root = root
        self.today = today or date.today()
        self._book = rules or rulebook(form)
        self._packs = tuple(packs)
        self._memory = Memory()
        self._renamed = renamings(form, root, self._memory)
        self._customs = self._book.customs.knowing(self._packs, self._renamed)
        self._cells: dict[_Cell, tuple[Finding, ...]] = {}
        self._by_path: dict[NodePath, dict[_Cell, tuple[Finding, ...]]] = {}
        self._tabs: dict[Tab, Counter[Severity]] = {}
        self._reasons = dict(reasons or {})
        self._standing: dict[tuple[str, ...], list[int]] = {}
        self._readers: dict[str, list[int]] = {}
        self._gatherers: dict[str, list[int]] = {}
        self._index()
        self._fill()
        self._withheld = Withheld(form, root)
        for path, found in self._withheld.found.items():
            self._put((_WITHHELD, path), (), found)

    # ---- reading

    def findings(self) -> tuple[Finding, ...]:
        """All findings, in form order."""
        order = _Order(self.form, self.root)
        return _in_order(self._cells, lambda finding: order.of(finding.path))

    def at(self, path: NodePath) -> tuple[Finding, ...]:
        """The findings at one answer, entry or list."""
        found = _in_order(self._by_path.get(path, {}), lambda _finding: ())
        return tuple(finding for finding in found if finding.path == path)

    def sorted(self) -> Sorted:
        """The findings in form order, with those set aside separately."""
        return apply_set_asides(self.findings(), self._reasons)

    def counts(self, tab: Tab | None = None) -> dict[Severity, int]:
        """The number of open findings of each severity, always all three: in total or for one tab."""
        chosen = self._tabs.values() if tab is None else [self._tabs.get(tab, Counter())]
        return {severity: sum(counts[severity] for counts in chosen) for severity in Severity}

    def __len__(self) -> int:
        return sum(self.counts().values())

    # ---- setting aside

    def set_aside(self, reasons: Mapping[FindingKey, str]) -> None:
        """Replace what is set aside, with reasons."""
        self._reasons = dict(reasons)
        self._tabs = {}
        for findings in self._cells.values():
            self._count(findings, 1)

    def is_aside(self, finding: Finding) -> bool:
        """Whether a finding is set aside."""
        return bool(self._reasons) and finding.key in self._reasons

    # ---- following edits

    def update(self, edit: Edit, root: Node) -> Changed:
        """Update after an edit; ``root`` are the contents after it."""
        old, self.root = self.root, root
        touched: dict[_Cell, None] = {}
        self._touch(edit, old, touched)
        if _touches(edit, self.form.roles.changes):
            self._follow_rows(touched)
        gone: list[Finding] = []
        come: list[Finding] = []
        self._run_again(touched, gone, come)
        for path, was, now in self._withheld.update(edit, old, root):
            gone += _lacking(was, now)
            come += _lacking(now, was)
            self._put((_WITHHELD, path), was, now)
        return Changed(tuple(gone), tuple(come))

    def take_packs(self, packs: Sequence[Pack]) -> Changed:
        """Replace the office's own packs, and check texts against new ones."""
        gone: list[Finding] = []
        come: list[Finding] = []
        if tuple(packs) != self._packs:
            self._packs = tuple(packs)
            self._customs = self._book.customs.knowing(self._packs, self._renamed)
            texts = [(_TEXT, (*owner, name)) for owner, node in self.root.walk() for name in node.answers]
            self._run_again(texts, gone, come)
        return Changed(tuple(gone), tuple(come))

    def _run_again(self, cells: Iterable[_Cell], gone: list[Finding], come: list[Finding]) -> None:
        for cell in cells:
            before = self._cells.get(cell, ())
            after = self._run(cell)
            if before != after:
                gone += _lacking(before, after)
                come += _lacking(after, before)
                self._put(cell, before, after)

    def take_typed(self, path: NodePath, finding: Finding | None) -> None:
        """Set or (None) remove the finding that a field reports about input that is not an answer."""
        cell = (_TYPED, path)
        self._put(cell, self._cells.get(cell, ()), () if finding is None else (finding,))

    def _touch(self, edit: Edit, old: Node, touched: dict[_Cell, None]) -> None:
        match edit:
            case SetAnswer(path, _value):
                touched[_TEXT, path] = None
                for number in self._readers.get(path[-1], ()):
                    for owner in self._owners(number, path[:-1]):
                        touched[number, owner] = None
            case SetWithheld(path, _spans):
                touched[_TEXT, path] = None
            case InsertEntry(path=path, key=key) | RemoveEntry(path=path, key=key):
                self._touch_list(path, touched)
                for root in (old, self.root):
                    entry = root.find((*path, key))
                    if entry is not None:
                        for owner, node in entry.walk((*path, key)):
                            self._touch_node(owner, node, touched)
            case MoveEntry(path, _key, _index):
                self._touch_list(path, touched)
            case Batch(edits):
                for part in edits:
                    self._touch(part, old, touched)

    def _follow_rows(self, touched: dict[_Cell, None]) -> None:
        """Check texts with names that rows of 変更箇所 now rename."""
        before, self._renamed = self._renamed, renamings(self.form, self.root, self._memory)
        others = set(before) ^ set(self._renamed)
        if not others:
            return
        self._customs = self._book.customs.knowing(self._packs, self._renamed)
        for owner, node in self.root.walk():
            for name, value in node.answers.items():
                texts = [text for _spot, text in words_of(self.form.item(name), value)]
                if any(one.has in text for text in texts for one in others):
                    touched[_TEXT, (*owner, name)] = None

    def _touch_node(self, owner: NodePath, node: Node, touched: dict[_Cell, None]) -> None:
        for number in self._standing.get(owner[::2], ()):
            touched[number, owner] = None
        for item_id in node.answers:
            touched[_TEXT, (*owner, item_id)] = None

    def _touch_list(self, path: NodePath, touched: dict[_Cell, None]) -> None:
        for number in self._gatherers.get(path[-1], ()):
            for owner in self._owners(number, path[:-1]):
                touched[number, owner] = None

    def _owners(self, number: int, holder: NodePath) -> Iterator[NodePath]:
        """The nodes from which a rule can see a node: the one above it, or all below it."""
        scope = self._book.rules[number].scope
        depth = len(holder) // 2
        if len(scope) <= depth:
            yield holder[: 2 * len(scope)]
            return
        node = self.root.find(holder)
        places = [(holder, node)] if node is not None else []
        for list_id in scope[depth:]:
            places = [
                ((*path, list_id, key), entry)
                for path, above in places
                for key, entry in above.lists.get(list_id, {}).items()
            ]
        for path, _node in places:
            yield path

    # ---- cells

    def _index(self) -> None:
        lists = self.form.lists
        for number, rule in enumerate(self._book.rules):
            self._standing.setdefault(rule.scope, []).append(number)
            for name in rule.reads:
                self._readers.setdefault(name, []).append(number)
                inner = (*lists[name].scope, name) if name in lists else self.form.places[name].scope
                for list_id in inner[len(rule.scope) :]:
                    numbers = self._gatherers.setdefault(list_id, [])
                    if number not in numbers:
                        numbers.append(number)

    def _fill(self) -> None:
        for owner, node in self.root.walk():
            touched: dict[_Cell, None] = {}
            self._touch_node(owner, node, touched)
            view = View(self.form, self.root, owner, self.today, self._memory)
            for cell in touched:
                number, path = cell
                if number == _TEXT:
                    found = self._texts(path, node)
                else:
                    found = tuple(self._book.rules[number].run(view))
                if found:
                    self._put(cell, (), found)

    def _run(self, cell: _Cell) -> tuple[Finding, ...]:
        """The present findings of a cell; none if its node is deleted."""
        number, path = cell
        node = self.root.find(path[:-1] if number == _TEXT else path)
        if node is None:
            return ()
        if number == _TEXT:
            return self._texts(path, node)
        return tuple(self._rule(number).run(View(self.form, self.root, path, self.today, self._memory)))

    def _rule(self, number: int) -> Rule:
        return self._book.rules[number]

    def _texts(self, path: NodePath, node: Node) -> tuple[Finding, ...]:
        return tuple(text_findings(self.form, self._customs, self.today, path, node))

    def _put(self, cell: _Cell, before: tuple[Finding, ...], after: tuple[Finding, ...]) -> None:
        for finding in before:
            cells = self._by_path.get(finding.path, {})
            cells.pop(cell, None)
            if not cells:
                self._by_path.pop(finding.path, None)
        for finding in after:
            self._by_path.setdefault(finding.path, {})[cell] = after
        if after:
            self._cells[cell] = after
        else:
            self._cells.pop(cell, None)
        self._count(_lacking(before, after), -1)
        self._count(_lacking(after, before), 1)

    def _count(self, findings: Iterable[Finding], step: int) -> None:
        for finding in findings:
            if not self.is_aside(finding):
                counts = self._tabs.setdefault(tab_of(self.form, finding.path), Counter())
                counts[finding.severity] += step


def _in_order(
    cells: Mapping[_Cell, tuple[Finding, ...]], place: Callable[[Finding], tuple[int, ...]]
) -> tuple[Finding, ...]:
    """By path and code, then in the order of the rules and of each rule's results.

    Cells themselves are in the order in which edits touched them.
    """
    found = [(place(one), one.code, cell, one) for cell, findings in cells.items() for one in findings]
    return tuple(one for *_key, one in sorted(found, key=lambda entry: entry[:3]))


def _lacking(some: tuple[Finding, ...], others: tuple[Finding, ...]) -> list[Finding]:
    """Those of ``some`` that are not in ``others``; compared as sets, as a rule reports a thing once per
    path.
    """
    known = {(other.code, other.path, other.facts, other.args): other for other in others}
    return [one for one in some if known.get((one.code, one.path, one.facts, one.args)) != one]


def _touches(edit: Edit, list_id: str) -> bool:
    if isinstance(edit, Batch):
        return any(_touches(part, list_id) for part in edit.edits)
    return edit.path[0] == list_id


class _Order:
    """Sort keys of paths: part, file, section, entry, item."""

    def __init__(self, form: Form, root: Node) -> None:
        self.form = form
        self.root = root
        parts: dict[str | None, int] = {None: 0}
        for number, part in enumerate(form.all_parts, 1):
            parts[part.id] = number
        self._items: dict[str, tuple[int, int]] = {}
        for number, (item_id, place) in enumerate(form.places.items()):
            self._items[item_id] = (parts[place.part.id if place.part else None], number)
        for spec in form.lists.values():
            if spec.id != FILES and spec.item_ids:
                self._items[spec.id] = self._items[spec.item_ids[0]]
        self._keys: dict[NodePath, dict[str, int]] = {}

    def of(self, path: NodePath) -> tuple[int, int, int, int, int]:
        """Numbers that sort paths in printed order."""
        inside = len(path) % 2 == 0
        name = path[-2] if inside else path[-1]
        part, item = self._items.get(name, (0, 0))
        in_file = path[0] == FILES and len(path) > 1
        file = self._position(path[:1], path[1]) if in_file else -1
        rest = path[2:] if in_file else path
        entry = -1
        first = item
        if len(rest) > 1:
            first = self._items[rest[0]][1]
            entry = self._position((*path[: len(path) - len(rest)], rest[0]), rest[1])
        return part, file, first, entry, -1 if inside else item

    def _position(self, list_path: NodePath, key: str) -> int:
        if list_path not in self._keys:
            self._keys[list_path] = {k: i for i, k in enumerate(self.root.entries(list_path))}
        return self._keys[list_path].get(key, -1)

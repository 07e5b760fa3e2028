"""All checks of one assessment, updated with each edit: only affected rules run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.tabs import Tab, tab_of
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import FILES, Form
from pia_desktop.packs.model import Pack
from pia_desktop.rules.checks.finding import Finding, FindingKey, Sorted, apply_set_asides
from pia_desktop.rules.checks.looking import Cell, Found, Looked, Looker
from pia_desktop.rules.checks.rulebook import Rulebook, rulebook
from pia_desktop.rules.checks.severity import Severity

_TYPED: Final = -3
"""Stands for what is typed in a field and no answer."""


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
        self._looker = Looker(form, root, self.today, rules or rulebook(form), packs)
        self._cells: dict[Cell, Found] = {}
        self._by_path: dict[NodePath, dict[Cell, Found]] = {}
        self._tabs: dict[Tab, Counter[Severity]] = {}
        self._reasons = dict(reasons or {})
        self.take(self._looker.first())

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
        return self.take(self.look(edit, root))

    def look(self, edit: Edit, root: Node) -> Looked:
        """The first half of ``update``, which may take long and run beside whoever reads the findings.

        One at a time; what it found is to be taken over before the next one.
        """
        return self._looker.look(edit, root)

    def take(self, looked: Looked) -> Changed:
        """Take over what a look found."""
        self.root = looked.root
        gone: list[Finding] = []
        come: list[Finding] = []
        for cell, after in looked.cells.items():
            before = self._cells.get(cell, ())
            if before != after:
                gone += _lacking(before, after)
                come += _lacking(after, before)
                self._put(cell, before, after)
        return Changed(tuple(gone), tuple(come))

    def take_packs(self, packs: Sequence[Pack]) -> Changed:
        """Take over what the office's own packs say now."""
        return self.take(self._looker.look_with(packs))

    def take_typed(self, path: NodePath, finding: Finding | None) -> None:
        """Set or (None) remove the finding that a field reports about input that is not an answer."""
        cell = (_TYPED, path)
        self._put(cell, self._cells.get(cell, ()), () if finding is None else (finding,))

    # ---- cells

    def _put(self, cell: Cell, before: Found, after: Found) -> None:
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
    cells: Mapping[Cell, Found], place: Callable[[Finding], tuple[int, ...]]
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

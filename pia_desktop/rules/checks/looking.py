"""The looking of all checks: which rules an edit touches, and what they find then; holds no findings.

It reads nothing but what does not change and what it keeps itself, so that it may run beside the window.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.packs.model import Pack
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.memory import Memory
from pia_desktop.rules.checks.renaming import renamings
from pia_desktop.rules.checks.rule import Rule, View
from pia_desktop.rules.checks.rulebook import Rulebook
from pia_desktop.rules.checks.texts import text_findings
from pia_desktop.rules.checks.withheld import Withheld

TEXT: Final = -1
"""Stands for the checks of words in the name of a cell."""

WITHHELD: Final = -2
"""Stands for what is withheld of an answer."""

Cell = tuple[int, NodePath]
"""One rule at one node, or the checks of words of one answer, or what is withheld of it."""

Found = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """Result of a check: the contents checked, and the findings of each cell that was run."""

    root: Node
    cells: Mapping[Cell, Found]


class Looker:
    """Looks at an assessment, edit by edit: each look goes on from the one before, and one runs at a time."""

    def __init__(self, form: Form, root: Node, today: date, book: Rulebook, packs: Sequence[Pack]) -> None:
        self._form = form
        self._root = root
        self._today = today
        self._book = book
        self._packs = tuple(packs)
        self._memory = Memory()
        self._withheld = Withheld(form, root)
        self._renamed = renamings(form, root, self._memory)
        self._customs = book.customs.knowing(self._packs, self._renamed)
        self._standing: dict[tuple[str, ...], list[int]] = {}
        self._readers: dict[str, list[int]] = {}
        self._gatherers: dict[str, list[int]] = {}
        self._index()

    # ---- looking

    def first(self) -> Looked:
        """Run all rules once."""
        cells: dict[Cell, Found] = {}
        for owner, node in self._root.walk():
            touched: dict[Cell, None] = {}
            self._touch_node(owner, node, touched)
            view = View(self._form, self._root, owner, self._today, self._memory)
            for cell in touched:
                number, path = cell
                text = number == TEXT
                found = self._texts(path, node) if text else tuple(self._rule(number).run(view))
                if found:
                    cells[cell] = found
        cells |= {(WITHHELD, path): found for path, found in self._withheld.found.items()}
        return Looked(self._root, cells)

    def look(self, edit: Edit, root: Node) -> Looked:
        """Run the rules that an edit affects; ``root`` are the contents after it."""
        old, self._root = self._root, root
        touched: dict[Cell, None] = {}
        self._touch(edit, old, touched)
        if _touches(edit, self._form.roles.changes):
            self._follow_rows(touched)
        cells = {cell: self._run(cell) for cell in touched}
        cells |= {(WITHHELD, path): now for path, now in self._withheld.update(edit, old, root)}
        return Looked(root, cells)

    def look_with(self, packs: Sequence[Pack]) -> Looked:
        """Take over what the office's own packs say now, and look through the words where that is new."""
        cells: dict[Cell, Found] = {}
        if tuple(packs) != self._packs:
            self._packs = tuple(packs)
            self._customs = self._book.customs.knowing(self._packs, self._renamed)
            texts = ((*owner, name) for owner, node in self._root.walk() for name in node.answers)
            cells = {(TEXT, path): self._run((TEXT, path)) for path in texts}
        return Looked(self._root, cells)

    # ---- what an edit touches

    def _touch(self, edit: Edit, old: Node, touched: dict[Cell, None]) -> None:
        match edit:
            case SetAnswer(path, _value):
                touched[TEXT, path] = None
                for number in self._readers.get(path[-1], ()):
                    for owner in self._owners(number, path[:-1]):
                        touched[number, owner] = None
            case SetWithheld(path, _spans):
                touched[TEXT, path] = None
            case InsertEntry(path=path, key=key) | RemoveEntry(path=path, key=key):
                self._touch_list(path, touched)
                for root in (old, self._root):
                    entry = root.find((*path, key))
                    if entry is not None:
                        for owner, node in entry.walk((*path, key)):
                            self._touch_node(owner, node, touched)
            case MoveEntry(path, _key, _index):
                self._touch_list(path, touched)
            case Batch(edits):
                for part in edits:
                    self._touch(part, old, touched)

    def _follow_rows(self, touched: dict[Cell, None]) -> None:
        """Check texts with names that rows of 変更箇所 now rename."""
        before, self._renamed = self._renamed, renamings(self._form, self._root, self._memory)
        others = set(before) ^ set(self._renamed)
        if not others:
            return
        self._customs = self._book.customs.knowing(self._packs, self._renamed)
        for owner, node in self._root.walk():
            for name, value in node.answers.items():
                texts = [text for _spot, text in words_of(self._form.item(name), value)]
                if any(one.has in text for text in texts for one in others):
                    touched[TEXT, (*owner, name)] = None

    def _touch_node(self, owner: NodePath, node: Node, touched: dict[Cell, None]) -> None:
        for number in self._standing.get(owner[::2], ()):
            touched[number, owner] = None
        for item_id in node.answers:
            touched[TEXT, (*owner, item_id)] = None

    def _touch_list(self, path: NodePath, touched: dict[Cell, None]) -> None:
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
        node = self._root.find(holder)
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
        lists = self._form.lists
        for number, rule in enumerate(self._book.rules):
            self._standing.setdefault(rule.scope, []).append(number)
            for name in rule.reads:
                self._readers.setdefault(name, []).append(number)
                inner = (*lists[name].scope, name) if name in lists else self._form.places[name].scope
                for list_id in inner[len(rule.scope) :]:
                    numbers = self._gatherers.setdefault(list_id, [])
                    if number not in numbers:
                        numbers.append(number)

    def _run(self, cell: Cell) -> Found:
        """The present findings of a cell; none if its node is deleted."""
        number, path = cell
        node = self._root.find(path[:-1] if number == TEXT else path)
        if node is None:
            return ()
        if number == TEXT:
            return self._texts(path, node)
        return tuple(self._rule(number).run(View(self._form, self._root, path, self._today, self._memory)))

    def _rule(self, number: int) -> Rule:
        return self._book.rules[number]

    def _texts(self, path: NodePath, node: Node) -> Found:
        return tuple(text_findings(self._form, self._customs, self._today, path, node))


def _touches(edit: Edit, list_id: str) -> bool:
    if isinstance(edit, Batch):
        return any(_touches(part, list_id) for part in edit.edits)
    return edit.path[0] == list_id

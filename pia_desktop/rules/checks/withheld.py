"""Withheld text that remains elsewhere, updated with each edit over the whole assessment.

An answer is searched again only if its text, or its withheld spans, changed; the others only for newly
withheld text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from pia_desktop.assessment.passages import (
    Passage,
    Remnant,
    Wanted,
    as_read,
    marking,
    remnants_at,
    telling,
    withheld_words,
)
from pia_desktop.forms.model import Form
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.rule import label_of
from pia_desktop.rules.checks.words import short

WITHHELD_CODES: Final = frozenset({"C640", "C641"})

Found = tuple[Finding, ...]


class Withheld:
    """The findings at each answer with withheld text."""

    def __init__(self, form: Form, root: Node) -> None:
        self._form = form
        self._root = root
        self._words: dict[NodePath, tuple[str, ...]] = {}
        """What is withheld of each answer; empty for what is chosen, ticked or counted."""
        self._remnants: dict[NodePath, tuple[Remnant, ...]] = {}
        self.found: dict[NodePath, Found] = {}
        self._look(list(_answers(root)), all_new=True)

    def update(self, edit: Edit, old: Node, root: Node) -> Iterator[tuple[NodePath, Found]]:
        """Take over an edit: each answer whose findings are others now, with them."""
        self._root = root
        before = self.found
        if self._look(list(dict.fromkeys(self._touched(edit, old)))):
            for path in {**before, **self.found}:
                now = self.found.get(path, ())
                if now != before.get(path, ()):
                    yield path, now

    # ---- what an edit touches

    def _touched(self, edit: Edit, old: Node) -> Iterator[NodePath]:
        match edit:
            case SetAnswer(path=path) | SetWithheld(path=path):
                yield path
                yield from self._siblings(path)
            case InsertEntry(path=path, key=key) | RemoveEntry(path=path, key=key):
                for root in (old, self._root):
                    entry = root.find((*path, key))
                    if entry is not None:
                        yield from _answers(entry, (*path, key))
            case MoveEntry():
                return
            case Batch(edits):
                for part in edits:
                    yield from self._touched(part, old)

    def _siblings(self, path: NodePath) -> Iterator[NodePath]:
        """Other answers of a node with withheld text: in the same cell, below a none-box."""
        node = self._root.find(path[:-1])
        if node is not None and (node.withheld or path in self._words):
            yield from ((*path[:-1], item_id) for item_id in node.answers)

    # ---- looking

    def _look(self, paths: list[NodePath], *, all_new: bool = False) -> bool:
        """Search some answers again; returns whether anything may have changed."""
        known = self._reads()
        changed = self._take_words(paths)
        if not self._words and not changed:
            return False
        reads = self._reads()
        wanted = Wanted(self._form, reads.values())
        for path in paths:
            changed = self._search(path, wanted) or changed
        if not all_new:
            new = [passage for read, passage in reads.items() if read not in known]
            changed = self._search_others(paths, new, wanted) or changed
        if known.keys() - reads.keys():
            for path, own in list(self._remnants.items()):
                if any(one.passage.read not in reads for one in own):
                    self._search(path, wanted)
        if changed:
            self.found = dict(self._findings())
        return changed

    def _take_words(self, paths: Iterable[NodePath]) -> bool:
        """Note what is withheld of these answers now; returns whether that changed."""
        changed = False
        for path in paths:
            words = self._withheld(path)
            if words == self._words.get(path):
                continue
            changed = True
            if words is None:
                self._words.pop(path, None)
            else:
                self._words[path] = words
        return changed

    def _search_others(self, paths: Iterable[NodePath], new: Iterable[Passage], wanted: Wanted) -> bool:
        """Search all other answers again that hold newly withheld text; returns whether any does."""
        looked_for = Wanted(self._form, new)
        touched = set(paths)
        changed = False
        for path in _answers(self._root) if looked_for else ():
            if path not in touched and remnants_at(self._form, self._root, path, looked_for):
                changed = self._search(path, wanted) or changed
        return changed

    def _withheld(self, path: NodePath) -> tuple[str, ...] | None:
        node = self._root.find(path[:-1])
        if node is None or path[-1] not in node.answers:
            return None
        words = withheld_words(self._form, node, path[-1])
        return tuple(words) if words or path[-1] in node.withheld else None

    def _reads(self) -> dict[str, Passage]:
        found: dict[str, Passage] = {}
        for words in self._words.values():
            for one in words:
                read = as_read(one)
                if telling(read):
                    found.setdefault(read, Passage((), read))
        return found

    def _search(self, path: NodePath, wanted: Wanted) -> bool:
        now = remnants_at(self._form, self._root, path, wanted)
        before = self._remnants.get(path, ())
        self._keep(path, now)
        return bool(before or now)

    def _keep(self, path: NodePath, found: Iterable[Remnant]) -> None:
        own = {(one.place, one.passage.read): one for one in found}
        ordered = sorted(own.values(), key=lambda one: (repr(one.spot), one.start, one.end, one.passage.read))
        if ordered:
            self._remnants[path] = tuple(ordered)
        else:
            self._remnants.pop(path, None)

    # ---- what is found

    def _findings(self) -> Iterator[tuple[NodePath, Found]]:
        by_read: dict[str, list[Remnant]] = {}
        for path in sorted(self._remnants):
            for one in self._remnants[path]:
                by_read.setdefault(one.passage.read, []).append(one)
        for path, words in self._words.items():
            item = ("item", label_of(self._form, path[-1]))
            quoted = short("、".join(words)) or "―"
            found = [Finding("C640", path, (item, ("words", quoted)), (), "\n".join(words))]
            left = [one for own in dict.fromkeys(map(as_read, words)) for one in by_read.get(own, ())]
            if left:
                args = (item, ("words", short(left[0].words)), ("count", f"{len(left):,}"))
                places = tuple(dict.fromkeys(one.path for one in left))
                facts = "\n".join([*words, *("/".join(place) for place in places)])
                found.append(Finding("C641", path, args, places, facts, marking(self._root, left)))
            yield path, tuple(found)


def _answers(root: Node, path: NodePath = ()) -> Iterator[NodePath]:
    for owner, node in root.walk(path):
        for item_id in node.answers:
            yield (*owner, item_id)

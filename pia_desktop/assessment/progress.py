"""A tree of what is answered in an assessment, updated with each edit.

Part, file, section, entry or risk, item: each branch counts the items below that need an answer and those
that have one.  An edit updates one leaf and its ancestors, whatever the size of the assessment.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from enum import Enum

from pia_desktop.assessment.item_state import ItemState, item_state, says_nothing, taken_out
from pia_desktop.assessment.naming import plain, section_words
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.required import asked_for, may_stay_empty
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.kinds import LineKind
from pia_desktop.forms.model import FILES, Form, Item, Part, Place, Section
from pia_desktop.i18n import _


class BranchKind(Enum):
    """What a branch represents."""

    COVER = "cover"
    PART = "part"
    FILE = "file"
    SECTION = "section"
    ENTRY = "entry"
    RISK = "risk"
    ITEM = "item"
    TABLE = "table"


_numbers = itertools.count(1)


class Branch:
    """A branch or leaf.  ``path`` is that of an item, entry, file or list; ``id`` is unique."""

    __slots__ = (
        "answered",
        "children",
        "id",
        "kind",
        "needed",
        "order",
        "parent",
        "path",
        "place",
        "state",
        "words",
    )

    def __init__(self, kind: BranchKind, words: str, path: NodePath, parent: Branch | None = None) -> None:
        self.id = next(_numbers)
        self.kind = kind
        self.words = words
        self.path = path
        self.parent = parent
        self.children: list[Branch] = []
        self.place: Place | None = None
        self.state: ItemState | None = None
        self.answered = 0
        self.needed = 0
        self.order = 0
        """The number of its section in the part, so that the entries of two lists keep their order."""
        if parent is not None:
            parent.children.append(self)

    @property
    def row(self) -> int:
        """Position among its siblings."""
        return self.parent.children.index(self) if self.parent else 0

    def walk(self) -> Iterator[Branch]:
        """This branch and all its descendants."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Branch]:
        """Its ancestors, nearest first."""
        branch = self.parent
        while branch is not None:
            yield branch
            branch = branch.parent

    def first_missing(self) -> NodePath | None:
        """The first unanswered item at or below this branch."""
        for branch in self.walk():
            if branch.kind in (BranchKind.ITEM, BranchKind.TABLE) and branch.state is ItemState.MISSING:
                return branch.path
        return None

    def target(self) -> NodePath:
        """The first item at or below this branch, to navigate to; else its own path."""
        for branch in self.walk():
            if branch.kind in (BranchKind.ITEM, BranchKind.TABLE) and branch.state is not None:
                return branch.path
        return self.path


class Progress:
    """The tree of an assessment.  Report every change to it; it returns the branches whose
    display changes.
    """

    def __init__(self, form: Form, root: Node) -> None:
        self.form = form
        self.root = root
        self._open = may_stay_empty(form)
        self._asking = asked_for(form)
        self._asked_by: dict[str, list[str]] = {}
        for item_id, reasons in self._asking.items():
            for reason in reasons:
                self._asked_by.setdefault(reason.item, []).append(item_id)
        self._taken_out: set[NodePath] = set()
        self.top = Branch(BranchKind.PART, "", ())
        self.leaves: dict[NodePath, Branch] = {}
        self.lists: dict[NodePath, Branch] = {}
        self._boxes: dict[NodePath, list[Branch]] = {}
        self._orders: dict[NodePath, int] = {}
        self._build()

    # ---- reading

    def branch_for(self, path: NodePath) -> Branch | None:
        """The leaf of an item, or the nearest branch that represents a path."""
        leaf = self.leaves.get(path)
        if leaf is None and path and len(path) % 2 and path[-1] in self.form.places:
            place = self.form.places[path[-1]]
            for parent in reversed(place.parents):
                leaf = leaf or self.leaves.get((*path[:-1], parent.id))
            if leaf is None and place.section and place.item in place.section.none:
                box_leaves = self._boxes.get(path)
                leaf = next(iter(box_leaves[0].ancestors()), None) if box_leaves else None
        while leaf is None and path:
            leaf = self.leaves.get(path) or self._entry_branch(path) or self.lists.get(path)
            path = path[:-1]
        return leaf

    def _entry_branch(self, path: NodePath) -> Branch | None:
        holder = self.lists.get(path[:-1])
        return next((b for b in holder.children if b.path == path), None) if holder else None

    def title(self, branch: Branch) -> str:
        """The text of a branch; entries and files include their number and name."""
        if branch.kind is BranchKind.ENTRY:
            return self._entry_title(branch)
        if branch.kind is BranchKind.FILE or (not branch.words and branch.path[:1] == (FILES,)):
            return self._file_title(branch.path[:2])  # also if the item is a file's only one
        return branch.words

    def _file_title(self, path: NodePath) -> str:
        name = self.root.answer((*path, self.form.roles.file_name or ""))
        keys = list(self.root.entries((FILES,)))
        number = keys.index(path[-1]) + 1 if path[-1] in keys else 0
        return plain(name) if isinstance(name, str) else _("File {number}").format(number=number)

    def _entry_title(self, branch: Branch) -> str:
        list_path = branch.path[:-1]
        spec = self.form.lists[list_path[-1]]
        keys = list(self.root.entries(list_path))
        number = keys.index(branch.path[-1]) + 1 if branch.path[-1] in keys else 0
        first = self.form.item(spec.item_ids[0])
        name = self.root.answer((*branch.path, first.id)) if isinstance(first.kind, LineKind) else None
        return f"{spec.label}{number}" + (f"　{plain(name)}" if isinstance(name, str) else "")

    # ---- following edits

    def answer_changed(self, root: Node, path: NodePath) -> list[Branch]:
        """Update after an answer changed; returns the branches whose display changes."""
        self.root = root
        if path in self._boxes:
            return self._refresh(self._boxes[path])
        table = self.leaves.get(path[:-2])
        if table is not None and table.kind is BranchKind.TABLE:
            return []
        leaf = self.leaves.get(path) or self._companion_of(path)
        if leaf is None:
            return []
        entry = self._entry_branch(path[:-1]) if len(path) > 2 else None
        now = entry is not None and self._is_taken_out(entry.path)
        if entry is None or now == (entry.path in self._taken_out):
            asked = (self.leaves.get((*path[:-1], one)) for one in self._asked_by.get(path[-1], ()))
            return self._refresh([leaf, *(one for one in asked if one is not None)])
        return self._refresh([below for below in entry.walk() if below.state is not None])

    def _is_taken_out(self, entry: NodePath) -> bool:
        """Whether an entry only keeps its number (``item_state.taken_out``)."""
        node = self.root.find(entry)
        first = self.form.lists[entry[-2]].item_ids[0] if len(entry) > 1 and entry[-2] != FILES else ""
        return node is not None and taken_out(node, first)

    def table_changed(self, root: Node, path: NodePath) -> list[Branch]:
        """Update after rows of a table changed; returns the branches whose display changes."""
        self.root = root
        leaf = self.leaves.get(path)
        return self._refresh([leaf]) if leaf else []

    def entry_row(self, list_path: NodePath, index: int) -> int:
        """Row number, among its branch's children, of an entry at a list position."""
        order = self._orders[list_path]
        return sum(child.order < order for child in self.lists[list_path].children) + index

    def add_entry(self, list_path: NodePath, key: str, index: int) -> Branch:
        """Insert the branch of a new entry at a list position."""
        branch = self.lists[list_path]
        row = self.entry_row(list_path, index)
        entry = self._entry(branch, list_path, key, self._orders[list_path])
        branch.children.insert(row, branch.children.pop())
        self._count_up(branch, entry.answered, entry.needed)
        return entry

    def drop_entry(self, list_path: NodePath, index: int) -> None:
        """Remove the branch of the deleted entry at a list position."""
        branch = self.lists[list_path]
        entry = branch.children.pop(self.entry_row(list_path, index))
        for below in entry.walk():
            self.leaves.pop(below.path, None)
        for box, leaves in self._boxes.items():
            self._boxes[box] = [leaf for leaf in leaves if leaf.path[: len(entry.path)] != entry.path]
        self._count_up(branch, -entry.answered, -entry.needed)

    def rebuild(self, root: Node) -> None:
        """Rebuild the whole tree, after files were added or removed."""
        self.root = root
        self._build()

    def _refresh(self, leaves: list[Branch]) -> list[Branch]:
        """Recompute leaves; returns those whose display changes, and their ancestors.

        Most keystrokes change no state, so that nothing is redrawn.
        """
        changed: dict[int, Branch] = {}
        for leaf in leaves:
            answered, needed, state = self._own(leaf)
            old_answered, old_needed = _own_counts(leaf)
            if state is leaf.state and not self._gives_name(leaf.path):
                continue
            leaf.state = state
            self._count_up(leaf, answered - old_answered, needed - old_needed)
            for branch in (leaf, *leaf.ancestors()):
                changed[branch.id] = branch
        changed.pop(self.top.id, None)
        return list(changed.values())

    def _gives_name(self, path: NodePath) -> bool:
        """Whether an answer is the title of an ancestor."""
        if path[-1] == self.form.roles.file_name:
            return True
        return len(path) > 2 and path[-3] != FILES and path[-1] == self.form.lists[path[-3]].item_ids[0]

    def _count_up(self, branch: Branch, answered: int, needed: int) -> None:
        for up in (branch, *branch.ancestors()):
            up.answered += answered
            up.needed += needed

    def _own(self, leaf: Branch) -> tuple[int, int, ItemState]:
        if leaf.kind is BranchKind.TABLE:
            state = ItemState.ANSWERED if self.root.entries(leaf.path) else ItemState.NOT_NEEDED
        else:
            assert leaf.place is not None
            asked = self._is_asked(leaf.path)
            state = item_state(leaf.place, self.root, leaf.path, asked=asked)
            if state is ItemState.MISSING and leaf.place.item.id in self._open and not asked:
                state = ItemState.NOT_NEEDED
            if state is ItemState.ANSWERED and self._lacks_companion(leaf):
                state = ItemState.MISSING
            owner = leaf.path[:-1]
            if self._is_taken_out(owner):
                self._taken_out.add(owner)
                state = ItemState.NOT_NEEDED if state is ItemState.MISSING else state
            else:
                self._taken_out.discard(owner)
        return int(state is ItemState.ANSWERED), int(state is not ItemState.NOT_NEEDED), state

    def _is_asked(self, path: NodePath) -> bool:
        """Whether another answer asks for an item that else may stay empty."""
        reasons = self._asking.get(path[-1], ())
        return any(reason.holds(self.root.answer((*path[:-1], reason.item))) for reason in reasons)

    def _companion_of(self, path: NodePath) -> Branch | None:
        """The leaf in whose cell an asked item stands."""
        parents = self.form.places[path[-1]].parents if path[-1] in self._asking else ()
        return self.leaves.get((*path[:-1], parents[-1].id)) if parents else None

    def _lacks_companion(self, leaf: Branch) -> bool:
        """Whether an answer asks for a small one in its own cell, which has no branch of its own."""
        assert leaf.place is not None
        paths = ((*leaf.path[:-1], one.id) for one in leaf.place.item.companions if one.id in self._asking)
        return any(self._is_asked(path) and says_nothing(self.root.answer(path)) for path in paths)

    # ---- building

    def _build(self) -> None:
        self.top = Branch(BranchKind.PART, "", ())
        self.leaves, self.lists, self._boxes, self._orders = {}, {}, {}, {}
        cover = Branch(BranchKind.COVER, _("Cover"), (), self.top)
        for item in self.form.cover:
            self._item(item, (), cover)
        for part in self.form.all_parts:
            branch = Branch(BranchKind.PART, plain(part.title), (), self.top)
            files = list(self.root.entries((FILES,))) if part.per_file else []
            if len(files) < 2:
                self._part(part, (FILES, files[0]) if files else (), branch)
            else:
                for key in files:
                    self._part(part, (FILES, key), Branch(BranchKind.FILE, "", (FILES, key), branch))
        self._fold_in(self.top)
        self._sum(self.top)

    def _fold_in(self, branch: Branch) -> None:
        """Let an unlabelled item that is alone in its section represent the section."""
        for number, child in enumerate(branch.children):
            self._fold_in(child)
            only = child.children[0] if len(child.children) == 1 else None
            if only is None or only.children or child.state is not None or child in self.lists.values():
                continue
            if only.kind is BranchKind.TABLE or (only.place is not None and only.place.item.label is None):
                only.words, only.order, only.parent = child.words, child.order, branch
                branch.children[number] = only

    def _part(self, part: Part, owner: NodePath, branch: Branch) -> None:
        inside = branch
        for order, section in enumerate(part.sections):
            if section.title:
                inside = Branch(BranchKind.SECTION, section_words(section.title), owner, branch)
                inside.order = order
            before = len(inside.children)
            self._section(section, owner, inside, order)
            for child in inside.children[before:]:
                child.order = order

    def _section(self, section: Section, owner: NodePath, branch: Branch, order: int) -> None:
        for box in section.none:
            self._boxes.setdefault((*owner, box.id), [])
        if section.repeat:
            path = (*owner, section.repeat.id)
            self.lists[path], self._orders[path] = branch, order
            for key in self.root.entries(path):
                self._entry(branch, path, key, order)
            return
        if section.table:
            self._table(section, (*owner, section.table.id), branch)
        for item in section.items:
            self._item(item, owner, branch)
        for risk in section.risks:
            one = plain(risk.named)
            inside = Branch(BranchKind.RISK, one, owner, branch) if one else branch
            for item in risk.items:
                self._item(item, owner, inside)

    def _table(self, section: Section, path: NodePath, branch: Branch) -> None:
        leaf = Branch(BranchKind.TABLE, plain(section.title or "") or branch.words, path, branch)
        leaf.state = ItemState.MISSING
        self.leaves[path] = leaf

    def _entry(self, branch: Branch, list_path: NodePath, key: str, order: int) -> Branch:
        spec = self.form.lists[list_path[-1]]
        entry = Branch(BranchKind.ENTRY, spec.label, (*list_path, key), branch)
        entry.order = order
        place = self.form.places[spec.item_ids[0]]
        assert place.section is not None
        for item in place.section.items:
            self._item(item, entry.path, entry)
        self._sum(entry)
        return entry

    def _item(self, item: Item, owner: NodePath, branch: Branch) -> None:
        shown = item.kind.answerable or isinstance(item.kind, DerivedKind)
        if not (shown or item.sub):
            return
        leaf = Branch(BranchKind.ITEM, plain(item.label or "") or branch.words, (*owner, item.id), branch)
        self.leaves[leaf.path] = leaf
        if shown:
            leaf.state = ItemState.MISSING
            leaf.place = self.form.places[item.id]
            box = leaf.place.none_box
            if box is not None:
                path = (*owner[: 2 * len(self.form.places[box.id].scope)], box.id)
                self._boxes.setdefault(path, []).append(leaf)
        for sub in item.sub:
            self._item(sub, owner, leaf)

    def _sum(self, branch: Branch) -> tuple[int, int]:
        answered = needed = 0
        if branch.state is not None:
            answered, needed, branch.state = self._own(branch)
        for child in branch.children:
            more = self._sum(child)
            answered, needed = answered + more[0], needed + more[1]
        branch.answered, branch.needed = answered, needed
        return answered, needed


def _own_counts(leaf: Branch) -> tuple[int, int]:
    return int(leaf.state is ItemState.ANSWERED), int(leaf.state is not ItemState.NOT_NEEDED)

"""Moves an assessment to another edition of its form; offers answers between assessments of one operation.

Relations between items are in ``resources/relations`` (docs/forms.md).  An answer is kept unchanged or listed
as dropped; offers are only applied on request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import WHOLE, Spans, fitting
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.kinds import ChoiceKind, KindFault, TextualKind
from pia_desktop.forms.model import FILES, Form, Item
from pia_desktop.forms.values import Value
from pia_desktop.i18n import _
from pia_desktop.revisions.relations import Step, sharings, steps_of

# ---- moving to another edition


@dataclass(frozen=True, slots=True)
class Dropped:
    """An answer without a place in the other edition: its path, printed path, and text.

    ``why`` is the reason in the user's language.
    """

    path: NodePath
    label: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Contents for the other edition, the number of answers kept, and the dropped ones."""

    form: Form
    root: Node
    kept: int
    dropped: tuple[Dropped, ...]


def move_edition(snapshot: Snapshot, new_form: Form) -> Moved:
    """The contents of an assessment in another edition of its form, newer or older.

    Files, entries and rows keep their keys, pictures their digests; withheld spans are kept.  Raises
    UserError for different forms.
    """
    if snapshot.form.id != new_form.id:
        raise UserError(
            _("{form} is no edition of {other}.").format(
                form=new_form.short_title, other=snapshot.form.short_title
            ),
            _("Choose an edition of the same form."),
        )
    mover = _Mover(snapshot, new_form, _Became.between(snapshot.form, new_form))
    root = mover.node(snapshot.root, (), ())
    if new_form.has_files and not root.lists.get(FILES):
        root = Node(root.answers, {**blank_root(new_form).lists, **root.lists}, root.withheld)
    return Moved(new_form, root, mover.kept, tuple(mover.dropped))


@dataclass(frozen=True, slots=True)
class _Became:
    """What ids and options became over all editions in between."""

    steps: tuple[Step, ...]

    @staticmethod
    def between(old: Form, new: Form) -> _Became:
        steps = steps_of(old.id)
        order = [old.version] if not steps else [steps[0].before, *(step.after for step in steps)]
        start, end = order.index(old.version), order.index(new.version)
        if start <= end:
            return _Became(steps[start:end])
        return _Became(tuple(step.back() for step in reversed(steps[end:start])))

    def item(self, item_id: str) -> str | None:
        """The id in the other edition; None if it is gone."""
        for step in self.steps:
            if item_id in step.gone:
                return None
            item_id = step.renamed.get(item_id, item_id)
        return item_id

    def words(self, item_id: str, words: str) -> str:
        """The text of the corresponding option."""
        for step in self.steps:
            words = step.options.get(item_id, {}).get(words, words)
            item_id = step.renamed.get(item_id, item_id)
        return words


@dataclass(slots=True)
class _Mover:
    source: Snapshot
    form: Form
    became: _Became
    kept: int = 0
    dropped: list[Dropped] = field(default_factory=list)

    def node(self, node: Node, path: NodePath, scope: tuple[str, ...]) -> Node:
        """What the other edition keeps of a node; ``scope`` are the lists above it there."""
        answers: dict[str, Value] = {}
        withheld: dict[str, Spans] = {}
        for item_id, value in node.answers.items():
            new_id = self.became.item(item_id)
            new = self._value(item_id, new_id, value, scope, path)
            if new is None or new_id is None:
                continue
            answers[new_id] = new
            self.kept += 1
            spans = fitting(node.withheld.get(item_id), new)
            if spans is not None:
                withheld[new_id] = spans
        lists: dict[str, dict[str, Node]] = {}
        for list_id, entries in node.lists.items():
            kept = self._entries(list_id, entries, path, scope)
            if kept:
                lists[self.became.item(list_id) or list_id] = kept
        return Node(answers, lists, withheld)

    def _entries(
        self, list_id: str, entries: Mapping[str, Node], path: NodePath, scope: tuple[str, ...]
    ) -> dict[str, Node]:
        new_id = self.became.item(list_id)
        spec = self.form.lists.get(new_id or "")
        if new_id is None or spec is None or spec.scope != scope:
            for key, entry in entries.items():
                self._drop_all(entry, (*path, list_id, key), _("The edition has no such entries."))
            return {}
        return {
            key: self.node(entry, (*path, list_id, key), (*scope, new_id)) for key, entry in entries.items()
        }

    def _value(
        self, item_id: str, new_id: str | None, value: Value, scope: tuple[str, ...], path: NodePath
    ) -> Value | None:
        """The answer as the other edition keeps it; None, and listed, if it has no place."""
        old = self.source.form.item(item_id)
        place = self.form.places.get(new_id) if new_id is not None else None
        if place is None or place.scope != scope:
            why = _("The edition has no such item.")
        elif not _same_sort(old, place.item):
            why = _("The item takes another sort of answer now.")
        else:
            if isinstance(old.kind, ChoiceKind) and isinstance(value, str):
                value = self.became.words(item_id, value)
            try:
                place.item.kind.validate(value)
            except KindFault as fault:
                why = str(fault)
            else:
                return value
        self._drop((*path, item_id), old, value, why)
        return None

    def _drop(self, path: NodePath, item: Item, value: Value, why: str) -> None:
        label = printed_path(self.source.form, path, self.source.root)
        self.dropped.append(Dropped(path, label, item.kind.format(value), why))

    def _drop_all(self, node: Node, path: NodePath, why: str) -> None:
        for inner, one in node.walk(path):
            for item_id, value in one.answers.items():
                self._drop((*inner, item_id), self.source.form.item(item_id), value, why)


def _same_sort(old: Item, new: Item) -> bool:
    """Whether an answer can be moved unchanged: lines, texts and dates are all text."""
    if isinstance(old.kind, TextualKind):
        return isinstance(new.kind, TextualKind)
    return type(old.kind) is type(new.kind)


# ---- assessments of one work


@dataclass(frozen=True, slots=True)
class SharedItem:
    """An item of one form and the item of another with the same content.

    ``lines``: the other is in entries, offered as lines of this one.
    """

    item_id: str
    other_id: str
    options: Mapping[str, str] = field(default_factory=dict)
    lines: bool = False


def shared_items(target: Form, source: Form) -> tuple[SharedItem, ...]:
    """The items of a form for which another form's answers can be offered, in form order.

    Empty for forms that are unrelated.
    """
    for sharing in sharings():
        if sharing.forms == (target.id, source.id):
            found = [
                SharedItem(own, other, {new: old for old, new in sharing.options.get(own, {}).items()})
                for own, other in sharing.items.items()
            ]
            found += [SharedItem(own, other, lines=True) for own, other in sharing.lines.items()]
        elif sharing.forms == (source.id, target.id):
            found = [
                SharedItem(other, own, sharing.options.get(own, {})) for own, other in sharing.items.items()
            ]
        else:
            continue
        order = {item_id: number for number, item_id in enumerate(target.places)}
        known = [one for one in found if one.item_id in order and one.other_id in source.places]
        return tuple(sorted(known, key=lambda one: order[one.item_id]))
    return ()


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer of another assessment for an item: the present and the offered one.

    ``label`` is the printed path.  Unanswered items are never offered.
    """

    path: NodePath
    label: str
    now: str
    words: str
    differs: bool
    value: Value
    withheld: Spans | None = None

    def edit(self) -> Edit:
        """The edit that copies the answer, with its withheld spans."""
        taken = SetAnswer(self.path, self.value)
        if self.withheld is None:
            return taken
        return Batch((taken, SetWithheld(self.path, self.withheld)))


def offers(source: Snapshot, target: Snapshot) -> tuple[Offer, ...]:
    """What an assessment can offer to another one of the same operation, if kind and options allow.

    Applied one by one by the caller.
    """
    return tuple(
        offer
        for shared in shared_items(target.form, source.form)
        for offer in _offers_of(shared, source, target)
    )


def _offers_of(shared: SharedItem, source: Snapshot, target: Snapshot) -> Iterator[Offer]:
    item = target.form.item(shared.item_id)
    if target.form.places[item.id].scope:
        return
    found = _lines(shared, source) if shared.lines else _single(shared, source)
    if found is None:
        return
    value, spans = found
    if not shared.lines and not _same_sort(source.form.item(shared.other_id), item):
        return
    if isinstance(item.kind, ChoiceKind) and isinstance(value, str):
        value = shared.options.get(value, value)
    try:
        item.kind.validate(value)
    except KindFault:
        return
    path = (item.id,)
    now = target.root.answer(path)
    label = printed_path(target.form, path, target.root)
    standing = "" if now is None else item.kind.format(now)
    yield Offer(path, label, standing, item.kind.format(value), now != value, value, fitting(spans, value))


def _single(shared: SharedItem, source: Snapshot) -> tuple[Value, Spans | None] | None:
    path = (shared.other_id,)
    value = source.root.answer(path)
    return None if value is None else (value, source.root.withheld_at(path))


def _lines(shared: SharedItem, source: Snapshot) -> tuple[Value, Spans | None] | None:
    """The answers of all entries, one per line; if any is withheld, all lines are."""
    words: list[str] = []
    hidden = False
    for _path, node in source.root.walk():
        value = node.answers.get(shared.other_id)
        if isinstance(value, str):
            words.append(" ".join(value.split()))
            hidden = hidden or shared.other_id in node.withheld
    return ("\n".join(words), WHOLE if hidden else None) if words else None


def newest_edition(form: Form) -> Form | None:
    """The newest edition of a form, None if it is this one."""
    newest = find_form(form.id)
    return newest if newest.version != form.version else None

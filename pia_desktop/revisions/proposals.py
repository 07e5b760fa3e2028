"""Rows for 変更箇所, proposed from a comparison: what a clerk would write for each change.

    found = compare(last_published, draft.snapshot())
    proposals = propose(found, importance.timing)
    draft.apply(to_edit(pending(found, proposals), draft.root, draft.form, on=date.today()))

One row for each printed cell that changed (a choice with the number beside it is one), for each entry or
file added or removed, and for each list whose entries stand in another order.  Not proposed are the table of
changes itself, and of the cover 評価書番号 and its dates (公表日, 承認日): they are about the paper that is
handed in, and published tables do not list them; what else is on it (評価書名, 宣言, 特記事項) they do.

What is withheld of an answer is withheld of the row that tells of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pia_desktop.assessment.edits import Batch, Edit, InsertEntry
from pia_desktop.assessment.naming import plain, printed_path
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.noted import marked
from pia_desktop.assessment.withheld import Spans
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import DateKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Value
from pia_desktop.revisions.compare import (
    AnswerChanged,
    Change,
    Comparison,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
)
from pia_desktop.revisions.words import (
    BLANK,
    OTHER_PICTURE,
    REMOVED,
    Pen,
    Words,
    abridged,
    cell_words,
    entry_name,
    entry_words,
    host_of,
    joined,
    numbered,
)
from pia_desktop.wareki import ParsedDate

ADDED: Final = "（追加）"
OTHER_ORDER: Final = "（順序の変更）"
TIMINGS: Final = ("事前", "事後")
"""What the table holds under 提出時期; any other verdict (要判断) is left for the clerk to write."""

_STRICTEST: Final = {"事前": 0, "事後": 2}
"""Of several verdicts the first counts; an open one stands between the two."""

Judge = Callable[[Form, str, Value | Node | None, Value | Node | None], tuple[str, str]]
"""提出時期 and its reason; ``rules.importance.timing`` is one, which this layer does not import."""


class Columns(NamedTuple):
    """The ids of the table's columns, which are their printed names, in every edition's order."""

    day: str
    item: str
    before: str
    after: str
    when: str
    reason: str


def columns_of(form: Form) -> Columns:
    """The columns of the form's 変更箇所."""
    return Columns(*form.lists[form.roles.changes].item_ids)


@dataclass(frozen=True, slots=True)
class Source:
    """The subject of a proposal: its place in either state, and digests of the contents there."""

    path: NodePath
    old_path: NodePath
    old_digest: str
    new_digest: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row as it would be written.

    ``was`` and ``now`` are the full texts of both sides, even if ``before`` and ``after`` have （略）; empty
    if there is none.
    """

    item: str
    before: Words
    after: Words
    when: str
    reason: str
    was: str
    now: str
    sources: tuple[Source, ...]


def propose(comparison: Comparison, judge: Judge, *, shorten: bool = True) -> tuple[Proposal, ...]:
    """A row for each change, in printed order.

    ``shorten``: （略） replaces unchanged sentences of long texts, as is customary.
    """
    groups: dict[tuple[NodePath, str], list[Change]] = {}
    for change in comparison.changes:
        if not _left_out(comparison.form, change):
            groups.setdefault(_group(comparison.form, change), []).append(change)
    writer = _Writer(comparison, judge, shorten)
    return tuple(writer.row(changes) for changes in groups.values())


def _left_out(form: Form, change: Change) -> bool:
    if change.path[0] == form.roles.changes:
        return True
    item = form.places[change.path[0]].item if change.path[0] in form.places else None
    if item is None or form.places[item.id].part is not None:
        return False
    dated = isinstance(item.kind, DateKind)
    return dated or item.id in (form.roles.number, form.roles.published_on)


def _group(form: Form, change: Change) -> tuple[NodePath, str]:
    if isinstance(change, AnswerChanged):
        return change.path[:-1], host_of(form, change.path[-1]).id
    if isinstance(change, EntryMoved):
        return change.path, OTHER_ORDER
    return change.place, type(change).__name__


@dataclass(frozen=True, slots=True)
class _Writer:
    comparison: Comparison
    judge: Judge
    shorten: bool

    @property
    def form(self) -> Form:
        return self.comparison.form

    def row(self, changes: Sequence[Change]) -> Proposal:
        first = changes[0]
        if isinstance(first, AnswerChanged):
            return self._answer([change for change in changes if isinstance(change, AnswerChanged)])
        if isinstance(first, EntryMoved):
            return self._order(first)
        return self._entry(first)

    def _answer(self, changes: Sequence[AnswerChanged]) -> Proposal:
        first, form = changes[0], self.form
        host = host_of(form, first.path[-1])
        old = cell_words(self.comparison.old.root.at(first.old_path[:-1]), host)
        new = cell_words(self.comparison.new.root.at(first.path[:-1]), host)
        if old.text == new.text:
            new = joined([new, Words(OTHER_PICTURE)])
        before, after = abridged(old, new) if self.shorten else (old, new)
        judged = [self.judge(form, one.path[-1], one.old, one.new) for one in changes]
        when, reason = min(judged, key=lambda timing: _STRICTEST.get(timing[0], 1))
        item = printed_path(form, (*first.path[:-1], host.id), self.comparison.new.root)
        sources = [_source(one.path, one.old_path, old.text, new.text) for one in changes]
        return Proposal(
            item,
            before if before.text else Words(BLANK),
            after if after.text else Words(BLANK),
            when,
            reason,
            old.text,
            new.text,
            tuple(sources),
        )

    def _entry(self, change: EntryAdded | EntryRemoved) -> Proposal:
        form, list_id = self.form, change.path[-1]
        added = isinstance(change, EntryAdded)
        words = self._file(change.node) if list_id == FILES else entry_words(form, list_id, change.node)
        node = change.node
        when, reason = self.judge(form, list_id, None if added else node, node if added else None)
        item = self.comparison.name(change)
        if list_id == FILES:
            item = f"{form.lists[FILES].label}{item}"
        return Proposal(
            item,
            Words(ADDED) if added else words,
            words if added else Words(REMOVED),
            when,
            reason,
            "" if added else words.text,
            words.text if added else "",
            (
                _source(
                    change.place,
                    change.place,
                    "" if added else words.text,
                    words.text if added else "",
                ),
            ),
        )

    def _file(self, node: Node) -> Words:
        """A file would be too long for a row: its name, and the parts about it."""
        parts = "、".join(plain(part.title) for part in self.form.parts if part.per_file)
        name = entry_name(self.form, FILES, node)
        pen = Pen()
        pen.write("特定個人情報ファイル「")
        pen.write(name.text, name.withheld)
        pen.write(f"」に係る全ての記載（{parts}）")
        return pen.words()

    def _order(self, change: EntryMoved) -> Proposal:
        form, list_id = self.form, change.path[-1]
        old = self._names(list_id, self.comparison.old.root.entries(change.old_path))
        new = self._names(list_id, self.comparison.new.root.entries(change.path))
        node = self.comparison.new.root.entries(change.path)[change.key]
        when, reason = self.judge(form, list_id, node, node)
        item = f"{printed_path(form, change.path, self.comparison.new.root)}{OTHER_ORDER}"
        source = _source(change.path, change.old_path, old.text, new.text)
        return Proposal(item, old, new, when, reason, old.text, new.text, (source,))

    def _names(self, list_id: str, entries: Mapping[str, Node]) -> Words:
        label = self.form.lists[list_id].label
        lines = []
        for number, node in enumerate(entries.values(), 1):
            name = entry_name(self.form, list_id, node)
            lines.append(joined([Words(f"{label}{number}"), *([name] if name.text else [])], "　"))
        return joined(lines)


def _source(path: NodePath, old_path: NodePath, old: str, new: str) -> Source:
    return Source(path, old_path, _digest(old), _digest(new))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# ---- into the table


def merge(proposals: Sequence[Proposal]) -> Proposal:
    """Several rows as one: 事前 if any of them is, else open if any is; each reason once.

    Raises ValueError for an empty sequence.
    """
    if not proposals:
        raise ValueError("there is nothing to merge")
    if len(proposals) == 1:
        return proposals[0]
    when = min((one.when for one in proposals), key=lambda when: _STRICTEST.get(when, 1))
    return Proposal(
        numbered([Words(one.item) for one in proposals]).text,
        numbered([one.before for one in proposals]),
        numbered([one.after for one in proposals]),
        when,
        "\n".join(dict.fromkeys(one.reason for one in proposals if one.when == when)),
        "\n".join(one.was for one in proposals),
        "\n".join(one.now for one in proposals),
        tuple(source for one in proposals for source in one.sources),
    )


def row_node(form: Form, proposal: Proposal, on: date | None) -> Node:
    """The row of the table for a proposal."""
    columns = columns_of(form)
    decided = proposal.when in TIMINGS
    cells = {
        columns.day: Words(ParsedDate.of(on).wareki() if on else ""),
        columns.item: Words(proposal.item),
        columns.before: proposal.before,
        columns.after: proposal.after,
        columns.when: Words(proposal.when if decided else ""),
        columns.reason: Words(proposal.reason if decided else ""),
    }
    cells = {item_id: Words(*marked(cell.text, cell.withheld)) for item_id, cell in cells.items()}
    withheld: dict[str, Spans] = {i: cell.withheld for i, cell in cells.items() if cell.withheld}
    return Node({i: cell.text for i, cell in cells.items() if cell.text}, {}, withheld)


def to_edit(proposals: Sequence[Proposal], root: Node, form: Form, on: date | None) -> Batch:
    """The edit that appends the proposals to the table; ``on`` is their 変更日."""
    path = (form.roles.changes,)
    first = len(root.entries(path))
    edits: Iterator[Edit] = (
        InsertEntry(path, new_key(), first + number, row_node(form, proposal, on))
        for number, proposal in enumerate(proposals)
    )
    return Batch(tuple(edits))

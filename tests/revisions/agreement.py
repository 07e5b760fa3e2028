"""How far proposed rows of 変更箇所 agree with those that an office wrote.

The rows of an assessment's own table are turned back: where the words of 変更後 stand in an answer whose
printed path fits the row's 項目, those of 変更前 take their place.  So there are two versions whose rows a
person has written, and ``propose`` is asked for them again.

    python -m tests.revisions.agreement ASSESSMENT.json
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetAnswer, apply_edit
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.model import Form
from pia_desktop.revisions.compare import Comparison, compare
from pia_desktop.revisions.matching import text_likeness
from pia_desktop.revisions.proposals import Columns, Proposal, columns_of, propose
from pia_desktop.rules.importance import timing

LEAST_LIKENESS = 0.35
"""Of a row's 項目 and a printed path: below it, the words are found by chance."""


NEARLY_ALL = 0.9
"""Of a long 変更後 and an answer: a word was mended in one of them."""


@dataclass(frozen=True, slots=True)
class TurnedBack:
    """A row of the table that was turned back, and the answer it was turned back in."""

    row: Columns
    path: NodePath
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What became of the rows: each with the proposal for its answer, and the proposals of no row."""

    rows: tuple[tuple[TurnedBack, Proposal | None], ...]
    invented: tuple[Proposal, ...]


def texts_of(root: Node, path: NodePath = ()) -> Iterator[tuple[NodePath, str]]:
    """Every answer in words, with its path."""
    for item_id, value in root.answers.items():
        if isinstance(value, str):
            yield (*path, item_id), value
    for list_id, entries in root.lists.items():
        for key, node in entries.items():
            yield from texts_of(node, (*path, list_id, key))


def turn_back(snapshot: Snapshot, on: str) -> tuple[Snapshot, tuple[TurnedBack, ...]]:
    """The state before the rows of one 変更日, and the rows that could be turned back."""
    form, root = snapshot.form, snapshot.root
    columns = columns_of(form)
    done: list[TurnedBack] = []
    rows = [
        Columns(*(str(row.answers.get(column, "")) for column in columns))
        for row in root.entries((form.roles.changes,)).values()
    ]
    for row in rows:
        if row.day != on or not row.after.strip() or _flat(row.before) == _flat(row.after):
            continue
        found = _place(form, root, row, {one.path for one in done})
        if found is None:
            continue
        path, now = found
        was = _replaced(now, row.after, row.before)
        root, _inverse = apply_edit(root, SetAnswer(path, was or None))
        done.append(TurnedBack(row, path, was, now))
    return Snapshot(form, root), tuple(done)


def _place(form: Form, root: Node, row: Columns, taken: set[NodePath]) -> tuple[NodePath, str] | None:
    after = _flat(row.after)
    best: tuple[float, NodePath, str] = (LEAST_LIKENESS, (), "")
    for path, words in texts_of(root):
        if path[0] == form.roles.changes or path in taken:
            continue
        flat = _flat(words)
        if after not in flat and not (len(after) > 40 and _alike(after, flat) >= NEARLY_ALL):
            continue
        whole = min(1.0, len(after) / len(flat))
        like = text_likeness(_flat(row.item), _flat(printed_path(form, path, root))) + whole / 2
        best = max(best, (like, path, words), key=lambda one: one[0])
    return (best[1], best[2]) if best[1] else None


def _replaced(words: str, after: str, before: str) -> str:
    """``words`` with ``before`` in the place of ``after``, white space aside."""
    if _flat(after) not in _flat(words):
        return before
    pattern = r"\s*".join(re.escape(c) for c in _flat(after))
    nothing = _flat(before).strip("（）()") in ("追加", "追記", "新規", "なし", "-", "―", "—", "")
    return re.sub(pattern, lambda _: "" if nothing else before, unicodedata.normalize("NFKC", words), count=1)


def _alike(one: str, other: str) -> float:
    return text_likeness(one, other) if 0.8 < len(one) / len(other) < 1.25 else 0.0


def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def agreement(snapshot: Snapshot, on: str) -> tuple[Comparison, Agreement]:
    """The rows of one day, turned back and proposed again."""
    older, rows = turn_back(snapshot, on)
    comparison = compare(older, snapshot)
    proposals = propose(comparison, timing, shorten=True)
    by_path = {source.path: one for one in proposals for source in one.sources}
    pairs = tuple((row, by_path.get(row.path)) for row in rows)
    told = {row.path for row in rows}
    invented = tuple(one for one in proposals if not any(source.path in told for source in one.sources))
    return comparison, Agreement(pairs, invented)


def days_of(snapshot: Snapshot) -> Sequence[str]:
    """Each 変更日 of the table, in its order."""
    day = columns_of(snapshot.form).day
    rows = snapshot.root.entries((snapshot.form.roles.changes,)).values()
    return list(dict.fromkeys(str(row.answers.get(day, "")) for row in rows))


def main() -> None:
    read = read_file(Path(sys.argv[1]))
    snapshot = Snapshot(read.form, read.root)
    told = []
    for on in days_of(snapshot):
        _comparison, found = agreement(snapshot, on)
        for row, proposal in found.rows:
            when = proposal.when if proposal else "—"
            told.append((row, proposal))
            mark = "  " if proposal and when == row.row.when else "? " if when == "要判断" else "✗ "
            print(mark, on, row.row.when, when, row.path[-1], row.row.item.replace("\n", "⏎")[:60], sep="\t")
            if "-v" in sys.argv:
                print("      ", proposal and proposal.reason)
                print("      ", row.row.before.replace("\n", "⏎")[:300])
                print("      ", row.row.after.replace("\n", "⏎")[:300])
        for one in found.invented:
            print("+", on, one.item)
    both = [(row, one) for row, one in told if one is not None]
    undecided = sum(one.when == "要判断" for _row, one in both)
    wrong = sum(one.when not in ("要判断", row.row.when) for row, one in both)
    lengths = [
        (len(one.before.text) + len(one.after.text)) / max(1, len(row.row.before) + len(row.row.after))
        for row, one in both
    ]
    print(f"{len(told)} rows, {len(told) - len(both)} not proposed, {wrong} otherwise, {undecided} 要判断")
    print(f"length against the office's: median {median(lengths):.2f}")


if __name__ == "__main__":
    main()

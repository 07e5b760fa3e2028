"""How far proposed rows of 変更箇所 agree with those that an office wrote.

The rows of an assessment's own table are turned back, the latest day first: where the words of 変更後 stand
in an answer whose printed path fits the row's 項目, those of 変更前 take their place.  So for each day there
are two versions whose rows a person has written, and ``propose`` is asked for them again.

    python -m tests.revisions.agreement ASSESSMENT.json [-v]
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetAnswer, apply_edit
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Checked, Value
from pia_desktop.revisions.compare import compare
from pia_desktop.revisions.matching import text_likeness
from pia_desktop.revisions.proposals import Columns, Proposal, columns_of, propose
from pia_desktop.rules.importance import timing
from pia_desktop.wareki import parse_date

LEAST_LIKENESS = 0.35
"""Of a row's 項目 and a printed path: below it, the words are found by chance."""
NEARLY_ALL = 0.9
"""Of a long 変更後 and an answer, or of its lines: a word was mended in one of them."""
LONG = 40
WHOLE_DOCUMENT = "評価書全体"
_NOTHING = ("追加", "追記", "新規", "なし", "-", "―", "—", "")
_NUMBERED = re.compile(r"(提供先|移転先|委託事項|システム)\s*(\d+)")
_ANNEX = re.compile(r"別添(\d)")


@dataclass(frozen=True, slots=True)
class TurnedBack:
    """A row of the table that was turned back, and the answer it was turned back in."""

    row: Columns
    path: NodePath
    was: Value | None
    now: Value | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What became of the rows: each with the proposal for its answer, and the proposals of no row."""

    rows: tuple[tuple[TurnedBack, Proposal | None], ...]
    invented: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of an answer: its path, how the place is named, and the answer with other words there."""

    path: NodePath
    label: str
    words: str
    put: Callable[[str], Value | None]


def spots_of(form: Form, root: Node) -> Iterator[Spot]:
    """Every answer in words but those of the table of changes, and the words of each ticked box."""
    for path, node in root.walk():
        if path and path[0] == form.roles.changes:
            continue
        for item_id, value in node.answers.items():
            if isinstance(value, str):
                yield Spot((*path, item_id), "", value, lambda words: words or None)
            elif isinstance(value, Checked):
                for label, detail in value.texts:
                    if label in value.ticked:
                        words = f"{label.removesuffix('等')}({detail})"
                        yield Spot((*path, item_id), label, words, partial(_ticked, value, label))


def _ticked(value: Checked, label: str, words: str) -> Checked:
    """A grid of boxes with other words for one of them, or without it."""
    others = tuple(one for one in value.texts if one[0] != label)
    inside = re.search(r"[（(](.*)[）)]", words, re.DOTALL)
    if inside is None:
        return replace(value, ticked=value.ticked - {label}, texts=others)
    return replace(value, texts=(*others, (label, inside.group(1))))


def rows_of(snapshot: Snapshot) -> list[Columns]:
    """The rows of the table of changes."""
    form, columns = snapshot.form, columns_of(snapshot.form)
    entries = snapshot.root.entries((form.roles.changes,)).values()
    return [Columns(*(str(row.answers.get(column, "")) for column in columns)) for row in entries]


def turn_back(snapshot: Snapshot, on: str) -> tuple[Snapshot, tuple[TurnedBack, ...]]:
    """The state before the rows of one 変更日, and the rows that could be turned back."""
    form, root = snapshot.form, snapshot.root
    done: list[TurnedBack] = []
    taken: set[tuple[NodePath, str]] = set()
    rows = [row for row in rows_of(snapshot) if row.day == on and _changes(row)]
    for row in sorted(rows, key=lambda row: WHOLE_DOCUMENT in row.item):
        for spot in _places(form, root, row, taken):
            taken.add((spot.path, spot.label))
            now = root.at(spot.path[:-1]).answers.get(spot.path[-1])
            was = spot.put(_replaced(spot.words, row.after, row.before))
            root, _inverse = apply_edit(root, SetAnswer(spot.path, was))
            done.append(TurnedBack(row, spot.path, was, now))
    return Snapshot(form, root), tuple(done)


def _changes(row: Columns) -> bool:
    return bool(_flat(row.after)) and _flat(row.before) != _flat(row.after)


def _places(form: Form, root: Node, row: Columns, taken: set[tuple[NodePath, str]]) -> list[Spot]:
    """The place that the row is about; every one, where it is about the whole document."""
    free = [spot for spot in spots_of(form, root) if (spot.path, spot.label) not in taken]
    standing = [spot for spot in free if _stands(row, spot.words)]
    if WHOLE_DOCUMENT in row.item:
        return standing
    rated = [(_rating(form, root, row, spot), spot) for spot in standing]
    best = max(rated, key=lambda one: one[0], default=None)
    return [best[1]] if best is not None and best[0] > LEAST_LIKENESS else []


def _stands(row: Columns, words: str) -> bool:
    """Whether 変更後 stands there, white space and widths aside, or nearly all of a long one."""
    flat, after = _flat(words), _flat(row.after)
    if re.search(rf"(?<!\d){re.escape(after)}(?!\d)", flat):
        return True
    if len(after) <= LONG:
        return False
    lines = [line for line in map(_flat, row.after.splitlines()) if line]
    standing = sum(len(line) for line in lines if line in flat)
    return standing >= NEARLY_ALL * len(after) or _alike(after, flat) >= NEARLY_ALL


def _rating(form: Form, root: Node, row: Columns, spot: Spot) -> float:
    """How well a row's 項目 and the words fit a place; 0 for another entry than the one it names."""
    path = printed_path(form, spot.path, root) + spot.label
    numbers, there = _numbers(row.item), _numbers(path)
    if any(there.get(kind) != number for kind, number in numbers.items()):
        return 0.0
    place, item = _flat(path), _flat(row.item)
    annex = _ANNEX.search(item)
    if annex is not None and annex.group() in place:
        return 1.0
    return text_likeness(item, place) + min(1.0, len(_flat(row.after)) / len(_flat(spot.words))) / 2


def _numbers(text: str) -> dict[str, int]:
    return {kind: int(number) for kind, number in _NUMBERED.findall(text)}


def _replaced(words: str, after: str, before: str) -> str:
    """``words`` with ``before`` in the place of ``after``, white space aside."""
    if _flat(after) not in _flat(words):
        return before
    marks = r"\s*".join(re.escape(c) for c in _flat(after))
    nothing = _flat(before).strip("（）()") in _NOTHING
    flat = unicodedata.normalize("NFKC", words)
    return re.sub(marks, lambda _: "" if nothing else _bare(before), flat, count=1)


def _alike(one: str, other: str) -> float:
    return text_likeness(one, other) if 0.8 < len(one) / max(1, len(other)) < 1.25 else 0.0


def _bare(text: str) -> str:
    """The words of a row without the mark of a ticked box before them."""
    return re.sub(r"^\[[○Oo]\]", "", text)


def _flat(text: str) -> str:
    return _bare("".join(unicodedata.normalize("NFKC", text).split()))


def agreement(snapshot: Snapshot, on: str) -> tuple[Snapshot, Agreement]:
    """The state before one day, and its rows turned back and proposed again."""
    older, rows = turn_back(snapshot, on)
    proposals = propose(compare(older, snapshot), timing, shorten=True)
    by_path = {source.path: one for one in proposals for source in one.sources}
    pairs = tuple((row, by_path.get(row.path)) for row in rows)
    told = {row.path for row in rows}
    invented = tuple(one for one in proposals if not any(source.path in told for source in one.sources))
    return older, Agreement(pairs, invented)


def agreements(snapshot: Snapshot) -> dict[str, Agreement]:
    """The agreement of each day, from the latest back: what a day is turned back to is the day before's."""
    found: dict[str, Agreement] = {}
    for on in days_of(snapshot):
        snapshot, found[on] = agreement(snapshot, on)
    return found


def days_of(snapshot: Snapshot) -> Sequence[str]:
    """Each 変更日 of the table, the latest first."""
    days = dict.fromkeys(row.day for row in rows_of(snapshot))
    return sorted(days, key=_sortable, reverse=True)


def _sortable(day: str) -> str:
    found = parse_date(day)
    return "" if found is None else found.iso()


def verdict(row: TurnedBack, proposal: Proposal | None) -> str:
    """How the program judges a row beside the office."""
    if proposal is None:
        return "not proposed"
    return "as in life" if proposal.when == row.row.when else "open" if proposal.when == "要判断" else "other"


def why_left(rows: Sequence[Columns], found: dict[str, Agreement]) -> Iterator[tuple[Columns, str]]:
    """The rows that were not turned back, and why."""
    turned = {row.row for one in found.values() for row, _proposal in one.rows}
    for row in rows:
        if row not in turned:
            yield row, "its 変更後 stands nowhere" if _changes(row) else "nothing but white space changes"


def length_ratio(row: TurnedBack, proposal: Proposal) -> float:
    """The length of the proposed words against the office's."""
    ours = len(proposal.before.text) + len(proposal.after.text)
    return ours / max(1, len(row.row.before) + len(row.row.after))


def main() -> None:
    read = read_file(Path(sys.argv[1]))
    snapshot = Snapshot(read.form, read.root)
    found = agreements(snapshot)
    pairs = [pair for one in found.values() for pair in one.rows]
    for row, proposal in pairs:
        when, item = proposal.when if proposal else "—", row.row.item.replace("\n", "⏎")
        print(verdict(row, proposal), row.row.day, row.row.when, when, row.path[-1], item[:60], sep="\t")
        if "-v" in sys.argv:
            print(
                "",
                proposal and proposal.reason,
                repr(row.row.before[:300]),
                repr(row.row.after[:300]),
                sep="\t",
            )
    for on, one in found.items():
        for proposal in one.invented:
            print("invented", on, proposal.item, sep="\t")
    if "-v" in sys.argv:
        for left, why in why_left(rows_of(snapshot), found):
            print("left", left.day, left.item.replace("\n", "⏎")[:60], repr(left.after[:60]), why, sep="\t")
    verdicts = [verdict(row, proposal) for row, proposal in pairs]
    counts = ", ".join(f"{verdicts.count(one)} {one}" for one in dict.fromkeys(verdicts))
    print(f"{len({row.row for row, _proposal in pairs})} rows at {len(pairs)} places: {counts}")
    ratios = [length_ratio(row, proposal) for row, proposal in pairs if proposal is not None]
    if ratios:
        print(f"length against the office's: median {median(ratios):.2f}")


if __name__ == "__main__":
    main()

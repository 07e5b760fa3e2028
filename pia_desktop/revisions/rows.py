"""Which rows of 変更箇所 tell of which change, and whether they still say what is so.

A row is six texts and keeps no link to what it tells of; the clerk rewrites, merges, splits and shortens it.
So the link is found in its words:

- only rows that the older version does not hold tell of changes since then (``OLDER`` are the others);
- each line of its 項目, without （１） and （続き）, names a place: by the printed path, spaces aside,
  or by a short path (Ⅱ－５－①提供先１) that fits one proposal only;
- a 項目 of several lines may also be one path, broken where the cell was full;
- a row whose 項目 names none of them tells of one change: of those whose words it holds, both before and
  after, the one that its 項目 is most like, and never one of an entry that it does not name.

Such a row agrees while every line of it, （略） aside, stands in the words of the change, and every word that
changed stands in the row, or in the rows that go on with it.  So an excerpt agrees, and a later edit of the
same item does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

from pia_desktop.assessment.folding import Folding, as_read
from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Node
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.revisions.compare import Comparison
from pia_desktop.revisions.matching import text_likeness
from pia_desktop.revisions.proposals import Columns, Proposal, columns_of
from pia_desktop.revisions.textdiff import PassageKind, passages


class RowState(Enum):
    """How a row of the table relates to the changes since the older version."""

    OLDER = "older"
    """It is in the older version."""
    AGREES = "agrees"
    """It describes a change correctly."""
    DIFFERS = "differs"
    """It describes a change, but the old or new text is different by now."""
    UNKNOWN = "unknown"
    """It describes no change known to the comparison: undone since, or worded freely."""


@dataclass(frozen=True, slots=True)
class RowLink:
    """One row: its state, and the proposals it covers."""

    state: RowState
    proposals: tuple[Proposal, ...] = ()


def row_links(comparison: Comparison, proposals: Sequence[Proposal]) -> dict[str, RowLink]:
    """State and proposals of every row of the newer state, by row key.

    ``proposals`` are all results of ``propose`` for the same comparison.
    """
    form = comparison.form
    table = (form.roles.changes,)
    young = _young(comparison.old.root.entries(table), comparison.new.root.entries(table))
    finder = _Finder(form, proposals)
    rows = comparison.new.root.entries(table)
    covered = {key: finder.proposals_for(rows[key]) for key in rows if key in young}
    cells = {key: _cells(rows[key], finder.columns) for key in covered}
    return {
        key: _link(covered[key], [cells[other] for other in covered if covered[other] == covered[key]])
        if key in covered
        else RowLink(RowState.OLDER)
        for key in rows
    }


def _young(old: Mapping[str, Node], new: Mapping[str, Node]) -> set[str]:
    """The rows written since; a copied or imported row has another key but the same text."""
    left = Counter(frozenset(row.answers.items()) for key, row in old.items() if key not in new)
    found = set()
    for key, row in new.items():
        contents = frozenset(row.answers.items())
        if key not in old and not left[contents]:
            found.add(key)
        elif key not in old:
            left[contents] -= 1
    return found


def _link(covered: tuple[Proposal, ...], rows: Sequence[Columns]) -> RowLink:
    """``rows`` are one row and those that continue it."""
    if not covered:
        return RowLink(RowState.UNKNOWN)
    return RowLink(RowState.AGREES if _agrees(rows, covered) else RowState.DIFFERS, covered)


def pending(comparison: Comparison, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals that no row covers."""
    covered = {one.sources for link in row_links(comparison, proposals).values() for one in link.proposals}
    return tuple(one for one in proposals if one.sources not in covered)


# ---- which change a row tells of

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ENUMERATED: Final = re.compile(r"^（[０-９0-9]+）\s*")
_CONTINUED: Final = re.compile(r"^[（(【]?続き[）)】]?\s*|[（(]?続き[）)]?$")
_NOISE: Final = re.compile(r"(?:[\s\-－―‐‑–—・．.,，、※]|(?<![ァ-ヺー])ー)+")
"""White space and separators.  Folding makes one sign of dashes and ー, which stands behind katakana."""
_SHORT: Final = re.compile(r"(?P<part>別添\d+|VI|IV|V|I{1,3})(?P<section>\d{1,2})?(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Name:
    """What a path of any form names: Ⅱ, 5, 提供先1, ①, and its other words."""

    part: str
    section: str
    entry: str
    circled: str
    words: str

    def means(self, full: _Name) -> bool:
        places = (self.part, self.section, self.entry, self.circled)
        other = (full.part, full.section, full.entry, full.circled)
        return bool(self.section) and places == other and self.words in full.words


class _Finder:
    def __init__(self, form: Form, proposals: Sequence[Proposal]) -> None:
        self.columns = columns_of(form)
        self.proposals = proposals
        labels = "|".join(spec.label for spec in form.lists.values() if spec.label)
        self.entry = re.compile(rf"(?:{labels})\d+")
        self.by_name: dict[str, list[Proposal]] = {}
        for one in proposals:
            self.by_name.setdefault(_flat_name(one.item), []).append(one)
        self.names = [self._full_name(one.item) for one in proposals]
        risks = {id(place.risk): place.risk for place in form.places.values() if place.risk}.values()
        self.heads = [
            _flat_name(plain(line)) for risk in risks if not risk.named for line in risk.title.split("\n")
        ]

    def _flat_line(self, line: str) -> str:
        """A row's path, without the risk that some offices add to a heading of several risks."""
        flat = _flat_name(line)
        for head in self.heads:
            flat = flat.replace(head, "")
        return flat

    def proposals_for(self, row: Node) -> tuple[Proposal, ...]:
        """The proposals that a row covers, in order."""
        cells = _cells(row, self.columns)
        lines = [_ENUMERATED.sub("", line) for line in cells.item.split("\n")]
        found = self._named("".join(lines), cells) if len(lines) > 1 else []
        found = found or [one for line in lines if line.strip() for one in self._named(line, cells)]
        return tuple(dict.fromkeys(found or self._by_words(cells)))

    def _named(self, line: str, cells: Columns) -> list[Proposal]:
        line = _CONTINUED.sub("", line.strip())
        found = self.by_name.get(self._flat_line(line))
        if found:  # an entry and the item beside its number share a path and are distinguished by text
            return [max(found, key=lambda one: _nearness(cells, one))]
        short = self._short_name(line)
        if short is None:
            return []
        meant = [one for one, name in zip(self.proposals, self.names, strict=True) if short.means(name)]
        return meant if len(meant) == 1 else []

    def _by_words(self, cells: Columns) -> list[Proposal]:
        said = _flat(cells.before), _flat(cells.after)
        entry = self.entry.search(_flat_name(cells.item))
        meant = [
            one
            for one, name in zip(self.proposals, self.names, strict=True)
            if (one.was and one.now)
            and said == (_flat(one.was), _flat(one.now))
            and (entry is None or name.entry == entry.group())
        ]
        return [max(meant, key=lambda one: text_likeness(cells.item, one.item))] if meant else []

    def _short_name(self, line: str) -> _Name | None:
        match = _SHORT.match(self._flat_line(line))
        if match is None:
            return None
        rest = match["rest"]
        entry = self.entry.search(rest)
        circled = "".join(c for c in rest if c in _CIRCLED)
        words = self.entry.sub("", rest) if entry else rest
        words = "".join(c for c in words if c not in _CIRCLED)
        return _Name(match["part"], match["section"] or "", entry.group() if entry else "", circled, words)

    def _full_name(self, item: str) -> _Name:
        steps = item.split(" ")
        part = _SHORT.match(_flat_name(steps[0].strip("（）")))
        section = next((step[:-1] for step in steps if re.fullmatch(r"\d+\.", step)), "")
        entry = next((step for step in steps if self.entry.fullmatch(step)), "")
        circled = "".join(step[0] for step in steps if step[:1] and step[0] in _CIRCLED)
        return _Name(part["part"] if part else "", section, entry, circled, _flat_name(item))


def _nearness(cells: Columns, one: Proposal) -> tuple[bool, float]:
    alike = text_likeness(cells.before, one.before.text) + text_likeness(cells.after, one.after.text)
    return _agrees([cells], [one]), alike


def _cells(row: Node, columns: Columns) -> Columns:
    return Columns(*(str(row.answers.get(column, "")) for column in columns))


def _flat_name(text: str) -> str:
    """A path normalized for comparison; a circled digit stays distinct."""
    kept = "".join(
        c if c in _CIRCLED else unicodedata.normalize("NFKC", c) for c in text
    )  # Ⅱ is also written II
    return _NOISE.sub("", as_read(kept, Folding(case=False)))


def _flat(text: str) -> str:
    return "".join(text.split())


# ---- whether it still agrees

_OMISSION: Final = re.compile(r"（(?:略|中略|前略|後略|以下略|同左|同右)）|…+|\n")
_NOTHING: Final = frozenset(
    [
        "",
        "追加",
        "削除",
        "新規",
        "新設",
        "廃止",
        "記載なし",
        "なし",
        "順序の変更",
        "図の差替え",
        "-",
        "－",
        "―",
        "ー",
    ]
)
_LABEL: Final = re.compile(r"^[^：:]{1,40}[：:]")


def _agrees(rows: Sequence[Columns], covered: Sequence[Proposal]) -> bool:
    gone, come = [], []
    for one in covered:
        if one.was and one.now and one.was != one.now:
            changed = [p for p in passages(one.was, one.now) if p.kind is not PassageKind.SAME]
            gone += [passage.old for passage in changed]
            come += [passage.new for passage in changed]
    before, after = ("\n".join(cells) for cells in zip(*((r.before, r.after) for r in rows), strict=True))
    return _side_agrees(before, [one.was for one in covered], gone) and _side_agrees(
        after, [one.now for one in covered], come
    )


def _side_agrees(written: str, full: Sequence[str], changed: Sequence[str]) -> bool:
    """Whether all text of a cell is in the full text, and all changed text is in the cell."""
    said = [line for line in _said(written) if line.strip("（）()") not in _NOTHING]
    there = _flat("".join(full))
    if not said or not there:
        return not said and not there
    each = [_flat(words) for words in full]
    cell = _flat(written)
    return all(any(_holds(words, line) for words in each) for line in said) and all(
        _flat(words) in cell for words in changed
    )


def _said(written: str) -> Iterator[str]:
    for piece in _OMISSION.split(written):
        yield _flat(_ENUMERATED.sub("", piece))


def _holds(words: str, line: str) -> bool:
    return line in words or _LABEL.sub("", line) in words

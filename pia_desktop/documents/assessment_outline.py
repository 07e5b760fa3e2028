"""評価書の概要: a one-page outline of an assessment for a council, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.derived import derived_words
from pia_desktop.assessment.item_state import taken_out
from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.documents.sheets import layout_table
from pia_desktop.documents.table import Column, TableDocument, TableGroup, TableRow, cell, plain_line
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.guidance.review import OutlineLine, outline_lines

OUTLINE_TITLE: Final = "特定個人情報保護評価書の概要"
CUT: Final = "…"
_COLUMNS: Final = (Column("項目", 20, names=True), Column("概要", 80))
_LENGTHS: Final = (600, 400, 280, 200, 140, 100, 70, 50, 30)
"""Maximum characters per line to try, until all lines fit on the page."""
_FEW: Final = 2
"""Up to this many items in a line their answers need no labels."""
_LONGEST_NAME: Final = 40
"""Up to this many characters, answers are joined on one line, as names are."""


def assessment_outline(snapshot: Snapshot, *, lines: Iterable[str] = ()) -> TableDocument:
    """The outline's lines for this form, shortened to fit on one page.

    ``lines`` are printed below the title.  For the public pass the state without withheld text.
    """
    below = tuple(lines)
    said = [(line, _words(snapshot, line)) for line in outline_lines().get(snapshot.form.id, ())]
    document = _document(snapshot, below, said, _LENGTHS[-1])
    for longest in _LENGTHS:
        document = _document(snapshot, below, said, longest)
        if len(layout_table(document).pages) == 1:
            break
    return document


def _document(
    snapshot: Snapshot, lines: tuple[str, ...], said: Sequence[tuple[OutlineLine, str]], longest: int
) -> TableDocument:
    rows = [TableRow((cell(line.label), cell(_cut(words, longest)))) for line, words in said if words]
    agency = snapshot.root.answer((snapshot.form.roles.agency,))
    author = agency if isinstance(agency, str) else ""
    group = TableGroup("", tuple(rows))
    return TableDocument(OUTLINE_TITLE, lines, _COLUMNS, (group,), landscape=False, author=author)


def _words(snapshot: Snapshot, line: OutlineLine) -> str:
    """The answers of a line's items, grouped by owner, without duplicates."""
    form = snapshot.form
    wanted = [one for one in line.items if one in form.places]
    by_owner: dict[tuple[str, ...], list[str]] = {}
    for path, item, value in answers_in_order(form, snapshot.root):
        if item.id in wanted and not _taken_out(snapshot, path):
            words = item.kind.format(value).strip()
            if words and len(wanted) > _FEW:
                by_owner.setdefault(path, []).append(f"{plain(item.label or '')}：{words}")
            elif words:
                by_owner.setdefault(path[:-1], []).append(words)
    for item_id in wanted:
        kind = form.item(item_id).kind
        words = derived_words(kind, snapshot.root) if isinstance(kind, DerivedKind) else ""
        if words:
            by_owner.setdefault((item_id,), []).append(words)
    texts = list(dict.fromkeys("：".join(words) for words in by_owner.values()))
    textual = all(isinstance(form.item(one).kind, TextualKind) for one in wanted)
    names = textual and max(map(len, texts), default=0) < _LONGEST_NAME
    text = ("、" if names else "\n").join(texts)
    return f"{len(by_owner)}件：{text}" if line.count and len(by_owner) > 1 else text


def _taken_out(snapshot: Snapshot, path: NodePath) -> bool:
    """Whether an answer is in an entry that only keeps its number."""
    if len(path) < 3:
        return False
    return taken_out(snapshot.root.at(path[:-1]), snapshot.form.lists[path[-3]].item_ids[0])


def _cut(words: str, longest: int) -> str:
    """The text shortened to ``longest`` characters, at the end of a sentence if one is near."""
    words = words.strip()
    if len(words) <= longest:
        return words
    head = words[:longest]
    end = max(head.rfind("。"), head.rfind("\n"))
    return head[: end + 1].rstrip() + CUT if end >= longest // 2 else plain_line(head) + CUT

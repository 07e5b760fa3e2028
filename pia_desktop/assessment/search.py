"""Find and replace in all text answers of an assessment.

Only text written by the clerk is searched and replaced: texts, lines, dates, the （　） of check boxes, text
and captions of figures, cells of tables; never choices, counts and none-boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.assessment import folding
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.folding import Folding, as_read
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE, ordered, passages_of, replaced
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, TextualKind
from pia_desktop.forms.model import FILES, Form, Item, Section
from pia_desktop.forms.values import MAX_TEXT, Checked, DataTable, Figure, Value, clean_text, drop_forbidden
from pia_desktop.i18n import _
from pia_desktop.patterns import pattern

_CONTEXT: Final = 24
"""Characters shown before a hit; after it, twice as many."""


_RUN: Final = pattern("[0-9A-Za-z]+|[０-９Ａ-Ｚａ-ｚ]+")
_WIDE: Final = {ord(half): ord(half) + 0xFEE0 for half in map(chr, range(0x21, 0x7F)) if half.isalnum()}
_NARROW: Final = {wide: half for half, wide in _WIDE.items()}


@dataclass(frozen=True, slots=True)
class Query:
    """What to find.  ``fold_case`` ignores case, ``fold_width`` all differences that readers do not see."""

    words: str
    fold_case: bool = True
    fold_width: bool = True

    @property
    def folding(self) -> Folding:
        """The folding applied to text and query."""
        return Folding(self.fold_case, self.fold_width)


@dataclass(frozen=True, slots=True)
class Hit:
    """A match: characters ``start`` to ``end`` of a spot, with the line around them."""

    path: NodePath
    spot: Spot
    start: int
    end: int
    before: str
    words: str
    after: str

    @property
    def in_own_words(self) -> bool:
        """Whether it is in the answer's main text, not in a check box or caption."""
        return self.spot == Spot()


def spans(text: str, query: Query) -> list[tuple[int, int]]:
    """The non-overlapping matches in a text, left to right."""
    return folding.spans(text, query.words, query.folding)


# ---- the words of an answer


def words_of(item: Item, value: Value) -> Iterator[tuple[Spot, str]]:
    """The texts of an answer that a clerk wrote, with their spots."""
    if isinstance(item.kind, TextualKind) and isinstance(value, str):
        yield Spot(), value
    elif isinstance(item.kind, ChecksKind) and isinstance(value, Checked):
        for box in item.kind.boxes:
            text = value.text(box.label)
            if text:
                yield Spot(box=box.label), text
    elif isinstance(item.kind, FigureKind) and isinstance(value, Figure):
        yield from _words_of_run(value)


def _words_of_run(run: Figure) -> Iterator[tuple[Spot, str]]:
    for number, picture in enumerate(run.pictures):
        if picture.caption:
            yield Spot(picture=number), picture.caption
    if run.text.strip("\n"):
        yield Spot(), run.text
    for number, table in enumerate(run.tables):
        for row, cells in enumerate(table.rows):
            for column, words in enumerate(cells):
                if words:
                    yield Spot(cell=(number, row, column)), words


def with_words(value: Value, spot: Spot, words: str) -> Value | None:
    """The answer with new text in a spot; None if it becomes empty.

    Raises UserError if the text becomes too long for an answer.
    """
    words = clean_text(drop_forbidden(words))
    new = _with_words(value, spot, words)
    longest = max(map(len, new.passages), default=0) if isinstance(new, Figure) else len(words)
    if longest > MAX_TEXT:
        raise UserError(
            _("With this replacement, an answer would grow beyond {limit:,} characters.").format(
                limit=MAX_TEXT
            ),
            _("Replace fewer places at once, or choose shorter words."),
        )
    return new


def _with_words(value: Value, spot: Spot, words: str) -> Value | None:
    if isinstance(value, Checked) and spot.box is not None:
        checked = value.with_text(spot.box, words)
        return None if checked.empty else checked
    if isinstance(value, Figure):
        figure = _run_with_words(value, spot, words)
        return None if figure.empty else figure
    return words or None


def _run_with_words(run: Figure, spot: Spot, words: str) -> Figure:
    if spot.picture is not None:
        return run.each_picture(
            lambda number, one: replace(one, caption=words) if number == spot.picture else one
        )
    if spot.cell is None:
        return run.with_text(words)
    number, row, column = spot.cell
    table = run.tables[number]
    return run.with_block(run.places(DataTable)[number], table.with_cell(row, column, words))


def answers_in_order(form: Form, root: Node) -> Iterator[tuple[NodePath, Item, Value]]:
    """All answers in form order: by part, file and entry."""
    for item in form.cover:
        if item.id in root.answers:
            yield (item.id,), item, root.answers[item.id]
    for part in form.all_parts:
        owners: list[NodePath] = [(FILES, key) for key in root.entries((FILES,))] if part.per_file else [()]
        for owner in owners:
            for section in part.sections:
                yield from _section_answers(section, owner, root.at(owner))


def _section_answers(section: Section, owner: NodePath, node: Node) -> Iterator[tuple[NodePath, Item, Value]]:
    inner = section.repeat or section.table
    boxes = {box.id for box in section.none}
    for item in section.none:
        if item.id in node.answers:
            yield (*owner, item.id), item, node.answers[item.id]
    nodes: list[tuple[NodePath, Node]] = [(owner, node)]
    if inner:
        nodes = [((*owner, inner.id, key), entry) for key, entry in node.lists.get(inner.id, {}).items()]
    for path, holder in nodes:
        for item in section.walk():
            if item.id in holder.answers and item.id not in boxes:
                yield (*path, item.id), item, holder.answers[item.id]


# ---- finding and replacing


def find_all(snapshot: Snapshot, query: Query) -> list[Hit]:
    """All matches, in form order."""
    if not query.words:
        return []
    return [
        hit
        for path, item, value in answers_in_order(snapshot.form, snapshot.root)
        for hit in _hits(path, item, value, query)
    ]


def hits_in(snapshot: Snapshot, path: NodePath, query: Query) -> list[Hit]:
    """The matches in one answer."""
    value = snapshot.root.answer(path)
    return [] if value is None else list(_hits(path, snapshot.form.item(path[-1]), value, query))


def _hits(path: NodePath, item: Item, value: Value, query: Query) -> Iterator[Hit]:
    for spot, text in words_of(item, value):
        for start, end in spans(text, query):
            yield hit_at(path, spot, text, start, end)


def hit_at(path: NodePath, spot: Spot, text: str, start: int, end: int) -> Hit:
    """A match with the line around it."""
    before = text[max(start - _CONTEXT, 0) : start].rpartition("\n")[2]
    after = text[end : end + 2 * _CONTEXT].partition("\n")[0]
    return Hit(path, spot, start, end, before, text[start:end], after)


def replace_one(snapshot: Snapshot, hit: Hit, query: Query, replacement: str) -> Edit | None:
    """The edit that replaces a match; None if it is gone."""
    for now in hits_in(snapshot, hit.path, query):
        if (now.spot, now.start, now.end) == (hit.spot, hit.start, hit.end):
            edits = _edits(snapshot, hit.path, [now], _fitting(query, replacement))
            return Batch(tuple(edits)) if len(edits) > 1 else next(iter(edits), None)
    return None


def replace_all(snapshot: Snapshot, hits: list[Hit], query: Query, replacement: str) -> Batch | None:
    """The edit that replaces these matches as one step; None if none is left.

    Replaced text is not searched again; places that already have the replacement are skipped.
    """
    wanted: dict[NodePath, set[tuple[Spot, int, int]]] = {}
    for hit in hits:
        wanted.setdefault(hit.path, set()).add((hit.spot, hit.start, hit.end))
    edits: list[Edit] = []
    for path, places in wanted.items():
        now = [
            hit
            for hit in hits_in(snapshot, path, query)
            if (hit.spot, hit.start, hit.end) in places and not stands_already(hit, query, replacement)
        ]
        edits += _edits(snapshot, path, now, _fitting(query, replacement))
    return Batch(tuple(edits)) if edits else None


def rewrite_all(snapshot: Snapshot, news: Mapping[Hit, str]) -> Batch | None:
    """The edit that gives each match its own new text, as one step; None if none is left."""
    by_path: dict[NodePath, list[Hit]] = {}
    for hit in news:
        by_path.setdefault(hit.path, []).append(hit)
    edits: list[Edit] = []
    for path, hits in by_path.items():
        value = snapshot.root.answer(path)
        texts = dict(words_of(snapshot.form.item(path[-1]), value)) if value is not None else {}
        now = [hit for hit in hits if texts.get(hit.spot, "")[hit.start : hit.end] == hit.words]
        if now:
            edits += _edits(snapshot, path, now, lambda hit: taken_in(news[hit]))
    return Batch(tuple(edits)) if edits else None


Rewriting = Callable[[Hit], str]
"""The new text of a hit."""


def _fitting(query: Query, replacement: str) -> Rewriting:
    words = taken_in(replacement)
    return lambda hit: fitted(words, hit.words, query)


def _edits(snapshot: Snapshot, path: NodePath, hits: list[Hit], news: Rewriting) -> list[Edit]:
    """The edits for the matches in one answer: one edit, or one per match if spans of it are withheld.

    Spans follow a single replacement exactly, but not several at once.  Text that replaces withheld text is
    withheld too.
    """
    old = snapshot.root.answer(path)
    item = snapshot.form.item(path[-1])
    new = _replaced(item, old, hits, news)
    if new == old:
        return []
    marks = snapshot.root.withheld_at(path)
    if marks is None or marks == WHOLE:
        return [SetAnswer(path, new)]
    value, edits = old, list[Edit]()
    for hit in sorted(hits, key=lambda hit: hit.start, reverse=True):
        before, value = value, _replaced(item, value, [hit], news)
        edits.append(SetAnswer(path, value))
        if hit.in_own_words and before is not None and value is not None:
            length = len(passages_of(value)) - len(passages_of(before)) + hit.end - hit.start
            touched = any(first < hit.end and hit.start < last for first, last in marks)
            marks = replaced(marks, hit.start, hit.end, length)
            if touched:
                marks = ordered((*marks, (hit.start, hit.start + length)))
    edits[-1] = SetAnswer(path, new)
    return edits if new is None else [*edits, SetWithheld(path, marks or None)]


def _replaced(item: Item, old: Value | None, hits: list[Hit], rewriting: Rewriting) -> Value | None:
    value = old
    for spot, text in words_of(item, old) if old is not None else ():
        own = sorted((hit for hit in hits if hit.spot == spot), key=lambda hit: hit.start)
        if own and value is not None:
            starts = [0, *(hit.end for hit in own)]
            ends = [*(hit.start for hit in own), len(text)]
            pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
            news = [rewriting(hit) for hit in own]
            joined = "".join(piece + new for piece, new in zip(pieces, [*news, ""], strict=True))
            if isinstance(value, Figure) and spot == Spot():
                value = _replaced_one_by_one(value, own, news)
            value = with_words(value, spot, joined)
    return value


def _replaced_one_by_one(run: Figure, hits: Sequence[Hit], news: Sequence[str]) -> Figure:
    """A run with its text replaced in several places, one at a time, so that spans can follow."""
    for hit, new in zip(reversed(hits), reversed(news), strict=True):
        run = run.with_text(run.text[: hit.start] + new + run.text[hit.end :])
    return run


# ---- what is put in the place of words


def fitted(words: str, found: str, query: Query) -> str:
    """The replacement with its digits and letters in the width of the text it replaces.

    第１９条第７号, found by 第19条第7号, becomes 第１９条第８号. Text found exactly as searched gets the
    replacement as typed, as when only the width is to be changed.
    """
    if (
        not query.fold_width
        or found == query.words
        or as_read(words, query.folding) == as_read(query.words, query.folding)
    ):
        return words
    wide = [not run.isascii() for run in _RUN.findall(found)]
    runs = len(_RUN.findall(words))
    if not wide or not (len(wide) == runs or len(set(wide)) == 1):
        return words
    widths = iter(wide if len(wide) == runs else wide[:1] * runs)
    return _RUN.sub(lambda run: run.group().translate(_WIDE if next(widths) else _NARROW), words)


def stands_already(hit: Hit, query: Query, words: str) -> bool:
    """Whether the replacement is already there and would be doubled: サーバ in サーバー."""
    if as_read(words, query.folding) == as_read(query.words, query.folding):
        return hit.words == words
    around = hit.before + hit.words + hit.after
    for start, _end in spans(words, query):
        at = len(hit.before) - start
        if at >= 0 and as_read(around[at : at + len(words)], query.folding) == as_read(words, query.folding):
            return True
    return False

"""Replaces found text in the answers of an assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.folding import as_read, stands_around
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.noted import marked, noted_stretches, says_so
from pia_desktop.assessment.passages import with_withheld
from pia_desktop.assessment.search import Hit, Query, hits_in, words_of
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE, Spans, ordered, passages_of, replaced
from pia_desktop.errors import UserError
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import MAX_TEXT, Checked, DataTable, Figure, Value, clean_text, drop_forbidden
from pia_desktop.i18n import _
from pia_desktop.patterns import pattern

_RUN: Final = pattern("[0-9A-Za-z]+|[０-９Ａ-Ｚａ-ｚ]+")
_WIDE: Final = {ord(half): ord(half) + 0xFEE0 for half in map(chr, range(0x21, 0x7F)) if half.isalnum()}
_NARROW: Final = {wide: half for half, wide in _WIDE.items()}


# ---- replacing


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


def _edits(snapshot: Snapshot, path: NodePath, hits: list[Hit], news: Rewriting) -> Sequence[Edit]:
    """The edits for the matches in one answer; what a replacement says is withheld gets marks."""
    edits = _plain_edits(snapshot, path, hits, news)
    if not edits:
        return []
    last = edits[-1]
    marks = last.spans if isinstance(last, SetWithheld) else snapshot.root.withheld_at(path)
    value = next(edit.value for edit in reversed(edits) if isinstance(edit, SetAnswer))
    item = snapshot.form.item(path[-1])
    if value is None or not any(says_so(text) for _spot, text in words_of(item, value)):
        return edits
    plain, marks = _with_marks(item, value, marks)
    return [SetAnswer(path, plain), *([SetWithheld(path, marks)] if plain is not None and marks else [])]


def _plain_edits(
    snapshot: Snapshot, path: NodePath, hits: list[Hit], news: Rewriting
) -> list[SetAnswer | SetWithheld]:
    """One edit, or one per match if spans of the answer are withheld.

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
    value, edits = old, list[SetAnswer | SetWithheld]()
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


def _with_marks(item: Item, value: Value, marks: Spans | None) -> tuple[Value | None, Spans | None]:
    """An answer without what its texts say of themselves, and its marks with that.

    In a check box all of the answer becomes withheld, in a caption its picture, in a cell its table.
    """
    new: Value | None = value
    for spot, text in words_of(item, value):
        if new is None or not says_so(text):
            continue
        if spot == Spot():
            marks = marked(text, marks)[1]
        elif isinstance(new, Figure):
            new = with_withheld(new, [spot])
        else:
            marks = WHOLE
        for (start, end), inner in reversed(noted_stretches(text)):
            text = text[:start] + inner + text[end:]
            if new is not None:
                new = with_words(new, spot, text)
    return new, marks


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
    plain, _withheld = marked(words)
    if as_read(plain, query.folding) == as_read(query.words, query.folding):
        return hit.words == words
    return stands_around(hit.text, hit.start, query.words, plain, query.folding)


def takes_out(words: str) -> bool:
    """Whether a replacement puts nothing in the place of words; characters that are not seen are nothing."""
    return not marked(taken_in(words))[0]


# ---- an answer with other words


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

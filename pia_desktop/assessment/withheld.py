"""Which spans of an answer are withheld from the public (公表しない): the whole answer, or passages of its
text.

Passages are (start, end) positions in characters; they follow the text when it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Figure, Value, same_ends

Span = tuple[int, int]
"""Start and end position in characters, ``end`` exclusive."""

Spans = tuple[Span, ...]
"""Ordered, non-empty, non-adjacent spans; or ``WHOLE``."""

WHOLE: Final[Spans] = ((0, -1),)
"""The whole answer, whatever its kind and later changes."""

WITHHELD_MARK: Final = "【非公表】"
"""Replaces withheld text where others read it."""


def passages_of(value: Value) -> str:
    """The text in which passages can be withheld; empty if the answer can only be withheld as a whole."""
    if isinstance(value, Figure):
        return value.text
    return value if isinstance(value, str) else ""


def check_spans(value: Value | None, spans: Spans) -> None:
    """Raise ValueError if these spans cannot be withheld of an answer."""
    if value is None:
        raise ValueError("nothing is withheld of what is not answered")
    if spans == WHOLE:
        return
    before, length = -1, len(passages_of(value))
    for start, end in spans:
        if not before < start < end <= length:
            raise ValueError(f"the passage {start} to {end} does not fit an answer of {length} characters")
        before = end
    if not spans:
        raise ValueError("no passage is named")


def fitting(spans: Spans | None, value: Value | None) -> Spans | None:
    """The withheld spans of an answer that came from elsewhere: all of it where they do not fit it."""
    if spans is None:
        return None
    try:
        check_spans(value, spans)
    except ValueError:
        return WHOLE
    return spans


def ordered(spans: Iterable[Span]) -> Spans:
    """Spans sorted, without empty ones, with touching and overlapping ones merged."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            start, end = found[-1][0], max(found.pop()[1], end)
        found.append((start, end))
    return tuple(found)


def replaced(spans: Spans, start: int, end: int, length: int) -> Spans:
    """The spans after characters ``start`` to ``end`` were replaced by ``length`` others.

    Text inserted within a span, or replacing text inside it, is withheld too; at its edges it is not.
    """
    if spans == WHOLE:
        return spans
    return ordered(_replaced(span, start, end, length) for span in spans)


def _replaced(span: Span, start: int, end: int, length: int) -> Span:
    first, last = span
    by = start + length - end
    if end <= first:
        return first + by, last + by
    if start >= last:
        return span
    if first <= start and end <= last:
        return first, last + by
    if start <= first and last <= end:
        return 0, 0
    return (end + by, last + by) if start < first else (first, start)


def followed(spans: Spans, old: Value | None, new: Value | None) -> Spans | None:
    """The withheld spans of an answer after a change; None if there are none."""
    if old is None or new is None:
        return None
    if spans == WHOLE:
        return spans
    if isinstance(old, Figure) and isinstance(new, Figure):
        return followed_in_run(spans, old, new)
    return _followed_words(spans, passages_of(old), passages_of(new)) or None


def _followed_words(spans: Spans, before: str, after: str) -> Spans:
    start, tail = same_ends(before, after)
    return replaced(spans, start, len(before) - tail, len(after) - tail - start)


def within(spans: Spans | None, start: int, end: int) -> Spans | None:
    """The spans between ``start`` and ``end``, relative to ``start``; None if there are none."""
    if spans == WHOLE:
        return ((0, end - start),) if end > start else None
    return ordered((max(first, start) - start, min(last, end) - start) for first, last in spans or ()) or None


def covered(text: str, spans: Spans | None) -> str:
    """The text with ``WITHHELD_MARK`` in place of each withheld span."""
    if spans == WHOLE:
        return WITHHELD_MARK
    ends = [0, *(end for _start, end in spans or ())]
    starts = [*(start for start, _end in spans or ()), len(text)]
    return WITHHELD_MARK.join(text[end:start] for end, start in zip(ends, starts, strict=True))


def followed_in_run(spans: Spans, old: Figure, new: Figure) -> Spans | None:
    """``followed`` for a run, whose passages may have been moved, added and removed."""
    before, after = old.passages, new.passages
    if before == after:
        return spans
    pairs = _pairs(before, after)
    if pairs is None:
        return _followed_words(spans, old.text, new.text) or None
    begins = [begin for _index, begin in new.begins()]
    found: list[Span] = []
    for (_index, begin), words, at in zip(old.begins(), before, pairs, strict=True):
        own = within(spans, begin, begin + len(words))
        if own is not None and at is not None:
            found += [
                (begins[at] + first, begins[at] + last)
                for first, last in _followed_words(own, words, after[at])
            ]
    return ordered(found) or None


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[int | None] | None:
    """For each old text the index of the new one: the equal one, else the changed one in its place; None if
    it is deleted.  None altogether if texts were merged or split.
    """
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    foot = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    found: list[int | None] = list(range(head))
    left: dict[str, list[int]] = {}
    for at in range(head, len(new) - foot):
        left.setdefault(new[at], []).append(at)
    middle = [left[words].pop(0) if left.get(words) else None for words in old[head : len(old) - foot]]
    free = sorted(at for places in left.values() for at in places)
    changed = middle.count(None)
    if free and changed and len(free) != changed:
        return None
    for at, place in enumerate(middle):
        if place is None and free:
            middle[at] = free.pop(0)
    return [*found, *middle, *range(len(new) - foot, len(new))]


def words_withheld(words: str, spans: Spans | None) -> list[str]:
    """The texts of the spans that are longer than one character."""
    passages = ((0, len(words)),) if spans == WHOLE else spans or ()
    return [words[start:end] for start, end in passages if end - start > 1]


@dataclass(frozen=True, slots=True)
class Brought:
    """Pasted or dropped text: its new position and length in characters, and its withheld spans."""

    start: int
    length: int
    withheld: Spans | None = None


def with_brought(spans: Spans | None, old: Value | None, new: Value, brought: Brought) -> Spans | None:
    """The withheld spans of an answer after text was pasted into it.

    Deletion (perhaps elsewhere in the answer) and insertion are handled one after the other: as one change
    they would withhold everything in between.
    """
    if spans == WHOLE:
        return WHOLE
    words = passages_of(new)
    end = brought.start + brought.length
    left = followed(
        spans or (), passages_of(old) if old is not None else "", words[: brought.start] + words[end:]
    )
    kept = replaced(left or (), brought.start, brought.start, brought.length)
    came = ((0, brought.length),) if brought.withheld == WHOLE else brought.withheld or ()
    return ordered((*kept, *((brought.start + start, brought.start + end) for start, end in came))) or None


def toggled(spans: Spans | None, passage: Span, length: int) -> Spans | None:
    """The spans with ``passage`` added, or removed if all of it was withheld.  ``length`` is the text's."""
    now: Spans = ((0, length),) if spans == WHOLE else spans or ()
    start, end = passage
    if not any(first <= start and end <= last for first, last in now):
        return ordered((*now, passage))
    left = [(first, min(last, start)) for first, last in now]
    right = [(max(first, end), last) for first, last in now]
    return ordered((*left, *right)) or None

"""What of an answer is not for the public (公表しない): the whole of it, or passages of its words.

Passages are spans of characters; they follow the words when these change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pia_desktop.forms.values import Figure, Value

Span = tuple[int, int]
"""From the first character to the one behind the last."""

Spans = tuple[Span, ...]
"""Passages in their order, none empty, none touching another; or ``WHOLE``."""

WHOLE: Final[Spans] = ((0, -1),)
"""The whole answer, whatever its kind and however it changes."""


def passages_of(value: Value) -> str:
    """The words in which passages can be withheld; empty for an answer that is only withheld as a whole."""
    if isinstance(value, Figure):
        return value.text
    return value if isinstance(value, str) else ""


def check_spans(value: Value | None, spans: Spans) -> None:
    """Raise ValueError where this cannot be withheld of an answer."""
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


def ordered(spans: Iterable[Span]) -> Spans:
    """Any spans as passages: sorted, the empty ones gone, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            start, end = found[-1][0], max(found.pop()[1], end)
        found.append((start, end))
    return tuple(found)


def replaced(spans: Spans, start: int, end: int, length: int) -> Spans:
    """The passages after the words from ``start`` to ``end`` gave way to others of this length.

    What is put inside a passage, or in the place of words of it alone, is withheld too; at its edges not.
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
    """What is withheld of an answer after it changed; None: nothing any more."""
    if old is None or new is None:
        return None
    if spans == WHOLE:
        return spans
    before, after = passages_of(old), passages_of(new)
    start = _same_start(before, after)
    tail = _same_start(before[: start - len(before) - 1 : -1], after[: start - len(after) - 1 : -1])
    return replaced(spans, start, len(before) - tail, len(after) - tail - start) or None


def words_withheld(words: str, spans: Spans | None) -> list[str]:
    """What stands in the passages, where it is more than a character, which is met everywhere."""
    passages = ((0, len(words)),) if spans == WHOLE else spans or ()
    return [words[start:end] for start, end in passages if end - start > 1]


@dataclass(frozen=True, slots=True)
class Brought:
    """Pasted or dropped words: where they begin now, how many they are, what of them is withheld."""

    start: int
    length: int
    withheld: Spans | None = None


def with_brought(spans: Spans | None, old: Value | None, new: Value, brought: Brought) -> Spans | None:
    """What is withheld of an answer after words were brought into it.

    First the words that gave way have gone, perhaps from elsewhere in it, then others have come: as one
    stretch that became another, they would take passages with them that only stood between.
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


def _same_start(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning, in a few comparisons of slices."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def toggled(spans: Spans | None, passage: Span, length: int) -> Spans | None:
    """With the passage withheld as well; without it where all of it was. ``length`` is that of the words."""
    now: Spans = ((0, length),) if spans == WHOLE else spans or ()
    start, end = passage
    if not any(first <= start and end <= last for first, last in now):
        return ordered((*now, passage))
    left = [(first, min(last, start)) for first, last in now]
    right = [(max(first, end), last) for first, last in now]
    return ordered((*left, *right)) or None

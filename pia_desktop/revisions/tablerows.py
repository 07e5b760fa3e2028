"""Compares table rows within text: one line per row, tab-separated cells (``block_words``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from pia_desktop.assessment.folding import as_read

TAB: Final = "\t"
_KEY: Final = 2.5
"""What the cell that names a row weighs: the first one that is no number."""
_NUMBER: Final = 0.25
_NEARLY: Final = 0.6
"""What a cell weighs at most in which some of the words stand."""

CellPair = tuple[str, str]


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return TAB in line


def cell_pairs(old: str, new: str) -> Iterator[CellPair]:
    """The cells of two rows side by side, each including its trailing tab.

    If one row has more cells, the common ones are paired and the others are alone.
    """
    before, after = _cells(old), _cells(new)
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
        return
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(before[i:j], after[k:m], strict=True)
            continue
        both = min(j - i, m - k)
        yield from zip(before[i : i + both], after[k : k + both], strict=True)
        yield from ((one, "") for one in before[i + both : j])
        yield from (("", one) for one in after[k + both : m])


def row_likeness(old: str, new: str) -> float:
    """The share of one row contained in the other, 0 to 1."""
    total = common = 0.0
    named = False
    for one, other in cell_pairs(old, new):
        was, now = as_read(one.strip()), as_read(other.strip())
        if not was and not now:
            continue
        number = was.isdigit() and now.isdigit()
        weight = _NUMBER if number else 1.0 if named else _KEY
        named = named or not number
        total += weight
        common += weight * (1.0 if was == now else _NEARLY * _in_common(was, now))
    return common / total if total else 1.0


def _cells(row: str) -> list[str]:
    """The cells, each with its trailing tab or line break."""
    cells = row.split(TAB)
    return [f"{one}{TAB}" for one in cells[:-1]] + cells[-1:]


def _in_common(one: str, other: str) -> float:
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} or {text} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))


def same_rows(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[int | None, int | None]]:
    """All rows in order, those in ``pairs`` side by side, the others alone."""
    at, other_at = 0, 0
    for i, j in (*pairs, (len(old), len(new))):
        yield from ((row, None) for row in range(at, i))
        yield from ((None, row) for row in range(other_at, j))
        if i < len(old) and j < len(new):
            yield i, j
        at, other_at = i + 1, j + 1

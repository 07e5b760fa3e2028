"""Choices and check boxes of a page: text is assigned to brackets by position.

Labels and text in brackets may take two lines around that of their bracket, or overlap the next box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import GAP
from pia_desktop.intake.fronts.pdflines import Piece
from pia_desktop.intake.words import fold

_OPENING: Final = re.compile(r"[\[［]")
_FIELD: Final = re.compile(r"([（(])?[ \u3000]*((?<=[ \u3000]).*?)(?:[ \u3000]+([）)]))?")
_CLOSED: Final = re.compile(r"(.*[^ \u3000])[ \u3000]+([）)])")
_OWN_LINE: Final = re.compile(r"\s*([0-9０-９]{1,2}[)）]|[＜<]選択肢|[・\[［])")


@dataclass
class _Entry:
    """A bracket and the text that belongs to it."""

    bracket: Piece
    until: float
    pieces: list[Piece]

    def unclosed(self) -> bool:
        """Whether a text field is still open."""
        words = fold("".join(piece.text for piece in (self.bracket, *self.pieces)))
        return words.count("(") > words.count(")")


def is_box_grid(lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether a cell has boxes side by side or a choice beside its options, not text starting with [."""
    opening = [piece for line in lines for piece in line if _OPENING.match(piece.text)]
    side_by_side = any(len(line) > 1 for line in lines)
    return bool(opening) and (side_by_side or any(len(piece.text.strip()) == 1 for piece in opening))


def grid_texts(lines: Sequence[Sequence[Piece]]) -> Iterator[str]:
    """The text before the brackets (a heading), then the boxes in reading order."""
    heading: list[Piece] = []
    loose: list[Piece] = []
    lines = [[part for piece in line for part in _split(piece)] for line in lines]
    entries = _entries(lines)
    brackets = {id(entry.bracket) for entry in entries}
    tail = _field_below(lines, entries)
    done = brackets | {id(piece) for piece in tail}
    for line in lines:
        has_bracket = any(id(piece) in brackets for piece in line)
        for piece in line:
            if id(piece) in done:
                continue
            entry = _entry_of(piece, entries)
            if entry is not None:
                entry.pieces.append(piece)
            else:
                (heading if has_bracket or heading else loose).append(piece)
    if heading:
        yield "".join(piece.text for piece in heading)
    words = [*(piece.text for piece in loose), *(_text(entry) for entry in entries)]
    yield "\n".join([*words, *([_field_text(tail)] if tail else [])])


def _field_below(lines: Sequence[Sequence[Piece]], entries: Sequence[_Entry]) -> list[Piece]:
    """The field below the only bracket, including its brackets: （ 5 ）件 of a choice.

    Its text may take several lines around that of its brackets, which numbered options never are.
    """
    for line in lines if len(entries) == 1 else ():
        bracket = entries[0].bracket
        if not line or fold(line[0].text)[:1] != "(" or line[0].base < bracket.base + 0.8 * bracket.size:
            continue
        closing = [at for at, piece in enumerate(line[:4]) if fold(piece.text)[:1] == ")"]
        if line[0].left > bracket.right or not closing:
            continue
        left, right = line[0].right, line[closing[0]].left
        inside = [
            piece
            for other in lines
            for piece in other
            if left - 1 <= piece.left
            and piece.right <= right + 1
            and piece.base > bracket.base + 1
            and not _OWN_LINE.match(piece.text)
        ]
        return [line[0], *sorted(inside, key=_below), line[closing[0]]]
    return []


def _field_text(field: Sequence[Piece]) -> str:
    first, *inside, last = field
    return GAP.join([first.text, *([_stacked(inside)] if inside else []), last.text])


def _split(piece: Piece) -> list[Piece]:
    """A field's brackets separated from the text they contain."""
    found = _FIELD.fullmatch(piece.text)
    if found is None:
        return _without_closing(piece)
    opening, words, closing = found.groups()
    left = piece.left + piece.size if opening else piece.left
    right = piece.right - piece.size if closing else piece.right
    parts = [replace(piece, text=opening, right=left)] if opening else []
    parts.append(replace(piece, text=words, left=left, right=right))
    return [*parts, replace(piece, text=closing, left=right)] if closing else parts


def _without_closing(piece: Piece) -> list[Piece]:
    """A bracket separated from a full line before it, which does not open it."""
    found = _CLOSED.fullmatch(piece.text)
    words = fold(piece.text)
    if found is None or words.count("(") >= words.count(")"):
        return [piece]
    left = piece.right - piece.size
    return [replace(piece, text=found[1], right=left), replace(piece, text=found[2], left=left)]


def _entries(lines: Sequence[Sequence[Piece]]) -> list[_Entry]:
    found = []
    for line in lines:
        brackets = [piece for piece in line if _OPENING.match(piece.text)]
        for at, bracket in enumerate(brackets):
            until = brackets[at + 1].left if at + 1 < len(brackets) else float("inf")
            found.append(_Entry(bracket, until, []))
    return found


def _entry_of(piece: Piece, entries: list[_Entry]) -> _Entry | None:
    """The entry in whose columns a piece begins: one with an open （, else on the nearest line."""
    inside = [entry for entry in entries if entry.bracket.left - 1 <= piece.left < entry.until - 1]
    above = [entry for entry in inside if entry.bracket.base < piece.base - 1]
    if above and above[-1].unclosed() and not any(abs(one.bracket.base - piece.base) <= 1 for one in inside):
        return above[-1]
    return min(inside, key=lambda one: round(abs(one.bracket.base - piece.base)), default=None)


def _text(entry: _Entry) -> str:
    """Bracket, mark, label and field of an entry, across lines."""
    bracket = entry.bracket
    alone = len(bracket.text.strip()) == 1
    closing = _closing(entry) if alone else None
    above: list[Piece] = []
    inside: list[Piece] = []
    others: list[Piece] = []
    below: list[Piece] = []
    for piece in sorted(entry.pieces, key=_below):
        middle = (piece.left + piece.right) / 2
        if below or (alone and piece.left < bracket.right - 1):
            (above if piece.base < bracket.base else below).append(piece)
        elif closing is not None and piece is not closing and middle < closing.left:
            inside.append(piece)
        elif piece is not closing:
            others.append(piece)
    words = [*(f"{piece.text}\n" for piece in above), bracket.text]
    words += [GAP + _stacked(inside)] if inside else []
    clusters: list[list[Piece]] = [[closing]] if closing is not None else []
    for piece in sorted(others, key=lambda piece: piece.left):
        if clusters and piece.left < max(one.right for one in clusters[-1]) - 1:
            clusters[-1].append(piece)
        else:
            clusters.append([piece])
    words += [GAP + _stacked(_field_order(cluster)) for cluster in clusters]
    return "".join([*words, "\n" + _stacked(below) if below else ""])


def _closing(entry: _Entry) -> Piece | None:
    """The piece that closes the bracket; it may be slightly higher if the label has two lines."""
    found = [piece for piece in entry.pieces if fold(piece.text).startswith("]")]
    return min(found, key=lambda piece: abs(piece.base - entry.bracket.base), default=None)


def _below(piece: Piece) -> tuple[float, float]:
    return piece.base, piece.left


def _field_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Top to bottom; a lone bracket before or after its contents."""
    order = {"]": 0, "(": 1, ")": 3}
    return sorted(
        pieces, key=lambda piece: (order.get(fold(piece.text)[:1] if _lone(piece) else "", 2), *_below(piece))
    )


def _lone(piece: Piece) -> bool:
    words = fold(piece.text)
    return len(words) == 1 or words.startswith("]")


def _stacked(pieces: Sequence[Piece]) -> str:
    """Lines above each other: options separately, other text joined."""
    words = pieces[0].text
    for before, piece in pairwise(pieces):
        if (
            abs(before.base - piece.base) < 0.35 * piece.size
            or len(fold(before.text)) == 1
            or len(fold(piece.text)) == 1
        ):
            words += GAP + piece.text
        else:
            words += ("\n" if _OWN_LINE.match(piece.text) else "") + piece.text
    return words

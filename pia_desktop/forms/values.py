"""The types of answers; all immutable, so that snapshots can share them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from itertools import count
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.patterns import pattern

_LINE_ENDS: Final = pattern("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
FORBIDDEN: Final = pattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_COMPATIBILITY: Final = pattern("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")

MAX_MARKS: Final = 30
"""Combining marks per character, as in Stream-Safe Text (UAX #15): NFC sorts them in quadratic time.  No
language uses more than a few.
"""

_PERHAPS_MARKS: Final = pattern(
    "[\u0300-\u1fff\u20d0-\u20ff\u2c80-\u2e7f\u302a-\u302f\u3099\u309a\ua000-\uabff\ufb1e\ufe20-\ufe2f"
    f"\U00010000-\U0001ffff]{{{MAX_MARKS + 1},}}"
)
"""Sequences of characters from blocks that contain all combining marks, among many others."""

_HIDDEN_MARKS: Final = "\u0f73\u0f75\u0f81"
"""Characters that are no marks but decompose into two."""

_PLAIN: Final = pattern(
    "[\t\n\x20-\x7e\xa0-\u02ff\u2000-\u2027\u202a-\u20cf\u2100-\u2c7f\u2e80-\u3029\u3030-\u3098\u309b-\u9fff\uff00-\uffef]*"
)
"""A text without any of the above, as most are: one search instead of three."""

MAX_TEXT: Final = 100_000
"""Maximum characters of an answer: about 90 printed pages, four times the longest known.  Qt lays out all
paragraphs of a field on each key; at ten times this length that took four seconds.
"""


def clean_text(text: str) -> str:
    r"""Text in stored form: NFC, with ``\n`` line ends.

    NFC because か followed by U+3099 would print as two glyphs.  CJK compatibility ideographs are kept: NFC
    would change characters of names (神 U+FA19 to 神 U+795E).  At most ``MAX_MARKS`` combining marks per
    character are kept.  Control characters are left in place: ``forbidden_character`` finds them,
    ``drop_forbidden`` removes them.
    """
    if text.isascii() and text.isprintable():
        return text
    if _PLAIN.fullmatch(text):
        return unicodedata.normalize("NFC", text)
    text = _PERHAPS_MARKS.sub(_marks_cut, _LINE_ENDS.sub("\n", text))
    if not _COMPATIBILITY.search(text):
        return unicodedata.normalize("NFC", text)
    pieces = _COMPATIBILITY.split(text)  # every second part is a run of compatibility ideographs
    pieces[::2] = [unicodedata.normalize("NFC", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _marks_cut(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run.group():
        marks = marks + 1 if unicodedata.combining(char) or char in _HIDDEN_MARKS else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def forbidden_character(text: str) -> str | None:
    """The first character that no text may contain (control, lone surrogate), or None."""
    found = FORBIDDEN.search(text)
    return found.group() if found else None


def drop_forbidden(text: str) -> str:
    """The text without control characters and lone surrogates, for input."""
    return FORBIDDEN.sub("", text)


@dataclass(frozen=True, slots=True)
class Checked:
    """Ticked boxes of a check set by label, with the texts and numbers in their （　）.

    Text of an unticked box is kept: a mistake to report, not to delete.
    """

    ticked: frozenset[str] = frozenset()
    texts: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()

    @staticmethod
    def of(
        ticked: Iterable[str] = (),
        texts: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
    ) -> Checked:
        """Build one in canonical order, so that equal contents are equal values."""
        return Checked(
            frozenset(ticked),
            tuple(sorted((k, v) for k, v in (texts or {}).items() if v)),
            tuple(sorted((counts or {}).items())),
        )

    def text(self, label: str) -> str:
        """The text in the （　） of a box, or empty."""
        return dict(self.texts).get(label, "")

    def count(self, label: str) -> int | None:
        """The number in the （　）件 of a box, or None."""
        return dict(self.counts).get(label)

    def with_tick(self, label: str, ticked: bool) -> Checked:
        """A copy with one box ticked or cleared; its text stays."""
        new = self.ticked | {label} if ticked else self.ticked - {label}
        return Checked(new, self.texts, self.counts)

    def with_text(self, label: str, text: str) -> Checked:
        """A copy with new text in the （　） of one box."""
        return Checked.of(self.ticked, {**dict(self.texts), label: text}, dict(self.counts))

    def with_count(self, label: str, count: int | None) -> Checked:
        """A copy with a new number in the （　）件 of one box."""
        counts = {k: v for k, v in self.counts if k != label}
        if count is not None:
            counts[label] = count
        return Checked.of(self.ticked, dict(self.texts), counts)

    @property
    def empty(self) -> bool:
        """Whether nothing is ticked or filled in."""
        return not (self.ticked or self.texts or self.counts)


class PictureSize(Enum):
    """The width of a picture; the values are used in files."""

    OWN = "own"
    """As large as on screen, limited to the available width."""
    WIDTH = "width"
    HALF = "half"
    PAIR = "pair"
    """Half the width, beside the next one with the same size."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a figure.  Its bytes are stored elsewhere under ``digest`` (SHA-256, hex).

    ``width`` and ``height`` are in pixels as displayed, after EXIF rotation.  ``withheld``: picture and
    caption are not for the public; this is kept when it is moved or copied.  ``above``: the caption is above
    it.
    """

    digest: str
    media_type: str
    width: int
    height: int
    caption: str = ""
    withheld: bool = False
    size: PictureSize = PictureSize.OWN
    above: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table in a run: rows of equal length; ``head``: the first row has column headings.

    ``withheld``: all of it is not for the public.
    """

    rows: tuple[tuple[str, ...], ...]
    head: bool = True
    withheld: bool = False

    @staticmethod
    def of(rows: Iterable[Iterable[str]], *, head: bool = True) -> DataTable:
        """A table of any rows; short ones are padded with empty cells."""
        given = [tuple(row) for row in rows]
        columns = max(map(len, given), default=0)
        return DataTable(tuple((*row, *[""] * (columns - len(row))) for row in given), head)

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def with_cell(self, row: int, column: int, words: str) -> DataTable:
        """A copy with new text in a cell."""
        cells = (*self.rows[row][:column], words, *self.rows[row][column + 1 :])
        return replace(self, rows=(*self.rows[:row], cells, *self.rows[row + 1 :]))


RunBlock = str | Picture | DataTable
"""What stands in a run: a passage of text, a picture or a table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The answer of a figure: a sequence of blocks.

    A newly inserted passage may be empty.  ``text`` joins all passages with line breaks; withheld spans
    (``assessment.withheld``) are positions in it.
    """

    blocks: tuple[RunBlock, ...] = ()

    @staticmethod
    def of(text: str = "", pictures: Iterable[Picture] = ()) -> Figure:
        """A plain run, as in older files: all pictures, then the text."""
        return Figure((*pictures, text) if text else tuple(pictures))

    @property
    def passages(self) -> tuple[str, ...]:
        """Its passages, including empty ones."""
        return tuple([block for block in self.blocks if isinstance(block, str)])

    @property
    def text(self) -> str:
        """The text of all passages."""
        return "\n".join(self.passages)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Its pictures in order."""
        return tuple([block for block in self.blocks if isinstance(block, Picture)])

    @property
    def tables(self) -> tuple[DataTable, ...]:
        """Its tables in order."""
        return tuple([block for block in self.blocks if isinstance(block, DataTable)])

    @property
    def plain(self) -> bool:
        """Whether it is fully described by its text and pictures."""
        return self == Figure.of(self.text, self.pictures)

    @property
    def empty(self) -> bool:
        """Whether it has no content."""
        return not any(self.blocks)

    @property
    def shown(self) -> Figure:
        """A copy with no picture or table withheld, for comparing what is visible."""
        return self.each(lambda one: one if isinstance(one, str) else replace(one, withheld=False))

    def each(self, change: Callable[[RunBlock], RunBlock]) -> Figure:
        """A copy with every block changed."""
        return Figure(tuple(map(change, self.blocks)))

    def each_picture(self, change: Callable[[int, Picture], Picture]) -> Figure:
        """A copy with every picture changed; ``change`` gets its number, from 0, too."""
        numbers = count()
        return self.each(lambda one: change(next(numbers), one) if isinstance(one, Picture) else one)

    def with_block(self, index: int, *blocks: RunBlock) -> Figure:
        """A copy with a block replaced by others, or removed."""
        return Figure((*self.blocks[:index], *blocks, *self.blocks[index + 1 :]))

    def with_inserted(self, index: int, *blocks: RunBlock) -> Figure:
        """A copy with blocks inserted before an index."""
        return Figure((*self.blocks[:index], *blocks, *self.blocks[index:]))

    def places(self, sort: type[RunBlock]) -> list[int]:
        """The indexes of the blocks of a type."""
        return [index for index, block in enumerate(self.blocks) if isinstance(block, sort)]

    def moved(self, index: int, step: int) -> Figure:
        """A copy with a block moved down by ``step``; unchanged if that is out of range."""
        if not 0 <= index + step < len(self.blocks):
            return self
        blocks = list(self.blocks)
        blocks.insert(index + step, blocks.pop(index))
        return Figure(tuple(blocks))

    def begins(self) -> Iterator[tuple[int, int]]:
        """Each passage's block index, and its start position in ``text``."""
        at = 0
        for index, block in enumerate(self.blocks):
            if isinstance(block, str):
                yield index, at
                at += len(block) + 1

    def with_text(self, text: str) -> Figure:
        """A copy with ``text`` changed in one contiguous stretch.

        If that crosses the end of a passage, the passages are merged.
        """
        old, places = self.text, list(self.begins())
        if not places:
            return Figure((*self.blocks, text)) if text else self
        start, tail = same_ends(old, text)
        blocks: list[RunBlock | None] = list(self.blocks)
        at, first = 0, places[0][0]
        for following, next_begin in [*places[1:], (-1, 0)]:
            joint = next_begin - 1 if following >= 0 else len(old)
            if joint >= len(old) - tail:
                end = joint + len(text) - len(old)
            elif joint < start:
                end = joint
            else:
                blocks[following] = None
                continue
            blocks[first], at, first = text[at:end], end + 1, following
        return Figure(tuple(block for block in blocks if block is not None))


def same_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at the beginning, and at the end of what then is left."""
    start = _same_start(old, new)
    return start, _same_start(old[start:][::-1], new[start:][::-1])


def _same_start(one: str, other: str) -> int:
    """The length of the common prefix of two texts, found with few slice comparisons."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


Value = str | int | bool | Checked | Figure
"""Text, date and choice are str, a count is int, a none-box is True."""

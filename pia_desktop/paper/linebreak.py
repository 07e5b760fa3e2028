"""Japanese line breaking, the same for print and preview.

After JIS X 4051 (日本語文書の組版方法), strict: 行頭禁則, 行末禁則, 分離禁止, 段落末尾処理. No hanging
punctuation (ぶら下げ): an answer must stay in its box.  ``unbreakable`` defines what stays together with
numbers.

An assessment of 80 pages is broken at once, so the common path has no Python loop over characters: widths are
summed once, the last position that fits is found by bisection, and a legal break is searched backwards from
there.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from unicodedata import category

from pia_desktop.dataclass import dataclass
from pia_desktop.paper.fontmetrics import FontFace
from pia_desktop.paper.unbreakable import find_pieces, find_runs, find_units

SPACES = " \t"
"""Ignored at line ends.  U+3000 is not included: people align with it, so it is visible."""

_CLOSING = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々〻ー）］｝」』】〉》〕〗〙〛｠»’”〟‼⁇⁈⁉"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    ")]},.:;!?>＞｡､･｣ｧｨｩｪｫｯｬｭｮｰﾞﾟ％%‰℃°′″¢‐–〜～゠"
)
_OPENING = frozenset("（［｛「『【〈《〔〖〘〚｟«‘“〝([{<＜｢£￡¥￥＄$€№＃#")
# Which side of the word they stand on cannot be told, so they part from neither; the others join by
# definition.
_JOINING = frozenset("\"'\u00a0\u202f\u2011\u2060\ufeff\u200d")
FORBIDDEN_AT_START = _CLOSING | _JOINING
"""行頭禁則: no line but a paragraph's first begins with one of these."""
FORBIDDEN_AT_END = _OPENING | _JOINING
"""行末禁則: no line but a paragraph's last ends with one of these."""

_PARAGRAPH_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SPACE_RUN = re.compile(f"[{SPACES}]*")
_MARKER_REACH = 24
_JOINER = "\u200d"
_JOINED = frozenset("\u200c\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
LEAST_LAST = 3
"""段落末尾処理: minimum characters of a paragraph's last line, if the line before can spare them."""
_LEAST_MEASURE = 12.0
"""In em; in narrower columns each line is needed whole."""
_MOST_CARRIED = 6.0
"""In em: the most that a line gives up for the next one, before it looks torn."""
_ROUNDING = 0.01  # font units; keeps 45 em from being a hair narrower than 45 characters

_MARKER = re.compile(
    r"""[ \t\u3000]*
    (?: ([・･•◦●○◎■□◆◇▲△▼▽▶▷★☆＊*⇒→])(?!\1)
      | ※(?!※)[0-9０-９]{0,2}[:：]?
      | [①-⑳㉑-㉟㊱-㊿❶-❿⓪㋐-㋾][.．、]?
      | (?:[Ⅰ-Ⅻⅰ-ⅻ]|[IVX]{1,4})[.．、)）]
      | [(（〔\[［]
        ※?(?: [0-9０-９]{1,3} | [一二三四五六七八九十]{1,3} | [ア-ンぁ-んｱ-ﾝA-Za-zＡ-Ｚａ-ｚ] )
        [)）〕\]］]
      | [0-9０-９]{1,3}[.．)）、](?![0-9０-９])
      | (?:第?[0-9０-９]{1,2}|[ア-ンｱ-ﾝa-zａ-ｚ])(?=\u3000[^\u3000])
      | [ア-ンｱ-ﾝA-Za-zＡ-Ｚａ-ｚ][.．)）、]
      | [-‐–—](?=[ \u3000])
    )
    [ \t\u3000]?""",
    re.VERBOSE,
)


Spans = tuple["array[int]", "array[int]"]
"""Starts and ends of unbreakable text, in order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line.  ``text`` is ``source[start:end]``, without trailing spaces, with tabs and all else as typed.
    ``width`` (of the text) and ``indent`` (left of it) are in points.  ``meant``: see ``Run``.
    """

    text: str
    start: int
    width: float
    indent: float
    ends_paragraph: bool
    meant: str = ""

    @property
    def end(self) -> int:
        """Index in the source after the text; spaces and a line break may follow before the next line."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Hanging:
    """When a paragraph that starts with a list marker (・, ①, (1), １．, １　) gets a hanging indent.

    Not if the marker is wider than ``max_em``, nor if the line is narrower than ``min_line_em``.
    """

    max_em: float = 4.0
    min_line_em: float = 12.0


DEFAULT_HANGING = Hanging()


def marker_length(paragraph: str) -> int:
    """Length in characters of the list marker at the start of a paragraph, including spaces; 0 if none."""
    match = _MARKER.match(paragraph)
    return match.end() if match else 0


def break_lines(
    text: str,
    width: float,
    size: float,
    face: FontFace,
    *,
    first_indent: float = 0.0,
    hanging: Hanging | None = DEFAULT_HANGING,
) -> tuple[Line, ...]:
    """Break a text, set in ``face`` at ``size`` points, into lines of at most ``width`` points including
    indent.

    ``first_indent`` (points) applies to the first line of each paragraph.  Every line break in the text ends
    a paragraph; an empty paragraph, and so an empty text, is an empty line.  If a line has no legal break,
    rules are relaxed in this order: 分離禁止, then 行頭・行末禁則, then a character and its marks are split.
    Only a single character wider than the line extends beyond it.
    """
    if not size > 0:
        raise ValueError(f"size must be positive: {size}")
    breaker = _Breaker(text, width, size, face, hanging)
    lines: list[Line] = []
    start = 0
    for match in _PARAGRAPH_END.finditer(text):
        lines.extend(breaker.paragraph(start, match.start(), first_indent))
        start = match.end()
    lines.extend(breaker.paragraph(start, len(text), first_indent))
    return tuple(lines)


class _Breaker:
    """Breaks the paragraphs of one text.  Widths are in font units; ``sums[i]`` is that of ``text[:i]``."""

    __slots__ = ("_em", "_hanging", "_point", "_runs", "_smaller", "_sums", "_text", "_width")

    def __init__(self, text: str, width: float, size: float, face: FontFace, hanging: Hanging | None) -> None:
        self._text = text
        self._sums = list(accumulate(map(face.widths.__getitem__, text), initial=0))
        self._point = size / face.units_per_em
        self._width = max(0.0, width / self._point)
        self._em = face.units_per_em
        self._hanging = hanging
        self._runs = find_runs(text)
        self._smaller: dict[tuple[int, int], tuple[Spans, Spans]] = {}

    def paragraph(self, start: int, stop: int, first_indent: float) -> Iterator[Line]:
        """The lines of ``text[start:stop]``, which has no line breaks."""
        text, sums, point = self._text, self._sums, self._point
        indent = self._bounded(first_indent / point)
        marker_end, further = self._marker(start, stop, indent)
        room = int(self._width - indent + _ROUNDING)
        further_room = int(self._width - further + _ROUNDING)
        floor = marker_end
        while True:
            fits = bisect_right(sums, sums[start] + room, start, stop + 1) - 1
            following = stop
            if fits < stop:
                following = min(stop, self._break_before(start, stop, floor, fits, further_room))
                if stop - LEAST_LAST < following < stop:
                    following = self._sparing(floor, following, stop, further_room)
            line = text[start:following].rstrip(SPACES)
            length = sums[start + len(line)] - sums[start]
            yield Line(line, start, length * point, indent * point, following >= stop)
            if following >= stop:
                return
            start = floor = following
            indent, room = further, further_room

    def _bounded(self, indent: float) -> float:
        """An indent that leaves space for a character."""
        return max(0.0, min(indent, self._width - self._em))

    def _marker(self, start: int, stop: int, indent: float) -> tuple[int, float]:
        """The end of the paragraph's list marker, and the indent of its further lines."""
        hanging = self._hanging
        if hanging is None:
            return start, 0.0
        end = start + marker_length(self._text[start : min(stop, start + _MARKER_REACH)])
        marker = self._sums[end] - self._sums[start]
        if end == start or marker > hanging.max_em * self._em or self._width < hanging.min_line_em * self._em:
            return end, 0.0
        return end, self._bounded(indent + marker)

    def _break_before(self, start: int, stop: int, floor: int, fits: int, room: int) -> int:
        """Where the next line begins: after ``start``, at or before ``fits`` except for spaces, which vanish.

        ``floor`` is the end of a list marker, which is separated from its text only in need; ``room`` is the
        next line's.
        """
        text = self._text
        past_spaces = fits
        if text[fits] in SPACES:
            spaces = _SPACE_RUN.match(text, fits, stop)
            past_spaces = spaces.end() if spaces else fits
            if past_spaces >= stop or self._legal_or_before(past_spaces, room) == past_spaces:
                return past_spaces
        at = self._last_legal(floor, fits, room)
        if at <= floor and floor > start:
            at = self._last_legal(start, min(floor, fits), room)
        if at > start:
            return at
        return past_spaces if past_spaces > fits else self._forced(start, fits)

    def _sparing(self, floor: int, following: int, stop: int, room: int) -> int:
        """Adjust the break so that a paragraph's last line is not too short, unless that looks worse."""
        if self._width < _LEAST_MEASURE * self._em:
            return following
        at = self._last_legal(floor, stop - LEAST_LAST, room)
        carried = self._sums[following] - self._sums[at]
        fits = self._sums[stop] - self._sums[at] <= room
        return at if at > floor and fits and carried <= _MOST_CARRIED * self._em else following

    def _last_legal(self, floor: int, at: int, room: int) -> int:
        """The last legal break after ``floor`` and at or before ``at``; ``floor`` or less if
        there is none.
        """
        while at > floor:
            candidate = self._legal_or_before(at, room)
            if candidate == at:
                return at
            at = candidate
        return floor

    def _legal_or_before(self, at: int, room: int) -> int:
        """``at`` if a line may begin there, else the next candidate to its left."""
        candidate = self._allowed_or_before(at)
        if candidate < at:
            return candidate
        run = _around(at, self._runs)
        if run is None:
            return at
        if self._sums[run[1]] - self._sums[run[0]] <= room:
            return run[0]
        if run not in self._smaller:
            self._smaller[run] = find_units(self._text, *run), find_pieces(self._text, *run)
        for spans in self._smaller[run]:
            span = _around(at, spans)
            if span is None:
                return at
            if self._sums[span[1]] - self._sums[span[0]] <= room:
                return span[0]
        return at

    def _allowed_or_before(self, at: int) -> int:
        """Like ``_legal_or_before``, by 行頭・行末禁則 alone."""
        text = self._text
        before, after = text[at - 1], text[at]
        if before in SPACES:
            if after in SPACES or after in _CLOSING:
                return at - 1
            last = at - 2
            while last >= 0 and text[last] in SPACES:
                last -= 1
            if last >= 0 and text[last] in _OPENING:
                return last
        elif after in SPACES or after in FORBIDDEN_AT_START or before in FORBIDDEN_AT_END:
            return at - 1
        return at - 1 if _in_cluster(before, after) else at

    def _forced(self, start: int, fits: int) -> int:
        """The least bad break if none is legal; always after ``start``."""
        text = self._text
        for at in range(fits, start, -1):
            if self._allowed_or_before(at) == at:
                return at
        for at in range(fits, start, -1):
            if not _in_cluster(text[at - 1], text[at]):
                return at
        if fits > start:
            return fits
        # Not even one character fits. Its marks have no width, so they stay with it.
        return bisect_right(self._sums, self._sums[start + 1], start + 1) - 1


def _around(at: int, spans: Spans) -> tuple[int, int] | None:
    """The span that a break at ``at`` would split."""
    starts, ends = spans
    number = bisect_left(starts, at) - 1
    return (starts[number], ends[number]) if number >= 0 and ends[number] > at else None


def _in_cluster(before: str, after: str) -> bool:
    """Whether the second character combines with the first: combining mark, variation selector,
    joined emoji.
    """
    if after < "\u0300":
        return False
    return (
        category(after)[0] == "M"
        or after in _JOINED
        or before == _JOINER
        or ("\udc00" <= after <= "\udfff" and "\ud800" <= before <= "\udbff")
    )

"""Turns text into lines: replaces unprintable characters, breaks to a width, makes slices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Any, Final
from unicodedata import category

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.blocks import Align, Look, Role, Words
from pia_desktop.paper.fontmetrics import TAB_SPACES, FontFace
from pia_desktop.paper.layout import MissingGlyph, Run, Slice
from pia_desktop.paper.leading import leading_lines
from pia_desktop.paper.linebreak import DEFAULT_HANGING, Line, break_lines
from pia_desktop.paper.style import GETA, Style, Type
from pia_desktop.patterns import pattern

_SELECTORS: Final = pattern("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d]")
_ENDS_A_WORD: Final = pattern("[ぁ-ん・、。）]$")
_GOES_ON: Final = pattern("[ぁ-ん・]")
_WORD: Final = pattern("(?<=[ぁ-ん・、。）])(?=[^ぁ-んー・、。）※\\s])")
"""Where a word begins: behind kana that end one, or signs."""
_TORN: Final = pattern("[ぁ-ん]{2}|[ァ-ヶー]{2}")
_PARTICLE: Final = pattern("(?<=[^ぁ-んー])(?=[ぁ-ん])")
_TORN_TOO_OFTEN: Final = 2
"""Words of kana parted in one label for which it gets a line more."""
_SHORTEST_FIRST: Final = 0.4
"""Of the width: the least that is left of a label's first line for a word that goes to the second."""
_NAMES: Final = (Role.LABEL, Role.HEADING)
"""What is said in a few words, which lines should not part."""
_SUFFIXES: Final = frozenset("性者化的等")
_SMALLEST_TITLE: Final = 0.7
_SHORT: Final = 48
"""Characters of words whose lines are worth remembering."""
_BALANCED: Final = 6
"""Centred words of more lines than this are running text."""
CONTINUED: Final = "（続き）"
"""Follows repeated text on continuation pages."""
_NOTHING_ELSEWHERE: Final = frozenset(("Co", "Cn", "Cs", "Cc"))
_LINE_ENDS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")


@dataclass(slots=True)
class Setter:
    """Sets text in a style, and records characters that the fonts lack."""

    style: Style
    missing: dict[MissingGlyph, None] = field(default_factory=dict)

    def clean(self, text: str, face: FontFace, path: NodePath) -> str:
        """The printable text: tabs as spaces, 〓 for missing characters, without invisible ones."""
        if not face.widths.lacking(set(text) - _LINE_ENDS):
            return text
        lacking = {char for _, char in face.missing(text) if category(char) != "Zs"}
        for char in sorted(lacking):
            self.missing[MissingGlyph(path, char, face.name)] = None
        kept = face.kept_selectors(text)
        return "".join(
            [char if at in kept else _printed(char, lacking, face) for at, char in enumerate(text)]
        )

    def lines(
        self, text: str, width: float, kind: Type, path: NodePath, *, hanging: bool = True
    ) -> tuple[Line, ...]:
        """The text broken to a width, with printable characters only."""
        face = kind.font
        clean = self.clean(text, face, path)
        broken = _short_lines if len(clean) <= _SHORT else _lines
        lines = broken(clean, width, kind, hanging)
        return with_meant(lines, clean, meant_by(text, face)) if GETA in clean else lines

    def words(self, words: Words, width: float) -> list[Slice]:
        """Text as slices, one per line."""
        kind = self.style.type_of(words.look)
        lines = self.lines(words.text, width, kind, words.path, hanging=words.align is Align.LEFT)
        if words.align is Align.CENTRE and 1 < len(lines) <= _BALANCED:
            lines = self.balanced(words, width, kind)
        elif words.look is Look.CONTENTS and len(lines) > 1:
            lines = self._hung(words, width, kind)
        elif words.role in _NAMES and len(lines) > 1:
            lines = self._by_words(words, lines, width, kind)
        return text_slices(lines, width, kind, words.role, words.align)

    def title(self, words: Words, width: float) -> list[Slice]:
        """A title as slices, slightly reduced if that makes it fit on one line."""
        kind = self.style.type_of(words.look)
        natural = kind.width(self.clean(words.text, kind.font, words.path))
        if natural > width / _SMALLEST_TITLE and words.align is Align.LEFT:
            lines = self.balanced(words, width, kind)
            return text_slices(lines, width, kind, words.role, words.align)
        if not width < natural <= width / _SMALLEST_TITLE or "\n" in words.text:
            return self.words(words, width)
        less = width / natural * 0.999
        kind = Type(kind.face, kind.size * less, kind.leading, kind.font)
        lines = self.lines(words.text, width, kind, words.path, hanging=False)
        return text_slices(lines, width, kind, words.role, words.align)

    def balanced(self, words: Words, width: float, kind: Type) -> tuple[Line, ...]:
        """Centred lines; each paragraph is parted at blanks if it can be, else where words begin, and into
        lines of like length.
        """
        found: list[Line] = []
        start = 0
        for paragraph in words.text.split("\n"):
            own = replace(words, text=paragraph)
            choices = self._as_many_lines(own, width, kind, hanging=False)
            lines = max(choices, key=_balance)
            found.extend([replace(line, start=line.start + start) for line in lines])
            start += len(self.clean(paragraph, kind.font, words.path)) + 1
        return tuple(found)

    def _hung(self, words: Words, width: float, kind: Type) -> tuple[Line, ...]:
        """A line of a list of contents; what does not fit stands an em further in than its beginning."""
        blank = words.text[: len(words.text) - len(words.text.lstrip("　"))]
        indent = kind.width(blank) + kind.size
        first, *others = self.lines(words.text, width - indent, kind, words.path)
        return (first, *(replace(line, indent=line.indent + indent) for line in others))

    def _as_many_lines(
        self, words: Words, width: float, kind: Type, *, hanging: bool, more: int = 0
    ) -> list[tuple[Line, ...]]:
        """The text broken into as few lines as the width takes, in all ways that a narrower one gives;
        ``more``: or into so many more.
        """
        found = [self.lines(words.text, width, kind, words.path, hanging=hanging)]
        narrow = width
        while len(found[0]) > 1 and (narrow := narrow - kind.size / 2) > width / 2:
            other = self.lines(words.text, narrow, kind, words.path, hanging=hanging)
            if len(other) > len(found[0]) + more:
                break
            found.append(other)
        return found

    def _by_words(self, words: Words, lines: tuple[Line, ...], width: float, kind: Type) -> tuple[Line, ...]:
        """As many lines of a label or heading, which begin where words do if they can (…となる／本人の数),
        and of which the last is never a single sign (…提供ルー／ル).  Where several words of kana would be
        parted, there may be one more.
        """
        if len(lines) == 2:
            found = _second_at_a_word(lines[0], lines[1], width, kind)
            return self._with_suffix(words, found, width, kind) if _begins_with_a_suffix(found) else found
        choices = self._as_many_lines(words, width, kind, hanging=True)
        found = _most_whole(choices, _whole_words)
        if _torn(found) < _TORN_TOO_OFTEN:
            return found
        return _most_whole(self._as_many_lines(words, width, kind, hanging=True, more=1), _parted_words)

    def _with_suffix(self, words: Words, two: tuple[Line, ...], width: float, kind: Type) -> tuple[Line, ...]:
        """Three lines of a label where two part a suffix from its word (…の正確／性確保の…): the first ends
        with a word, and the others are parted anew.
        """
        first, second = two
        text = first.text + second.text
        places = [found.start() for found in _WORD.finditer(first.text + second.text[:1])]
        places = [at for at in places if kind.width(text[:at]) >= _SHORTEST_FIRST * width]
        if not places or first.meant or second.meant or second.indent:
            return two
        at = places[-1]
        rest = self.lines(text[at:], width, kind, words.path)
        if len(rest) != 2:
            return two
        rest = _second_at_a_word(rest[0], rest[1], width, kind)
        start = first.start + at
        head = replace(first, text=text[:at], width=kind.width(text[:at]))
        return (
            two
            if _begins_with_a_suffix(rest)
            else (head, *(replace(line, start=line.start + start) for line in rest))
        )

    def run(
        self, x: float, y: float, text: str, kind: Type, role: Role, path: NodePath = (), meant: str = ""
    ) -> Run:
        """Text on a line whose upper edge is ``y``; ``meant``: see ``Run``."""
        return Run(x, y + kind.baseline, kind.size, kind.face, self.clean(text, kind.font, path), role, meant)


def _ends_in_a_stub(lines: tuple[Line, ...]) -> bool:
    return len(lines) > 1 and len(lines[-1].text) == 1 and not lines[-2].ends_paragraph


def _second_at_a_word(first: Line, second: Line, width: float, kind: Type) -> tuple[Line, ...]:
    """Two lines of a paragraph, of which the second begins with a word, or else with no kana out of one's
    middle, if there is room for it.  It is never a single sign, nor half of a word of two ideographs.
    """
    text = first.text + second.text
    if first.ends_paragraph or first.end != second.start or first.meant or second.meant:
        return first, second
    for kind_of_place in (_WORD, _PARTICLE):
        places = [found.start() for found in kind_of_place.finditer(text) if found.start() < len(text) - 1]
        if len(first.text) in places:
            return first, second
        for at in reversed([place for place in places if place < len(first.text)]):
            before, after = kind.width(text[:at]), kind.width(text[at:])
            if before < _SHORTEST_FIRST * width or second.indent + after > width:
                break
            return _parted_at(at, first, second, kind)
    if _ends_in_half_a_word(first.text) and _is_ideograph(second.text[:1]):
        parted = _parted_at(len(first.text) - 1, first, second, kind)
        return parted if second.indent + parted[1].width <= width else (first, second)
    return first, second


def _begins_with_a_suffix(lines: tuple[Line, ...]) -> bool:
    """Whether the second of two lines begins with a suffix of the word that ends the first (正確／性確保)."""
    first, second = lines
    return second.text[:1] in _SUFFIXES and _is_ideograph(first.text[-1:]) and not first.ends_paragraph


def _ends_in_half_a_word(text: str) -> bool:
    """Whether an odd number of ideographs ends it: words of two, of which the last is parted (使用者／数)."""
    ideographs = len(list(takewhile(_is_ideograph, reversed(text))))
    return ideographs > 1 and ideographs % 2 == 1


def _is_ideograph(char: str) -> bool:
    return "一" <= char <= "\u9fff" or char == "々"


def _parted_at(at: int, first: Line, second: Line, kind: Type) -> tuple[Line, Line]:
    text = first.text + second.text
    return (
        replace(first, text=text[:at], width=kind.width(text[:at])),
        replace(second, text=text[at:], start=first.start + at, width=kind.width(text[at:])),
    )


def _balance(lines: tuple[Line, ...]) -> tuple[bool, int, float]:
    return _parted_at_blanks(lines), _well_parted(lines), -_raggedness(lines)


def _parted_at_blanks(lines: tuple[Line, ...]) -> bool:
    return all(after.start > before.end for before, after in pairwise(lines))


def _raggedness(lines: tuple[Line, ...]) -> float:
    widths = [line.width for line in lines]
    return max(widths) - min(widths)


def _most_whole(choices: list[tuple[Line, ...]], key: Callable[[tuple[Line, ...]], Any]) -> tuple[Line, ...]:
    """The best of several ways that does not end in a single sign, else the first."""
    return max((lines for lines in choices if not _ends_in_a_stub(lines)), key=key, default=choices[0])


def _whole_words(lines: tuple[Line, ...]) -> tuple[int, int]:
    """How well lines are parted, halves of words of two ideographs counted against them."""
    halves = sum(
        _ends_in_half_a_word(before.text) and _is_ideograph(after.text[:1])
        for before, after in pairwise(lines)
    )
    return _well_parted(lines) - halves, -halves


def _parted_words(lines: tuple[Line, ...]) -> tuple[int, int, int]:
    return -_torn(lines), -len(lines), _well_parted(lines)


def _torn(lines: tuple[Line, ...]) -> int:
    """How many lines begin inside a word of kana."""
    return sum(bool(_TORN.fullmatch(before.text[-1:] + after.text[:1])) for before, after in pairwise(lines))


def _well_parted(lines: tuple[Line, ...]) -> int:
    """How many lines begin where a word does, behind kana that end one, or signs, less those that begin
    inside a word of kana.
    """
    return sum(
        bool(_ENDS_A_WORD.search(before.text)) and not _GOES_ON.match(after.text)
        for before, after in pairwise(lines)
    ) - _torn(lines)


def _lines(clean: str, width: float, kind: Type, hanging: bool) -> tuple[Line, ...]:
    return break_lines(clean, width, kind.size, kind.font, hanging=DEFAULT_HANGING if hanging else None)


_short_lines: Final = lru_cache(maxsize=8_192)(_lines)
"""Labels, options and dates stand in a form, and in the next one, many times over."""


def _printed(char: str, lacking: set[str], face: FontFace) -> str:
    if char in face.widths or char in _LINE_ENDS:
        return char
    if char == "\t":
        return " " * TAB_SPACES
    if category(char) == "Zs":
        return " "
    # Variation selectors only select a shape of the previous character; format characters have none.
    if char not in lacking or category(char) == "Cf" or _is_selector(char):
        return ""
    return GETA


def meant_by(text: str, face: FontFace) -> str:
    """The original character of each 〓 in the cleaned text, in order.

    〓 itself if it was typed, or if the original means nothing on other computers.
    """
    lacking = {char for _, char in face.missing(text)}
    replaced = [char for char in text if _printed(char, lacking, face) == GETA]
    return "".join([GETA if category(char) in _NOTHING_ELSEWHERE else char for char in replaced])


def with_meant(lines: tuple[Line, ...], clean: str, meant: str) -> tuple[Line, ...]:
    """The lines of a cleaned text, each with its share of ``meant``."""
    found = []
    for line in lines:
        before, own = clean.count(GETA, 0, line.start), line.text.count(GETA)
        found.append(replace(line, meant=meant[before : before + own]) if own else line)
    return tuple(found)


def _is_selector(char: str) -> bool:
    return bool(_SELECTORS.match(char))


def text_slices(
    lines: tuple[Line, ...], width: float, kind: Type, role: Role, align: Align = Align.LEFT
) -> list[Slice]:
    """Lines as slices of one run each; an empty line has none."""
    leading, baseline, size, face = kind.leading, kind.baseline, kind.size, kind.face
    share = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[align]
    places = [max(0.0, width - line.width) * share if share else line.indent for line in lines]
    following = [line.start for line in lines[1:]] + [0]
    leads = leading_lines(lines)
    return [
        Slice(
            leading,
            (Run(x, baseline, size, face, line.text, role, line.meant),) if line.text else (),
            (),
            not line.ends_paragraph,
            not line.ends_paragraph and after > line.start + len(line.text),
            number in leads,
        )
        for number, (x, line, after) in enumerate(zip(places, lines, following, strict=True))
    ]


def stacked(slices: Sequence[Slice]) -> list[Run]:
    """The runs of stacked slices, as of a single slice."""
    runs = []
    y = 0.0
    for part in slices:
        runs.extend([run.moved(0.0, y) for run in part.runs])
        y += part.height
    return runs


def going_on(text: str) -> str:
    """Repeated text followed by （続き）, unless the office wrote that itself."""
    return text if text.rstrip("）) 　\n").endswith("続き") else f"{text}{CONTINUED}"

"""Numbers and bullets that Word shows before paragraphs without their standing in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.fronts.archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
_DEEPEST: Final = 9
_MOST: Final = 9_999
_BULLET: Final = "・"
_KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA: Final = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_ROMAN: Final = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_PLACE: Final = re.compile("%([1-9])")


def _roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        words += sign * count
    return words


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "none": lambda _number: "",
    "decimalFullWidth": lambda number: "".join(chr(ord(one) + 0xFEE0) for one in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(one) + 0xFEE0) for one in str(number)),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _one_of("".join(chr(0x2460 + at) for at in range(20))),
    "aiueoFullWidth": _one_of(_KANA),
    "aiueo": _one_of(_KANA),
    "irohaFullWidth": _one_of(_IROHA),
    "iroha": _one_of(_IROHA),
    "japaneseCounting": _one_of("一二三四五六七八九十"),
    "lowerLetter": _one_of("abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": _one_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
"""How a number is written; others as digits."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    sort: str
    words: str


_Place = tuple[str, int]
"""A list and the level in it."""


class WordNumbers:
    """Counts the numbered paragraphs of a document, in order."""

    def __init__(self, archive: Archive) -> None:
        numbering = archive.xml(_NUMBERING) if _NUMBERING in archive.names else None
        self._levels = {} if numbering is None else _levels(numbering)
        styles = archive.xml(_STYLES) if self._levels and _STYLES in archive.names else None
        self._of_style = {} if styles is None else _places_of_styles(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def before(self, paragraph: _Element) -> str:
        """What stands before a paragraph; empty if it has no number."""
        found = self._place(paragraph) if self._levels else None
        levels = self._levels.get(found[0], {}) if found is not None else {}
        if found is None or found[1] not in levels:
            return ""
        counts, depth = self._counts[found[0]], found[1]
        level = levels[depth]
        counts[depth] = min(counts.get(depth, level.start - 1) + 1, _MOST)
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.sort == "bullet":
            return _BULLET
        words = _PLACE.sub(lambda place: self._number(levels, counts, int(place[1]) - 1), level.words)
        return f"{words} " if words else ""

    def _number(self, levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
        level = levels.get(depth, _Level(1, "decimal", ""))
        return _FORMATS.get(level.sort, str)(counts.get(depth, level.start))

    def _place(self, paragraph: _Element) -> _Place | None:
        own = _own_place(paragraph)
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        named = self._of_style.get(style.get(f"{_W}val", "")) if style is not None else None
        return own or named


def _levels(numbering: _Element) -> dict[str, dict[int, _Level]]:
    """The levels of each list, by its number."""
    kinds = {
        one.get(f"{_W}abstractNumId", ""): {
            _whole(level.get(f"{_W}ilvl")): _Level(
                _whole(_value(level, "start", "1")),
                _value(level, "numFmt", "decimal"),
                _value(level, "lvlText", ""),
            )
            for level in one.findall(f"{_W}lvl")[:_DEEPEST]
        }
        for one in numbering.findall(f"{_W}abstractNum")
    }
    lists = numbering.findall(f"{_W}num")
    return {one.get(f"{_W}numId", ""): kinds.get(_value(one, "abstractNumId", ""), {}) for one in lists}


def _places_of_styles(styles: _Element) -> dict[str, _Place]:
    found = {}
    for style in styles.findall(f"{_W}style"):
        place = _own_place(style)
        if place is not None:
            found[style.get(f"{_W}styleId", "")] = place
    return found


def _own_place(element: _Element) -> _Place | None:
    """The list and level that a paragraph or a style names."""
    place = element.find(f"{_W}pPr/{_W}numPr")
    return None if place is None else (_value(place, "numId", ""), _whole(_value(place, "ilvl", "0")))


def _value(element: _Element, name: str, otherwise: str) -> str:
    inner = element.find(f"{_W}{name}")
    return otherwise if inner is None else inner.get(f"{_W}val", otherwise)


def _whole(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 5 else 0

"""Numbers and bullets that Word shows before paragraphs without their standing in the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.counting import IROHA, KANA, kanji, letters, one_of, roman

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
_DEEPEST: Final = 9
_MOST: Final = 9_999
_MOST_STYLES: Final = 20
"""Styles of which each is based on the next."""

_BULLET: Final = "・"
_PLACE: Final = re.compile("%([1-9])")


def _wide(number: int) -> str:
    return "".join(chr(ord(one) + 0xFEE0) for one in str(number))


_SIGNS: Final = 20
"""How many numbers have a sign of their own in a circle, in brackets, with a full stop."""


def _signs_from(first: int) -> Callable[[int], str]:
    return one_of("".join(chr(first + at) for at in range(_SIGNS)))


_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "none": lambda _number: "",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _signs_from(0x2460),
    "decimalEnclosedCircleChinese": _signs_from(0x2460),
    "decimalEnclosedParen": _signs_from(0x2474),
    "decimalEnclosedFullstop": _signs_from(0x2488),
    "aiueoFullWidth": one_of(KANA),
    "aiueo": one_of(KANA),
    "irohaFullWidth": one_of(IROHA),
    "iroha": one_of(IROHA),
    "japaneseCounting": kanji,
    "chineseCounting": kanji,
    "ideographTraditional": one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": one_of("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
}
"""How a number is written; others as digits."""


@dataclass(frozen=True, slots=True)
class _Level:
    """``restart``: the level below which it begins anew, counted from 1; 0: never; None: below any."""

    start: int = 1
    sort: str = "decimal"
    words: str = ""
    restart: int | None = None
    apart: bool = True
    digits: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """``kind``: what counts together; ``starts``: where this list begins anew, by level."""

    kind: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int] = field(default_factory=dict)


_Place = tuple[str, int]
"""A list and the level in it."""


class WordNumbers:
    """Counts the numbered paragraphs of a document, in order."""

    def __init__(self, archive: Archive) -> None:
        numbering = archive.xml(_NUMBERING) if _NUMBERING in archive.names else None
        styles = archive.xml(_STYLES) if numbering is not None and _STYLES in archive.names else None
        own = [] if styles is None else styles.findall(f"{_W}style")
        self._styles = {one.get(f"{_W}styleId", ""): one for one in own}
        normal = (one for one in own if one.get(f"{_W}default") in {"1", "true"})
        self._normal = next((one for one in normal if one.get(f"{_W}type") == "paragraph"), None)
        self._lists = {} if numbering is None else _lists(numbering, self._styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()

    def before(self, paragraph: _Element) -> str:
        """Count a paragraph; what stands before it, empty if it has no number."""
        found = self._place(paragraph) if self._lists else None
        own = self._lists.get(found[0]) if found is not None else None
        if found is None or own is None or found[1] not in own.levels:
            return ""
        counts, depth = self._counts[own.kind], found[1]
        if found[0] not in self._begun:
            self._begun.add(found[0])
            counts.update({at: start - 1 for at, start in own.starts.items()})
        level = own.levels[depth]
        counts[depth] = min(counts.get(depth, level.start - 1) + 1, _MOST)
        for deeper in [one for one in counts if one > depth]:
            restart = own.levels.get(deeper, _Level()).restart
            if restart is None or depth < restart:
                del counts[deeper]
        if level.sort == "bullet":
            return _BULLET
        words = _PLACE.sub(lambda place: _number(own.levels, counts, int(place[1]) - 1, level), level.words)
        return f"{words} " if words and level.apart else words

    def _place(self, paragraph: _Element) -> _Place | None:
        """The list and level of a paragraph: its own, else those of its style or of those behind that."""
        own, depth = _own_place(paragraph)
        if own is not None:
            return own, depth or 0
        style = self._style_of(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        for _number in range(_MOST_STYLES):
            if style is None:
                break
            named, level = _own_place(style)
            if named is not None:
                linked = self._linked_level(named, style.get(f"{_W}styleId", ""))
                return named, next((one for one in (depth, linked, level) if one is not None), 0)
            depth = level if depth is None else depth
            based = style.find(f"{_W}basedOn")
            style = self._style_of(based) if based is not None else None
        return None

    def _style_of(self, name: _Element | None) -> _Element | None:
        return self._normal if name is None else self._styles.get(name.get(f"{_W}val", ""))

    def _linked_level(self, name: str, style: str) -> int | None:
        levels = self._lists[name].levels if name in self._lists else {}
        return next((at for at, level in levels.items() if style and level.style == style), None)


def _number(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int, shown: _Level) -> str:
    level = levels.get(depth, _Level())
    write = str if shown.digits else _FORMATS.get(level.sort, str)
    return write(counts.get(depth, level.start))


def _lists(numbering: _Element, styles: Mapping[str, _Element]) -> dict[str, _List]:
    """The lists by their number."""
    kinds = {one.get(f"{_W}abstractNumId", ""): one for one in numbering.findall(f"{_W}abstractNum")}
    lists = {one.get(f"{_W}numId", ""): one for one in numbering.findall(f"{_W}num")}
    found = {}
    for name, one in lists.items():
        kind = _value(one, "abstractNumId", "")
        link = _value(kinds[kind], "numStyleLink", "") if kind in kinds else ""
        if link in styles and (through := lists.get(_own_place(styles[link])[0] or "")) is not None:
            kind = _value(through, "abstractNumId", "")
        levels = _levels(kinds[kind]) if kind in kinds else {}
        starts = {}
        for change in one.findall(f"{_W}lvlOverride")[:_DEEPEST]:
            depth = _whole(change.get(f"{_W}ilvl"))
            levels.update(_levels(change))
            if change.find(f"{_W}startOverride") is not None:
                starts[depth] = _whole(_value(change, "startOverride", "1"))
        found[name] = _List(kind, levels, starts)
    return found


def _levels(kind: _Element) -> dict[int, _Level]:
    return {_whole(level.get(f"{_W}ilvl")): _level(level) for level in kind.findall(f"{_W}lvl")[:_DEEPEST]}


def _level(level: _Element) -> _Level:
    restart = level.find(f"{_W}lvlRestart")
    digits = level.find(f"{_W}isLgl")
    return _Level(
        _whole(_value(level, "start", "1")),
        _value(level, "numFmt", "decimal"),
        _value(level, "lvlText", ""),
        None if restart is None else _whole(restart.get(f"{_W}val")),
        _value(level, "suff", "tab") != "nothing",
        digits is not None and digits.get(f"{_W}val", "1") not in {"0", "false"},
        _value(level, "pStyle", ""),
    )


def _own_place(element: _Element) -> tuple[str | None, int | None]:
    """The list and the level that a paragraph or a style names."""
    place = element.find(f"{_W}pPr/{_W}numPr")
    if place is None:
        return None, None
    name, depth = _value(place, "numId", ""), _value(place, "ilvl", "")
    return name or None, _whole(depth) if depth else None


def _value(element: _Element, name: str, otherwise: str) -> str:
    inner = element.find(f"{_W}{name}")
    return otherwise if inner is None else inner.get(f"{_W}val", otherwise)


def _whole(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 5 else 0

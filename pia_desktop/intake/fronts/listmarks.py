"""Numbers and bullets that a browser shows before the items of lists without their standing in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.fronts.counting import IROHA, KANA, kanji, letters, one_of, roman

if TYPE_CHECKING:
    from lxml.etree import _Element

_LISTS: Final = ("ol", "ul", "menu")
_BULLETS: Final = frozenset({"disc", "circle", "square", "disclosure-open", "disclosure-closed"})
_BULLET: Final = "・"
_OF_ATTRIBUTE: Final = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_DIGITS: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
_SMALL: Final = str.maketrans({chr(0x30A1 + at): chr(0x3041 + at) for at in range(86)})

_POINT: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal-leading-zero": lambda number: f"{number:02}",
    "lower-alpha": letters,
    "lower-latin": letters,
    "upper-alpha": lambda number: letters(number).upper(),
    "upper-latin": lambda number: letters(number).upper(),
    "lower-roman": roman,
    "upper-roman": lambda number: roman(number).upper(),
}
_COMMA: Final[Mapping[str, Callable[[int], str]]] = {
    "katakana": one_of(KANA),
    "hiragana": one_of(KANA.translate(_SMALL)),
    "katakana-iroha": one_of(IROHA),
    "hiragana-iroha": one_of(IROHA.translate(_SMALL)),
    "cjk-decimal": lambda number: str(number).translate(_DIGITS),
    "cjk-ideographic": kanji,
    "japanese-informal": kanji,
}
"""Numbers that a browser writes with a 、 behind them; the others have a point."""

_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_MOST_RULES: Final = 50
_WHOLE: Final = re.compile(r"\s*([+-]?[0-9]{1,9})")
_NO_LETTER: Final = re.compile(r"[^\w「『（(【＜<〈《]")
_ITEM: Final = "list-item"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Style:
    """What a rule or an attribute says of an item's mark; None: nothing."""

    sort: str | None = None
    shown: bool | None = None

    def over(self, other: _Style) -> _Style:
        """This one, where it says nothing the other."""
        return _Style(
            other.sort if self.sort is None else self.sort, other.shown if self.shown is None else self.shown
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule of a style sheet: names that the element and, outwards, elements around it must have."""

    names: tuple[frozenset[str], ...]
    style: _Style


def show_list_marks(root: _Element) -> None:
    """Write the mark of each item before its words."""
    rules = list(_rules(root))
    counts: dict[_Element, int] = {}
    for item in root.iter("li"):
        owner = next(item.iterancestors(*_LISTS), None)
        if owner is None or item.get("hidden") is not None:
            continue
        style = _style_of(item, rules).over(_style_of(owner, rules))
        number = _number(item, owner, counts)
        if style.shown is not False:
            _write(item, _mark(style.sort or ("decimal" if owner.tag == "ol" else "disc"), number))


def _number(item: _Element, owner: _Element, counts: dict[_Element, int]) -> int:
    """The item's number in its list."""
    back = owner.tag == "ol" and owner.get("reversed") is not None
    if owner not in counts:
        start = _whole(owner.get("start")) if owner.tag == "ol" else None
        own = (
            sum(1 for one in owner.iter("li") if next(one.iterancestors(*_LISTS), None) is owner)
            if back
            else 1
        )
        counts[owner] = (own if start is None else start) - (-1 if back else 1)
    given = _whole(item.get("value"))
    counts[owner] = counts[owner] + (-1 if back else 1) if given is None else given
    return counts[owner]


def _whole(words: str | None) -> int | None:
    found = _WHOLE.match(words or "")
    return None if found is None else int(found[1])


def _mark(sort: str, number: int) -> str:
    if sort == "none":
        return ""
    if sort[:1] in {'"', "'"}:
        return sort[1:-1]
    if sort in _BULLETS:
        return _BULLET
    if sort in _COMMA and number > 0:
        return f"{_COMMA[sort](number)}、"
    return f"{_POINT[sort](number) if sort in _POINT and number > 0 else number}. "


def _write(item: _Element, mark: str) -> None:
    """Put a mark before the first words of an item, if it has any; no bullet before an office's own."""
    element = item
    while not (element.text or "").strip():
        first = next(iter(element), None)
        if first is None or first.tag in {*_LISTS, "table"}:
            return
        if first.tag in {"input", "img", "br", "select"}:
            break
        element = first
    words = (element.text or "").lstrip()
    if mark != _BULLET or (words and not _NO_LETTER.match(words)):
        element.text = _CONTROL.sub("", mark + words)  # which a damaged page may hold, and no tree takes


# ---- style sheets, as far as lists need them


def _style_of(element: _Element, rules: Sequence[_Rule]) -> _Style:
    """What is said of an element: in itself, in a style sheet, in its old attribute."""
    style = _declared(element.get("style", ""))
    for rule in reversed(rules):
        if rule.names[0] <= _names(element) and _stands_in(element, rule.names[1:]):
            style = style.over(rule.style)
    sort = element.get("type", "").strip()
    return style.over(_Style(_OF_ATTRIBUTE.get(sort, sort.lower() if sort.lower() in _BULLETS else None)))


def _stands_in(element: _Element, around: Sequence[frozenset[str]]) -> bool:
    above = element.iterancestors()
    return all(any(names <= _names(one) for one in above) for names in around)


def _names(element: _Element) -> frozenset[str]:
    """What a selector may call an element: its tag, ``.class``, ``#id``."""
    own = {str(element.tag), "*", *(f".{name}" for name in element.get("class", "").split()[:20])}
    return frozenset({*own, f"#{element.get('id', '')}"})


def _rules(root: _Element) -> Iterator[_Rule]:
    """The rules on marks, the more special ones last."""
    sheets = "".join(one.text or "" for one in root.iter("style"))
    found: list[_Rule] = []
    for match in _RULE.finditer(_COMMENT.sub("", sheets)):
        style = _declared(match[2])
        for selector in match[1].split(",") if style != _Style() else ():
            names = [_compound(part) for part in selector.replace(">", " ").split()]
            if names and None not in names and len(found) < _MOST_RULES:
                found.append(_Rule(tuple(one for one in reversed(names) if one), style))
    yield from sorted(found, key=lambda rule: _weight(rule.names))


def _compound(part: str) -> frozenset[str] | None:
    """The names in one part of a selector; None if it asks for more than names."""
    found = re.findall(r"[.#]?[\w*-]+", part)
    return frozenset(found) if "".join(found) == part else None


def _weight(names: Sequence[frozenset[str]]) -> tuple[int, int, int]:
    signs = [one[0] for part in names for one in part]
    return signs.count("#"), signs.count("."), sum(1 for sign in signs if sign not in "#.*")


def _declared(words: str) -> _Style:
    """What declarations say of an item's mark."""
    style = _Style()
    for one in words.split(";"):
        name, _colon, value = one.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if name == "display":
            style = _Style(shown=value.lower() == _ITEM).over(style)
        elif name == "list-style-type":
            style = _Style(value if value[:1] in {'"', "'"} else value.lower()).over(style)
        elif name == "list-style":
            sorts = [
                one for one in value.lower().split() if one not in {"inside", "outside"} and "(" not in one
            ]
            style = _Style(sorts[0] if sorts else None).over(style)
    return style

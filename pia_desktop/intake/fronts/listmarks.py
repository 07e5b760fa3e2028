"""Numbers and bullets that a browser shows before the items of lists without their standing in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.fronts.counting import IROHA, KANA, kanji, letters, one_of, roman
from pia_desktop.intake.fronts.selectors import Selector, rules_of

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
    """A rule of a style sheet."""

    selector: Selector
    style: _Style


def show_list_marks(root: _Element) -> None:
    """Write the mark of each item before its words."""
    rules = _rules(root)
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
        if rule.selector.matches(element):
            style = style.over(rule.style)
    sort = element.get("type", "").strip()
    return style.over(_Style(_OF_ATTRIBUTE.get(sort, sort.lower() if sort.lower() in _BULLETS else None)))


def _rules(root: _Element) -> list[_Rule]:
    """The rules on marks, the more special ones last."""
    found = [
        _Rule(selector, style)
        for selectors, words in rules_of(root)
        if (style := _declared(words)) != _Style()
        for selector in selectors
    ]
    return sorted(found[:_MOST_RULES], key=lambda rule: rule.selector.weight)


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

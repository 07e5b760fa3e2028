"""Elements of a web page that are no text: fields, drawings, what lies elsewhere or moves, links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.told import ELSEWHERE, FIGURE

if TYPE_CHECKING:
    from lxml.etree import _Element

_DRAWN: Final = frozenset({"svg", "canvas"})
_ELSEWHERE: Final = frozenset({"iframe", "object", "embed", "video", "audio"})
_NO_VALUE: Final = frozenset({"hidden", "submit", "button", "reset", "image", "file", "password"})
_HERE: Final = ("#", "javascript:", "data:")


def own_words(element: _Element) -> str | None:
    """The text for an element without content: a line break, a check box, a field, a selected option."""
    if element.tag == "br":
        return "\n"
    if element.tag == "input":
        sort = element.get("type", "text").lower()
        if sort in {"checkbox", "radio"}:
            return "☑" if element.get("checked") is not None else "□"
        return "" if sort in _NO_VALUE else element.get("value", "")
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and element.get("multiple") is None:
            chosen = options[:1]  # as a browser shows it
        return " ".join("".join(map(str, option.itertext())).strip() for option in chosen)
    return None


def drawn_as(element: _Element) -> str | None:
    """What a drawing, or what lies elsewhere, is told as; None for any other element."""
    if element.tag in _DRAWN:
        return FIGURE + (_words(element) or element.get("aria-label", ""))
    if element.tag == "input" and element.get("type", "").lower() == "image":
        return FIGURE + element.get("alt", "")
    if element.tag in _ELSEWHERE:
        address = element.get("src") or element.get("data") or ""
        address = "" if address.startswith(_HERE) else address
        return ELSEWHERE + "\n".join(filter(None, (element.get("title"), address, _words(element))))
    return None


def _words(element: _Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def addresses(root: _Element) -> Iterator[str]:
    """Where the links of a page lead, but for places on it."""
    for link in root.iter("a", "area"):
        address = link.get("href", "").strip()
        if address and not address.lower().startswith(_HERE):
            yield address

"""Text of a web page that only repeats its titles: tables of contents, captions and names of sheets.

Programs that save a page keep neither ``nav`` nor the captions of tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.words import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST: Final = 300
_SHORTEST: Final = 4


def drop_repeated(root: _Element) -> None:
    """Remove the text of links that lead to the title they repeat, and of paragraphs that caption a table."""
    _drop_sheet_names(root)
    titles = dict(_named_titles(root))
    for link in root.iter("a"):
        target = (
            titles.get(link.get("href", "").removeprefix("#")) if link.get("href", "")[:1] == "#" else None
        )
        inside_nav = next(link.iterancestors("nav"), None) is not None
        if target is not None and (inside_nav or _words(link) == target):
            _clear(link)
    above: list[str] = []
    for element in root.iter(*_TITLES, "p"):
        if element.tag in _TITLES:
            level = _TITLES.index(element.tag)
            above = [*(above + [""] * level)[:level], _words(element)]
        elif _stands_before_table(element) and _is_caption(_words(element), above):
            _clear(element)


def _drop_sheet_names(root: _Element) -> None:
    """Remove the names of sheets that Calc writes above each table of a page, and its links to them."""
    names = {
        place.get("name"): _words(emphasis)
        for place in root.iter("a")
        if place.get("name") and _stands_before_table(place)
        for emphasis in place.iter("em")
    }
    for link in root.iter("a"):
        name = names.get(link.get("name") or link.get("href", "").removeprefix("#"))
        if name is not None and _words(link).endswith(name):
            _clear(link)


def _named_titles(root: _Element) -> Iterator[tuple[str, str]]:
    """The words of each title that a link can lead to, by its name."""
    for title in root.iter(*_TITLES):
        for one in (title, *title.iter("a")):
            if name := one.get("id") or one.get("name"):
                yield name, _words(title)


def _stands_before_table(element: _Element) -> bool:
    following = element.getnext()
    return following is not None and following.tag == "table"


def _is_caption(words: str, above: list[str]) -> bool:
    """Whether words are those of titles above them, of the last one perhaps only the beginning."""
    if len(words) < _SHORTEST:
        return False
    counts = range(1, len(above) + 1)
    return any("".join(some).startswith(words) for count in counts for some in combinations(above, count))


def _words(element: _Element) -> str:
    words = "".join(str(piece) for piece in element.itertext())
    return fold(words) if len(words) < _LONGEST else ""


def _clear(element: _Element) -> None:
    """Remove the text of an element, not what follows it."""
    for one in element.iter():
        one.text = None
        if one is not element:
            one.tail = None

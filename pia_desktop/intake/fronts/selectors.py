"""The style sheets within a web page, as far as marks of lists and generated words need them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass

if TYPE_CHECKING:
    from lxml.etree import _Element

_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_MOST_CLASSES: Final = 20


@dataclass(frozen=True, slots=True)
class Selector:
    """Names that an element and, outwards, elements around it must have.

    ``generated``: it is of the words before or behind the element.
    """

    names: tuple[frozenset[str], ...]
    generated: bool = False

    def matches(self, element: _Element) -> bool:
        """Whether it chooses an element."""
        return self.names[0] <= _names(element) and self._stands_in(element)

    def _stands_in(self, element: _Element) -> bool:
        above = element.iterancestors()
        return all(any(names <= _names(one) for one in above) for names in self.names[1:])

    @property
    def weight(self) -> tuple[int, int, int]:
        """How special it is; of two rules the more special one holds."""
        signs = [one[0] for part in self.names for one in part]
        return signs.count("#"), signs.count("."), sum(1 for sign in signs if sign not in "#.*")


def sheets_of(root: _Element) -> str:
    """The words of all style sheets within a page."""
    return _COMMENT.sub("", "".join(one.text or "" for one in root.iter("style")))


def rules_of(root: _Element, *, generated: bool = False) -> Iterator[tuple[list[Selector], str]]:
    """The selectors and the declarations of each rule, without those that ask for more than names."""
    for match in _RULE.finditer(sheets_of(root)):
        found = (_selector(words) for words in match[1].split(","))
        selectors = [one for one in found if one is not None and one.generated is generated]
        if selectors:
            yield selectors, match[2]


_GENERATED: Final = re.compile(r"::?(?:before|after|marker)$", re.IGNORECASE)


def _selector(words: str) -> Selector | None:
    bare = _GENERATED.sub("", words.strip())
    names = [_compound(part) for part in bare.replace(">", " ").split()]
    if not names or None in names:
        return None
    return Selector(tuple(one for one in reversed(names) if one), bare != words.strip())


def _names(element: _Element) -> frozenset[str]:
    """What a selector may call an element: its tag, ``.class``, ``#id``."""
    own = {str(element.tag), "*", *(f".{name}" for name in element.get("class", "").split()[:_MOST_CLASSES])}
    return frozenset({*own, f"#{element.get('id', '')}"})


def _compound(part: str) -> frozenset[str] | None:
    """The names in one part of a selector; None if it asks for more than names."""
    found = re.findall(r"[.#]?[\w*-]+", part)
    return frozenset(found) if "".join(found) == part else None

"""Words of a web page before which a browser may show signs that were not read: they are doubted.

Marks of lists come from style sheets, of which those beside the page are not fetched; rules for ``::before``
count and write by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.fronts.selectors import Selector, rules_of, sheets_of

if TYPE_CHECKING:
    from lxml.etree import _Element

UNREAD: Final = "data-unread-mark"
"""The attribute of an element before which a sign may be shown."""

_CONTENT: Final = re.compile(r"(?:^|;)\s*content\s*:\s*([^;]+)", re.IGNORECASE)
_NO_CONTENT: Final = re.compile(r"none|normal|inherit|[\"'][\s\\]*[\"']", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"@(?:import|counter-style)", re.IGNORECASE)
_OWN: Final = re.compile(r"list-style", re.IGNORECASE)
_MOST_SELECTORS: Final = 10


def note_unread(root: _Element) -> None:
    """Note the elements before which a browser may show signs that were not read."""
    for element in [*_styled_elsewhere(root), *_with_generated(root)]:
        element.set(UNREAD, "")


def _styled_elsewhere(root: _Element) -> Iterator[_Element]:
    """Items of lists of a page with a style sheet that is not in it, unless they say their own mark."""
    sheets = (one for one in root.iter("link") if "stylesheet" in one.get("rel", "").lower().split())
    if next(sheets, None) is None and not _ELSEWHERE.search(sheets_of(root)):
        return
    for item in root.iter("li"):
        owner = item.getparent()
        if not any(_OWN.search(one.get("style", "")) for one in (item, owner) if one is not None):
            yield item


def _with_generated(root: _Element) -> Iterator[_Element]:
    """Elements before or behind which a rule of the page writes signs."""
    selectors = list(islice(_writing(root), _MOST_SELECTORS))
    if selectors:
        yield from (one for one in root.iter() if any(rule.matches(one) for rule in selectors))


def _writing(root: _Element) -> Iterator[Selector]:
    for selectors, words in rules_of(root, generated=True):
        content = _CONTENT.search(words)
        if content and not _NO_CONTENT.fullmatch(content[1].replace("!important", "").strip()):
            yield from selectors

"""Checks of the text itself.  They run per answer, again when it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.rewriting import with_words
from pia_desktop.assessment.search import words_of
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.kinds import LineKind, TextKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Value
from pia_desktop.rules.checks.characters import (
    extended_kanji,
    half_kana,
    invisible,
    lost,
    mixed_widths,
    private_use,
    squared,
)
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.private_words import contact_spans, contacts, personal_number
from pia_desktop.rules.checks.rule import label_of
from pia_desktop.rules.checks.sentences import brackets, broken_off, cut_off, gaps, weekdays, written_twice
from pia_desktop.rules.checks.terms import Customs, Terms, terms_in
from pia_desktop.rules.checks.text_hit import Check, TextHit
from pia_desktop.rules.checks.words import only_same, short

LINE_LIMIT: Final = 120
TEXT_LIMIT: Final = 8_000


def text_findings(form: Form, customs: Customs, today: date, path: NodePath, node: Node) -> list[Finding]:
    """All findings in the text of one answer; ``node`` contains it."""
    item_id = path[-1]
    value = node.answers.get(item_id)
    if value is None or value is True or isinstance(value, int):
        return []
    item = form.item(item_id)
    record = len(path) > 2 and path[-3] in customs.records
    found: dict[str, Finding] = {}
    for spot, text in words_of(item, value):
        for hit in _hits(item, text, record, item_id in customs.contacts, customs.terms, today):
            if hit.code in _PRIVATE and _withheld(node, item_id, text, spot):
                continue
            key = f"{hit.code}/{hit.words}" if hit.code in _EACH_WORD else hit.code
            if key not in found:
                found[key] = _finding(form, path, value, spot, hit)
    return list(found.values())


def _finding(form: Form, path: NodePath, value: Value, spot: Spot, hit: TextHit) -> Finding:
    args = (("item", label_of(form, path[-1])), ("words", hit.words), *hit.more)
    mend = None
    if hit.mended is not None:
        mend = SetAnswer(path, with_words(value, spot, hit.mended))
    return Finding(hit.code, path, args, (), hit.facts or hit.words, mend)


def _withheld(node: Node, item_id: str, text: str, spot: Spot) -> bool:
    """Whether private data is already withheld: the whole answer, or these spans."""
    spans = node.withheld.get(item_id)
    if spans is None:
        return False
    if spans == WHOLE or spot != Spot():
        return spans == WHOLE
    return all(any(a <= start and end <= b for a, b in spans) for start, end in contact_spans(text))


def _hits(item: Item, text: str, record: bool, contact: bool, terms: Terms, today: date) -> Iterator[TextHit]:
    yield from _sizes(item, text)
    for check in _ALWAYS:
        yield from check(text)
    yield from contacts(text, contact or record)
    if record:
        if isinstance(item.kind, TextKind):
            yield from cut_off(text)
        return
    if only_same(text):
        yield TextHit("C103", short(text))
    if not text.isascii():
        for check in _STYLE:
            yield from check(text)
        if isinstance(item.kind, TextKind):
            yield from broken_off(text)
            yield from written_twice(text)
        yield from terms_in(text, terms, today)


def _sizes(item: Item, text: str) -> Iterator[TextHit]:
    limit = LINE_LIMIT if isinstance(item.kind, LineKind) else TEXT_LIMIT
    if len(text) > limit:
        count = f"{len(text):,}"
        yield TextHit("C106", more=(("count", count),), facts="long")
    if text.isspace():
        yield TextHit("C107", mended="", facts="blank")


_ALWAYS: Final[tuple[Check, ...]] = (half_kana, private_use, lost, personal_number, weekdays)
_STYLE: Final[tuple[Check, ...]] = (squared, extended_kanji, invisible, mixed_widths, gaps, brackets)
_PRIVATE: Final = frozenset({"C621", "C622"})
_EACH_WORD: Final = frozenset({"C612", "C630", "C631"})
"""Found once for each of the words, not once for the answer."""
TEXT_CODES: Final = frozenset(
    {"C103", "C106", "C107", "C410", "C601", "C602", "C603", "C604", "C605", "C606", "C607", "C608", "C609"}
    | {"C610", "C611", "C612", "C613", "C620", "C621", "C622", "C630", "C631"}
)

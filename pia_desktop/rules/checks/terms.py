"""Terms searched for in every answer: slips, blanks of model texts, outdated and renamed words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import date

from pia_desktop.dataclass import dataclass
from pia_desktop.packs.model import Pack
from pia_desktop.packs.old_references import old_references
from pia_desktop.rules.checks.renaming import Renamed
from pia_desktop.rules.checks.text_hit import TextHit


@dataclass(frozen=True, slots=True)
class Outdated:
    """Text that a law or organization has since replaced.

    ``plain``: the replacement means the same, so that it can simply be substituted.
    """

    find: re.Pattern[str]
    since: date
    day: str
    instead: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """A word often mistyped for another (減失 for 滅失)."""

    find: re.Pattern[str]
    instead: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The contents of ``resources/rules/texts.yaml``.

    ``templates``: what model texts leave to be filled in; ``packs``: known changes of law; ``renamed``:
    renamings by rows of 変更箇所.
    """

    outdated: tuple[Outdated, ...] = ()
    slips: tuple[Slip, ...] = ()
    templates: re.Pattern[str] | None = None
    packs: tuple[Pack, ...] = ()
    renamed: tuple[Renamed, ...] = ()


@dataclass(frozen=True, slots=True)
class Customs:
    """Parameters of the text checks: items with an office's number, old tables, terms."""

    contacts: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    terms: Terms = field(default=Terms())

    def knowing(self, packs: Sequence[Pack], renamed: tuple[Renamed, ...]) -> Customs:
        """A copy with an office's packs, before the bundled ones, and its renamings."""
        if not packs and not renamed:
            return self
        terms = replace(self.terms, packs=(*packs, *self.terms.packs), renamed=renamed)
        return replace(self, terms=terms)


def terms_in(text: str, terms: Terms, today: date) -> Iterator[TextHit]:
    """Such words in a text, with what stands there instead on this day."""
    yield from _written_for(text, terms)
    yield from _old_terms(text, terms.outdated, today)
    for old in old_references(text, terms.packs, today):
        yield TextHit("C630", old.words, old.mended, (("day", old.since), ("instead", old.instead)))
    yield from _old_names(text, terms.renamed)


def _written_for(text: str, terms: Terms) -> Iterator[TextHit]:
    left = terms.templates.search(text) if terms.templates else None
    if left:
        yield TextHit("C611", left.group())
    for slip in terms.slips:
        match = slip.find.search(text)
        if match:
            whole = slip.find.sub(slip.instead, text)
            yield TextHit("C612", match.group(), whole, (("right", match.expand(slip.instead)),))


def _old_terms(text: str, outdated: tuple[Outdated, ...], today: date) -> Iterator[TextHit]:
    for term in outdated:
        match = term.find.search(text) if term.since <= today else None
        if match:
            mended = term.find.sub(term.instead, text) if term.plain else None
            yield TextHit("C630", match.group(), mended, (("day", term.day), ("instead", term.instead)))


def _old_names(text: str, renamed: tuple[Renamed, ...]) -> Iterator[TextHit]:
    for one in renamed:
        found = one.spans(text)
        if found:
            mended = text
            for start, end in reversed(found):
                mended = mended[:start] + one.new + mended[end:]
            yield TextHit("C631", one.old, mended, (("day", one.day), ("instead", one.new)))

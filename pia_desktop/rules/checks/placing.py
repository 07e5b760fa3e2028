"""Whether rows of 変更箇所 name the section that contains their text: Ⅲ.7 for text of Ⅲ.10."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.naming import plain, section_words
from pia_desktop.assessment.node import Node
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.rules.checks.changes import last_day, since_when
from pia_desktop.rules.checks.dates import read_date
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.memory import Answers, Memory, Parts
from pia_desktop.rules.checks.rule import Rule, View, per_form
from pia_desktop.rules.checks.words import levelled, short

_CODES: Final = frozenset({"C508"})
_LONG: Final = 25
"""Characters of a line that stands by chance nowhere else."""
_LEAD: Final = re.compile("^(?:VI|IV|V|III|II|I)(?![A-Z])")
_NUMBER: Final = re.compile(r"^([^0-9|]*?)[.\-ー－―‐・,、:]*([0-9]{1,2})(?![0-9])")
_CIRCLED: Final = re.compile("[①-⑳]")
_COUNTED: Final = re.compile(r"(?:リスク|委託事項|提供先|移転先|システム)[0-9]+")

Section = tuple[str, str]
"""The part's numeral and the number of a section: III, 10."""
_Texts = dict[Section, tuple[str, ...]]


def placing_rules(form: Form) -> Iterator[Rule]:
    """One rule, which reads all text items, since the text may be anywhere."""
    words = [i for i, place in form.places.items() if isinstance(place.item.kind, TextualKind)]
    reads = frozenset((*words, form.roles.published_on, form.roles.changes))
    yield Rule(_CODES, (), reads, lambda view: tuple(_found(view)))


def _found(view: View) -> Iterator[Finding]:
    form, table = view.form, view.form.roles.changes
    item = form.lists[table].item_ids[1]
    since = since_when(read_date(view.words(form.roles.published_on)), view.today)
    sections, said = _sections(form), None
    for key, claim in view.memory.of_rows(view.root.entries((table,)), sections.claim).items():
        if claim is None or claim.last <= since:
            continue
        said = said or sections.said(view.root, view.memory)
        own = said.sections.get(claim.section)
        if own is not None and any(map(own.holds, claim.lines)):
            continue
        others = said.holding(claim.lines)
        if len(others) != 1:
            continue
        words = str(view.root.answer((table, key, item)))
        if not sections.speaks_of(words, others[0]):
            args = (("words", short(plain(words))), ("value", sections.titles[others[0]]))
            yield Finding("C508", (table, key, item), args, facts=f"{words}/{others[0]}")


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a row claims: that these lines are in this section since a day."""

    section: Section
    lines: tuple[str, ...]
    last: date


class _Said:
    """The texts of a section without spaces, with cached lookups."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts
        self._held: dict[str, bool] = {}

    def holds(self, line: str) -> bool:
        """Whether a line occurs in one of them."""
        found = self._held.get(line)
        if found is None:
            found = self._held[line] = any(line in text for text in self.texts)
        return found


class _Contents:
    """The texts of each section, with cached lookups."""

    def __init__(self, sections: dict[Section, _Said]) -> None:
        self.sections = sections
        self._holding: dict[tuple[str, ...], list[Section]] = {}

    def holding(self, lines: tuple[str, ...]) -> list[Section]:
        """The sections that contain all the lines."""
        found = self._holding.get(lines)
        if found is None:
            found = [one for one, said in self.sections.items() if all(map(said.holds, lines))]
            self._holding[lines] = found
        return found


@lru_cache(maxsize=8_000)
def _flat(text: str) -> str:
    return "".join(as_read(text).split())


@lru_cache(maxsize=8_000)
def _lines(after: str) -> tuple[str, ...]:
    """The lines of a row's text that are long enough to be recognized."""
    lines = (_flat(line) for line in after.split("\n") if "略" not in line)
    return tuple(line for line in lines if len(line) >= _LONG)


def _tight(words: str) -> str:
    """Text without spaces, Ⅱ as II; circled item numbers are not numbers."""
    return levelled(_CIRCLED.sub("|", plain(words)))


class _Sections:
    """The numbered sections of a form: their items, and how rows name them."""

    def __init__(self, form: Form) -> None:
        self.titles: dict[Section, str] = {}
        self._of: dict[str, Section] = {}
        self._parts: dict[str, str] = {}
        self._contents = _Contents({})
        self._table = form.roles.changes
        self._columns = form.lists[self._table].item_ids
        for part in form.parts:
            title = _tight(part.title)
            lead = _LEAD.match(title)
            if lead is None:
                continue
            self._parts[lead.group()] = title[lead.end() :]
            section: Section | None = None
            for one in part.sections:
                if one.title:
                    number = re.match("[0-9]+", section_words(one.title))
                    section = (lead.group(), number.group()) if number else None
                    if section is not None:
                        self.titles[section] = f"{part.title[0]} {section_words(one.title)}"
                if section is not None:
                    self._of |= dict.fromkeys((item.id for item in one.walk()), section)

    def _named(self, words: str) -> Section | None:
        """The section at the start of a row's 項目; None if unclear."""
        tight = _tight(words)
        lead = _LEAD.match(tight)
        title = self._parts.get(lead.group()) if lead else None
        if lead is None or title is None:
            return None
        number = _NUMBER.match(tight[lead.end() :])
        if number is None or number[1] not in title:  # the part's title, a part of it, or nothing
            return None
        section = lead.group(), number[2]
        return section if section in self.titles else None

    def speaks_of(self, words: str, section: Section) -> bool:
        """Whether a row's 項目 contains a section's title or number anywhere."""
        tight = _tight(words)
        title = _tight(self.titles[section].partition(". ")[2])
        numbers = re.findall("[0-9]+", _COUNTED.sub("", tight))
        return title in tight or section[1] in numbers

    def claim(self, row: Node) -> _Claim | None:
        """What a row claims, if it is clear and long enough."""
        day, item, _before, after = (str(row.answers.get(column, "")) for column in self._columns[:4])
        section, lines = self._named(item), _lines(after)
        last = last_day(day) if section and lines else None
        return _Claim(section, lines, last) if section and last else None

    def said(self, root: Node, memory: Memory) -> _Contents:
        """The texts of each section in all files and entries."""
        before, said = self._contents.sections, {}
        for section, texts in memory.of_tree(root, self._read, _together, without=self._table).items():
            known = before.get(section)
            said[section] = known if known is not None and known.texts == texts else _Said(texts)
        if said != before:
            self._contents = _Contents(said)
        return self._contents

    def _read(self, answers: Answers) -> _Texts:
        found: dict[Section, list[str]] = {}
        for name, value in answers.items():
            section = self._of.get(name)
            if section is not None and isinstance(value, str):
                found.setdefault(section, []).append(_flat(value))
        return {section: tuple(texts) for section, texts in found.items()}


def _together(parts: Parts[_Texts]) -> _Texts:
    found: dict[Section, list[str]] = {}
    for _path, said in parts:
        for section, texts in said.items():
            found.setdefault(section, []).extend(texts)
    return {section: tuple(texts) for section, texts in found.items()}


_sections = per_form(_Sections)

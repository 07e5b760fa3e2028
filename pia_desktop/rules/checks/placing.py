"""Whether a row of 変更箇所 names the section in which what it says stands: Ⅲ.7 for a text of Ⅲ.10."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.naming import plain, section_words
from pia_desktop.assessment.node import Node
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.rules.checks.changes import last_day, since_when
from pia_desktop.rules.checks.dates import read_date
from pia_desktop.rules.checks.finding import Finding
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
_Kept = dict[int, tuple[Node, dict[Section, tuple[str, ...]]]]


def placing_rules(form: Form) -> Iterator[Rule]:
    """One rule, which reads every item of words: what a row says may stand anywhere."""
    words = [i for i, place in form.places.items() if isinstance(place.item.kind, TextualKind)]
    reads = frozenset((*words, form.roles.published_on, form.roles.changes))
    yield Rule(_CODES, (), reads, lambda view: tuple(_found(view)))


def _found(view: View) -> Iterator[Finding]:
    form, table = view.form, view.form.roles.changes
    item = form.lists[table].item_ids[1]
    since = since_when(read_date(view.words(form.roles.published_on)), view.today)
    sections, texts = _sections(form), None
    for key, claim in sections.claims(view.root.entries((table,))):
        if claim.last <= since:
            continue
        texts = texts or sections.texts(view.root)
        own = texts.get(claim.section)
        if own is not None and any(map(own.holds, claim.lines)):
            continue
        others = [one for one, said in texts.items() if all(map(said.holds, claim.lines))]
        words = str(view.root.answer((table, key, item)))
        if len(others) == 1 and not sections.speaks_of(words, others[0]):
            args = (("words", short(plain(words))), ("value", sections.titles[others[0]]))
            yield Finding("C508", (table, key, item), args, facts=f"{words}/{others[0]}")


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a row says: that these lines stand in this section since a day."""

    section: Section
    lines: tuple[str, ...]
    last: date


class _Said:
    """The texts of a section, without blanks; it remembers what was looked for."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts
        self._held: dict[str, bool] = {}

    def holds(self, line: str) -> bool:
        """Whether a line stands in one of them."""
        found = self._held.get(line)
        if found is None:
            found = self._held[line] = any(line in text for text in self.texts)
        return found


@lru_cache(maxsize=8_000)
def _flat(text: str) -> str:
    return "".join(as_read(text).split())


@lru_cache(maxsize=8_000)
def _lines(after: str) -> tuple[str, ...]:
    """The lines of a row's words that are long enough to be found again."""
    lines = (_flat(line) for line in after.split("\n") if "略" not in line)
    return tuple(line for line in lines if len(line) >= _LONG)


def _tight(words: str) -> str:
    """Words without blanks, Ⅱ as II; the circled numbers of items are no numbers."""
    return levelled(_CIRCLED.sub("|", plain(words)))


class _Sections:
    """The numbered sections of a form: which items they have, and how rows name them."""

    def __init__(self, form: Form) -> None:
        self.titles: dict[Section, str] = {}
        self._of: dict[str, Section] = {}
        self._parts: dict[str, str] = {}
        self._claims: dict[int, tuple[Node, _Claim | None]] = {}
        self._nodes: _Kept = {}
        self._said: dict[Section, _Said] = {}
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
        """The section that a row's 項目 begins with; None where it is not plain."""
        tight = _tight(words)
        lead = _LEAD.match(tight)
        title = self._parts.get(lead.group()) if lead else None
        if lead is None or title is None:
            return None
        number = _NUMBER.match(tight[lead.end() :])
        if number is None or number[1] not in title:  # the part's title, or some of it, or nothing
            return None
        section = lead.group(), number[2]
        return section if section in self.titles else None

    def speaks_of(self, words: str, section: Section) -> bool:
        """Whether a row's 項目 has the title of a section, or its number, anywhere."""
        tight = _tight(words)
        title = _tight(self.titles[section].partition(". ")[2])
        numbers = re.findall("[0-9]+", _COUNTED.sub("", tight))
        return title in tight or section[1] in numbers

    # What nodes say is kept by the very nodes, which never change: an edit makes new ones along its path.
    # Kept are those of the last look alone, so that no contents outlive their window here.

    def claims(self, rows: Mapping[str, Node]) -> list[tuple[str, _Claim]]:
        """What rows say of a section, where that is plain and long enough to be found, by their keys."""
        kept, fresh, found = self._claims, {}, []
        for key, row in rows.items():
            known = kept.get(id(row))
            if known is None or known[0] is not row:
                known = (row, self._read(row))
            fresh[id(row)] = known
            if known[1] is not None:
                found.append((key, known[1]))
        self._claims = fresh
        return found

    def _read(self, row: Node) -> _Claim | None:
        day, item, _before, after = (str(row.answers.get(column, "")) for column in self._columns[:4])
        section, lines = self._named(item), _lines(after)
        last = last_day(day) if section and lines else None
        return _Claim(section, lines, last) if section and last else None

    def texts(self, root: Node) -> dict[Section, _Said]:
        """What each section says in all files and entries."""
        found: dict[Section, list[str]] = {}
        fresh: _Kept = {}
        self._gather(root, found, fresh)
        self._nodes = fresh
        said = {}
        for section, texts in found.items():
            known = self._said.get(section)
            whole = tuple(texts)
            said[section] = known if known is not None and known.texts == whole else _Said(whole)
        self._said = said
        return said

    def _gather(self, node: Node, found: dict[Section, list[str]], fresh: _Kept) -> None:
        kept = self._nodes.get(id(node))
        if kept is None or kept[0] is not node:
            kept = (node, self._own(node))
        fresh[id(node)] = kept
        for section, texts in kept[1].items():
            found.setdefault(section, []).extend(texts)
        for list_id, entries in node.lists.items():
            if list_id != self._table:
                for entry in entries.values():
                    self._gather(entry, found, fresh)

    def _own(self, node: Node) -> dict[Section, tuple[str, ...]]:
        found: dict[Section, list[str]] = {}
        for name, value in node.answers.items():
            section = self._of.get(name)
            if section is not None and isinstance(value, str):
                found.setdefault(section, []).append(_flat(value))
        return {section: tuple(texts) for section, texts in found.items()}


_sections = per_form(_Sections)

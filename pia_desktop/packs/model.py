"""A pack as immutable objects, and finding the places it applies to.

Each entry matches its text in all spellings, and writes numbers as they were written: 第19条第7号,
第１９条第７号, 第十九条第七号, 番号法19条7号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Final

from pia_desktop.assessment.folding import AS_PEOPLE_READ, spans, stands_around
from pia_desktop.dataclass import dataclass
from pia_desktop.packs.numbers import DIGITS, GAP, as_written, written


class Sure(Enum):
    """How certain it is that an entry's text should be replaced."""

    CERTAIN = "certain"
    """Always: the text has no other meaning."""
    CHECK = "check"
    """Replaced, but something has to be checked afterwards (``open``)."""
    DOUBTFUL = "doubtful"
    """Only after the place has been checked."""


@dataclass(frozen=True, slots=True)
class Match:
    """A span of a text, and its replacement."""

    start: int
    end: int
    new: str
    entry: Entry


@dataclass(frozen=True)
class Entry:
    """An old reference and the new one.

    One of three kinds: ``words`` (a name), ``article`` (第19条第7号 of one of ``laws``), or ``find`` (a
    regular expression with ``instead`` as template).  ``open`` says what has to be checked afterwards;
    ``has`` are characters that every matching text contains, so that most texts can be skipped.
    """

    instead: str
    words: str = ""
    article: str = ""
    find: str = ""
    laws: tuple[str, ...] = ()
    sure: Sure = Sure.CERTAIN
    open: str = ""
    has: str = ""

    def matches(self, text: str) -> Iterator[Match]:
        """Its matches, left to right."""
        if self.has not in text:
            return
        if self.words:
            for start, end in spans(text, self.words, AS_PEOPLE_READ):
                if not stands_around(text, start, self.words, self.instead):
                    yield Match(start, end, self.instead, self)
        elif self.article:
            yield from self._articles(text)
        else:
            for match in self.pattern.finditer(text):
                yield Match(*match.span(), match.expand(self.instead), self)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression of a ``find`` or an ``article``."""
        return re.compile(self.find) if self.find else _article_pattern(self.article, self.laws)

    def _articles(self, text: str) -> Iterator[Match]:
        for match in self.pattern.finditer(text):
            start, end = match.span("article")
            if match["law"] is None and not _own_law(text[:start], self.laws):
                continue
            yield Match(start, end, _rewritten(match["article"], self.article, self.instead), self)


@dataclass(frozen=True)
class Pack:
    """A change with the day it came into force, and its entries, most specific first.

    ``reason`` is the key of its rows' reason in 変更箇所 (``REASONS``); ``notes`` are for the user.
    """

    id: str
    title: str
    since: date
    since_words: str
    reason: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    own: bool = field(default=False)
    """Whether the office made it."""

    @cached_property
    def _marks(self) -> frozenset[str]:
        """Characters of which every matching text contains at least one."""
        return frozenset(entry.has for entry in self.entries)

    def matches(self, text: str) -> list[Match]:
        """The matches in a text, left to right; of overlapping ones the earlier entry's."""
        if not any(has in text for has in self._marks):
            return []
        found: list[Match] = []
        for entry in self.entries:
            for match in entry.matches(text):
                if all(match.end <= one.start or one.end <= match.start for one in found):
                    found.append(match)
        return sorted(found, key=lambda match: match.start)


REASONS: Final = ("law", "office", "company", "wording")
"""法令の条項, 組織の名称, 法人の名称, 字句."""


# ---- numbers of articles

_NUMBER: Final = re.compile(f"[{DIGITS}]+")
_STEP: Final = re.compile("第([0-9]+)([条項号])")
_FAR: Final = 60
"""Characters before an article in which its law is searched."""

_LAW_WORD: Final = re.compile("(?:法律|法|条例|規則|規程|要綱|政令|省令|命令|令|規約|約款|契約|基準)$")
_ALONE: Final = re.compile("(?:^|[^一-鿿々ァ-ヶぁ-んA-Za-z0-9０-９])法$")
"""法 and nothing before it: 番号法, as these assessments use the word."""
_BETWEEN: Final = re.compile("[ 　の]+$|[（(][^（）()]*[）)]$")


def _article_pattern(article: str, laws: tuple[str, ...]) -> re.Pattern[str]:
    """第19条第7号, optionally with its law before it; 第 may be missing after the law's name."""
    steps = [(int(number), unit) for number, unit in _STEP.findall(article)]
    full = GAP.join(f"第{GAP}{written(number)}{GAP}{unit}" for number, unit in steps)
    short = GAP.join(f"第?{written(number)}{unit}" for number, unit in steps)
    names = "|".join(map(re.escape, sorted(laws, key=len, reverse=True))) or "(?!)"
    behind = f"(?!の[{DIGITS}])"
    bare = f"(?<![{DIGITS}]){full}"
    return re.compile(f"(?P<law>(?:{names}){GAP})?(?P<article>(?(law)(?:{full}|{short})|{bare})){behind}")


def _own_law(before: str, laws: tuple[str, ...]) -> bool:
    """Whether an article without a law right before it belongs to one of these laws."""
    left = before[-_FAR:]
    while (shorter := _BETWEEN.sub("", left)) != left:
        left = shorter
    return left.endswith(laws) or _LAW_WORD.search(left) is None or _ALONE.search(left) is not None


def _rewritten(found: str, old: str, new: str) -> str:
    """The matched text with the differing numbers replaced, each in its own notation."""
    before, after = ([int(number) for number, _unit in _STEP.findall(words)] for words in (old, new))
    numbers = iter(zip(before, after, strict=True))

    def change(match: re.Match[str]) -> str:
        was, now = next(numbers)
        if was == now:
            return match.group()
        return as_written(now, match.group())

    return _NUMBER.sub(change, found)

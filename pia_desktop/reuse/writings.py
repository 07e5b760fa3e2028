"""Other spellings of a search text: 第十九条第七号 and 19条7号 for 第19条第7号."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.folding import Folding, as_read, folded
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.rewriting import fitted, stands_already
from pia_desktop.assessment.search import Hit, Query, answers_in_order, hit_at, spans, words_of
from pia_desktop.i18n import _, ngettext
from pia_desktop.packs.numbers import DIGITS, GAP, as_written, value_of, written

_UNITS: Final = "条項号"
_NUMBER: Final = re.compile(f"[{DIGITS}]+")
_REFERENCE: Final = re.compile(
    f"(?P<head>第{GAP})?(?P<number>[{DIGITS}]+)(?:{GAP}(?P<unit>[{_UNITS}]))?(?P<behind>(?:の[{DIGITS}]+)*)"
)
_BETWEEN: Final = re.compile(f"(?<=[{_UNITS}])[ 　](?=第)")
_NAMED: Final = ("別表", "様式")
"""What has a number of its own, with 第 or without."""

_SHOWN: Final = 4
"""Spellings that are listed individually."""


# ---- finding


def hits_in_any_writing(
    snapshot: Snapshot, query: Query, paths: Collection[NodePath] | None = None
) -> Iterator[Hit]:
    """All matches in any spelling, in form order; ``paths`` restricts the search."""
    if not query.words:
        return
    for path, item, value in answers_in_order(snapshot.form, snapshot.root):
        if paths is None or path in paths:
            for spot, text in words_of(item, value):
                for start, end in _spans(text, query):
                    yield hit_at(path, spot, text, start, end)


def is_other(hit: Hit, query: Query) -> bool:
    """Whether a match is spelled differently, beyond what folding ignores."""
    return as_read(hit.words, query.folding) != as_read(query.words, query.folding)


def _spans(text: str, query: Query) -> list[tuple[int, int]]:
    found = spans(text, query)
    pattern = _pattern(query)
    if pattern is None or not pattern.search(as_read(text, query.folding)):
        return found
    source = folded(text, query.folding)
    others: list[tuple[int, int]] = []
    for match in pattern.finditer(source.words):
        span = source.source(*match.span())
        if span is not None and not _overlaps(span, found):
            others.append(span)
    return sorted([*found, *others])


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of ``others``, which are ordered and disjoint."""
    at = bisect_left(others, span[1], key=lambda other: other[0])
    return at > 0 and others[at - 1][1] > span[0]


@lru_cache(maxsize=16)
def _pattern(query: Query) -> re.Pattern[str] | None:
    """A pattern of the folded text with each reference in any spelling; None if it has no references."""
    words = as_read(query.words, query.folding)
    references = list(_references(words))
    if not references:
        return None
    parts: list[str] = []
    at = 0
    for number, one in enumerate(references):
        before = words[at : one.start()]
        follows = bool(number) and not before.strip(" 　")
        led = number + 1 < len(references) and not words[one.end() : references[number + 1].start()].strip(
            " 　"
        )
        parts += [GAP if follows else re.escape(before), _any_writing(one, before, joined=follows or led)]
        at = one.end()
    behind = re.escape(words[at:]) or f"(?!の[{DIGITS}])"  # 第19条の2 is a different article
    return re.compile("".join(parts) + behind)


def _any_writing(reference: re.Match[str], before: str, *, joined: bool) -> str:
    """A reference in any spelling; without 第 only if that is unambiguous."""
    head = f"第{GAP}"
    if not reference["head"] or (joined or before.strip() if reference["unit"] else before.endswith(_NAMED)):
        head = f"(?:{head}|(?<![{DIGITS}]))"
    numbers = [value_of(words) or 0 for words in _NUMBER.findall(reference.group())]
    unit = f"{GAP}{reference['unit']}" if reference["unit"] else f"(?![{DIGITS}])"
    return (
        head + written(numbers[0]) + unit + "".join(f"の{written(one)}(?![{DIGITS}])" for one in numbers[1:])
    )


def _references(words: str) -> Iterator[re.Match[str]]:
    """The references in a text with readable numbers: with 第, or with 条, 項 or 号 after a number."""
    for match in _REFERENCE.finditer(words):
        numbers = _NUMBER.findall(match.group())
        if (match["head"] or match["unit"]) and None not in map(value_of, numbers):
            yield match


# ---- replacing


def new_words(hit: Hit, query: Query, words: str) -> str:
    """The replacement in the spelling of a match: 第十九条第八号 where 第十九条第七号 was.

    If the replacement is itself just another spelling of the text, it is used as typed.
    """
    if not is_other(hit, query):
        return fitted(words, hit.words, query)
    return _in_its_writing(hit.words, query, words)


@lru_cache(maxsize=256)
def _in_its_writing(met: str, query: Query, words: str) -> str:
    if _plainly(words, query.folding) == _plainly(query.words, query.folding):
        return words
    found, news = list(_numbers(met)), list(_numbers(words))
    if not found:
        return words
    likes = [met[start:end] for start, end, _value in found]
    if _frame(words, query.folding) == _frame(met, query.folding):
        text, places = met, [(start, end) for start, end, _value in found]
    else:
        text, places = words, [(start, end) for start, end, _value in news]
    values = [value for _start, _end, value in news]
    for number, (start, end) in reversed(list(enumerate(places))):
        like = likes[min(number, len(likes) - 1)]
        text = text[:start] + as_written(values[number], like) + text[end:]
    return text


def is_there(hit: Hit, query: Query, words: str) -> bool:
    """Whether the replacement is already there."""
    if not is_other(hit, query):
        return stands_already(hit, query, words)
    return stands_already(hit, replace(query, words=hit.words), new_words(hit, query, words))


def _numbers(words: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, value) of the numbers in a text's references."""
    for reference in _references(words):
        for match in _NUMBER.finditer(words, *reference.span()):
            yield (*match.span(), value_of(match.group()) or 0)


def _plainly(words: str, folding: Folding) -> str:
    """Folded text with all references in one spelling."""
    text = as_read(words, folding)
    for reference in reversed(list(_references(text))):
        first, *rest = map(value_of, _NUMBER.findall(reference.group()))
        plain = f"第{first}{reference['unit'] or ''}" + "".join(f"の{one}" for one in rest)
        text = text[: reference.start()] + plain + text[reference.end() :]
    return _BETWEEN.sub("", text)


def _frame(words: str, folding: Folding) -> str:
    """The same without the numbers."""
    text = _plainly(words, folding)
    for start, end, _value in reversed(list(_numbers(text))):
        text = f"{text[:start]}#{text[end:]}"
    return text


# ---- telling


def spelling_counts(places: Iterable[str]) -> str:
    """The spellings found with their frequencies, most frequent first."""
    ways = Counter(" ".join(words.split()) for words in places).most_common()
    shown = [
        ngettext("{words} ({count:,} place)", "{words} ({count:,} places)", count).format(
            words=words, count=count
        )
        for words, count in ways[:_SHOWN]
    ]
    if len(ways) > _SHOWN:
        more = ngettext("{count:,} more", "{count:,} more", len(ways) - _SHOWN)
        shown.append(more.format(count=len(ways) - _SHOWN))
    return _("Other writings: {writings}").format(writings=_(", ").join(shown))

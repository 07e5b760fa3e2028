"""Text folding: what looks the same to a reader compares equal.

Find, replace, search index, checks, lists and comparison all use it, so that they agree.  Each folded
character knows its span in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.cleaning import INVISIBLE, RADICALS
from pia_desktop.forms.values import MAX_MARKS
from pia_desktop.lookalikes import DASHES, DOTS, SLASHES
from pia_desktop.patterns import pattern

EDITION: Final = 3
"""Version of the folding; stored folded text of another version is rebuilt."""

_LONG: Final = "ーｰ"
_CIRCLES: Final = "○◯〇"
_ZERO: Final = "〇"
_NUMBER: Final = pattern("[〇一二三四五六七八九十百]*[一二三四五六七八九十百][〇一二三四五六七八九十百]*")
_LONGEST_NUMBER: Final = 8
_ALIKE: Final[dict[str, str]] = (
    dict.fromkeys(DASHES + _LONG, "ー")  # サーバー, サーバ― and サーバ－; 03-1234, 03−1234 and 03ー1234
    | dict.fromkeys("~〜～∼˜〰", "~")
    | dict.fromkeys("'‘’‚‛′＇`´｀", "'")
    | dict.fromkeys('"“”„‟″＂', '"')
    | dict.fromkeys(_CIRCLES, "○")
    | dict.fromkeys(DOTS, "・")
    | dict.fromkeys(SLASHES, "/")
    | dict.fromkeys("≪⟪", "《")
    | dict.fromkeys("≫⟫", "》")
    | {"⋯": "...", "∶": ":"}
    | dict.fromkeys("\n\t", " ")
    | {chr(code): ideograph for code, ideograph in RADICALS.items()}
)

_THEMSELVES: Final = frozenset(
    char
    for code in (*range(0xA0, 0x2C0), *range(0x1D2C, 0x1DC0), *range(0x2070, 0x24EB), *range(0x3200, 0x32FF))
    if (tag := unicodedata.decomposition(char := chr(code)).partition(" ")[0])
    and (tag in ("<circle>", "<super>", "<sub>", "<fraction>") or 0x2160 <= code <= 0x2188 or char == "№")
)
"""Characters that readers distinguish from their decomposition: ① from 1, ⅲ from iii, № from No, ² from 2."""

_SELECTORS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINS: Final = f"{_SELECTORS}\u0300-\u036f\u0483-\u0489\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f"
"""What combines with the previous character: accents, half-width ﾞ and ﾟ, variation selectors (葛󠄀)."""

_NOTHING: Final = f"\u200c\u200d{INVISIBLE}"
_UNSEEN: Final = pattern(f"[{_SELECTORS}{_NOTHING}]")
_CLUSTER: Final = pattern(f"[{_NOTHING}]|[^{_NOTHING}][{_JOINS}]*", re.DOTALL)
_UNEVEN: Final = pattern(f"[{_JOINS}{_NOTHING}]")

_LETTER: Final = "々〆ヶぁ-ゖァ-ヺーｦ-ﾟ\u2e80-\u2fd5㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
_INSIDE: Final = pattern(f"\n(?<=[{_LETTER}]\n)(?=[{_LETTER}])")
"""A line break inside a word, as in text from PDF; any other separates words like a space."""

_OTHERS: Final = pattern("([^ぁ-ゖァ-ヺ一-鿿、。「」]+)")
"""Runs of all characters but those of which most words are made, which read as themselves."""
_LONGEST_RUN: Final = 8
_MOST_RUNS: Final = 20_000

_UNEVEN_REACH: Final = 2
"""How much longer than its letters a passage may be: ﾊﾞ for バ, line breaks inside words."""
_UNSEEN_REACH: Final = 100
"""And so much more, for characters that are not seen."""


@dataclass(frozen=True, slots=True)
class Folding:
    """What is treated as equal: with ``case`` A and a, with ``reading`` Ａ and A, ～ and 〜, ｶﾞ and ガ."""

    case: bool = True
    reading: bool = True


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with source positions.

    ``starts`` and ``ends``: where the source of each folded character begins and ends; -1 if that is inside a
    character (株 in ㈱).
    """

    words: str
    starts: Sequence[int]
    ends: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int] | None:
        """The source span of a folded span; None if it would split a character."""
        first, last = self.starts[start], self.ends[end - 1]
        return None if first < 0 or last < 0 else (first, last)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The source span of a folded span, extended to whole characters."""
        first, last = start, end - 1
        while self.starts[first] < 0:
            first -= 1
        while self.ends[last] < 0:
            last += 1
        return self.starts[first], self.ends[last]


class _Table(dict[int, str]):
    """Maps a code point to its folded text, computed on first use."""

    def __init__(self, case: bool, reading: bool) -> None:
        super().__init__()
        self._case, self._reading = case, reading

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded_cluster(chr(code), self._case, self._reading)
        return folded


class Reading(dict[str, str]):
    """Maps characters of a text through a table, with a cache for repeated runs of characters."""

    def __init__(self, table: Mapping[int, str]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, run: str) -> str:
        read = run.translate(self._table)
        if len(run) <= _LONGEST_RUN and len(self) < _MOST_RUNS:
            self[run] = read
        return read

    def of(self, text: str) -> str:
        """The mapped text; common characters need no lookup."""
        pieces = _OTHERS.split(text)
        pieces[1::2] = map(self.__getitem__, pieces[1::2])
        return "".join(pieces)


_READINGS: Final = {
    (case, reading): Reading(_Table(case, reading)) for case in (True, False) for reading in (True, False)
}


AS_PEOPLE_READ: Final = Folding()
"""What reads the same is the same."""


def as_read(text: str, folding: Folding = AS_PEOPLE_READ) -> str:
    """The folded text."""
    if not folding.reading:
        return _READINGS[True, False].of(text) if folding.case else text
    even = evenly_read(text)
    if even is not None:
        return _READINGS[folding.case, True].of(even)
    if "\n" in text:
        text = _INSIDE.sub("", text)
    return "".join(_folded_cluster(cluster, folding.case, True) for cluster in _CLUSTER.findall(text))


def evenly_read(text: str) -> str | None:
    """The folded text if each character folds by itself, without line breaks inside words; else None."""
    if "\n" in text:
        text = _INSIDE.sub("", text)
    return None if _UNEVEN.search(text) else text


def folded(text: str, folding: Folding) -> Folded:
    """The folded text with the source position of each character."""
    even = _evenly_folded(text, folding)
    if even is not None:
        return even
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _stretches(text, folding):
        cluster = text[start:end]
        if folding.reading and "\n" in cluster:
            cluster = _INSIDE.sub("", cluster)
        piece = _folded_cluster(cluster, folding.case, folding.reading)
        if piece:
            words.append(piece)
            starts += [start, *[-1] * (len(piece) - 1)]
            ends += [*[-1] * (len(piece) - 1), end]
    return Folded("".join(words), starts, ends)


def _evenly_folded(text: str, folding: Folding) -> Folded | None:
    """A fast path for text that folds one to one; None for other text."""
    if folding.reading and _UNEVEN.search(text):
        return None
    words = as_read(text, folding)
    places = _kept(text) if folding.reading else range(len(text))
    if len(words) != len(places):  # no character folds to nothing, so one has become several
        return None
    return Folded(words, places, [place + 1 for place in places])


def spans(text: str, words: str, folding: Folding) -> list[tuple[int, int]]:
    """The non-overlapping spans of ``words`` in a text, left to right."""
    needle = as_read(words, folding)
    if not needle or needle not in as_read(text, folding):
        return []
    source = folded(text, folding)
    found: list[tuple[int, int]] = []
    at = source.words.find(needle)
    while at >= 0:
        span = source.source(at, at + len(needle))
        if span is not None and not (folding.reading and _another_sign(words, text, span)):
            found.append(span)
            at += len(needle)
        else:
            at += 1
        at = source.words.find(needle, at)
    return found


def stands_around(text: str, place: int, old: str, new: str, folding: Folding = AS_PEOPLE_READ) -> bool:
    """Whether ``new``, which contains ``old``, already stands around the ``old`` that begins at a place.

    Replacing it there would double the rest: サーバ in サーバー.
    """
    sought, whole = as_read(old, folding), as_read(new, folding)
    if sought not in whole:
        return False
    reach = len(new) * _UNEVEN_REACH + _UNSEEN_REACH
    first = max(0, place - reach)
    near = folded(text[first : place + reach], folding)
    at = near.starts.index(place - first)
    return any(
        at >= before and near.words.startswith(whole, at - before)
        for before in range(len(whole))
        if whole.startswith(sought, before)
    )


def reads_same(one: str, other: str) -> bool:
    """Whether two texts differ at most in what readers do not see: width, variants of characters, dashes."""
    return one == other or as_read(one, Folding(case=False)) == as_read(other, Folding(case=False))


def _another_sign(words: str, text: str, span: tuple[int, int]) -> bool:
    """Whether what was met only looks like the first character of the search text.

    Inside words a dash and ー stand for one another (サーバ－, 03ー1234).  At the start that is unlikely:
    replacing － alone must not touch every サーバー, nor replacing ○ the zeros of 二〇二四年.
    """
    first, start = words[0], span[0]
    met = text[start]
    if first in _CIRCLES:
        return first != met == _ZERO and _in_number(text, start)
    return first in DASHES + _LONG and (first in _LONG) != (met in _LONG)


def _in_number(text: str, place: int) -> bool:
    begin = max(0, place - _LONGEST_NUMBER)
    numbers = _NUMBER.finditer(text[begin : place + _LONGEST_NUMBER])
    return any(number.start() <= place - begin < number.end() for number in numbers)


def _stretches(text: str, folding: Folding) -> Iterator[tuple[int, int]]:
    if not folding.reading:
        yield from ((at, at + 1) for at in range(len(text)))
        return
    places = _kept(text)  # as in as_read: text may join across a line break
    for match in _CLUSTER.finditer("".join(text[place] for place in places)):
        yield places[match.start()], places[match.end() - 1] + 1


def _kept(text: str) -> Sequence[int]:
    """The positions of all characters except line breaks inside words."""
    cuts = {match.start() for match in _INSIDE.finditer(text)} if "\n" in text else ()
    return [at for at in range(len(text)) if at not in cuts] if cuts else range(len(text))


@lru_cache(maxsize=20_000)
def _folded_cluster(cluster: str, case: bool, reading: bool) -> str:
    if reading:
        cluster = _UNSEEN.sub("", cluster[: MAX_MARKS + 1])
        if not cluster or cluster in _THEMSELVES:
            return cluster
        normal = _ALIKE.get(cluster) or unicodedata.normalize("NFKC", cluster)
        cluster = "".join(_ALIKE.get(char, char) for char in normal)
    return cluster.casefold() if case else cluster

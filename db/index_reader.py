"""Reads assessments for the search index: in this process, or many of them in child processes.

Reading and tokenizing is Python code, which would block the window and use one CPU only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import field
from itertools import islice
from pathlib import Path
from typing import Final

from db.answer_cache import AnswerCache
from db.cabinet import Cabinet
from db.codec import PathsWords
from db.errors import NoSuchAssessment, WrongContents
from db.grams import grams
from pia_desktop.assessment.search import answers_in_order, words_of
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import Value
from pia_desktop.processes.crew import Crew, give_way, serve

JOBS_OPTION: Final = "--jobs"
"""Tells the command ``search`` that it is such a child; the folder takes the place of the words."""
SHORT: Final = 60
_MOST_SHORT: Final = 50_000
"""Texts of up to so many characters, mostly choices, are cached while assessments are read."""
_PORTION: Final = 8
"""Assessments per job."""
_AHEAD: Final = 8
"""Jobs in progress at most: their results are on the disk, half a megabyte per large assessment."""

State = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An assessment to read: its state, and the digests of its texts that are indexed already."""

    assessment_id: int
    state: State
    known: frozenset[int] = frozenset()


@dataclass(slots=True)
class Texts:
    """What is indexed of an assessment: the digest of the text at each path; by digest the text itself and,
    if it is new, its tokens.
    """

    assessment_id: int
    state: State
    digests: dict[str, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    tokens: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unread:
    """An assessment that is gone, or whose contents are broken."""

    assessment_id: int
    broken: bool


Reading = Texts | Unread
_Portion = Sequence[Wanted]
_Readers = Crew[_Portion, list[Reading]]
_Said = tuple[str, int]
"""A text and its digest."""


class Reader:
    """Reads assessments of one cabinet.  Not thread-safe."""

    def __init__(self, cabinet: Cabinet) -> None:
        self._cabinet = cabinet
        self._familiar = AnswerCache()
        self._said: dict[tuple[int, int], tuple[Item, Value, _Said]] = {}
        self._cut: set[int] = set()

    def read(self, wanted: Wanted) -> Reading:
        """The texts of an assessment.  Each short text is tokenized only once."""
        try:
            snapshot = self._cabinet.load(wanted.assessment_id, self._familiar)
        except (NoSuchAssessment, WrongContents) as error:
            return Unread(wanted.assessment_id, isinstance(error, WrongContents))
        found, paths = Texts(wanted.assessment_id, wanted.state), PathsWords()
        for path, item, value in answers_in_order(snapshot.form, snapshot.root):
            text, digest = self._text(item, value)
            if text:
                found.digests[paths.of(path)] = digest
                found.texts[digest] = text
        for digest, text in found.texts.items():
            if digest not in wanted.known and digest not in self._cut:
                found.tokens[digest] = grams(text)
                if len(text) <= SHORT:
                    self._cut.add(digest)
        return found

    def read_all(self, portion: _Portion) -> list[Reading]:
        """The texts of several assessments."""
        return [self.read(wanted) for wanted in portion]

    def _text(self, item: Item, value: Value) -> _Said:
        """The text of an answer, computed once per value object and item."""
        key = id(item), id(value)  # unique while the objects are referenced here
        known = self._said.get(key)
        if known is not None:
            return known[2]
        text = text_of(item, value)
        said = text, _digest(text)
        if len(text) <= SHORT:
            if len(self._said) >= _MOST_SHORT:
                self._said.clear()
            self._said[key] = item, value, said
        return said


def read_here(cabinet: Cabinet, wanted: Iterable[Wanted], stopped: Callable[[], bool]) -> Iterator[Reading]:
    """Read assessments in order, until stopped."""
    reader = Reader(cabinet)
    for one in wanted:
        if stopped():
            return
        yield reader.read(one)


def read_beside(cabinet: Cabinet, wanted: Iterable[Wanted], stopped: Callable[[], bool]) -> Iterator[Reading]:
    """Read assessments in child processes, in any order, until stopped."""
    reader = Reader(cabinet)
    command = ["search", JOBS_OPTION, str(cabinet.path)]
    try:
        readers = _Readers(command, lambda _folder, portion: reader.read_all(portion))
    except OSError:  # no temporary folder
        yield from read_here(cabinet, wanted, stopped)
        return
    waiting = iter(wanted)
    portions = enumerate(iter(lambda: tuple(islice(waiting, _PORTION)), ()))

    def give_next() -> None:
        following = next(portions, None)
        if following is None:
            readers.all_given()
        else:
            readers.give(*following)

    with closing(readers):
        for _time in range(_AHEAD):
            give_next()
        for _number, found in readers.results(stopped):
            give_next()
            yield from found


def be_a_reader(cabinet: Cabinet, folder: Path) -> int:
    """Entry point of the child; it runs at low priority."""
    give_way()
    reader = Reader(cabinet)

    def read(_folder: Path, portion: _Portion) -> list[Reading]:
        return reader.read_all(portion)

    return serve(folder, read)


def text_of(item: Item, value: Value) -> str:
    """The searchable text of an answer: what the clerk typed, or the words that the form prints
    for a choice.
    """
    if isinstance(item.kind, ChecksKind):  # labels, and the text filled into their （　）
        return item.kind.format(value)
    own = "\n".join(text for _spot, text in words_of(item, value))
    return own or item.kind.format(value)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)

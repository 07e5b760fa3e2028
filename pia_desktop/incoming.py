"""An incoming document of any kind: contents, reading report, and origin."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, Protocol, TypeVar

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.exchange.interchange import ImportedAssessment, read_document, read_file
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked, Figure, Value
from pia_desktop.intake.cells import Where
from pia_desktop.intake.report import LeftOver, Outcome, Report
from pia_desktop.intake.words import fold
from pia_desktop.paper.copies import marked_as
from pia_desktop.reuse.similar import same_office
from pia_desktop.revisions.matching import matched
from pia_desktop.wareki import ParsedDate

INTERCHANGE: Final = ".json"
SUFFIXES: Final = (".xlsx", ".pdf", ".docx", ".html", ".htm", ".csv", ".tsv", ".txt", INTERCHANGE)
"""Suffixes of files that can be taken in."""


_WITHOUT_BLANKS: Final = frozenset({".pdf", ".txt"})
"""Kinds of documents in which blanks and line ends of a text are a matter of its look."""

_ONLY_SHEET: Final = "1"
"""What has no sheets (a page, a Word document, a text) is read as one of this name."""

_ROW: Final = re.compile(r"[A-Z]{1,3}([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where contents came from: file name, SHA-256 of its bytes, day."""

    name: str
    digest: str
    day: date

    @property
    def words(self) -> str:
        """The text of a note about it; data, so always Japanese."""
        return f"「{self.name}」から取り込み（{ParsedDate.of(self.day).wareki()}）\nSHA-256: {self.digest}"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document that was read.  ``report`` and ``outcome`` are None for an interchange file."""

    contents: ImportedAssessment
    origin: Origin
    outcome: Outcome | None = None

    @property
    def form(self) -> Form:
        """The edition it was read as."""
        return self.contents.form

    @property
    def snapshot(self) -> Snapshot:
        """Its contents."""
        return Snapshot(self.contents.form, self.contents.root)

    @property
    def pictures(self) -> PictureDict:
        """Its pictures."""
        return self.contents.pictures

    @property
    def report(self) -> Report | None:
        """The reading report."""
        return self.outcome.report if self.outcome else None

    @property
    def left_over(self) -> tuple[LeftOver, ...]:
        """Text that no item took."""
        return self.report.left_over if self.report else ()


def is_interchange(path: Path) -> bool:
    """Whether a file is an interchange file, which is read in this process by its strict reader."""
    return path.suffix.lower() == INTERCHANGE


def read_incoming(path: Path, form: str | None = None) -> Incoming:
    """Read a document of any kind, in a child process unless it is an interchange file.

    ``form``: FORM or FORM@VERSION, to skip recognition.  Raises UserError with cause and remedy.
    """
    if is_interchange(path):
        return Incoming(read_file(path), origin_of(path))
    from pia_desktop.intake import child

    return taken_from(child.read_document(path, form), origin_of(path))


def taken_from(outcome: Outcome, origin: Origin) -> Incoming:
    """The result of a child process, validated against its form.  Raises ImportRefused."""
    contents = read_document(json.dumps(outcome.document, ensure_ascii=False), origin.name)
    return Incoming(contents, origin, outcome)


def origin_of(path: Path) -> Origin:
    """The origin of a file's contents.  A file that has vanished has no digest."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        digest = ""
    return Origin(path.name, digest, date.today())


def left_over_words(name: str, left: Iterable[LeftOver]) -> str:
    """Leftover text as a note, each with its place; empty if there is none."""
    lines = [f"・［{place_words(one.where)}］{one.text}" for one in left]
    if not lines:
        return ""
    return "\n".join([f"「{name}」の文のうち、どの欄にも入らなかったもの", *lines])


def notes_of(
    found: Incoming, *, to_do: bool, left: Sequence[LeftOver] | None = None
) -> list[tuple[str, str]]:
    """(kind, text) of the notes that record a document's origin and its leftover text.

    ``to_do``: the leftover text is a task.  ``left``: what is still left of it; None: all.
    """
    words = left_over_words(found.origin.name, found.left_over if left is None else left)
    return [("note", found.origin.words), *([("todo" if to_do else "note", words)] if words else [])]


def as_version(snapshot: Snapshot, known: Snapshot, origin: Origin) -> Snapshot:
    """An earlier state with the keys that the assessment's entries have now.

    Of a document that does not tell blanks, with the blanks of answers that differ in nothing else: each
    would be a change that nobody has made.
    """
    keyed = keyed_like(snapshot.root, known.root)
    told = Path(origin.name).suffix.lower() not in _WITHOUT_BLANKS
    return Snapshot(snapshot.form, keyed if told else spaced_like(keyed, known.root))


def place_words(where: Where) -> str:
    """A place in a document, in terms of its kind; data, so always Japanese."""
    row = _ROW.match(where.box) if where.sheet == _ONLY_SHEET and isinstance(where.box, str) else None
    if row is not None:
        return f"{row[1]}行目"
    if where.sheet is not None:
        return f"{where.sheet} {where.box}" if isinstance(where.box, str) else where.sheet
    return f"{where.page}ページ"


def node_path(root: Node, at: Sequence[str | int]) -> NodePath | None:
    """The path of an answer that a report locates by positions; None if there is no such entry."""
    path: NodePath = ()
    for step in at[1:] if at[:1] == ("values",) else at:
        if isinstance(step, str):
            path = (*path, step)
            continue
        node = root.find(path[:-1])
        keys = list(node.lists.get(path[-1], {})) if node is not None and path else []
        if step >= len(keys):
            return None
        path = (*path, keys[step])
    return path


def is_called(form: Form, root: Node, number: str, title: str) -> bool:
    """Whether contents are called like the assessment listed under this number and name.

    Names decide, ignoring spaces; if either has no name, numbers do.
    """
    own = [root.answer((role,)) for role in (form.roles.title, form.roles.number)]
    name, own_number = (fold(words) if isinstance(words, str) else "" for words in own)
    if name and title:
        return name == fold(title)
    return bool(own_number) and own_number == fold(number)


class Listed(Protocol):
    """An assessment in the list of a cabinet."""

    @property
    def id(self) -> int: ...

    @property
    def form(self) -> str: ...

    @property
    def number(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def agency(self) -> str: ...

    @property
    def trashed(self) -> bool: ...


L = TypeVar("L", bound=Listed)


def same_work(form: Form, root: Node, listed: Listed) -> bool:
    """Whether contents are of a listed assessment: called like it, and not another office's."""
    agency = root.answer((form.roles.agency,))
    office = agency if isinstance(agency, str) else ""
    return is_called(form, root, listed.number, listed.title) and same_office(office, listed.agency)


def works_called_so(form: Form, root: Node, listed: Iterable[L]) -> tuple[list[L], list[L]]:
    """The assessments that a document of a form may be: those of the same work, and those that another office
    calls so.
    """
    found: tuple[list[L], list[L]] = ([], [])
    for one in listed:
        if one.form == form.id and not one.trashed and is_called(form, root, one.number, one.title):
            found[not same_work(form, root, one)].append(one)
    return found


def withheld_as_known(
    snapshot: Snapshot, listed: Iterable[Listed], load: Callable[[int], Snapshot]
) -> Snapshot:
    """The contents of a document, which has no marks, withheld as in assessments of the same work."""
    for one in works_called_so(snapshot.form, snapshot.root, listed)[0]:
        try:
            snapshot = marked_as(snapshot, load(one.id))
        except UserError:  # it cannot be read, and is no reason to take nothing in
            continue
    return snapshot


def keyed_like(contents: Node, known: Node) -> Node:
    """The contents with entry keys taken from the matching entries of ``known``.

    So notes, histories and comparisons recognize entries that came from a file.
    """
    return _keyed(contents, known, ())


def _keyed(node: Node, known: Node, path: NodePath) -> Node:
    lists: dict[str, Mapping[str, Node]] = {}
    for list_id, entries in node.lists.items():
        old = known.lists.get(list_id, {})
        here = (*path, list_id)
        old_of = {new: was for was, new in matched(old, entries, one_is_one=here == (FILES,))}
        lists[list_id] = {
            old_of.get(key, key): _keyed(entry, old[old_of[key]], (*here, key)) if key in old_of else entry
            for key, entry in entries.items()
        }
    return replace(node, lists=lists)


def spaced_like(contents: Node, known: Node) -> Node:
    """The contents with the blanks and line ends of the answers of ``known`` that say the same."""
    answers = {key: _spaced(value, known.answers.get(key)) for key, value in contents.answers.items()}
    lists = {
        list_id: {
            key: spaced_like(entry, old) if (old := known.lists.get(list_id, {}).get(key)) else entry
            for key, entry in entries.items()
        }
        for list_id, entries in contents.lists.items()
    }
    return replace(contents, answers=answers, lists=lists)


def _spaced(value: Value, known: Value | None) -> Value:
    if isinstance(value, str) and isinstance(known, str):
        return _like(value, known)
    if isinstance(value, Checked) and isinstance(known, Checked):
        texts = {box: _like(words, known.text(box)) for box, words in value.texts}
        return Checked.of(value.ticked, texts, dict(value.counts))
    if isinstance(value, Figure) and isinstance(known, Figure):
        passages = known.passages
        if len(value.passages) == len(passages):
            following = iter(passages)
            return value.each(lambda one: _like(one, next(following)) if isinstance(one, str) else one)
    return value


def _like(words: str, known: str) -> str:
    """The known words, if they differ in blanks alone."""
    return known if "".join(words.split()) == "".join(known.split()) else words

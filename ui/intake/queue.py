"""The queue of documents to take in: each is read in a child process, two at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QThreadPool, Signal

from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.incoming import Incoming, is_interchange, origin_of, read_incoming, taken_from
from pia_desktop.intake.child import Reading
from ui.context.background import Jobs, Stopped
from ui.intake.rows import ASKING, answered_paths, groups_of

_AT_A_TIME: Final = 2


class State(Enum):
    """Progress of a document."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    STORED = "stored"


@dataclass(eq=False)
class Document:
    """A queued file and its outcome.

    ``asking`` counts the rows still to check; ``empty``: it has no answer, as a blank form.
    """

    path: Path
    state: State = State.WAITING
    found: Incoming | None = None
    error: UserError | None = None
    asking: int = 0
    empty: bool = False
    name: str = field(default="")

    def __post_init__(self) -> None:
        self.name = self.name or self.path.name

    @property
    def words(self) -> str:
        """Its state in words."""
        if self.state is State.READ:
            count = ngettext("{count:,} to check", "{count:,} to check", self.asking)
            if self.asking:
                return count.format(count=self.asking)
            return _("nothing filled in") if self.empty else _("nothing to check")
        return {
            State.WAITING: _("waiting"),
            State.READING: _("being read…"),
            State.REFUSED: _("cannot be read"),
            State.STORED: _("taken in"),
        }[self.state]


class DocumentQueue(QObject):
    """Reads the queued documents."""

    changed = Signal(object)
    """Something became of a ``Document``."""
    added = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.documents: list[Document] = []
        pool = QThreadPool(self)
        pool.setMaxThreadCount(_AT_A_TIME)
        self._jobs = Jobs(self, pool)

    @property
    def unread(self) -> bool:
        """Whether any document is still to be read."""
        return any(one.state in (State.WAITING, State.READING) for one in self.documents)

    def add(self, documents: Sequence[Document]) -> None:
        """Queue documents and start reading; duplicates are ignored."""
        known = {one.path for one in self.documents if one.state is not State.STORED}
        for one in documents:
            if one.path not in known:
                self.documents.append(one)
                if one.state is State.WAITING:
                    self._begin(one)
        self.added.emit()

    def cancel(self) -> None:
        """Stop reading and end the child processes."""
        self._jobs.cancel()

    def _begin(self, document: Document) -> None:
        self._jobs.begin(
            lambda stopped, tell: _read(document.path, document.name, stopped, tell),
            lambda found: self._read(document, found),
            progress=lambda _nothing: self._set(document, State.READING),
            failed=lambda error: self._refused(document, error),
        )

    def _read(self, document: Document, found: Incoming | None) -> None:
        if found is None:
            return
        document.found = found
        document.asking = sum(row.sort in ASKING for group in groups_of(found) for row in group.rows)
        document.empty = not answered_paths(found.form, found.contents.root)
        self._set(document, State.READ)

    def _refused(self, document: Document, error: UserError) -> None:
        document.error = error
        self._set(document, State.REFUSED)

    def _set(self, document: Document, state: State) -> None:
        document.state = state
        self.changed.emit(document)


def _read(path: Path, name: str, stopped: Stopped, tell: object) -> Incoming | None:
    """Read a document, in a thread; None if stopped.  Raises UserError."""
    from dataclasses import replace

    assert callable(tell)
    tell(None)
    if is_interchange(path):
        return read_incoming(path)
    outcome = Reading(path).outcome(stopped)
    return None if outcome is None else taken_from(outcome, replace(origin_of(path), name=name))

"""The notes of one open assessment: stored as they are typed, signalled, marked at their items."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from db.records import Note
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import NodePath, new_key
from pia_desktop.assessment.progress import Progress
from pia_desktop.assessment.withheld import Spans, ordered, passages_of, words_withheld
from pia_desktop.errors import CabinetError
from pia_desktop.i18n import _
from pia_desktop.moments import now_words
from ui.context.annotations import AnnotationStore
from ui.context.marks import Mark
from ui.context.session import Session

PANE: Final = "notes"
NOTE: Final = "note"
TODO: Final = "todo"
REMARK: Final = "remark"
_LONGEST: Final = 300
"""Characters of its notes that the mark of an item tells."""


def kind_label(kind: str) -> str:
    """The name of a kind of note in the current language."""
    return {NOTE: _("Note"), TODO: _("To do"), REMARK: _("Remark")}[kind]


def carried_since(note: Note, versions: int) -> int:
    """The number of the first version closed after an open remark was made; else 0."""
    return note.version + 1 if note.kind == REMARK and not note.done and versions > note.version else 0


class NoteBook(QObject):
    """The notes of a session.  ``changed``: some were added or removed; ``edited``: one has new text.

    A removed note can be put back unchanged.
    """

    changed = Signal()
    replaced = Signal()
    """All may have other text, before ``changed``."""
    edited = Signal(str)
    """A note changed without coming or going: its id."""

    def __init__(
        self, session: Session, keep: AnnotationStore, assessment_id: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._keep = keep
        self._assessment_id = assessment_id
        self._notes: dict[str, Note] = {}
        self._read = False
        keep.follow(self._read_anew)

    def begin(self) -> None:
        """Load the stored notes, once."""
        if self._read:
            return
        self._read = True
        try:
            self._notes = {note.id: note for note in self._keep.notes()}
        except CabinetError:  # the file is unreachable; the saved-state line says so
            self._notes = {}
        for path in {note.path for note in self._notes.values()}:
            self._show_mark(path)
        if self._notes:
            self.changed.emit()

    def _read_anew(self) -> None:
        """The writer of a cabinet that is only read here has saved."""
        if not self._read:
            return
        try:
            found = {note.id: note for note in self._keep.notes()}
        except CabinetError:
            return
        if found != self._notes:
            paths = {note.path for note in (*self._notes.values(), *found.values())}
            self._notes = found
            for path in paths:
                self._show_mark(path)
            self.replaced.emit()
            self.changed.emit()

    # ---- reading

    def all(self) -> tuple[Note, ...]:
        """All notes in form order: first those of the whole assessment, last those whose place is gone."""
        order = _order(self.session)
        nowhere = len(order)
        notes = sorted(self._notes.values(), key=lambda note: note.created_at)
        return tuple(sorted(notes, key=lambda note: order.get(note.path, nowhere) if note.path else -1))

    def find(self, note_id: str) -> Note | None:
        return self._notes.get(note_id)

    def at(self, path: NodePath) -> tuple[Note, ...]:
        """The notes at one path, oldest first."""
        notes = [note for note in self._notes.values() if note.path == path]
        return tuple(sorted(notes, key=lambda note: note.created_at))

    def waiting(self) -> tuple[Note, ...]:
        """Tasks and remarks that are not done."""
        return tuple(note for note in self._notes.values() if note.kind != NOTE and not note.done)

    def place(self, note: Note) -> str:
        if not note.path:
            return _("The whole assessment")
        if not self.session.root.has_place(note.path):
            return _("The item is no longer there.")
        return printed_path(self.session.form, note.path, self.session.root)

    def reaches(self, note: Note) -> bool:
        """Whether the note's item exists."""
        return bool(note.path) and self.session.root.has_place(note.path)

    def withheld_in(self, text: str) -> Spans | None:
        """Which words of a note the assessment withholds; what came with a mark says so itself."""
        known: set[str] = set()
        for path, node in self.session.root.walk():
            for item_id, spans in node.withheld.items():
                value = self.session.answer((*path, item_id))
                known.update(words_withheld(passages_of(value), spans) if value is not None else ())
        found = [match.span() for words in known for match in re.finditer(re.escape(words), text)]
        return ordered(found) or None

    # ---- changing

    def add(self, kind: str, path: NodePath) -> Note | None:
        """Add an empty note; None if the notes are read-only."""
        if not self.session.may_note:
            return None
        note = Note(new_key(), self._assessment_id, path, kind, "", version=self.session.version_count)
        self._put(note)
        self.changed.emit()
        return self._notes[note.id]

    def write(self, note_id: str, **fields: object) -> None:
        """Change fields of a note: ``words``, ``author``, ``answer``, ``done`` or ``kind``."""
        note = self._notes.get(note_id)
        if note is None or not self.session.may_note:
            return
        now = replace(note, changed_at="", **fields)  # type: ignore[arg-type]
        if now != replace(note, changed_at=""):
            self._put(now)
            self.edited.emit(note_id)

    def remove(self, note_id: str) -> Note | None:
        """Remove a note; returns it, so that it can be put back."""
        note = self._notes.get(note_id)
        if note is None or not self.session.may_note:
            return None
        del self._notes[note_id]
        self._keep.remove_note(note_id)
        self._show_mark(note.path)
        self.changed.emit()
        return note

    def put_back(self, note: Note) -> None:
        self._put(note)
        self.changed.emit()

    def _put(self, note: Note) -> None:
        moment = now_words()
        note = replace(note, created_at=note.created_at or moment, changed_at=note.changed_at or moment)
        if note.kind == REMARK and not note.number:
            taken = [one.number for one in self._notes.values()]
            note = replace(note, number=max(taken, default=0) + 1)
        self._notes[note.id] = note
        self._keep.put_note(note)
        self._show_mark(note.path)

    def _show_mark(self, path: NodePath) -> None:
        if path:
            self.session.marks.put(PANE, path, self._mark(path))

    def _mark(self, path: NodePath) -> Mark | None:
        notes = self.at(path)
        if not notes:
            return None
        lines = [f"{kind_label(note.kind)}：{note.words}" for note in notes]
        waiting = [note for note in notes if not note.done]
        symbol = max((note.kind for note in waiting or notes), key=(NOTE, TODO, REMARK).index)
        return Mark(PANE, symbol, "\n".join(lines)[:_LONGEST])


def _order(session: Session) -> dict[NodePath, int]:
    """Sort position of every item, list and entry."""
    progress = Progress(session.form, session.root)
    order: dict[NodePath, int] = {}
    for number, branch in enumerate(progress.top.walk()):
        order.setdefault(branch.path, number)
    for path, branch in progress.lists.items():
        order.setdefault(path, order.get(branch.path, 0))
    return order

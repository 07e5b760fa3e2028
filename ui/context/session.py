"""One open assessment in the window: the contents, the undo stack, and the way to the disk.

Widgets never change contents themselves.  They send edits here; what comes back are signals that name what
changed, for whoever shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QUndoCommand, QUndoStack
from shiboken6 import isValid

from pia_desktop.assessment.assessment import Assessment, Prepared, Snapshot
from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
)
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath, new_key, with_new_keys
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.model import ANNEXES, FILES, Form
from pia_desktop.forms.values import Picture, Value
from pia_desktop.i18n import _
from ui.context.marks import Marks
from ui.context.past_states import PastStates, StateKeeper, states_in
from ui.context.steps import Steps, TextChange
from ui.widgets.overrides import guarded

_TYPING: Final = 1
"""Undo commands of this id may merge: keystrokes in one answer are one step."""


def _always(_path: NodePath) -> bool:
    return True


class EditStore(Protocol):
    """Where edits go to be kept, and where pictures lie."""

    @property
    def pictures(self) -> PictureSource:
        """The pictures of the cabinet."""
        ...

    def submit(self, edit: Edit) -> None:
        """Keep an edit; returns at once."""
        ...

    def put_picture(self, data: bytes, picture: Picture) -> None:
        """Keep a picture's bytes before an answer refers to them."""
        ...


@runtime_checkable
class ComposingField(Protocol):
    """A field that holds what an input method has not given up yet."""

    def commit_composition(self) -> None:
        """Make those words part of the text."""
        ...


def _composing(field: object) -> ComposingField | None:
    return field if isinstance(field, ComposingField) else None


class Session(QObject):
    """The one door to an open assessment."""

    answers_changed = Signal(tuple)
    """Answers changed at once: their paths."""
    withheld_changed = Signal(tuple)
    """What is withheld of an answer changed: the answer's path."""
    entries_changed = Signal(tuple)
    """Entries of a list were added, removed or moved: the list's path."""
    file_selected = Signal(str)
    """Another 特定個人情報ファイル is shown: its key."""
    item_requested = Signal(tuple)
    """Someone asks that an item be shown and take the cursor: its path."""
    item_entered = Signal(tuple)
    """The cursor entered an item: its path."""
    item_left = Signal()
    """No item is at hand any more: its tab or file is no longer shown, or it is gone."""
    shown_first = Signal()
    """Something was to be done with an item that is out of sight; the item was only shown."""
    menu_requested = Signal(object, object)
    """A right click on a field: the ``QMenu`` to fill with what the window offers for the item, and the
    field's own actions for it."""
    taken_out = Signal(str)
    """Something was removed or replaced, which undo takes back: the words that say so."""
    versions_told = Signal(int)
    """How many closed versions there are."""
    joining_offered = Signal(object)
    """Pasted words have line ends in mid-sentence: what joins the lines, as a step of its own."""
    proposals_requested = Signal()
    """Someone asks for rows of the table of changes to be proposed."""

    def __init__(
        self, assessment: Assessment, store: EditStore, *, read_only: bool = False, notes_only: bool = False
    ) -> None:
        """``notes_only``: the contents are read, and notes and remarks written."""
        super().__init__()
        self.assessment = assessment
        self.store = store
        self.read_only = read_only or notes_only
        self.may_note = not read_only
        self.undo_stack = QUndoStack(self)
        self.marks = Marks(self)
        self.current_path: NodePath | None = None
        """The item that the cursor is in; None where that is no longer shown."""
        self.last_path: NodePath | None = None
        """The item that the cursor was in last, shown or not."""
        self.seen: Callable[[NodePath], bool] = _always
        """Whether an item is on the screen; the window knows."""
        self._in_hand: tuple[QObject, Callable[[], None]] | None = None
        self.version_count = 0
        self.steps = Steps()
        self.past = PastStates(store.keep_states) if isinstance(store, StateKeeper) else None
        files = list(self.root.entries((FILES,)))
        self.file_key = files[0] if files else ""
        assessment.listen(self._applied)

    @property
    def form(self) -> Form:
        """The form edition of the assessment."""
        return self.assessment.form

    @property
    def root(self) -> Node:
        """The contents as they are now."""
        return self.assessment.root

    def answer(self, path: NodePath) -> Value | None:
        """The answer at a path."""
        return self.root.answer(path)

    # ---- what is being written

    def take_in_hand(self, field: QObject, complete: Callable[[], None]) -> None:
        """The cursor is in a field; ``complete`` makes what was typed there an answer."""
        self._in_hand = field, complete

    def commit_composition(self) -> None:
        """Make words that an input method still holds part of the text."""
        field = _composing(QGuiApplication.focusObject())
        if field is not None:
            field.commit_composition()
        else:
            QGuiApplication.inputMethod().commit()

    def complete(self) -> None:
        """Complete the field in hand.  Called before anything reads the assessment to act on it."""
        self.commit_composition()
        if self._in_hand is not None and isValid(self._in_hand[0]):
            self._in_hand[1]()

    def snapshot(self) -> Snapshot:
        """The contents as they are now, with what is being written."""
        self.complete()
        return self.assessment.snapshot()

    # ---- edits

    def set_answer(self, path: NodePath, value: Value | None, *, typing: TextChange | bool = False) -> None:
        """Answer an item.  ``typing``: by a keystroke, which may be one undo step with those before it."""
        old = self.answer(path)
        if self.read_only or old == value:
            return
        if typing is False:
            self.push(SetAnswer(path, value))
            return
        if typing is True:
            typing = TextChange.between(
                old if isinstance(old, str) else "", value if isinstance(value, str) else ""
            )
        number = self.steps.number(path, typing)
        self._push(SetAnswer(path, value), number)

    def withhold(self, path: NodePath, spans: Spans | None) -> None:
        """Keep an answer or passages of it from the public, or (None) nothing of it."""
        if self.answer(path) is not None and self.root.withheld_at(path) != spans:
            self.push(SetWithheld(path, spans))

    def end_burst(self) -> None:
        """The next keystroke starts an undo step of its own: the cursor left the field, or undo was used."""
        self.steps.end()

    def add_entry(
        self, list_path: NodePath, index: int | None = None, node: Node | None = None
    ) -> str | None:
        """Add an entry, at the end or before ``index``; its key, or None where the list is full."""
        count = len(self.root.entries(list_path))
        if self.read_only or count >= self.form.lists[list_path[-1]].max:
            return None
        key = new_key()
        self._push_entry(InsertEntry(list_path, key, count if index is None else index, node or Node()))
        return key

    def _push_entry(self, edit: InsertEntry | MoveEntry | RemoveEntry) -> None:
        """Apply an edit of a list; words that name 別紙 by their numbers follow theirs."""
        from pia_desktop.assessment.annexes import following  # few steps move or remove entries

        self.push(following(self.form, self.root, edit) if edit.path == (ANNEXES,) else edit)

    def remove_entry(self, list_path: NodePath, key: str) -> None:
        """Remove an entry with all that it holds; undo brings it back whole."""
        if self.read_only:
            return
        words = printed_path(self.form, (*list_path, key), self.root)
        self._push_entry(RemoveEntry(list_path, key))
        self.taken_out.emit(_("“{place}” was removed.").format(place=words))

    def move_entry(self, list_path: NodePath, key: str, index: int) -> None:
        """Put an entry at another place of its list."""
        self._push_entry(MoveEntry(list_path, key, index))

    def copy_entry(self, list_path: NodePath, key: str) -> str | None:
        """Put a copy of an entry right behind it; its key, or None where the list is full."""
        entries = self.root.entries(list_path)
        return self.add_entry(list_path, list(entries).index(key) + 1, with_new_keys(entries[key]))

    def push(self, edit: Edit) -> None:
        """Apply any edit as one undo step."""
        if not self.read_only:
            self.steps.touch()
            self._push(edit, None)

    def push_prepared(self, prepared: Prepared) -> None:
        """The same with an edit that was worked out beside the window."""
        if not self.read_only:
            self.steps.touch()
            self._push(prepared.edit, None, prepared)

    def _push(self, edit: Edit, step: int | None, prepared: Prepared | None = None) -> None:
        self._keep_discarded_states()
        self.undo_stack.push(_EditCommand(self, edit, step, prepared))

    def _keep_discarded_states(self) -> None:
        """A new step makes the stack drop those that were taken back: their states are kept elsewhere."""
        if self.past is None:
            return
        for index in range(self.undo_stack.index(), self.undo_stack.count()):
            command = self.undo_stack.command(index)
            if isinstance(command, _EditCommand):
                self.past.keep(states_in(command.edit))

    # ---- what is shown

    def select_file(self, key: str) -> None:
        """Show another file in the parts that stand once for each file."""
        if key != self.file_key and key in self.root.entries((FILES,)):
            self.file_key = key
            self.file_selected.emit(key)

    def enter_item(self, path: NodePath) -> None:
        """Tell that the cursor is in an item."""
        if path != self.current_path:
            self.end_burst()
            self.current_path = self.last_path = path
            self.item_entered.emit(path)

    def leave_item(self) -> None:
        """Tell that the item that was at hand is no longer shown."""
        if self.current_path is not None:
            self.current_path = None
            self.item_left.emit()

    def at_hand(self, *, harmless: bool = False) -> NodePath | None:
        """The item to do something with, for actions: one that is seen.

        One out of sight is shown first, and nothing but what is ``harmless`` is done with it: None.
        """
        path = self.current_path
        if path is None or self.seen(path):
            return path
        self.item_requested.emit(path)
        if harmless:
            return path
        self.shown_first.emit()
        return None

    def tell_versions(self, count: int) -> None:
        """Tell whoever offers something that needs closed versions how many there are."""
        self.version_count = count
        self.versions_told.emit(count)

    # ---- following the contents

    def _applied(self, edit: Edit, inverse: Edit) -> None:
        if not self.read_only:  # else somebody else has written it
            self.store.submit(edit)
            if self.past is not None:
                self.past.changed(inverse, self.root)
        self._announce(edit)

    def _leave_what_is_gone(self) -> None:
        path = self.current_path or ()
        owner = path[: len(path) - len(path) % 2]
        if owner and self.root.find(owner) is None:
            self.leave_item()

    def _announce(self, edit: Edit) -> None:
        """Tell of each place once: a batch may touch a list thousands of times, and all see the end of it.

        Answers that follow each other are told of at once: they may be thousands, too.  What is withheld
        comes last: its marks are shown in the words as they are by then.
        """
        places = dict.fromkeys(_touched(edit))
        shown = (place for place in places if place[0] is not SetWithheld)
        for sort, together in groupby(shown, key=itemgetter(0)):
            paths = tuple(path for _sort, path in together)
            if sort is SetAnswer:
                self.answers_changed.emit(paths)
            else:
                for path in paths:
                    self._announce_entries(path)
        for sort, path in places:
            if sort is SetWithheld:
                self.withheld_changed.emit(path)

    def _announce_entries(self, path: NodePath) -> None:
        self._leave_what_is_gone()
        if path == (FILES,) and self.file_key not in self.root.entries(path):
            self.file_key = next(iter(self.root.entries(path)))
            self.file_selected.emit(self.file_key)
        self.entries_changed.emit(path)


def _touched(edit: Edit) -> Iterator[tuple[type, NodePath]]:
    """What an edit changes: an answer, what is withheld of one, or a list of entries."""
    match edit:
        case SetAnswer(path) | SetWithheld(path):
            yield type(edit), path
        case InsertEntry(path) | RemoveEntry(path) | MoveEntry(path):
            yield InsertEntry, path
        case Batch(edits):
            for part in edits:
                yield from _touched(part)


@guarded
class _EditCommand(QUndoCommand):
    """One undo step.  Its inverse is known once it was applied."""

    def __init__(
        self, session: Session, edit: Edit, step: int | None, prepared: Prepared | None = None
    ) -> None:
        super().__init__()
        self._prepared = prepared
        self._session = session
        self.edit = edit
        self._inverse: Edit | None = None
        self._step = step

    def id(self) -> int:
        return _TYPING if self._step is not None else -1

    def redo(self) -> None:
        if self._inverse is not None:  # stepped forward again: what is typed next is a step of its own
            self._session.end_burst()
        assessment, prepared = self._session.assessment, self._prepared
        self._inverse = assessment.apply(self.edit) if prepared is None else assessment.take(prepared)

    def undo(self) -> None:
        assert self._inverse is not None
        self._session.end_burst()
        # What is withheld followed each keystroke; redo brings back just that.
        assessment, prepared = self._session.assessment, self._prepared
        self.edit = assessment.apply(self._inverse) if prepared is None else assessment.take(prepared.back())

    def mergeWith(self, other: QUndoCommand) -> bool:
        mergeable = (
            isinstance(other, _EditCommand)
            and other._step == self._step
            and isinstance(self.edit, SetAnswer)
            and isinstance(other.edit, SetAnswer)
            and other.edit.path == self.edit.path
        )
        if mergeable:
            assert isinstance(other, _EditCommand)
            self.edit = other.edit
        return mergeable

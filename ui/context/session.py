"""One open assessment in the GUI: contents, undo stack, and saving.

Widgets never change contents themselves.  They send edits to the session and follow its signals, which name
what has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
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
from ui.context.undo import EditStep, UndoStack
from ui.widgets.own_undo import KeptTexts


def _always(_path: NodePath) -> bool:
    return True


class EditStore(Protocol):
    """Where edits are saved and pictures are read."""

    @property
    def pictures(self) -> PictureSource:
        """The pictures of the cabinet."""

    def submit(self, edit: Edit) -> None:
        """Save an edit; returns at once."""

    def put_picture(self, data: bytes, picture: Picture) -> None:
        """Store a picture, before an answer shows it."""


@runtime_checkable
class EarlierStates(Protocol):
    """Where an assessment's earlier states are stored, too."""

    def once_withheld(self) -> list[Snapshot]:
        """What they withheld, each answer by itself.  Raises CabinetError."""


@runtime_checkable
class ComposingField(Protocol):
    """A field with uncommitted input method text (preedit)."""

    def commit_composition(self) -> None:
        """Commit the preedit text."""


def _composing(field: object) -> ComposingField | None:
    return field if isinstance(field, ComposingField) else None


class Session(QObject):
    """The only access to an open assessment.  Use from the GUI thread."""

    answers_changed = Signal(tuple)
    """Paths of answers that changed together."""
    withheld_changed = Signal(tuple)
    """Path of an answer whose withheld spans changed."""
    entries_changed = Signal(tuple)
    """Path of a list whose entries were added, removed or moved."""
    file_selected = Signal(str)
    """Key of the 特定個人情報ファイル that is now shown."""
    item_requested = Signal(tuple)
    """Request to show an item and focus it, by path."""
    item_entered = Signal(tuple)
    """Path of the item that the cursor entered."""
    item_left = Signal()
    """There is no current item any more: its tab or file is hidden, or it was deleted."""
    shown_first = Signal()
    """An action was not done because its item was not visible; the item is now shown."""
    menu_requested = Signal(object, object)
    """A context menu of a field: the ``QMenu`` to fill, and the field's own actions."""
    refused = Signal(str)
    """Something asked for was not done, with the reason."""
    taken_out = Signal(str)
    """Something that undo can restore was removed or replaced, with a message."""
    versions_told = Signal(int)
    """The number of closed versions."""
    joining_offered = Signal(object)
    """Pasted text has line breaks in mid-sentence: a function that joins the lines, as an undo step."""
    proposals_requested = Signal()
    """Request to propose rows for 変更箇所."""

    def __init__(
        self, assessment: Assessment, store: EditStore, *, read_only: bool = False, notes_only: bool = False
    ) -> None:
        """``notes_only``: contents are read-only, but notes and remarks can be written."""
        super().__init__()
        self.assessment = assessment
        self.store = store
        self.read_only = read_only or notes_only
        self.may_note = not read_only
        self.undo_stack = UndoStack(self)
        self.undo_stack.stepping.connect(self.end_burst)
        self.marks = Marks(self)
        self.current_path: NodePath | None = None
        """The item with the cursor; None if it is no longer shown."""
        self.last_path: NodePath | None = None
        """The item that had the cursor last, shown or not."""
        self.seen: Callable[[NodePath], bool] = _always
        """Whether an item is visible; set by the window."""
        self._in_hand: tuple[QObject, Callable[[], None]] | None = None
        self.version_count = 0
        self.kept_texts = KeptTexts()
        """What was typed into texts beside the answers; undo brings it back while the window stands."""
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
        return self.assessment.root

    def answer(self, path: NodePath) -> Value | None:
        return self.root.answer(path)

    def once_withheld(self) -> Sequence[Snapshot]:
        """What earlier states withheld, each answer by itself.  Raises CabinetError."""
        return self.store.once_withheld() if isinstance(self.store, EarlierStates) else ()

    # ---- what is being written

    def take_in_hand(self, field: QObject, complete: Callable[[], None]) -> None:
        """Register the focused field; ``complete`` turns its pending input into an answer."""
        self._in_hand = field, complete

    def commit_composition(self) -> None:
        """Commit text that an input method still holds."""
        field = _composing(QGuiApplication.focusObject())
        if field is not None:
            field.commit_composition()
        else:
            QGuiApplication.inputMethod().commit()

    def complete(self) -> None:
        """Complete the focused field.  Call before reading the assessment to act on it."""
        self.commit_composition()
        if self._in_hand is not None and isValid(self._in_hand[0]):
            self._in_hand[1]()

    def snapshot(self) -> Snapshot:
        """The current contents, including pending input."""
        self.complete()
        return self.assessment.snapshot()

    # ---- edits

    def set_answer(self, path: NodePath, value: Value | None, *, typing: TextChange | bool = False) -> None:
        """Set an answer.  ``typing``: by a keystroke, which may share the undo step of previous ones."""
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

    def set_again(self, path: NodePath, value: Value) -> None:
        """Redo the step that was undone last, if all it did was to set this answer.

        A new step instead would drop that one and all that were undone before it.
        """
        undone = self.undo_stack.undone()
        if undone and self.answer(path) != value and _only_sets(undone[0].edit, path, value):
            self.undo_stack.redo()

    def withhold(self, path: NodePath, spans: Spans | None) -> None:
        """Withhold an answer or spans of it from the public, or (None) nothing."""
        if self.answer(path) is not None and self.root.withheld_at(path) != spans:
            self.push(SetWithheld(path, spans))

    def end_burst(self) -> None:
        """Start a new undo step with the next keystroke: the focus moved, or undo was used."""
        self.steps.end()

    def add_entry(
        self, list_path: NodePath, index: int | None = None, node: Node | None = None
    ) -> str | None:
        """Add an entry, at the end or before ``index``; returns its key, None if the list is full."""
        if self.read_only or not self.has_room(list_path):
            return None
        key, count = new_key(), len(self.root.entries(list_path))
        self._push_entry(InsertEntry(list_path, key, count if index is None else index, node or Node()))
        return key

    def room(self, list_path: NodePath) -> int:
        """How many more entries fit into a list."""
        return self.form.lists[list_path[-1]].max - len(self.root.entries(list_path))

    def has_room(self, list_path: NodePath, count: int = 1) -> bool:
        """Whether so many more entries fit into a list; says so if not."""
        if count <= self.room(list_path):
            return True
        words = _("There is no room for it: there can be {limit:,} entries.")
        self.refused.emit(words.format(limit=self.form.lists[list_path[-1]].max))
        return False

    def _push_entry(self, edit: InsertEntry | MoveEntry | RemoveEntry) -> None:
        """Apply an edit of a list, updating references to 別紙 by number."""
        from pia_desktop.assessment.annexes import following  # moving or removing entries is rare

        self.push(following(self.form, self.root, edit) if edit.path == (ANNEXES,) else edit)

    def remove_entry(self, list_path: NodePath, key: str) -> None:
        """Remove an entry with its contents; undo restores it completely."""
        if self.read_only:
            return
        words = printed_path(self.form, (*list_path, key), self.root)
        if list_path == (FILES,):
            words = words[1:-1]  # in a path it is in brackets
        self._push_entry(RemoveEntry(list_path, key))
        self.taken_out.emit(_("“{place}” was removed.").format(place=words))

    def remove_rows(self, list_path: NodePath, keys: Sequence[str]) -> None:
        """Remove rows of a table as one step, from the last: so undoing it appends most of them."""
        if len(keys) == 1:
            self.remove_entry(list_path, keys[0])
        elif keys and not self.read_only:
            marked = frozenset(keys)
            chosen = [key for key in self.root.entries(list_path) if key in marked]
            self.push(Batch(tuple(RemoveEntry(list_path, key) for key in reversed(chosen))))
            self.taken_out.emit(_("{count} rows were removed.").format(count=len(keys)))

    def move_entry(self, list_path: NodePath, key: str, index: int) -> None:
        self._push_entry(MoveEntry(list_path, key, index))

    def copy_entry(self, list_path: NodePath, key: str) -> str | None:
        """Insert a copy after an entry; returns its key, None if the list is full."""
        entries = self.root.entries(list_path)
        return self.add_entry(list_path, list(entries).index(key) + 1, with_new_keys(entries[key]))

    def push(self, edit: Edit) -> None:
        """Apply any edit as one undo step."""
        if not self.read_only:
            self.steps.touch()
            self._push(edit, None)

    def push_prepared(self, prepared: Prepared) -> None:
        """Like ``push``, for an edit computed in the background."""
        if not self.read_only:
            self.steps.touch()
            self._push(prepared.edit, None, prepared)

    def _push(self, edit: Edit, burst: int | None, prepared: Prepared | None = None) -> None:
        self._keep_discarded_states()
        self.undo_stack.push(EditStep(self.assessment, edit, burst, prepared))

    def _keep_discarded_states(self) -> None:
        """Store the states of undone steps, which a new step discards."""
        if self.past is None:
            return
        for step in self.undo_stack.undone():
            self.past.keep(states_in(step.edit))

    # ---- what is shown

    def select_file(self, key: str) -> None:
        """Show another file (特定個人情報ファイル) in the parts that exist once per file."""
        if key != self.file_key and key in self.root.entries((FILES,)):
            self.file_key = key
            self.file_selected.emit(key)

    def enter_item(self, path: NodePath) -> None:
        """Note that the cursor is in an item."""
        if path != self.current_path:
            self.end_burst()
            self.current_path = self.last_path = path
            self.item_entered.emit(path)

    def leave_item(self) -> None:
        """Note that the current item is no longer shown."""
        if self.current_path is not None:
            self.current_path = None
            self.item_left.emit()

    def at_hand(self, *, harmless: bool = False) -> NodePath | None:
        """The item that an action applies to: the current one, if it is visible.

        If it is not, it is scrolled into view, and None is returned unless the action is ``harmless``.
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
        """Announce the number of closed versions."""
        self.version_count = count
        self.versions_told.emit(count)

    # ---- following the contents

    def _applied(self, edit: Edit, inverse: Edit) -> None:
        if not self.read_only:  # otherwise the file was changed by someone else
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
        """Signal each changed place once, after the whole edit: a batch may touch a list thousands of times.

        Answers are signalled together, as there may be thousands.  Withheld spans come last, because they are
        drawn in the new text.
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


def _only_sets(edit: Edit, path: NodePath, value: Value) -> bool:
    """Whether an edit sets an answer to a value, and touches nothing but it and what of it is withheld."""
    match edit:
        case Batch(edits):
            answers = [part for part in edits if not isinstance(part, SetWithheld)]
            spans = (part.path == path for part in edits if isinstance(part, SetWithheld))
            return all(spans) and len(answers) == 1 and _only_sets(answers[0], path, value)
        case SetAnswer():
            return (edit.path, edit.value) == (path, value)
    return False


def _touched(edit: Edit) -> Iterator[tuple[type, NodePath]]:
    """What an edit changes: an answer, the withheld spans of one, or a list of entries."""
    match edit:
        case SetAnswer(path) | SetWithheld(path):
            yield type(edit), path
        case InsertEntry(path) | RemoveEntry(path) | MoveEntry(path):
            yield InsertEntry, path
        case Batch(edits):
            for part in edits:
                yield from _touched(part)

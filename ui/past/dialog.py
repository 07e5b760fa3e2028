"""この欄の以前の記載: past answers of an item, newest first, to read, copy or restore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView, QPlainTextEdit, QWidget

from pia_desktop.assessment.earlier import once_withheld
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import WHOLE, Spans, check_spans, ordered
from pia_desktop.errors import CabinetError
from pia_desktop.forms.kinds import KindFault
from pia_desktop.forms.values import Figure, Picture, Value
from pia_desktop.i18n import _
from pia_desktop.moments import short_words
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.widgets.cell_rows import CellRows
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask, show_error, tell
from ui.widgets.layouts import side_by_side
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note, tip
from ui.widgets.rows import RoomyRows
from ui.widgets.theme import em

if TYPE_CHECKING:
    from db.records import PastAnswer
    from pia_desktop.assessment.node import NodePath
    from ui.context.session import Session

_SECONDS: Final = "%H:%M:%S"

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_FIRST_WORDS: Final = 40


@runtime_checkable
class PastStore(Protocol):
    """Where past answers are stored."""

    def past_answers(self, path: NodePath) -> tuple[PastAnswer, ...]:
        """Past answers of an item, newest first.  Raises CabinetError."""

    def erase_past_answers(self, path: NodePath) -> None:
        """Delete the past answers of an item; returns at once."""


@guarded
class PastModel(CellRows, QAbstractListModel):
    """The past answers: when each was replaced, and its first words."""

    def __init__(self, session: Session, path: NodePath, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._path = path
        self._kind = session.form.item(path[-1]).kind
        self.states: tuple[PastAnswer, ...] = ()

    def show_states(self, states: tuple[PastAnswer, ...]) -> None:
        self.beginResetModel()
        self.states = states
        self.endResetModel()

    def words(self, value: Value) -> str:
        """A past answer as text."""
        return self._kind.format(value)

    def is_withheld(self, state: PastAnswer) -> bool:
        """Whether a past answer is copied as withheld."""
        return bool(self.marks(state))

    def marks(self, state: PastAnswer) -> Spans | None:
        """What of a past answer is withheld, by now or by a later state of the item too."""
        if self._session.root.withheld_at(self._path) == WHOLE:
            return WHOLE
        if state.withheld == WHOLE or not isinstance(state.value, str):
            return state.withheld
        form, item_id = self._session.form, self._path[-1]
        later = (once_withheld(form, item_id, one.value, one.withheld) for one in self.states)
        also = withheld_in(state.value, *(one for found in later for one in found))
        return ordered((*(state.withheld or ()), *(also or ()))) or None

    def cell_columns(self) -> tuple[tuple[str, int], ...]:
        return (_("Until"), 20), (_("Words"), 80)

    def cells(self, row: int) -> tuple[str, ...]:
        from pia_desktop.assessment.noted import noted

        state = self.states[row]
        words = self.words(state.value)
        return short_words(state.at, _SECONDS), noted(words, WHOLE if self.is_withheld(state) else None)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.states)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        state = self.states[index.row()]
        first = " ".join(self.words(state.value).split())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{short_words(state.at, _SECONDS)}　{first[:_FIRST_WORDS]}"
        return tip(first[:300]) if role == Qt.ItemDataRole.ToolTipRole else None


@guarded
class _PastWords(QPlainTextEdit):
    """The text of a past answer; copies of it stay withheld as it was."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.withheld = False
        self.setReadOnly(True)
        self.setTabChangesFocus(True)

    def createMimeDataFromSelection(self) -> QMimeData:
        return self.clipping(self.textCursor().selection().toPlainText())

    def clipping(self, words: str) -> QMimeData:
        """Clipboard data for some text."""
        from pia_desktop.exchange.cells import Cell
        from ui.form.clipping import clipping

        return clipping(((Cell(words, WHOLE if self.withheld else None),),))


class PastDialog(Dialog):
    """The list, the text of the selected answer, and actions on it."""

    def __init__(self, parent: QWidget, session: Session, store: PastStore, path: NodePath) -> None:
        super().__init__(parent, _("Earlier Answers of This Item"), place="past")
        self._session = session
        self._store = store
        self.path = path
        self.model = PastModel(session, path, self)
        self.list = QListView(self)
        self.list.setItemDelegate(RoomyRows(self.list))
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Earlier answers, newest first"))
        self.list.selectionModel().currentChanged.connect(self._show)
        copy_as_cells(self.list, InMemory(lambda: (session.snapshot(), *session.once_withheld())))
        self.words = _PastWords(self)
        self.words.setAccessibleName(_("Words of the chosen answer"))
        self._build()
        self.take_size(em(self) * 60, em(self) * 32)
        self.refresh()

    def _build(self) -> None:
        column = self.column
        self.add_heading(printed_path(self._session.form, self.path, self._session.root))
        self.hint = note(self)
        column.addWidget(self.hint)
        column.addWidget(side_by_side(self, self.list, self.words, shares=(2, 3)), 1)
        self.restore_button = self.buttons.add_action(_("Go &Back to This Answer"), self.restore)
        self.copy_button = self.buttons.add_action(_("&Copy"), self._copy)
        self.erase_button = self.buttons.add_action(_("&Erase the Earlier Answers…"), self._ask_erase)
        self.buttons.add_reject(_("Close"))
        self.add_buttons()

    def refresh(self) -> None:
        try:
            states = self._store.past_answers(self.path)
        except CabinetError as error:
            states = ()
            show_error(self.parentWidget(), error)
        now = self._session.answer(self.path)
        self.model.show_states(tuple(one for one in states if one.value != now))
        if self.model.states:
            self.list.setCurrentIndex(self.model.index(0))
            self.hint.setText(_("Each stood here until the time given. Nothing of this is ever printed."))
        else:
            self.words.clear()
            self.hint.setText(_("Nothing else has stood here yet, or it was erased."))
        self._offer()

    def chosen(self) -> PastAnswer | None:
        row = self.list.currentIndex().row()
        return self.model.states[row] if 0 <= row < len(self.model.states) else None

    def _show(self) -> None:
        state = self.chosen()
        self.words.withheld = state is not None and self.model.is_withheld(state)
        self.words.setPlainText(self.model.words(state.value) if state else "")
        self._offer()

    def _offer(self) -> None:
        there, writing = self.chosen() is not None, not self._session.read_only
        self.restore_button.setEnabled(there and writing)
        self.copy_button.setEnabled(there)
        self.erase_button.setEnabled(bool(self.model.states) and writing)

    # ---- what the buttons do

    def restore(self) -> None:
        """Make the selected one the answer, as one undo step, and go there."""
        state = self.chosen()
        if state is None:
            return
        try:
            self._session.push(going_back(self._session, self.path, state, self.model.marks(state)))
        except (KindFault, ValueError):
            tell(
                self.parentWidget(),
                _("This answer does not fit the form any more."),
                _("Copy its words and put in what is still right."),
            )
            return
        path, session = self.path, self._session
        self.accept()
        session.item_requested.emit(path)

    def _copy(self) -> None:
        state = self.chosen()
        if state is not None:
            QGuiApplication.clipboard().setMimeData(self.words.clipping(self.model.words(state.value)))

    def _ask_erase(self) -> None:
        ask(
            self,
            _("Erase all earlier answers of this item?"),
            _("The answer itself stays. What is erased cannot be had back."),
            [(_("Erase"), self.erase), (_("Keep"), None)],
            careful=True,
        )

    def erase(self) -> None:
        """Delete the past answers of this item."""
        if self._session.past is not None:
            self._session.past.reset(self.path)
        self._store.erase_past_answers(self.path)
        self.refresh()


def going_back(session: Session, path: NodePath, state: PastAnswer, marks: Spans | None) -> Edit:
    """The edit that restores a past answer with what of it is withheld."""
    value = state.value
    if isinstance(value, Figure):  # the bytes of pictures no longer shown may be deleted
        held = session.store.pictures.picture
        value = Figure(
            tuple(one for one in value.blocks if not isinstance(one, Picture) or held(one.digest) is not None)
        )
    session.form.item(path[-1]).kind.validate(value)
    now = session.root.withheld_at(path)
    if marks is not None:
        check_spans(value, marks)
    if now is None and marks is None:
        return SetAnswer(path, value)
    off = (SetWithheld(path, None),) if now is not None else ()
    on = (SetWithheld(path, marks),) if marks is not None else ()
    return Batch((*off, SetAnswer(path, value), *on))


def show_past(parent: QWidget, session: Session, path: NodePath | None = None) -> PastDialog | None:
    """Show past answers of an item, by default the current one; None if there are none."""
    path, store = path or session.current_path, session.store
    if path is None or path[-1] not in session.form.places or not isinstance(store, PastStore):
        return None
    session.complete()
    dialog = PastDialog(parent, session, store, path)
    dialog.open()
    return dialog

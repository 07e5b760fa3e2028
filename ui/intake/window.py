"""The window that reviews incoming documents beside their source, before they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from db.records import AssessmentInfo, TakenIn
from pia_desktop.assessment.node import NodePath
from pia_desktop.errors import UserError
from pia_desktop.i18n import N_, _, ngettext
from ui.context.cabinet_store import CabinetStore
from ui.intake.answer_pane import AnswerPane
from ui.intake.foot import Foot
from ui.intake.model import ReviewModel
from ui.intake.queue import Document, DocumentQueue, State
from ui.intake.queue_list import QueueList, head_words
from ui.intake.review import Review
from ui.intake.row_list import RowList
from ui.intake.rows import ReviewRow, Sort
from ui.intake.source_view import SourceView
from ui.intake.store_commands import StoreCommands
from ui.intake.storing import known_as
from ui.printing.copied_rows import copy_as_cells
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import presses_focused
from ui.widgets.dialogs import ask
from ui.widgets.dragging import dropped_paths, take_copy
from ui.widgets.file_chooser import FileChooser
from ui.widgets.help import add_help_key
from ui.widgets.layouts import above_below, column_of, side_by_side
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note, plain_label
from ui.widgets.quitting import add_quit_key
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.theme import em, heading_font, space

if TYPE_CHECKING:
    from ui.context.hosts import Navigator


@guarded
class IntakeWindow(Unconditional, QWidget):
    """The queue, the rows to check, the source, and the answer in its editor."""

    stored = Signal(object)
    """A document was stored, with the ``TakenIn``."""
    compare_requested = Signal(object, object)
    """A document (``Review``) is to be compared with the assessment that it is (``AssessmentInfo``)."""
    dropped = Signal(list)
    """Files and folders were dropped on it."""
    closed = Signal()

    def __init__(self, cabinet: CabinetStore, navigator: Navigator) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_help_key(self)
        add_quit_key(self)
        self.setWindowTitle(_("Taking Documents In"))
        self.setAcceptDrops(True)
        self.file_chooser: FileChooser = navigator.file_chooser
        self._cabinet = cabinet
        self._navigator = navigator
        self._reviews: dict[Document, Review] = {}
        self._sure_to_close = False
        self._known: AssessmentInfo | None = None
        self.document: Document | None = None
        self.queue = DocumentQueue(self)
        self.model = ReviewModel(self)
        self._storing = StoreCommands(self, cabinet)
        self._storing.stored.connect(self._document_stored)
        self._build()
        self.queue.changed.connect(self._document_changed)
        self.queue.added.connect(self._tell)
        self.queue.added.connect(self._make_room)
        if not restore_place(self, "intake"):
            first_size(self, 1360, 820)

    # ---- building

    def _build(self) -> None:
        column = column_of(gap=space(2), margins=(space(4), space(3), space(4), space(3)), inside=self)
        self.name = plain_label(self, font=heading_font())
        self.head = note(self)
        column.addWidget(self.name)
        column.addWidget(self.head)
        lists = self._lists()
        self.source = SourceView(self)
        self.pane = AnswerPane(self)
        self.pane.confirmed.connect(self.confirm)
        self.pane.sent.connect(self.go_on)
        self.pane.turned.connect(self.turn_line_end)
        sizes = em(self) * 26, em(self) * 44, em(self) * 30
        column.addWidget(side_by_side(self, lists, self.source, self.pane, sizes=sizes, shares=(0, 1, 0)), 1)
        self.foot = Foot(self)
        self.foot.store.clicked.connect(self.ask_to_store)
        self.foot.store_all.clicked.connect(self.store_all)
        self.foot.compare.clicked.connect(self._compare)
        self.foot.leave.clicked.connect(self.close)
        column.addWidget(self.foot)
        self.actions_ = Actions(self, self, (OF_INTAKE,))

    def _lists(self) -> QWidget:
        self.files = QueueList(self.queue, self)
        self.files.chosen.connect(self._show_document)
        self.list = RowList(self.model, self)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        self.list.confirmed.connect(self.confirm)
        self.list.turned.connect(self.turn_line_end)
        copy_as_cells(self.files)
        copy_as_cells(self.list)
        self.files.activated.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        sizes = em(self) * 10, em(self) * 30
        self._lists_split = above_below(self, self.files, self.list, sizes=sizes, shares=(0, 1))
        return self._lists_split

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := dropped_paths(event.mimeData()):
            take_copy(event)
            QTimer.singleShot(0, self, lambda: self.dropped.emit(paths))

    # ---- the queue

    def add(self, documents: Sequence[Document]) -> None:
        self.queue.add(documents)

    def _make_room(self) -> None:
        """Show more of a long queue, up to half of the height that it shares with the rows."""
        sizes = self._lists_split.sizes()
        wanted = min(self.files.whole_height(), sum(sizes) // 2)
        if wanted > sizes[0]:
            self._lists_split.setSizes([wanted, sum(sizes) - wanted])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._make_room)  # before, nothing has a height

    def _document_changed(self, document: Document) -> None:
        if document is self.document:
            self._show_document(document)
        self._tell()

    def _show_document(self, document: Document) -> None:
        self.document = document
        review = self.review_of(document)
        self.pane.show_review(review)
        self.list.show_review(review)
        self.source.show_document(document.path, document.found)
        self.name.setText(document.name)
        self._known = self._look_for_known(review)
        self._tell()
        if review is not None:
            self.list.go_to(next(iter(review.waiting or review.rows), None))
            if len(self.queue.documents) == 1:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def review_of(self, document: Document) -> Review | None:
        """The review of a document; None if it has not been read, or is stored already."""
        if document.found is None or document.state is not State.READ:
            return None
        if document not in self._reviews:
            review = Review(document.found, self)
            review.changed.connect(lambda: self._review_changed(document, review))
            self._reviews[document] = review
        return self._reviews[document]

    @property
    def review(self) -> Review | None:
        return self.review_of(self.document) if self.document is not None else None

    def _tell(self) -> None:
        """Update the headline, the progress of the queue, and the enabled buttons."""
        document, review = self.document, self.review
        self.head.setText(head_words(document, review) if document is not None else "")
        documents = self.queue.documents
        waiting = sum(one.state in (State.WAITING, State.READING) for one in documents)
        words = ngettext("{count:,} still to be read", "{count:,} still to be read", waiting)
        self.foot.progress.setText(words.format(count=waiting) if waiting else "")
        self.foot.store.setEnabled(review is not None)
        self.foot.compare.setVisible(review is not None and self._known is not None)
        easy = [one for one in documents if one.state is State.READ and not one.asking and not one.empty]
        self.foot.store_all.setVisible(len(documents) > 1)
        self.foot.store_all.setEnabled(bool(easy))

    def _look_for_known(self, review: Review | None) -> AssessmentInfo | None:
        """The assessment of the cabinet that a document seems to be."""
        if review is None:
            return None
        try:
            return next(iter(known_as(review, self._cabinet.infos())[0]), None)
        except UserError:  # the list's saved-state line says so
            return None

    def _compare(self) -> None:
        review = self.review
        if review is not None and self._known is not None:
            self.compare_requested.emit(review, self._known)

    # ---- the rows

    def _row_chosen(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        review = self.review
        self.pane.show_row(row, self._near(review, row) if review is not None and row is not None else None)
        if row is not None:
            self.source.show_place(row.where)
            self.pane.stand_behind(self.list)

    def _near(self, review: Review, row: ReviewRow) -> NodePath | None:
        """The last text answer before leftover text."""
        if row.sort is not Sort.LEFT or row.where is None or self.document is None:
            return None
        from ui.intake.nearness import answer_before

        return answer_before(review, row.where)

    def _review_changed(self, document: Document, review: Review) -> None:
        document.asking, document.empty = len(review.waiting), review.empty
        self.files.show_state(document)
        self.model.refresh()
        self.pane.refresh()
        self._tell()

    def confirm(self) -> None:
        review, row = self.review, self.list.current
        if review is None or row is None:
            return
        review.session.complete()
        review.confirm(row)
        self.go_on()

    def go_on(self) -> None:
        """Go to the next row to check, or to storing."""
        review, row = self.review, self.list.current
        if review is None or row is None:
            return
        rows, waiting = review.rows, review.waiting
        here = rows.index(row)
        behind = [one for one in waiting if rows.index(one) > here]
        if behind or waiting:
            self.list.go_to((behind or waiting)[0])
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.foot.store.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn_line_end(self) -> None:
        """Join or split the lines of the row."""
        review, row = self.review, self.list.current
        if review is not None and row is not None and row.end is not None:
            review.turn_line_end(row)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) row."""
        review, row = self.review, self.list.current
        if review is None:
            return
        rows = review.rows
        at = rows.index(row) + by if row is not None else 0
        if 0 <= at < len(rows):
            self.list.go_to(rows[at])

    def undo(self, *, redo: bool) -> None:
        """Undo or redo the last step in the answers."""
        review = self.review
        if review is not None:
            review.session.complete()
            (review.session.undo_stack.redo if redo else review.session.undo_stack.undo)()

    # ---- storing

    def ask_to_store(self) -> None:
        """Ask how to store the document, and first about rows that were not checked."""
        review, document = self.review, self.document
        if review is not None and document is not None:
            self._storing.ask_to_store(document, review, lambda: self.list.go_to(review.waiting[0]))

    def store_all(self) -> None:
        """Store all documents that need no checking, and go to the first that has to be asked about."""
        if known := self._storing.store_all(self.queue.documents, self.review_of):
            self.files.choose(known[0])

    def _document_stored(self, document: Document, taken: TakenIn) -> None:
        self._forget(document)
        self.stored.emit(taken)
        self._go_on()

    def _forget(self, document: Document) -> None:
        document.state, document.found = State.STORED, None
        review = self._reviews.pop(document, None)
        if document is self.document:
            self._show_document(document)
        if review is not None:
            review.deleteLater()
        self.files.show_state(document)
        self._document_changed(document)

    def _go_on(self) -> None:
        """Go to the next document; close the window after the last."""
        left = [one for one in self.queue.documents if one.state is not State.STORED]
        if not left:
            self.close()
            return
        following = next((one for one in left if one.state is State.READ), left[0])
        self.files.choose(following)

    # ---- events

    @property
    def left(self) -> int:
        """How many documents are neither stored nor rejected."""
        return sum(one.state not in (State.STORED, State.REFUSED) for one in self.queue.documents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_focused(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.left and not self._sure_to_close:
            event.ignore()
            self.raise_()
            ask(
                self,
                _left_words(self.left),
                _("What was checked and changed here is lost if the window is closed. The files stay."),
                [(_("Close &Without Taking In"), self.close_without_asking), (_("Keep Open"), None)],
                careful=True,
            )
            return
        remember_place(self, "intake")
        self.queue.cancel()
        self.source.stop()
        event.accept()
        self.closed.emit()

    def close_without_asking(self) -> None:
        """Close the window, discarding what was not stored."""
        self._sure_to_close = True
        self.close()


def _left_words(count: int) -> str:
    return ngettext(
        "{count:,} document has not been taken in.", "{count:,} documents have not been taken in.", count
    ).format(count=count)


# fmt: off
Do = IntakeWindow
CONFIRM: Final = Action[Do](N_("Right, &Next"), lambda do: do.pane.confirm_button.click(), "Ctrl+Return")
NEXT: Final = Action[Do](N_("Next Row"), lambda do: do.step(1), "Alt+Down", repeats=True)
PREVIOUS: Final = Action[Do](N_("Previous Row"), lambda do: do.step(-1), "Alt+Up", repeats=True)
WRITE: Final = Action[Do](N_("Write in the Answer"), lambda do: do.pane.focus_editor(), "F2")
UNDO: Final = Action[Do](N_("&Undo"), lambda do: do.undo(redo=False), "Ctrl+Z", repeats=True)
REDO: Final = Action[Do](N_("&Redo"), lambda do: do.undo(redo=True), "Ctrl+Y; Ctrl+Shift+Z", repeats=True)
CLOSE: Final = Action[Do](N_("&Close"), lambda do: do.close(), "Ctrl+W")
OF_INTAKE: Final = Menu[Do](
    N_("Taking Documents In"), (CONFIRM, NEXT, PREVIOUS, WRITE, None, UNDO, REDO, None, CLOSE))
"""What can be done in it by keys."""

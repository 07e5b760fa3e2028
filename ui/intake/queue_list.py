"""The queue as a list: each document with its state and how many rows are still to check."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from pia_desktop.cabinet_lists.assessment_names import form_words
from pia_desktop.forms.catalogue import edition_name
from pia_desktop.i18n import _
from ui.intake.queue import Document, DocumentQueue
from ui.intake.review import Review
from ui.intake.rows import Sort
from ui.widgets.rows import RoomyRows
from ui.widgets.theme import em

_NAME, _STATE = range(2)
_DOCUMENT_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class QueueList(QTreeWidget):
    """Follows a queue."""

    chosen = Signal(object)
    """Another ``Document`` is marked."""

    def __init__(self, queue: DocumentQueue, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self.setColumnCount(2)
        self.setHeaderLabels([_("Document"), _("State")])
        self.setRootIsDecorated(False)
        self.setItemDelegate(RoomyRows(self))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setColumnWidth(_NAME, em(self) * 15)
        self.setAccessibleName(_("Documents to take in"))
        self.currentItemChanged.connect(self._tell_chosen)
        queue.added.connect(self._fill)
        queue.changed.connect(self.show_state)

    def choose(self, document: Document) -> None:
        item = self.topLevelItem(self._queue.documents.index(document))
        if item is not None:
            self.setCurrentItem(item)

    def whole_height(self) -> int:
        """The height at which all documents are seen."""
        frame = 2 * self.frameWidth() + self.header().sizeHint().height()
        return frame + self.topLevelItemCount() * max(self.sizeHintForRow(0), 0)

    def _fill(self) -> None:
        for document in self._queue.documents[self.topLevelItemCount() :]:
            item = QTreeWidgetItem([document.name, document.words])
            item.setData(_NAME, _DOCUMENT_ROLE, document)
            self.addTopLevelItem(item)
        if self.currentItem() is None and self._queue.documents:
            self.choose(self._queue.documents[0])

    def show_state(self, document: Document) -> None:
        item = self.topLevelItem(self._queue.documents.index(document))
        if item is not None:
            item.setText(_STATE, document.words)

    def _tell_chosen(self, item: QTreeWidgetItem | None) -> None:
        found = item.data(_NAME, _DOCUMENT_ROLE) if item is not None else None
        if isinstance(found, Document):
            self.chosen.emit(found)


def head_words(document: Document, review: Review | None) -> str:
    """Form and edition of a document and how well it was read; or why it cannot be read."""
    if document.error is not None:
        return document.error.one_line()
    if review is None:
        return document.words
    form, report = review.session.form, review.found.report
    words = form_words(form.id, edition_name(form.id, form.version))
    if report is None:
        return words
    counts = _(
        "{sure:,} read, {doubts:,} to check, {ends:,} line ends, {left:,} left over, {missing:,} not found"
    ).format(
        sure=report.sure,
        doubts=review.count(Sort.CHECK),
        ends=review.count(Sort.LINE_END),
        left=review.count(Sort.LEFT),
        missing=len(report.not_found),
    )
    if report.edition is None:
        return f"{words}　{counts}"
    warning = _("The document calls itself {named}; it was read as {version}, the nearest edition known.")
    return f"{words}　{counts}\n{warning.format(named=report.edition, version=report.version)}"

"""新旧対照表: which changes a council is shown, the clerk's words on each, and what becomes of the table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.changes import heading_of, name_of, path_of, sides
from pia_desktop.documents.council import COUNCIL_TITLE, ChosenChange, council_document
from pia_desktop.documents.table import TableDocument, cell_text
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.values import clean_text, drop_forbidden
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.copies import Copy, leaves_out, public_copy
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.options import PrintOptions
from pia_desktop.revisions.compare import Change, Comparison, compare, compare_editions
from pia_desktop.revisions.textdiff import passages
from ui.changes.files import SUFFIXES, ask_table_path, file_kinds
from ui.changes.remarks import keep_remarks, key_of, load_remarks
from ui.changes.table_jobs import TableJobs
from ui.compare.passages import PassagesView
from ui.dialogs import busy, show_error
from ui.plain import plain_label
from ui.preview.jobs import LayoutJobs, Wanted
from ui.settings import first_size, remember_place, restore_place
from ui.theme import small_font, space
from ui.versions.shelf import Shelf

if TYPE_CHECKING:
    from ui.assessment_window import AssessmentWindow

_ITEM, _AFTER, _BEFORE, _REMARK = range(4)
_SHOWN: Final = 120
"""Characters of an answer that the table shows; the whole of it stands below."""


def open_council(window: AssessmentWindow, shelf: Shelf, info: VersionInfo) -> CouncilDialog | None:
    """A table of what changed from a version to the draft."""
    try:
        with busy():
            found, _dropped = compare_editions(shelf.load(info.id), shelf.draft())
    except UserError as error:
        show_error(window, error)
        return None
    dialog = CouncilDialog(window, shelf, found)
    dialog.open()
    return dialog


class CouncilDialog(QDialog):
    """A line for each change, ticked, with a field for 審査の観点・主な相違点.

    The pages are those of the newer state's print, which is laid out beside the window meanwhile.
    """

    def __init__(self, parent: QWidget, shelf: Shelf, found: Comparison) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Comparison Table for a Council (新旧対照表)"))
        self._shelf = shelf
        self._found = found
        table = found.form.roles.changes
        self.changes = [change for change in found.changes if change.path[0] != table]
        self.remarks: dict[str, str] = {}
        with suppress(CabinetError):
            self.remarks = load_remarks(shelf.store.cabinet, shelf.assessment_id)
        self._kept = dict(self.remarks)
        self._layout: Layout | None = None
        self._waiting: Callable[[], None] | None = None
        self._layouts = LayoutJobs(shelf.session.store.pictures, self)
        self._layouts.laid_out.connect(self._laid_out)
        self._layouts.failed.connect(self._not_laid_out)
        self.jobs = TableJobs(self)
        self._build()
        self._fill()
        if not restore_place(self, "council"):
            first_size(self, 1120, 740)
        self._lay_out()
        self.table.setFocus()

    # ---- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        head = QHBoxLayout()
        self.count = plain_label(self)
        head.addWidget(self.count, 1)
        for words, on in ((_("&Tick All"), True), (_("&Untick All"), False)):
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, on=on: self._tick_all(on))
            head.addWidget(button)
        column.addLayout(head)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self._table(split))
        split.addWidget(self._below(split))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        column.addWidget(split, 1)
        column.addLayout(self._options())
        column.addLayout(self._foot())

    def _table(self, parent: QWidget) -> QTableWidget:
        heads = ["項目", "改定後", "改定前", "審査の観点・主な相違点"]
        table = self.table = QTableWidget(0, len(heads), parent)
        table.setHorizontalHeaderLabels(heads)
        table.setAccessibleName(_("Changes for the table"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for number in range(len(heads)):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda row, *_others: self._show(row))
        table.itemChanged.connect(self._changed)
        return table

    def _below(self, parent: QWidget) -> QWidget:
        pane = QWidget(parent)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, space(1), 0, 0)
        column.setSpacing(space(2))
        self.name = plain_label(pane)
        self.name.setWordWrap(True)
        column.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        column.addLayout(row, 1)
        self.after = PassagesView("改定後", new=True, parent=pane)
        self.before = PassagesView("改定前", new=False, parent=pane)
        self.remark = QPlainTextEdit(pane)
        self.remark.setTabChangesFocus(True)
        self.remark.setAccessibleName("審査の観点・主な相違点")
        self.remark.setPlaceholderText(_("What the council should look at; stays for the next table"))
        self.remark.textChanged.connect(self._remark_typed)
        fields: tuple[tuple[QWidget, str], ...] = (
            (self.after, "改定後"),
            (self.before, "改定前"),
            (self.remark, "審査の観点・主な相違点"),
        )
        for field, words in fields:
            side = QVBoxLayout()
            side.setSpacing(space(1))
            label = QLabel(words, pane)
            label.setFont(small_font())
            label.setBuddy(field)
            side.addWidget(label)
            side.addWidget(field, 1)
            row.addLayout(side, 1)
        return pane

    def _options(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space(4))
        self.shorten = QCheckBox(_("&Shorten with （略）"), self)
        self.shorten.setToolTip(_("In long texts, leaves out the sentences that did not change."))
        self.public = QCheckBox(_("Leave out what is &withheld"), self)
        self.public.setVisible(leaves_out(self._found.old.root) or leaves_out(self._found.new.root))
        self.public.toggled.connect(self._lay_out)
        row.addWidget(self.shorten)
        row.addWidget(self.public)
        row.addStretch(1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space(2))
        self.said = plain_label(self)
        row.addWidget(self.said, 1)
        row.addWidget(self.jobs.line)
        self.copy_button = QPushButton(_("&Copy for a Word Processor"), self)
        self.copy_button.clicked.connect(lambda: self._when_laid_out(self._copy))
        self.format = QComboBox(self)
        self.format.addItems([kind.partition(" (")[0] for kind in file_kinds()])
        self.format.setAccessibleName(_("Kind of file"))
        self.save_button = QPushButton(_("Sa&ve…"), self)
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(lambda: self._when_laid_out(self._save))
        close = QPushButton(_("Close"), self)
        close.clicked.connect(self.reject)
        for button in (self.copy_button, close):
            button.setAutoDefault(False)
        for widget in (self.copy_button, self.format, self.save_button, close):
            row.addWidget(widget)
        return row

    # ---- what is shown

    def _fill(self) -> None:
        table = self.table
        table.blockSignals(True)
        table.setRowCount(len(self.changes))
        for row, change in enumerate(self.changes):
            both = sides(self._found, change)
            cells = (
                f"{heading_of(self._found.form, path_of(change))}　{name_of(self._found, change)}",
                cell_text(both.new),
                cell_text(both.old),
                self.remarks.get(key_of(change), ""),
            )
            for number, words in enumerate(cells):
                item = QTableWidgetItem(_short(words))
                flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                if number == _ITEM:
                    flags |= Qt.ItemFlag.ItemIsUserCheckable
                    item.setCheckState(Qt.CheckState.Checked)
                item.setFlags(flags)
                table.setItem(row, number, item)
        table.blockSignals(False)
        if self.changes:
            table.selectRow(0)
        self._show(0)
        self._count()

    def _show(self, row: int) -> None:
        self.remark.blockSignals(True)
        there = 0 <= row < len(self.changes)
        self.remark.setEnabled(there)
        self.name.setText(self._found.name(self.changes[row]) if there else "")
        if there:
            change = self.changes[row]
            both = sides(self._found, change)
            found = passages(cell_text(both.old), cell_text(both.new))
            self.before.show_passages(found)
            self.after.show_passages(found)
            self.remark.setPlainText(self.remarks.get(key_of(change), ""))
        else:
            for view in (self.before, self.after):
                view.clear()
            self.remark.clear()
        self.remark.blockSignals(False)

    def _remark_typed(self) -> None:
        row = self.table.currentRow()
        if not 0 <= row < len(self.changes):
            return
        words = clean_text(drop_forbidden(self.remark.toPlainText()))
        key = key_of(self.changes[row])
        if words.strip():
            self.remarks[key] = words
        else:
            self.remarks.pop(key, None)
        item = self.table.item(row, _REMARK)
        if item is not None:
            item.setText(_short(words))

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() == _ITEM:
            self._count()

    def _tick_all(self, on: bool) -> None:
        self.table.blockSignals(True)
        for row in range(self.table.rowCount()):
            item = self.table.item(row, _ITEM)
            if item is not None:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.table.blockSignals(False)
        self._count()

    def _count(self) -> None:
        count = len(self.ticked())
        words = ngettext("{count:,} change will be shown.", "{count:,} changes will be shown.", count)
        self.count.setText(
            words.format(count=count) if count else _("Tick the changes that are to be shown.")
        )
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(count))

    def ticked(self) -> list[Change]:
        """The changes that are to be shown."""
        found = []
        for row, change in enumerate(self.changes):
            item = self.table.item(row, _ITEM)
            if item is not None and item.checkState() == Qt.CheckState.Checked:
                found.append(change)
        return found

    # ---- pages

    def _newer(self) -> Snapshot:
        return public_copy(self._found.new) if self.public.isChecked() else self._found.new

    def _lay_out(self) -> None:
        """Lay out the print that the pages are taken from."""
        self._layout = None
        copy = Copy.PUBLIC if self.public.isChecked() else Copy.SUBMISSION
        self._layouts.request(Wanted(self._found.new, PrintOptions(copy=copy)))

    def _laid_out(self, wanted: Wanted, layout: Layout) -> None:
        public = wanted.options is not None and wanted.options.copy is Copy.PUBLIC
        if public is not self.public.isChecked():
            return
        self._layout = layout
        self.said.setText("")
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _not_laid_out(self) -> None:
        """The table goes without pages rather than not at all."""
        waiting, self._waiting = self._waiting, None
        self.said.setText(_("The pages could not be counted; their column stays empty."))
        if waiting is not None:
            waiting()

    def _when_laid_out(self, act: Callable[[], None]) -> None:
        self._keep()
        if self._layout is not None or not self._layouts.running:
            act()
            return
        self._waiting = act
        self.said.setText(_("The pages are being counted…"))

    # ---- the table

    def _maker(self) -> Callable[[], TableDocument]:
        """What makes the document, of things that do not change any more."""
        found, layout, shorten = self._found, self._layout, self.shorten.isChecked()
        chosen = [ChosenChange(one, self.remarks.get(key_of(one), "")) for one in self.ticked()]
        if self.public.isChecked():
            wanted = {key_of(one.shown): one for one in chosen if not isinstance(one.shown, tuple)}
            found = compare(public_copy(found.old), public_copy(found.new))
            chosen = [
                ChosenChange(change, wanted[key_of(change)].remark)
                for change in found.changes
                if key_of(change) in wanted
            ]
        return lambda: council_document(found, chosen, layout, abridged=shorten)

    def _save(self) -> None:
        suffix = SUFFIXES[self.format.currentIndex()]
        path = ask_table_path(self, _("Save the Table"), COUNCIL_TITLE, self._newer(), suffix)
        if path is not None:
            self.jobs.start(self._maker(), path)

    def _copy(self) -> None:
        from pia_desktop.documents.webpage import table_html

        with busy():
            document = self._maker()()
            data = QMimeData()
            data.setHtml(table_html(document))
            lines = ["\t".join(column.head for column in document.columns)]
            lines += ["\t".join(_line(cell_text(one)) for one in row.cells) for row in document.rows()]
            data.setText("\n".join(lines))
            QGuiApplication.clipboard().setMimeData(data)
        self.said.setText(_("Copied. Paste it into your word processor."))

    # ---- the end

    def _keep(self) -> None:
        """Keep the clerk's words for the next time."""
        if self.remarks == self._kept or self._shelf.store.read_only:
            return
        try:
            keep_remarks(self._shelf.store.cabinet, self._shelf.assessment_id, self.remarks)
        except UserError as error:
            show_error(self, error)
            return
        self._kept = dict(self.remarks)

    def done(self, result: int) -> None:
        self._keep()
        self.jobs.forget()
        self._layouts.forget()
        remember_place(self, "council")
        super().done(result)


def _line(words: str) -> str:
    return " ".join(words.split())


def _short(words: str) -> str:
    line = _line(words)
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"

"""Moves an assessment to a newer edition of its form: what is kept, and what has no place there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.noted import noted
from pia_desktop.assessment.withheld import fitting
from pia_desktop.errors import UserError
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _, ngettext
from pia_desktop.revisions.editions import Dropped, Moved, move_edition, newest_edition
from ui.context.hosts import AssessmentHost, Navigator
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.versions.version_store import VersionStore
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import busy, show_error, tell
from ui.widgets.dragging import PlainField
from ui.widgets.layouts import above_below
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.rows import pick_rows
from ui.widgets.settings import first_size
from ui.widgets.theme import em, heading_font

_SHOWN = 120
"""Characters of an answer that the table shows; the whole of it stands below."""


def open_move(
    host: AssessmentHost, navigator: Navigator, version_store: VersionStore
) -> EditionDialog | None:
    """Offer to move to the newest edition, or say that this is it."""
    form = host.session.form
    newest = newest_edition(form)
    if newest is None:
        tell(host.widget(), _("This is the newest edition of the form already."), form.mark)
        return None
    dialog = EditionDialog(host.widget(), version_store, newest)
    dialog.edition_moved.connect(navigator.reopen_assessment)
    dialog.open()
    return dialog


def kept_name(form: Form) -> str:
    """Name of the version in the older edition; data, so always Japanese."""
    return f"様式の版を移す前（{edition_words(form)}）"


def edition_words(form: Form) -> str:
    """An edition as printed on its first page, without the brackets."""
    return form.mark.strip("[]［］ 　")


@guarded
class EditionDialog(Dialog):
    """Previews the move and does it in one transaction; the window is then reopened."""

    edition_moved = Signal(int)
    """The assessment of this id is of the newer edition now; a window on it shows what is gone."""

    def __init__(self, parent: QWidget, version_store: VersionStore, newest: Form) -> None:
        super().__init__(parent, _("Move to a Newer Edition of the Form"), roomy=True)
        self._version_store = version_store
        self.moved: Moved = move_edition(version_store.draft(), newest)
        column = self.column
        old = version_store.session.form
        heading = note(
            self,
            _("Move from {old} to {new}?").format(old=edition_words(old), new=edition_words(newest)),
            heading_font(),
        )
        column.addWidget(heading)
        self.words = note(self)
        self.words.setMinimumWidth(em(self) * 38)
        column.addWidget(self.words)
        self.lost = self._lost()
        column.addWidget(self.lost, 1)
        column.addStretch(0)
        self.move_button = self.buttons.add_accept(_("&Move"))
        self.copy_button = self.buttons.add_action(_("&Copy List"), self._copy)
        self.buttons.add_reject()
        self.add_buttons()
        self._show_moved()

    def _show_moved(self) -> None:
        dropped = self.moved.dropped
        self.words.setText(self._told(self._version_store.session.form))
        self.table.setRowCount(len(dropped))
        for row, one in enumerate(dropped):
            words = " ".join(one.words.split())
            short = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
            for number, cell in enumerate((one.label, short, one.why)):
                self.table.setItem(row, number, QTableWidgetItem(cell))
        self.lost.setVisible(bool(dropped))
        self.copy_button.setVisible(bool(dropped))
        if dropped:
            self.table.selectRow(0)
            first_size(self, em(self) * 60, em(self) * 36)

    def _told(self, old: Form) -> str:
        kept = ngettext(
            "{count:,} answer moves as it is.", "{count:,} answers move as they are.", self.moved.kept
        ).format(count=self.moved.kept)
        lines = [
            kept,
            _("The present state is closed first, as the version “{name}”, and stays readable.").format(
                name=kept_name(old)
            ),
        ]
        lines.append(
            _(
                "Undo does not bring the older edition back; “Start a New Draft From This Version” of that"
                " version does."
            )
        )
        if self.moved.dropped:
            lost = ngettext(
                "{count:,} answer has no place in the newer edition; copy what you still need:",
                "{count:,} answers have no place in the newer edition; copy what you still need:",
                len(self.moved.dropped),
            )
            lines.append(lost.format(count=len(self.moved.dropped)))
        return "\n".join(lines)

    def _lost(self) -> QWidget:
        heads = [_("Item"), _("Words"), _("Why")]
        table = self.table = QTableWidget(0, len(heads), self)
        table.setHorizontalHeaderLabels(heads)
        table.setAccessibleName(_("Answers without a place"))
        pick_rows(table)
        copy_as_cells(table, InMemory(lambda: (self._version_store.session.snapshot(),)))
        for number in range(len(heads)):
            table.horizontalHeader().setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.whole = PlainField(self, name=_("Words"))
        self.whole.setReadOnly(True)
        table.currentCellChanged.connect(lambda row, *_others: self._show_whole(row))
        return above_below(self, table, self.whole, sizes=(em(self) * 12, em(self) * 8))

    def _show_whole(self, row: int) -> None:
        dropped = self.moved.dropped
        self.whole.setPlainText(self._words_of(dropped[row]) if 0 <= row < len(dropped) else "")

    def _words_of(self, one: Dropped) -> str:
        """Its text, which says what of it is withheld: the mark goes with the answer."""
        spans = self._version_store.session.root.withheld_at(one.path)
        return noted(one.words, fitting(spans, one.words))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(
            "\n\n".join(f"{one.label}\n{self._words_of(one)}" for one in self.moved.dropped)
        )

    def accept(self) -> None:
        version_store = self._version_store
        # Include edits made since the dialog opened, here or by a replacement in all assessments.
        moved = move_edition(version_store.draft(), self.moved.form)
        if moved.dropped != self.moved.dropped:
            self.moved = moved
            self._show_moved()
            return
        self.moved = moved
        try:
            with busy():
                version_store.replace(
                    Snapshot(self.moved.form, self.moved.root), kept_name(version_store.session.form)
                )
        except UserError as error:
            show_error(self, error)
            return
        super().accept()
        self.edition_moved.emit(version_store.assessment_id)

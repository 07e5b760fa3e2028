"""意見の整理: the opinions received, typed or pasted, answered, and written into the assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QHeaderView, QLabel, QTableView, QWidget

from db.records import Opinion
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.opinions import SaidOpinion, filling
from pia_desktop.errors import UserError
from pia_desktop.exchange.cells import Rows
from pia_desktop.exchange.opinion_rows import MOST, PastedOpinion, pasted_opinions, too_many
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import N_, _, in_a_row, ngettext
from pia_desktop.outputs.release import Release
from pia_desktop.paper.purpose import Copy
from pia_desktop.wareki import normalise_date_words
from ui.context.annotations import AnnotationStore
from ui.context.hosts import AssessmentHost
from ui.hearing.filling_dialog import FillingDialog
from ui.hearing.opinions_model import ANSWER, DAY, GIST, ITEM, NUMBER, REFLECTED, OpinionsModel
from ui.printing.closing import may_close
from ui.printing.copied_rows import copy_as_cells
from ui.printing.file_kinds import ask_table_path
from ui.printing.listed import InMemory
from ui.printing.purpose import give_output
from ui.printing.remnants import others_of, remnant_actions
from ui.printing.table_jobs import TableJobs
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import add_button
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import show_error
from ui.widgets.dragging import PlainField
from ui.widgets.layouts import Growing, above_below, column_of, flush_column, row_of
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.own_words import lines_on
from ui.widgets.plain_text import label_for, note, plain_label
from ui.widgets.rows import pick_rows
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

_WIDTHS = {NUMBER: 4, DAY: 9, ITEM: 14}


@guarded
class OpinionsDialog(Unconditional, Dialog):
    """The opinions of the current round in a table, the current one in full below it."""

    def __init__(self, host: AssessmentHost, keep: AnnotationStore) -> None:
        super().__init__(host.widget(), _("Opinions of the Hearing"), place="opinions")
        self._host = host
        self.session = host.session
        self.model = OpinionsModel(self.session, keep, host.assessment_id, self)
        self._removed: list[tuple[Opinion, int]] = []
        self.jobs = TableJobs(self)
        self._build()
        self.view.selectionModel().currentRowChanged.connect(lambda *_rows: self._show())
        self.model.modelReset.connect(self._show)
        self.take_size(em(self) * 76, em(self) * 46)
        if self.model.shown:
            self.view.selectRow(0)
        self._show()
        self.view.setFocus()

    # ---- building

    def _build(self) -> None:
        self.count = plain_label(self)
        self.round = DropDown(self, name=_("Round"))
        for number in self.model.rounds:
            self.round.addItem(_("Round {number}").format(number=number), number)
        self.round.setVisible(self.round.count() > 1)
        self.round.activated.connect(lambda _at: self.model.show_round(self.round.currentData()))
        self.column.addLayout(row_of(Growing(self.count), self.round))
        self.column.addWidget(above_below(self, self._table(), self._below(), shares=(1, 1)), 1)
        self.fill_button = self.buttons.add_action(_("&Write Into the Assessment…"), self.fill)
        self.list_button = self.buttons.add_action(_("Table of &Opinions…"), self.print_list)
        self.buttons.add_reject(_("Close"))
        self.buttons.without_default()
        self.said = plain_label(self)
        self.add_buttons(self.said, self.jobs.line)

    def _table(self) -> QTableView:
        view = self.view = QTableView(self)
        view.setModel(self.model)
        view.setAccessibleName(_("Opinions"))
        pick_rows(view)
        header = view.horizontalHeader()
        for number, width in _WIDTHS.items():
            view.setColumnWidth(number, width * em(view))
        for number in (GIST, ANSWER, REFLECTED):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.actions_ = Actions(view, self, (OF_OPINION,), Qt.ShortcutContext.WidgetShortcut)
        copy_as_cells(view, InMemory(lambda: (self.session.snapshot(), *self.session.once_withheld())))
        return view

    def _below(self) -> QWidget:
        """The opinion at hand in full, below the buttons that add and remove them."""
        pane = QWidget(self)
        column = flush_column(pane, space(2), self._rows_row())  # the buttons come first by Tab
        column.addLayout(self._about(pane))
        texts = row_of(gap=space(2))
        self.gist = self._text(texts, _("Gist"), lambda words: self._write(gist=words))
        self.answer = self._text(texts, _("Our Answer"), lambda words: self._write(answer=words))
        self.reflected = self._text(texts, _("Taken Up"), lambda words: self._write(reflected=words))
        self.reflected.setPlaceholderText(
            _("What of it went into the assessment; else our answer stands there")
        )
        column.addLayout(texts, 1)
        return pane

    def _rows_row(self) -> QHBoxLayout:
        row = row_of(gap=space(2))
        self.add_button = add_button(row, _("&Add"), self.add)
        self.paste_button = add_button(row, _("&Paste Rows"), self.paste)
        self.paste_button.setToolTip(
            _("Rows from a spreadsheet: with the names of the columns, or the opinions alone")
        )
        self.remove_button = add_button(row, _("&Delete"), self.remove)
        self.back_button = add_button(row, _("Put It &Back"), self._put_back)
        self.back_button.hide()
        row.addStretch(1)
        return row

    def _about(self, pane: QWidget) -> QGridLayout:
        """When it came in, and which item it is about."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(2))
        self.day = LineField(pane)
        self.day.setPlaceholderText(_("e.g. R6.9.30"))
        self.day.takes_cells = partial(self._take_cells, single=True, whole=True)
        self.day.editingFinished.connect(self._day_typed)
        self.item = note(pane)
        self.day.setAccessibleName(_("Received On"))
        grid.addWidget(label_for(self.day, _("Received On")), 0, 0)
        grid.addWidget(self.day, 0, 1)
        grid.addWidget(QLabel(_("Item"), pane), 0, 2)
        about = row_of(Growing(self.item))
        self.here_button = add_button(about, _("The Item at &Hand"), self._about_item)
        self.whole_button = add_button(about, _("The &Whole"), lambda: self._write(path=()))
        self.go_button = add_button(about, _("&Go There"), self._go)
        grid.addLayout(about, 0, 3)
        grid.setColumnStretch(3, 1)
        return grid

    def _text(self, row: QHBoxLayout, name: str, write: Callable[[str], None]) -> PlainField:
        field = PlainField(self, name=name)
        field.takes_cells = lambda source: self._take_cells(
            source, single=False, whole=field.is_chosen_whole()
        )
        field.textChanged.connect(lambda: write(taken_in(field.toPlainText())))
        row.addLayout(column_of(label_for(field, name), Growing(field), gap=space(1)), 1)
        return field

    # ---- what is shown

    @property
    def row(self) -> int:
        """The current row, -1 for none."""
        return self.view.currentIndex().row()

    @property
    def opinion(self) -> Opinion | None:
        return self.model.shown[self.row] if 0 <= self.row < len(self.model.shown) else None

    def _show(self) -> None:
        one, writing = self.opinion, not self.session.read_only
        fields = ((self.gist, "gist"), (self.answer, "answer"), (self.reflected, "reflected"))
        for field, name in fields:
            words = "" if one is None else getattr(one, name)
            self.session.kept_texts.show(field, ("opinion", one and one.id, name), words)
            field.setReadOnly(not writing)
            field.setEnabled(one is not None)
        self.day.setText("" if one is None else one.received_on)
        self.day.setEnabled(one is not None and writing)
        self._tell(one)
        self.add_button.setEnabled(writing)
        self.paste_button.setEnabled(writing)
        self.remove_button.setEnabled(writing and one is not None)
        self.here_button.setEnabled(writing and one is not None and bool(self.session.current_path))
        self.whole_button.setEnabled(writing and one is not None)
        role = self.session.form.roles.opinions
        self.fill_button.setEnabled(writing and role is not None)
        self.fill_button.setToolTip("" if role else _("The form has no item for opinions."))

    def _tell(self, one: Opinion | None) -> None:
        count = len(self.model.shown)
        words = ngettext("{count:,} opinion came in.", "{count:,} opinions came in.", count)
        self.count.setText(words.format(count=count) if count else _("No opinions yet."))
        self.item.setText("" if one is None else self.model.item_words(one))
        self.go_button.setEnabled(one is not None and bool(one.path))
        self.list_button.setEnabled(bool(count))

    # ---- what is done

    def add(self) -> None:
        """Add an empty opinion, and focus its text."""
        self.view.selectRow(self.model.add([PastedOpinion("", "", "", "")]))
        self._show()
        self.gist.setFocus()

    def paste(self) -> None:
        """Add the clipboard's rows as opinions."""
        if self.session.read_only:
            return
        if not self._take_rows(lines_on(clipboard_data())):
            self.said.setText(_("There are no rows on the clipboard."))

    def _take_cells(self, source: QMimeData, *, single: bool, whole: bool) -> bool:
        """A range that is pasted into a field of an opinion becomes opinions; an empty one gives way."""
        from ui.widgets.pasted_words import range_for

        rows, one = range_for(source, single=single, whole=whole), self.opinion
        if not rows or not pasted_opinions(rows):
            return False
        if one is not None and not (one.received_on or one.gist or one.answer or one.reflected):
            self.model.remove(self.row)
        return self._take_rows(rows)

    def _take_rows(self, rows: Rows) -> bool:
        """Add cells as opinions; False if there are none."""
        found = pasted_opinions(rows)
        if not found:
            return False
        found = [replace(one, day=normalise_date_words(one.day)) for one in found]
        self.view.selectRow(self.model.add(found))
        self._show()
        words = ngettext("{count:,} opinion was pasted.", "{count:,} opinions were pasted.", len(found))
        told = words.format(count=len(found))
        if too_many(rows):
            more = _(
                "There were more: at most {limit:,} rows are taken at once. Paste the others by themselves."
            )
            told = in_a_row(told, more.format(limit=MOST))
        self.said.setText(told)
        return True

    def remove(self) -> None:
        """Remove the current opinion; all can be restored, the last first, while the dialog is open."""
        row = self.row
        if self.session.read_only or self.opinion is None:
            return
        self._removed.append((self.model.remove(row), row))
        self.back_button.show()
        self.view.selectRow(min(row, len(self.model.shown) - 1))
        self._show()

    def _put_back(self) -> None:
        if self._removed:
            opinion, row = self._removed.pop()
            if opinion.round != self.model.round:
                self.model.show_round(opinion.round)
                self.round.setCurrentIndex(self.round.findData(opinion.round))
            self.model.put_back(opinion, min(row, len(self.model.shown)))
            self.view.selectRow(min(row, len(self.model.shown) - 1))
        self.back_button.setVisible(bool(self._removed))
        self._show()

    def _write(self, **fields: object) -> None:
        if self.opinion is not None and not self.session.read_only:
            self.model.write(self.row, **fields)
            self._tell(self.opinion)

    def _day_typed(self) -> None:
        words = normalise_date_words(" ".join(taken_in(self.day.text()).split()))
        self.day.setText(words)
        self._write(received_on=words)

    def _about_item(self) -> None:
        path: NodePath | None = self.session.current_path
        if path:
            self._write(path=path)

    def _go(self) -> None:
        one = self.opinion
        if one is not None and one.path:
            self.accept()
            self._host.reveal(one.path)

    def fill(self) -> None:
        """Preview the text for the assessment, and write it if accepted."""
        said = [SaidOpinion(one.gist, one.answer, one.reflected) for one in self.model.shown]
        FillingDialog(self, self.session, filling(self.session.form, said)).open()

    def print_list(self) -> None:
        """Make the table of opinions."""
        from pia_desktop.documents.opinions import OPINIONS_TITLE, OpinionRow, opinions_document

        title, shown = _("Table of Opinions"), list(self.model.shown)

        def go(_copy: Copy, given: Release) -> None:
            snapshot = given.shown[0]
            rows = [
                OpinionRow(
                    one.number,
                    one.received_on,
                    _place(snapshot, one.path),
                    given.words(one.gist),
                    given.words(one.answer),
                    given.words(one.reflected),
                    one.path,
                )
                for one in shown
            ]
            lines = _lines(snapshot)
            target = ask_table_path(self, title, OPINIONS_TITLE, snapshot)
            if target is not None:
                self.jobs.start(
                    lambda: opinions_document(rows, lines=lines), target, given.file_check(target.suffix)
                )

        states = (self.session.snapshot(),)
        beside = [words for one in shown for words in (one.gist, one.answer, one.reflected)]
        actions, others = remnant_actions(self.session), others_of(self.session)
        give_output(self, title, "opinions", lambda: states, go, actions, beside, others)

    def done(self, result: int) -> None:
        """Called by Qt on closing; a date still being typed is kept."""
        if not may_close(self, lambda: self.done(result)):
            return
        self._day_typed()
        self.jobs.cancel()
        super().done(result)


def _place(snapshot: Snapshot, path: NodePath) -> str:
    """What an opinion is about, as printed."""
    from pia_desktop.assessment.naming import printed_path
    from ui.notes.paper import GONE, WHOLE

    if not path:
        return WHOLE
    return printed_path(snapshot.form, path, snapshot.root) if snapshot.root.has_place(path) else GONE


def _lines(snapshot: Snapshot) -> list[str]:
    roles, root = snapshot.form.roles, snapshot.root
    named = (
        ("評価書番号", roles.number),
        ("評価書名", roles.title),
        ("意見の募集期間", roles.hearing_period),
    )
    found = ((label, root.answer((item_id,)) if item_id else None) for label, item_id in named)
    return [f"{label}：{' '.join(words.split())}" for label, words in found if isinstance(words, str)]


def open_opinions(host: AssessmentHost) -> OpinionsDialog | None:
    """Open the opinions of an assessment; None outside a cabinet, or (with a message) if that is gone."""
    if host.cabinet is None:
        return None
    host.session.complete()
    try:
        dialog = OpinionsDialog(host, AnnotationStore(host.cabinet.store, host.assessment_id))
    except UserError as error:
        show_error(host.widget(), error)
        return None
    dialog.open()
    return dialog


# fmt: off
Do = OpinionsDialog
PASTE: Final = Action[Do](N_("&Paste Rows"), lambda do: do.paste(), "Ctrl+V")
DELETE: Final = Action[Do](N_("&Delete"), lambda do: do.remove(), "Del")
OF_OPINION: Final = Menu[Do](N_("&Opinions of the Hearing…"), (PASTE, DELETE))
"""What can be done in its table by keys."""

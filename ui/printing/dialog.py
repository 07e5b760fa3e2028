"""The print dialog: destination, purpose, parts, pages, size, and a preview of the outcome.

All options combine, and are the same for paper and PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QGridLayout, QScrollArea, QStyle, QVBoxLayout, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.outputs.release import OtherStates, Release, released, remnant_rows
from pia_desktop.paper.excerpt import excerpt, read_pages
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.purpose import Copy
from ui.preview.layout_jobs import LayoutJobs, Wanted
from ui.printing.choices import Choice, ChoiceBox, LookBox, PartsBox
from ui.printing.mistakes import Mistakes, MistakesQuestion
from ui.printing.outcome import Outcome
from ui.printing.pdf_jobs import PdfJobs, lost_words
from ui.printing.printer import PaperJobs, has_printer
from ui.printing.purpose import PurposeBox
from ui.printing.range_box import RangeBox
from ui.printing.remnants import RemnantActions, RemnantsDialog
from ui.printing.subject import Subject, blank_subject, suggested_name
from ui.printing.task import PdfChoice, Print
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask_save_path, busy, tell
from ui.widgets.layouts import SPRING, Growing, column_of
from ui.widgets.overrides import guarded
from ui.widgets.settings import settings
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

if TYPE_CHECKING:
    from ui.printing.table_jobs import TableJobs

PDF_KINDS: Final = "PDF (*.pdf)"
PRINTER, PDF = 0, 1
_OLD: Final = timedelta(seconds=30)
"""A draft that was laid out longer ago gets its moment anew."""


class PrintWindow(Protocol):
    """A window that prints: a QWidget with its jobs."""

    @property
    def pdf(self) -> PdfJobs:
        """Its PDF jobs."""

    @property
    def paper(self) -> PaperJobs:
        """Its printer jobs."""

    @property
    def tables(self) -> TableJobs:
        """Its jobs of files of any other kind."""


def open_print(
    window: QWidget,
    jobs: PrintWindow,
    subject: Subject,
    *,
    to_pdf: bool = False,
    pdf: PdfChoice | None = None,
    mistakes: Mistakes | None = None,
    actions: RemnantActions | None = None,
) -> PrintDialog:
    """Let the user choose what and how to print, then print it.

    ``pdf``: what was chosen before, as in an export.  ``actions``: what can be done about places of the
    assessment where withheld text remains.
    """

    def go(job: Print, dialog: PrintDialog) -> bool:
        if not dialog.to_pdf and not has_printer():
            _offer_pdf(dialog)
            return False
        if not dialog.to_pdf:
            jobs.paper.ask(job)
            return True
        path = dialog.chosen_path() or _ask_path(dialog)
        if path is not None:
            jobs.pdf.start(job, path)
        return path is not None

    dialog = PrintDialog(window, subject, go, mistakes, actions)
    if to_pdf:
        dialog.target.choose(PDF)
    if pdf is not None:
        dialog.take(pdf)
    dialog.open()
    return dialog


def _ask_path(dialog: PrintDialog) -> Path | None:
    suggested = suggested_name(dialog.subject, dialog.copy)
    return ask_save_path(dialog, _("Save as PDF"), suggested, PDF_KINDS, ".pdf")


def _offer_pdf(dialog: PrintDialog) -> None:
    """Say that there is no printer; Windows' own dialog would silently not open."""

    def save() -> None:
        dialog.target.choose(PDF)
        dialog.accept()

    heading = _("There is no printer on this terminal.")
    words = _("Add one in the settings of the system, or save as a PDF and print that on another terminal.")
    tell(dialog, heading, words, [(_("Save as PDF"), save), (_("Close"), None)])


@guarded
class PrintDialog(Dialog):
    """Asks, and lays the print out in the background.

    ``go`` is called with the job; the dialog stays open if it returns False.
    """

    def __init__(
        self,
        parent: QWidget,
        subject: Subject,
        go: Callable[[Print, PrintDialog], bool],
        mistakes: Mistakes | None = None,
        actions: RemnantActions | None = None,
    ) -> None:
        super().__init__(parent, _("Print a Blank Form") if subject.blank else _("Print"))
        self.subject = subject
        self._go = go
        self._actions = actions
        self._given: tuple[Snapshot, Release] | None = None
        self._chosen: PdfChoice | None = None
        self.remnants: RemnantsDialog | None = None
        self._mistakes = MistakesQuestion(self, mistakes)
        self._jobs = LayoutJobs(subject.pictures, self)
        self._jobs.laid_out.connect(self._laid_out)
        self._jobs.failed.connect(self._failed)
        self._wanted: Wanted | None = None
        self._layout: Layout | None = None
        self._job: Print | None = None
        self._accepting = False
        self._make_choices()
        self._build()
        self._recall()
        self._show_form(subject.snapshot.form)
        for box in (self.target, self.purpose, self.look, self.parts):
            box.changed.connect(self._refresh)
        self.pages.textChanged.connect(self._show)
        self.file.currentIndexChanged.connect(self._refresh)
        self.form.activated.connect(self._form_chosen)
        self._refresh()
        self.target.button(self.target.chosen).setFocus()

    # ---- building

    def _make_choices(self) -> None:
        self.form = DropDown(self, name=_("Form"))
        self._forms: Sequence[Form] = (
            sorted(all_forms(), key=lambda one: one.id) if self.subject.blank else ()
        )
        for form in self._forms:
            self.form.addItem(f"{form.short_title}　{form.mark}")
        self.target = ChoiceBox(_("Where To"), [Choice(_("P&rinter")), Choice(_("P&DF File"))], self)
        self.purpose = PurposeBox("blank" if self.subject.blank else "assessment", self)
        self.look = LookBox(self)
        self.parts = PartsBox(self)
        self.range = RangeBox(self)
        self.file, self.pages = self.range.file, self.range.pages

    def _build(self) -> None:
        body = self._boxes()
        scroll = QScrollArea(self)
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = self.column
        if self.subject.blank:
            head = QFormLayout()
            head.addRow(_("F&orm:"), self.form)
            outer.addLayout(head)
        else:
            self.form.hide()
        outer.addWidget(scroll, 1)
        outer.addLayout(self._foot())
        self.purpose.setVisible(not self.subject.blank)
        room = self.screen().availableSize()
        wanted = body.sizeHint()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        wide = max(em(self) * 60, wanted.width() + space(12) + bar)
        high = wanted.height() + em(self) * 9
        self.resize(min(wide, room.width() - space(8)), min(high, room.height() - space(16)))

    def _boxes(self) -> QWidget:
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(4))
        left = column_of(self.target, self.purpose, self.look, SPRING, gap=space(3))
        right = column_of(Growing(self.parts), self.range, gap=space(3))
        for number, column in enumerate((left, right)):
            grid.addLayout(column, 0, number)
            grid.setColumnStretch(number, 1)
            grid.setColumnMinimumWidth(number, em(self) * 14)
        return body

    def _foot(self) -> QVBoxLayout:
        self.outcome = Outcome(self)
        self.count, self.lost = self.outcome.words, self.outcome.lost
        self.print = self.buttons.add_accept(_("Print…"))
        self.buttons.add_reject()
        return column_of(self.outcome, self.buttons, gap=space(2))

    def _recall(self) -> None:
        self.target.choose(PDF if settings().value("print/target") == "pdf" else PRINTER)

    # ---- the form

    def _show_form(self, form: Form) -> None:
        if form in self._forms:
            self.form.setCurrentIndex(self._forms.index(form))
        self.parts.show_form(form)
        self.range.show_files(self.subject.snapshot)

    def _form_chosen(self, index: int) -> None:
        self.subject = blank_subject(self._forms[index])
        self._show_form(self._forms[index])
        self._refresh()

    # ---- what is chosen

    def take(self, chosen: PdfChoice) -> None:
        """Select what was chosen before; what was asked about the contents is not asked again."""
        self._chosen = chosen
        self.target.choose(PDF)
        self.purpose.choose_copy(chosen.copy)
        if chosen.copy.public:
            self._given = self.subject.snapshot, chosen.given

    @property
    def to_pdf(self) -> bool:
        """Whether to print to a file."""
        return self.target.chosen == PDF

    @property
    def copy(self) -> Copy:
        """The purpose of the print."""
        return self.purpose.copy

    def chosen_path(self) -> Path | None:
        """The file chosen before the dialog opened, while it is for the same purpose."""
        chosen = self._chosen
        return chosen.path if chosen is not None and chosen.holds_for(self.copy) else None

    def _options(self) -> PrintOptions | None:
        """What to lay out; None if nothing would be printed."""
        parts, form = self.parts.parts, self.subject.snapshot.form
        if parts is not None and not parts:
            return None
        per_file = any(part.per_file for part in form.parts if parts is None or part.id in parts)
        file = self.range.chosen_file(offered=per_file)
        return PrintOptions(parts, file, self.copy, version=self.subject.version)

    def _refresh(self) -> None:
        options = self._options()
        path = self.chosen_path()
        self.print.setText(
            _("Print…") if not self.to_pdf else _("Save as PDF…") if path is None else _("Save as PDF")
        )
        self.print.setToolTip(str(path) if self.to_pdf and path is not None else "")
        wanted = None
        if options is not None:
            wanted = Wanted(self.subject.snapshot, options, self.look.scale, self.look.continued)
        if wanted != self._plain_wanted():
            self._request(wanted)
        self._show()

    def _plain_wanted(self) -> Wanted | None:
        """The last request, without its time stamp."""
        wanted = self._wanted
        if wanted is None or wanted.options is None:
            return None
        return replace(wanted, options=replace(wanted.options, moment=None))

    def _request(self, wanted: Wanted | None) -> None:
        self._layout = None
        self._wanted = wanted
        if wanted is not None and wanted.options is not None:
            if wanted.options.copy.draft:
                wanted = replace(wanted, options=replace(wanted.options, moment=datetime.now()))
            self._wanted = wanted
            self._jobs.request(wanted)

    def _laid_out(self, wanted: Wanted, layout: Layout) -> None:
        if wanted is not self._wanted:
            return
        self._layout = layout
        self._show()
        if self._accepting:
            self.accept()

    def _failed(self, words: str) -> None:
        self._accepting = False
        self._say(words, wrong=True)

    # ---- what will come of it

    def _show(self) -> None:
        """Show the number of pages and what cannot be printed."""
        self._job = None
        self.outcome.show_lost(())
        self.print.setEnabled(True)
        layout = self._layout
        if self._wanted is None:
            self._say(_("Choose at least one part."), wrong=True)
        elif layout is None:
            self._say(_("The pages are being counted…"))
        else:
            self._show_layout(layout)

    def _show_layout(self, layout: Layout) -> None:
        total = len(layout.pages)
        try:
            pages = read_pages(self.pages.text(), total)
        except UserError as error:
            self._say(error.one_line(), wrong=True)
            return
        lost = lost_words(self.subject.snapshot, excerpt(layout, pages))
        self._job = Print(self.subject.snapshot, layout, self.subject.pictures, pages, lost)
        self.outcome.show_pages(len(pages), total)
        self.outcome.show_lost(lost)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self.outcome.say(words, wrong=wrong)
        if wrong:
            self.print.setEnabled(False)

    # ---- the end

    def accept(self) -> None:
        """Print, as soon as the layout is finished."""
        wanted = self._wanted
        if wanted is None or wanted.options is None or not self.print.isEnabled():
            return
        if self._mistakes.asks_first(self.copy, self.accept) or self._asks_of_remnants():
            return
        moment = wanted.options.moment
        if self._layout is not None and moment is not None and abs(datetime.now() - moment) > _OLD:
            self._accepting = True
            self._request(self._plain_wanted())
        job = self._job
        if self._layout is None:
            self._accepting = True
            return
        if job is None:
            self._accepting = False
            return
        self._accepting = False
        if self.copy.public and self._given is not None:
            job = replace(job, guard=self._given[1].guard)
        if self._go(job, self):
            self._remember()
            super().accept()

    def _asks_of_remnants(self) -> bool:
        """Ask about places where withheld text remains, if any; returns whether it does."""
        snapshot = self.subject.snapshot
        if not self.copy.public or (self._given is not None and self._given[0] is snapshot):
            return False
        with busy():
            given = released(self.copy, snapshot, others=OtherStates(today=self.subject.today))
        if not given.remnants:
            self._given = snapshot, given
            return False

        def leave() -> None:
            self._given = snapshot, given
            self.accept()

        rows = remnant_rows(snapshot, given.remnants)
        self.remnants = RemnantsDialog(self, rows, leave, self._actions, given, self._begin_anew)
        self.remnants.open()
        return True

    def _begin_anew(self) -> None:
        """All places were marked: print the current assessment."""
        if self._actions is not None:
            self.subject = replace(self.subject, snapshot=self._actions.snapshot())
            self._refresh()
            self.accept()

    def done(self, result: int) -> None:
        self._jobs.cancel()
        super().done(result)

    def _remember(self) -> None:
        settings().setValue("print/target", "pdf" if self.to_pdf else "printer")
        self.look.remember()
        self.parts.remember()

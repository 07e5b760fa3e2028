"""PDFs of several assessments in one go: asked for once, made one after the other beside the window."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.copies import Copy, public_copy
from ui.context.assessment_rows import info_name
from ui.context.background import Jobs
from ui.printing.choices import size_box
from ui.printing.dialog import SCALES
from ui.printing.pdf_jobs import MAX_LISTED, PdfLine, lost_words
from ui.printing.purpose import PurposeBox
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import MessageDialog, ask_folder, show_error
from ui.widgets.file_choice import free_path
from ui.widgets.overrides import guarded
from ui.widgets.settings import print_scale
from ui.widgets.theme import em

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot
    from ui.context.background import Stopped
    from ui.context.cabinet_store import CabinetStore
    from ui.printing.task import ProgressCall


@dataclass(frozen=True, slots=True)
class Batch:
    """Which assessments become files in which folder, and how they are printed."""

    infos: tuple[AssessmentInfo, ...]
    folder: Path
    copy: Copy = Copy.SUBMISSION
    scale: float = 1.0


@guarded
class BatchDialog(Dialog):
    """What for, and how large; then into which folder.  ``go`` is called with the ``Batch``."""

    def __init__(
        self, parent: QWidget, infos: Sequence[AssessmentInfo], go: Callable[[Batch], object]
    ) -> None:
        super().__init__(parent, _("Save as PDF"))
        self._infos = tuple(infos)
        self._go = go
        column = self.column
        words = ngettext("A PDF of {count:,} assessment", "PDFs of {count:,} assessments", len(infos))
        self.add_heading(words.format(count=len(infos)))
        self._make_choices()
        column.addWidget(self.purpose)
        column.addWidget(self.size_)
        column.addStretch(1)
        self.buttons.add_accept(_("Choose the &Folder…"))
        self.buttons.add_reject()
        self.add_buttons()
        self.setMinimumWidth(em(self) * 36)

    def _make_choices(self) -> None:
        self.purpose = PurposeBox("assessment", self)
        self.size_ = size_box(self)
        self.size_.choose(SCALES.index(print_scale()) if print_scale() in SCALES else 0)

    def accept(self) -> None:
        """Ask for the folder; the dialog stays where none is chosen."""
        folder = ask_folder(self, _("Into Which Folder?"))
        if folder is None:
            return
        copy, scale = self.purpose.copy, SCALES[self.size_.chosen]
        super().accept()
        self._go(Batch(self._infos, folder, copy, scale))


class BatchJobs(QObject):
    """Makes such PDFs, one batch at a time; ``line`` shows how many are done, and stops them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = Jobs(self)
        self._waiting: list[tuple[CabinetStore, Batch]] = []
        self.line = PdfLine(window)
        self.line.stop.clicked.connect(self.cancel)
        self.report: MessageDialog | None = None

    @property
    def running(self) -> bool:
        """Whether a batch is being made."""
        return self._jobs.running

    def start(self, store: CabinetStore, batch: Batch) -> None:
        """Begin a batch, or have it wait for the one that is under way."""
        if self.running:
            self._waiting.append((store, batch))
            return
        store.flush()
        outcome = Outcome()
        count = len(batch.infos)
        words = ngettext("Making {count:,} PDF…", "Making {count:,} PDFs…", count)
        self.line.begin(words.format(count=count), count)
        self._jobs.begin(
            lambda stopped, tell: make_all(store, batch, outcome, stopped, tell),
            lambda whole: self._ended(batch, outcome, whole),
            told=self.line.advance,
            failed=self._failed,
        )

    def cancel(self) -> None:
        """Stop after the file that is being made."""
        self._waiting.clear()
        self._jobs.cancel()
        self.line.hide()

    def _failed(self, error: UserError) -> None:
        from ui.printing.task import reworded

        self.line.hide()
        self.report = show_error(self._window, reworded(_("The PDF could not be made: {reason}"), error))
        self.report.destroyed.connect(self._report_gone)
        self._go_on()

    def _ended(self, batch: Batch, outcome: Outcome, whole: bool) -> None:
        self.line.hide()
        if not whole:
            return
        from ui.printing.pdf_jobs import open_file

        folder = batch.folder
        heading, words = outcome.told(folder)
        details = [*outcome.left, *outcome.lost]
        self.report = MessageDialog(
            self._window,
            heading,
            words,
            "\n".join(details[:MAX_LISTED]),
            [(_("Open the Folder"), lambda: open_file(folder)), (_("Close"), None)],
            symbol="warning" if details else "pdf",
        )
        self.report.destroyed.connect(self._report_gone)
        self.report.open()
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting:
            self.start(*self._waiting.pop(0))

    def _report_gone(self) -> None:
        self.report = None


@dataclass
class Outcome:
    """What became of a batch: files and their pages, what was left out and why, what did not print."""

    files: list[Path] = field(default_factory=list)
    pages: int = 0
    left: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def told(self, folder: Path) -> tuple[str, str]:
        """The heading of the report, and what stands below it."""
        count = len(self.files)
        heading = ngettext("{count:,} PDF is ready.", "{count:,} PDFs are ready.", count).format(count=count)
        if self.left:
            more = ngettext("{count:,} was left out:", "{count:,} were left out:", len(self.left))
            heading += " " + more.format(count=len(self.left)).rstrip(":：")
        pages = ngettext("{count:,} page in all", "{count:,} pages in all", self.pages)
        return heading, f"{folder}\n{pages.format(count=self.pages)}"


def make_all(
    store: CabinetStore, batch: Batch, outcome: Outcome, stopped: Stopped, told: ProgressCall
) -> bool:
    """Make the files, in a thread; False where it was stopped.

    An assessment that cannot be read or written is left out and told of; the others are made.
    """
    taken: set[Path] = set()
    digits = max((len(info.number.strip()) for info in batch.infos), default=0)
    for number, info in enumerate(batch.infos, 1):
        if stopped():
            return False
        try:
            if not _make_one(store, batch, info, digits, taken, outcome, stopped):
                return False
        except UserError as error:
            outcome.left.append(f"{f'{info.number} {info_name(info)}'.strip()}: {error.one_line()}")
        told(number)
    return True


def _make_one(
    store: CabinetStore,
    batch: Batch,
    info: AssessmentInfo,
    digits: int,
    taken: set[Path],
    outcome: Outcome,
    stopped: Stopped,
) -> bool:
    """Make one file; False where it was stopped.  Raises UserError, also where withheld words remain."""
    from datetime import datetime

    from pia_desktop.outputs.release import released, remaining_words
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.options import PrintOptions
    from pia_desktop.paper.printing import layout_assessment
    from pia_desktop.paper.style import Style
    from ui.cabinet.public_remarks import public_remarks
    from ui.printing.pdf_jobs import write_pdf
    from ui.printing.subject import Subject, suggested_name
    from ui.printing.task import Print

    moment = datetime.now() if batch.copy.draft else None
    snapshot = store.load(info.id)
    given = released(batch.copy, snapshot)
    if given.left:
        raise UserError(
            remaining_words(len(given.left)), _("Open the assessment and print it by itself, to see where.")
        )
    options = PrintOptions(copy=batch.copy, moment=moment)
    layout = layout_assessment(snapshot, store, Style(batch.scale, users_fonts()), options=options)
    name = suggested_name(Subject(snapshot, store), batch.copy)  # which gives away nothing withheld
    lead = sortable_number(snapshot, batch.copy, digits)
    target = free_path(batch.folder, f"{lead} {name.removesuffix('.pdf')}".strip(), ".pdf", taken)
    job = Print(snapshot, layout, store, tuple(range(len(layout.pages))), guard=given.guard)
    if not write_pdf(job, target, stopped, lambda _pages: None):
        return False
    outcome.files.append(target)
    outcome.pages += len(layout.pages)
    told = [*public_remarks(store, info, snapshot, batch.copy), *lost_words(snapshot, layout)]
    outcome.lost += [f"{info_name(info)}: {words}" for words in told]
    return True


def sortable_number(snapshot: Snapshot, copy: Copy, digits: int) -> str:
    """評価書番号 as a file's name begins with it, so that names stand in its order."""
    shown = public_copy(snapshot) if copy.public else snapshot
    words = shown.root.answer((shown.form.roles.number,))
    number = unicodedata.normalize("NFKC", words).strip() if isinstance(words, str) else ""
    return number.zfill(digits) if number.isdecimal() else number

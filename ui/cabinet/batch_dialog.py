"""Makes files of several assessments: one dialog, then a background job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from db.records import AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.outputs.makers import PDF
from pia_desktop.paper.purpose import Copy
from ui.printing.batch import Batch, BatchOutcome, make_all
from ui.printing.choices import Choice, ChoiceBox, LookBox
from ui.printing.line_jobs import MAX_LISTED, LineJobs
from ui.printing.purpose import PurposeBox
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import MessageDialog, ask_folder
from ui.widgets.overrides import guarded
from ui.widgets.theme import em

_KINDS: Final = (
    (PDF, False),
    (".xlsx", False),
    (".docx", False),
    (".html", False),
    (".json", False),
    (PDF, True),
    ("", True),
)
"""As the dialog lists them: the ending, and whether all go into one; without an ending it is paper."""

if TYPE_CHECKING:
    from ui.context.background import Stopped
    from ui.context.cabinet_store import CabinetStore
    from ui.printing.task import Print, ProgressCall


@guarded
class BatchDialog(Dialog):
    """Asks for format, purpose and size, then for a folder.  ``go`` is called with the ``Batch``."""

    def __init__(
        self,
        parent: QWidget,
        infos: Sequence[AssessmentInfo],
        go: Callable[[Batch], object],
        suffix: str = PDF,
    ) -> None:
        super().__init__(parent, _("Save Several"))
        self._infos = tuple(infos)
        self._before_web_page: int | None = None
        self._go = go
        words = ngettext("A file of {count:,} assessment", "Files of {count:,} assessments", len(infos))
        self.add_heading(words.format(count=len(infos)))
        self._make_choices()
        for box in (self.format_, self.purpose, self.look):
            self.column.addWidget(box)
        self.column.addStretch(1)
        self._accept = self.end_with(_("Choose the &Folder…"))
        self.setMinimumWidth(em(self) * 36)
        self.format_.choose([one for one, _joined in _KINDS].index(suffix))
        self._follow_format()

    def _make_choices(self) -> None:
        words = ["PDF", "Excel (.xlsx)", "Word (.docx)", "HTML", _("Interchange file (JSON)")]
        words += [_("One PDF of all, with a page of contents"), _("On paper, with a page of contents")]
        self.format_ = ChoiceBox(_("Kind of File"), [Choice(one) for one in words], self)
        self.format_.changed.connect(self._follow_format)
        self.purpose = PurposeBox("assessment", self)
        self.look = LookBox(self)

    @property
    def suffix(self) -> str:
        """The suffix of the chosen file format."""
        return _KINDS[self.format_.chosen][0]

    def _follow_format(self) -> None:
        """Enable what applies to the format: size and draft mark are for paper, HTML is for a city's site."""
        paper = self.suffix in (PDF, "")
        self.look.setVisible(paper)
        self.purpose.draft.setEnabled(paper)
        self._suit_purpose(web_page=self.suffix == ".html")
        self._accept.setText(_("Choose the &Folder…") if self.suffix else _("&Lay Out for Printing…"))

    def _suit_purpose(self, *, web_page: bool) -> None:
        """Propose the public's copy for a web page, and what was chosen before for any other file.

        The arrow keys pass over the web page on their way.
        """
        if web_page and self._before_web_page is None:
            self._before_web_page = self.purpose.chosen
            self.purpose.choose_purpose(Copy.PUBLIC)
        elif not web_page and self._before_web_page is not None:
            if self.purpose.copy.public:
                self.purpose.choose(self._before_web_page)
            self._before_web_page = None

    def accept(self) -> None:
        """Ask for the folder; the dialog stays open if none is chosen."""
        folder = ask_folder(self, _("Into Which Folder?")) if self.suffix else Path()
        if folder is None:
            return
        copy, look = self.purpose.copy, self.look
        super().accept()
        suffix, joined = _KINDS[self.format_.chosen]
        self._go(Batch(self._infos, folder, copy, look.scale, suffix, joined, look.continued))


def maker_of(batch: Batch) -> Callable[[CabinetStore, Batch, BatchOutcome, Stopped, ProgressCall], bool]:
    """The function that makes the files of a batch, imported on demand."""
    if batch.joined:
        from ui.printing.joined import make_joined

        return make_joined
    return make_all


def _ways_to(batch: Batch) -> list[tuple[str, Callable[[], object] | None]]:
    """The button that leads to the files; paper lies in no folder."""
    from ui.printing.ready import open_file

    return [(_("Open the Folder"), lambda: open_file(batch.folder))] if batch.suffix else []


class BatchJobs(LineJobs):
    """Runs one batch at a time; ``line`` shows its progress and a stop button."""

    def __init__(self, window: QWidget, print_on_paper: Callable[[Print], object]) -> None:
        super().__init__(window)
        self._print_on_paper = print_on_paper
        self._waiting: list[tuple[CabinetStore, Batch]] = []

    def start(self, store: CabinetStore, batch: Batch) -> None:
        """Start a batch, or queue it behind the running one."""
        if self.running:
            self._waiting.append((store, batch))
            return
        store.flush()
        outcome = BatchOutcome(batch.suffix)
        count = len(batch.infos)
        words = ngettext("Making {count:,} file…", "Making {count:,} files…", count)
        self.line.begin(words.format(count=count), count)
        make = maker_of(batch)
        self.jobs.begin(
            lambda stopped, tell: make(store, batch, outcome, stopped, tell),
            lambda whole: self._ended(batch, outcome, whole),
            progress=self.line.advance,
            failed=self._failed,
        )

    def cancel(self) -> None:
        """Stop after the current file."""
        self._waiting.clear()
        super().cancel()

    def _failed(self, error: UserError) -> None:
        self.tell_failure(_("The files could not be made: {reason}"), error)
        self._go_on()

    def _ended(self, batch: Batch, outcome: BatchOutcome, whole: bool) -> None:
        self.end_line()
        if not whole:
            return
        if outcome.paper is not None:
            self._print_on_paper(outcome.paper)
            if not (outcome.left or outcome.lost):
                self._go_on()
                return
        heading, words = outcome.report(batch.folder)
        details = [*outcome.left, *outcome.lost]
        report = MessageDialog(
            self.window,
            heading,
            words,
            "\n".join(details[:MAX_LISTED]),
            [*_ways_to(batch), (_("Close"), None)],
            symbol="warning" if details else "pdf",
        )
        self.keep_report(report)
        report.open()
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting:
            self.start(*self._waiting.pop(0))

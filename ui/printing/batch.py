"""Writes several assessments into a folder, in any file format, in child processes where that pays.

Call from a thread.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.cabinet_lists.assessment_names import info_name
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import ngettext
from pia_desktop.outputs.makers import PDF, FileJob, FileMakers, FileTask, Made
from pia_desktop.paper.copies import public_copy
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Style
from ui.printing.public_remarks import public_remarks, set_aside_reasons
from ui.widgets.file_names import free_path

if TYPE_CHECKING:
    from ui.context.background import Stopped
    from ui.context.cabinet_store import CabinetStore
    from ui.printing.task import Print, ProgressCall

WORTH_SHARING: Final = {PDF: 2, ".xlsx": 4, ".docx": 4}
"""Files of a format from which on the start of child processes pays; others are made in no time."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Which assessments to write, in which format, into which folder.

    ``scale`` is the scale of printed text; ``continued``: labels are repeated on continuation pages.

    ``joined``: everything in one print with a table of contents, on paper if ``suffix`` is empty.
    """

    infos: tuple[AssessmentInfo, ...]
    folder: Path
    copy: Copy = Copy.SUBMISSION
    scale: float = 1.0
    suffix: str = PDF
    joined: bool = False
    continued: bool = False


@dataclass
class BatchOutcome:
    """The result of a batch: files and their pages, what was skipped and why, what did not print."""

    suffix: str = PDF
    files: list[Path] = field(default_factory=list)
    pages: int = 0
    left: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    paper: Print | None = None
    """What is to be printed on paper."""
    joined: int = 0
    """How many assessments the one file or print of all holds."""

    def leave_out(self, info: AssessmentInfo, error: UserError) -> None:
        """Record an assessment that was skipped."""
        self.left.append(f"{f'{info.number} {info_name(info)}'.strip()}: {error.one_line()}")

    def tell(self, info: AssessmentInfo, words: Iterable[str]) -> None:
        """Record what the reader of a file should know."""
        self.lost += [f"{info_name(info)}: {one}" for one in words]

    def report(self, folder: Path) -> tuple[str, str]:
        """Heading and text of the report."""
        heading = self._made()
        if self.left:
            more = ngettext("{count:,} was left out:", "{count:,} were left out:", len(self.left))
            heading += " " + more.format(count=len(self.left)).rstrip(":：")
        where = str(folder) if self.suffix else ""
        if self.suffix not in (PDF, ""):
            return heading, where
        pages = ngettext("{count:,} page in all", "{count:,} pages in all", self.pages)
        return heading, f"{where}\n{pages.format(count=self.pages)}".lstrip()

    def _made(self) -> str:
        """What there is now, in one sentence."""
        count = self.joined or len(self.files)
        if not self.suffix:
            words = ngettext(
                "{count:,} assessment is ready to be printed.",
                "{count:,} assessments are ready to be printed.",
                count,
            )
        elif self.joined:
            words = ngettext(
                "A PDF of {count:,} assessment is ready.", "A PDF of {count:,} assessments is ready.", count
            )
        elif self.suffix == PDF:
            words = ngettext("{count:,} PDF is ready.", "{count:,} PDFs are ready.", count)
        else:
            words = ngettext("{count:,} file is ready.", "{count:,} files are ready.", count)
        return words.format(count=count)


@dataclass
class _Asked:
    """One file: its target and what became of it."""

    info: AssessmentInfo
    target: Path = field(default_factory=Path)
    became: Made | UserError | None = None


def make_all(
    store: CabinetStore, batch: Batch, outcome: BatchOutcome, stopped: Stopped, progress: ProgressCall
) -> bool:
    """Write the files; False if stopped.

    An assessment that cannot be read or written is skipped and reported; the others are written.
    """
    asked = [_Asked(info) for info in batch.infos]
    shared = len(asked) >= WORTH_SHARING.get(batch.suffix, len(asked) + 1)
    with FileMakers(None if shared else 0) as makers:
        for number, became in makers.made(_tasks(store, batch, asked, stopped), stopped):
            asked[number].became = became
            progress(sum(one.became is not None for one in asked))
    if stopped():
        return False
    for one in asked:
        _report(batch, one, outcome)
    return True


def _tasks(
    store: CabinetStore, batch: Batch, asked: Iterable[_Asked], stopped: Stopped
) -> Iterator[FileTask]:
    """A task for each readable one, until stopped; the errors of the others are noted."""
    style = Style(batch.scale, users_fonts(), batch.continued)
    options = PrintOptions(copy=batch.copy, moment=datetime.now() if batch.copy.draft else None)
    names = Names(batch)
    for number, one in enumerate(asked):
        if stopped():
            return
        try:
            snapshot = store.load(one.info.id)
            one.target = names.target(store, snapshot)
            reasons = set_aside_reasons(store, one.info.id) if batch.copy.public else {}
        except UserError as error:
            one.became = error
        else:
            job = FileJob.of(snapshot, batch.suffix, options, style, reasons)
            yield FileTask(number, job, store, one.target)


def _report(batch: Batch, one: _Asked, outcome: BatchOutcome) -> None:
    if isinstance(one.became, UserError):
        outcome.leave_out(one.info, one.became)
    elif one.became is not None:
        outcome.files.append(one.target)
        outcome.pages += one.became.pages
        remarks = public_remarks(one.info, one.became.mistakes) if batch.copy.public else ()
        outcome.tell(one.info, [*remarks, *one.became.lost])


class Names:
    """File names of a batch: unique, and sorted like the assessments' numbers."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._taken: set[Path] = set()
        self._digits = max((len(info.number.strip()) for info in batch.infos), default=0)

    def target(self, store: CabinetStore, snapshot: Snapshot) -> Path:
        """The path for an assessment; its name contains no withheld text."""
        from ui.printing.subject import Subject, suggested_name

        copy = self._batch.copy
        name = suggested_name(Subject(snapshot, store), copy).removesuffix(PDF)
        lead = sortable_number(snapshot, copy, self._digits)
        return free_path(self._batch.folder, f"{lead} {name}".strip(), self._batch.suffix, self._taken)


def sortable_number(snapshot: Snapshot, copy: Copy, digits: int) -> str:
    """評価書番号 zero-padded for the start of a file name, so that names sort by it."""
    shown = public_copy(snapshot) if copy.public else snapshot
    words = shown.root.answer((shown.form.roles.number,))
    number = unicodedata.normalize("NFKC", words).strip() if isinstance(words, str) else ""
    return number.zfill(digits) if number.isdecimal() else number

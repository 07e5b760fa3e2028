"""Writes several assessments into a folder, in any file format.  Call from a thread.

PDFs are made in parallel: see ``batch_prints``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.cabinet_lists.assessment_names import info_name
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.copies import public_copy
from pia_desktop.paper.purpose import Copy
from ui.widgets.file_choice import free_path

if TYPE_CHECKING:
    from pia_desktop.outputs.release import Release
    from ui.context.background import Stopped
    from ui.context.cabinet_store import CabinetStore
    from ui.printing.task import Print, ProgressCall

PDF: Final = ".pdf"


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
class Outcome:
    """The result of a batch: files and their pages, what was skipped and why, what did not print."""

    suffix: str = PDF
    files: list[Path] = field(default_factory=list)
    pages: int = 0
    left: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    paper: Print | None = None
    """What is to be printed on paper."""

    def leave_out(self, info: AssessmentInfo, error: UserError) -> None:
        """Record an assessment that was skipped."""
        self.left.append(f"{f'{info.number} {info_name(info)}'.strip()}: {error.one_line()}")

    def tell(self, info: AssessmentInfo, words: Iterable[str]) -> None:
        """Record what the reader of a file should know."""
        self.lost += [f"{info_name(info)}: {one}" for one in words]

    def report(self, folder: Path) -> tuple[str, str]:
        """Heading and text of the report."""
        count = len(self.files)
        if self.suffix == PDF:
            heading = ngettext("{count:,} PDF is ready.", "{count:,} PDFs are ready.", count)
        else:
            heading = ngettext("{count:,} file is ready.", "{count:,} files are ready.", count)
        heading = heading.format(count=count)
        if self.left:
            more = ngettext("{count:,} was left out:", "{count:,} were left out:", len(self.left))
            heading += " " + more.format(count=len(self.left)).rstrip(":：")
        if self.suffix != PDF:
            return heading, str(folder)
        pages = ngettext("{count:,} page in all", "{count:,} pages in all", self.pages)
        return heading, f"{folder}\n{pages.format(count=self.pages)}"


def make_all(
    store: CabinetStore, batch: Batch, outcome: Outcome, stopped: Stopped, progress: ProgressCall
) -> bool:
    """Write the files; False if stopped.

    An assessment that cannot be read or written is skipped and reported; the others are written.
    """
    names = Names(batch)
    for number, info in enumerate(batch.infos, 1):
        if stopped():
            return False
        try:
            if not _make_one(store, batch, info, names, outcome, stopped):
                return False
        except UserError as error:
            outcome.leave_out(info, error)
        progress(number)
    return True


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


def _make_one(
    store: CabinetStore,
    batch: Batch,
    info: AssessmentInfo,
    names: Names,
    outcome: Outcome,
    stopped: Stopped,
) -> bool:
    """Write one file; False if stopped.  Raises UserError, also if withheld text remains."""
    from ui.printing.public_remarks import public_remarks

    snapshot, given = given_state(store, info, batch.copy)
    target = names.target(store, snapshot)
    write = _print_one if batch.suffix == PDF else _export_one
    lost = write(store, batch, snapshot, given, target, outcome, stopped)
    if lost is None:
        return False
    outcome.files.append(target)
    outcome.tell(info, [*public_remarks(store, info, snapshot, batch.copy), *lost])
    return True


def given_state(store: CabinetStore, info: AssessmentInfo, copy: Copy) -> tuple[Snapshot, Release]:
    """An assessment, and its copy for the purpose.  Raises UserError, also if withheld text remains."""
    from pia_desktop.outputs.release import released, remaining_words

    snapshot = store.load(info.id)
    given = released(copy, snapshot)
    if given.remnants:
        raise UserError(
            remaining_words(len(given.remnants)),
            _("Open the assessment and print it by itself, to see where."),
        )
    return snapshot, given


def _print_one(
    store: CabinetStore,
    batch: Batch,
    snapshot: Snapshot,
    given: Release,
    target: Path,
    outcome: Outcome,
    stopped: Stopped,
) -> list[str] | None:
    """Print one; returns what did not print, None if stopped."""
    from datetime import datetime

    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.options import PrintOptions
    from pia_desktop.paper.printing import layout_assessment
    from pia_desktop.paper.style import Style
    from ui.printing.pdf_jobs import lost_words, write_pdf
    from ui.printing.task import Print

    moment = datetime.now() if batch.copy.draft else None
    options = PrintOptions(copy=batch.copy, moment=moment)
    layout = layout_assessment(
        snapshot, store, Style(batch.scale, users_fonts(), batch.continued), options=options
    )
    job = Print(snapshot, layout, store, tuple(range(len(layout.pages))), guard=given.guard)
    if not write_pdf(job, target, stopped, lambda _pages: None):
        return None
    outcome.pages += len(layout.pages)
    return list(lost_words(snapshot, layout))


def _export_one(
    store: CabinetStore,
    batch: Batch,
    _snapshot: Snapshot,
    given: Release,
    target: Path,
    _outcome: Outcome,
    _stopped: Stopped,
) -> list[str]:
    """Write one in another format."""
    from ui.printing.exporting import write_export

    write_export(batch.copy, given, store, target)
    return []


def sortable_number(snapshot: Snapshot, copy: Copy, digits: int) -> str:
    """評価書番号 zero-padded for the start of a file name, so that names sort by it."""
    shown = public_copy(snapshot) if copy.public else snapshot
    words = shown.root.answer((shown.form.roles.number,))
    number = unicodedata.normalize("NFKC", words).strip() if isinstance(words, str) else ""
    return number.zfill(digits) if number.isdecimal() else number

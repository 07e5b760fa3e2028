"""Makes files of several assessments in parallel, in child processes.

Layout, drawing and workbooks are CPU-bound, so threads would not help.  The files are written to the folder
that the processes share and copied to the target when complete: no partial file is ever at the target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import Final, NamedTuple

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureSource, pictures_in
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.files import FileCheck, replacing, write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.outputs.exporting import write_export
from pia_desktop.outputs.release import releasable
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.style import Style
from pia_desktop.processes.crew import Crew, serve
from pia_desktop.rules.checks.finding import Finding, FindingKey
from pia_desktop.temporary import NoTemporaryFolder

JOBS_OPTION: Final = "--jobs"
"""Option that makes the command ``print`` a child process; its folder is the value of -o."""
PDF: Final = ".pdf"


@dataclass(frozen=True, slots=True)
class FileJob:
    """The file to make of an assessment; can be sent to another process.

    ``options`` hold the purpose.  ``reasons``: findings that are set aside, and so are no mistakes.
    """

    edition: tuple[str, str]
    root: Node
    suffix: str
    options: PrintOptions
    style: Style
    reasons: Mapping[FindingKey, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        suffix: str,
        options: PrintOptions,
        style: Style,
        reasons: Mapping[FindingKey, str] | None = None,
    ) -> FileJob:
        """The job for a snapshot."""
        edition = (snapshot.form.id, snapshot.form.version)
        return cls(edition, snapshot.root, suffix, options, style, reasons or {})

    def make(self, pictures: PictureSource, target: Path) -> Made:
        """Make the file.  Raises UserError, also if withheld text remains in the assessment."""
        snapshot = Snapshot(find_form(*self.edition), self.root)
        given = releasable(self.options.copy, snapshot)
        if self.suffix == PDF:
            made = self._print(snapshot, pictures, target, given.file_check(PDF))
        else:
            made = Made(lost=write_export(given, pictures, target))
        if not given.public:
            return made
        return Made(made.pages, made.lost, len(mistakes_in(snapshot, self.reasons)))

    def _print(
        self, snapshot: Snapshot, pictures: PictureSource, target: Path, check: FileCheck | None
    ) -> Made:
        from pia_desktop.paper.findings import print_findings
        from pia_desktop.paper.printing import print_pdf

        layout = print_pdf(snapshot, pictures, target, self.style, self.options, check=check)
        lost = dict.fromkeys(str(fault) for fault in print_findings(layout, snapshot))
        return Made(len(layout.pages), tuple(lost))


@dataclass(frozen=True, slots=True)
class Made:
    """What is to be said of a file: its pages, what is missing or wrong on them; the mistakes that the checks
    find in a public copy.
    """

    pages: int = 0
    lost: tuple[str, ...] = ()
    mistakes: int = 0


def mistakes_in(snapshot: Snapshot, reasons: Mapping[FindingKey, str]) -> tuple[Finding, ...]:
    """The mistakes that the checks find, in form order, but for those set aside."""
    from pia_desktop.rules.checks.checker import Checker
    from pia_desktop.rules.checks.severity import Severity

    found = Checker(snapshot.form, snapshot.root, reasons=reasons).sorted().open
    return tuple(one for one in found if one.severity is Severity.ERROR)


_Numbered = tuple[int, FileJob]
_AHEAD: Final = 8
"""Jobs that wait for a process at most."""


class FileTask(NamedTuple):
    """A job under a unique number: where its pictures are, and the path of its file."""

    number: int
    job: FileJob
    pictures: PictureSource
    target: Path


class FileMakers:
    """Makes files; ``made`` yields each as it is finished, in any order."""

    def __init__(self, count: int | None = None) -> None:
        """Start ``count`` processes, by default one per CPU; fewer if that fails."""
        self._crew: Crew[_Numbered, Made | str] = Crew(["print", JOBS_OPTION, "-o"], _make, count)
        self._targets: dict[int, Path] = {}

    def __enter__(self) -> FileMakers:
        return self

    def __exit__(self, *_error: object) -> None:
        self._crew.close()

    def made(
        self, tasks: Iterable[FileTask], stopped: Callable[[], bool]
    ) -> Iterator[tuple[int, Made | UserError]]:
        """Yield (number, result or error) of each task once its file is in place.  Ends when stopped.

        Tasks are taken while others are done, so that little is held, and something is done from the start.
        """
        waiting = iter(tasks)
        for task in islice(waiting, _AHEAD):
            self._give(task)
        for number, became in self._crew.results(stopped):
            yield number, self._result(number, became)
            for task in islice(waiting, 1):
                self._give(task)

    def _give(self, task: FileTask) -> None:
        number, job, pictures, target = task
        for digest in _digests(job.root):
            place, data = _picture_file(self._crew.place, digest), pictures.picture(digest)
            if data is not None and not place.exists():
                write_bytes(place, data)
        self._targets[number] = target
        self._crew.give(number, (number, job))

    def _result(self, number: int, became: Made | str) -> Made | UserError:
        if isinstance(became, str):
            return UserError(became)
        target = self._targets[number]
        made = _made_file(self._crew.place, number, target.suffix)
        try:
            with made.open("rb") as source, replacing(target) as file:
                copyfileobj(source, file)
        except UserError as error:
            return error
        except OSError as error:  # a cleaning of temporary files took it away
            return NoTemporaryFolder(error)
        made.unlink(missing_ok=True)
        return became


def serve_jobs(folder: Path) -> int:
    """Entry point of the child: makes files until all jobs are done or the folder is deleted."""
    return serve(folder, _make)


def _make(folder: Path, numbered: _Numbered) -> Made | str:
    """Make a file; its result, or the reason why it cannot be made."""
    number, job = numbered
    try:
        return job.make(_Pictures(folder), _made_file(folder, number, job.suffix))
    except UserError as error:
        return error.one_line()


def _made_file(folder: Path, number: int, suffix: str) -> Path:
    return folder / f"{number}{suffix}"


class _Pictures:
    """The pictures in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture; None if they are missing."""
        try:
            return _picture_file(self._folder, digest).read_bytes()
        except OSError:
            return None


def _picture_file(folder: Path, digest: str) -> Path:
    """Path of a picture, by a safe name, since a cabinet may contain any text as digest."""
    return folder / f"{sha256(digest.encode('utf-8', 'surrogatepass')).hexdigest()}.picture"


def _digests(root: Node) -> Iterator[str]:
    yield from dict.fromkeys(picture.digest for _path, picture in pictures_in(root))

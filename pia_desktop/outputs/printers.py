"""Makes several prints in parallel, in child processes.

Layout and drawing are CPU-bound, so threads would not help.  The PDFs are written to the folder that the
processes share and copied to the target when complete: no partial file is ever at the target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.files import replacing, write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.values import Figure
from pia_desktop.outputs.release import released
from pia_desktop.paper.findings import print_findings
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paper.style import Style
from pia_desktop.processes.crew import Crew, serve

JOBS_OPTION: Final = "--jobs"
"""Option that makes the command ``print`` a child process; its folder is the value of -o."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What to print and how; can be sent to another process."""

    edition: tuple[str, str]
    root: Node
    style: Style
    options: PrintOptions

    @classmethod
    def of(cls, snapshot: Snapshot, style: Style, options: PrintOptions) -> PrintJob:
        """The job for a snapshot."""
        return cls((snapshot.form.id, snapshot.form.version), snapshot.root, style, options)


@dataclass(frozen=True, slots=True)
class Printed:
    """The result of a print: its pages, and what is missing or wrong on them."""

    pages: int
    lost: tuple[str, ...]


_Numbered = tuple[int, PrintJob]


class Printers:
    """Makes prints; ``results`` yields each as it is finished, in any order."""

    def __init__(self, count: int | None = None) -> None:
        """Start ``count`` processes, by default one per CPU; fewer if that fails."""
        self._crew: Crew[_Numbered, Printed | str] = Crew(["print", JOBS_OPTION, "-o"], _print, count)
        self._targets: dict[int, Path] = {}

    def __enter__(self) -> Printers:
        return self

    def __exit__(self, *_error: object) -> None:
        self._crew.close()

    def give(self, number: int, job: PrintJob, pictures: PictureSource, target: Path) -> None:
        """Queue a print into a file."""
        for digest in _digests(job.root):
            place, data = _picture_file(self._crew.place, digest), pictures.picture(digest)
            if data is not None and not place.exists():
                write_bytes(place, data)
        self._targets[number] = target
        self._crew.give(number, (number, job))

    def results(self, stopped: Callable[[], bool]) -> Iterator[tuple[int, Printed | UserError]]:
        """Yield (number, result or error) of each print once its file is in place.  Ends when stopped."""
        self._crew.all_given()
        for number, became in self._crew.results(stopped):
            yield number, self._result(number, became)

    def _result(self, number: int, became: Printed | str) -> Printed | UserError:
        if isinstance(became, str):
            return UserError(became)
        made = _made_file(self._crew.place, number)
        try:
            with made.open("rb") as source, replacing(self._targets[number]) as file:
                copyfileobj(source, file)
        except UserError as error:
            return error
        made.unlink()
        return became


def be_a_printer(folder: Path) -> int:
    """Entry point of the child: prints until all jobs are done or the folder is deleted."""
    return serve(folder, _print)


def _print(folder: Path, job: _Numbered) -> Printed | str:
    """Make a print; its result, or the reason why it cannot be made."""
    number, printed = job
    try:
        return print_job(printed, _Pictures(folder), _made_file(folder, number))
    except UserError as error:
        return error.one_line()


def _made_file(folder: Path, number: int) -> Path:
    return folder / f"{number}.pdf"


def print_job(job: PrintJob, pictures: PictureSource, target: Path) -> Printed:
    """Make a print.  Raises UserError."""
    snapshot = Snapshot(find_form(*job.edition), job.root)
    check = released(job.options.copy, snapshot).file_check(target.suffix)
    layout = print_pdf(snapshot, pictures, target, job.style, job.options, check=check)
    lost = dict.fromkeys(str(fault) for fault in print_findings(layout, snapshot))
    return Printed(len(layout.pages), tuple(lost))


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
    for _path, node in root.walk():
        for value in node.answers.values():
            if isinstance(value, Figure):
                yield from (picture.digest for picture in value.pictures)

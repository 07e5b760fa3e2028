"""Makes several prints in parallel, in child processes.

Layout and drawing are CPU-bound, so threads would not help.  The processes exchange files in a temporary
folder: jobs, which are claimed by renaming them, PDFs, and results.  Each can be killed at any time without
leaving a partial file at the target.  Jobs that no child has done are done in this process.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from typing import Any, Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import UserError
from pia_desktop.files import replacing, write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.values import Figure
from pia_desktop.outputs.release import released
from pia_desktop.paper.findings import print_findings
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paper.style import Style
from pia_desktop.processes.limits import Limits, end_with_parent, limit_child
from pia_desktop.processes.start import start_ourselves
from pia_desktop.temporary import TemporaryFolder

JOBS_OPTION: Final = "--jobs"
"""How the command ``print`` is told that it is such a process; its folder stands behind -o."""
_MOST: Final = 4
_POLL: Final = 0.02
_ALL_GIVEN: Final = "all-given"
_LIMITS: Final = Limits(seconds=24 * 60 * 60, memory=4_000_000_000)


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


class Printers:
    """Makes prints; ``results`` yields each as it is finished, in any order."""

    def __init__(self, count: int | None = None) -> None:
        """Start ``count`` processes, by default one per CPU; fewer if that fails."""
        self._folder = TemporaryFolder("print")
        self._place = self._folder.path
        self._given: dict[int, tuple[PrintJob, Path]] = {}
        self._processes: list[tuple[subprocess.Popen[bytes], object]] = []
        for _number in range(min(_MOST, os.cpu_count() or 1) if count is None else count):
            try:
                process = start_ourselves(["print", JOBS_OPTION, "-o", str(self._place)])
            except OSError:
                break  # continue with fewer processes, or with this one
            self._processes.append((process, _tied(process)))

    def __enter__(self) -> Printers:
        return self

    def __exit__(self, *_error: object) -> None:
        for process, _job in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        self._folder.close()

    def give(self, number: int, job: PrintJob, pictures: PictureSource, target: Path) -> None:
        """Queue a print into a file."""
        for digest in _digests(job.root):
            place, data = _picture_file(self._place, digest), pictures.picture(digest)
            if data is not None and not place.exists():
                write_bytes(place, data)
        self._given[number] = job, target
        write_bytes(self._place / f"{number}.job", pickle.dumps(job))

    def results(self, stopped: Callable[[], bool]) -> Iterator[tuple[int, Printed | UserError]]:
        """Yield (number, result or error) of each print once its file is in place.  Ends when stopped."""
        write_bytes(self._place / _ALL_GIVEN, b"")
        while self._given and not stopped():
            alone = all(process.poll() is not None for process, _job in self._processes)
            done = [number for number in self._given if (self._place / f"{number}.json").exists()]
            for number in done:
                yield number, self._result(number)
            if alone and not done:
                self._do_one_here()
            elif not done:
                time.sleep(_POLL)

    def _result(self, number: int) -> Printed | UserError:
        _job, target = self._given.pop(number)
        raw: dict[str, Any] = json.loads((self._place / f"{number}.json").read_bytes())
        if "refused" in raw:
            return UserError(raw["refused"])
        made = self._place / f"{number}.pdf"
        try:
            with made.open("rb") as source, replacing(target) as file:
                copyfileobj(source, file)
        except UserError as error:
            return error
        made.unlink()
        return Printed(raw["pages"], tuple(raw["lost"]))

    def _do_one_here(self) -> None:
        """Do one queued job in this process: its child has died, or there is none."""
        number = min(self._given)
        _do(self._place, number, self._given[number][0])


def _tied(process: subprocess.Popen[bytes]) -> object:
    """An object that ends the child together with this process; if Windows refuses, the child
    ends by itself.
    """
    try:
        return limit_child(process, _LIMITS)
    except OSError:
        return None


def be_a_printer(folder: Path) -> int:
    """Entry point of the child: does jobs until all are done or the folder is deleted."""
    end_with_parent()
    while folder.exists():
        all_given = (folder / _ALL_GIVEN).exists()
        jobs = sorted(folder.glob("*.job"), key=lambda job: int(job.stem))
        for job in jobs:
            claimed = job.with_suffix(f".job-{os.getpid()}")
            try:
                job.rename(claimed)
            except OSError:
                continue  # claimed by another process
            _do(folder, int(job.stem), pickle.loads(claimed.read_bytes()))
        if all_given and not jobs:
            return 0
        time.sleep(0 if jobs else _POLL)
    return 0


def _do(folder: Path, number: int, job: PrintJob) -> None:
    raw: dict[str, object]
    try:
        printed = print_job(job, _Pictures(folder), folder / f"{number}.pdf")
        raw = {"pages": printed.pages, "lost": printed.lost}
    except UserError as error:
        raw = {"refused": error.one_line()}
    write_bytes(folder / f"{number}.json", json.dumps(raw).encode("ascii"))


def print_job(job: PrintJob, pictures: PictureSource, target: Path) -> Printed:
    """Make a print.  Raises UserError."""
    snapshot = Snapshot(find_form(*job.edition), job.root)
    look = released(job.options.copy, snapshot).look(target.suffix)
    layout = print_pdf(snapshot, pictures, target, job.style, job.options, look=look)
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

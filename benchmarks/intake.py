"""What it costs to read an office's stock and to print it: ``python -m benchmarks.intake``.

Seconds are those of the processor where it says so: the children of a reading and of a printing count.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Final

from benchmarks.samples import Row, larger_document, processor_seconds, show
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.outputs.makers import PDF, FileJob, FileMakers, FileTask, Made
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paper.style import Style

DOCUMENTS: Final = 60
AT_A_TIME: Final = 2
_CASES: Final = Path(__file__).resolve().parent.parent.parent / "shared" / "import" / "cases"
_NAMED: Final = "setagaya-kaigo"
_WATCH: Final = 0.02


def _case(folder: Path, suffix: str) -> Path:
    """An office's document where it lies beside the repository, or one that this program hands out."""
    real = _CASES / f"{_NAMED}{suffix}"
    if real.is_file():
        return real
    found, path = larger_document(), folder / f"larger{suffix}"
    snapshot = Snapshot(found.form, found.root)
    if suffix == ".pdf":
        print_pdf(snapshot, found.pictures, path)
    else:
        path.write_bytes(form_bytes(snapshot, found.pictures, suffix))
    return path


def _reading(path: Path) -> tuple[float, float, float]:
    """Seconds of the processor and of the clock, and MB at the most, of the child that reads a document."""
    code = (
        "import resource, sys; from pathlib import Path; from pia_desktop.intake.reading import read_here;"
        "read_here(Path(sys.argv[1])); used = resource.getrusage(resource.RUSAGE_SELF);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    begun = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    took = time.perf_counter() - begun
    seconds, memory = map(float, ran.stdout.split())
    return seconds, took, memory


def _documents(folder: Path) -> list[Row]:
    rows = []
    for suffix, goal in ((".xlsx", "at most 1 s, 100 MB"), (".pdf", "at most 2 s")):
        seconds, took, memory = min(_reading(_case(folder, suffix)) for _number in range(3))
        told = f"{seconds:.2f} s of the processor, {took:.2f} s, {memory:.0f} MB"
        rows.append((f"Reading the larger document ({suffix}), start of its process included", told, goal))
    return rows


def _queue(folder: Path) -> Row:
    """The window's queue over as many workbooks; how long the window once did not answer."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QObject, QTimer

    from ui.intake.queue import Document, DocumentQueue

    application = QCoreApplication.instance() or QCoreApplication([])
    case = _case(folder, ".xlsx")
    paths = [folder / f"{number:02}.xlsx" for number in range(DOCUMENTS)]
    for path in paths:
        shutil.copyfile(case, path)
    owner = QObject()
    queue, beats = DocumentQueue(owner), [time.perf_counter()]
    timer = QTimer(owner)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(int(1_000 * _WATCH))
    begun, used = time.perf_counter(), processor_seconds()
    queue.add([Document(path) for path in paths])
    while queue.unread:
        application.processEvents()
        time.sleep(0.002)
    took, spent = time.perf_counter() - begun, processor_seconds() - used
    gap = max(later - earlier for earlier, later in pairwise(beats))
    timer.stop()
    return (
        f"{DOCUMENTS} such workbooks in the window's queue, {AT_A_TIME} at a time",
        f"{took:.0f} s ({spent:.0f} s of the processor); the window answered within {1_000 * gap:.0f} ms",
        "at most 60 s, with the window alive",
    )


def _prints(folder: Path) -> Row:
    found = larger_document()
    snapshot = Snapshot(found.form, found.root)
    job = FileJob.of(snapshot, PDF, PrintOptions(), Style())
    begun, used = time.perf_counter(), processor_seconds()
    pages = 0
    with FileMakers() as makers:
        tasks = (FileTask(n, job, found.pictures, folder / f"{n}.pdf") for n in range(DOCUMENTS))
        for _number, became in makers.made(tasks, lambda: False):
            assert isinstance(became, Made)
            pages += became.pages
    took, spent = time.perf_counter() - begun, processor_seconds() - used
    return (
        f"Printing {DOCUMENTS} assessments of the larger size, {pages:,} pages",
        f"{spent:.1f} s of the processor, {took:.1f} s",
        "at most 12 s",
    )


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_documents(folder), _queue(folder), _prints(folder)]


if __name__ == "__main__":
    show(rows())

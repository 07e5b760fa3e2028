"""What printing costs, as ratios: against a bare drawString of the same lines, and per page at tenfold size.

``python -m benchmarks.paper [FILE.json]``; without a file the larger sample.
"""

from __future__ import annotations

import gc
import io
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from struct import pack

from PIL import Image
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.samples import Row, larger_document, show
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, new_key, with_new_keys
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.outputs.release import released
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment, print_pdf
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Face, font_file
from pia_desktop.paths import resource_root

ROUNDS = 7
OFFICE_ROUNDS = 3
PAIRS = 5
TIMES = 10
MANY_TIMES = 30
"""More than 1,000 pages of the larger sample."""
MANY_PAIRS = 3
PICTURES = 300
WITHHELD = 20
LARGE = 600
"""Pages of a large print."""


def measured(job: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median seconds of a job in a warm process."""
    job()
    found = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        job()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def against(
    large: Callable[[], object], small: Callable[[], object], times: int, pairs: int = PAIRS
) -> float:
    """How much more of the processor one job takes than another: the median of pairs that follow each other,
    the smaller job as often as makes them about equal.
    """
    found = []
    for _ in range(pairs):
        gc.collect()
        start = time.process_time()
        for _time in range(times):
            small()
        middle = time.process_time()
        gc.collect()
        begun = time.process_time()
        large()
        found.append((time.process_time() - begun) * times / (middle - start))
    return statistics.median(found)


def floor(layout: Layout, *, load_fonts: bool) -> bytes:
    """The same text, its lines already broken, by drawString alone."""
    if load_fonts or Face.BODY.value not in pdfmetrics.getRegisteredFontNames():
        for face in Face:
            pdfmetrics.registerFont(TTFont(face.value, str(font_file(face))))
    rl_config.useA85 = 0  # the print has none either
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1, pageCompression=1)
    for page in layout.pages:
        canvas.setPageSize((page.width, page.height))
        for run in page.runs():
            canvas.setFont(run.face.value, run.size)
            canvas.drawString(run.x, page.height - run.y, run.text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def grown(root: Node, times: int) -> Node:
    """An assessment with as many times the files and changes."""
    lists = {}
    for list_id, entries in root.lists.items():
        nodes = list(entries.values())
        if list_id == FILES or len(nodes) > TIMES:
            nodes = [with_new_keys(node) for _ in range(times) for node in nodes]
        lists[list_id] = {new_key(): node for node in nodes}
    return Node(root.answers, lists)


def resident() -> float:
    """Megabytes of memory that this process has now."""
    import resource  # not on Windows

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def memory_rows(snapshot: Snapshot, pictures: PictureSource) -> list[Row]:
    """What a large print takes above the program as it was before; Linux alone says it easily."""
    if not Path("/proc/self/statm").exists():
        return []
    gc.collect()
    before = resident()
    layout = layout_assessment(snapshot, pictures)
    data = draw_pdf(layout, pictures)
    taken = resident() - before
    words = f"{taken:.0f} MB ({len(layout.pages)} pages, a file of {len(data) / 1e6:.1f} MB)"
    return [("Memory of a large print above the idle program", words, "at most 100 MB")]


def peak_above(job: Callable[[], object]) -> float:
    """The most megabytes that a job had at once, above what the process had before it."""
    gc.collect()
    before = resident()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    job()
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) * 1024 / 1e6 - before


class Photos:
    """As many different pictures as one asks for, of twelve megapixels each; none stays in memory."""

    def __init__(self, kind: str, mode: str) -> None:
        noise = Image.frombytes("L", (512, 384), random.Random(1).randbytes(512 * 384))
        picture = noise.resize((4000, 3000)).convert(mode)
        target = io.BytesIO()
        picture.save(target, kind, quality=95)
        self._whole = target.getvalue()
        self._kind = kind

    def digests(self, count: int) -> list[str]:
        """Names of so many of them."""
        return [f"{number:064x}" for number in range(count)]

    def picture(self, digest: str) -> bytes | None:
        """The bytes of one, with its name in a comment behind the first bytes of a JPEG."""
        if self._kind != "JPEG":
            return self._whole
        name = digest.encode("ascii")
        return b"".join([self._whole[:2], b"\xff\xfe", pack(">H", len(name) + 2), name, self._whole[2:]])


def picture_rows() -> list[Row]:
    """The memory of printing many large pictures to a file."""
    if not Path("/proc/self/clear_refs").exists():
        return []
    found = []
    for kind, mode, count in (("JPEG", "RGB", PICTURES), ("PNG", "RGBA", 5)):
        photos = Photos(kind, mode)
        pictures = tuple(Picture(name, "", 4000, 3000) for name in photos.digests(count))
        form = find_form("yoshiki4")
        item = next(name for name, place in form.places.items() if isinstance(place.item.kind, FigureKind))
        owner = form.places[item].scope
        answers = {item: Figure.of("", pictures)}
        root = Node(lists={FILES: {"k": Node(answers)}}) if owner else Node(answers, {FILES: {"k": Node()}})
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "print.pdf"
            snapshot = Snapshot(form, root)
            taken = peak_above(partial(print_pdf, snapshot, photos, target))
            size = target.stat().st_size / 1e6
        words = f"{taken:.0f} MB (a file of {size:.0f} MB)"
        found.append(
            (f"Memory of {count} pictures of 12 megapixels ({kind}, {mode})", words, "at most 100 MB")
        )
    return found


def in_a_new_process(job: Callable[[], list[Row]]) -> list[Row]:
    """What a job measures where no job before it has left memory behind."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(job).result()


def partly_withheld(snapshot: Snapshot) -> Snapshot:
    """The same with a passage withheld of each of some long answers."""
    root, left = snapshot.root, WITHHELD
    for place, _item, value in answers_in_order(snapshot.form, root):
        if left and isinstance(value, str) and len(value) > 200:
            root, left = root.with_withheld(place, ((50, 80),)), left - 1
    return Snapshot(snapshot.form, root)


def last_look(snapshot: Snapshot, pictures: PictureSource) -> Row:
    """What it costs to look through a copy for the public before it is given, against printing it."""
    marked = partly_withheld(snapshot)
    options = PrintOptions(copy=Copy.PUBLIC)
    given = released(Copy.PUBLIC, marked)
    pdf = draw_pdf(layout_assessment(marked, options=options), pictures)
    printed = measured(lambda: draw_pdf(layout_assessment(marked, options=options), pictures))
    asked = measured(lambda: released(Copy.PUBLIC, marked))
    looked = measured(lambda: given.check(pdf, ".pdf"))
    what = f"Looking through a copy for the public ({WITHHELD} passages), against printing it"
    return (
        what,
        f"{looked / printed:.2f} times; before it, for words that remain {asked / printed:.2f} times",
        "",
    )


def process_time(*arguments: str) -> float:
    """Seconds of a whole Python process, which may keep what it compiles, as an installed one has."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def whole_processes() -> list[Row]:
    """A print as a command of its own, in turns with loading ReportLab's canvas; the first only warms up.

    Where LibreOffice is installed, its print of the same assessment as a Word document stands beside it.
    """
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        sample, target = str(resource_root() / "samples" / "yoshiki4.json"), str(Path(folder) / "print.pdf")
        for _ in range(ROUNDS + 1):
            ours.append(process_time("-m", "pia_desktop", "print", "--from", sample, "-o", target))
            bare.append(process_time("-c", "import reportlab.pdfgen.canvas"))
        theirs = libreoffice_time(sample, Path(folder))
    printed, loaded = statistics.median(ours[1:]), statistics.median(bare[1:])
    found = [
        (
            "`pia-desktop print` of 60 pages as a process, against loading ReportLab",
            f"{printed / loaded:.1f} times ({printed:.2f} s)",
            "5 times",
        )
    ]
    if theirs is not None:
        what = "LibreOffice making a PDF of the same assessment in .docx, against that command"
        found.append((what, f"{theirs / printed:.1f} times ({theirs:.2f} s)", ""))
    return found


def libreoffice_time(sample: str, folder: Path) -> float | None:
    """Seconds in which LibreOffice makes a PDF of a sample handed out as a Word document; None without it."""
    office = shutil.which("soffice")
    if office is None:
        return None
    document = str(folder / "print.docx")
    process_time("-m", "pia_desktop", "export", "--from", sample, "-o", document)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), document]
    times = []
    for _ in range(OFFICE_ROUNDS + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def per_page(snapshot: Snapshot, pictures: PictureSource, count: int, times: int, pairs: int) -> Row:
    """What a page of a print of many costs, against one of the assessment as it is, of ``count`` pages."""
    large = Snapshot(snapshot.form, grown(snapshot.root, times))
    pages = len(layout_assessment(large, pictures).pages)
    cost = against(
        lambda: draw_pdf(layout_assessment(large, pictures), pictures),
        lambda: draw_pdf(layout_assessment(snapshot, pictures), pictures),
        pages // count,
        pairs,
    )
    figure = f"{cost * count / pages:.2f} times"
    return f"Cost per page at {pages} pages, against {count}", figure, "0.95 to 1.05"


def rows(path: Path | None = None) -> list[Row]:
    """What was measured, the figure, and the goal."""
    found = read_file(path) if path else larger_document()
    snapshot = Snapshot(found.form, found.root)
    layout = layout_assessment(snapshot, found.pictures)
    count = len(layout.pages)
    draw_pdf(layout, found.pictures)
    # First of all, since later jobs leave memory behind that a print would find free.
    times = -(-LARGE * 5 // (count * 4))  # not all parts grow
    memory = memory_rows(Snapshot(found.form, grown(found.root, times)), found.pictures)
    whole = measured(lambda: draw_pdf(layout_assessment(snapshot, found.pictures), found.pictures))
    bare = measured(lambda: floor(layout, load_fonts=True))
    warm = measured(lambda: floor(layout, load_fonts=False))
    printed = f"{whole / warm:.2f} times ({whole * 1000:.0f} ms, {count} pages)"
    return [
        *memory,
        *in_a_new_process(picture_rows),
        (
            "Printing in a running program, PDF/UA-1 and PDF/A-2a, against drawString of its broken lines",
            printed,
            "at most 1.6; 2.5 with tags",
        ),
        ("The same where the floor loads its fonts, too", f"{whole / bare:.2f} times", ""),
        per_page(snapshot, found.pictures, count, TIMES, PAIRS),
        per_page(snapshot, found.pictures, count, MANY_TIMES, MANY_PAIRS),
        *whole_processes(),
        last_look(snapshot, found.pictures),
    ]


if __name__ == "__main__":
    show(rows(Path(sys.argv[1]) if len(sys.argv) > 1 else None))

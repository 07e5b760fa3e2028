"""Assessments to print in tests: the invented samples, blank forms, and real ones where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import edition_files, find_form
from pia_desktop.forms.model import Form
from pia_desktop.paper.layout import Layout, Page, Run
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style, metrics
from pia_desktop.paths import resource_root


@dataclass(frozen=True, slots=True)
class Document:
    """An assessment with its pictures."""

    snapshot: Snapshot
    pictures: PictureDict


def document_names() -> list[str]:
    """Blank forms, then every sample file that is there."""
    folders = [resource_root() / "samples", Path(__file__).resolve().parents[3] / "shared" / "samples"]
    files = [path.as_posix() for folder in folders for path in sorted(folder.glob("*.json"))]
    return [*(f"blank:{name}" for name in _blank_forms()), *files]


@cache
def _blank_forms() -> dict[str, Form]:
    """Every edition by the name of its file."""
    return {path.stem: find_form(form, version) for (form, version), path in edition_files().items()}


def short_name(name: str) -> str:
    return Path(name).name


@cache
def document(name: str) -> Document:
    """One of ``document_names``."""
    if name.startswith("blank:"):
        form = _blank_forms()[name.removeprefix("blank:")]
        return Document(Snapshot(form, blank_root(form)), PictureDict())
    found = read_file(Path(name))
    return Document(Snapshot(found.form, found.root), found.pictures)


@cache
def layout_of(name: str, scale: float = 1.0) -> Layout:
    found = document(name)
    return layout_assessment(found.snapshot, found.pictures, Style(scale))


def run_rect(run: Run) -> tuple[float, float, float, float]:
    """Left, top, right and lower edge of the ems of a run."""
    width = metrics(run.face).width(run.text, run.size)
    return run.x, run.y - 0.88 * run.size, run.x + width, run.y + 0.12 * run.size


def body_runs(page: Page) -> Iterator[Run]:
    """The runs that stand in a table of the page."""
    for run in page.runs():
        if any(frame.y <= run.y <= frame.y + frame.height for frame in page.frames):
            yield run


LONGER = 200
"""Lines of an answer that goes on over three pages."""


def lines_by_page(layout: Layout, words: str) -> list[int]:
    """How many lines that begin with these words each page has, of the pages with any."""
    counts = (sum(run.text.startswith(words) for run in body_runs(page)) for page in layout.pages)
    return [count for count in counts if count]

"""Golden layouts: every run and box of a print as text, so that a change of the paper shows as a diff.

Write them anew with ``python -m tests.paper.golden``, then look at the diff and at the pages themselves;
``--new`` writes only those that are not there yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pia_desktop.paper.layout import Layout
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from pia_desktop.paths import resource_root
from tests.paper.documents import document, document_names, layout_of, short_name

FOLDER = Path(__file__).resolve().parents[1] / "golden"


CONTINUED = "continued:"
"""Before the name of a document: one part of it, with labels said again where an answer goes on."""


def golden_names() -> list[str]:
    """The blank forms, the smaller invented samples, a part with labels said again."""
    samples = resource_root() / "samples"
    smaller = [str(samples / f"{form}.json") for form in ("yoshiki2", "yoshiki3")]
    blank = [name for name in document_names() if name.startswith("blank:")]
    return [*blank, *smaller, f"{CONTINUED}{samples / 'yoshiki4.json'}"]


def golden_layout(name: str) -> Layout:
    if not name.startswith(CONTINUED):
        return layout_of(name)
    found = document(name.removeprefix(CONTINUED))
    options = PrintOptions(frozenset({"II"}), file=1)
    return layout_assessment(found.snapshot, found.pictures, Style(continued=True), options=options)


def golden_file(name: str) -> Path:
    kind = CONTINUED if name.startswith(CONTINUED) else ""
    return FOLDER / f"paper-{f'{kind}{short_name(name)}'.replace(':', '-').removesuffix('.json')}.txt"


def dump(layout: Layout) -> str:
    return "\n".join(_lines(layout)) + "\n"


def _lines(layout: Layout) -> Iterator[str]:
    for entry in layout.outline:
        yield f"outline {entry.level} p{entry.page + 1} {entry.y:.1f} {entry.words}"
    for number, page in enumerate(layout.pages, 1):
        yield f"page {number} {page.width:.1f} {page.height:.1f}"
        for frame in page.frames:
            yield f"frame {frame.x:.1f} {frame.y:.1f} {frame.width:.1f} {frame.height:.1f}"
        for box in page.boxes:
            sides = f"{box.grey:g} {box.edges.value}"
            yield f"box {box.x:.1f} {box.y:.1f} {box.width:.1f} {box.height:.1f} {sides}"
        for run in page.runs():
            yield f"{run.x:.1f} {run.y:.1f} {run.size:g} {run.face.name} {run.role.value} {run.text}"
        for picture in page.pictures():
            place = picture.place
            yield f"picture {place.x:.1f} {place.y:.1f} {place.width:.1f} {place.height:.1f}"


def main(arguments: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in golden_names():
        if "--new" in arguments and golden_file(name).exists():
            continue
        golden_file(name).write_text(dump(golden_layout(name)), encoding="utf-8")
        print(golden_file(name).relative_to(resource_root().parent).as_posix())


if __name__ == "__main__":
    main(sys.argv[1:])

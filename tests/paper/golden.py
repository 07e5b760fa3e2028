"""Golden layouts: every run and box of a print as text, so that a change of the paper shows as a diff.

Write them anew with ``python -m tests.paper.golden``, then look at the diff and at the pages themselves;
``--new`` writes only those that are not there yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pia_desktop.paper.layout import Layout
from pia_desktop.paths import resource_root
from tests.paper.documents import document_names, layout_of, short_name

FOLDER = Path(__file__).resolve().parents[1] / "golden"


def golden_names() -> list[str]:
    """The blank forms and the smaller invented samples."""
    smaller = [str(resource_root() / "samples" / f"{form}.json") for form in ("yoshiki2", "yoshiki3")]
    return [*(name for name in document_names() if name.startswith("blank:")), *smaller]


def golden_file(name: str) -> Path:
    return FOLDER / f"paper-{short_name(name).replace(':', '-').removesuffix('.json')}.txt"


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
        golden_file(name).write_text(dump(layout_of(name)), encoding="utf-8")
        print(golden_file(name).name)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the benchmarks run on: the larger real sample where it lies beside the repository, or the invented."""

from __future__ import annotations

from pathlib import Path

from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import ImportedAssessment, read_file
from pia_desktop.paths import resource_root

Row = tuple[str, str, str]
"""What was measured, the figure, and the goal."""

_REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "samples" / "setagaya-kaigo.json"


def larger_document() -> ImportedAssessment:
    """The larger sample."""
    return read_file(_REAL if _REAL.is_file() else resource_root() / "samples" / "yoshiki4.json")


def larger_sample(folder: Path) -> tuple[Path, int]:
    """A cabinet with the larger sample, and the assessment's id."""
    document = larger_document()
    path = folder / "benchmark.pia"
    with Cabinet.create(path) as cabinet:
        return path, cabinet.new(document.form, document.root, document.pictures)


def show(rows: list[Row]) -> None:
    """Print rows as a Markdown table."""
    print("| measured | figure | goal |\n| --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)

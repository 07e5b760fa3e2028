"""What the benchmarks run on: the larger real sample where it lies beside the repository, or the invented."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import ImportedAssessment, read_file
from pia_desktop.paths import resource_root

Row = tuple[str, str, str]
"""What was measured, the figure, and the goal."""

HEADING: Final[Row] = ("measured", "figure", "goal")

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


def processor_seconds() -> float:
    """Seconds of the processor that this process and its children have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def table(rows: Sequence[Row], words: Callable[[Row], Row] = lambda row: row) -> str:
    """A Markdown table, the first row its heading; ``words`` says a row in another language."""
    lines = [f"| {' | '.join(words(row))} |\n" for row in rows]
    return "".join([lines[0], "| --- | --- | --- |\n", *lines[1:]])


def show(rows: Sequence[Row]) -> None:
    """Print rows as a Markdown table."""
    print(table([HEADING, *rows]), end="", flush=True)

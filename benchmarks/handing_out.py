"""What it costs to hand out an office's assessments, one of them unreadable, in each way that there is.

``python -m benchmarks.handing_out``
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

from benchmarks.office import OFFICE, fill
from benchmarks.samples import Row, processor_seconds, show
from db.cabinet import Cabinet
from pia_desktop.outputs.makers import PDF
from ui.cabinet.batch_dialog import maker_of
from ui.context.cabinet_store import CabinetStore
from ui.printing.batch import Batch, BatchOutcome

WAYS: Final = {
    (PDF, False): "as PDF",
    (".xlsx", False): "as .xlsx",
    (".docx", False): "as .docx",
    (".html", False): "as .html",
    (".json", False): "as .json",
    (PDF, True): "as one PDF with a page of contents",
    ("", True): "laid out for paper",
}


@dataclass
class Progress:
    """When each one was told to be done."""

    begun: float = field(default_factory=time.perf_counter)
    told: list[float] = field(default_factory=list)

    def tell(self, _done: int) -> None:
        """One more is done."""
        self.told.append(time.perf_counter() - self.begun)

    @property
    def longest(self) -> float:
        """The longest that nothing was told, until the first or between two."""
        return max(after - before for before, after in zip([0.0, *self.told], self.told, strict=False))


def damage(path: Path) -> None:
    """Make one of them unreadable."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = '{' WHERE assessment_id = ?", (OFFICE // 2,))


def stops_after(seconds: float) -> Callable[[], bool]:
    """What asks for a stop then."""
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() > end


def handed_out(
    store: CabinetStore, folder: Path, suffix: str, joined: bool
) -> tuple[float, float, float, float]:
    """The seconds that one way takes, those of the processor, the longest without progress, and how late a
    stop is heeded.
    """
    batch = Batch(store.infos(), folder, suffix=suffix, joined=joined)
    outcome, used, progress = BatchOutcome(suffix), processor_seconds(), Progress()
    assert maker_of(batch)(store, batch, outcome, lambda: False, progress.tell)
    whole = time.perf_counter() - progress.begun
    used = processor_seconds() - used
    assert len(outcome.left) == 1
    wait = whole / 3
    begun = time.perf_counter()
    assert not maker_of(batch)(store, batch, BatchOutcome(suffix), stops_after(wait), lambda _done: None)
    return whole, used, progress.longest, time.perf_counter() - begun - wait


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "office.pia"
        fill(path).close()
        damage(path)
        store = CabinetStore(Cabinet.open(path))
        for (suffix, joined), words in WAYS.items():
            target = folder / f"{suffix}{joined}"
            target.mkdir()
            whole, used, longest, late = handed_out(store, target, suffix, joined)
            spent = f"{whole:.1f} s, {used:.1f} s of the processor"
            figure = f"{spent}, progress within {longest:.1f} s, stopped within {late:.1f} s"
            found.append((f"{OFFICE} assessments {words}", figure, "5 s, or progress and a stop"))
        store.close()
    return found


if __name__ == "__main__":
    application = QCoreApplication([])
    show(rows())

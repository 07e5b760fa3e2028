"""What registers over a thousand assessments cost: the first time, and after an edit.

``python -m benchmarks.registers``
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.cabinet import MANY, made
from benchmarks.samples import Row, larger_document, show
from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.registers.loader import all_registers
from pia_desktop.registers.office import OfficeRegisters, RowChoice, chosen_rows
from pia_desktop.registers.rows import Source


def sources(cabinet: Cabinet) -> list[Source]:
    """The assessments as registers see them."""
    return [
        Source(one.id, one.form, one.version, one.number, one.title, one.edits, one.archived)
        for one in cabinet.heads()
    ]


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    largest = next(one for one in all_registers() if one.id == "grounds")
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder) / "many.pia", larger_document(), MANY)
        with Cabinet.open(path) as cabinet:
            begun = time.perf_counter()
            office = OfficeRegisters(cabinet.excerpts)
            office.update(sources(cabinet))
            count = len(chosen_rows(office.rows(largest), RowChoice()))
            first = time.perf_counter() - begun
            taken = []
            for turn in range(20):
                cabinet.apply(MANY // 2, [SetAnswer(("I.1.1",), f"事務{turn}")])
                begun = time.perf_counter()
                office.update(sources(cabinet))
                chosen_rows(office.rows(largest), RowChoice())
                taken.append(time.perf_counter() - begun)
    return [
        (f"the largest register of {MANY:,} assessments, {count:,} rows", f"{first:.1f} s", "2 s"),
        ("the same after an edit", f"{median(taken) * 1000:.0f} ms", "50 ms"),
    ]


if __name__ == "__main__":
    show(rows())

"""What it costs to do something to all of an office's assessments.  ``python -m benchmarks.office``"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.reuse import reworded
from benchmarks.samples import Row, larger_document, show
from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import read_file
from pia_desktop.office.required_rows import pack_rows
from pia_desktop.packs.loader import shipped_packs
from pia_desktop.packs.model import Pack
from pia_desktop.paths import resource_root
from pia_desktop.reuse.cabinet_replacement import Replacement
from pia_desktop.reuse.law import law_places, law_replacement
from pia_desktop.rules.stages import Stage
from ui.cabinet.bulk import Act, BulkReport, check, close_version, run_bulk, set_state, tasks_of

OFFICE = 60
DAY = date(2026, 4, 1)


def fill(path: Path) -> Cabinet:
    """An office's cabinet: the larger sample and the shipped ones in turn, each in words of its own."""
    samples = sorted((resource_root() / "samples").glob("*.json"))
    documents = [larger_document(), *map(read_file, samples)]
    rng = random.Random(7)
    cabinet = Cabinet.create(path)
    for number in range(OFFICE):
        found = documents[number % len(documents)]
        cabinet.new(found.form, reworded(found, rng), found.pictures)
    return cabinet


def carried_through(cabinet: Cabinet, pack: Pack) -> int:
    """Look through all of it for what a pack speaks of, replace it with its rows; how many places."""
    done: list[Replacement] = []
    for info in cabinet.list():
        snapshot = cabinet.load(info.id)
        chosen = [one for one in law_places(info.id, snapshot, pack) if one.wanted]
        made = law_replacement(snapshot, chosen, rows=pack_rows(pack.reason)) if chosen else None
        if made is not None:
            done.append(made)
    cabinet.apply_all(
        [(one.assessment_id, one.edit) for one in done],
        jobs=[
            (0, lambda work: work.add_replacement(pack.title, pack.since_words, tuple(done)))
        ],  # of the cabinet
    )
    return sum(one.places for one in done)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def at_once(cabinet: Cabinet, act: Act) -> float:
    """The seconds of something that is done to all of them."""
    report = BulkReport()
    taken = seconds(
        lambda: run_bulk(cabinet, tasks_of(cabinet.list(), act), report, lambda: False, lambda _done: None)
    )
    assert len(report.done) == OFFICE
    return taken


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    pack = next(one for one in shipped_packs() if "別表" in one.title)
    with tempfile.TemporaryDirectory() as folder, fill(Path(folder) / "office.pia") as cabinet:
        begun = time.perf_counter()
        places = carried_through(cabinet, pack)
        law = time.perf_counter() - begun
        assert places
        state = at_once(cabinet, set_state(Stage.REVIEW, DAY))
        version = at_once(cabinet, close_version("令和8年度", DAY + timedelta(days=1)))
        checked = at_once(cabinet, check())
    return [
        (f"A change of law through {OFFICE} assessments, {places:,} places", f"{law:.1f} s", "3 s"),
        (f"A state for {OFFICE} assessments at once", f"{state:.1f} s", "5 s, with progress"),
        (f"A version of {OFFICE} assessments at once", f"{version:.1f} s", "5 s, with progress"),
        (f"Checking {OFFICE} assessments at once", f"{checked:.1f} s", "5 s, with progress"),
    ]


if __name__ == "__main__":
    show(rows())

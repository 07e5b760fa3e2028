"""What it costs to carry an assessment out and bring it back, and to run a change of law over sixty.

``python -m benchmarks.carrying``
"""

from __future__ import annotations

import random
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.reuse import reworded
from benchmarks.samples import Row, larger_document, show
from db.cabinet import Cabinet
from db.piax import read_parcel
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer
from pia_desktop.packs.loader import shipped_packs
from pia_desktop.reuse.law import law_places, law_replacement
from pia_desktop.revisions.following import rows_for
from pia_desktop.rules.importance import pack_timing

ASSESSMENTS = 60


def _retyped(snapshot: Snapshot, words: str, rng: random.Random) -> list[Edit]:
    """Every third text changed."""
    return [
        SetAnswer((*path, item_id), value + words)
        for path, node in snapshot.root.walk()
        for item_id, value in node.answers.items()
        if isinstance(value, str) and len(value) > 40 and rng.random() < 0.3
    ]


def _return(folder: Path) -> Row:
    found, rng = larger_document(), random.Random(5)
    file = folder / "x.piax"
    with Cabinet.create(folder / "home.pia") as home, Cabinet.create(folder / "away.pia") as away:
        home.new(found.form, found.root, found.pictures)
        begun = time.perf_counter()
        home.pack(1, file)
        packed = time.perf_counter() - begun
        away.receive(read_parcel(file))
        home.apply(1, _retyped(home.load(1), "（本庁）", rng))
        away.apply(1, _retyped(away.load(1), "（支所）", rng))
        away.pack(1, file)
        begun = time.perf_counter()
        parcel = read_parcel(file)
        clashes = home.returning(parcel, 1).merged().clashes
        shown = time.perf_counter() - begun
        begun = time.perf_counter()
        done = home.bring_back(parcel, 1)
        stored = time.perf_counter() - begun
    assert clashes
    assert done.changes
    return (
        f"Bringing back the larger sample: {done.changes} places taken over, {len(clashes)} changed twice",
        f"carried out {packed:.2f} s, shown {shown:.2f} s, stored {stored:.2f} s",
        "shown and stored each under 0.5 s",
    )


def _law(folder: Path) -> Row:
    found, rng = larger_document(), random.Random(7)
    pack = next(one for one in shipped_packs() if one.id == "2024-05-bango-beppyo")
    with Cabinet.create(folder / "law.pia") as cabinet:
        for _number in range(ASSESSMENTS):
            cabinet.new(found.form, reworded(found, rng))
        begun = time.perf_counter()
        made = []
        for info in cabinet.list():
            snapshot = cabinet.load(info.id)
            places = [one for one in law_places(info.id, snapshot, pack) if one.wanted]
            made.append(law_replacement(snapshot, places, rows=partial(_rows, pack.reason)))
        looked = time.perf_counter() - begun
        done = [one for one in made if one is not None]
        begun = time.perf_counter()
        edits = [(one.assessment_id, one.edit) for one in done]
        cabinet.apply_all(edits, jobs=[(0, lambda work: work.add_replacement("", "", done))])
        stored = time.perf_counter() - begun
    return (
        f"A change of law over {ASSESSMENTS} assessments, {sum(one.places for one in done)} places",
        f"found with rows of 変更箇所 {looked:.1f} s, stored {stored:.1f} s",
        "under 3 s, off the window's thread",
    )


def _rows(reason: str, old: Snapshot, new: Snapshot) -> Batch | None:
    return rows_for(old, new, partial(pack_timing, reason), date.today())


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    with tempfile.TemporaryDirectory() as folder:
        return [_return(Path(folder)), _law(Path(folder))]


if __name__ == "__main__":
    show(rows())

"""A sample cabinet of invented assessments: one per form, with states and versions."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from db.cabinet import Cabinet
from db.errors import CabinetExists
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.dataclass import dataclass
from pia_desktop.exchange.interchange import ImportedAssessment, read_file
from pia_desktop.paths import resource_root
from pia_desktop.rules.stages import Stage

SAMPLE_NAME: Final = "見本の台帳"


@dataclass(frozen=True, slots=True)
class _Sample:
    """A sample, its state, and how many days ago it reached which stage."""

    name: str
    stage: Stage
    days_ago: Mapping[str, int]


_SAMPLES: Final = (
    _Sample("yoshiki2", Stage.PUBLISHED, {"draft": 430, "submitted": 350, "published": 344}),
    _Sample("yoshiki3", Stage.DRAFT, {"draft": 12}),
    _Sample("yoshiki4", Stage.HEARING, {"draft": 60, "hearing": 10, "hearing_end": -19}),
)


def make_samples(path: Path, today: date | None = None) -> None:
    """Create the cabinet.  States are dated relative to ``today``; dates within the forms are fixed.

    Raises CabinetError if it cannot be written or the file exists.
    """
    if path.exists():
        raise CabinetExists(path)
    try:
        with Cabinet.create(path) as cabinet:
            for sample in _SAMPLES:
                _put_in(cabinet, sample, today or date.today())
    except BaseException:
        with suppress(OSError):  # do not leave half a cabinet behind
            path.unlink(missing_ok=True)
        raise


def _put_in(cabinet: Cabinet, sample: _Sample, today: date) -> None:
    folder = resource_root() / "samples"
    found = read_file(folder / f"{sample.name}.json")
    history = folder / "history" / f"{sample.name}.json"
    if history.is_file():
        made = _with_history(cabinet, found, history)
    else:
        made = cabinet.new(found.form, found.root, found.pictures)
    days = {key: (today - timedelta(days=ago)).isoformat() for key, ago in sample.days_ago.items()}
    cabinet.set_stages(made, sample.stage.value, days)


def _with_history(cabinet: Cabinet, found: ImportedAssessment, history: Path) -> int:
    """Import a sample and close its versions, oldest first."""
    from pia_desktop.revisions.history import read_history

    text = history.read_text(encoding="utf-8")
    first, *later = read_history(text, Snapshot(found.form, found.root))
    made = cabinet.new(found.form, first.snapshot.root, found.pictures)
    for version in (first, *later):
        if version is not first:
            cabinet.replace(made, version.snapshot, pictures=found.pictures)
        closed_on = version.closed_on.isoformat()
        cabinet.close_version(made, version.name, closed_on, "published", {"published": closed_on})
    return made

"""Prints PDFs of several assessments in parallel, in child processes.  Call from a thread."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.outputs.printers import Printers, PrintJob
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.style import Style
from ui.printing.batch import Batch, Names, Outcome, given_state
from ui.printing.public_remarks import public_remarks

if TYPE_CHECKING:
    from db.records import AssessmentInfo
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.outputs.printers import Printed
    from ui.context.background import Stopped
    from ui.context.cabinet_store import CabinetStore
    from ui.printing.task import ProgressCall


@dataclass
class _Asked:
    """One print: its job, target and outcome."""

    info: AssessmentInfo
    snapshot: Snapshot | None = None
    target: Path = field(default_factory=Path)
    became: Printed | UserError | None = None


def print_all(
    store: CabinetStore, batch: Batch, outcome: Outcome, stopped: Stopped, progress: ProgressCall
) -> bool:
    """Print the PDFs; False if stopped.  Those that cannot be made are skipped and reported."""
    style = Style(batch.scale, users_fonts(), batch.continued)
    options = PrintOptions(copy=batch.copy, moment=datetime.now() if batch.copy.draft else None)
    names = Names(batch)
    asked = [_Asked(info) for info in batch.infos]
    with Printers() as printers:
        for number, one in enumerate(asked):
            if stopped():
                return False
            try:
                one.snapshot, _given = given_state(store, one.info, batch.copy)
                one.target = names.target(store, one.snapshot)
                printers.give(number, PrintJob.of(one.snapshot, style, options), store, one.target)
            except UserError as error:
                one.became = error
        for number, became in printers.results(stopped):
            asked[number].became = became
            progress(sum(one.became is not None for one in asked))
    if stopped():
        return False
    for one in asked:
        _tell(store, batch, one, outcome)
    return True


def _tell(store: CabinetStore, batch: Batch, one: _Asked, outcome: Outcome) -> None:
    if isinstance(one.became, UserError):
        outcome.leave_out(one.info, one.became)
    elif one.became is not None and one.snapshot is not None:
        outcome.files.append(one.target)
        outcome.pages += one.became.pages
        remarks = [*public_remarks(store, one.info, one.snapshot, batch.copy), *one.became.lost]
        outcome.tell(one.info, remarks)

"""The data of the office's plan and yearly overview, from a cabinet."""

from __future__ import annotations

from db.cabinet import Cabinet
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.office.plan import PlanSource, plan_items
from pia_desktop.rules.stages import StageDates, read_stage


def plan_sources(cabinet: Cabinet) -> tuple[PlanSource, ...]:
    """All readable assessments that are neither archived nor trashed, read with at most four queries."""
    infos = [info for info in cabinet.list() if not (info.archived or info.trashed)]
    roots = cabinet.excerpts(plan_items(), (), [info.id for info in infos])
    cells = cabinet.plan_cells()
    found = []
    for info in infos:
        form = _form(info.form, info.version)
        if form is not None and info.id in roots:
            earlier = tuple(StageDates.of(days) for days in info.earlier)
            dates, own = StageDates.of(info.stages), cells.get(info.id, {})
            root, stage = roots[info.id], read_stage(info.state)
            found.append(PlanSource(info.id, form, root, stage, dates, earlier, own))
    return tuple(found)


def _form(form: str, version: str) -> Form | None:
    try:
        return find_form(form, version)
    except UserError:
        return None

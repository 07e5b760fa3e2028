"""Reads the current plan or a closed version, in a thread."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from db.plan import PlanVersion
from pia_desktop.cabinet_lists.plan_sources import plan_sources
from pia_desktop.cabinet_lists.readable import read_states
from pia_desktop.dataclass import dataclass
from pia_desktop.office.plan import PlanRow, PlanSource, agency_of, plan_items, plan_rows, sources_to_give
from pia_desktop.office.plan_checks import PlanFinding, plan_findings
from pia_desktop.office.plan_columns import COLUMNS_SETTING, PlanColumn, columns_to_give, office_columns

if TYPE_CHECKING:
    from pia_desktop.errors import UserError
    from pia_desktop.outputs.release import Gathered
    from ui.context.cabinet_store import CabinetStore


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the plan: the assessment's id, the cells, and the current row, if any."""

    assessment_id: int
    cells: tuple[str, ...]
    row: PlanRow | None = None


@dataclass(frozen=True, slots=True)
class PlanView:
    """What is shown: ``columns`` are all of the office's; ``version`` is None for the current plan."""

    columns: tuple[PlanColumn, ...]
    heads: tuple[tuple[str, int], ...]
    lines: tuple[PlanLine, ...]
    findings: tuple[PlanFinding, ...]
    versions: tuple[PlanVersion, ...]
    version: PlanVersion | None
    agency: str
    made_on: date

    @property
    def shown(self) -> tuple[PlanColumn, ...]:
        """The visible columns of the current plan."""
        return tuple(one for one in self.columns if one.shown)


def read_plan(store: CabinetStore, version_id: int, today: date) -> PlanView:
    """Read the plan; ``version_id`` 0 is the current one.  Raises CabinetError."""
    store.flush()
    cabinet = store.cabinet
    columns = office_columns(cabinet.setting(COLUMNS_SETTING))
    versions = cabinet.plan_versions()
    made_on = date.fromisoformat(versions[0].closed_on) if versions else today
    version = next((one for one in versions if one.id == version_id), None)
    if version is not None:
        lines = tuple(PlanLine(id_, cells) for id_, cells in cabinet.plan_version_rows(version_id))
        heads = tuple((head, 8) for head in version.heads)
        return PlanView(columns, heads, lines, (), versions, version, "", made_on)
    return _view(plan_sources(cabinet), columns, versions, made_on, today)


def _view(
    sources: tuple[PlanSource, ...],
    columns: tuple[PlanColumn, ...],
    versions: tuple[PlanVersion, ...],
    made_on: date,
    today: date,
) -> PlanView:
    shown = [one for one in columns if one.shown]
    rows = plan_rows(sources, shown, today)
    lines = tuple(PlanLine(row.source.id, row.cells, row) for row in rows)
    heads = tuple((one.title, one.share) for one in shown)
    found = plan_findings(rows, today)
    return PlanView(columns, heads, lines, found, versions, None, agency_of(sources), made_on)


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """The plan without withheld text, what it was made from, and why assessments are missing in it."""

    view: PlanView
    given: Gathered
    faults: tuple[UserError, ...]


def public_plan(store: CabinetStore, view: PlanView, today: date) -> PublicPlan:
    """The current plan without withheld text.  Raises CabinetError."""
    from pia_desktop.outputs.release import gathered_for_public

    sources = [source for line in view.lines if line.row is not None for source in line.row.sources]
    read = read_states(store.load, [one.id for one in sources])
    given = gathered_for_public(list(read.states.values()), plan_items())
    kept = [one for one in sources if one.id in read.states]
    shown = sources_to_give(kept, [state.root for state in given.shown], given.words)
    columns = columns_to_give(view.columns, given.words)
    made = _view(tuple(shown), columns, view.versions, view.made_on, today)
    return PublicPlan(made, given, read.faults)

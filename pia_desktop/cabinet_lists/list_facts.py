"""What the cabinet's table shows besides the assessment's own data: departments and open remarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from db.records import REMARK_KIND, AssessmentInfo
from pia_desktop.cabinet_lists.assessment_rows import Facts
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form

if TYPE_CHECKING:
    from db.cabinet import Cabinet

_DEPARTMENT = "department"
"""The column of the plan that says which items hold it."""


def department_items() -> Mapping[str, str]:
    """Ids of the items that hold the department, by form id."""
    from pia_desktop.office.plan_columns import shipped_plan

    return next((one.items for one in shipped_plan().columns if one.id == _DEPARTMENT), {})


def department_words(value: object) -> str:
    """A department as one line."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def departments(cabinet: Cabinet) -> tuple[str, ...]:
    """The departments named in the cabinet's assessments."""
    facts = read_facts(cabinet, cabinet.list(), {})
    return tuple(sorted({one.department for one in facts.values() if one.department}))


def read_facts(
    cabinet: Cabinet, infos: Sequence[AssessmentInfo], known: dict[int, tuple[int, str]]
) -> dict[int, Facts]:
    """Facts by assessment id; ``known`` caches departments with the write count they were read at."""
    items = department_items()
    changed = [info for info in infos if known.get(info.id, (-1, ""))[0] != info.edits]
    if changed:
        roots = cabinet.excerpts(set(items.values()), (), [info.id for info in changed])
        for info in changed:
            item = items.get(info.form)
            root = roots.get(info.id)
            value = root.answers.get(item) if root is not None and item is not None else None
            known[info.id] = (info.edits, department_words(value) if _is_known(info) else "")
    notes = cabinet.all_notes()
    remarks = Counter(one.assessment_id for one in notes if one.kind == REMARK_KIND and not one.done)
    return {info.id: Facts(known[info.id][1], remarks[info.id]) for info in infos}


def _is_known(info: AssessmentInfo) -> bool:
    try:
        find_form(info.form, info.version)
    except UserError:
        return False
    return True

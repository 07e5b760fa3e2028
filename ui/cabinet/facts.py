"""What the list tells beside the lines of assessments: departments, open remarks; read beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.records import REMARK_KIND, AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from ui.context.assessment_rows import NO_FACTS, Facts
from ui.context.background import LatestOnly

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from ui.context.open_cabinet import OpenCabinet

_DEPARTMENT = "department"
"""The column of the plan that says which items hold it."""


class FactsReader(QObject):
    """Reads what has changed since; ``read`` has the facts by the assessments' ids."""

    read = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cabinet: OpenCabinet | None = None
        self._departments: dict[int, tuple[int, str]] = {}
        self._latest: LatestOnly[dict[int, Facts]] = LatestOnly(self, self.read.emit)

    def show_cabinet(self, cabinet: OpenCabinet | None) -> None:
        """Read of another cabinet, or of none."""
        self._latest.cancel()
        self._departments = {}
        self._cabinet = cabinet

    def request(self, infos: Sequence[AssessmentInfo]) -> None:
        """Read of these."""
        if self._cabinet is not None and infos:
            cabinet, known = self._cabinet.store.cabinet, self._departments
            self._latest.request(lambda: read_facts(cabinet, infos, known))

    def cancel(self) -> None:
        """Hand out nothing any more."""
        self._latest.cancel()


def read_facts(
    cabinet: Cabinet, infos: Sequence[AssessmentInfo], known: dict[int, tuple[int, str]]
) -> dict[int, Facts]:
    """The facts, in a thread; ``known`` are departments with the count of writes that they are of."""
    from pia_desktop.office.plan_columns import shipped_plan

    column = next(one for one in shipped_plan().columns if one.id == _DEPARTMENT)
    changed = [info for info in infos if known.get(info.id, (-1, ""))[0] != info.edits]
    if changed:
        roots = cabinet.excerpts(set(column.items.values()), (), [info.id for info in changed])
        for info in changed:
            item = column.items.get(info.form)
            root = roots.get(info.id)
            value = root.answers.get(item) if root is not None and item is not None else None
            known[info.id] = (info.edits, _words(info, item, value))
    open_remarks: dict[int, int] = {}
    for note in cabinet.all_notes():
        if note.kind == REMARK_KIND and not note.done:
            open_remarks[note.assessment_id] = open_remarks.get(note.assessment_id, 0) + 1
    return {
        info.id: Facts(known.get(info.id, (0, ""))[1], open_remarks.get(info.id, 0))
        for info in infos
        if info.id in known or info.id in open_remarks
    } or {info.id: NO_FACTS for info in infos}


def _words(info: AssessmentInfo, item: str | None, value: object) -> str:
    if item is None or not isinstance(value, str):
        return ""
    try:
        find_form(info.form, info.version)
    except UserError:
        return ""
    return " ".join(value.split())

"""Conditions of annotations; of the kinds that there are, our files hold links alone."""

from __future__ import annotations

from typing import Any

import pikepdf

from tests.paper.ua.reading import Reading
from tests.paper.ua.tree import parent_of


def check_annotations(reading: Reading) -> None:
    """All conditions of what lies over the pages."""
    holders = {kid: element for element in reading.elements for kid in element.kids if isinstance(kid, int)}
    for number, page in enumerate(reading.pages, 1):
        notes = list(page.get("/Annots", []))
        if not notes:
            continue
        if "/Tabs" not in page:
            reading.fault("28-008", f"page {number}")
        elif page.Tabs != "/S":
            reading.fault("28-009", f"page {number}: {page.Tabs}")
        for note in notes:
            _check(reading, note, f"page {number}", holders)


def _check(reading: Reading, note: pikepdf.Object, where: str, holders: dict[int, Any]) -> None:
    kind = str(note.get("/Subtype", ""))
    holder = holders.get(note.objgen[0])
    if kind == "/TrapNet":
        reading.fault("28-007", where)
    if kind == "/Link":
        if holder is None or holder.kind != "Link":
            reading.fault("28-011", where)
        if not str(note.get("/Contents", "")).strip():
            reading.fault("28-012", where)
    elif kind == "/Widget":
        if holder is None or holder.kind != "Form":
            reading.fault("28-010", where)
        if not str(note.get("/TU", "")).strip():
            reading.fault("28-005", where)
    elif kind != "/PrinterMark":
        if holder is None or holder.kind != "Annot":
            reading.fault("28-002", where)
        if not str(note.get("/Contents", "")).strip():
            reading.fault("28-004", where)
    if holder is not None and parent_of(reading, int(note.get("/StructParent", -1))) != holder.number:
        reading.fault("P-ties", f"{where}: the annotation has another parent")

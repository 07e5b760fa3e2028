"""The lists of a cabinet that goes to others: of its assessments, of the remarks on them."""

from __future__ import annotations

from datetime import date

from db.records import AssessmentInfo, Note
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.assessment_rows import Facts, make_row
from pia_desktop.cabinet_lists.cabinet_remarks import CabinetRemark, public_remarks
from pia_desktop.cabinet_lists.list_facts import department_items, department_words
from pia_desktop.cabinet_lists.list_paper import Words, list_paper, public_list
from pia_desktop.documents.lists import remarks_list
from pia_desktop.documents.table import TableDocument
from pia_desktop.outputs.guard import Guard

_TODAY = date(2026, 11, 26)


def list_documents(
    state: Snapshot, said: str, *, public: bool
) -> list[tuple[str, TableDocument, Guard | None]]:
    """Names of files, what they hold and its guard; one remark is on another that hides nothing."""
    form = state.form
    number, title, published, department = (
        str(state.root.answer((one,)) or "")
        for one in (form.roles.number, form.roles.title, form.roles.published_on, department_items()[form.id])
    )
    moment = "2026-11-26T00:00:00Z"
    info = AssessmentInfo(1, form.id, form.version, number, title, "", published, moment, moment)
    row = make_row(info, _TODAY, Facts(department_words(department)))
    notes = [Note(str(owner), owner, ("I.1.1",), "remark", said, said, said) for owner in (1, 2)]
    words: Words = [row.words]
    remarks = tuple(CabinetRemark(number, title, said, one) for one in notes)
    guards: tuple[Guard | None, Guard | None] = (None, None)
    if public:
        other = Snapshot(form, Node({"I.1.1": "他の事務"}))
        listed, given = public_list([row], [state]), public_remarks({1: state, 2: other}, notes)
        words, remarks, guards = listed.words, given.rows, (listed.guard, given.guard)
    told = remarks_list([one.all_words for one in remarks], answers=True)
    return [
        ("list.xlsx", list_paper(words, _TODAY), guards[0]),
        ("list.pdf", list_paper(words, _TODAY), guards[0]),
        ("open-remarks.docx", told, guards[1]),
    ]

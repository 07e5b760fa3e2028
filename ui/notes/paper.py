"""The reviewers' remarks with the office's answers as a document: 指摘対応表."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import plain, printed_path
from pia_desktop.i18n import _
from ui.notes.book import REMARK, NoteBook, carried_since

if TYPE_CHECKING:
    from db.records import Note
    from pia_desktop.documents.remarks import RemarkRow
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.release import Release
    from pia_desktop.paper.purpose import Copy
    from ui.context.hosts import AssessmentHost
    from ui.printing.table_jobs import TableJobs

WHOLE = "評価書全体"
GONE = "（削除された項目）"


def remark_rows(snapshot: Snapshot, notes: Sequence[Note], versions: int = 0) -> list[RemarkRow]:
    """Rows for the remarks among these notes; the text is part of the document, so always Japanese.

    ``versions``: number of closed versions; an open remark older than the last is marked as carried over.
    """
    from pia_desktop.assessment.tabs import tab_of
    from pia_desktop.documents.remarks import RemarkRow

    form, root = snapshot.form, snapshot.root
    titles = {part.id: plain(part.title) for part in form.all_parts}
    rows = []
    for note in notes:
        if note.kind != REMARK:
            continue
        item, heading = WHOLE, ""
        if note.path and not root.has_place(note.path):
            item = GONE
        elif note.path:
            item = printed_path(form, note.path, root)
            heading = titles.get(tab_of(form, note.path)[0], "")
        said = f"{note.words}\n（{note.author}）" if note.author else note.words
        rows.append(
            RemarkRow(
                item,
                said,
                note.answer,
                note.done,
                heading,
                note.path,
                note.number,
                carried_since(note, versions),
            )
        )
    return rows


def remarks_paper(snapshot: Snapshot, notes: Sequence[Note], versions: int = 0) -> TableDocument:
    """指摘対応表 of an assessment."""
    from pia_desktop.documents.remarks import remarks_document

    roles, root = snapshot.form.roles, snapshot.root
    lines = [
        f"{label}：{value}"
        for label, value in (
            ("評価書番号", root.answer((roles.number,))),
            ("評価書名", root.answer((roles.title,))),
        )
        if isinstance(value, str)
    ]
    return remarks_document(remark_rows(snapshot, notes, versions), lines=lines)


def print_remarks(host: AssessmentHost, book: NoteBook, tables: TableJobs) -> None:
    """Ask for a purpose and a file, and write the remarks to it, in a thread."""
    from ui.printing.file_kinds import ask_table_path
    from ui.printing.purpose import give_output
    from ui.printing.remnants import others_of, remnant_actions

    title, notes, versions = _("Table of Remarks"), book.all(), host.session.version_count

    def go(_copy: Copy, given: Release) -> None:
        snapshot = given.shown[0]
        public = [replace(one, words=given.words(one.words), answer=given.words(one.answer)) for one in notes]
        target = ask_table_path(host.widget(), title, "指摘対応表", snapshot)
        if target is not None:
            tables.start(
                lambda: remarks_paper(snapshot, public, versions), target, given.file_check(target.suffix)
            )

    actions, others = remnant_actions(host.session), others_of(host.session)
    beside = [words for one in notes for words in (one.words, one.answer)]
    states = host.session.snapshot
    give_output(host.widget(), title, "remarks", lambda: (states(),), go, actions, beside, others)

"""The cabinet's list as a document: its rows, a version without withheld text, the table."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from db.answer_cache import AnswerCache
from db.errors import WrongContents
from pia_desktop.cabinet_lists.assessment_names import listed_name, namesakes, numbered_name
from pia_desktop.cabinet_lists.assessment_rows import (
    DEPARTMENT,
    EDITED,
    NAME,
    NO_FACTS,
    NUMBER,
    PUBLISHED,
    Row,
    list_heads,
    make_row,
)
from pia_desktop.cabinet_lists.list_facts import department_items, department_words, read_facts
from pia_desktop.cabinet_lists.row_choice import Choice, Drawer, chosen_rows, sorted_rows
from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.outputs.release import gathered_for_public, name_of
from pia_desktop.rules.stages import day_words
from pia_desktop.wareki import local_day

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import AssessmentInfo
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.passages import Remnant
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.guard import Guard

_SHARES: Final = (6, 22, 12, 12, 8, 11, 15, 8, 11)
"""Relative widths of the columns; a day (令和16年12月30日) and a form's name stand in one line."""

Words = Sequence[Sequence[str]]
"""Rows of cells, in the order of ``list_heads``."""


@dataclass(frozen=True, slots=True)
class ListRelease:
    """Rows for the public; ``remnants`` lists the cells that still contain withheld text."""

    words: Words
    remnants: tuple[tuple[Snapshot, Remnant], ...]
    guard: Guard


def list_rows(cabinet: Cabinet, choice: Choice, today: date) -> tuple[Row, ...]:
    """The rows that the window shows with these filters."""
    return chosen_rows(_all_rows(cabinet, today), choice)


def listed_infos(cabinet: Cabinet, choice: Choice, today: date) -> tuple[AssessmentInfo, ...]:
    """Assessments in any drawer that match the other filters, in the chosen order."""
    rows = _all_rows(cabinet, today)
    drawers = (Drawer.ARCHIVED_TOO, Drawer.TRASH)  # each assessment is in exactly one
    wanted = [row for drawer in drawers for row in chosen_rows(rows, replace(choice, drawer=drawer))]
    ordered = sorted_rows(wanted, choice)
    return tuple(row.info for row in ordered)


def _all_rows(cabinet: Cabinet, today: date) -> list[Row]:
    infos = readable_or_told(cabinet)
    facts, places = read_facts(cabinet, infos, {}), namesakes(infos)
    return [make_row(info, today, facts.get(info.id, NO_FACTS), places[info.id]) for info in infos]


def readable_or_told(cabinet: Cabinet) -> tuple[AssessmentInfo, ...]:
    """The list, including what is wrong with unreadable assessments.

    These are among the assessments without counts of findings, since what was checked has been read.
    """
    infos, answer_cache = cabinet.list(), AnswerCache()
    unchecked = [info for info in infos if info.findings is None]
    for info in unchecked:
        with suppress(WrongContents):  # which the cabinet remembers
            cabinet.load(info.id, answer_cache)
    return cabinet.list() if unchecked else infos


def public_list(rows: Sequence[Row], states: Sequence[Snapshot]) -> ListRelease:
    """The rows without withheld text; ``states`` are the full contents of their assessments."""
    shown_items = set(department_items().values())
    for state in states:
        roles = state.form.roles
        shown_items |= {roles.number, roles.title, roles.published_on}
    given = gathered_for_public(states, shown_items)
    pairs = zip(rows, given.shown, strict=True)
    return ListRelease([_public_words(row, shown) for row, shown in pairs], given.remnants, given.guard)


def _public_words(row: Row, shown: Snapshot) -> tuple[str, ...]:
    number, title = name_of(shown)
    alike = row.nth if title == row.info.title else 1
    public = {NUMBER: number, NAME: listed_name(replace(row.info, title=title), alike)}
    item = department_items().get(shown.form.id)
    public[DEPARTMENT] = department_words(shown.root.answer((item,))) if item is not None else ""
    published = shown.root.answer((shown.form.roles.published_on,))
    public[PUBLISHED] = published if isinstance(published, str) else row.words[PUBLISHED]
    return tuple(public.get(at, cell) for at, cell in enumerate(paper_words(row)))


def paper_words(row: Row) -> tuple[str, ...]:
    """The cells of a row as they are right on any day: when it was last edited as a date, not 今日."""
    edited = local_day(row.info.edited_at)
    return tuple(edited if at == EDITED else words for at, words in enumerate(row.words))


def fault_lines(rows: Sequence[Row]) -> tuple[str, ...]:
    """Which rows cannot be read, why, and what to do; for the office's own lists."""
    return tuple(
        _("{name} cannot be read. {why}").format(name=numbered_name(row.info), why=row.info.fault)
        for row in rows
        if row.info.fault
    )


def list_paper(words: Words, today: date, lines: Sequence[str] = ()) -> TableDocument:
    """The table as a document, with the date and then ``lines`` below its title."""
    from pia_desktop.documents.lists import CABINET_TITLE, list_document

    columns = list(zip(list_heads(), _SHARES, strict=True))
    return list_document(CABINET_TITLE, columns, words, [day_words(today), *lines])

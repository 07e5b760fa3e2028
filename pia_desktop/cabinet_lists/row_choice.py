"""Filters, sorts and groups the rows of a cabinet's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Final

from db.records import AssessmentInfo
from pia_desktop.assessment.folding import as_read
from pia_desktop.cabinet_lists.assessment_names import form_name
from pia_desktop.cabinet_lists.assessment_rows import EDITED, Row
from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.rules.stages import Stage

SOON: Final = 30
"""A due date is "soon" this many days before."""
_LATER: Final = 90


class Drawer(Enum):
    """Which assessments are shown: current, archived or trashed."""

    IN_WORK = "in-work"
    ARCHIVED_TOO = "archived-too"
    TRASH = "trash"

    def holds(self, info: AssessmentInfo) -> bool:
        """Whether an assessment belongs to this drawer."""
        if self is Drawer.TRASH or info.trashed:
            return self is Drawer.TRASH and info.trashed
        return self is Drawer.ARCHIVED_TOO or not info.archived


class Grouping(Enum):
    """What the rows are grouped by."""

    NONE = "none"
    STATE = "state"
    FORM = "form"
    DUE = "due"
    DEPARTMENT = "department"


class Only(Enum):
    """Filters by what remains to be done."""

    ALL = "all"
    MISTAKES = "mistakes"
    CONFIRM = "confirm"
    UNCHECKED = "unchecked"
    UNREADABLE = "unreadable"
    REMARKS = "remarks"
    OVERDUE = "overdue"

    def holds(self, row: Row) -> bool:
        """Whether a row passes this filter."""
        counts = row.info.findings
        match self:
            case Only.MISTAKES:
                return counts is not None and bool(counts.error)
            case Only.CONFIRM:
                return counts is not None and bool(counts.error or counts.confirm)
            case Only.UNCHECKED:
                return counts is None and not row.info.fault
            case Only.UNREADABLE:
                return bool(row.info.fault)
            case Only.REMARKS:
                return bool(row.facts.remarks)
            case Only.OVERDUE:
                return row.overdue
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters and order of the table.

    Every word of ``words`` must occur in a row, ignoring width and case.  ``stage`` None, and an empty
    ``form`` (id) or ``department``, match any.
    """

    words: str = ""
    stage: Stage | None = None
    form: str = ""
    department: str = ""
    only: Only = Only.ALL
    drawer: Drawer = Drawer.IN_WORK
    grouping: Grouping = Grouping.NONE
    column: int = EDITED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading; the heading is empty if the table is not grouped."""

    key: int | str
    heading: str
    rows: tuple[Row, ...]


def chosen_rows(rows: Iterable[Row], choice: Choice) -> tuple[Row, ...]:
    """The rows that match the filters, in the chosen order."""
    wanted = as_read(choice.words).split()
    found = [
        row
        for row in rows
        if choice.drawer.holds(row.info)
        and (choice.stage is None or row.stage is choice.stage)
        and (not choice.form or row.info.form == choice.form)
        and (not choice.department or row.facts.department == choice.department)
        and choice.only.holds(row)
        and all(word in row.haystack for word in wanted)
    ]
    return sorted_rows(found, choice)


def sorted_rows(rows: Sequence[Row], choice: Choice) -> tuple[Row, ...]:
    """The same rows in the chosen order."""
    keyed = [(key, row) for row in rows if (key := row.keys[choice.column]) is not None]
    keyed.sort(key=lambda one: one[0], reverse=choice.descending)
    return (*(row for _key, row in keyed), *(row for row in rows if row.keys[choice.column] is None))


def grouped(rows: Sequence[Row], grouping: Grouping, today: date) -> tuple[Group, ...]:
    """The rows under headings; one group with an empty heading if they are not grouped."""
    if grouping is Grouping.NONE:
        return (Group("", "", tuple(rows)),)
    gathered: dict[tuple[int, str, str], list[Row]] = {}
    for row in rows:
        gathered.setdefault(_group_of(row, grouping, today), []).append(row)
    return tuple(
        Group(f"{place} {key}", heading, tuple(members))
        for (place, key, heading), members in sorted(gathered.items(), key=lambda one: one[0][:2])
    )


def _group_of(row: Row, grouping: Grouping, today: date) -> tuple[int, str, str]:
    """The group's sort position, a key that is unique at that position, and its heading."""
    if grouping is Grouping.STATE:
        return row.stage.position, "", row.stage.label
    if grouping is Grouping.FORM:
        return 0, row.info.form, form_name(row.info.form)
    if grouping is Grouping.DEPARTMENT:
        known = row.facts.department
        return int(not known), known, known or _("Without a department")
    if row.due is None:
        return 4, "", _("Nothing due")
    days = (row.due.on - today).days
    if days < 0:
        return 0, "", _("Overdue")
    if days <= SOON:
        return 1, "", _("Due within 30 days")
    return (2, "", _("Due within 90 days")) if days <= _LATER else (3, "", _("Due later"))

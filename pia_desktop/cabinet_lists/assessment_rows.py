"""The rows of the cabinet's table: the text and the sort key of each column.

A row is computed once per changed assessment, so that sorting and filtering a thousand rows is cheap.
"""

from __future__ import annotations

import sys
import unicodedata
from datetime import date
from typing import Final

from db.records import AssessmentInfo, FindingCounts
from pia_desktop.assessment.folding import as_read
from pia_desktop.cabinet_lists.assessment_names import form_place, form_words, listed_name
from pia_desktop.cabinet_lists.out_words import out_words
from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.moments import local_time
from pia_desktop.rules.deadlines import DueDate, due_dates, next_due
from pia_desktop.rules.stages import Stage, StageDates, day_words, read_stage
from pia_desktop.wareki import leading_date, local_day

NUMBER, NAME, DEPARTMENT, FORM, STATE, PUBLISHED, DUE, FINDINGS, EDITED = range(9)
_COUNTED: Final = (FINDINGS, EDITED)
"""Columns that no search looks in: who looks for number 20 does not want 誤り 20, or 12:20."""
Key = tuple[int, int, str]
"""Sort key of a column; None comes last in either order."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the table shows besides the assessment's own line: its department and its number of
    open remarks.
    """

    department: str = ""
    remarks: int = 0


NO_FACTS: Final = Facts()


@dataclass(frozen=True, slots=True)
class Row:
    """One assessment in the table: the text and sort key of each column, and the data they come from."""

    info: AssessmentInfo
    stage: Stage
    dues: tuple[DueDate, ...]
    words: tuple[str, ...]
    keys: tuple[Key | None, ...]
    haystack: str
    facts: Facts = NO_FACTS
    nth: int = 1

    @property
    def due(self) -> DueDate | None:
        """The next due date, or the one longest overdue."""
        return next_due(self.dues)

    @property
    def overdue(self) -> bool:
        """Whether a due date has passed."""
        return any(due.overdue for due in self.dues)


def make_row(info: AssessmentInfo, today: date, facts: Facts = NO_FACTS, nth: int = 1) -> Row:
    """The row of an assessment on this day; ``nth`` counts assessments with the same name (``namesakes``)."""
    stage = read_stage(info.state)
    dues: tuple[DueDate, ...] = ()
    if not info.trashed:  # deleted assessments have no deadlines
        earlier = [StageDates.of(days) for days in info.owing]
        dues = due_dates(info.form, info.published_on, stage, StageDates.of(info.stages), today, earlier)
    due = next_due(dues)
    words = (
        info.number,
        listed_name(info, nth),
        facts.department,
        form_words(info.form, info.version),
        _state_words(info, stage),
        info.published_on,
        due_words(due) if due else "",
        findings_words(info.findings) if not info.fault else _("cannot be read"),
        edited_words(info.edited_at, today),
    )
    published = leading_date(info.published_on)
    keys: tuple[Key | None, ...] = (
        _number_key(info.number),
        _words_key(info.title),
        _words_key(facts.department),
        (*form_place(info.form, info.version), info.form),
        (stage.position, int(info.archived), ""),
        (0, published.earliest().toordinal(), "") if published else _words_key(info.published_on, 1),
        (due.on.toordinal(), 0, due.kind.value) if due else None,
        _findings_key(info),
        (0, 0, info.edited_at),
    )
    said = [word for column, word in enumerate(words) if column not in _COUNTED]
    return Row(info, stage, dues, words, keys, as_read(" ".join([*said, info.agency])), facts, nth)


# ---- words


def list_heads() -> tuple[str, ...]:
    """The column headings, in the order of a row's words."""
    return (
        _("Number"),
        _("Assessment Name"),
        _("Department"),
        _("Form"),
        _("State"),
        _("Published On"),
        _("Next Due Date"),
        _("Findings"),
        _("Last Edit"),
    )


def _state_words(info: AssessmentInfo, stage: Stage) -> str:
    words = _("{state} (archived)").format(state=stage.label) if info.archived else stage.label
    out = out_words(info)
    return f"{out}　{words}" if out else words


def due_words(due: DueDate) -> str:
    """A due date in one line: the day, what is due, and whether it has passed."""
    words = f"{day_words(due.on)} {due.kind.label}"
    return _("Overdue: {due}").format(due=words) if due.overdue else words


def findings_words(counts: FindingCounts | None) -> str:
    """The number of findings by severity; a dash if the assessment was never checked."""
    if counts is None:
        return "－"
    if not (counts.error or counts.confirm):
        return _("none found")
    found = []
    if counts.error:
        found.append(_("{count:,} errors").format(count=counts.error))
    if counts.confirm:
        found.append(_("{count:,} to confirm").format(count=counts.confirm))
    return " ".join(found)


def _findings_key(info: AssessmentInfo) -> Key | None:
    """What cannot be read is worse than any number of errors."""
    if info.fault:
        return sys.maxsize, 0, ""
    return (info.findings.error, info.findings.confirm, "") if info.findings else None


def edited_words(moment: str, today: date) -> str:
    """When it was last edited: the time if that was today, else the day."""
    at = local_time(moment)
    if at is not None and at.date() == today:
        return _("Today {time}").format(time=at.strftime("%H:%M"))
    return local_day(moment)


def _number_key(words: str) -> Key | None:
    digits = unicodedata.normalize("NFKC", words).strip()
    if digits.isdecimal() and digits.isascii():
        return 0, int(digits[:18]), digits
    return _words_key(words, 1)


def _words_key(words: str, rank: int = 0) -> Key | None:
    return (rank, 0, as_read(words)) if words.strip() else None

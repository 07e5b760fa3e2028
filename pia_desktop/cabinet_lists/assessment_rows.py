"""The rows of the cabinet's table: their words, filtering, order and grouping.

A row is computed once per changed assessment, so that sorting and filtering a thousand rows is cheap.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Final

from db.records import AssessmentInfo, FindingCounts
from pia_desktop.assessment.folding import as_read
from pia_desktop.cabinet_lists.out_words import out_words
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import edition_files, find_form
from pia_desktop.i18n import _
from pia_desktop.moments import local_time
from pia_desktop.rules.deadlines import DueDate, due_dates, next_due
from pia_desktop.rules.stages import Stage, StageDates, day_words, read_stage
from pia_desktop.wareki import ParsedDate, leading_date

NUMBER, NAME, DEPARTMENT, FORM, STATE, PUBLISHED, DUE, FINDINGS, EDITED = range(9)
SOON: Final = 30
"""Days before a due date from which on it is near."""
_LATER: Final = 90

Key = tuple[int, int, str]
"""What a column is sorted by: what has none is None and comes last, in either order."""


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
                return counts is None
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


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading; the heading is empty if the table is not grouped."""

    key: int | str
    heading: str
    rows: tuple[Row, ...]


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
        findings_words(info.findings),
        edited_words(info.edited_at, today),
    )
    published = leading_date(info.published_on)
    keys: tuple[Key | None, ...] = (
        _number_key(info.number),
        _words_key(info.title),
        _words_key(facts.department),
        (*_form_place(info.form, info.version), info.form),
        (stage.position, int(info.archived), ""),
        (0, published.earliest().toordinal(), "") if published else _words_key(info.published_on, 1),
        (due.on.toordinal(), 0, due.kind.value) if due else None,
        (info.findings.error, info.findings.confirm, "") if info.findings else None,
        (0, 0, info.edited_at),
    )
    return Row(info, stage, dues, words, keys, as_read(" ".join([*words, info.agency])), facts, nth)


def namesakes(infos: Iterable[AssessmentInfo]) -> Mapping[int, int]:
    """A number for each assessment, by id, among those with the same number and name: 1 for the oldest.

    A copy has both until they are changed.  Trashed assessments are counted separately; unnamed ones always
    get 1.
    """
    seen: Counter[tuple[str, str, bool]] = Counter()
    found = {}
    for info in sorted(infos, key=lambda one: one.id):
        alike = (as_read(info.number), as_read(info.title), info.trashed)
        seen[alike] += bool(info.title)
        found[info.id] = max(seen[alike], 1)
    return found


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


# ---- words


def list_heads() -> tuple[str, ...]:
    """The column headings, in the order of a row's words."""
    return (
        _("Assessment Number"),
        _("Assessment Name"),
        _("Department"),
        _("Form"),
        _("State"),
        _("Published On"),
        _("Next Due Date"),
        _("Findings"),
        _("Last Edit"),
    )


def info_name(info: AssessmentInfo) -> str:
    """The assessment's name, for lists and messages."""
    return info.title or _("(without a name)")


def listed_name(info: AssessmentInfo, nth: int) -> str:
    """The name as listed among namesakes, with a count from the second on; the count is never stored."""
    name = info_name(info)
    return name if nth == 1 else _("{name} (number {nth:,} of this name)").format(name=name, nth=nth)


def numbered_name(info: AssessmentInfo) -> str:
    """Number and name of the assessment, for places without a number column."""
    return f"{info.number} {info_name(info)}".strip()


def telling_name(info: AssessmentInfo) -> str:
    """The assessment's name or, if it has none, other words that identify it."""
    return info.title or numbered_name(info)


@cache
def form_name(form: str) -> str:
    """Number and short name of the form (様式４ 全項目評価書); its id if this program does not
    know the form.
    """
    try:
        known = find_form(form)
    except UserError:
        return form
    return f"{_numeral(known.mark)} {known.short_title}".strip()


@cache
def form_words(form: str, version: str) -> str:
    """The form's name, followed by the edition unless that is the newest."""
    newest, known = _newest(form), (form, version) in edition_files()
    return form_name(form) if known and version == newest else f"{form_name(form)}（{version}）"


def _numeral(mark: str) -> str:
    """``様式４`` out of ``[平成30年５月　様式４]``."""
    return mark.strip("[]［］").replace("\u3000", " ").rpartition(" ")[2]


def _newest(form: str) -> str:
    return next((version for known, version in reversed(edition_files()) if known == form), "")


def _form_place(form: str, version: str) -> tuple[int, int]:
    """Sort key: the form's number, then its edition, newest first; unknown ones come last."""
    known = list(edition_files())
    if (form, version) not in known:
        return 1, 0
    return 0, -known.index((form, version)) + sum(100 for name in dict.fromkeys(known) if name[0] < form)


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


def local_words(moment: str) -> str:
    """A stored UTC time as local time in the Japanese calendar."""
    at = local_time(moment)
    try:
        return f"{ParsedDate(at.year, at.month, at.day).wareki()} {at.strftime('%H:%M')}" if at else moment
    except ValueError:
        return moment


def edited_words(moment: str, today: date) -> str:
    """When it was last edited: the time if that was today, else the day."""
    at = local_time(moment)
    if at is not None and at.date() == today:
        return _("Today {time}").format(time=at.strftime("%H:%M"))
    return local_words(moment).partition(" ")[0]


def _number_key(words: str) -> Key | None:
    digits = unicodedata.normalize("NFKC", words).strip()
    if digits.isdecimal() and digits.isascii():
        return 0, int(digits[:18]), digits
    return _words_key(words, 1)


def _words_key(words: str, rank: int = 0) -> Key | None:
    return (rank, 0, as_read(words)) if words.strip() else None

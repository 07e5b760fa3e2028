"""Inconsistencies in the plan: numbers, kinds and dates compared with the assessments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pia_desktop.assessment.folding import as_read
from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.office.plan import PlanRow, PlanSource, owed_of, rank_of, work_of
from pia_desktop.office.plan_columns import PLANNED, shipped_plan
from pia_desktop.rules.rounds import written_day
from pia_desktop.rules.stages import Stage, day_words
from pia_desktop.wareki import leading_date


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """A sentence about an assessment, and the id of the column it concerns."""

    assessment_id: int
    column: str
    message: str


def plan_findings(rows: Sequence[PlanRow], today: date) -> tuple[PlanFinding, ...]:
    """All inconsistencies, row by row."""
    found: list[PlanFinding] = []
    for row in rows:
        found += [*_number(row), *_kind(row), *_handed_in(row)]
        for source in row.sources:
            found += _days(source, today)
        found += _planned(row, today)
    found += _one_work_two_numbers(rows)
    return tuple(found)


def _number(row: PlanRow) -> Iterator[PlanFinding]:
    source = row.source
    if not source.number:
        yield PlanFinding(source.id, "number", _("There is no number yet."))
    names = {as_read(name) for one in row.sources if (name := work_of(one))}
    if len(names) > 1:
        message = _("The number {number} stands for different works; each work has one of its own.")
        yield PlanFinding(source.id, "number", message.format(number=source.number))
    forms = [one.form.id for one in row.sources]
    if len(set(forms)) < len(forms):
        message = _("The number {number} stands on several assessments of the same form.")
        yield PlanFinding(source.id, "number", message.format(number=source.number))


def _one_work_two_numbers(rows: Sequence[PlanRow]) -> Iterator[PlanFinding]:
    known: dict[str, PlanRow] = {}
    for row in rows:
        name = as_read(work_of(row.source)).strip()
        other = known.setdefault(name, row) if name and row.source.number else row
        if other is not row:
            message = _("The same work stands under the number {number} as well.")
            yield PlanFinding(row.source.id, "number", message.format(number=other.source.number))
        numbers = list(dict.fromkeys(one.number for one in row.sources if one.number))
        if len(numbers) > 1:
            message = _("The assessments of this work have different numbers: {numbers}. Please look.")
            yield PlanFinding(row.source.id, "number", message.format(numbers="、".join(numbers)))


def _kind(row: PlanRow) -> Iterator[PlanFinding]:
    owed = owed_of(row.sources)
    if owed is not None and rank_of(row.source.form.id) + 1 < owed.step:
        message = _("“{owed}”, but nothing fuller than {form} stands in the cabinet.")
        words = message.format(owed=owed.value, form=row.source.form.short_title)
        yield PlanFinding(row.source.id, "kind", words)


def _handed_in(row: PlanRow) -> Iterator[PlanFinding]:
    """Compare what 様式２ says is submitted with the assessments of this number in the cabinet."""
    plan = shipped_plan()
    titles = [(words, form) for form, words in plan.kinds]
    for source in row.sources:
        said = source.answer(plan.handed_in.get(source.form.id)).removesuffix("書").replace("書及び", "及び")
        wanted = next((form for words, form in titles if words == said), None)
        if wanted is not None and wanted != row.source.form.id:
            message = _("“{said}” is what is handed in, but {form} is the fullest one in the cabinet.")
            words = message.format(said=said, form=row.source.form.short_title)
            yield PlanFinding(source.id, "kind", words)


def _days(source: PlanSource, today: date) -> Iterator[PlanFinding]:
    words = source.answer(source.form.roles.published_on)
    written, kept = written_day(words), source.dates.day("published")
    if words and leading_date(words) is None:
        message = _("The publication date “{words}” is no day, so that no due date follows from it.")
        yield PlanFinding(source.id, "published", message.format(words=words[:40]))
    if written is not None and kept is not None and written != kept:
        message = _("The form says {written} for the publication, its dates say {kept}.")
        sentence = message.format(written=day_words(written), kept=day_words(kept))
        yield PlanFinding(source.id, "published", sentence)
    if source.stage is Stage.PUBLISHED and source.published(today) is None:
        yield PlanFinding(source.id, "published", _("It is published, but no day of it is known."))
    for due in source.dues(today):
        if due.overdue:
            message = _("Overdue since {day}: {what}.")
            sentence = message.format(day=day_words(due.on), what=due.kind.label)
            yield PlanFinding(source.id, due.kind.value, sentence)


def _planned(row: PlanRow, today: date) -> Iterator[PlanFinding]:
    words = next((one.cells[PLANNED] for one in row.sources if one.cells.get(PLANNED)), "")
    found = leading_date(words) if words else None
    if words and found is None:
        message = _("“{words}” is no day; nothing can be worked back from it.")
        yield PlanFinding(row.source.id, PLANNED, message.format(words=words[:40]))
    elif found is not None and found.latest() < today and not _is_handed_in(row):
        message = _("The planned day {day} has passed, and nothing is handed in yet.")
        yield PlanFinding(row.source.id, PLANNED, message.format(day=words[:40]))


def _is_handed_in(row: PlanRow) -> bool:
    return row.source.stage.position >= Stage.SUBMITTED.position

"""The command that makes 計画管理書 (様式１): plan."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, json_argument, output_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import json_words, say, say_rows
from pia_desktop.cli.copies import USAGE, check_words, copy_arguments, write_document
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.office.plan import PlanRow, PlanSource
    from pia_desktop.office.plan_checks import PlanFinding
    from pia_desktop.office.plan_columns import PlanColumn
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.outputs.release import Gathered


def _arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument(
        "--check", action="store_true", help=_("only what does not go together, line by line")
    )
    json_argument(parser)
    output_argument(parser, _("the file to write: .pdf, .docx, .xlsx or .html"))
    copy_arguments(parser, "plan")


def _plan(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.cabinet_lists.plan_sources import plan_sources
    from pia_desktop.office.plan import plan_rows
    from pia_desktop.office.plan_checks import plan_findings
    from pia_desktop.office.plan_columns import COLUMNS_SETTING, columns_to_give, office_columns

    if options.output is not None and (options.json or options.check):
        parser.error(_("give either -o or --json"))
    today, guard = date.today(), None
    with readable(options.cabinet) as cabinet:
        columns: Sequence[PlanColumn] = [
            one for one in office_columns(cabinet.setting(COLUMNS_SETTING)) if one.shown
        ]
        versions = cabinet.plan_versions()
        sources: Sequence[PlanSource] = plan_sources(cabinet)
        if options.copy == "public":
            sources, given = _for_the_public(cabinet, sources, options)
            columns, guard = columns_to_give(columns, given.words), given.guard
    rows = plan_rows(sources, columns, today)
    if options.check:
        return _say_findings(plan_findings(rows, today), rows, options)
    if options.output is not None:
        made_on = date.fromisoformat(versions[0].closed_on) if versions else today
        return _write(columns, rows, (made_on, today), guard, options)
    check_words((cell for row in rows for cell in row.cells), guard)
    if options.json:
        say(json_words([_as_json(columns, row) for row in rows]))
    else:
        say_rows([[one.title for one in columns], *(row.cells for row in rows)])
    return 0


def _as_json(columns: Sequence[PlanColumn], row: PlanRow) -> dict[str, object]:
    cells = {column.id: words for column, words in zip(columns, row.cells, strict=True)}
    return {"ids": [one.id for one in row.sources], **cells}


def _say_findings(found: Sequence[PlanFinding], rows: Sequence[PlanRow], options: argparse.Namespace) -> int:
    if options.json:
        objects = [{"id": one.assessment_id, "column": one.column, "message": one.message} for one in found]
        say(json_words(objects))
    else:
        titles = {one.id: (one.number, one.title) for row in rows for one in row.sources}
        say_rows((str(one.assessment_id), *titles[one.assessment_id], one.message) for one in found)
    return 0


def _write(
    columns: Sequence[PlanColumn],
    rows: Sequence[PlanRow],
    days: tuple[date, date],
    guard: Guard | None,
    options: argparse.Namespace,
) -> int:
    from pia_desktop.documents.plan import plan_document, plan_lines
    from pia_desktop.office.plan import agency_of
    from pia_desktop.office.plan_columns import shipped_plan
    from pia_desktop.rules.stages import day_words

    agency = agency_of(source for row in rows for source in row.sources)
    lines = plan_lines(agency, *map(day_words, days))
    heads = [(one.title, one.share) for one in columns]
    document = plan_document(shipped_plan().title, heads, [row.cells for row in rows], lines)
    write_document(document, options, guard)
    return 0


def _for_the_public(
    cabinet: Cabinet, sources: Sequence[PlanSource], options: argparse.Namespace
) -> tuple[Sequence[PlanSource], Gathered]:
    """The readable sources without withheld text.  Raises WordsRemain."""
    from pia_desktop.cli.copies import allow, read_for_public
    from pia_desktop.office.plan import plan_items, sources_to_give
    from pia_desktop.outputs.release import gathered_for_public

    states = read_for_public(cabinet, (one.id for one in sources))
    given = gathered_for_public(list(states.values()), plan_items())
    allow(options, given.remnants)
    kept = [one for one in sources if one.id in states]
    return sources_to_give(kept, [shown.root for shown in given.shown], given.words), given


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "plan": Command(
            f"{PROGRAM} plan CABINET [--check] [--json | -o OUT.pdf|.docx|.xlsx|.html] {USAGE}",
            _("the plan of the office's assessments (計画管理書), made from the cabinet"),
            _arguments,
            _plan,
        ),
    }

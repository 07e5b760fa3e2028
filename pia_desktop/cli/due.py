"""The command that lists the due dates of a cabinet: due."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, json_argument, output_argument, output_path
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import json_words, say, say_bytes, say_rows
from pia_desktop.cli.copies import USAGE, copy_arguments
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import AssessmentInfo
    from pia_desktop.outputs.release import Names
    from pia_desktop.rules.deadlines import DueDate

    Found = tuple[AssessmentInfo, DueDate]


def _due_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    json_argument(parser)
    parser.add_argument(
        "--ics", action="store_true", help=_("as a calendar file (iCalendar) that calendar programs take in")
    )
    output_argument(parser, _("the file to write; else standard output"), "FILE.ics")
    copy_arguments(parser, "due")


def _due(options: argparse.Namespace, parser: Parser) -> int:
    if options.ics and options.json:
        parser.error(_("give either --ics or --json"))
    if options.output is not None and not options.ics:
        parser.error(_("-o goes with --ics"))
    with readable(options.cabinet) as cabinet:
        found, names = _all_due(cabinet.list(), date.today()), None
        if options.copy == "public":
            found, names = _for_the_public(cabinet, found, options)
    if options.ics:
        return _calendar(found, options, names)
    if options.json:
        say(json_words([_as_json(info, due) for info, due in found]))
    else:
        say_rows(_as_row(info, due) for info, due in found)
    return 0


def _for_the_public(
    cabinet: Cabinet, found: Sequence[Found], options: argparse.Namespace
) -> tuple[list[Found], Names]:
    """The due dates of those that can be read, with names for the public.  Raises WordsRemain."""
    from pia_desktop.cli.copies import allow, read_for_public
    from pia_desktop.outputs.release import public_names

    states = read_for_public(cabinet, (info.id for info, _due in found))
    names = public_names(states)
    allow(options, names.remnants)
    shown = [
        (replace(info, number=names.named[info.id][0], title=names.named[info.id][1]), due)
        for info, due in found
        if info.id in states
    ]
    return shown, names


def _all_due(listed: Sequence[AssessmentInfo], today: date) -> list[Found]:
    """All due dates, earliest first; those of archived assessments too, of trashed ones not."""
    from pia_desktop.rules.deadlines import due_dates
    from pia_desktop.rules.stages import StageDates, read_stage

    found = [
        (info, due)
        for info in listed
        if not info.trashed
        for due in due_dates(
            info.form,
            info.published_on,
            read_stage(info.state),
            StageDates.of(info.stages),
            today,
            [StageDates.of(days) for days in info.owing],
        )
    ]
    return sorted(found, key=lambda one: (one[1].on, one[0].id))


def _as_row(info: AssessmentInfo, due: DueDate) -> tuple[str, ...]:
    overdue = _("overdue") if due.overdue else ""
    return (due.on.isoformat(), overdue, str(info.id), info.number, info.title, due.kind.label, due.reason)


def _as_json(info: AssessmentInfo, due: DueDate) -> dict[str, object]:
    return {
        "id": info.id,
        "form": info.form,
        "number": info.number,
        "title": info.title,
        "state": info.state,
        "kind": due.kind.value,
        "on": due.on.isoformat(),
        "overdue": due.overdue,
        "reason": due.reason,
    }


def _calendar(found: Sequence[Found], options: argparse.Namespace, names: Names | None) -> int:
    from pia_desktop.files import write_bytes
    from pia_desktop.rules.calendar import calendar_text, due_event

    # Cabinets are copied and moved; the creation time identifies an assessment everywhere.
    events = [
        due_event(f"{info.created_at} {info.id} {info.form}", info.number, info.title, due)
        for info, due in found
    ]
    text = calendar_text(events, datetime.now(UTC)).encode("utf-8")
    if options.output is None:
        if names is not None:
            names.guard.check(text, ".ics")
        say_bytes(text)
    else:
        check = None if names is None else names.guard.file_check(".ics")
        write_bytes(output_path(options.output, options.cabinet, kinds=(".ics",)), text, check)
    return 0


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "due": Command(
            f"{PROGRAM} due CABINET [--json | --ics [-o FILE.ics]] {USAGE}",
            _("what falls due: the day, the assessment, what is to be done and by which rule"),
            _due_arguments,
            _due,
        ),
    }

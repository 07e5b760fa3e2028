"""The command that lists the office's year: year."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from pia_desktop.cli.arguments import Parser, cabinet_argument, json_argument, output_argument, output_path
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import json_words, say, say_rows
from pia_desktop.cli.copies import USAGE, check_words, copy_arguments
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.office.plan import PlanSource
    from pia_desktop.office.year import YearStep
    from pia_desktop.outputs.guard import Guard

    Titles = Mapping[int, tuple[str, str]]

_KINDS: Final = (".pdf", ".docx", ".xlsx", ".html", ".ics")


def _arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    json_argument(parser)
    output_argument(parser, _("the file to write: .pdf, .docx, .xlsx, .html, or .ics for a calendar"))
    copy_arguments(parser, "year")


def _year(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.cabinet_lists.plan_sources import plan_sources
    from pia_desktop.office.year import COUNCIL_SETTING, office_days, year_steps

    if options.json and options.output is not None:
        parser.error(_("give either -o or --json"))
    guard: Guard | None = None
    with readable(options.cabinet) as cabinet:
        sources = plan_sources(cabinet)
        titles: Titles = {one.id: (one.number, one.title) for one in sources}
        if options.copy == "public":
            titles, guard = _public_titles(cabinet, sources, options)
            sources = tuple(one for one in sources if one.id in titles)
        councils = office_days(cabinet.setting(COUNCIL_SETTING))
        names = {info.id: f"{info.created_at} {info.id} {info.form}" for info in cabinet.list()}
    steps = year_steps(sources, councils, date.today())
    if options.output is not None:
        return _write(steps, titles, names, guard, options)
    check_words((" ".join(one) for one in titles.values()), guard)
    if options.json:
        say(json_words([_as_json(step, titles) for step in steps]))
    else:
        say_rows(
            (
                step.on.isoformat(),
                _("overdue") if step.late else "",
                str(step.source.id),
                *titles[step.source.id],
                step.kind.label,
                step.waiting.label,
                step.reason,
            )
            for step in steps
        )
    return 0


def _public_titles(
    cabinet: Cabinet, sources: Sequence[PlanSource], options: argparse.Namespace
) -> tuple[Titles, Guard]:
    """Numbers and names for the public of those that can be read.  Raises WordsRemain."""
    from pia_desktop.cli.copies import allow, read_for_public
    from pia_desktop.outputs.release import public_names

    states = read_for_public(cabinet, (one.id for one in sources))
    names = public_names(states)
    allow(options, names.remnants)
    return names.named, names.guard


def _as_json(step: YearStep, titles: Titles) -> dict[str, object]:
    number, title = titles[step.source.id]
    return {
        "id": step.source.id,
        "number": number,
        "title": title,
        "kind": step.kind.value,
        "on": step.on.isoformat(),
        "late": step.late,
        "waiting": step.waiting.value,
        "reason": step.reason,
    }


def _write(
    steps: Sequence[YearStep],
    titles: Titles,
    names: Mapping[int, str],
    guard: Guard | None,
    options: argparse.Namespace,
) -> int:
    from pia_desktop.documents.writing import write_table
    from pia_desktop.documents.year import year_document
    from pia_desktop.files import write_bytes
    from pia_desktop.office.year_events import year_events
    from pia_desktop.rules.calendar import calendar_text
    from pia_desktop.rules.stages import day_words

    target = output_path(options.output, options.cabinet, kinds=_KINDS)
    check = None if guard is None else guard.file_check(target.suffix.lower())
    if target.suffix.lower() == ".ics":
        text = calendar_text(year_events(steps, names, titles), datetime.now(UTC))
        write_bytes(target, text.encode("utf-8"), check)
        return 0
    rows = [
        (
            step.on,
            (
                day_words(step.on),
                step.kind.label,
                *titles[step.source.id],
                step.waiting.label,
                step.reason,
            ),
        )
        for step in steps
    ]
    write_table(year_document(rows, [day_words(date.today())]), target, check=check)
    return 0


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "year": Command(
            f"{PROGRAM} year CABINET [--json | -o OUT.pdf|.docx|.xlsx|.html|.ics] {USAGE}",
            _("the office's year: what is due, for whom it waits, what a planned change needs by when"),
            _arguments,
            _year,
        ),
    }

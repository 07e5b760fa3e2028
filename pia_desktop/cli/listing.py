"""The command that lists a cabinet: list."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, json_argument, output_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import json_words, say, say_rows
from pia_desktop.cli.copies import USAGE, allow, copy_arguments, read_for_public, write_document
from pia_desktop.cli.list_choice import choice_arguments, choice_of, is_chosen
from pia_desktop.i18n import _
from pia_desktop.moments import iso_minute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.cabinet import Cabinet
    from db.records import AssessmentInfo


def _arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    json_argument(parser)
    output_argument(parser, _("the file to write: the window's table as .xlsx, .pdf, .docx or .html"))
    parser.add_argument(
        "--archived", action="store_true", help=_("with -o: archived assessments as well; else it tells all")
    )
    choice_arguments(parser)
    copy_arguments(parser, "list")


def _list(options: argparse.Namespace, parser: Parser) -> int:
    if options.output is not None:
        if options.json:
            parser.error(_("give either -o or --json"))
        return _write(options, parser)
    if options.archived:
        parser.error(_("--archived goes with -o"))
    if options.copy == "public":
        parser.error(_("--copy public goes with -o"))
    with readable(options.cabinet) as cabinet:
        listed = _told(cabinet, options, parser)
    if options.json:
        say(json_words([asdict(one) for one in listed]))
    else:
        say_rows(
            (
                str(one.id),
                one.form,
                one.version,
                one.number,
                one.title,
                one.published_on,
                iso_minute(one.edited_at) or one.edited_at,
                _where(one),
            )
            for one in listed
        )
    return 0


def _told(cabinet: Cabinet, options: argparse.Namespace, parser: Parser) -> Sequence[AssessmentInfo]:
    """The assessments to list: all, oldest first, or those that match the filters."""
    from pia_desktop.cabinet_lists.list_paper import listed_infos, readable_or_told
    from pia_desktop.cabinet_lists.row_choice import Drawer

    choice = choice_of(cabinet, options, parser, Drawer.ARCHIVED_TOO)
    return listed_infos(cabinet, choice, date.today()) if is_chosen(options) else readable_or_told(cabinet)


def _write(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.cabinet_lists.list_paper import (
        Words,
        fault_lines,
        list_paper,
        list_rows,
        paper_words,
        public_list,
    )
    from pia_desktop.cabinet_lists.row_choice import Drawer

    today, guard = date.today(), None
    with readable(options.cabinet) as cabinet:
        drawer = Drawer.ARCHIVED_TOO if options.archived else Drawer.IN_WORK
        rows = list_rows(cabinet, choice_of(cabinet, options, parser, drawer), today)
        words: Words = [paper_words(row) for row in rows]
        lines = fault_lines(rows)
        if options.copy == "public":
            states = read_for_public(cabinet, (row.info.id for row in rows))
            given = public_list([row for row in rows if row.info.id in states], list(states.values()))
            allow(options, given.remnants)
            words, guard, lines = given.words, given.guard, ()
    write_document(list_paper(words, today, lines), options, guard)
    return 0


def _where(info: AssessmentInfo) -> str:
    """Its state, and whether it is archived or in the trash."""
    from pia_desktop.rules.stages import read_stage

    state = read_stage(info.state).label
    if info.trashed:
        return _("{state} (in the trash)").format(state=state)
    if info.archived:
        state = _("{state} (archived)").format(state=state)
    return _("{state} (cannot be read)").format(state=state) if info.fault else state


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "list": Command(
            f"{PROGRAM} list CABINET [--words WORDS] [--state STATE] [--form FORM] [--department NAME]"
            " [--only WHAT] [--sort COLUMN [--reverse]]"
            f" [--json | -o OUT.xlsx|.pdf|.docx|.html [--archived]] {USAGE}",
            _("the assessments of a cabinet; -o writes the window's table of them"),
            _arguments,
            _list,
        ),
    }

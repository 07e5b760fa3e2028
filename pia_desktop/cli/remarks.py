"""The command that lists the reviewers' remarks on all assessments of a cabinet: remarks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, json_argument, output_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import complain, json_words, say, say_rows
from pia_desktop.cli.copies import USAGE, allow, check_words, copy_arguments, write_document
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from pia_desktop.cabinet_lists.cabinet_remarks import CabinetRemark, CabinetRemarks


def _arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument("--all", action="store_true", help=_("those that are done as well, with the answers"))
    json_argument(parser)
    output_argument(parser, _("the file to write: .pdf, .docx, .xlsx or .html"))
    copy_arguments(parser, "open-remarks")


def _remarks(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.cabinet_lists.cabinet_remarks import cabinet_remarks

    if options.json and options.output is not None:
        parser.error(_("give either -o or --json"))
    with readable(options.cabinet) as cabinet:
        found = cabinet_remarks(cabinet, done=options.all, public=options.copy == "public")
    for error in found.faults:
        complain(error)
    allow(options, found.remnants)
    if options.output is not None:
        return _write(found, options)
    rows = [(str(one.note.assessment_id), *_cells(one, options)) for one in found.rows]
    text = json_words([_as_json(one) for one in found.rows]) if options.json else ""
    check_words([text] if options.json else (cell for row in rows for cell in row), found.guard)
    if options.json:
        say(text)
    else:
        say_rows(rows)
    return 0


def _write(found: CabinetRemarks, options: argparse.Namespace) -> int:
    from pia_desktop.documents.lists import remarks_list

    rows = [_cells(one, options) for one in found.rows]
    write_document(remarks_list(rows, answers=options.all), options, found.guard)
    return 0


def _cells(one: CabinetRemark, options: argparse.Namespace) -> tuple[str, ...]:
    return one.all_words if options.all else one.words


def _as_json(one: CabinetRemark) -> dict[str, object]:
    note = one.note
    return {
        "id": note.assessment_id,
        "number": one.number,
        "title": one.title,
        "item": note.path[-1] if note.path else "",
        "path": list(note.path),
        "place": one.place,
        "remark_number": note.number,
        "remark": note.words,
        "author": note.author,
        "created_at": note.created_at,
        "answer": note.answer,
        "done": note.done,
    }


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "remarks": Command(
            f"{PROGRAM} remarks CABINET [--all] [--json | -o OUT.pdf|.docx|.xlsx|.html] {USAGE}",
            _("the reviewers' remarks on all assessments that are still open"),
            _arguments,
            _remarks,
        ),
    }

"""The command that lists one kind of thing from all assessments of a cabinet: register."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, json_argument, output_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import json_words, say, say_rows, warn
from pia_desktop.cli.copies import USAGE, check_words, copy_arguments, write_document
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.registers.model import Register
    from pia_desktop.registers.rows import RegisterRow, Source

    Found = tuple[tuple[RegisterRow, ...], Guard | None]


def _arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument(
        "what", nargs="?", metavar="WHAT", help=_("which register; without it they are listed")
    )
    parser.add_argument("--archived", action="store_true", help=_("archived assessments as well"))
    parser.add_argument(
        "--alike", action="store_true", help=_("only names that are nearly the same, side by side")
    )
    json_argument(parser)
    output_argument(parser, _("the file to write: .xlsx, .pdf, .docx or .html"))
    copy_arguments(parser, "register")


def _register(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.registers.loader import all_registers

    known = all_registers()
    if options.what is None:
        if options.output or options.alike:
            listed = ", ".join(one.id for one in known)
            parser.error(_("name the register; there are {known}").format(known=listed))
        names = [(one.id, one.title.shown) for one in known]
        if options.json:
            say(json_words([{"id": one, "title": title} for one, title in names]))
        else:
            say_rows(names)
        return 0
    register = next((one for one in known if options.what in (one.id, one.title.ja)), None)
    if register is None:
        listed = ", ".join(one.id for one in known)
        parser.error(
            _("there is no register {name}; there are {known}").format(name=options.what, known=listed)
        )
    if options.json and options.output is not None:
        parser.error(_("give either -o or --json"))
    if options.alike and options.output is not None:
        parser.error(_("give either -o or --alike"))
    with readable(options.cabinet) as cabinet:
        rows, guard = _gathered(cabinet, register, options)
    if options.alike:
        return _say_alike(rows, options)
    if options.output is not None:
        return _write(register, rows, guard, options)
    text = json_words([_as_json(register, row) for row in rows]) if options.json else ""
    check_words([text, *(cell for row in rows for cell in _cells(row))], guard)
    if options.json:
        say(text)
    else:
        say_rows(_cells(row) for row in rows)
    return 0


def sources_of(cabinet: Cabinet, *, archived: bool) -> tuple[Source, ...]:
    """The assessments that registers are made from."""
    from pia_desktop.registers.rows import Source

    return tuple(
        Source(one.id, one.form, one.version, one.number, one.title, one.edits, one.archived)
        for one in cabinet.heads()
        if archived or not one.archived
    )


def _gathered(cabinet: Cabinet, register: Register, options: argparse.Namespace) -> Found:
    from pia_desktop.registers.office import OfficeRegisters

    sources = sources_of(cabinet, archived=options.archived)
    if options.copy == "public":
        return _for_the_public(cabinet, register, sources, options)
    office = OfficeRegisters(cabinet.excerpts)
    office.update(sources)
    for one in office.unread:
        warn(_("{id} {title}: left out, because it cannot be read.").format(id=one.id, title=one.title))
    return office.rows(register), None


def _for_the_public(
    cabinet: Cabinet, register: Register, sources: Sequence[Source], options: argparse.Namespace
) -> Found:
    from pia_desktop.cli.copies import allow, read_for_public
    from pia_desktop.outputs.registers import public_register

    states = read_for_public(cabinet, (source.id for source in sources))
    given = public_register(
        register, [(source, states[source.id]) for source in sources if source.id in states]
    )
    allow(options, given.remnants)
    return given.rows, given.guard


def _write(
    register: Register, rows: Sequence[RegisterRow], guard: Guard | None, options: argparse.Namespace
) -> int:
    from pia_desktop.documents.register import register_document

    lines = [] if guard is not None else [options.cabinet.stem]
    write_document(register_document(register, rows, lines), options, guard)
    return 0


def _say_alike(rows: Sequence[RegisterRow], options: argparse.Namespace) -> int:
    from pia_desktop.registers.likeness import like_names

    groups = like_names(row.name for row in rows)
    if options.json:
        objects = [
            {"sure": one.sure, "names": [{"name": v.name, "count": v.count} for v in one.variants]}
            for one in groups
        ]
        say(json_words(objects))
    else:
        say_rows([f"{v.name} ({v.count})" for v in one.variants] for one in groups)
    return 0


def _cells(row: RegisterRow) -> tuple[str, ...]:
    return (str(row.source.id), row.source.number, row.source.title, row.place, *row.cells)


def _as_json(register: Register, row: RegisterRow) -> dict[str, object]:
    return {
        "id": row.source.id,
        "number": row.source.number,
        "title": row.source.title,
        "item": row.path[-1],
        "path": list(row.path),
        "place": row.place,
        **{column.id: words for column, words in zip(register.columns, row.cells, strict=True)},
    }


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "register": Command(
            f"{PROGRAM} register CABINET [WHAT] [--archived] [--alike] "
            f"[--json | -o OUT.xlsx|.pdf|.docx|.html] {USAGE}",
            _("what all assessments say of systems, files, contractors and more, each with its place"),
            _arguments,
            _register,
        ),
    }

"""The command that takes documents in: import."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, assessment_id, cabinet_argument, form_argument, named_file
from pia_desktop.cli.command import PROGRAM, Command, each, form_of, writable
from pia_desktop.cli.console import say, warn
from pia_desktop.cli.read import edition_words, report_words
from pia_desktop.cli.revisions import closing_day, version_name
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.incoming import Incoming


def _import_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument(
        "files",
        type=named_file,
        nargs="+",
        metavar="FILE",
        help=_("files of the interchange format, or what “read” reads"),
    )
    form_argument(parser)
    parser.add_argument(
        "--as-version-of",
        dest="assessment",
        type=assessment_id,
        metavar="ID",
        help=_("put it in as an earlier version of this assessment"),
    )
    parser.add_argument("--name", type=version_name, metavar="NAME", help=_("what the version is called"))
    parser.add_argument(
        "--on",
        type=closing_day,
        metavar="DATE",
        help=_("its date, as 2024-09-30 or 令和6年9月30日; else today"),
    )


def _import(options: argparse.Namespace, parser: Parser) -> int:
    if (options.assessment is None) != (options.name is None):
        parser.error(_("--as-version-of and --name go together"))
    if options.assessment is None and options.on is not None:
        parser.error(_("--on goes with --as-version-of"))
    if options.assessment is not None and len(options.files) > 1:
        parser.error(_("--as-version-of takes one file"))
    if options.form is not None:
        form_of(options.form)
    with ExitStack() as stack:

        @cache  # opened, or made, for the first file that can be read
        def opened() -> Cabinet:
            return stack.enter_context(writable(options.cabinet, make=options.assessment is None))

        acts = [(str(file), partial(_take_in, opened, options, file)) for file in options.files]
        return acts[0][1]("") if len(acts) == 1 else each(acts)


def _take_in(opened: Callable[[], Cabinet], options: argparse.Namespace, file: Path, lead: str) -> int:
    """Read a document and store it; one that is taken in alone is told by its number."""
    from pia_desktop.incoming import read_incoming

    found = read_incoming(file, options.form)
    cabinet = opened()
    _tell_of_others(cabinet, found, options, lead)
    number = _stored(cabinet, found, options)
    say(lead + _("taken in as assessment {id}").format(id=number) if lead else str(number))
    if found.report is not None:
        for line in (report_words(found.report), *edition_words(found.report)):
            warn(lead + line)
    return 0


def _tell_of_others(cabinet: Cabinet, found: Incoming, options: argparse.Namespace, lead: str) -> None:
    """Say where another office has an assessment of this name: it is another work, and gives no marks."""
    from pia_desktop.incoming import works_called_so

    if options.assessment is None and found.report is not None:
        for one in works_called_so(found.form, found.contents.root, cabinet.list())[1]:
            words = _("assessment {id} is called so, too, but is of another agency ({agency}): another work")
            warn(lead + words.format(id=one.id, agency=one.agency))


def _stored(cabinet: Cabinet, found: Incoming, options: argparse.Namespace) -> int:
    """Store the contents; returns the id of the new assessment, or of the version."""
    from pia_desktop.incoming import as_version, notes_of, withheld_as_known

    if options.assessment is None:
        if found.report is None:
            return cabinet.take_in(found.snapshot, found.pictures).assessment_id
        marked = withheld_as_known(found.snapshot, cabinet.list(), cabinet.load)
        return cabinet.take_in(marked, found.pictures, notes_of(found, to_do=True)).assessment_id
    known = cabinet.load(options.assessment)
    day = (options.on or date.today()).isoformat()
    taken = cabinet.take_in_version(
        options.assessment,
        as_version(found.snapshot, known, found.origin),
        options.name,
        day,
        None,
        found.pictures,
        notes_of(found, to_do=False),
    )
    return next(one.number for one in cabinet.versions(options.assessment) if one.id == taken.version_id)


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "import": Command(
            f"{PROGRAM} import CABINET FILE… [--form FORM] [--as-version-of ID --name NAME [--on DATE]]",
            _(
                "put assessments from documents into a cabinet, or an earlier state of one as a version; "
                "prints their numbers"
            ),
            _import_arguments,
            _import,
        ),
    }

"""Which state a command works on: the draft, a closed version, a file, a blank form."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pia_desktop.cli.arguments import Parser, assessment_id, named_file, whole_number
from pia_desktop.cli.command import form_of, readable
from pia_desktop.errors import UserError
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import VersionInfo
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.pictures import PictureSource

_VERSIONS: Final = range(1, 1_000_000_000)


def source_arguments(parser: Parser, from_file: str, blank: str) -> None:
    """Add CABINET and ID, or --from FILE.json, or --blank FORM; the texts are their help."""
    parser.add_argument("cabinet", nargs="?", type=named_file, metavar="CABINET", help=_("the cabinet file"))
    parser.add_argument(
        "id", nargs="?", type=assessment_id, metavar="ID", help=_("the assessment's number in “list”")
    )
    parser.add_argument("--from", dest="source", type=named_file, metavar="FILE.json", help=from_file)
    parser.add_argument("--blank", metavar="FORM", help=blank)


@contextmanager
def source_of(
    options: argparse.Namespace, parser: Parser
) -> Iterator[tuple[Snapshot, PictureSource, Cabinet | None]]:
    """The state chosen by ``source_arguments`` and --version, its pictures, and the cabinet that holds it.

    Raises UserError if it does not exist; exits if the options contradict each other.
    """
    ways = [options.cabinet is not None, options.source is not None, options.blank is not None]
    if sum(ways) != 1 or (options.cabinet is not None and options.id is None):
        parser.error(_("give either CABINET and ID, or --from, or --blank"))
    if options.version is not None and options.cabinet is None:
        parser.error(_("--version goes with CABINET and ID"))
    if options.cabinet is not None:
        with readable(options.cabinet) as cabinet:
            yield state_of(cabinet, options.id, options.version), cabinet, cabinet
        return
    from pia_desktop.assessment.assessment import Snapshot, blank_root
    from pia_desktop.assessment.pictures import PictureDict

    if options.source is not None:
        from pia_desktop.exchange.interchange import read_file

        read = read_file(options.source)
        yield Snapshot(read.form, read.root), read.pictures, None
    else:
        form = form_of(options.blank)
        yield Snapshot(form, blank_root(form)), PictureDict(), None


def version_argument(parser: Parser) -> None:
    """Add --version N."""
    parser.add_argument(
        "--version",
        type=version_number,
        metavar="N",
        help=_("the closed version of this number, see “versions”; else the draft"),
    )


def version_number(words: str) -> int:
    """Argument type of a version's number."""
    number = whole_number(words, _VERSIONS)
    if number is None:
        raise argparse.ArgumentTypeError(
            _("a version's number is 1, 2, …, not {words}").format(words=words[:40])
        )
    return number


def closed_versions(cabinet: Cabinet, assessment_id: int) -> tuple[VersionInfo, ...]:
    """The versions of an assessment.  Raises CabinetError if the id is unknown."""
    found = cabinet.versions(assessment_id)
    if not found:
        cabinet.load(assessment_id)
    return found


def state_of(cabinet: Cabinet, assessment_id: int, number: int | None) -> Snapshot:
    """The version with this number, or the draft.  Raises UserError if there is none."""
    return cabinet.load(assessment_id) if number is None else version_of(cabinet, assessment_id, number)


def version_of(cabinet: Cabinet, assessment_id: int, number: int | None) -> Snapshot:
    """The contents of the version with this number; None: the last one.  Raises UserError if
    there is none.
    """
    return cabinet.load_version(version_info(cabinet, assessment_id, number).id)


def version_info(cabinet: Cabinet, assessment_id: int, number: int | None) -> VersionInfo:
    """The version with this number; None: the last one.  Raises UserError if there is none."""
    listed = closed_versions(cabinet, assessment_id)
    if not listed:
        raise none_closed()
    wanted = listed[-1].number if number is None else number
    for one in listed:
        if one.number == wanted:
            return one
    raise UserError(
        _("There is no version {number} of assessment {id}.").format(number=number, id=assessment_id),
        _("“versions” lists those there are."),
    )


def none_closed() -> UserError:
    """The error for an assessment without versions where one is needed."""
    return UserError(
        _("No version of this assessment is closed yet, so there is nothing to compare with."),
        _("Close one with “close-version”; the changes made after that can be compared."),
    )

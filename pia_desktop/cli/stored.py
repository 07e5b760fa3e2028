"""Which state of an assessment a command is about: the draft, or a closed version by its number."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser
from pia_desktop.errors import UserError
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import VersionInfo
    from pia_desktop.assessment.assessment import Snapshot


def version_argument(parser: Parser) -> None:
    """Take --version N."""
    parser.add_argument(
        "--version",
        type=version_number,
        metavar="N",
        help=_("the closed version of this number, see “versions”; else the draft"),
    )


def version_number(words: str) -> int:
    """A version's number as it is typed."""
    if not words.isascii() or not words.isdigit() or len(words) > 9 or int(words) < 1:
        raise argparse.ArgumentTypeError(
            _("a version's number is 1, 2, …, not {words}").format(words=words[:40])
        )
    return int(words)


def closed_versions(cabinet: Cabinet, assessment_id: int) -> tuple[VersionInfo, ...]:
    """The versions of an assessment.  Raises CabinetError where there is none of this number."""
    found = cabinet.versions(assessment_id)
    if not found:
        cabinet.load(assessment_id)
    return found


def state_of(cabinet: Cabinet, assessment_id: int, number: int | None) -> Snapshot:
    """The version of this number, or the draft.  Raises UserError where there is none."""
    return cabinet.load(assessment_id) if number is None else version_of(cabinet, assessment_id, number)


def version_of(cabinet: Cabinet, assessment_id: int, number: int | None) -> Snapshot:
    """The version of this number; None: the last one.  Raises UserError where there is none."""
    listed = closed_versions(cabinet, assessment_id)
    if not listed:
        raise none_closed()
    wanted = listed[-1].number if number is None else number
    for one in listed:
        if one.number == wanted:
            return cabinet.load_version(one.id)
    raise UserError(
        _("There is no version {number} of assessment {id}.").format(number=number, id=assessment_id),
        _("“versions” lists those there are."),
    )


def none_closed() -> UserError:
    """The error where a version is needed and there is none."""
    return UserError(
        _("No version of this assessment is closed yet, so there is nothing to compare with."),
        _("Close one with “close-version”; the changes made after that can be compared."),
    )

"""The purpose of an output on the command line: --copy, --draft, --leave-known."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, output_path
from pia_desktop.cli.console import complain, warn
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.passages import Remnant
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.outputs.release import OtherStates, Release
    from pia_desktop.paper.purpose import Copy

USAGE = "[--copy submission|public] [--leave-known]"
DRAFT_USAGE = "[--copy submission|public|draft] [--draft] [--leave-known]"


def copy_arguments(parser: Parser, output: str) -> None:
    """Add --copy, --leave-known and, if the output can have the mark, --draft."""
    from pia_desktop.outputs.table import OUTPUTS
    from pia_desktop.paper.purpose import Copy

    draft = OUTPUTS[output].draft
    parser.add_argument(
        "--copy",
        choices=[one.value for one in OUTPUTS[output].copies if one is not Copy.PUBLIC_DRAFT],
        default=OUTPUTS[output].purposes[0].value,
        help=_("to hand in, as it is; or for the public, without what is withheld")
        + (_("; draft: to hand in, marked 案") if draft else ""),
    )
    if draft:
        parser.add_argument("--draft", action="store_true", help=_("with the mark 案, whatever it is for"))
    parser.add_argument(
        "--leave-known",
        action="store_true",
        help=_("for the public, also where withheld words still stand elsewhere; else exit code 4"),
    )


def copy_of(options: argparse.Namespace) -> Copy:
    """The purpose of the output."""
    from pia_desktop.paper.purpose import Copy

    found = Copy(options.copy)
    return found.with_draft(True) if getattr(options, "draft", False) else found


def tell_of(state: Snapshot, left: Sequence[Remnant]) -> None:
    """List on standard error where withheld text remains."""
    from pia_desktop.outputs.release import remnant_rows

    for place, words in remnant_rows(state, left):
        warn(f"{place}\t{' '.join(words.split())}")


def read_for_public(cabinet: Cabinet, assessment_ids: Iterable[int]) -> Mapping[int, Snapshot]:
    """The full contents of assessments, by id, for their public copies.

    Those that cannot be read are left out with a message: nobody knows what they withhold.
    """
    from pia_desktop.cabinet_lists.readable import read_states

    found = read_states(cabinet.load, assessment_ids)
    for error in found.faults:
        complain(error)
    return found.states


def allow(options: argparse.Namespace, left: Sequence[tuple[Snapshot, Remnant]]) -> None:
    """Accept places of several assessments where withheld text remains, listing each.  Raises WordsRemain
    unless --leave-known is given.
    """
    from pia_desktop.outputs.release import remain

    for state, one in left:
        tell_of(state, [one])
    if left and not options.leave_known:
        raise remain([one for _state, one in left])


def release(options: argparse.Namespace, *states: Snapshot, others: OtherStates | None = None) -> Release:
    """The copies of the states for the purpose.

    Lists places where withheld text remains on standard error; raises WordsRemain unless --leave-known is
    given.
    """
    from pia_desktop.outputs.release import released, remain

    found = released(copy_of(options), *states, others=others)
    tell_of(states[-1], found.remnants)
    if found.remnants and not options.leave_known:
        raise remain(found.remnants)
    return found


def today_of(options: argparse.Namespace, cabinet: Cabinet, version: int | None) -> OtherStates:
    """The draft, where a closed version goes to the public."""
    from pia_desktop.outputs.release import OtherStates

    given = version is not None and copy_of(options).public
    return OtherStates(today=cabinet.load(options.id) if given else None)


def other_states(options: argparse.Namespace, cabinet: Cabinet, version: int | None) -> OtherStates:
    """What any state withheld, for a public copy with words of then or words beside it, and the same."""
    from pia_desktop.cabinet_lists.once_withheld import once_withheld

    today = today_of(options, cabinet, version)
    if not copy_of(options).public:
        return today
    return replace(today, once=[*once_withheld(cabinet, [options.id]), cabinet.load(options.id)])


def write_document(document: TableDocument, options: argparse.Namespace, guard: Guard | None) -> None:
    """Write a table to --output; ``guard`` checks the file before it is there.  Raises OutputError."""
    from pia_desktop.documents.writing import write_table

    target = output_path(options.output, options.cabinet)
    write_table(document, target, check=None if guard is None else guard.file_check(target.suffix))


def check_words(words: Iterable[str], guard: Guard | None) -> None:
    """Check what is to go to standard output.  Raises WordsLeaked."""
    if guard is not None:
        guard.check("\n".join(words).encode("utf-8"), ".txt")

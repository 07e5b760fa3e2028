"""The commands that carry an assessment to another cabinet in a file, and bring it back: pack, unpack."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pia_desktop.cli.arguments import (
    Parser,
    assessment_id,
    cabinet_argument,
    id_argument,
    output_argument,
    output_path,
)
from pia_desktop.cli.command import PROGRAM, Command, readable, writable
from pia_desktop.cli.console import say, say_rows, warn
from pia_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from db.bundle_merge import Clash
    from db.returning import Returned

UNDECIDED: Final = 5
"""Exit code where both sides changed something and nothing says which is wanted."""


def _pack_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    output_argument(parser, _("the file to write"), "FILE.piax", required=True)
    parser.add_argument(
        "--for",
        dest="scope",
        choices=("whole", "review"),
        default="whole",
        help=_("review: whoever gets it may add notes and remarks only"),
    )
    parser.add_argument("--by", metavar="NAME", default="", help=_("who takes it out; else who is logged in"))


def _pack(options: argparse.Namespace, _parser: Parser) -> int:
    from db.claim import user_name

    output = output_path(options.output, options.cabinet)
    with writable(options.cabinet) as cabinet:
        made = cabinet.pack(options.id, output, options.by or user_name(), options.scope)
        marked = any(node.withheld for _path, node in cabinet.load(options.id).root.walk())
    words = _("given back in {file}") if made.way == "returned" else _("carried out in {file}")
    say(words.format(file=output))
    if marked:
        warn(_("What is withheld from the public is in it, with its marks: for use inside the office only."))
    return 0


def _unpack_arguments(parser: Parser) -> None:
    parser.add_argument("source", type=Path, nargs="?", metavar="FILE.piax", help=_("the file to read"))
    cabinet_argument(parser)
    side = parser.add_mutually_exclusive_group()
    side.add_argument(
        "--ours", action="store_true", help=_("where both changed the same, keep what is in the cabinet")
    )
    side.add_argument(
        "--theirs", action="store_true", help=_("where both changed the same, take what is in the file")
    )
    side.add_argument(
        "--undo",
        type=assessment_id,
        metavar="ID",
        help=_("take the last return into this assessment out again, and nothing else"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only tell; nothing is changed"))


def _unpack(options: argparse.Namespace, parser: Parser) -> int:
    if (options.source is None) is (options.undo is None):
        parser.error(_("give either FILE.piax and CABINET, or --undo ID and CABINET"))
    if options.undo is not None:
        return _undo(options)
    from db.piax import read_parcel

    parcel = read_parcel(options.source)
    with readable(options.cabinet) if options.dry_run else writable(options.cabinet, make=True) as cabinet:
        home = cabinet.home_of(parcel)
        if home is None:
            if options.dry_run:
                say(_("would be taken in as a new assessment"))
            else:
                made = cabinet.receive(parcel)
                say(_("taken in as assessment {id}").format(id=made))
            return 0
        found = cabinet.returning(parcel, home)
        clashes = found.merged().clashes
        _tell_clashes(clashes)
        open_ones = [one for one in clashes if one.choosable]
        if open_ones and not (options.ours or options.theirs):
            warn(_undecided(len(open_ones)))
            return UNDECIDED
        if options.dry_run:
            return 0
        take = [one.key for one in open_ones] if options.theirs else []
        _tell(cabinet.bring_back(parcel, home, take))
    return 0


def _undecided(count: int) -> str:
    words = ngettext(
        "{count:,} place was changed on both sides, and nothing was brought in."
        " Say --ours or --theirs, or choose in the window.",
        "{count:,} places were changed on both sides, and nothing was brought in."
        " Say --ours or --theirs, or choose in the window.",
        count,
    )
    return words.format(count=count)


def _undo(options: argparse.Namespace) -> int:
    with (readable if options.dry_run else writable)(options.cabinet) as cabinet:
        if options.dry_run:
            cabinet.load(options.undo)
            return 0
        back = cabinet.take_back_return(options.undo)
    _tell_clashes(back.clashes)
    say(_("the last return was taken out of assessment {id} again").format(id=options.undo))
    if back.clashes:
        words = ngettext(
            "{count:,} place was changed since and stays as it is.",
            "{count:,} places were changed since and stay as they are.",
            len(back.clashes),
        )
        warn(words.format(count=len(back.clashes)))
    return 1 if back.clashes else 0


def _tell_clashes(clashes: Sequence[Clash]) -> None:
    """Print a row per clash: name, base, our value, theirs."""
    say_rows((one.name, one.base, one.ours, one.theirs) for one in clashes)


def _tell(done: Returned) -> None:
    if done.known:
        say(_("assessment {id} holds all of it already; nothing is changed").format(id=done.assessment_id))
        return
    parts = [
        ngettext("{count:,} place", "{count:,} places", done.changes).format(count=done.changes),
        ngettext("{count:,} note or the like", "{count:,} notes and the like", done.annotations).format(
            count=done.annotations
        ),
        ngettext("{count:,} version", "{count:,} versions", done.versions).format(count=done.versions),
    ]
    words = _("brought back into assessment {id}: {what}")
    say(words.format(id=done.assessment_id, what="、".join(parts)))
    if done.merged.left:
        warn(_("It went out for notes and remarks only: what was changed in the contents is left out."))


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "pack": Command(
            f"{PROGRAM} pack CABINET ID -o FILE.piax [--for review] [--by NAME]",
            _("write an assessment with all that belongs to it into a file, to be worked on elsewhere"),
            _pack_arguments,
            _pack,
        ),
        "unpack": Command(
            f"{PROGRAM} unpack FILE.piax CABINET [--ours|--theirs] [--dry-run]"
            f" | {PROGRAM} unpack --undo ID CABINET",
            _("take such a file in, or bring it back; exit code 5 where both sides changed the same"),
            _unpack_arguments,
            _unpack,
        ),
    }

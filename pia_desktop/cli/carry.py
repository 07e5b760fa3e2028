"""The commands that carry assessments to another cabinet in files, and bring them back: pack, unpack."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import (
    Parser,
    assessment_id,
    cabinet_argument,
    named_file,
    output_argument,
    output_folder,
    output_path,
)
from pia_desktop.cli.command import PROGRAM, Command, each, readable, writable
from pia_desktop.cli.console import say, say_rows, warn
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from db.bundle_merge import Clash
    from db.cabinet import Cabinet
    from db.piax import Parcel
    from db.returning import Returned


class ReturnUndecided(UserError):
    """Both sides changed something, and nothing says which is wanted."""

    exit_code = 5


def _pack_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument(
        "ids", type=assessment_id, nargs="+", metavar="ID", help=_("the assessments' numbers in “list”")
    )
    words = _("the file to write; of several assessments the folder, with a file for each")
    output_argument(parser, words, "FILE.piax|FOLDER", required=True)
    parser.add_argument(
        "--for",
        dest="scope",
        choices=("whole", "review"),
        default="whole",
        help=_("review: whoever gets it may add notes and remarks only"),
    )
    parser.add_argument("--by", metavar="NAME", default="", help=_("who takes it out; else who is logged in"))


def _pack(options: argparse.Namespace, _parser: Parser) -> int:
    ids = list(dict.fromkeys(options.ids))
    if len(ids) > 1 or options.output.is_dir():
        return _pack_each(options, ids)
    output = output_path(options.output, options.cabinet, kinds=(".piax",))
    with writable(options.cabinet) as cabinet:
        return _pack_one(cabinet, options, ids[0], output)


def _pack_each(options: argparse.Namespace, ids: Sequence[int]) -> int:
    from ui.carrying.several import carried_paths

    with writable(options.cabinet) as cabinet:
        infos = [info for info in cabinet.list() if info.id in ids]
        folder = output_folder(options.output)
        paths = {info.id: path for info, path in zip(infos, carried_paths(infos, folder), strict=True)}
        # A number that the cabinet does not have is refused before anything is written.
        acts = [(str(one), partial(_pack_one, cabinet, options, one, paths.get(one, folder))) for one in ids]
        return each(acts)


def _pack_one(
    cabinet: Cabinet, options: argparse.Namespace, chosen: int, output: Path, lead: str = ""
) -> int:
    from db.claim import user_name

    made = cabinet.pack(chosen, output, options.by or user_name(), options.scope)
    words = _("given back in {file}") if made.way == "returned" else _("carried out in {file}")
    say(lead + words.format(file=output))
    if any(node.withheld for _path, node in cabinet.load(chosen).root.walk()):
        words = _(
            "What is withheld from the public is in it, with its marks: for use inside the office only."
        )
        warn(lead + words)
    return 0


def _unpack_arguments(parser: Parser) -> None:
    parser.add_argument(
        "sources", type=named_file, nargs="*", metavar="FILE.piax", help=_("the files to read")
    )
    cabinet_argument(parser)
    side = parser.add_mutually_exclusive_group()
    side.add_argument(
        "--ours", action="store_true", help=_("where both changed the same, keep what is in the cabinet")
    )
    side.add_argument(
        "--theirs", action="store_true", help=_("where both changed the same, take what is in the file")
    )
    parser.add_argument(
        "--both",
        action="store_true",
        help=_(
            "where both changed the same long text, keep both, that of the cabinet, then that of the file"
        ),
    )
    side.add_argument(
        "--undo",
        type=assessment_id,
        metavar="ID",
        help=_("take the last return into this assessment out again, and nothing else"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only tell; nothing is changed"))


def _unpack(options: argparse.Namespace, parser: Parser) -> int:
    if bool(options.sources) is (options.undo is not None):
        parser.error(_("give either FILE.piax and CABINET, or --undo ID and CABINET"))
    if options.undo is not None:
        return _undo(options)
    with ExitStack() as stack:

        @cache  # opened, or made, for the first file that can be read
        def opened() -> Cabinet:
            path = options.cabinet
            return stack.enter_context(readable(path) if options.dry_run else writable(path, make=True))

        acts = [(str(source), partial(_take_in, opened, options, source)) for source in options.sources]
        return acts[0][1]("") if len(acts) == 1 else each(acts)


def _take_in(opened: Callable[[], Cabinet], options: argparse.Namespace, source: Path, lead: str) -> int:
    from db.piax import read_parcel

    parcel = read_parcel(source)
    cabinet = opened()
    home = cabinet.home_of(parcel)
    if home is not None:
        return _bring_back(cabinet, options, parcel, home, lead)
    if options.dry_run:
        say(lead + _("would be taken in as a new assessment"))
    else:
        say(lead + _("taken in as assessment {id}").format(id=cabinet.receive(parcel)))
    return 0


def _bring_back(cabinet: Cabinet, options: argparse.Namespace, parcel: Parcel, home: int, lead: str) -> int:
    clashes = cabinet.returning(parcel, home).merged().clashes
    _tell_clashes(clashes, lead)
    join = [one.key for one in clashes if one.joinable and options.both]
    open_ones = [one for one in clashes if one.choosable and one.key not in join]
    if open_ones and not (options.ours or options.theirs):
        raise _undecided(len(open_ones))
    if options.dry_run:
        say(lead + _("would be brought back into assessment {id}").format(id=home))
        return 0
    take = [one.key for one in open_ones] if options.theirs else []
    _tell(cabinet.bring_back(parcel, home, take, join), lead)
    return 0


def _undecided(count: int) -> ReturnUndecided:
    words = ngettext(
        "{count:,} place was changed on both sides, and nothing was brought in."
        " Say --ours, --theirs or --both, or choose in the window.",
        "{count:,} places were changed on both sides, and nothing was brought in."
        " Say --ours, --theirs or --both, or choose in the window.",
        count,
    )
    return ReturnUndecided(words.format(count=count))


def _undo(options: argparse.Namespace) -> int:
    with (readable if options.dry_run else writable)(options.cabinet) as cabinet:
        if options.dry_run:
            cabinet.load(options.undo)
            return 0
        back = cabinet.take_back_return(options.undo)
    _tell_clashes(back.clashes, "")
    say(
        _("the last return was taken out of assessment {id} again, with its versions ({count:,})").format(
            id=options.undo, count=back.versions_removed
        )
    )
    if back.versions_kept:
        warn(_("Versions that came with it stay: something was built on them since."))
    if back.clashes:
        words = ngettext(
            "{count:,} place was changed since and stays as it is.",
            "{count:,} places were changed since and stay as they are.",
            len(back.clashes),
        )
        warn(words.format(count=len(back.clashes)))
    return 1 if back.clashes else 0


def _tell_clashes(clashes: Sequence[Clash], lead: str) -> None:
    """Print a row per clash: name, base, our value, theirs."""
    say_rows((lead + one.name, one.base, one.ours, one.theirs) for one in clashes)


def _tell(done: Returned, lead: str) -> None:
    if done.known:
        say(
            lead
            + _("assessment {id} holds all of it already; nothing is changed").format(id=done.assessment_id)
        )
        return
    parts = [
        ngettext("{count:,} place", "{count:,} places", done.changes).format(count=done.changes),
        ngettext("{count:,} note or the like", "{count:,} notes and the like", done.annotations).format(
            count=done.annotations
        ),
        ngettext("{count:,} version", "{count:,} versions", done.versions).format(count=done.versions),
    ]
    words = _("brought back into assessment {id}: {what}")
    say(lead + words.format(id=done.assessment_id, what="、".join(parts)))
    if done.merged.left:
        warn(
            lead + _("It went out for notes and remarks only: what was changed in the contents is left out.")
        )


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "pack": Command(
            f"{PROGRAM} pack CABINET ID [ID …] -o FILE.piax|FOLDER [--for review] [--by NAME]",
            _("write assessments, each with all that belongs to it into a file, to be worked on elsewhere"),
            _pack_arguments,
            _pack,
        ),
        "unpack": Command(
            f"{PROGRAM} unpack FILE.piax [FILE.piax …] CABINET [--ours|--theirs] [--both] [--dry-run]"
            f" | {PROGRAM} unpack --undo ID CABINET",
            _("take such files in, or bring them back; exit code 5 where both sides changed the same"),
            _unpack_arguments,
            _unpack,
        ),
    }

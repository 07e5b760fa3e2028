"""Commands for public papers: hearing (意見募集用の資料), counter (窓口閲覧用の評価書)."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, id_argument, output_argument, output_path
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.copies import copy_arguments, other_states, release, today_of
from pia_desktop.cli.revisions import two_states
from pia_desktop.cli.stored import closed_versions, state_of, version_argument, version_info
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.assessment.pictures import PictureSource
    from pia_desktop.outputs.release import Release
    from pia_desktop.paper.layout import Layout

_USAGE = "[--copy public] [--leave-known]"


def _output_argument(parser: Parser) -> None:
    output_argument(parser, _("the PDF to write"), "OUT.pdf", required=True)


def _hearing_arguments(parser: Parser) -> None:
    two_states(parser)
    _output_argument(parser)
    copy_arguments(parser, "hearing")


def _hearing(options: argparse.Namespace, _parser: Parser) -> int:
    target = output_path(options.output, options.cabinet, kinds=(".pdf",))
    with readable(options.cabinet) as cabinet:
        make, given = _hearing_of(options, cabinet)
        _write(make(cabinet), cabinet, target, given)
    return 0


def _hearing_of(
    options: argparse.Namespace, cabinet: Cabinet
) -> tuple[Callable[[PictureSource], Layout], Release]:
    """A function that lays the paper out, and the release; without a closed version it has no changes."""
    from pia_desktop.cabinet_lists.state_names import state_called
    from pia_desktop.documents.council import compared_line
    from pia_desktop.documents.council_remarks import chosen_changes
    from pia_desktop.documents.hearing import Hearing, hearing_layout
    from pia_desktop.revisions.compare import compare, compare_editions

    new, now = state_of(cabinet, options.id, options.new), datetime.now()
    version = "" if options.new is None else version_info(cabinet, options.id, options.new).name
    if options.old is None and not closed_versions(cabinet, options.id):
        given = release(options, new, others=today_of(options, cabinet, options.new))
        alone = Hearing(new, given.shown[-1], moment=now, version=version)
        return lambda pictures: hearing_layout(alone, pictures), given
    info = version_info(cabinet, options.id, options.old)
    newer = None if options.new is None else version_info(cabinet, options.id, options.new)
    earlier, _dropped = compare_editions(cabinet.load_version(info.id), new)
    given = release(options, earlier.old, new, others=other_states(options, cabinet, options.new))
    found = compare(*given.shown)
    remarks = {key: given.words(words) for key, words in cabinet.council_remarks(options.id).items()}
    hearing = Hearing(
        new,
        given.shown[-1],
        found,
        chosen_changes(found, remarks),
        given.words(compared_line(state_called(newer), state_called(info))),
        now,
        version,
    )
    return lambda pictures: hearing_layout(hearing, pictures), given


def _counter_arguments(parser: Parser) -> None:
    from pia_desktop.documents.hearing import COUNTER_SCALES

    cabinet_argument(parser)
    id_argument(parser)
    version_argument(parser)
    parser.add_argument(
        "--scale",
        type=int,
        choices=COUNTER_SCALES,
        default=COUNTER_SCALES[1],
        metavar="PERCENT",
        help=_("size of the type: 120, 130 or 140"),
    )
    _output_argument(parser)
    copy_arguments(parser, "counter")


def _counter(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.documents.hearing import counter_layout

    target = output_path(options.output, options.cabinet, kinds=(".pdf",))
    with readable(options.cabinet) as cabinet:
        state = state_of(cabinet, options.id, options.version)
        given = release(options, state, others=today_of(options, cabinet, options.version))
        _write(counter_layout(state, given.shown[0], cabinet, options.scale), cabinet, target, given)
    return 0


def _write(layout: Layout, pictures: PictureSource, target: Path, given: Release) -> None:
    from pia_desktop.files import replacing
    from pia_desktop.paper.draw import write_pdf

    with replacing(target, given.file_check(".pdf")) as file:
        write_pdf(layout, pictures, file)


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "hearing": Command(
            f"{PROGRAM} hearing CABINET ID [V1 [V2]] -o OUT.pdf {_USAGE}",
            _("意見募集用の資料: the draft for the public, what changes since V1, and a sheet for opinions"),
            _hearing_arguments,
            _hearing,
        ),
        "counter": Command(
            f"{PROGRAM} counter CABINET ID [--version N] [--scale 120|130|140] -o OUT.pdf {_USAGE}",
            _("the assessment for 窓口閲覧: for the public, in large type, with a page of contents"),
            _counter_arguments,
            _counter,
        ),
    }

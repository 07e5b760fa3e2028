"""Commands for reviewers' documents: review-sheet (点検シート), outline (評価書の概要)."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, cabinet_argument, id_argument, output_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.copies import USAGE, copy_arguments, other_states, release, today_of, write_document
from pia_desktop.cli.stored import state_of, version_argument
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from pia_desktop.outputs.release import Release

_OUT = "-o OUT.pdf|.docx|.xlsx|.html"


def _arguments(output: str) -> Callable[[Parser], None]:
    def take(parser: Parser) -> None:
        cabinet_argument(parser)
        id_argument(parser)
        version_argument(parser)
        output_argument(parser, _("the .pdf, .docx, .xlsx or .html to write"), "OUT", required=True)
        copy_arguments(parser, output)

    return take


def _sheet(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.documents.review_sheet import PointFound, review_sheet
    from pia_desktop.guidance.review import review_points

    with readable(options.cabinet) as cabinet:
        state = state_of(cabinet, options.id, options.version)
        given = release(options, state, others=other_states(options, cabinet, options.version))
        info = next((one for one in cabinet.list() if one.id == options.id), None)
        present = info.rounds[-1].number if info is not None and info.rounds else 1
        found = {
            one.point: PointFound(one.verdict, given.words(one.words))
            for one in cabinet.review_points(options.id)
            if one.round == present
        }
    document = review_sheet(given.shown[0], review_points(), found, _lines(given))
    write_document(document, options, given.guard)
    return 0


def _outline(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.documents.assessment_outline import assessment_outline

    with readable(options.cabinet) as cabinet:
        state = state_of(cabinet, options.id, options.version)
        given = release(options, state, others=today_of(options, cabinet, options.version))
    document = assessment_outline(given.shown[0], lines=_lines(given))
    write_document(document, options, given.guard)
    return 0


def _lines(given: Release) -> list[str]:
    from pia_desktop.documents.council import lines_of

    return list(lines_of(given.shown[0]))


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "review-sheet": Command(
            f"{PROGRAM} review-sheet CABINET ID [--version N] {_OUT} {USAGE}",
            _("点検シート: what was found on each point of view of 審査, for 第三者点検"),
            _arguments("review"),
            _sheet,
        ),
        "outline": Command(
            f"{PROGRAM} outline CABINET ID [--version N] {_OUT} {USAGE}",
            _("評価書の概要: one page on an assessment, in its own words"),
            _arguments("outline"),
            _outline,
        ),
    }

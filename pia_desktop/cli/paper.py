"""Commands with visual output: print, glyphs, shots."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import (
    Parser,
    cabinet_argument,
    id_argument,
    json_argument,
    output_argument,
    output_folder,
    output_path,
    print_options_arguments,
)
from pia_desktop.cli.command import PROGRAM, Command, has_display, readable
from pia_desktop.cli.console import json_words, say, say_rows
from pia_desktop.cli.copies import DRAFT_USAGE, copy_arguments, copy_of, release, today_of
from pia_desktop.cli.stored import source_arguments, source_of, version_argument
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.pictures import PictureSource
    from pia_desktop.files import FileCheck


def _print_arguments(parser: Parser) -> None:
    source_arguments(
        parser, _("print a file of the interchange format instead"), _("print an empty form instead")
    )
    output_argument(parser, _("the file to write"), "OUT.pdf", required=True)
    print_options_arguments(parser)
    copy_arguments(parser, "assessment")
    version_argument(parser)
    parser.add_argument("--pages", default="", metavar="PAGES", help=_("only these pages, as 1-3,5"))
    # For the program itself: see pia_desktop.outputs.makers.
    parser.add_argument("--jobs", action="store_true", help=argparse.SUPPRESS)


def _print(options: argparse.Namespace, parser: Parser) -> int:
    if options.jobs:
        from pia_desktop.outputs.makers import serve_jobs

        return serve_jobs(options.output)
    from pia_desktop.paper.collector import gc_suspended

    target = output_path(options.output, options.cabinet, options.source, kinds=(".pdf",))
    # Of a process that ends with its file, reading and the layout after printing need no collector either.
    with gc_suspended(), source_of(options, parser) as (snapshot, pictures, cabinet):
        version = _version_in_footer(cabinet, options) if cabinet is not None else ""
        others = today_of(options, cabinet, options.version) if cabinet is not None else None
        check = release(options, snapshot, others=others).file_check(".pdf")
        return _printed(snapshot, pictures, target, options, version, check)


def _version_in_footer(cabinet: Cabinet, options: argparse.Namespace) -> str:
    """The name of this state in a draft's footer: that of a closed version, or of the version to come."""
    from pia_desktop.paper.options import version_in_footer

    closed = cabinet.versions(options.id)
    named = [one for one in closed if one.number == options.version]
    return version_in_footer(named[0].number, named[0].name) if named else version_in_footer(len(closed) + 1)


def _printed(
    snapshot: Snapshot,
    pictures: PictureSource,
    target: Path,
    options: argparse.Namespace,
    version: str,
    check: FileCheck | None,
) -> int:
    """Print, and report what is missing on paper."""
    from pia_desktop.paper.findings import print_findings
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.options import PrintOptions, read_parts
    from pia_desktop.paper.printing import print_pdf
    from pia_desktop.paper.style import Style

    parts = None if options.parts is None else read_parts(snapshot.form, options.parts)
    chosen = PrintOptions(parts, options.file, copy_of(options), datetime.now(), version)
    style = Style(options.scale / 100, users_fonts(), options.continued)
    layout = print_pdf(snapshot, pictures, target, style, chosen, options.pages, check)
    for words in dict.fromkeys(map(str, print_findings(layout, snapshot))):
        say(words)
    return 0


def _glyphs_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    json_argument(parser)


def _glyphs(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.paper.findings import lacking_glyphs
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.printing import layout_assessment
    from pia_desktop.paper.style import Style

    with readable(options.cabinet) as cabinet:
        snapshot = cabinet.load(options.id)
    layout = layout_assessment(snapshot, style=Style(fonts=users_fonts()))
    found = list(lacking_glyphs(layout, snapshot))
    if options.json:
        say(json_words([asdict(glyph) for glyph in found]))
    else:
        say_rows((glyph.item, glyph.char, glyph.code) for glyph in found)
    return 0


def _shots_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    output_argument(parser, _("the folder to write into"), "FOLDER", required=True)


def _shots(options: argparse.Namespace, _parser: Parser) -> int:
    with readable(options.cabinet) as cabinet:
        cabinet.load(options.id)  # report a wrong number before importing Qt
    folder = output_folder(options.output)
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.app.screenshots import take_shots

    say_rows((str(path),) for path in take_shots(options.cabinet, options.id, folder))
    return 0


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "print": Command(
            f"{PROGRAM} print (CABINET ID | --from FILE.json | --blank FORM) -o OUT.pdf"
            f" [--parts PARTS] [--file N] [--scale PERCENT] [--continued] {DRAFT_USAGE}"
            " [--version N] [--pages PAGES]",
            _("write an assessment, or an empty form, as PDF"),
            _print_arguments,
            _print,
        ),
        "glyphs": Command(
            f"{PROGRAM} glyphs CABINET ID [--json]",
            _("the characters that no font can print: item, character, code point"),
            _glyphs_arguments,
            _glyphs,
        ),
        "shots": Command(
            f"{PROGRAM} shots CABINET ID -o FOLDER",
            _("a picture of every tab of the window, 1400 x 900"),
            _shots_arguments,
            _shots,
        ),
    }

"""Commands on forms and on contents of a cabinet: forms, new, export."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import (
    Parser,
    cabinet_argument,
    json_argument,
    output_argument,
    output_path,
)
from pia_desktop.cli.command import PROGRAM, Command, form_of, writable
from pia_desktop.cli.console import json_words, say, say_bytes, say_rows, warn
from pia_desktop.cli.copies import USAGE, copy_arguments, release, today_of
from pia_desktop.cli.stored import source_arguments, source_of, version_argument
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from pia_desktop.assessment.pictures import PictureSource
    from pia_desktop.outputs.release import Release


def _forms_arguments(parser: Parser) -> None:
    parser.add_argument("form", nargs="?", metavar="FORM", help=_("yoshiki3, or yoshiki3@平成30年5月"))
    json_argument(parser)


def _forms(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.forms.catalogue import all_forms

    if options.form is None:
        editions = [{"form": f.id, "version": f.version, "title": f.title} for f in all_forms()]
        if options.json:
            say(json_words(editions))
        else:
            say_rows(edition.values() for edition in editions)
        return 0
    from pia_desktop.exchange.reference import reference, reference_rows

    form = form_of(options.form)
    if options.json:
        say(json_words([asdict(line) for line in reference(form)]))
    else:
        say_rows(reference_rows(form))
    return 0


def _new_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument("form", metavar="FORM", help=_("yoshiki3, or yoshiki3@平成30年5月"))


def _new(options: argparse.Namespace, _parser: Parser) -> int:
    form = form_of(options.form)
    with writable(options.cabinet, make=True) as cabinet:
        say(str(cabinet.new(form)))
    return 0


def _export_arguments(parser: Parser) -> None:
    source_arguments(
        parser, _("export a file of the interchange format instead"), _("export an empty form instead")
    )
    output_argument(parser, _("the file to write (.json, .xlsx, .docx, .html); else JSON on standard output"))
    version_argument(parser)
    copy_arguments(parser, "export")
    parser.set_defaults(copy=None)


def _export(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.documents.form_files import FORM_SUFFIXES
    from pia_desktop.files import kind_of

    target = (
        output_path(options.output, options.cabinet, options.source, kinds=(".json", *FORM_SUFFIXES))
        if options.output
        else None
    )
    suffix = kind_of(target) if target and kind_of(target) in FORM_SUFFIXES else ".json"
    if options.copy is None:  # HTML is for a city's site
        options.copy = "public" if suffix == ".html" else "submission"
    with source_of(options, parser) as (snapshot, pictures, cabinet):
        others = None if cabinet is None else today_of(options, cabinet, options.version)
        return _exported(release(options, snapshot, others=others), pictures, target, suffix)


def _exported(found: Release, pictures: PictureSource, target: Path | None, suffix: str) -> int:
    from pia_desktop.files import write_bytes
    from pia_desktop.outputs.exporting import export_bytes, missing_in

    data = export_bytes(found, pictures, suffix)
    if target is None:
        found.check(data, suffix)
        say_bytes(data)
    else:
        write_bytes(target, data, found.file_check(suffix))
    for words in missing_in(found, pictures):
        warn(words)
    return 0


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "forms": Command(
            f"{PROGRAM} forms [FORM] [--json]",
            _("the form editions it knows; with FORM the items of one: id, printed path, kind, options"),
            _forms_arguments,
            _forms,
        ),
        "new": Command(
            f"{PROGRAM} new CABINET FORM",
            _("put an empty assessment into a cabinet, which is made if it is missing; prints its number"),
            _new_arguments,
            _new,
        ),
        "export": Command(
            f"{PROGRAM} export (CABINET ID | --from FILE.json | --blank FORM) [-o FILE]"
            f" [--version N] {USAGE}",
            _("write an assessment as .json (the interchange format), .xlsx, .docx or .html"),
            _export_arguments,
            _export,
        ),
    }

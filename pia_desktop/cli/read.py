"""The command that reads documents of other programs: read."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, form_argument, named_file, output_argument, output_path
from pia_desktop.cli.command import PROGRAM, Command, form_of
from pia_desktop.cli.console import json_words, say
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from pia_desktop.intake.report import Outcome, Report


def _read_arguments(parser: Parser) -> None:
    parser.add_argument(
        "file",
        type=named_file,
        metavar="FILE",
        help=_("a .xlsx, .pdf (with text), .docx, .html, .csv, .tsv or .txt"),
    )
    form_argument(parser)
    output_argument(parser, _("where the assessment goes, as interchange"), "OUT.json")
    parser.add_argument(
        "--report",
        type=named_file,
        metavar="REPORT.json",
        help=_("where the report goes: doubts, words left over, items not found"),
    )
    parser.add_argument(
        "--into", type=named_file, help=argparse.SUPPRESS
    )  # for the child process: see pia_desktop.intake.child
    parser.add_argument("--page", type=int, help=argparse.SUPPRESS)


def _read(options: argparse.Namespace, parser: Parser) -> int:
    from pia_desktop.intake.child import be_the_child, read_document

    if options.into is not None:
        return be_the_child(options.file, options.into, options.form, options.page)
    if options.output is None:
        parser.error(_("-o OUT.json is missing"))
    if options.form is not None:
        form_of(options.form)
    output = output_path(options.output, options.file, kinds=(".json",))
    report = None
    if options.report:
        report = output_path(options.report, options.file, options.output, kinds=(".json",))
    read = read_document(options.file, options.form)
    _write(read, output, report)
    say(report_words(read.report))
    for line in edition_words(read.report):
        say(line)
    return 0


def report_words(report: Report) -> str:
    """How well a document was read, in one line."""
    return _(
        "{form} {version}: {sure} sure, {doubts} to look at, {left} left over, {missing} not found"
    ).format(
        form=report.form,
        version=report.version,
        sure=report.sure,
        doubts=len(report.doubts),
        left=len(report.left_over),
        missing=len(report.not_found),
    )


def edition_words(report: Report) -> list[str]:
    """A warning if the document names an unknown edition."""
    if report.edition is None:
        return []
    words = _("The document calls itself {named}; it was read as {version}, the nearest edition known.")
    return [words.format(named=report.edition, version=report.version)]


def _write(read: Outcome, output: Path, report: Path | None) -> None:
    """Write the assessment as ``export`` would, and the report."""
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.exchange.interchange import read_document, write_document, write_file

    taken = read_document(json.dumps(read.document, ensure_ascii=False), output.name)
    text = write_document(Snapshot(taken.form, taken.root), taken.pictures)
    if report is not None:
        write_file(report, json_words(read.report.as_json()) + "\n")
    write_file(output, text)


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "read": Command(
            f"{PROGRAM} read FILE [--form FORM] -o OUT.json [--report REPORT.json]",
            _("read an assessment from a workbook, a PDF, a Word document, a web page or a table of text"),
            _read_arguments,
            _read,
        ),
    }

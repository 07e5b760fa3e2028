"""The command on the manual: manual."""

from __future__ import annotations

import argparse
from pathlib import Path

from pia_desktop import __version__
from pia_desktop.cli.arguments import Parser, output_argument
from pia_desktop.cli.command import PROGRAM, Command
from pia_desktop.cli.console import say
from pia_desktop.i18n import _


def _manual_arguments(parser: Parser) -> None:
    output_argument(parser, _("write a booklet (.pdf) or a web page (.html); else to standard output"), "OUT")


def _manual(options: argparse.Namespace, parser: Parser) -> int:
    from ui.app.manual_words import manual_in_words

    manual = manual_in_words()
    output: Path | None = options.output
    if output is None:
        for chapter in manual.chapters:
            for topic in chapter.topics:
                say(f"{chapter.title}\t{topic.title}")
                for line in topic.text.split("\n"):
                    say(f"    {line}")
        return 0
    from pia_desktop.documents.manual import manual_html, manual_pdf
    from pia_desktop.files import kind_of, write_bytes

    if output.suffix.lower() == ".pdf":
        write_bytes(output, manual_pdf(manual, (f"PIA Desktop {__version__}",)))
    elif kind_of(output) == ".html":
        write_bytes(output, manual_html(manual).encode("utf-8"))
    else:
        parser.error(_("OUT ends in .pdf or .html"))
    return 0


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "manual": Command(
            f"{PROGRAM} manual [-o OUT]",
            _("how the program is used, task by task; as text, as a booklet or as a web page"),
            _manual_arguments,
            _manual,
        ),
    }

"""The command on the manual: manual."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop import __version__
from pia_desktop.cli.arguments import Parser, output_argument, output_path
from pia_desktop.cli.command import PROGRAM, Command
from pia_desktop.cli.console import say
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from pia_desktop.manual import Manual


def _manual_arguments(parser: Parser) -> None:
    output_argument(parser, _("write a booklet (.pdf) or a web page (.html); else to standard output"), "OUT")


def _manual(options: argparse.Namespace, _parser: Parser) -> int:
    from ui.app.manual_words import manual_in_words

    manual = manual_in_words()
    if options.output is not None:
        _write(manual, output_path(options.output, kinds=(".pdf", ".html")))
        return 0
    for chapter in manual.chapters:
        for topic in chapter.topics:
            say(f"{chapter.title}\t{topic.title}")
            for line in topic.text.split("\n"):
                say(f"    {line}")
    return 0


def _write(manual: Manual, target: Path) -> None:
    from pia_desktop.documents.manual import manual_html, manual_pdf
    from pia_desktop.files import kind_of, write_bytes

    if kind_of(target) == ".html":
        write_bytes(target, manual_html(manual).encode("utf-8"))
    else:
        write_bytes(target, manual_pdf(manual, (f"PIA Desktop {__version__}",)))


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

"""The command on guidance: guide."""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.cli.arguments import Parser, output_argument, output_path
from pia_desktop.cli.command import PROGRAM, Command, form_of
from pia_desktop.cli.console import say
from pia_desktop.errors import UserError
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pia_desktop.forms.model import Form
    from pia_desktop.guidance import Entry


def _guide_arguments(parser: Parser) -> None:
    parser.add_argument("form", metavar="FORM", help=_("yoshiki3, or yoshiki3@平成30年5月"))
    parser.add_argument("--item", metavar="ID", help=_("only this item; “forms FORM” lists them"))
    output_argument(parser, _("write a booklet; else to standard output"), "OUT.pdf")


def _guide(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.guidance import entries

    form = form_of(options.form)
    found = entries(form)
    if options.item is not None:
        found = tuple(entry for entry in found if entry.id == options.item)
        if not found:
            raise _no_item(form, options.item)
    if options.output is None:
        _say_entries(found)
    else:
        _write_booklet(form, found, output_path(options.output, kinds=(".pdf",)))
    return 0


def _no_item(form: Form, item_id: str) -> UserError:
    close = get_close_matches(item_id, (*form.places, *form.lists), n=3)
    return UserError(
        _("{form} has no item {id}.").format(form=form.edition, id=item_id[:60]),
        _("Close to it: {ids}.").format(ids=", ".join(close))
        if close
        else _("“{command}” lists the items.").format(command=f"{PROGRAM} forms {form.id}"),
    )


def _say_entries(found: Sequence[Entry]) -> None:
    for number, entry in enumerate(found):
        if number:
            say("")
        guidance = entry.guidance
        say(f"{entry.id}\t{entry.path}")
        texts = (
            (_("What belongs here"), guidance.what),
            (_("What reviewers look for"), "\n".join(f"・{point}" for point in guidance.look)),
            (_("Example (invented)"), guidance.example),
            (_("Rule"), guidance.rule),
            (_("How sure it is"), guidance.sure.words),
        )
        for heading, text in texts:
            say(f"  {heading}")
            for line in text.split("\n"):
                say(f"    {line}")


def _write_booklet(form: Form, found: Sequence[Entry], target: Path) -> None:
    from pia_desktop.documents.booklet import BOOKLET_TITLE, booklet_pdf
    from pia_desktop.documents.guide import guide_chapters
    from pia_desktop.files import write_bytes

    lines = (form.title, form.version)
    write_bytes(target, booklet_pdf(BOOKLET_TITLE, guide_chapters(form, found), lines))


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "guide": Command(
            f"{PROGRAM} guide FORM [--item ID] [-o OUT.pdf]",
            _("what belongs in each item of a form, with examples; as text or as a booklet"),
            _guide_arguments,
            _guide,
        ),
    }

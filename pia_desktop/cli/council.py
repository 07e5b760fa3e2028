"""The table for a council: council."""

from __future__ import annotations

import argparse

from pia_desktop.cli.arguments import Parser, output_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.copies import USAGE, copy_arguments, other_states, write_document
from pia_desktop.cli.revisions import compared, two_states
from pia_desktop.cli.stored import state_of, version_info
from pia_desktop.i18n import _


def _council_arguments(parser: Parser) -> None:
    two_states(parser)
    output_argument(parser, _("the .pdf, .docx, .xlsx or .html to write"), "OUT", required=True)
    parser.add_argument(
        "--shorten", action="store_true", help=_("write （略） for long passages that did not change")
    )
    copy_arguments(parser, "council")


def _council(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.cabinet_lists.state_names import state_called
    from pia_desktop.documents.council import compared_line, council_document
    from pia_desktop.documents.council_remarks import chosen_changes
    from pia_desktop.paper.printing import layout_assessment

    with readable(options.cabinet) as cabinet:
        info = version_info(cabinet, options.id, options.old)
        newer = None if options.new is None else version_info(cabinet, options.id, options.new)
        old, new = cabinet.load_version(info.id), state_of(cabinet, options.id, options.new)
        remarks = cabinet.council_remarks(options.id)
        found, given, _gone = compared(options, old, new, other_states(options, cabinet, options.new))
        layout = layout_assessment(found.new, cabinet)
    chosen = chosen_changes(found, {key: given.words(words) for key, words in remarks.items()})
    states = given.words(compared_line(state_called(newer), state_called(info)))
    document = council_document(found, chosen, layout, compared=states, abridged=options.shorten)
    write_document(document, options, given.guard)
    return 0


def commands() -> dict[str, Command]:
    """The command by name; a function because its help is in the current language."""
    return {
        "council": Command(
            f"{PROGRAM} council CABINET ID [V1 [V2]] -o OUT.pdf|.docx|.xlsx|.html [--shorten] {USAGE}",
            _("新旧対照表 for a council, from version V1 (else the last) to version V2 (else the draft)"),
            _council_arguments,
            _council,
        ),
    }

"""Commands that apply the guideline: threshold."""

from __future__ import annotations

import argparse
from typing import Final

from pia_desktop.cli.arguments import Parser, json_argument, narrow_digits, whole_number
from pia_desktop.cli.command import PROGRAM, Command
from pia_desktop.cli.console import json_words, say
from pia_desktop.i18n import _

_MOST: Final = 1_000_000_000
"""More people than any operation can concern; a larger number is a typing error."""


def _threshold_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--people", type=_people, required=True, metavar="N", help=_("how many people the work is about")
    )
    parser.add_argument(
        "--handlers", type=_people, required=True, metavar="N", help=_("how many people handle its files")
    )
    parser.add_argument(
        "--incident",
        choices=("yes", "no"),
        required=True,
        help=_("whether a serious incident happened in the past year"),
    )
    json_argument(parser)


def _people(words: str) -> int:
    people = whole_number(narrow_digits(words).replace(",", ""), range(_MOST + 1))
    if people is None:
        raise argparse.ArgumentTypeError(
            _("N is a number of people from 0 to {most:,}, not {words}").format(most=_MOST, words=words[:40])
        )
    return people


def _threshold(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.rules.threshold import judge

    judged = judge(options.people, options.handlers, options.incident == "yes")
    if options.json:
        result = {
            "people": judged.people.value,
            "handlers": judged.handlers.value,
            "incident": judged.incident.value,
            "owed": judged.owed.name.lower(),
            "result": judged.owed.value,
            "reason": judged.reason,
        }
        say(json_words(result))
    else:
        say(judged.owed.label)
        say(judged.reason)
    return 0


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "threshold": Command(
            f"{PROGRAM} threshold --people N --handlers N --incident yes|no [--json]",
            _("which assessment is owed, and why"),
            _threshold_arguments,
            _threshold,
        ),
    }

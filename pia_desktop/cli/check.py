"""The command that checks an assessment: check."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from pia_desktop.cli.arguments import Parser, cabinet_argument, id_argument, json_argument
from pia_desktop.cli.command import PROGRAM, Command, readable
from pia_desktop.cli.console import json_words, say, say_rows
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.rules.checks.finding import Finding

FOUND: Final = 3
"""The exit code where there is a mistake (誤り) that was not set aside, whatever is shown."""

_SEVERITIES: Final = ("error", "confirm", "hint")


def _check_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    json_argument(parser)
    parser.add_argument(
        "--severity",
        type=_severities,
        default=_SEVERITIES,
        metavar="SEVERITY",
        help=_("only these, as error,confirm: mistakes, what is to be confirmed, advice (hint)"),
    )


def _severities(words: str) -> tuple[str, ...]:
    found = tuple(words.split(","))
    for one in found:
        if one not in _SEVERITIES:
            raise argparse.ArgumentTypeError(
                _("SEVERITY is made of error, confirm and hint, not {words}").format(words=one[:40])
            )
    return found


def _check(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.packs.loader import kept_packs
    from pia_desktop.rules.checks.checker import Checker
    from pia_desktop.rules.checks.finding import FindingKey
    from pia_desktop.rules.checks.severity import Severity

    with readable(options.cabinet) as cabinet:
        snapshot = cabinet.load(options.id)
        reasons = {FindingKey(one.code, one.path): one.reason for one in cabinet.set_asides(options.id)}
        packs = kept_packs(cabinet.setting)
    checker = Checker(snapshot.form, snapshot.root, reasons=reasons, packs=packs)
    shown = [one for one in checker.findings() if one.severity.value in options.severity]
    if options.json:
        say(json_words([_as_json(snapshot, finding, reasons.get(finding.key)) for finding in shown]))
    else:
        rows = (f for f in shown if not checker.is_aside(f))
        say_rows((f.code, f.severity.label, _place(snapshot, f), f.message) for f in rows)
    return FOUND if checker.counts()[Severity.ERROR] else 0


def _place(snapshot: Snapshot, finding: Finding) -> str:
    from pia_desktop.assessment.naming import printed_path

    return printed_path(snapshot.form, finding.path, snapshot.root)


def _as_json(snapshot: Snapshot, finding: Finding, reason: str | None) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "item": _place(snapshot, finding),
        "path": list(finding.path),
        "message": finding.message,
        "related": [list(path) for path in finding.related],
        "mend": finding.mend_label or None,
        "set_aside": reason,
    }


def commands() -> dict[str, Command]:
    """The commands by name; a function because their help is in the current language."""
    return {
        "check": Command(
            f"{PROGRAM} check CABINET ID [--json] [--severity SEVERITY]",
            _("what is missing or does not go together, line by line; exit code 3 where there are mistakes"),
            _check_arguments,
            _check,
        ),
    }

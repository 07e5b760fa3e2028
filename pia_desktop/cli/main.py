"""Dispatches a command line.

Exit codes: 0 success; 1 error, with one line on standard error that says what to do; 2 usage; 3 ``check``
found mistakes; 4 withheld text remains; 5 ``unpack`` needs decisions on clashes.  Commands import everything
beyond the standard library themselves, so that each starts fast.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pia_desktop import __version__
from pia_desktop.cli.arguments import Parser
from pia_desktop.cli.arriving import arriving_commands
from pia_desktop.cli.carry import carry_commands
from pia_desktop.cli.check import check_commands
from pia_desktop.cli.command import PROGRAM, Command, has_display
from pia_desktop.cli.console import close_streams, complain, give_up_output, system_error
from pia_desktop.cli.contents import contents_commands
from pia_desktop.cli.council import council_commands
from pia_desktop.cli.due import due_commands
from pia_desktop.cli.encoding import encoding_argument, prepare_streams
from pia_desktop.cli.guide import guide_commands
from pia_desktop.cli.hearing import hearing_commands
from pia_desktop.cli.law import law_commands
from pia_desktop.cli.listing import listing_commands
from pia_desktop.cli.manual import manual_commands
from pia_desktop.cli.paper import paper_commands
from pia_desktop.cli.plan import plan_commands
from pia_desktop.cli.read import read_commands
from pia_desktop.cli.register import register_commands
from pia_desktop.cli.remarks import remarks_commands
from pia_desktop.cli.replace import replace_commands
from pia_desktop.cli.review import review_commands
from pia_desktop.cli.revisions import revisions_commands
from pia_desktop.cli.rules import rules_commands
from pia_desktop.cli.search import search_commands
from pia_desktop.cli.year import year_commands
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.paths import leave_no_trace


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    leave_no_trace()
    arguments = list(sys.argv[1:] if argv is None else argv)
    prepare_streams(arguments)
    try:
        code = _dispatch(arguments)
        return code if close_streams() else 1
    except UserError as error:
        return _fail(error)
    except BrokenPipeError:
        give_up_output()
        return 1
    except OSError as error:
        return _fail(system_error(error))
    except MemoryError:
        return _fail(UserError(_("There is not enough memory."), _("Close other programs and try again.")))
    except KeyboardInterrupt:
        return _fail(UserError(_("Stopped.")))


def _fail(error: UserError) -> int:
    try:
        complain(error)
        close_streams()
    except OSError:
        give_up_output()
    return error.exit_code


def all_commands() -> dict[str, Command]:
    """Every command by its name, in the order of the help."""
    return {
        **contents_commands(),
        **listing_commands(),
        **arriving_commands(),
        **paper_commands(),
        **rules_commands(),
        **check_commands(),
        **due_commands(),
        **guide_commands(),
        **manual_commands(),
        **revisions_commands(),
        **council_commands(),
        **hearing_commands(),
        **review_commands(),
        **remarks_commands(),
        **search_commands(),
        **register_commands(),
        **plan_commands(),
        **year_commands(),
        **replace_commands(),
        **read_commands(),
        **carry_commands(),
        **law_commands(),
    }


def command_parser(name: str, command: Command) -> Parser:
    """What reads the arguments of a command."""
    parser = Parser(prog=f"{PROGRAM} {name}", usage=command.usage, description=command.help)
    command.arguments(parser)
    encoding_argument(parser)
    return parser


def _dispatch(arguments: list[str]) -> int:
    commands = all_commands()
    command = commands.get(arguments[0]) if arguments else None
    if command is None:
        return _window(arguments, commands)
    parser = command_parser(arguments[0], command)
    try:
        options = parser.parse_args(arguments[1:])
        return command.run(options, parser)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2


# ---- the window


def _window(arguments: list[str], commands: dict[str, Command]) -> int:
    lines = [f"  {command.usage}\n      {command.help}" for command in commands.values()]
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [CABINET]",
        description="\n".join(
            [_("Opens the window, with a cabinet if one is named.  The commands:"), *lines]
        ),
    )
    parser.add_argument("cabinet", nargs="?", type=Path, metavar="CABINET", help=_("the cabinet file"))
    encoding_argument(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {__version__}",
        help=_("show the version and leave"),
    )
    try:
        cabinet: Path | None = parser.parse_args(arguments).cabinet
        if cabinet is not None and cabinet.parent == Path() and not cabinet.exists():
            from difflib import get_close_matches  # rarely needed, and slow to import

            meant = get_close_matches(cabinet.name, commands, n=1)
            if meant:
                parser.error(
                    _("there is no command {name}; {other} is close").format(
                        name=cabinet.name, other=meant[0]
                    )
                )
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    _need_display()
    from ui.app.application import run_window

    return run_window(cabinet)


def _need_display() -> None:
    if not has_display():
        raise UserError(
            _("There is no display for the window."),
            _("Start it from a desktop, or use the commands; “{help}” lists them.").format(
                help=f"{PROGRAM} --help"
            ),
        )

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
from pia_desktop.cli.arguments import Parser, named_file
from pia_desktop.cli.command import PROGRAM, Command, has_display
from pia_desktop.cli.console import close_streams, complain, give_up_output, system_error
from pia_desktop.cli.encoding import encoding_argument, prepare_streams
from pia_desktop.cli.portable import leave_no_trace
from pia_desktop.cli.table import MODULES, all_commands, find_command
from pia_desktop.errors import UserError
from pia_desktop.i18n import _


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


def command_parser(name: str, command: Command) -> Parser:
    """What reads the arguments of a command."""
    parser = Parser(prog=f"{PROGRAM} {name}", usage=command.usage, description=command.help)
    command.arguments(parser)
    encoding_argument(parser)
    return parser


def _dispatch(arguments: list[str]) -> int:
    command = find_command(arguments[0]) if arguments else None
    if command is None:
        return _window(arguments)
    parser = command_parser(arguments[0], command)
    try:
        options = parser.parse_args(arguments[1:])
        return command.run(options, parser)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2


# ---- the window


class _WindowParser(Parser):
    """Its help tells of all commands, which are loaded for that alone."""

    def format_help(self) -> str:
        head = _("Opens the window, with a cabinet if one is named.  The commands:")
        lines = [f"  {command.usage}\n      {command.help}" for command in all_commands().values()]
        self.description = "\n".join([head, *lines])
        return super().format_help()


def _window(arguments: list[str]) -> int:
    parser = _WindowParser(prog=PROGRAM, usage=f"{PROGRAM} [FILE…]")
    words = _("the cabinet file, or documents to take in")
    parser.add_argument("files", nargs="*", type=named_file, metavar="FILE", help=words)
    encoding_argument(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {__version__}",
        help=_("show the version and leave"),
    )
    try:
        files: list[Path] = parser.parse_args(arguments).files
        _refuse_unknown_command(parser, files)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    _need_display()
    from ui.app.application import run_window
    from ui.app.cabinet_files import told_apart

    cabinet, documents = told_apart(files)
    return run_window(cabinet, documents=documents)


def _refuse_unknown_command(parser: Parser, files: Sequence[Path]) -> None:
    """End with a usage error if the first word is no file but seems to be meant as a command."""
    if not files or files[0].parent != Path() or files[0].suffix or files[0].exists():
        return
    from difflib import get_close_matches  # rarely needed, and slow to import

    name = files[0].name
    meant = get_close_matches(name, MODULES, n=1)
    if meant:
        parser.error(_("there is no command {name}; {other} is close").format(name=name, other=meant[0]))
    if len(files) > 1:
        parser.error(_("there is no command {name}").format(name=name))


def _need_display() -> None:
    if not has_display():
        raise UserError(
            _("There is no display for the window."),
            _("Start it from a desktop, or use the commands; “{help}” lists them.").format(
                help=f"{PROGRAM} --help"
            ),
        )

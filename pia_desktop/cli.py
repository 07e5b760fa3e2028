"""The command line, and the composition root: the one place that knows storage, window and paper.

Exit code 0; 1 with one line on standard error that says what to do; 2 for usage.  What is beyond the
standard library is imported by the command that needs it, so that each starts fast.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pia_desktop import __version__
from pia_desktop.arguments import (
    Parser,
    assessment_id,
    cabinet_argument,
    id_argument,
    json_argument,
    output_path,
    print_options_arguments,
)
from pia_desktop.console import (
    close_streams,
    complain,
    give_up_output,
    prepare_streams,
    say,
    say_bytes,
    say_rows,
    system_error,
)
from pia_desktop.errors import CabinetError, OutputError, UserError
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.assessment.pictures import PictureSource
    from pia_desktop.forms.model import Form

PROGRAM: Final = "pia-desktop"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: how to call it, what it does, its arguments, and what runs it."""

    usage: str
    help: str
    arguments: Callable[[Parser], None]
    run: Callable[[argparse.Namespace, Parser], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code."""
    prepare_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
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
    return 1


def _dispatch(arguments: list[str]) -> int:
    commands = _commands()
    command = commands.get(arguments[0]) if arguments else None
    if command is None:
        return _window(arguments, commands)
    parser = Parser(
        prog=f"{PROGRAM} {arguments[0]}",
        usage=command.usage,
        description=command.help,
    )
    command.arguments(parser)
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
    parser.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {__version__}",
        help=_("show the version and leave"),
    )
    try:
        cabinet: Path | None = parser.parse_args(arguments).cabinet
        if cabinet is not None and cabinet.parent == Path() and not cabinet.exists():
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
    from ui.app import run_window

    return run_window(cabinet)


def _has_display() -> bool:
    """Whether a window can be shown.  Qt itself ends the process where there is none."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _need_display() -> None:
    if not _has_display():
        raise UserError(
            _("There is no display for the window."),
            _("Start it from a desktop, or use the commands; “{help}” lists them.").format(
                help=f"{PROGRAM} --help"
            ),
        )


# ---- arguments that several commands take


def _form_of(words: str) -> Form:
    """``yoshiki3`` is its newest edition, ``yoshiki3@平成30年5月`` that one."""
    from pia_desktop.forms.catalogue import find_form

    form, at, version = words.partition("@")
    return find_form(form, version if at else None)


def _writable(path: Path) -> Cabinet:
    """The cabinet, made where it is missing.  Raises CabinetError where another process has it."""
    from db.cabinet import Cabinet

    path = path.absolute()
    cabinet = Cabinet.open(path) if path.exists() else Cabinet.create(path)
    if cabinet.read_only:
        reason = cabinet.read_only_reason
        cabinet.close()
        raise CabinetError(
            reason or _("The cabinet {path} cannot be written.").format(path=path),
            _("Close it there, or work on a copy, and try again."),
        )
    return cabinet


def _readable(path: Path) -> Cabinet:
    from db.cabinet import Cabinet

    return Cabinet.open(path.absolute(), read_only=True)


# ---- forms


def _forms_arguments(parser: Parser) -> None:
    parser.add_argument("form", nargs="?", metavar="FORM", help=_("yoshiki3, or yoshiki3@平成30年5月"))
    json_argument(parser)


def _forms(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.forms.catalogue import all_forms

    if options.form is None:
        editions = [{"form": f.id, "version": f.version, "title": f.title} for f in all_forms()]
        if options.json:
            say(_json_words(editions))
        else:
            say_rows(edition.values() for edition in editions)
        return 0
    from pia_desktop.exchange.reference import reference, reference_rows

    form = _form_of(options.form)
    if options.json:
        say(_json_words([asdict(line) for line in reference(form)]))
    else:
        say_rows(reference_rows(form))
    return 0


def _json_words(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


# ---- new, import, export, list


def _new_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument("form", metavar="FORM", help=_("yoshiki3, or yoshiki3@平成30年5月"))


def _new(options: argparse.Namespace, _parser: Parser) -> int:
    form = _form_of(options.form)
    with _writable(options.cabinet) as cabinet:
        say(str(cabinet.new(form)))
    return 0


def _import_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    parser.add_argument("file", type=Path, metavar="FILE.json", help=_("a file of the interchange format"))


def _import(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.exchange.interchange import read_file

    read = read_file(options.file)
    with _writable(options.cabinet) as cabinet:
        say(str(cabinet.new(read.form, read.root, read.pictures)))
    return 0


def _export_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE.json", help=_("the file to write; else standard output")
    )


def _export(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.exchange.interchange import write_document, write_file

    with _readable(options.cabinet) as cabinet:
        text = write_document(cabinet.load(options.id), cabinet)
    if options.output is None:
        say_bytes(text.encode("utf-8"))
    else:
        write_file(output_path(options.output, options.cabinet), text)
    return 0


def _list_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    json_argument(parser)


def _list(options: argparse.Namespace, _parser: Parser) -> int:
    with _readable(options.cabinet) as cabinet:
        listed = cabinet.list()
    if options.json:
        say(_json_words([asdict(one) for one in listed]))
    else:
        say_rows(
            (
                str(one.id),
                one.form,
                one.version,
                one.number,
                one.title,
                one.published_on,
                _local(one.edited_at),
            )
            for one in listed
        )
    return 0


def _local(moment: str) -> str:
    """A moment of the storage (UTC, ISO 8601) in local time, to the minute."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return moment


# ---- print, glyphs, shots


def _print_arguments(parser: Parser) -> None:
    parser.add_argument("cabinet", nargs="?", type=Path, metavar="CABINET", help=_("the cabinet file"))
    parser.add_argument(
        "id", nargs="?", type=assessment_id, metavar="ID", help=_("the assessment's number in “list”")
    )
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE.json",
        help=_("print a file of the interchange format instead"),
    )
    parser.add_argument("--blank", metavar="FORM", help=_("print an empty form instead"))
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT.pdf", help=_("the file to write")
    )
    print_options_arguments(parser)


def _print(options: argparse.Namespace, parser: Parser) -> int:
    ways = [options.cabinet is not None, options.source is not None, options.blank is not None]
    if sum(ways) != 1 or (options.cabinet is not None and options.id is None):
        parser.error(_("give either CABINET and ID, or --from, or --blank"))
    target = output_path(options.output, options.cabinet, options.source)
    if options.cabinet is not None:
        with _readable(options.cabinet) as cabinet:
            return _printed(cabinet.load(options.id), cabinet, target, options)
    from pia_desktop.assessment.assessment import Snapshot, blank_root
    from pia_desktop.assessment.pictures import PictureDict

    if options.source is not None:
        from pia_desktop.exchange.interchange import read_file

        read = read_file(options.source)
        return _printed(Snapshot(read.form, read.root), read.pictures, target, options)
    form = _form_of(options.blank)
    return _printed(Snapshot(form, blank_root(form)), PictureDict(), target, options)


def _printed(snapshot: Snapshot, pictures: PictureSource, target: Path, options: argparse.Namespace) -> int:
    """Print, and say what does not stand on paper as it was typed."""
    from pia_desktop.paper.copies import Copy
    from pia_desktop.paper.findings import print_findings
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.options import PrintOptions, read_parts
    from pia_desktop.paper.printing import print_pdf
    from pia_desktop.paper.style import Style

    parts = None if options.parts is None else read_parts(snapshot.form, options.parts)
    chosen = PrintOptions(parts, options.file, Copy(options.copy), datetime.now())
    style = Style(options.scale / 100, users_fonts())
    layout = print_pdf(snapshot, pictures, target, style, chosen)
    for finding in print_findings(layout, snapshot):
        say(str(finding))
    return 0


def _glyphs_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    json_argument(parser)


def _glyphs(options: argparse.Namespace, _parser: Parser) -> int:
    from pia_desktop.paper.findings import lacking_glyphs
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.printing import layout_assessment
    from pia_desktop.paper.style import Style

    with _readable(options.cabinet) as cabinet:
        snapshot = cabinet.load(options.id)
    layout = layout_assessment(snapshot, style=Style(fonts=users_fonts()))
    found = list(lacking_glyphs(layout, snapshot))
    if options.json:
        say(_json_words([asdict(glyph) for glyph in found]))
    else:
        say_rows((glyph.item, glyph.char, glyph.code) for glyph in found)
    return 0


def _shots_arguments(parser: Parser) -> None:
    cabinet_argument(parser)
    id_argument(parser)
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FOLDER", help=_("the folder to write into")
    )


def _shots(options: argparse.Namespace, _parser: Parser) -> int:
    with _readable(options.cabinet) as cabinet:
        cabinet.load(options.id)  # a wrong number is told before Qt is loaded
    folder: Path = options.output
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            _("The folder {folder} cannot be made ({reason}).").format(folder=folder, reason=error.strerror),
            _("Choose another place behind -o."),
        ) from error
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.shots import take_shots

    say_rows((str(path),) for path in take_shots(options.cabinet, options.id, folder))
    return 0


def _commands() -> dict[str, Command]:
    """The commands by name; made when asked for, because their words follow the language in use."""
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
        "import": Command(
            f"{PROGRAM} import CABINET FILE.json",
            _("put an assessment from a file into a cabinet; prints its number"),
            _import_arguments,
            _import,
        ),
        "export": Command(
            f"{PROGRAM} export CABINET ID [-o FILE.json]",
            _("write an assessment in the interchange format"),
            _export_arguments,
            _export,
        ),
        "list": Command(
            f"{PROGRAM} list CABINET [--json]",
            _("the assessments of a cabinet"),
            _list_arguments,
            _list,
        ),
        "print": Command(
            f"{PROGRAM} print (CABINET ID | --from FILE.json | --blank FORM) -o OUT.pdf"
            " [--parts PARTS] [--file N] [--scale PERCENT] [--copy submission|public|draft]",
            _("write an assessment, or an empty form, as PDF"),
            _print_arguments,
            _print,
        ),
        "glyphs": Command(
            f"{PROGRAM} glyphs CABINET ID [--json]",
            _("the characters that no font can print: item, character, code point"),
            _glyphs_arguments,
            _glyphs,
        ),
        "shots": Command(
            f"{PROGRAM} shots CABINET ID -o FOLDER",
            _("a picture of every tab of the window, 1400 x 900"),
            _shots_arguments,
            _shots,
        ),
    }

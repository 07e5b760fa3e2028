"""The parser, and arguments shared by several commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from pia_desktop.cli.usage_words import in_the_users_words
from pia_desktop.errors import OutputError
from pia_desktop.files import kind_of
from pia_desktop.i18n import _
from pia_desktop.reasons import system_words

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_IDS: Final = range(1, 2**63)
_NARROW: Final = str.maketrans("０１２３４５６７８９，、", "0123456789,,")
_SCALES: Final = range(80, 151)
"""In percent; beyond these a line holds too little, or cannot be read."""
_FILES: Final = range(1, 1_000)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help text with argparse's own words translated."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are two lines: usage and error.

    The packaged program has no console: there the text is shown in a dialog.
    """

    def __init__(self, prog: str, usage: str, description: str = "") -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = _("arguments")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and leave"))

    def error(self, message: str) -> NoReturn:
        words = in_the_users_words(message)
        wrong = _("{program}: wrong usage: {message}").format(program=self.prog, message=words)
        remedy = _("“{help}” tells how it is called.").format(help=f"{self.prog} --help")
        self.exit(2, f"{self.format_usage()}{wrong}\n{remedy}\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        if sys.stderr is not None:
            super()._print_message(message, file)
        elif getattr(sys, "frozen", False):
            from ui.app.application import show_words

            show_words(_("How to start the program"), message)


def narrow_digits(words: str) -> str:
    """Words with the digits and commas of a Japanese keyboard, which are as wide as 字, as plain ones."""
    return words.translate(_NARROW)


def whole_number(words: str, choice: range) -> int | None:
    """The number that digits of either width say; None if it is none of the choice."""
    plain = narrow_digits(words).strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > len(str(choice[-1])):
        return None
    return int(plain) if int(plain) in choice else None


def named_file(words: str) -> Path:
    """Argument type of a file's or folder's name: an empty one would be the folder at hand."""
    if not words.strip():
        raise argparse.ArgumentTypeError(_("the name of the file is empty"))
    return Path(words)


def assessment_id(words: str) -> int:
    """Argument type of ID."""
    number = whole_number(words, _IDS)
    if number is None:
        raise argparse.ArgumentTypeError(
            _("ID is a number that “list” shows, not {words}").format(words=words[:40])
        )
    return number


def id_list(words: str) -> tuple[int, ...]:
    """Argument type of ID,ID,…"""
    return tuple(assessment_id(word.strip()) for word in narrow_digits(words).split(",") if word.strip())


def cabinet_argument(parser: Parser) -> None:
    """Add CABINET."""
    parser.add_argument("cabinet", type=named_file, metavar="CABINET", help=_("the cabinet file"))


def id_argument(parser: Parser) -> None:
    """Add ID."""
    parser.add_argument("id", type=assessment_id, metavar="ID", help=_("the assessment's number in “list”"))


def form_argument(parser: Parser) -> None:
    """Add --form, for commands that read documents."""
    parser.add_argument(
        "--form",
        metavar="FORM",
        help=_("yoshiki3, or yoshiki3@平成30年5月, where it should not be recognised"),
    )


def json_argument(parser: Parser) -> None:
    """Add --json."""
    parser.add_argument("--json", action="store_true", help=_("as JSON"))


def output_argument(parser: Parser, words: str, metavar: str = "FILE", *, required: bool = False) -> None:
    """Add -o, --output."""
    parser.add_argument("-o", "--output", type=named_file, required=required, metavar=metavar, help=words)


def everywhere_arguments(parser: Parser) -> None:
    """Add what all commands know that change many assessments: --rows, --leave-out, --records."""
    parser.add_argument(
        "--rows", action="store_true", help=_("add the rows of 変更箇所 that this calls for, dated today")
    )
    parser.add_argument(
        "--leave-out", type=id_list, default=(), metavar="ID,…", help=_("not in these assessments")
    )
    parser.add_argument(
        "--records", action="store_true", help=_("also in 変更箇所, which records what was written once")
    )


_OF_A_KIND: Final = (
    *(".pdf", ".docx", ".doc", ".xlsx", ".xls", ".html", ".json", ".txt", ".tsv", ".csv"),
    *(".ics", ".piax", ".pia", ".zip", ".png", ".jpg"),
)
"""Suffixes by which other programs open a file; another, such as of 12.国保, belongs to the name."""


def output_path(path: Path, *sources: Path | None, kinds: tuple[str, ...] = ()) -> Path:
    """A path for output, unless it would overwrite an input, or its name says that it is of another kind
    than ``kinds``.  Raises OutputError.
    """
    suffix = kind_of(path)
    if kinds and suffix in _OF_A_KIND and suffix not in kinds:
        raise OutputError(
            _("{file} does not end in {kinds}.").format(file=path.name, kinds=", ".join(kinds)),
            _("Name the file after what it is to be."),
        )
    for source in sources:
        if source is not None and path.exists() and source.exists() and path.samefile(source):
            raise OutputError(
                _("{file} is what is being read, and would be overwritten.").format(file=path),
                _("Choose another name behind -o."),
            )
    return path


def output_folder(path: Path) -> Path:
    """A folder for output, made if it is not there.  Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = _("The folder {folder} cannot be made ({reason}).")
        taken = isinstance(error, FileExistsError)
        reason = _("there is a file of this name") if taken else system_words(error)
        raise OutputError(
            message.format(folder=path, reason=reason),
            _("Choose another place behind -o."),
        ) from error
    return path


def print_options_arguments(parser: Parser) -> None:
    """Add what to print, and the text size."""
    parser.add_argument(
        "--parts",
        metavar="PARTS",
        help=_("only these parts, as I,II or 別添1; cover and contents are parts, too"),
    )
    parser.add_argument("--file", type=_file_number, metavar="N", help=_("only the parts of file N"))
    parser.add_argument(
        "--scale",
        type=_scale,
        default=100,
        metavar="PERCENT",
        help=_("size of the type, 80 to 150; 120 for the public counter"),
    )
    parser.add_argument(
        "--continued",
        action="store_true",
        help=_("say the label of a long answer again on further pages, with （続き） behind it"),
    )


def _scale(words: str) -> int:
    percent = whole_number(words, _SCALES)
    if percent is None:
        raise argparse.ArgumentTypeError(
            _("the size is from 80 to 150, not {words}").format(words=words[:40])
        )
    return percent


def _file_number(words: str) -> int:
    number = whole_number(words, _FILES)
    if number is None:
        raise argparse.ArgumentTypeError(_("N is 1, 2, …, not {words}").format(words=words[:40]))
    return number

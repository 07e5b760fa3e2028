"""The output encoding: UTF-8, UTF-8 with BOM for Excel, or the Windows code page."""

from __future__ import annotations

import codecs
import io
import json
import sys
from collections.abc import Sequence
from typing import Final

from pia_desktop.cli.arguments import Parser
from pia_desktop.i18n import _

ENCODINGS: Final = ("utf-8", "utf-8-sig", "cp932")
MARK: Final = "〓"
"""Replaces characters that the code page lacks, as in print."""

_OPTION: Final = "--encoding"
_NEAR: Final = str.maketrans("—\u00a0", "― ")
"""Characters that Windows programs replace by similar ones, besides those the codec replaces."""


class Printed:
    """The output encoding of one command, and the number of characters it could not encode."""

    def __init__(self) -> None:
        self.encoding = ENCODINGS[0]
        self.lost = 0

    def mark(self, error: UnicodeError) -> tuple[str, int]:
        """Codec error handler: a similar character, else the replacement mark."""
        if not isinstance(error, UnicodeEncodeError):
            raise error
        near = error.object[error.start : error.end].translate(_NEAR)
        words = "".join(one if _has(self.encoding, one) else MARK for one in near)
        self.lost += words.count(MARK)
        return words, error.end


printed: Final = Printed()


def prepare_streams(arguments: Sequence[str] = ()) -> None:
    """Set the encoding that the arguments ask for, regardless of the system's.

    The arguments are searched before they are parsed, so that their errors can be printed too.
    """
    printed.encoding, printed.lost = _asked(arguments), 0
    codecs.register_error("pia-mark", printed.mark)
    errors = "pia-mark" if printed.encoding == "cp932" else "backslashreplace"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with_mark = printed.encoding == "utf-8-sig" and stream is sys.stdout
            encoding = printed.encoding if with_mark or errors == "pia-mark" else "utf-8"
            stream.reconfigure(encoding=encoding, errors=errors)


def encoding_argument(parser: Parser) -> None:
    """Add --encoding; ``prepare_streams`` has already looked for it."""
    parser.add_argument(
        _OPTION,
        choices=ENCODINGS,
        help=_("encoding of lists and messages: utf-8, utf-8-sig (with a byte order mark, for Excel), cp932"),
    )


def lost_words() -> str:
    """A message with the number of characters that could not be printed; empty if there were none."""
    if not printed.lost:
        return ""
    words = _("{count} characters that {encoding} does not have are printed as {mark}.")
    return words.format(count=printed.lost, encoding=printed.encoding, mark=MARK)


def json_safe(words: str) -> str:
    """JSON with characters that the encoding lacks escaped."""
    if printed.encoding != "cp932":
        return words
    return "".join(one if _comes_back(one) else json.dumps(one)[1:-1] for one in words)


def _comes_back(character: str) -> bool:
    """Whether the code page round-trips the character, rather than mapping it to a similar one."""
    return character.encode("cp932", "ignore").decode("cp932") == character


def text_bytes(words: str) -> bytes:
    """Text as bytes for a file, encoded as on the console."""
    return words.encode(printed.encoding, "pia-mark" if printed.encoding == "cp932" else "strict")


def _asked(arguments: Sequence[str]) -> str:
    for number, word in enumerate(arguments):
        option, equals, value = word.partition("=")
        if word == "--":
            break
        if option == _OPTION:
            value = value if equals else "".join(arguments[number + 1 : number + 2])
            return value if value in ENCODINGS else ENCODINGS[0]
    return ENCODINGS[0]


def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

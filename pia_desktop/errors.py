"""User errors: problems with files, disks and input.  Anything else is a bug and propagates.

Each says what is wrong and what to do, in the user's language; windows show it in a dialog, the command line
in one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pia_desktop.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem in an input.

    ``place`` is where a person finds it (an item's printed path, a line of a file), ``message`` says what is
    wrong and what is expected.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


_FIRST_OF_CJK: Final = "\u2e80"


class UserError(Exception):
    """A problem outside the program.

    ``message`` is one sentence that names the file or item, ``remedy`` one that says what to do.
    """

    exit_code = 1
    """With which a command that it ends leaves."""

    def __init__(self, message: str, remedy: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.faults = tuple(faults)

    def one_line(self) -> str:
        """Everything in one line, for the command line."""
        parts = [self.message, *(str(fault) for fault in self.faults), self.remedy]
        line = ""
        for part in parts:
            if part:
                line = f"{_ended(line)}{' '.join(part.split())}"
        return line


def _ended(words: str) -> str:
    """Words that another sentence can follow: a Japanese one ends in 。 without a space behind it."""
    if not words or words[-1] == "。":
        return words
    if words[-1] in ".!?:：…":
        return f"{words} "
    return f"{words}。" if words[-1] >= _FIRST_OF_CJK else f"{words}. "


class DefinitionError(UserError):
    """A form definition is invalid; ``faults`` lists every fault with its line."""


class ImportRefused(UserError):
    """A foreign file was rejected; nothing was changed."""


class PictureRefused(UserError):
    """A picture is malformed, of an unsupported format, or too large."""


class CabinetError(UserError):
    """A cabinet file cannot be opened, read or written."""


class OutputError(UserError):
    """A file could not be written."""

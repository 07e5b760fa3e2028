"""Errors of the world: a file, a disk, an input.  Everything else is a bug and is left to propagate.

Each says what is wrong and what to do about it, in the user's language; the window shows it in a dialog and
the command line in one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in an input.

    ``place`` names it as a person finds it (an item by its printed path, a line of a file), ``message`` says
    what is wrong and what is expected there.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class UserError(Exception):
    """Something outside the program is not as it must be.

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
        """All of it in one line, for the command line."""
        parts = [self.message, *(str(fault) for fault in self.faults), self.remedy]
        return " ".join(" ".join(part.split()) for part in parts if part)


class DefinitionError(UserError):
    """A form definition is faulty; ``faults`` lists every fault with its line."""


class ImportRefused(UserError):
    """A file from elsewhere cannot be taken over; nothing was changed."""


class PictureRefused(UserError):
    """A picture is malformed, of another format, or too large."""


class CabinetError(UserError):
    """A cabinet file cannot be opened, read or written."""


class OutputError(UserError):
    """A file that was to be written could not be."""

"""Why a document cannot be read, and what to do.

The child process returns only a code; the message is made where the language is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pia_desktop.errors import ImportRefused
from pia_desktop.i18n import _


class Refused(Exception):
    """A document cannot be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @classmethod
    def password(cls) -> Refused:
        """It is encrypted."""
        return cls("password")

    @classmethod
    def entities(cls) -> Refused:
        """It has a DOCTYPE."""
        return cls("entities")


def broken() -> Refused:
    """It is truncated, or not of its suffix's format."""
    return Refused("broken")


def too_large() -> Refused:
    """It is larger than any assessment."""
    return Refused("large")


def _words() -> dict[str, Callable[[], tuple[str, str]]]:
    return {
        "password": lambda: (
            _("{file} is protected by a password and cannot be read."),
            _("Open it with its password, save it without one, and read that file."),
        ),
        "entities": lambda: (
            _("{file} holds instructions that no document needs; it was not read."),
            _("Open it in the program that made it, save it again, and read that file."),
        ),
        "broken": lambda: (
            _("{file} is damaged, or is not the kind of file that its name says."),
            _("Get the file once more, or open it in the program that made it and save it again."),
        ),
        "large": lambda: (
            _("{file} is larger than any assessment; it was not read."),
            _("Save only the sheets of the assessment as a new file, and read that one."),
        ),
        "kind": lambda: (
            _("{file} is of a kind that cannot be read."),
            _("Read .xlsx, .pdf, .docx, .html, .csv, .tsv or .txt; save .xls or .ods as .xlsx first."),
        ),
        "scan": lambda: (
            _("{file} holds pictures of pages without text."),
            _("Make it a PDF with text by character recognition (OCR), or read the workbook behind it."),
        ),
        "torn": lambda: (
            _("The text of {file} is not in the order of the form."),
            _("Read the PDF or the workbook itself instead of a text copied out of it."),
        ),
        "several": lambda: (
            _("{file} holds more than one assessment."),
            _("Save the sheets or pages of each as a file of its own, and read those."),
        ),
        "unknown": lambda: (
            _("{file} does not hold an assessment that this program knows."),
            _("Say which form it is with --form, or read another file."),
        ),
        "long": lambda: (
            _("Reading {file} took too long and was stopped."),
            _("Open it in the program that made it, save it again, and read that file."),
        ),
        "memory": lambda: (
            _("Reading {file} needed too much memory and was stopped."),
            _("Save only the sheets of the assessment as a new file, and read that one."),
        ),
        "unlimited": lambda: (
            _("{file} was not read: this terminal lets no limits be set to reading it."),
            _("Ask those who look after the terminal: other software keeps programs from it (job objects)."),
        ),
        "crash": lambda: (
            _("{file} cannot be read: the program that reads it gave up."),
            _("Open it in the program that made it, save it again, and read that file."),
        ),
    }


CODES: Final = frozenset(_words())


def refusal(code: str, name: str) -> ImportRefused:
    """The error shown to the user."""
    message, remedy = _words()[code if code in CODES else "crash"]()
    return ImportRefused(message.format(file=name), remedy)

"""Why a document cannot be read, and what to do.

The child process returns only a code; the message is made where the language is known.
"""

from __future__ import annotations

from typing import Final

from pia_desktop.errors import ImportRefused
from pia_desktop.i18n import N_, _


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


_WORDS: Final = {
    "password": (
        N_("{file} is protected by a password and cannot be read."),
        N_("Open it with its password, save it without one, and read that file."),
    ),
    "entities": (
        N_("{file} holds instructions that no document needs; it was not read."),
        N_("Open it in the program that made it, save it again, and read that file."),
    ),
    "broken": (
        N_("{file} is damaged, or is not the kind of file that its name says."),
        N_("Get the file once more, or open it in the program that made it and save it again."),
    ),
    "large": (
        N_("{file} is larger than any assessment; it was not read."),
        N_("Save only the sheets of the assessment as a new file, and read that one."),
    ),
    "kind": (
        N_("{file} is of a kind that cannot be read."),
        N_("Read .xlsx, .pdf, .docx, .html, .csv, .tsv or .txt; save .xls or .ods as .xlsx first."),
    ),
    "scan": (
        N_("{file} holds pictures of pages without text."),
        N_("Make it a PDF with text by character recognition (OCR), or read the workbook behind it."),
    ),
    "torn": (
        N_("The text of {file} is not in the order of the form."),
        N_("Read the PDF or the workbook itself instead of a text copied out of it."),
    ),
    "pages": (
        N_("The pages of {file} are not in the order of the form."),
        N_("Put its pages in order and make the PDF once more, or read the workbook behind it."),
    ),
    "several": (
        N_("{file} holds more than one assessment."),
        N_("Save the sheets or pages of each as a file of its own, and read those."),
    ),
    "unknown": (
        N_("{file} does not hold an assessment that this program knows."),
        N_("Read another file, or the original it was copied from."),
    ),
    "long": (
        N_("Reading {file} took too long and was stopped."),
        N_("Open it in the program that made it, save it again, and read that file."),
    ),
    "memory": (
        N_("Reading {file} needed too much memory and was stopped."),
        N_("Save only the sheets of the assessment as a new file, and read that one."),
    ),
    "unlimited": (
        N_("{file} was not read: this terminal lets no limits be set to reading it."),
        N_("Ask those who look after the terminal: other software keeps programs from it (job objects)."),
    ),
    "crash": (
        N_("{file} cannot be read: the program that reads it gave up."),
        N_("Open it in the program that made it, save it again, and read that file."),
    ),
}
"""By code: what it is, and what to do; ``{file}`` is its name."""


def refusal(code: str, name: str) -> ImportRefused:
    """The error shown to the user."""
    message, remedy = _WORDS.get(code, _WORDS["crash"])
    return ImportRefused(_(message).format(file=name), _(remedy))

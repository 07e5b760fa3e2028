"""Console output in the chosen encoding, and one-line errors."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable

from pia_desktop.cli.encoding import json_safe, lost_words
from pia_desktop.errors import UserError
from pia_desktop.forms.values import FORBIDDEN
from pia_desktop.i18n import _
from pia_desktop.reasons import system_words


def say(line: str) -> None:
    """Print a line to standard output, if there is one."""
    if sys.stdout is not None:
        sys.stdout.write(_harmless(line) + "\n")


def warn(line: str) -> None:
    """Print a line to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(_harmless(line) + "\n")


def json_words(value: object) -> str:
    """Indented JSON."""
    return json_safe(json.dumps(value, ensure_ascii=False, indent=1))


def say_rows(rows: Iterable[Iterable[str]]) -> None:
    """Print a table with tab-separated cells, to be pasted into a spreadsheet."""
    for row in rows:
        say(tab_line(row))


def tab_line(row: Iterable[str]) -> str:
    """Cells separated by tabs; line breaks and tabs in them become spaces."""
    return "\t".join(" ".join(cell.split()) for cell in row)


def say_bytes(data: bytes) -> None:
    """Write bytes to standard output."""
    if sys.stdout is None:
        return
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(data.decode("utf-8"))
    else:
        binary.write(data)
        binary.flush()


def complain(error: UserError) -> None:
    """Print an error as one line to standard error.

    If an input has several faults, all are listed on standard output, and the line has their number and the
    first.
    """
    words = error.one_line()
    if len(error.faults) > 1:
        for fault in error.faults:
            say(" ".join(str(fault).split()))
        _flush()
        first = _("First: {fault}").format(fault=error.faults[0])
        words = UserError(f"{error.message} {first}", error.remedy).one_line()
    warn(" ".join(words.split()))


def system_error(error: OSError) -> UserError:
    """A UserError for an OSError that no layer has translated."""
    name = f"{error.filename}: " if error.filename else ""
    return UserError(
        _("The system refused: {reason}.").format(reason=f"{name}{system_words(error)}"),
        _("Check the file and the room on the disk, and try again."),
    )


def close_streams() -> bool:
    """Flush the output; False if nobody reads it any more (``| head``)."""
    lost = lost_words()
    try:
        if lost:
            warn(lost)
        _flush()
    except BrokenPipeError:
        give_up_output()
        return False
    return True


def give_up_output() -> None:
    """Discard further output, so that closing standard output at exit cannot fail."""
    try:
        handle = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, handle)
    os.close(nowhere)


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _harmless(line: str) -> str:
    """The line without control characters for terminals, which file contents may include."""
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", line)

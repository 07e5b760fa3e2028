"""The type of a command, and helpers shared by several."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pia_desktop.cli.arguments import Parser
from pia_desktop.cli.console import warn
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.forms.model import Form

PROGRAM: Final = "pia-desktop"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its usage, help, arguments, and the function that runs it."""

    usage: str
    help: str
    arguments: Callable[[Parser], None]
    run: Callable[[argparse.Namespace, Parser], int]


def each(acts: Iterable[tuple[str, Callable[[str], int]]]) -> int:
    """Do each, giving it what its lines begin with; exit code 1 if one was left out, which is told."""
    left_out = False
    for name, act in acts:
        lead = f"{name}: "
        try:
            act(lead)
        except UserError as error:
            warn(lead + error.one_line())
            left_out = True
    return int(left_out)


def form_of(words: str) -> Form:
    """``yoshiki3`` is the newest edition, ``yoshiki3@平成30年5月`` that one, as is what “forms” lists
    (``yoshiki3 平成30年5月``).  Raises UserError.
    """
    from pia_desktop.forms.catalogue import find_form

    form, at, version = words.replace(" ", "@").partition("@")
    return find_form(form, version if at else None)


def writable(path: Path, *, make: bool = False) -> Cabinet:
    """Open a cabinet for writing; ``make``: create it if missing.  Raises CabinetError."""
    from db.cabinet import Cabinet

    path = path.absolute()
    cabinet = Cabinet.create(path) if make and not path.exists() else Cabinet.open(path)
    if cabinet.read_only:
        reason, holder = cabinet.read_only_reason, cabinet.holder
        cabinet.close()
        raise CabinetError(
            reason or _("The cabinet {path} cannot be written.").format(path=path),
            _("Close it there, or work on a copy, and try again.")
            if holder
            else _("Save a copy in a place where you may write, and work on that."),
        )
    return cabinet


def readable(path: Path) -> Cabinet:
    """Open a cabinet for reading.  Raises CabinetError."""
    from db.cabinet import Cabinet

    return Cabinet.open(path.absolute(), read_only=True)


def has_display() -> bool:
    """Whether a window can be shown.  Without a display Qt would abort the process."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))

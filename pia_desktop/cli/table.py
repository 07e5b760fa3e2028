"""The module of each command; only that of the command asked for is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from pia_desktop.cli.command import Command

MODULES: Final[Mapping[str, str]] = {
    "forms": "contents",
    "new": "contents",
    "export": "contents",
    "list": "listing",
    "import": "arriving",
    "print": "paper",
    "glyphs": "paper",
    "shots": "paper",
    "threshold": "rules",
    "check": "check",
    "due": "due",
    "guide": "guide",
    "manual": "manual",
    "versions": "revisions",
    "close-version": "revisions",
    "compare": "revisions",
    "propose-changes": "revisions",
    "council": "council",
    "hearing": "hearing",
    "counter": "hearing",
    "review-sheet": "review",
    "outline": "review",
    "remarks": "remarks",
    "search": "search",
    "register": "register",
    "plan": "plan",
    "year": "year",
    "replace": "replace",
    "read": "read",
    "pack": "carry",
    "unpack": "carry",
    "law": "law",
}
"""The module in ``pia_desktop.cli`` of each command, in the order of the help."""


def find_command(name: str) -> Command | None:
    """A command by its name; None where there is none."""
    module = MODULES.get(name)
    return None if module is None else commands_in(module)[name]


def all_commands() -> dict[str, Command]:
    """Every command by its name, in the order of the help."""
    return {name: commands_in(module)[name] for name, module in MODULES.items()}


def commands_in(module: str) -> dict[str, Command]:
    """What the function ``commands`` of a module in ``pia_desktop.cli`` returns."""
    commands: Callable[[], dict[str, Command]] = import_module(f"pia_desktop.cli.{module}").commands
    return commands()

"""Faults of a definition file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.nodes import Node
from pia_desktop.errors import DefinitionError, Fault
from pia_desktop.i18n import _, ngettext


@dataclass
class Faults:
    """All faults found in one file so far."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, node: Node | None, message: str) -> None:
        """Record a fault at a node's line; without a node, for the whole file."""
        self.add_at(node.line if node is not None else None, message)

    def add_at(self, line: int | None, message: str) -> None:
        """Record a fault at a line, counted from 1; None: for the whole file."""
        self.found.append(Fault(self.file if line is None else f"{self.file}:{line}", message))

    def add_repeated(self, names: Sequence[str], what: str) -> None:
        """Record a fault for each name that occurs twice; ``what`` says what the names are of."""
        for again in sorted({name for name in names if names.count(name) > 1}):
            self.add(None, f"{what} {again!r} stands twice")

    def error(self, what: str) -> DefinitionError:
        """The error that lists all faults; ``what`` says what the file is."""
        count = len(self.found)
        words = ngettext(
            "{count:,} fault stands in a file that defines what the program knows: {file} ({what}).",
            "{count:,} faults stand in a file that defines what the program knows: {file} ({what}).",
            count,
        )
        return DefinitionError(
            words.format(count=count, file=self.file, what=what),
            _("Put back the file that was shipped, or mend it; cabinets are not touched by this."),
            self.found,
        )

    def raise_any(self, what: str) -> None:
        """Raise DefinitionError if there is a fault."""
        if self.found:
            raise self.error(what)

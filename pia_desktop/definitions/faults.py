"""Faults of a definition file."""

from __future__ import annotations

from dataclasses import field

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.nodes import Node
from pia_desktop.errors import Fault


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

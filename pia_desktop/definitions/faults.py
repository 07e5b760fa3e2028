"""What is wrong with a definition file."""

from __future__ import annotations

from dataclasses import field

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.nodes import Node
from pia_desktop.errors import Fault


@dataclass
class Faults:
    """Everything found wrong in one file so far."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, node: Node | None, message: str) -> None:
        """Note a fault at a node's place; without a node, at the file as a whole."""
        self.add_at(node.line if node is not None else None, message)

    def add_at(self, line: int | None, message: str) -> None:
        """Note a fault at a line, which counts from 1; None: at the file as a whole."""
        self.found.append(Fault(self.file if line is None else f"{self.file}:{line}", message))

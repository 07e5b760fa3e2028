"""Strict reading of definition files: all faults are collected with their lines.

Scalars are taken literally, so that YAML's implicit types (``No``, ``1_000``) never alter an official label.
"""

from __future__ import annotations

from collections.abc import Iterator

from pia_desktop.definitions.compiled import compiled_node
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import MappingNode, Node, ScalarNode, SequenceNode


class Fields:
    """One mapping of the file.  Each key is taken once; ``close`` reports those left over as unknown."""

    def __init__(self, node: Node, faults: Faults) -> None:
        self.node = node
        self.faults = faults
        self._nodes: dict[str, Node] = {}
        if not isinstance(node, MappingNode):
            faults.add(node, "a mapping is expected here")
            return
        self._nodes.update(node.values)

    def close(self) -> None:
        """Report the keys that were not taken."""
        for name, node in self._nodes.items():
            self.faults.add(node, f"unknown key {name!r}")

    def has(self, name: str) -> bool:
        """Whether the key exists and has not been taken."""
        return name in self._nodes

    def node_of(self, name: str) -> Node | None:
        """Take a key's node."""
        return self._nodes.pop(name, None)

    def text(self, name: str) -> str:
        """Take a required text."""
        found = self.optional_text(name)
        if found is None:
            self.faults.add(self.node, f"{name!r} is missing")
            return ""
        return found

    def optional_text(self, name: str) -> str | None:
        """Take a text; None if the key is missing or null."""
        node = self._nodes.pop(name, None)
        return None if node is None else scalar(node, self.faults, name)

    def whole(self, name: str, default: int) -> int:
        """Take an integer."""
        node = self._nodes.pop(name, None)
        if node is None:
            return default
        words = scalar(node, self.faults, name) or ""
        if not words.isdecimal():
            self.faults.add(node, f"{name!r} must be a whole number, not {words!r}")
            return default
        return int(words)

    def flag(self, name: str) -> bool:
        """Take true or false; false if missing."""
        node = self._nodes.pop(name, None)
        if node is None:
            return False
        words = scalar(node, self.faults, name)
        if words not in ("true", "false"):
            self.faults.add(node, f"{name!r} must be true or false, not {words!r}")
        return words == "true"

    def sequence(self, name: str) -> list[Node]:
        """Take the nodes of a list; empty if the key is missing."""
        node = self._nodes.pop(name, None)
        return [] if node is None else sequence(node, self.faults, name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of texts; empty if the key is missing."""
        return tuple(scalar(node, self.faults, name) or "" for node in self.sequence(name))

    def mapping(self, name: str) -> Fields | None:
        """Take a mapping; None if the key is missing."""
        node = self._nodes.pop(name, None)
        return None if node is None else Fields(node, self.faults)

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Take every key with its node, for mappings whose keys are ids."""
        nodes, self._nodes = self._nodes, {}
        yield from nodes.items()


def scalar(node: Node, faults: Faults, name: str) -> str | None:
    """The literal text of a scalar; None for null."""
    if not isinstance(node, ScalarNode):
        faults.add(node, f"{name!r} must be a single value")
        return None
    if node.plain and node.text in ("", "null", "~"):
        return None
    return node.text


def sequence(node: Node, faults: Faults, name: str) -> list[Node]:
    """A list's nodes."""
    if not isinstance(node, SequenceNode):
        faults.add(node, f"{name!r} must be a list")
        return []
    return list(node.nodes)


def read_definition(text: str, faults: Faults) -> Fields | None:
    """The file's top mapping; None, and a fault, if it is not YAML."""
    node = compiled_node(text)
    if node is None:
        from pia_desktop.definitions.yamltext import parse_yaml

        node = parse_yaml(text, faults)
    return None if node is None else Fields(node, faults)

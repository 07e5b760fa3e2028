"""Reading YAML strictly: every value with its line, every fault collected instead of the first one raised.

Scalars are taken as the text that stands in the file, so that YAML's own guesses (``No``, ``1_000``) never
touch an official label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from pia_desktop.errors import Fault

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Faults:
    """Everything found wrong in one file so far."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, node: yaml.Node | None, message: str) -> None:
        """Note a fault at a node's place."""
        place = f"{self.file}:{node.start_mark.line + 1}" if node is not None else self.file
        self.found.append(Fault(place, message))


class Fields:
    """One mapping of the file.  Each key is taken once; ``close`` reports those that nobody took."""

    def __init__(self, node: yaml.Node, faults: Faults) -> None:
        self.node = node
        self.faults = faults
        self._nodes: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            faults.add(node, "a mapping is expected here")
            return
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                faults.add(key, f"key {name!r} stands twice")
            self._nodes[name] = value

    def close(self) -> None:
        """Report the keys that were not taken: unknown ones."""
        for name, node in self._nodes.items():
            self.faults.add(node, f"unknown key {name!r}")

    def has(self, name: str) -> bool:
        """Whether the key is there and not yet taken."""
        return name in self._nodes

    def node_of(self, name: str) -> yaml.Node | None:
        """Take a key's node as it is."""
        return self._nodes.pop(name, None)

    def text(self, name: str) -> str:
        """Take a text that must be there."""
        found = self.optional_text(name)
        if found is None:
            self.faults.add(self.node, f"{name!r} is missing")
            return ""
        return found

    def optional_text(self, name: str) -> str | None:
        """Take a text; None where the key is missing or null."""
        node = self._nodes.pop(name, None)
        return None if node is None else scalar(node, self.faults, name)

    def whole(self, name: str, default: int) -> int:
        """Take a whole number."""
        node = self._nodes.pop(name, None)
        if node is None:
            return default
        words = scalar(node, self.faults, name) or ""
        if not words.isdecimal():
            self.faults.add(node, f"{name!r} must be a whole number, not {words!r}")
            return default
        return int(words)

    def flag(self, name: str) -> bool:
        """Take true or false; false where it is missing."""
        node = self._nodes.pop(name, None)
        if node is None:
            return False
        words = scalar(node, self.faults, name)
        if words not in ("true", "false"):
            self.faults.add(node, f"{name!r} must be true or false, not {words!r}")
        return words == "true"

    def sequence(self, name: str) -> list[yaml.Node]:
        """Take a list's nodes; an empty list where the key is missing."""
        node = self._nodes.pop(name, None)
        return [] if node is None else sequence(node, self.faults, name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a list of texts."""
        return tuple(scalar(node, self.faults, name) or "" for node in self.sequence(name))

    def mapping(self, name: str) -> Fields | None:
        """Take a mapping; None where the key is missing."""
        node = self._nodes.pop(name, None)
        return None if node is None else Fields(node, self.faults)

    def entries(self) -> Iterator[tuple[str, yaml.Node]]:
        """Take every key with its node, for mappings whose keys are ids."""
        nodes, self._nodes = self._nodes, {}
        yield from nodes.items()


def scalar(node: yaml.Node, faults: Faults, name: str) -> str | None:
    """A scalar's text as it stands in the file; None for null."""
    if not isinstance(node, yaml.ScalarNode):
        faults.add(node, f"{name!r} must be a single value")
        return None
    if not node.style and node.value in ("", "null", "~"):
        return None
    return str(node.value)


def sequence(node: yaml.Node, faults: Faults, name: str) -> list[yaml.Node]:
    """A list's nodes."""
    if not isinstance(node, yaml.SequenceNode):
        faults.add(node, f"{name!r} must be a list")
        return []
    return list(node.value)


def compose(text: str, faults: Faults) -> Fields | None:
    """The file's top mapping; None (and a fault) where it is not YAML at all."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{faults.file}:{mark.line + 1}" if mark else faults.file
        faults.found.append(Fault(place, f"not YAML: {getattr(error, 'problem', error)}"))
        return None
    if node is None:
        faults.add(None, "the file is empty")
        return None
    return Fields(node, faults)

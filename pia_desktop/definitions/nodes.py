"""The values of a definition file, each with the line that it stands on.

They are the nodes of YAML's representation graph (YAML 1.2.2, 3.2.1) without tags: every scalar is text, and
every key one, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class ScalarNode:
    """A text.  ``plain``: it stands without quotes, so that an empty one, ``null`` and ``~`` are no value."""

    __slots__ = ("line", "plain", "text")

    def __init__(self, line: int, text: str, plain: bool) -> None:
        self.line = line
        self.text = text
        self.plain = plain


class SequenceNode:
    """A list."""

    __slots__ = ("line", "nodes")

    def __init__(self, line: int, nodes: Sequence[Node]) -> None:
        self.line = line
        self.nodes = nodes


class MappingNode:
    """Values by key, in the order of the file."""

    __slots__ = ("line", "values")

    def __init__(self, line: int, values: Mapping[str, Node]) -> None:
        self.line = line
        self.values = values


Node = ScalarNode | SequenceNode | MappingNode
"""``line`` counts from 1."""

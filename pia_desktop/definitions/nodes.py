"""The values of a definition file with their lines.

They are the nodes of YAML's representation graph (YAML 1.2.2, 3.2.1) without tags: every scalar and every key
is text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class ScalarNode:
    """A text.  ``plain``: it is unquoted, so that an empty one, ``null`` and ``~`` mean no value."""

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
    """Values by key, in file order."""

    __slots__ = ("line", "values")

    def __init__(self, line: int, values: Mapping[str, Node]) -> None:
        self.line = line
        self.values = values


Node = ScalarNode | SequenceNode | MappingNode
"""``line`` counts from 1."""

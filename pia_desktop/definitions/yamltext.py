"""Parses YAML text to nodes; imported on demand, because the YAML library is slow to import."""

from __future__ import annotations

import yaml

from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import MappingNode, Node, ScalarNode, SequenceNode

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str, faults: Faults) -> Node | None:
    """The text's top node; None, and a fault, if it is empty or not YAML."""
    try:
        top = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.add_at(mark.line + 1 if mark else None, f"not YAML: {getattr(error, 'problem', error)}")
        return None
    if top is None:
        faults.add(None, "the file is empty")
        return None
    return _Reading(faults).node(top)


class _Reading:
    """Converts the library's nodes to ours."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._known: set[int] = set()

    def node(self, found: yaml.Node) -> Node:
        """Convert a node.

        Aliases are rejected: they give one node several places, and let a few lines expand without end.
        """
        line = found.start_mark.line + 1
        if id(found) in self._known:
            self._faults.add_at(line, "an alias repeats what stands here: aliases are not allowed")
            return ScalarNode(line, "", plain=True)
        self._known.add(id(found))
        if isinstance(found, yaml.ScalarNode):
            return ScalarNode(line, str(found.value), plain=not found.style)
        if isinstance(found, yaml.SequenceNode):
            return SequenceNode(line, [self.node(one) for one in found.value])
        values: dict[str, Node] = {}
        for key, value in found.value:
            name = self.node(key)
            if not isinstance(name, ScalarNode):
                self._faults.add(name, "a key must be a single value")
                continue
            if name.text in values:
                self._faults.add(name, f"key {name.text!r} stands twice")
            values[name.text] = self.node(value)
        return MappingNode(line, values)

"""Compiled definition files: their nodes as JSON, named by the digest of the YAML text.

A file changed since has another digest and is read as YAML, like any other file; so compiled files can be
missing, but never stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pia_desktop.files import write_file
from pia_desktop.paths import resource_root

_FORMAT: Final = b"1\n"
"""Changes when the shape of the JSON does: what an earlier release compiled is then not found."""


def compiled_folder() -> Path:
    """The folder of compiled definitions."""
    return resource_root() / "compiled"


def compiled_node(text: str) -> Node | None:
    """The top node of a compiled text; None if it was not compiled."""
    try:
        return _unpacked(json.loads((compiled_folder() / _name(text)).read_bytes()))
    except (OSError, ValueError):
        return None


def compile_shipped() -> None:
    """Compile all bundled definition files, and delete outdated results."""
    compile_definitions(sorted(resource_root().rglob("*.yaml")), compiled_folder())


def compile_definitions(files: Iterable[Path], folder: Path) -> None:
    """Make ``folder`` contain exactly the compiled form of these files.

    Files that are not valid YAML are skipped: their readers report the faults.
    """
    from pia_desktop.definitions.yamltext import parse_yaml

    folder.mkdir(exist_ok=True)
    names = set()
    for file in files:
        text = file.read_text(encoding="utf-8")
        faults = Faults(file.name)
        node = parse_yaml(text, faults)
        if node is not None and not faults.found:
            write_file(folder / _name(text), json.dumps(_packed(node), ensure_ascii=False))
            names.add(_name(text))
    for old in folder.iterdir():
        if old.name not in names:
            old.unlink()


def _name(text: str) -> str:
    return hashlib.sha256(_FORMAT + text.encode()).hexdigest()[:32] + ".json"


def _packed(node: Node) -> list[Any]:
    """``[line, text, plain]``, ``[line, [node, …]]`` or ``[line, {key: node, …}]``."""
    match node:
        case ScalarNode():
            return [node.line, node.text, int(node.plain)]
        case SequenceNode():
            return [node.line, [_packed(one) for one in node.nodes]]
        case MappingNode():
            return [node.line, {key: _packed(value) for key, value in node.values.items()}]


def _unpacked(packed: list[Any]) -> Node:
    line, content = packed[:2]
    if isinstance(content, str):
        return ScalarNode(line, content, bool(packed[2]))
    if isinstance(content, list):
        return SequenceNode(line, [_unpacked(one) for one in content])
    return MappingNode(line, {key: _unpacked(value) for key, value in content.items()})

"""Definition files: what set-up compiled says what the YAML says, and no word of a file that was changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pia_desktop.definitions import compiled
from pia_desktop.definitions.compiled import compile_definitions, compiled_node
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import MappingNode, Node, ScalarNode, SequenceNode
from pia_desktop.definitions.reader import read_definition
from pia_desktop.definitions.yamltext import parse_yaml
from pia_desktop.paths import resource_root

SHIPPED = sorted(resource_root().rglob("*.yaml"))
TEXT = "name: 一つ目\nplain: null\nquoted: 'null'\nlist:\n- a\n- 'b': c\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is compiled, in the place of the program's own."""
    folder = tmp_path / "compiled"
    monkeypatch.setattr(compiled, "compiled_folder", lambda: folder)
    return folder


def compile_text(text: str, folder: Path) -> None:
    source = folder.parent / "source.yaml"
    source.write_text(text, encoding="utf-8")
    compile_definitions([source], folder)


def flat(node: Node) -> Iterator[tuple[object, ...]]:
    """Every value with its line, in order."""
    match node:
        case ScalarNode():
            yield node.line, node.text, node.plain
        case SequenceNode():
            yield node.line, "list", len(node.nodes)
            for one in node.nodes:
                yield from flat(one)
        case MappingNode():
            yield node.line, "mapping", *node.values
            for value in node.values.values():
                yield from flat(value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_file_is_compiled_and_says_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    node = compiled_node(text)
    assert node is not None, "python3 dev.py setup compiles it"
    faults = Faults(path.name)
    parsed = parse_yaml(text, faults)
    assert parsed is not None
    assert not faults.found
    assert list(flat(node)) == list(flat(parsed))


def test_a_changed_file_is_read_anew_and_its_old_nodes_go(folder: Path) -> None:
    compile_text(TEXT, folder)
    changed = TEXT.replace("一つ目", "二つ目")
    fields = read_definition(changed, Faults("a.yaml"))
    assert fields is not None
    assert fields.text("name") == "二つ目"
    compile_text(changed, folder)
    assert compiled_node(TEXT) is None
    assert compiled_node(changed) is not None
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("content", [b"", b'[1,{"na', b"\xff\xfe", b"[]"], ids=repr)
def test_what_was_compiled_and_damaged_is_read_as_yaml(folder: Path, content: bytes) -> None:
    compile_text(TEXT, folder)
    (made,) = folder.iterdir()
    made.write_bytes(content)
    fields = read_definition(TEXT, Faults("a.yaml"))
    assert fields is not None
    assert fields.text("name") == "一つ目"


@pytest.mark.parametrize("prepared", [False, True], ids=["yaml", "compiled"])
def test_no_value_is_told_from_quoted_words(folder: Path, prepared: bool) -> None:
    if prepared:
        compile_text(TEXT, folder)
    fields = read_definition(TEXT, Faults("a.yaml"))
    assert fields is not None
    assert (fields.optional_text("plain"), fields.optional_text("quoted")) == (None, "null")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3", "stands twice"),
        ("a: 1\nb: &x [1]\nc: *x\n", "f.yaml:2", "aliases"),
        ("a: &x\n  b: *x\n", "f.yaml:1", "aliases"),
        ("a: 1\n? [b]\n: 2\n", "f.yaml:2", "single value"),
        ("a: [1\n", "f.yaml:2", "not YAML"),
        ("", "f.yaml", "empty"),
    ],
)
def test_what_no_definition_may_hold_is_told_with_its_line_and_not_compiled(
    folder: Path, text: str, place: str, words: str
) -> None:
    faults = Faults("f.yaml")
    read_definition(text, faults)
    assert [(one.place, words in one.message) for one in faults.found] == [(place, True)]
    compile_text(text, folder)
    assert list(folder.iterdir()) == []

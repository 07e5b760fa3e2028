"""What rules read of nodes is read again only where an edit was made."""

from __future__ import annotations

from pia_desktop.assessment.edits import InsertEntry, MoveEntry, RemoveEntry, SetAnswer, apply_edit
from pia_desktop.assessment.node import Node
from pia_desktop.rules.checks.memory import Answers, Memory, Parts

ROOT = Node(
    {"name": "all"},
    {
        "files": {
            "f1": Node({"name": "one"}, {"entries": {"e1": Node({"name": "a"}), "e2": Node({"name": "b"})}}),
            "f2": Node({"name": "two"}, {"entries": {"e3": Node({"name": "c"})}}),
        },
        "rows": {"r1": Node({"name": "x"}), "r2": Node({"name": "y"}), "r3": Node({"name": "z"})},
    },
)


class Reader:
    """Reads names, and tells of which it read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def row(self, node: Node) -> str:
        """The name of a row."""
        self.read.append(str(node.answers["name"]))
        return self.read[-1]

    def names(self, answers: Answers) -> tuple[str, ...]:
        """The name that answers hold, at the place where they stand."""
        self.read.append(str(answers["name"]))
        return (self.read[-1],)

    def look(self) -> list[str]:
        """What was read since the last look."""
        read, self.read = self.read, []
        return read


def together(parts: Parts[tuple[str, ...]]) -> tuple[str, ...]:
    """All names with the ways to them."""
    return tuple("/".join((*path, name)) for path, names in parts for name in names)


def test_of_rows_only_those_that_changed_are_read_again() -> None:
    memory, reader = Memory(), Reader()

    def names(root: Node) -> dict[str, str]:
        return dict(memory.of_rows(root.entries(("rows",)), reader.row))

    assert names(ROOT) == {"r1": "x", "r2": "y", "r3": "z"}
    assert reader.look() == ["x", "y", "z"]
    after, _back = apply_edit(ROOT, SetAnswer(("rows", "r2", "name"), "new"))
    assert names(after) == {"r1": "x", "r2": "new", "r3": "z"}
    assert reader.look() == ["new"]
    elsewhere, _back = apply_edit(after, SetAnswer(("files", "f1", "name"), "1"))
    assert names(elsewhere) == names(after)
    gone, back = apply_edit(elsewhere, RemoveEntry(("rows",), "r1"))
    assert list(names(gone).items()) == [("r2", "new"), ("r3", "z")]
    moved, _back = apply_edit(gone, MoveEntry(("rows",), "r3", 0))
    assert list(names(moved).items()) == [("r3", "z"), ("r2", "new")]
    assert reader.look() == []
    again, _back = apply_edit(gone, back)
    assert list(names(again)) == ["r1", "r2", "r3"]
    assert reader.look() == ["x"]


def test_of_a_tree_only_the_answers_that_changed_are_read_again() -> None:
    memory, reader = Memory(), Reader()

    def names(root: Node) -> tuple[str, ...]:
        return memory.of_tree(root, reader.names, together, without="rows")

    whole = names(ROOT)
    assert whole == (
        "all",
        "files/f1/one",
        "files/f1/entries/e1/a",
        "files/f1/entries/e2/b",
        "files/f2/two",
        "files/f2/entries/e3/c",
    )
    assert len(reader.look()) == 6
    row, _back = apply_edit(ROOT, SetAnswer(("rows", "r1", "name"), "new"))
    assert names(row) == whole
    assert reader.look() == []
    after, _back = apply_edit(row, SetAnswer(("files", "f1", "entries", "e2", "name"), "new"))
    assert names(after)[3] == "files/f1/entries/e2/new"
    assert reader.look() == ["new"]
    put, _back = apply_edit(after, InsertEntry(("files", "f2", "entries"), "e4", 0, Node({"name": "d"})))
    assert names(put)[5:] == ("files/f2/entries/e4/d", "files/f2/entries/e3/c")
    assert reader.look() == ["d"]

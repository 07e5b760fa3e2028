"""What it costs to show what the office's other assessments say at an item, out of 200 of them.

``python -m benchmarks.reuse``
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.samples import Row, larger_document, show
from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.exchange.interchange import ImportedAssessment
from ui.reuse.heard import Heard
from ui.reuse.lookup import Asked, can_be_asked, look_up

ASSESSMENTS = 200
_WORDS = ("受付", "記録", "照会", "通知", "点検", "決定", "保管", "消去", "審査", "変更")


def reworded(found: ImportedAssessment, rng: random.Random) -> Node:
    """The same assessment as a neighbouring office would have it: some words in each text are others."""

    def change(node: Node) -> Node:
        answers = {
            item_id: value.replace(rng.choice(_WORDS), rng.choice(_WORDS)) + f"（{rng.randrange(60)}）"
            if isinstance(value, str) and len(value) > 40
            else value
            for item_id, value in node.answers.items()
        }
        lists = {
            list_id: {key: change(entry) for key, entry in entries.items()}
            for list_id, entries in node.lists.items()
        }
        return Node(answers, lists, {})

    return change(found.root)


def fill(path: Path) -> tuple[Cabinet, ImportedAssessment]:
    """A cabinet of 200 assessments as large as the larger sample, each in words of its own."""
    found, rng = larger_document(), random.Random(7)
    cabinet = Cabinet.create(path)
    cabinet.new(found.form, found.root, found.pictures)
    for _number in range(ASSESSMENTS - 1):
        cabinet.new(found.form, reworded(found, rng))
    return cabinet, found


def texts(found: ImportedAssessment) -> list[tuple[NodePath, str]]:
    """Every place that others can be asked about, and the words there."""
    return [
        ((*path, item_id), value)
        for path, node in found.root.walk()
        for item_id, value in node.answers.items()
        if isinstance(value, str) and found.form.roles.changes not in path
        if can_be_asked(found.form, item_id)
    ]


def milliseconds(cabinet: Cabinet, asked: Asked, heard: Heard | None = None) -> float:
    """How long one looking takes."""
    begun = time.perf_counter()
    look_up(cabinet, asked, heard)
    return (time.perf_counter() - begun) * 1000


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    with tempfile.TemporaryDirectory() as folder:
        cabinet, found = fill(Path(folder) / "benchmark.pia")
        with cabinet:
            asked = [Asked(1, found.form, path, here) for path, here in texts(found)]
            longest = max(asked, key=lambda one: len(one.here))
            assert len(look_up(cabinet, longest).suggestions) > 20
            taken = [milliseconds(cabinet, longest) for _turn in range(20)]
            heard = Heard()  # as the pane has it
            everywhere = [milliseconds(cabinet, one, heard) for one in asked]
        size = cabinet.path.stat().st_size / 1e6  # closed: the one file holds it all
    length = len(longest.here)
    return [
        (
            f"What {ASSESSMENTS} assessments ({size:.0f} MB) say at an item of {length} characters",
            f"{median(taken):.0f} ms, at worst {max(taken):.0f} ms",
            "under 100 ms, off the window's thread",
        ),
        (
            f"The same at each of {len(asked)} places, in lists of thousands of entries, too",
            f"{median(everywhere):.0f} ms, at worst {max(everywhere):.0f} ms",
            "under 100 ms, off the window's thread",
        ),
    ]


if __name__ == "__main__":
    show(rows())

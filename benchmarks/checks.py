"""What the checks cost: all of them at once, and after one edit in a tenfold assessment.

``python -m benchmarks.checks``
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Iterator

from benchmarks.paper import TIMES, grown, measured
from benchmarks.samples import Row, larger_document, show
from pia_desktop.assessment.edits import Edit, RemoveEntry, SetAnswer, apply_edit
from pia_desktop.assessment.node import Node
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.rules.checks.checker import Checker

EDITS = 2_000


def random_edits(form: Form, root: Node, count: int) -> Iterator[tuple[Edit, Node]]:
    """Edits as a clerk makes them, each with the contents after it: keystrokes, choices, entries, cells."""
    dice = random.Random(7)
    answers = [(*path, item) for path, node in root.walk() for item in node.answers]
    for _number in range(count):
        path = dice.choice(answers)
        old, kind = root.answer(path), form.item(path[-1]).kind
        edit: Edit
        if isinstance(kind, ChoiceKind):
            edit = SetAnswer(path, dice.choice(kind.options).words)
        elif isinstance(old, str):
            edit = SetAnswer(path, f"{old}字")
        elif len(path) > 3 and path[-3] != FILES and dice.random() < 0.2:
            edit = RemoveEntry(path[:-2], path[-2])
        else:
            continue
        root, back = apply_edit(root, edit)
        yield edit, root
        if isinstance(edit, RemoveEntry):
            root, _again = apply_edit(root, back)
            yield back, root


def after_edits(form: Form, root: Node) -> list[float]:
    """Seconds of each edit's checks."""
    checker = Checker(form, root)
    gc.collect()
    seconds = []
    for edit, after in random_edits(form, root, EDITS):
        began = time.perf_counter()
        checker.update(edit, after)
        seconds.append(time.perf_counter() - began)
    return seconds


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    document = larger_document()
    form, root = document.form, document.root
    whole = measured(lambda: Checker(form, root))
    seconds = after_edits(form, grown(root, TIMES))
    median, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[18]
    return [
        ("All checks of the larger sample", f"{1000 * whole:.0f} ms", "under 50 ms"),
        (
            f"Checks after one edit, {TIMES} times that size, median, 95th percentile",
            f"{1000 * median:.2f} ms, {1000 * p95:.2f} ms",
            "95th under 5 ms",
        ),
    ]


if __name__ == "__main__":
    show(rows())

"""What comparing costs: two versions of some 80 pages, their passages, and the rows proposed from them.

``python -m benchmarks.revisions``
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.paper import measured
from benchmarks.samples import Row, larger_document, show
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, with_new_keys
from pia_desktop.exchange.interchange import ImportedAssessment
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Value
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.revisions.compare import AnswerChanged, compare
from pia_desktop.revisions.proposals import propose
from pia_desktop.revisions.rows import row_links
from pia_desktop.revisions.textdiff import passages
from pia_desktop.rules.importance import timing

PAGES = 80
EVERY = 5
"""Every so many texts are others in the newer version."""


def large(found: ImportedAssessment) -> tuple[Node, int]:
    """The assessment with as many files as it takes for 80 pages, and its pages."""
    files = dict(found.root.lists[FILES])
    each = list(files.values())
    while True:
        root = Node(found.root.answers, {**found.root.lists, FILES: dict(files)}, found.root.withheld)
        pages = len(layout_assessment(Snapshot(found.form, root), found.pictures).pages)
        if pages >= PAGES:
            return root, pages
        files[f"more{len(files)}"] = each[len(files) % len(each)]


def loaded(node: Node) -> Node:
    """The same contents in objects of their own, as two versions come from the cabinet."""
    lists = {i: {key: loaded(entry) for key, entry in entries.items()} for i, entries in node.lists.items()}
    answers = {
        i: value[:1] + value[1:] if isinstance(value, str) else value for i, value in node.answers.items()
    }
    return Node(answers, lists, dict(node.withheld))


def revised(form: Form, root: Node) -> Node:
    """The same a year later: words in every fifth text are others."""
    count = iter(range(10**9))

    def change(node: Node) -> Node:
        answers = dict(_changed(form, node, count))
        lists = {
            i: {key: change(entry) for key, entry in entries.items()} for i, entries in node.lists.items()
        }
        return Node(answers, lists, {})

    return change(root)


def _changed(form: Form, node: Node, count: Iterator[int]) -> Iterator[tuple[str, Value]]:
    for item_id, value in node.answers.items():
        if (
            isinstance(value, str)
            and isinstance(form.item(item_id).kind, TextualKind)
            and not next(count) % EVERY
        ):
            middle = len(value) // 2
            value = f"{value[:middle]}、改めて、{value[middle:]}見直した。"
        yield item_id, value


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    found = larger_document()
    form = found.form
    root, pages = large(found)
    old, new = Snapshot(form, loaded(root)), Snapshot(form, revised(form, root))
    comparison = compare(old, new)
    changed = [one for one in comparison.changes if isinstance(one, AnswerChanged)]
    texts = [(one.old, one.new) for one in changed if isinstance(one.old, str) and isinstance(one.new, str)]
    by_key = measured(lambda: compare(old, new))
    copy = Snapshot(form, with_new_keys(new.root))
    without_keys = measured(lambda: compare(old, copy), 3)
    within = measured(lambda: [passages(one, other) for one, other in texts], 3)
    proposals = propose(comparison, timing)
    rows_too = measured(lambda: row_links(comparison, propose(comparison, timing, shorten=True)), 3)
    size = f"{pages} pages, {len(comparison.changes)} changes"
    return [
        ("Comparing two versions loaded from a cabinet", f"{by_key * 1000:.0f} ms ({size})", "under 300 ms"),
        ("The same where no entry has a key in common (an import)", f"{without_keys * 1000:.0f} ms", ""),
        (
            f"Passages of the {len(texts)} changed texts",
            f"{within * 1000:.0f} ms",
            "under 300 ms with the above",
        ),
        (f"The {len(proposals)} rows of the table of changes, shortened", f"{rows_too * 1000:.0f} ms", ""),
    ]


if __name__ == "__main__":
    show(rows())

"""An answer that is missing means the same everywhere: in the tree, its counts, and the checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import InsertEntry, SetAnswer
from pia_desktop.assessment.item_state import ItemState
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.progress import Progress
from pia_desktop.assessment.required import ASKS_FOR_ANOTHER, Asking, asked_for
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind, LineKind, TextKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked, Value
from pia_desktop.paths import resource_root
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.codes import NO_ANSWER
from pia_desktop.rules.checks.rulebook import rulebook

FORMS = all_forms()
SAMPLES = sorted((resource_root() / "samples").glob("*.json"))
REAL = sorted((resource_root().parent.parent / "shared" / "samples").glob("*.json"))


def lists_of(form: Form, root: Node) -> Iterator[tuple[NodePath, str]]:
    """Every list of entries, with an item of words in it."""
    for list_id, spec in form.lists.items():
        words = [i for i in spec.item_ids if isinstance(form.item(i).kind, TextKind | LineKind)]
        if list_id == FILES or not words:
            continue
        key = next(iter(root.entries((FILES,))), "")
        yield (FILES, key, list_id) if spec.scope else (list_id,), words[0]


def missing(progress: Progress) -> set[NodePath]:
    return {branch.path for branch in progress.top.walk() if branch.state is ItemState.MISSING}


def asked_by_checks(checker: Checker, missing: set[NodePath]) -> set[NodePath]:
    """What the checks ask for, item by item or, where an entry is hardly begun, for the whole entry."""
    found = checker.findings()
    wholes = {finding.path for finding in found if finding.code in ("C104", "C111")}
    one_by_one = {finding.path for finding in found if finding.code in (*NO_ANSWER, ASKS_FOR_ANOTHER)}
    return one_by_one | {path for path in missing if path[:-1] in wholes}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}-{form.version}")
def test_what_is_missing_in_the_tree_is_what_the_checks_ask_for(form: Form) -> None:
    work = Assessment(form)
    for path, item_id in lists_of(form, work.root):
        work.apply(InsertEntry(path, f"e-{path[-1]}", 0, Node({item_id: "一つだけ記載"})))
    for item_id, place in form.places.items():
        if isinstance(place.item.kind, TextKind | LineKind) and not place.scope:
            work.apply(SetAnswer((item_id,), "\u3000 "))
    progress = Progress(form, work.root)
    assert missing(progress) == asked_by_checks(Checker(form, work.root), missing(progress))
    assert progress.top.needed - progress.top.answered == len(missing(progress))


@pytest.mark.parametrize("sample", [*SAMPLES, *REAL], ids=lambda sample: str(sample.stem))
def test_the_same_of_the_samples(sample: Path) -> None:
    found = read_file(sample)
    progress = Progress(found.form, found.root)
    assert missing(progress) == asked_by_checks(Checker(found.form, found.root), missing(progress))


def within(form: Form, root: Node, item_id: str) -> tuple[Assessment, NodePath]:
    """An assessment with an entry, or a file, in which the item stands, and the item's path."""
    work = Assessment(form, root)
    owner: NodePath = ()
    for list_id in form.places[item_id].scope:
        work.apply(InsertEntry((*owner, list_id), f"asked-{list_id}", 0, Node()))
        owner = (*owner, list_id, f"asked-{list_id}")
    return work, (*owner, item_id)


def answers(form: Form, asking: Asking) -> Iterator[tuple[Value | None, bool]]:
    """Answers of the item that asks, and whether each asks."""
    kind = form.item(asking.item).kind
    yield None, False
    if isinstance(kind, ChecksKind):
        yield from ((Checked.of([box.label]), box.label in asking.options) for box in kind.boxes)
    elif isinstance(kind, ChoiceKind):
        yield from ((one.words, not asking.options or one.words in asking.options) for one in kind.options)
    else:
        yield "記載", True


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}-{form.version}")
def test_what_an_answer_asks_for_is_missing_as_long_as_it_is_given(form: Form) -> None:
    asked = asked_for(form)
    rules = sum(ASKS_FOR_ANOTHER in rule.codes for rule in rulebook(form).rules)
    assert sum(map(len, asked.values())) == rules > 0
    for item_id, reasons in asked.items():
        for asking in reasons:
            work, path = within(form, Node(), item_id)
            progress = Progress(form, work.root)
            at, leaf = (*path[:-1], asking.item), progress.branch_for(path)
            assert leaf is not None
            for value, asks in answers(form, asking):
                work.apply(SetAnswer(at, value))
                progress.answer_changed(work.root, at)
                found = Checker(form, work.root).findings()
                assert (path in {one.path for one in found if one.code == ASKS_FOR_ANOTHER}) == asks
                in_one_cell = value is None and leaf.path == at
                assert (leaf.path in missing(progress)) == (asks or in_one_cell), (item_id, value)
                if asks and isinstance(form.item(item_id).kind, TextKind | LineKind):
                    for words, left in (("記載", False), (None, True)):
                        work.apply(SetAnswer(path, words))
                        progress.answer_changed(work.root, path)
                        assert (leaf.path in missing(progress)) == left
                assert missing(progress) == missing(Progress(form, work.root))

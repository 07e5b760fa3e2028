"""How tests run a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from tests.db.writing import archive

Run = Callable[..., tuple[int, str, str]]
"""Runs one command line: exit code, standard output, standard error."""


def answers_at(cabinet: Path, path: NodePath) -> list[str]:
    """What another process reads at an item of each assessment."""
    with Cabinet.open(cabinet, read_only=True) as found:
        return [str(found.load(info.id).root.answer(path)) for info in found.list()]


def five(path: Path, item: str, words: str, others: str, *, recorded: str) -> Path:
    """A cabinet with words at an item of 1 to 4, in 2 in its record too; 3: archived; 5: other words."""
    form = find_form("yoshiki3")
    before = form.lists[form.roles.changes].item_ids[2]
    with Cabinet.create(path) as cabinet:
        for number in range(1, 6):
            answers = {item: words if number < 5 else others, form.roles.title: f"事務{number}"}
            lists = {FILES: {"k": Node()}}
            if number == 2:
                lists[form.roles.changes] = {"r": Node({before: recorded})}
            assert cabinet.new(form, Node(answers, lists)) == number
        archive(cabinet, 3)
    return path

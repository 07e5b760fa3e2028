"""How tests run a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.cabinet import Cabinet
from pia_desktop.assessment.node import NodePath

Run = Callable[..., tuple[int, str, str]]
"""Runs one command line: exit code, standard output, standard error."""


def answers_at(cabinet: Path, path: NodePath) -> list[str]:
    """What another process reads at an item of each assessment."""
    with Cabinet.open(cabinet, read_only=True) as found:
        return [str(found.load(info.id).root.answer(path)) for info in found.list()]

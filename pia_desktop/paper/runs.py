"""The contents of a cell for a run of passages and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.values import DataTable, Figure, Picture, PictureSize
from pia_desktop.paper.blocks import Content, Drawing, Words


def run_contents(run: Figure, path: NodePath) -> Iterator[Content]:
    """Text and pictures in order; empty parts print nothing, but an empty run leaves space."""
    stand = [block for block in run.blocks if block and not isinstance(block, DataTable)]
    at = 0
    while at < len(stand):
        block = stand[at]
        following = stand[at + 1] if at + 1 < len(stand) else ""
        at += 1
        if isinstance(block, str):
            yield Words(block, path)
        elif _pairs(block) and _pairs(following):
            yield Drawing((block, following), path)
            at += 1
        else:
            yield Drawing((block,), path)
    if not stand:
        yield Words("", path)


def _pairs(block: str | Picture) -> TypeGuard[Picture]:
    return isinstance(block, Picture) and block.size is PictureSize.PAIR

"""Rows of a list as they are given to others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pia_desktop.dataclass import dataclass

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot

States = Callable[[], Sequence["Snapshot"]]
"""The assessments whose words may stand in a list.  Raises UserError."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Columns are headings with relative widths; ``output`` is a name in the table of outputs."""

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    output: str = "rows"

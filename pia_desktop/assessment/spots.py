"""Identifies one of the texts of an answer that has several."""

from __future__ import annotations

from pia_desktop.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Which text of an answer: the main text (all None), that of a check box, or a caption.

    ``cell``: table number, row and column in a run, each from 0.
    """

    box: str | None = None
    picture: int | None = None
    cell: tuple[int, int, int] | None = None

"""Which words of an answer are meant, where it has several."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Which words of an answer: its own (all None), those in a box's （　）, or those under a picture.

    ``cell``: of which table of a run, in which row and column, each from 0.
    """

    box: str | None = None
    picture: int | None = None
    cell: tuple[int, int, int] | None = None

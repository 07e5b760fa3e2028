"""What a replacement in all assessments is asked to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.search import Hit, Query


@dataclass(frozen=True, slots=True)
class ReplacementRequest:
    """What is to be done: the chosen places by assessment, and the words.

    ``known`` are contents with the count of their writes: those that still have this count are not read
    again.  ``rows``: the rows of 変更箇所 are added.
    """

    chosen: Mapping[int, Collection[Hit]]
    query: Query
    words: str
    rows: bool
    known: Mapping[int, tuple[int, Snapshot]]

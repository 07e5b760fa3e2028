"""What a replacement in all assessments is asked to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.search import Hit, Query
from pia_desktop.packs.model import Pack
from pia_desktop.reuse.law import LawPlace


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


@dataclass(frozen=True, slots=True)
class LawRequest:
    """The chosen places of a pack by assessment; the rest as in ``ReplacementRequest``."""

    pack: Pack
    chosen: Mapping[int, Collection[LawPlace]]
    rows: bool
    known: Mapping[int, tuple[int, Snapshot]]

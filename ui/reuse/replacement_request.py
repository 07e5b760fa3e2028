"""Requests for replacements in all assessments."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.search import Hit, Query
from pia_desktop.dataclass import dataclass
from pia_desktop.packs.model import Pack
from pia_desktop.reuse.law import LawPlace


@dataclass(frozen=True, slots=True)
class ReplacementRequest:
    """The chosen places by assessment, and the texts.

    ``known`` are contents with their write counts: assessments whose count is unchanged are not read again.
    ``rows``: add rows to 変更箇所.
    """

    chosen: Mapping[int, Collection[Hit]]
    query: Query
    words: str
    rows: bool
    known: Mapping[int, tuple[int, Snapshot]]


@dataclass(frozen=True, slots=True)
class LawRequest:
    """The chosen places of a pack, by assessment; otherwise like ``ReplacementRequest``."""

    pack: Pack
    chosen: Mapping[int, Collection[LawPlace]]
    rows: bool
    known: Mapping[int, tuple[int, Snapshot]]

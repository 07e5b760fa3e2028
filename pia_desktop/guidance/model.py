"""Guidance on an item as data."""

from __future__ import annotations

from enum import Enum

from pia_desktop.dataclass import dataclass


class Sureness(Enum):
    """How certain an entry is, by the kind of its ``rule``.  The values are used in the files."""

    LAW = "law"
    GUIDELINE = "guideline"
    PRACTICE = "practice"

    @property
    def words(self) -> str:
        """What a reader is told; part of the guidance, so always Japanese."""
        return {
            Sureness.LAW: "法令の条文によります。",
            Sureness.GUIDELINE: "指針やガイドラインによります。細部は最新の原文で確かめてください。",
            Sureness.PRACTICE: "実務の例によります。庁内や委員会の指示があれば、それに従ってください。",
        }[self]


@dataclass(frozen=True, slots=True)
class Guidance:
    """The guidance for one item or list of a form; plain text, never markup.

    ``what`` belongs there, in two to four sentences; ``look`` are points that reviewers check; ``example`` is
    invented, for a choice it says when to choose what; ``rule`` names the law or guideline, and ``sure`` says
    how far to rely on it.
    """

    what: str
    look: tuple[str, ...]
    example: str
    rule: str
    sure: Sureness = Sureness.PRACTICE

    @property
    def texts(self) -> tuple[str, ...]:
        """Its texts in reading order."""
        return (self.what, *self.look, self.example, self.rule)

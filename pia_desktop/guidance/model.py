"""What a clerk reads at an item."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guidance:
    """The guidance for one item or list of a form; plain words, never markup.

    ``what`` belongs there, in two to four sentences; ``look`` are the points that reviewers look for;
    ``example`` is invented, for a choice it says when to choose what; ``rule`` names the law or guideline.
    """

    what: str
    look: tuple[str, ...]
    example: str
    rule: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Each of its texts, in reading order."""
        return (self.what, *self.look, self.example, self.rule)

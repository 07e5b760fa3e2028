"""The kind of what the form works out itself, by a decision table of its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pia_desktop.forms.kinds import UnansweredKind
from pia_desktop.forms.values import Value


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """A row of a decision table: one option for each source, None for any answer and for none."""

    when: tuple[str | None, ...]
    words: str

    def fits(self, answers: Sequence[Value | None]) -> bool:
        """Whether the answers are the ones of this row."""
        return all(want is None or want == found for want, found in zip(self.when, answers, strict=True))


@dataclass(frozen=True, slots=True)
class DerivedKind(UnansweredKind):
    """Worked out from the answers of other choices, ``sources``, by a table of its definition.

    ``rule`` names what is worked out.
    """

    name: ClassVar[str] = "derived"
    rule: str
    sources: tuple[str, ...]
    rows: tuple[DerivedRow, ...]

    def words(self, answers: Sequence[Value | None]) -> str:
        """What the form says for the answers of the sources, in their order; empty: they do not decide it."""
        return next((row.words for row in self.rows if row.fits(answers)), "")

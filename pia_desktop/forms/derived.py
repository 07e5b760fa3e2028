"""The kind of items computed by the form from a decision table in its definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import UnansweredKind
from pia_desktop.forms.values import Value


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """A row of a decision table: one option per source, None for any answer or none."""

    when: tuple[str | None, ...]
    words: str

    def fits(self, answers: Sequence[Value | None]) -> bool:
        """Whether the answers match this row."""
        return all(want is None or want == found for want, found in zip(self.when, answers, strict=True))


@dataclass(frozen=True, slots=True)
class DerivedKind(UnansweredKind):
    """Computed from the answers of other choices, ``sources``, by a table in the definition.

    ``rule`` names what is computed.
    """

    name: ClassVar[str] = "derived"
    rule: str
    sources: tuple[str, ...]
    rows: tuple[DerivedRow, ...]

    def words(self, answers: Sequence[Value | None]) -> str:
        """The text for the answers of the sources, in order; empty if they do not determine it."""
        return next((row.words for row in self.rows if row.fits(answers)), "")

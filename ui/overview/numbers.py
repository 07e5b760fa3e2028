"""The contents of the overview's table: numbers per part, and changes since a version."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.tabs import Tab, tab_of
from pia_desktop.dataclass import dataclass
from pia_desktop.rules.checks.severity import Severity

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import VersionInfo

PART, ANSWERED, MISSING, MISTAKES, CONFIRM, ADVICE, NOTES, CHANGES = range(8)
SEVERITIES: Final = {MISTAKES: Severity.ERROR, CONFIRM: Severity.CONFIRM, ADVICE: Severity.HINT}


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of a part (per file, if there are several); ``changes`` is None if unknown."""

    title: str
    tab: Tab | None
    answered: int
    missing: int
    found: dict[Severity, int]
    notes: int
    changes: int | None

    def cells(self) -> tuple[str, ...]:
        changes = "" if self.changes is None else number_words(self.changes)
        found = [number_words(self.found[severity]) for severity in SEVERITIES.values()]
        return (
            self.title,
            f"{self.answered:,}",
            number_words(self.missing),
            *found,
            number_words(self.notes),
            changes,
        )


def number_words(count: int) -> str:
    """A number as a cell shows it."""
    return f"{count:,}" if count else "－"


def count_changes(cabinet: Cabinet, version: VersionInfo, now: Snapshot) -> Counter[Tab]:
    """Number of differences between a version and the draft, by tab.  Raises UserError."""
    from pia_desktop.revisions.compare import compare_editions

    found, _dropped = compare_editions(cabinet.load_version(version.id), now)
    return Counter(tab_of(found.form, one.path) for one in found.changes)

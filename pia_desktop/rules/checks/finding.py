"""A finding, its permanent key, and setting it aside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.rules.checks.codes import CODES
from pia_desktop.rules.checks.severity import Severity

Args = tuple[tuple[str, str], ...]
"""Words that a sentence takes, by name."""


class FindingKey(NamedTuple):
    """The storage key of a finding: its code, and its path with a digest of the underlying facts appended.

    If the facts change, so does the key: a finding set aside reappears to be checked again.
    """

    code: str
    path: NodePath


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.  ``path`` is that of an answer, entry or list.

    ``related`` is what it was compared with, or what an entry lacks; ``facts`` are the underlying texts,
    ``mend`` the edit that fixes it, if unambiguous.
    """

    code: str
    path: NodePath
    args: Args = ()
    related: tuple[NodePath, ...] = ()
    facts: str = ""
    mend: Edit | None = None

    @property
    def severity(self) -> Severity:
        """Its severity."""
        return CODES[self.code].severity

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the current language."""
        return CODES[self.code].sentence().format(**dict(self.args))

    @property
    def mend_label(self) -> str:
        """The label of the one-click fix, in the current language; empty if there is none."""
        return CODES[self.code].mend() if self.mend is not None else ""

    @property
    def key(self) -> FindingKey:
        """Its storage key."""
        digest = hashlib.sha256(self.facts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return FindingKey(self.code, (*self.path, f"#{digest}"))


@dataclass(frozen=True, slots=True)
class Sorted:
    """Open findings, and those set aside with their reasons."""

    open: tuple[Finding, ...]
    aside: tuple[tuple[Finding, str], ...]


def apply_set_asides(findings: Iterable[Finding], reasons: Mapping[FindingKey, str]) -> Sorted:
    """Separate the findings set aside; a reason whose finding is gone or has changed has no effect."""
    still: list[Finding] = []
    aside: list[tuple[Finding, str]] = []
    for finding in findings:
        key = finding.key if reasons else None
        if key is not None and key in reasons:
            aside.append((finding, reasons[key]))
        else:
            still.append(finding)
    return Sorted(tuple(still), tuple(aside))

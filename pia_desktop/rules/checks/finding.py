"""What a check has found, how it is named for ever, and how it is set aside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import NodePath
from pia_desktop.rules.checks.codes import CODES, Severity

Args = tuple[tuple[str, str], ...]
"""Words that a sentence takes, by name."""


class FindingKey(NamedTuple):
    """A finding's name in storage: its code, and its path with a digest of the facts behind it as last step.

    When the facts change, so does the name: what was set aside comes back to be looked at once more.
    """

    code: str
    path: NodePath


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.  ``path`` is an answer's, an entry's or a list's; ``related`` what it is held against.

    ``facts`` are the words on which it rests, ``mend`` the edit that puts it right, where that is plain.
    """

    code: str
    path: NodePath
    args: Args = ()
    related: tuple[NodePath, ...] = ()
    facts: str = ""
    mend: Edit | None = None

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return CODES[self.code].severity

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language in use."""
        return CODES[self.code].sentence().format(**dict(self.args))

    @property
    def mend_label(self) -> str:
        """What the one-click mend does, in the language in use; empty where there is none."""
        return CODES[self.code].mend() if self.mend is not None else ""

    @property
    def key(self) -> FindingKey:
        """Its name in storage."""
        digest = hashlib.sha256(self.facts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return FindingKey(self.code, (*self.path, f"#{digest}"))


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings that stand, those that were set aside with their reasons, and reasons for none."""

    open: tuple[Finding, ...]
    aside: tuple[tuple[Finding, str], ...]
    stale: tuple[FindingKey, ...]


def apply_set_asides(findings: Iterable[Finding], reasons: Mapping[FindingKey, str]) -> Sorted:
    """Part the findings by what was set aside; ``stale`` are reasons whose finding is gone or has changed."""
    still: list[Finding] = []
    aside: list[tuple[Finding, str]] = []
    used: set[FindingKey] = set()
    for finding in findings:
        key = finding.key if reasons else None
        if key is not None and key in reasons:
            aside.append((finding, reasons[key]))
            used.add(key)
        else:
            still.append(finding)
    return Sorted(tuple(still), tuple(aside), tuple(key for key in reasons if key not in used))

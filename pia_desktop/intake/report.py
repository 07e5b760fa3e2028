"""What was read, and what of it should be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pia_desktop.intake.cells import Cell, Reason, Where

DocPath = tuple[str | int, ...]
"""A place in interchange contents: keys, and numbers of entries from 0."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An answer to be looked at: where it stands in the contents and in the source, and what was read."""

    path: DocPath
    reason: Reason
    where: Where
    read: object

    def as_json(self) -> dict[str, object]:
        """As the report's file has it."""
        return {
            "path": list(self.path),
            "reason": self.reason.value,
            **self.where.as_json(),
            "read": self.read,
        }


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Words of the source that found no place."""

    text: str
    where: Where

    def as_json(self) -> dict[str, object]:
        """As the report's file has it."""
        return {"text": self.text, **self.where.as_json()}


@dataclass(frozen=True, slots=True)
class Report:
    """How the reading went.  ``sure`` counts the answers without any doubt."""

    form: str
    version: str
    sure: int
    doubts: tuple[Doubt, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    not_found: tuple[DocPath, ...] = ()
    edition: str | None = None
    """The edition that the document names, where it is one that the program does not know."""

    def as_json(self) -> dict[str, object]:
        """As the report's file has it."""
        return {
            "form": self.form,
            "version": self.version,
            **({"named_edition": self.edition} if self.edition else {}),
            "sure": self.sure,
            "doubts": [doubt.as_json() for doubt in self.doubts],
            "left_over": [left.as_json() for left in self.left_over],
            "not_found": [list(path) for path in self.not_found],
        }

    @classmethod
    def of_json(cls, raw: dict[str, Any]) -> Report:
        """The inverse of ``as_json``."""
        return cls(
            raw["form"],
            raw["version"],
            raw["sure"],
            tuple(
                Doubt(tuple(one["path"]), Reason(one["reason"]), Where.of_json(one), one["read"])
                for one in raw["doubts"]
            ),
            tuple(LeftOver(one["text"], Where.of_json(one)) for one in raw["left_over"]),
            tuple(tuple(path) for path in raw["not_found"]),
            raw.get("named_edition"),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document in the interchange format, and its report."""

    document: dict[str, object]
    report: Report


@dataclass
class Notes:
    """Doubts and left-over words while they are being found."""

    doubts: list[Doubt] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)

    def doubt(self, path: DocPath, reasons: set[Reason], cell: Cell, read: object) -> None:
        """Note each reason once."""
        for reason in sorted(reasons, key=lambda reason: reason.value):
            self.doubts.append(Doubt(path, reason, cell.where(), read))

    def leave(self, text: str, cell: Cell) -> None:
        """Note words that found no place."""
        if text.strip():
            self.left.append(LeftOver(text.strip(), cell.where()))

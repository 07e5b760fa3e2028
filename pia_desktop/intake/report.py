"""The result of reading, and what of it should be checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import GAP, Cell, LineEnd, Reason, Sheet, Where

DocPath = tuple[str | int, ...]
"""A place in interchange contents: keys, and numbers of entries from 0."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An answer to check: its place in contents and source, and what was read."""

    path: DocPath
    reason: Reason
    where: Where
    read: object
    ends: tuple[LineEnd, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As in the report file."""
        return {
            "path": list(self.path),
            "reason": self.reason.value,
            **self.where.as_json(),
            "read": self.read,
            **({"line_ends": [list(end) for end in self.ends]} if self.ends else {}),
        }


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Text of the source that no item took.  ``reason``: why, where that can be said."""

    text: str
    where: Where
    reason: Reason | None = None

    def as_json(self) -> dict[str, object]:
        """As in the report file."""
        why = {"reason": self.reason.value} if self.reason is not None else {}
        return {"text": self.text, **why, **self.where.as_json()}

    @classmethod
    def of_json(cls, raw: dict[str, Any]) -> LeftOver:
        """The inverse of ``as_json``."""
        return cls(raw["text"], Where.of_json(raw), Reason(raw["reason"]) if "reason" in raw else None)


@dataclass(frozen=True, slots=True)
class Report:
    """The reading report.  ``sure`` counts answers without doubts."""

    form: str
    version: str
    sure: int
    doubts: tuple[Doubt, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    not_found: tuple[DocPath, ...] = ()
    edition: str | None = None
    """The edition that the document names, where it is one that the program does not know."""

    def as_json(self) -> dict[str, object]:
        """As in the report file."""
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
                Doubt(
                    tuple(one["path"]),
                    Reason(one["reason"]),
                    Where.of_json(one),
                    one["read"],
                    tuple((before, after) for before, after in one.get("line_ends", ())),
                )
                for one in raw["doubts"]
            ),
            tuple(map(LeftOver.of_json, raw["left_over"])),
            tuple(tuple(path) for path in raw["not_found"]),
            raw.get("named_edition"),
        )


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A sheet as displayed beside its answers: first column and row, end column and row, texts."""

    name: str
    hidden: bool
    cells: tuple[tuple[int, int, int, int, str], ...]


def sheets_of(cells: Iterable[Cell]) -> tuple[SheetCells, ...]:
    """The cells by sheet, in order."""
    found: dict[Sheet, list[tuple[int, int, int, int, str]]] = {}
    for cell in cells:
        if cell.sheet.name is not None:
            box = cell.box
            edges = int(box.left), int(box.top), int(box.right), int(box.bottom)
            found.setdefault(cell.sheet, []).append((*edges, cell.text.replace(GAP, "\u3000")))
    return tuple(SheetCells(str(sheet.name), sheet.hidden, tuple(own)) for sheet, own in found.items())


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document in the interchange format, with its report."""

    document: dict[str, object]
    report: Report
    places: Mapping[DocPath, Where] = field(default_factory=dict)
    """Where in the source each answer stands, sure or not."""

    sheets: tuple[SheetCells, ...] = ()
    """The sheets and tables of the source; pages of a PDF are pictures and stand nowhere here."""

    def as_json(self) -> dict[str, object]:
        """As passed from the child process."""
        return {
            "document": self.document,
            "report": self.report.as_json(),
            "places": [{"path": list(path), **where.as_json()} for path, where in self.places.items()],
            "sheets": [[sheet.name, sheet.hidden, list(sheet.cells)] for sheet in self.sheets],
        }

    @classmethod
    def of_json(cls, raw: dict[str, Any]) -> Outcome:
        """The inverse of ``as_json``."""
        return cls(
            raw["document"],
            Report.of_json(raw["report"]),
            {tuple(one["path"]): Where.of_json(one) for one in raw["places"]},
            tuple(
                SheetCells(name, hidden, tuple((*box, text) for *box, text in cells))
                for name, hidden, cells in raw["sheets"]
            ),
        )


@dataclass
class Notes:
    """Collects doubts and leftover text during reading."""

    doubts: list[Doubt] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    places: dict[DocPath, Where] = field(default_factory=dict)

    def place(self, path: DocPath, cell: Cell) -> None:
        """Record the place of an answer."""
        self.places.setdefault(path, cell.where())

    def doubt(
        self, path: DocPath, reasons: set[Reason], cell: Cell, read: object, ends: tuple[LineEnd, ...] = ()
    ) -> None:
        """Record doubts, each reason once."""
        for reason in sorted(reasons, key=lambda reason: reason.value):
            own = ends if reason is Reason.LINE_ENDS else ()
            self.doubts.append(Doubt(path, reason, cell.where(), read, own))

    def leave(self, text: str, cell: Cell) -> None:
        """Record leftover text."""
        self.leave_at(text, cell.where(), Reason.REPEATED if Reason.REPEATED in cell.doubts else None)

    def leave_at(self, text: str, where: Where, reason: Reason | None = None) -> None:
        """Record leftover text, by place."""
        if text.strip():
            self.left.append(LeftOver(text.strip(), where, reason))

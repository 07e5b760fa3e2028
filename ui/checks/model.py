"""Model of the findings: a heading per severity, its findings, and those set aside, folded."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pia_desktop.assessment.naming import printed_path
from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.rules.checks.codes import UNANSWERED
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.severity import Severity
from ui.checks.watch import Watch
from ui.widgets.cell_rows import CellRows
from ui.widgets.overrides import guarded

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
LINE_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class Kind(Enum):
    """What one filter shows and hides: the findings of a severity, or all items without an answer."""

    MISTAKES = Severity.ERROR
    UNANSWERED = None
    CONFIRM = Severity.CONFIRM
    ADVICE = Severity.HINT

    @classmethod
    def of(cls, finding: Finding) -> Kind:
        return cls.UNANSWERED if finding.code == UNANSWERED else cls(finding.severity)

    @property
    def label(self) -> str:
        """The kind in the user's language."""
        return _("Not answered") if self.value is None else self.value.label


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a heading (``finding`` None), a finding, or one set aside with its ``reason``.

    ``place`` is the item's printed path.  ``folds``: a heading that shows and hides the lines below.
    """

    words: str
    finding: Finding | None = None
    place: str = ""
    reason: str | None = None
    folds: bool = False


@guarded
class FindingsModel(CellRows, QAbstractListModel):
    """The findings of the chosen kinds."""

    def __init__(self, watch: Watch, parent: QObject) -> None:
        super().__init__(parent)
        self._watch = watch
        self.lines: list[Line] = []
        self.wanted: set[Kind] = set(Kind)
        self.unfolded = False

    def refresh(self) -> None:
        """Load the current findings; only changed lines are signalled."""
        now = self._lines()
        if now == self.lines:
            return
        same = _common(self.lines, now)
        tail = _common(self.lines[same:][::-1], now[same:][::-1])
        last_old, last_new = len(self.lines) - tail, len(now) - tail
        if last_old > same:
            self.beginRemoveRows(QModelIndex(), same, last_old - 1)
            del self.lines[same:last_old]
            self.endRemoveRows()
        if last_new > same:
            self.beginInsertRows(QModelIndex(), same, last_new - 1)
            self.lines[same:same] = now[same:last_new]
            self.endInsertRows()

    def _lines(self) -> list[Line]:
        watch = self._watch
        groups: dict[tuple[Severity, Kind], list[Finding]] = {}
        for severity in Severity:
            groups[severity, Kind(severity)] = []
            groups[severity, Kind.UNANSWERED] = []  # mistakes must not drown among unanswered items
        for finding in watch.open():
            groups[finding.severity, Kind.of(finding)].append(finding)
        lines = []
        for (severity, kind), found in groups.items():
            if found and kind in self.wanted:
                words = _("{severity} (not answered)") if kind is Kind.UNANSWERED else "{severity}"
                lines.append(Line(f"{words.format(severity=severity.label)}　{len(found):,}"))
                lines += [Line(finding.message, finding, self._place(finding)) for finding in found]
        aside = watch.aside()
        if aside:
            lines.append(Line(_("Set aside　{count:,}").format(count=len(aside)), folds=True))
            if self.unfolded:
                lines += [Line(f.message, f, self._place(f), reason) for f, reason in aside]
        return lines

    def _place(self, finding: Finding) -> str:
        session = self._watch.session
        return printed_path(session.form, finding.path, session.root)

    def fold(self) -> None:
        """Show or hide the findings set aside."""
        self.unfolded = not self.unfolded
        self.refresh()

    def row_of(self, finding: Finding) -> int:
        """The row of a finding, else of one with the same code and path; -1 if there is none."""
        rows = [i for i, line in enumerate(self.lines) if line.finding == finding]
        rows += [
            i
            for i, line in enumerate(self.lines)
            if line.finding and (line.finding.code, line.finding.path) == (finding.code, finding.path)
        ]
        return rows[0] if rows else -1

    # ---- what is copied

    def cell_columns(self) -> tuple[tuple[str, int], ...]:
        return (_("Kind"), 8), (_("Item"), 30), (_("Finding"), 42), (_("Why It Was Set Aside"), 20)

    def cells(self, row: int) -> tuple[str, ...] | None:
        line = self.lines[row]
        if line.finding is None:
            return None
        return line.finding.severity.label, line.place, line.words, line.reason or ""

    # ---- what Qt asks

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        line = self.lines[index.row()]
        if line.finding is None and not line.folds:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's)
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        return None

    def _spoken(self, line: Line) -> str:
        if line.finding is None:
            return line.words
        words = f"{line.finding.severity.label}、{line.place}、{line.words}"
        return words if line.reason is None else f"{words}、{aside_words(line.reason)}"


def aside_words(reason: str) -> str:
    """Why a finding was set aside, as shown below it."""
    return _("Reason: {reason}").format(reason=reason)


def _common(first: Sequence[Line], second: Sequence[Line]) -> int:
    """The number of equal lines at the start of both lists."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def severity_words(severity: Severity, found: Sequence[Finding]) -> str:
    """How many findings of one severity there are, and how many of them are items without an answer."""
    unanswered = sum(finding.code == UNANSWERED for finding in found)
    words = "{severity} {count:,}"
    if unanswered:
        words = _("{severity} {count:,} ({unanswered:,} of them not answered)")
    return words.format(severity=severity.label, count=len(found), unanswered=unanswered)

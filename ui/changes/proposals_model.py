"""Model of the proposed rows of 変更箇所 and those already in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import followed
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import Comparison
from pia_desktop.revisions.proposals import TIMINGS, Judge, Proposal, columns_of, merge, propose
from pia_desktop.revisions.rows import RowState, row_links
from pia_desktop.revisions.words import Words
from pia_desktop.rules.importance import UNDECIDED
from ui.widgets.icons import list_icon
from ui.widgets.overrides import guarded
from ui.widgets.theme import muted

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
STATE, ITEM, BEFORE, AFTER, WHEN, REASON = range(6)
FIELDS: Final = ("", "item", "before", "after", "when", "reason")
WHENS: Final = (*TIMINGS, UNDECIDED)
CONTINUED: Final = "（続き）"
_SHOWN: Final = 300
"""Characters of a cell; the whole of it stands in the fields below the table."""


class Standing(Enum):
    """What kind of line it is."""

    NEW = "new"
    """A change that no row of the table tells of."""
    RECORDED = "recorded"
    """A row of the table that tells of a change."""
    DIFFERS = "differs"
    """A row of the table that says what is no longer so."""
    UNKNOWN = "unknown"
    """A row of the table that tells of no change since the version."""


@dataclass(slots=True, eq=False)
class ProposedRow:
    """A line: a proposal as edited by the clerk, or an existing row of 変更箇所 (``key``).

    ``parts`` are the lines it was merged from; ``edited`` names the fields the clerk has edited.
    """

    proposal: Proposal
    standing: Standing = Standing.NEW
    key: str = ""
    ticked: bool = True
    parts: tuple[ProposedRow, ...] = ()
    edited: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        """Whether it can be added to 変更箇所."""
        return self.standing is Standing.NEW

    def words(self, name: str) -> str:
        value = getattr(self.proposal, name)
        return value.text if isinstance(value, Words) else str(value)

    def write(self, name: str, words: str) -> bool:
        """Set the text of a field, moving its withheld spans along; returns whether it changed."""
        words = taken_in(words)
        old = getattr(self.proposal, name)
        if words == self.words(name):
            return False
        value: Any = words
        if isinstance(old, Words):
            value = Words(words, followed(old.withheld, old.text, words) if old.withheld else None)
        self.proposal = replace(self.proposal, **{name: value})
        self.edited.add(name)
        return True

    def cut(self, before: int, after: int) -> tuple[ProposedRow, ProposedRow] | None:
        """Split the line at these positions in its two texts; None if a part would be empty."""
        one = self.proposal
        heads = _head(one.before, before), _head(one.after, after)
        tails = _tail(one.before, before), _tail(one.after, after)
        if not any(words.text.strip() for words in heads) or not any(words.text.strip() for words in tails):
            return None
        first = replace(one, before=heads[0], after=heads[1])
        rest = replace(one, item=f"{one.item}{CONTINUED}", before=tails[0], after=tails[1])
        every = {"item", "before", "after"}
        return (
            ProposedRow(first, ticked=self.ticked, edited=self.edited | every),
            ProposedRow(rest, ticked=self.ticked, edited=self.edited | every),
        )


def _head(words: Words, at: int) -> Words:
    spans = tuple((start, min(end, at)) for start, end in words.withheld or () if start < at)
    return Words(words.text[:at], spans or None)


def _tail(words: Words, at: int) -> Words:
    spans = tuple((max(start, at) - at, end - at) for start, end in words.withheld or () if end > at)
    return Words(words.text[at:], spans or None)


def lines_of(comparison: Comparison, judge: Judge, *, shorten: bool) -> list[ProposedRow]:
    """The proposals in printed order, then the rows of 変更箇所 that the older state lacks."""
    proposals = propose(comparison, judge, shorten=False)
    links = row_links(comparison, proposals)
    covered = {one.sources for link in links.values() for one in link.proposals}
    shown = propose(comparison, judge, shorten=True) if shorten else proposals
    found = [ProposedRow(one) for one in shown if one.sources not in covered]
    standings = {
        RowState.DIFFERS: Standing.DIFFERS,
        RowState.UNKNOWN: Standing.UNKNOWN,
        RowState.AGREES: Standing.RECORDED,
    }
    rows = comparison.new.root.entries((comparison.form.roles.changes,))
    written = [
        ProposedRow(_as_written(comparison.form, rows[key]), standings[link.state], key, ticked=False)
        for key, link in links.items()
        if link.state in standings
    ]
    order = list(standings.values())
    return found + sorted(written, key=lambda line: order.index(line.standing))


def _as_written(form: Form, row: Node) -> Proposal:
    columns = columns_of(form)
    cell = {column: str(row.answers.get(column, "")) for column in columns}
    before, after = Words(cell[columns.before]), Words(cell[columns.after])
    return Proposal(cell[columns.item], before, after, cell[columns.when], cell[columns.reason], "", "", ())


@guarded
class ProposalsModel(QAbstractTableModel):
    """The lines as a table of six columns."""

    ticked_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self.lines: list[ProposedRow] = []
        self.shown: list[ProposedRow] = []
        self._recorded_too = False

    # ---- what is listed

    def show_lines(self, lines: list[ProposedRow]) -> None:
        self.lines = lines
        self._reset()

    def show_recorded(self, shown: bool) -> None:
        """Whether to list rows that are already in 変更箇所 and correct."""
        self._recorded_too = shown
        self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        hidden = () if self._recorded_too else (Standing.RECORDED,)
        self.shown = [line for line in self.lines if line.standing not in hidden]
        self.endResetModel()
        self.ticked_changed.emit()

    def shorten(self, lines: Sequence[ProposedRow]) -> None:
        """Apply ``lines``' texts to the fields that the clerk has not edited."""
        texts = {line.proposal.sources: line.proposal for line in lines if line.is_new}
        for line in self.lines:
            self._take_texts(line, texts)
        self._reset()

    def _take_texts(self, line: ProposedRow, texts: dict[Any, Proposal]) -> None:
        for part in line.parts:
            self._take_texts(part, texts)
        if line.edited & {"item", "before", "after"} or not line.is_new:
            return
        found = merge([part.proposal for part in line.parts]) if line.parts else None
        found = found or texts.get(line.proposal.sources)
        if found is not None:
            line.proposal = replace(line.proposal, before=found.before, after=found.after)

    # ---- what the clerk does with the lines

    def merge(self, rows: Sequence[int]) -> int:
        """Merge lines into the first; returns its row, -1 if they cannot be merged."""
        chosen = [self.shown[row] for row in sorted(rows) if self.shown[row].is_new]
        if len(chosen) < 2:
            return -1
        proposal = merge([line.proposal for line in chosen])
        made = ProposedRow(proposal, ticked=any(line.ticked for line in chosen), parts=tuple(chosen))
        return self._exchange(chosen, [made])

    def split(self, row: int, before: int, after: int) -> int:
        """Undo a merge, or split a line at these positions; returns its row, -1 if it cannot be split."""
        line = self.shown[row]
        parts = line.parts or line.cut(before, after)
        return self._exchange([line], list(parts)) if parts and line.is_new else -1

    def drop(self, rows: Sequence[int]) -> None:
        """Remove lines from the list; 変更箇所 is not touched."""
        self._exchange([self.shown[row] for row in rows if self.shown[row].is_new], [])

    def _exchange(self, gone: Sequence[ProposedRow], come: list[ProposedRow]) -> int:
        if not gone:
            return -1
        place = next(i for i, line in enumerate(self.lines) if line is gone[0])
        kept = [line for line in self.lines if not any(line is other for other in gone)]
        kept[place:place] = come
        self.show_lines(kept)
        return next((i for i, line in enumerate(self.shown) if come and line is come[0]), -1)

    def write(self, row: int, name: str, words: str) -> None:
        """Set the text of a field of a line."""
        if self.shown[row].is_new and self.shown[row].write(name, words):
            column = FIELDS.index(name)
            self.dataChanged.emit(self.index(row, column), self.index(row, column))

    def tick(self, rows: Sequence[int], on: bool) -> None:
        for row in rows:
            if self.shown[row].is_new:
                self.shown[row].ticked = on
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, REASON))
        self.ticked_changed.emit()

    @property
    def ticked(self) -> list[Proposal]:
        """The proposals to add, in list order."""
        return [line.proposal for line in self.lines if line.is_new and line.ticked]

    @property
    def touched(self) -> bool:
        """Whether the clerk has edits that would be lost."""
        return any(line.edited or line.parts for line in self.lines)

    # ---- what Qt asks

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(FIELDS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 (Qt's)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        heads = (_("Row"), "項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")
        return heads[section]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.shown[index.row()].is_new:
            if index.column() == STATE:
                found |= Qt.ItemFlag.ItemIsUserCheckable
            else:
                found |= Qt.ItemFlag.ItemIsEditable
        return found

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's)
        line, column = self.shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole if column == STATE:
                return state_words(line)
            case Qt.ItemDataRole.DisplayRole:
                words = line.words(FIELDS[column])
                return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
            case Qt.ItemDataRole.EditRole:
                return line.words(FIELDS[column]) if column else None
            case Qt.ItemDataRole.CheckStateRole if column == STATE and line.is_new:
                return Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.DecorationRole if column == STATE and line.standing is Standing.DIFFERS:
                return list_icon("warning")
            case Qt.ItemDataRole.ForegroundRole if not line.is_new or not line.ticked:
                return muted(self._widget.palette())
        return None

    def setData(
        self,
        index: _Index,
        value: Any,  # noqa: ANN401 (Qt's)
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == STATE:
            self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and index.column() != STATE:
            self.write(index.row(), FIELDS[index.column()], str(value))
            return True
        return False


def state_words(line: ProposedRow) -> str:
    """The kind of a line, in a word or two."""
    match line.standing:
        case Standing.NEW:
            return _("Add") if line.ticked else _("Leave out")
        case Standing.RECORDED:
            return _("In the table")
        case Standing.DIFFERS:
            return _("Does not agree")
        case Standing.UNKNOWN:
            return _("No such change")

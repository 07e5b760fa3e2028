"""Model of a review: groups of rows to check."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pia_desktop.assessment.naming import printed_path
from pia_desktop.i18n import _
from ui.intake.review import Review
from ui.intake.rows import ASKING, ReviewRow, Sort, reason_words, row_words
from ui.widgets.icons import list_icon
from ui.widgets.overrides import guarded
from ui.widgets.theme import heading_font

_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1


@guarded
class ReviewModel(QAbstractItemModel):
    """Two levels.  A row's internal id is the number of its group, from 1; a group's is 0."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.review: Review | None = None

    def show_review(self, review: Review | None) -> None:
        """Show another document."""
        self.beginResetModel()
        self.review = review
        self.endResetModel()

    def refresh(self) -> None:
        """Update after a row was confirmed, or that was undone."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
            for number in range(self.rowCount()):
                group = self.index(number, 0)
                if self.rowCount(group):
                    self.dataChanged.emit(
                        self.index(0, 0, group), self.index(self.rowCount(group) - 1, 0, group)
                    )

    def row_at(self, index: _Index) -> ReviewRow | None:
        """The row at an index; None for a group."""
        if not index.isValid() or self.review is None or not index.internalId():
            return None
        return self.review.groups[int(index.internalId()) - 1].rows[index.row()]

    def index_of(self, row: ReviewRow) -> QModelIndex:
        for number, group in enumerate(self.review.groups if self.review else ()):
            if row in group.rows:
                return self.createIndex(group.rows.index(row), 0, number + 1)
        return QModelIndex()

    # ---- what Qt asks

    def index(self, row: int, column: int, parent: _Index = _TOP) -> QModelIndex:
        if self.review is None or column:
            return QModelIndex()
        if not parent.isValid():
            inside = 0 <= row < len(self.review.groups)
            return self.createIndex(row, 0, 0) if inside else QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1)

    def parent(self, index: _Index = _TOP) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: _Index = _TOP) -> int:
        if self.review is None:
            return 0
        if not parent.isValid():
            return len(self.review.groups)
        return 0 if parent.internalId() else len(self.review.groups[parent.row()].rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's)
        review = self.review
        if review is None or not index.isValid():
            return None
        row = self.row_at(index)
        if row is None:
            return self._group_data(review, index.row(), role)
        if role == ROW_ROLE:
            return row
        words = row_words(row, review.session.form, review.session.root)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.DecorationRole:
            return list_icon(_symbol(review, row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "　".join(
                part for part in (words, *reasons(review, row), state_words(review, row)) if part
            )
        return None

    @staticmethod
    def _group_data(review: Review, number: int, role: int) -> Any:  # noqa: ANN401
        group = review.groups[number]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            total = len(group.rows)
            if group.rows[0].sort not in ASKING:
                return f"{group.heading}（{total:,}）"
            done = sum(review.is_done(row) for row in group.rows)
            return _("{heading} ({done:,} of {total:,} done)").format(
                heading=group.heading, done=done, total=total
            )
        return heading_font() if role == Qt.ItemDataRole.FontRole else None


def reasons(review: Review, row: ReviewRow) -> list[str]:
    """Why a row should be checked."""
    if row.end is not None:
        joined = review.is_joined(row)
        return [] if joined is None else [_("joined") if joined else _("parted")]
    return [reason_words(reason) for reason in row.reasons]


def state_words(review: Review, row: ReviewRow) -> str:
    """Whether a row is done, for screen readers."""
    if row.sort not in ASKING:
        return ""
    if row.sort is Sort.LEFT and (path := review.sent_to(row)) is not None:
        session = review.session
        return _("sent to “{item}”").format(item=printed_path(session.form, path, session.root))
    return _("checked") if review.is_done(row) else _("not yet checked")


def _symbol(review: Review, row: ReviewRow) -> str:
    if row.sort is Sort.MISSING:
        return "missing"
    return "answered" if row.sort is Sort.SURE or review.is_done(row) else "confirm"

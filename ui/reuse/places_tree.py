"""The places to be replaced, by assessment, with ticks, before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from pia_desktop.assessment.search import Query
from pia_desktop.cabinet_lists.assessment_names import identifying_name
from pia_desktop.i18n import _, ngettext
from pia_desktop.reuse.cabinet_replacement import Found
from pia_desktop.reuse.writings import is_there, new_words
from ui.reuse.reading import Looked
from ui.widgets.contrast import mixed
from ui.widgets.icons import list_icon
from ui.widgets.overrides import guarded
from ui.widgets.row_paint import draw_panel, is_picked, row_colour
from ui.widgets.theme import em, space, success, warning

_Index = QModelIndex | QPersistentModelIndex
_ITEM, _BEFORE, _AFTER = range(3)
_HALF: Final = Qt.CheckState.PartiallyChecked
_FOUND_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_NAME_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_NEW_ROLE: Final = Qt.ItemDataRole.UserRole + 3


class PlacesTree(QTreeWidget):
    """A row per assessment with its places as children; places in 変更箇所 have an unticked row
    of their own.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setColumnCount(3)
        self.setHeaderLabels([_("Item"), _("Before"), _("After")])
        self.setAccessibleName(_("Places that would be replaced"))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegate(_Row(self))
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(_AFTER, QHeaderView.ResizeMode.Stretch)

    def share_width(self) -> None:
        """Give a third of the width to the item, the rest to before and after."""
        width = self.viewport().width()
        self.setColumnWidth(_ITEM, round(width * 0.36))
        self.setColumnWidth(_BEFORE, round(width * 0.32))

    def add(self, looked: Looked) -> None:
        """Add an assessment with its places, or why it could not be read."""
        top = _Heading()
        font = QFont(self.font())
        font.setBold(True)
        top.setFont(_ITEM, font)
        name = identifying_name(looked.info)
        if looked.info.number:
            name = f"{looked.info.number}　{name}"
        self.addTopLevelItem(top)
        top.setFirstColumnSpanned(True)
        if looked.error is not None:
            words = _("{name}: left out, because it cannot be read. {reason}")
            top.setText(_ITEM, words.format(name=name, reason=looked.error.message))
            top.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            return
        ordinary = [found for found in looked.places if not found.record]
        records = [found for found in looked.places if found.record]
        if ordinary:
            self._fill(top, name, ordinary)
        if records:
            past = top if not ordinary else _Heading()
            past.setFont(_ITEM, font)
            if ordinary:
                self.addTopLevelItem(past)
                past.setFirstColumnSpanned(True)
            self._fill(past, _("{name}: 変更箇所, records of the past").format(name=name), records)
            past.setIcon(_ITEM, list_icon("warning"))

    def _fill(self, top: QTreeWidgetItem, name: str, places: Sequence[Found]) -> None:
        top.setData(_ITEM, _NAME_ROLE, name)
        top.setFlags(top.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
        top.addChildren([self._row(found) for found in places])
        top.setExpanded(True)

    @staticmethod
    def _row(found: Found) -> QTreeWidgetItem:
        row = QTreeWidgetItem()
        row.setText(_ITEM, found.name)
        row.setToolTip(_ITEM, found.name)
        row.setFlags((row.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
        row.setCheckState(_ITEM, Qt.CheckState.Unchecked if found.record else Qt.CheckState.Checked)
        row.setData(_ITEM, _FOUND_ROLE, found)
        hit = found.hit
        row.setData(_BEFORE, Qt.ItemDataRole.AccessibleTextRole, f"{hit.before}{hit.words}{hit.after}")
        return row

    def show_words(
        self, words: str, query: Query, left_out: Callable[[Found], bool] = lambda _found: False
    ) -> None:
        """Preview another replacement; places that already have it are excluded."""
        self.show_news(
            lambda found: new_words(found.hit, query, words),
            lambda found: left_out(found) or (words != query.words and is_there(found.hit, query, words)),
        )

    def show_news(self, new: Callable[[Found], str], left_out: Callable[[Found], bool]) -> None:
        """Preview the new text of each place, and exclude places."""
        with QSignalBlocker(self):
            for row in self._all_rows():
                found = self.found(row)
                hit, words = found.hit, new(found)
                row.setData(_AFTER, Qt.ItemDataRole.AccessibleTextRole, f"{hit.before}{words}{hit.after}")
                row.setData(_AFTER, _NEW_ROLE, words)
                row.setHidden(left_out(found))
            for top in self._tops():
                shown = sum(not row.isHidden() for row in _below(top))
                name = top.data(_ITEM, _NAME_ROLE)
                if name is not None:
                    total = ngettext("{count:,} place", "{count:,} places", shown).format(count=shown)
                    top.setText(_ITEM, f"{name}（{total}）")
                    top.setHidden(not shown)
        self.viewport().update()

    def untick(self, doubtful: Callable[[Found], bool]) -> None:
        """Untick these places, which have to be checked one by one."""
        for row in self._all_rows():
            if doubtful(self.found(row)):
                row.setCheckState(_ITEM, Qt.CheckState.Unchecked)

    def _tops(self) -> Iterator[QTreeWidgetItem]:
        for index in range(self.topLevelItemCount()):
            top = self.topLevelItem(index)
            if top is not None:
                yield top

    def _all_rows(self) -> Iterator[QTreeWidgetItem]:
        for top in self._tops():
            yield from _below(top)

    def places(self) -> Iterator[Found]:
        """All places, including excluded ones."""
        return map(self.found, self._all_rows())

    def rows(self) -> Iterator[QTreeWidgetItem]:
        """The rows of all places shown."""
        return (row for row in self._all_rows() if not row.isHidden())

    @staticmethod
    def new_words(row: QTreeWidgetItem) -> str:
        return str(row.data(_AFTER, _NEW_ROLE) or "")

    @staticmethod
    def found(row: QTreeWidgetItem) -> Found:
        place: Found = row.data(_ITEM, _FOUND_ROLE)
        return place

    def current(self) -> Found | None:
        """The selected place; None for an assessment or an excluded place."""
        row = self.currentItem()
        return row.data(_ITEM, _FOUND_ROLE) if row is not None and not row.isHidden() else None

    def ticked(self) -> dict[int, list[Found]]:
        """The ticked places, by assessment id."""
        chosen: dict[int, list[Found]] = {}
        for row in self.rows():
            if row.checkState(_ITEM) == Qt.CheckState.Checked:
                found = self.found(row)
                chosen.setdefault(found.assessment_id, []).append(found)
        return chosen


def _below(top: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for number in range(top.childCount()):
        child = top.child(number)
        if child is not None:
            yield child


@guarded
class _Heading(QTreeWidgetItem):
    """The row of an assessment.  Clicking a partial tick clears it, never ticking what was not."""

    def setData(self, column: int, role: int, value: Any) -> None:  # noqa: ANN401
        half = role == Qt.ItemDataRole.CheckStateRole and self.checkState(column) == _HALF
        super().setData(column, role, Qt.CheckState.Unchecked if half else value)


@guarded
class _Row(QStyledItemDelegate):
    """Draws a place on one line, the old text struck out, the new text marked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), round(option.fontMetrics.height() * 1.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        found = index.sibling(index.row(), _ITEM).data(_FOUND_ROLE)
        if index.column() == _ITEM or found is None:
            super().paint(painter, option, index)
            return
        draw_panel(painter, option)
        new = index.column() == _AFTER
        hit = found.hit
        middle = index.data(_NEW_ROLE) or "" if new else hit.words
        painter.save()
        painter.setClipRect(option.rect)
        inner = option.rect.adjusted(space(1), 0, -space(2), 0)
        self._draw(painter, option, inner, (hit.before, middle, hit.after), new)
        painter.restore()

    @staticmethod
    def _draw(
        painter: QPainter,
        option: QStyleOptionViewItem,
        inner: QRect,
        words: tuple[str, str, str],
        new: bool,
    ) -> None:
        palette: QPalette = option.palette
        painter.setPen(row_colour(option))
        metrics = option.fontMetrics
        middle = words[1].replace("\n", " ")
        taken = metrics.horizontalAdvance(middle) + em() * 4
        room = max(inner.width() - taken, inner.width() // 3)
        before = metrics.elidedText(words[0], Qt.TextElideMode.ElideLeft, room)
        x = inner.left()
        base = inner.top() + (inner.height() + metrics.ascent() - metrics.descent()) // 2
        colour = success(palette) if new else warning(palette)
        for text, marked in ((before, False), (middle, True), (words[2], False)):
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(inner.right() - x, 0))
            width = metrics.horizontalAdvance(shown)
            if marked and not is_picked(option):
                tint = mixed(palette.color(QPalette.ColorRole.Base), colour, 0.22)
                painter.fillRect(x, base - metrics.ascent(), width, metrics.height(), tint)
            font = QFont(option.font)
            font.setStrikeOut(marked and not new)
            font.setUnderline(marked and new)
            painter.setFont(font)
            painter.drawText(x, base, shown)
            x += width

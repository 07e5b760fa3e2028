"""The printed path of an item in a line that is too short for it."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget

from ui.widgets.overrides import guarded
from ui.widgets.rows import RoomyRows

_MIDDLE: Final = Qt.TextElideMode.ElideMiddle
_IN_FILE: Final = re.compile(r"(\S+)(?: (?!\d+\. )[^ （]\S*)* （(.+?)）(?: (.+))?")
"""Ⅱ 特定個人情報ファイルの概要 （資格ファイル） 6. 保管・消去 保管場所: the part, the file, the item."""
_ENDING: Final = "ファイル"
_FOR_FILE: Final = 0.4
"""Of the room, at most so much for the name of the file."""


def elided_place(metrics: QFontMetrics, place: str, room: int) -> str:
    """A place without its middle where there is no room, but with its file: each has the same items."""
    if metrics.horizontalAdvance(place) <= room:
        return place
    found = _IN_FILE.fullmatch(place)
    if found is None:
        return metrics.elidedText(place, _MIDDLE, room)
    part, file, item = found.groups()
    head = f"{part}（{_elided_file(metrics, file, round(room * _FOR_FILE))}）"
    left = room - metrics.horizontalAdvance(head)
    return head + metrics.elidedText(item, _MIDDLE, left) if item and left > 0 else head


def _elided_file(metrics: QFontMetrics, name: str, room: int) -> str:
    """Its last words are what tells it from others: 国民健康保険資格ファイル, 国民健康保険給付ファイル."""
    if metrics.horizontalAdvance(name) <= room:
        return name
    return metrics.elidedText(name.removesuffix(_ENDING), Qt.TextElideMode.ElideLeft, room)


@guarded
class PlaceRows(RoomyRows):
    """Draws places, where the view elides text in the middle, so that their files can be told apart."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        view = self.parent()
        widget = view if isinstance(view, QWidget) else None
        style = widget.style() if widget else QApplication.style()
        if own.textElideMode == _MIDDLE:
            margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, own, widget) + 1
            words = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, own, widget)
            own.text = elided_place(own.fontMetrics, own.text, words.width() - 2 * margin)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, widget)

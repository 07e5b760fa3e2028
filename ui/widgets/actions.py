"""One way to make an action, so that none lacks its icon, its shortcut or its tooltip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.widgets.icons import dress


def make_action(
    parent: QWidget,
    words: str,
    act: Callable[[], object],
    keys: str | QKeySequence.StandardKey | list[str] = "",
    symbol: str = "",
) -> QAction:
    """An action of a window; its shortcut holds in the whole window and stands in its tooltip."""
    action = QAction(words, parent)
    if isinstance(keys, QKeySequence.StandardKey):
        action.setShortcuts(keys)
    elif isinstance(keys, list):
        action.setShortcuts([QKeySequence(key) for key in keys])
    elif keys:
        action.setShortcut(QKeySequence(keys))
    if symbol:
        dress(action, symbol)
    name = plain_words(words)
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setIconText(name)
    action.setToolTip(f"{name} ({shown})" if shown else name)
    action.triggered.connect(lambda _checked=False: act())
    parent.addAction(action)
    return action


def plain_words(words: str) -> str:
    """A menu's words without the mark of its key: ``開く(&O)…`` is ``開く``."""
    head, mark, tail = words.partition("(&")
    if mark:
        words = head + tail[2:]
    return words.replace("&", "").rstrip("….")

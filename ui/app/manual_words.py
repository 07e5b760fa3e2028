"""Resolves the manual's references to actions and submenus into menu paths and keys."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final

from PySide6.QtGui import QKeySequence

from pia_desktop.i18n import _
from pia_desktop.manual import Manual, read_manual
from ui.assessment import actions as of_assessment
from ui.cabinet import actions as of_cabinet
from ui.widgets.actions import Action, Menu, plain_words

_TABLES: Final[dict[str, ModuleType]] = {"a": of_assessment, "c": of_cabinet}


def manual_in_words() -> Manual:
    """The manual with its references resolved."""
    return read_manual().with_words(words_of)


def words_of(window: str, name: str) -> str:
    """「［ファイル］→［印刷］（Ctrl+P）」. Raises KeyError for an unknown one."""
    table = _TABLES[window]
    row: Action[Any] | Menu[Any] = vars(table)[name]
    if isinstance(row, Menu):
        menu = next(menu for menu in table.MENUS if row in menu.rows)
        return _path([menu.words, row.words])
    menu = next(menu for menu in table.MENUS if row in menu.actions())
    steps = [menu.words, *_menu_between(menu, row), row.words]
    words = _path(steps)
    key = QKeySequence.listFromString(row.keys)[0].toString() if row.keys else ""
    return f"{words}（{key}）" if key else words


def _path(steps: list[str]) -> str:
    return "→".join(f"［{plain_words(_(step))}］" for step in steps)


def _menu_between(menu: Menu[Any], row: Action[Any]) -> list[str]:
    """The submenu that contains an action, if any."""
    inner = (one for one in menu.rows if isinstance(one, Menu) and row in one.actions())
    return [] if row in menu.rows else [one.words for one in inner][:1]

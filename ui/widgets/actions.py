"""Actions as data: a window's table says what can be done in it; menus, tool bar and keys are made from that.

A table is menus of ``Action``s.  What they do is a method of the window's commands, and ``Commands.now`` says
which conditions hold: whether an action is offered, seen or ticked follows from these alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Flag
from functools import reduce
from operator import or_
from typing import Generic, Protocol, TypeVar, Union

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QToolBar, QWidget

from pia_desktop.i18n import _
from ui.widgets.icons import dress, icon_size


class Commands(Protocol):
    """What a window's actions do."""

    def now(self) -> Flag:
        """The conditions that hold now."""
        ...


C = TypeVar("C", bound=Commands)
F = TypeVar("F", bound=Flag)


def conditions(found: Mapping[F, bool]) -> F:
    """Those that hold, as one."""
    return reduce(or_, (one for one, holds in found.items() if holds), type(next(iter(found)))(0))


@dataclass(frozen=True, eq=False)
class Action(Generic[C]):
    """A line of the table; ``words``, ``short`` (on a tool bar) and ``tip`` (status line) are message ids.

    ``keys``: as ``QKeySequence.listFromString`` reads them; the first is shown.  It is offered while all
    conditions of ``needs`` hold, seen while all of ``seen`` do, and has the tick that ``checked`` says.
    """

    words: str
    act: Callable[[C], object]
    keys: str = ""
    symbol: str = ""
    short: str = ""
    tip: str = ""
    needs: Flag | None = None
    seen: Flag | None = None
    checked: Flag | None = None


Row = Union[Action[C], "Menu[C]", Callable[[C], Sequence[QAction]], None]
"""An action, a menu in the menu, actions that are made elsewhere, or a line between."""


@dataclass(frozen=True, eq=False)
class Menu(Generic[C]):
    """A menu of the table.

    ``fill`` puts in what is known only when it opens; ``opening`` finds out what is costly to know.
    """

    words: str
    rows: Sequence[Row[C]] = ()
    fill: Callable[[C, QMenu], None] | None = None
    opening: Callable[[C], None] | None = None

    def actions(self) -> Iterator[Action[C]]:
        """Its actions, those of the menus in it too."""
        for row in self.rows:
            if isinstance(row, Menu):
                yield from row.actions()
            elif isinstance(row, Action):
                yield row


class Actions(Generic[C]):
    """The actions of one window or pane, made from its table; ``actions[ROW]`` is Qt's action for a row."""

    def __init__(
        self,
        window: QWidget,
        commands: C,
        menus: Sequence[Menu[C]],
        context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> None:
        self._window = window
        self._commands = commands
        self._menus = menus
        self._context = context
        rows = dict.fromkeys(row for menu in menus for row in menu.actions())  # one may stand in two menus
        self._made = {row: self._make(row) for row in rows}
        self._now: Flag | None = None

    def __getitem__(self, row: Action[C]) -> QAction:
        return self._made[row]

    def __iter__(self) -> Iterator[QAction]:
        """All that are seen now, in the order of the menus."""
        return (action for action in self._made.values() if action.isVisible())

    def refresh(self) -> None:
        """Offer what can be done now."""
        self.offer(self._commands.now())

    def offer(self, now: Flag) -> None:
        """Offer what can be done under these conditions."""
        if now == self._now:  # as after most keys
            return
        self._now = now
        for row, action in self._made.items():
            action.setVisible(row.seen is None or row.seen in now)
            action.setEnabled(action.isVisible() and (row.needs is None or row.needs in now))
            action.setChecked(row.checked is not None and row.checked in now)

    def refused(self, keys: QKeySequence) -> Action[C] | None:
        """The action that these keys mean and that is seen, but not offered now."""
        for row, action in self._made.items():
            if keys in action.shortcuts() and action.isVisible() and not action.isEnabled():
                return row
        return None

    def fill(self, menu: QMenu, rows: Sequence[Row[C]]) -> None:
        """Put rows of the table into a menu."""
        for row in rows:
            if row is None:
                menu.addSeparator()
            elif isinstance(row, Action):
                menu.addAction(self._made[row])
            elif isinstance(row, Menu):
                self._fill_menu(menu.addMenu(_(row.words)), row)
            else:
                menu.addActions(row(self._commands))

    def fill_bar(self, bar: QMenuBar) -> None:
        """Make the menu bar.  A menu of which nothing is seen when the window is made is left out."""
        for menu in self._menus:
            if any(self._made[row].isVisible() for row in menu.actions()):
                self._fill_menu(bar.addMenu(_(menu.words)), menu)

    def tool_bar(self, window: QMainWindow, rows: Sequence[Action[C] | None]) -> QToolBar:
        """Put a tool bar into the window."""
        tools = QToolBar(_("Tools"), window)
        tools.setObjectName("tools")
        tools.setMovable(False)
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tools.setIconSize(icon_size(window.fontMetrics().height()))
        tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for row in rows:
            if row is None:
                tools.addSeparator()
            else:
                tools.addAction(self._made[row])
        tools.toggleViewAction().setText(_("&Tool Bar"))
        window.addToolBar(tools)
        return tools

    def overview(self) -> Sequence[tuple[str, str]]:
        """Every key of an action that is seen, with the action's words."""
        return [(_shown_key(one), plain_words(one.text())) for one in self if one.shortcuts()]

    def _make(self, row: Action[C]) -> QAction:
        action = QAction(_(row.words), self._window)
        if row.keys:
            action.setShortcuts(QKeySequence.listFromString(row.keys))
        action.setShortcutContext(self._context)
        action.setCheckable(row.checked is not None)
        name = plain_words(action.text())
        key = _shown_key(action)
        action.setIconText(_(row.short) if row.short else name)
        action.setToolTip(f"{name} ({key})" if key else name)
        action.setStatusTip(_(row.tip) if row.tip else "")
        if row.symbol:
            dress(action, row.symbol)
        action.triggered.connect(lambda _checked=False: self._do(row))
        self._window.addAction(action)
        return action

    def _do(self, row: Action[C]) -> None:
        row.act(self._commands)
        if row.checked is not None:  # Qt has ticked it by itself
            self._made[row].setChecked(self._now is not None and row.checked in self._now)

    def _fill_menu(self, made: QMenu, menu: Menu[C]) -> None:
        self.fill(made, menu.rows)
        made.aboutToShow.connect(lambda: self._open(made, menu))

    def _open(self, made: QMenu, menu: Menu[C]) -> None:
        if menu.fill is not None:
            made.clear()
            menu.fill(self._commands, made)
        if menu.opening is not None:
            menu.opening(self._commands)
        self.refresh()


def _shown_key(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def plain_words(words: str) -> str:
    """A menu's words without the mark of its key: ``開く(&O)…`` is ``開く``."""
    head, mark, tail = words.partition("(&")
    if mark:
        words = head + tail[2:]
    return words.replace("&", "").rstrip("….")

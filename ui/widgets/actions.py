"""Actions as data: menus, tool bars and shortcuts are built from one table per window.

A table is a list of menus of ``Action``s.  Each calls a method of the window's commands; ``Commands.now``
returns the conditions that hold, which alone decide whether an action is enabled, visible and checked.

No other module creates menus or shortcuts (``tests/ui/test_house.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Flag
from functools import partial, reduce
from operator import or_
from typing import Final, Generic, Protocol, TypeVar, Union

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QMenu,
    QMenuBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from ui.widgets.icons import icon_size, set_icon
from ui.widgets.one_click import OneClick
from ui.widgets.plain_text import caption

_QT_EXTENSION: Final = "qt_toolbar_ext_button"
_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


class Commands(Protocol):
    """The commands that a window's actions call."""

    def now(self) -> Flag:
        """The conditions that hold now."""


class _Always(Flag):
    """The absence of conditions."""

    NONE = 0


class Unconditional:
    """Base of ``Commands`` whose actions are always enabled."""

    def now(self) -> Flag:
        """No conditions."""
        return _Always.NONE


C = TypeVar("C", bound=Commands)
F = TypeVar("F", bound=Flag)


def conditions(found: Mapping[F, bool]) -> F:
    """The conditions whose value is true, combined."""
    return reduce(or_, (one for one, holds in found.items() if holds), type(next(iter(found)))(0))


@dataclass(frozen=True, eq=False)
class Action(Generic[C]):
    """A line of the table; ``words`` and ``short`` (for tool bars) are message ids.

    ``keys``: as for ``QKeySequence.listFromString``; the first is displayed.  ``shown_key``: a key that the
    focused field handles itself; it is only displayed.  An action is enabled while all conditions of
    ``needs`` hold, visible while all of ``seen`` do, and checked while ``checked`` holds.  A key that is
    held down acts once, unless the action ``repeats``: it only goes on, or is undone by the same few keys.
    """

    words: str
    act: Callable[[C], object]
    keys: str = ""
    symbol: str = ""
    short: str = ""
    shown_key: QKeySequence.StandardKey | None = None
    needs: Flag | None = None
    seen: Flag | None = None
    checked: Flag | None = None
    repeats: bool = False

    def shown(self, now: Flag) -> bool:
        """Whether it is visible under these conditions."""
        return self.seen is None or self.seen in now

    def offered(self, now: Flag) -> bool:
        """Whether it is visible and enabled under these conditions."""
        return self.shown(now) and (self.needs is None or self.needs in now)


@dataclass(frozen=True)
class MenuEntry:
    """An entry for existing data: ``words`` are displayed as they are; ``checked`` is its tick."""

    words: str
    act: Callable[[], object]
    symbol: str = ""
    enabled: bool = True
    checked: bool | None = None


@dataclass(frozen=True, eq=False)
class MenuEntries(Generic[C]):
    """Entries computed when the menu opens, followed by a separator; ``none`` (message id) is shown if there
    are none.
    """

    find: Callable[[C], Sequence[MenuEntry]]
    none: str = ""


Row = Union[Action[C], MenuEntries[C], "Menu[C]", Callable[[C], Sequence[QAction]], None]
"""An action, what is there, a menu in the menu, actions of another table, or a line between."""


@dataclass(frozen=True, eq=False)
class Menu(Generic[C]):
    """A menu of the table; ``opening`` is called before it is shown, for costly conditions."""

    words: str
    rows: Sequence[Row[C]] = ()
    opening: Callable[[C], None] | None = None

    def actions(self) -> Iterator[Action[C]]:
        """Its actions, including those of submenus."""
        for row in self.rows:
            if isinstance(row, Menu):
                yield from row.actions()
            elif isinstance(row, Action):
                yield row


class Actions(Generic[C]):
    """The QActions of one window or pane, built from its table; ``actions[ROW]`` is the QAction of a row."""

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
        rows = dict.fromkeys(row for menu in menus for row in menu.actions())  # an action may be in two menus
        self._made = {row: self._make(row) for row in rows}
        self._now: Flag | None = None

    def __getitem__(self, row: Action[C]) -> QAction:
        return self._made[row]

    def __iter__(self) -> Iterator[QAction]:
        """All visible QActions, in menu order."""
        return (action for action in self._made.values() if action.isVisible())

    def refresh(self) -> None:
        self.offer(self._commands.now())

    def offer(self, now: Flag) -> None:
        """Enable actions according to these conditions."""
        if now == self._now:  # the usual case after a key press
            return
        self._now = now
        for row, action in self._made.items():
            action.setVisible(row.shown(now))
            action.setEnabled(row.offered(now))
            action.setChecked(row.checked is not None and row.checked in now)

    def refused(self, keys: QKeySequence) -> Action[C] | None:
        """The visible but disabled action with this shortcut."""
        for row, action in self._made.items():
            if keys in action.shortcuts() and action.isVisible() and not action.isEnabled():
                return row
        return None

    def fill(self, menu: QMenu, rows: Sequence[Row[C]]) -> None:
        """Add rows of the table to a menu."""
        for row in rows:
            if row is None:
                menu.addSeparator()
            elif isinstance(row, Action):
                menu.addAction(self._made[row])
            elif isinstance(row, MenuEntries):
                self._fill_entries(menu, row)
            elif isinstance(row, Menu):
                self._fill_menu(menu.addMenu(_(row.words)), row)
            else:
                menu.addActions(row(self._commands))
        menu.aboutToShow.connect(partial(give_room, menu))
        menu.aboutToShow.connect(lambda: name_menu(menu, QApplication.focusWidget()))

    def menu(self, table: Menu[C]) -> QMenu:
        """A persistent menu of the table, for a button."""
        made = QMenu(self._window)
        self._fill_menu(made, table)
        return made

    def popup(self, at: QPoint, rows: Sequence[Row[C]]) -> QMenu:
        """Show rows as a context menu at a screen position; deleted on closing."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.refresh()
        self.fill(menu, rows)
        name_menu(menu, _focused_at(at))
        menu.popup(at)
        return menu

    def fill_bar(self, bar: QMenuBar) -> None:
        """Fill the menu bar.  Menus without visible actions at this time are left out."""
        for menu in self._menus:
            if any(self._made[row].isVisible() for row in menu.actions()):
                self._fill_menu(bar.addMenu(_(menu.words)), menu)

    def tool_bar(self, window: QMainWindow, rows: Sequence[Action[C] | None]) -> QToolBar:
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
        once = OneClick(tools)
        for row in filter(None, rows):
            if not row.repeats:
                tools.widgetForAction(self._made[row]).installEventFilter(once)
        for more in tools.findChildren(QToolButton, _QT_EXTENSION):
            more.setAccessibleName(_("More tools"))
            set_icon(more, "right")  # Qt's own sign is black, on whatever ground
        return tools

    def overview(self) -> Sequence[tuple[str, str]]:
        """The shortcuts of all visible actions, with the actions' names."""
        return [(_shown_key(one), plain_words(one.text())) for one in self if one.shortcuts()]

    def _make(self, row: Action[C]) -> QAction:
        action = QAction(_(row.words), self._window)
        if row.keys:
            action.setShortcuts(QKeySequence.listFromString(row.keys))
        action.setAutoRepeat(row.repeats)
        action.setShortcutContext(self._context)
        action.setCheckable(row.checked is not None)
        name = plain_words(action.text())
        key = _shown_key(action)
        action.setIconText(_(row.short) if row.short else name)
        action.setToolTip(f"{name} ({key})" if key else name)
        if row.shown_key is not None:
            action.setText(f"{action.text()}\t{QKeySequence(row.shown_key).toString(_NATIVE)}")
        if row.symbol:
            set_icon(action, row.symbol)
        action.triggered.connect(lambda _checked=False: self._do(row))
        if row.keys:
            self._window.addAction(action)
        return action

    def _do(self, row: Action[C]) -> None:
        now = self._commands.now()
        if not row.offered(now):  # what a menu was opened for can be gone when it is chosen
            self.offer(now)
            return
        row.act(self._commands)
        if row.checked is not None:  # Qt has toggled it already
            self.refresh()
            self._made[row].setChecked(self._now is not None and row.checked in self._now)

    def _fill_menu(self, made: QMenu, menu: Menu[C]) -> None:
        made.aboutToShow.connect(lambda: self._open(menu))
        self.fill(made, menu.rows)

    def _fill_entries(self, menu: QMenu, row: MenuEntries[C]) -> None:
        line = menu.addSeparator()
        shown: list[QAction] = []

        def fill() -> None:
            for old in shown:
                menu.removeAction(old)
                old.deleteLater()
            found = row.find(self._commands)
            if not found and row.none:
                found = [MenuEntry(_(row.none), lambda: None, enabled=False)]
            shown[:] = [_made_entry(menu, one) for one in found]
            menu.insertActions(line, shown)

        menu.aboutToShow.connect(fill)

    def _open(self, menu: Menu[C]) -> None:
        if menu.opening is not None:
            menu.opening(self._commands)
        self.refresh()


def give_room(menu: QMenu) -> None:
    """Widen a menu a little: Qt shortens its longest entry, where none has a key, by counting the & of its
    access key.
    """
    menu.setMinimumWidth(0)
    menu.setMinimumWidth(menu.sizeHint().width() + menu.fontMetrics().horizontalAdvance("&"))


def name_menu(menu: QMenu, at: QWidget | None) -> None:
    """Have a menu without a title announced by what it is opened at; Qt would say the program's name."""
    if menu.title() or menu.accessibleName():
        return
    while at is not None and not _name(at):
        at = at.parentWidget()
    menu.setAccessibleName(_("Menu of {what}").format(what=_name(at)) if at else _("Menu"))


def _focused_at(at: QPoint) -> QWidget | None:
    """The widget with the focus, if that is where a menu opens: a click may be elsewhere."""
    focus = QApplication.focusWidget()
    return focus if focus is not None and focus.rect().contains(focus.mapFromGlobal(at)) else None


def _name(widget: QWidget) -> str:
    words = plain_words(widget.text()) if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words


def offer_entries(menu: QMenu, entries: Sequence[MenuEntry]) -> None:
    """Fill a button's menu with these entries only."""
    menu.clear()
    name_menu(menu, menu.parentWidget())
    menu.addActions([_made_entry(menu, one) for one in entries])


def _made_entry(menu: QMenu, entry: MenuEntry) -> QAction:
    action = QAction(caption(entry.words), menu)
    if entry.symbol:
        set_icon(action, entry.symbol)
    action.setEnabled(entry.enabled)
    action.setCheckable(entry.checked is not None)
    action.setChecked(entry.checked is True)
    action.triggered.connect(lambda _checked=False: entry.act())
    return action


def _shown_key(action: QAction) -> str:
    return action.shortcut().toString(_NATIVE)


def plain_words(words: str) -> str:
    """Menu text without mnemonic and ellipsis: ``開く(&O)…`` becomes ``開く``."""
    head, mark, tail = words.partition("(&")
    if mark:
        words = head + tail[2:]
    return words.replace("&", "").rstrip("….")

"""Contains exceptions in overridden Qt methods, so that the window survives them.

PySide passes an exception that leaves an override to C++ code that cannot handle it; some crash the process
(SIGSEGV), others surface in unrelated Python code.  Therefore every class that overrides Qt methods is
decorated with ``guarded``; a test finds classes without it.  Caught exceptions are reported like any other
bug, and Qt gets a harmless return value.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any, Final, TypeVar

from PySide6.QtCore import QMimeData, QModelIndex, QSize, Qt
from PySide6.QtGui import QPixmap

_Class = TypeVar("_Class", bound=type)

HARMLESS: Final[dict[str, Callable[[], object]]] = {
    "actualSize": QSize,
    "canInsertFromMimeData": lambda: False,
    "clone": lambda: None,
    "columnCount": lambda: 0,
    "createEditor": lambda: None,  # no editor: the cell is unchanged
    "createMimeDataFromSelection": QMimeData,
    "data": lambda: None,
    "dropMimeData": lambda: False,
    "editorEvent": lambda: False,
    "event": lambda: True,  # accepted: a half-handled event must not go to the parent
    "eventFilter": lambda: False,
    "filterAcceptsRow": lambda: True,  # better to show a row too many than to hide one
    "flags": lambda: Qt.ItemFlag.NoItemFlags,
    "focusNextPrevChild": lambda: False,
    "headerData": lambda: None,
    "id": lambda: -1,
    "index": QModelIndex,
    "isEmpty": lambda: False,
    "mergeWith": lambda: False,
    "mimeData": QMimeData,
    "mimeTypes": list,
    "minimumSizeHint": QSize,
    "parent": QModelIndex,
    "pixelMetric": lambda: 0,
    "pixmap": QPixmap,
    "rowCount": lambda: 0,
    "setData": lambda: False,
    "sizeHint": QSize,
    "tabSizeHint": QSize,
    "translate": lambda: None,
}
"""Return values for Qt when an override has failed; other overrides return nothing."""


def guarded(cls: _Class) -> _Class:
    """Class decorator: no exception leaves an override of a Qt method."""
    for name in overrides_of(cls):
        setattr(cls, name, _guard(name, vars(cls)[name]))
    return cls


def overrides_of(cls: type) -> list[str]:
    """Names of methods that a class defines and one of its Qt bases has."""
    bases = [base for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    return [
        name
        for name, member in vars(cls).items()
        if isinstance(member, FunctionType)
        and not name.startswith("__")
        and any(hasattr(base, name) for base in bases)
    ]


def _guard(name: str, override: FunctionType) -> Callable[..., Any]:
    """Wrap an override, keeping its number of parameters if small: signals inspect that of slots."""
    harmless = HARMLESS.get(name)
    code = override.__code__
    plain = not override.__defaults__ and not code.co_flags & 0x0C and not code.co_kwonlyargcount

    def failed() -> object:
        sys.excepthook(*sys.exc_info())
        return harmless() if harmless else None

    def alone(self: object) -> object:
        try:
            return override(self)
        except BaseException:  # noqa: BLE001 (whatever it is, Qt must not see it)
            return failed()

    def with_one(self: object, one: object) -> object:
        try:
            return override(self, one)
        except BaseException:  # noqa: BLE001
            return failed()

    def with_any(*args: object, **named: object) -> object:
        try:
            return override(*args, **named)
        except BaseException:  # noqa: BLE001
            return failed()

    shapes: dict[int, Callable[..., object]] = {1: alone, 2: with_one}
    shape = shapes.get(code.co_argcount, with_any) if plain else with_any
    guard = functools.wraps(override)(shape)
    guard.__dict__["guarded"] = True
    return guard

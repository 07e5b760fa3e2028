"""What Qt calls may fail, and the window goes on.

PySide hands an exception that leaves an override to C++ code that knows nothing of it; some kinds of it end
the process there (SIGSEGV), others arrive in whatever Python code runs next.  So none may leave one:
``guarded`` stands at every class that overrides something of Qt, and a law test looks for classes without it.
What was caught is reported like any other fault of the program, and Qt gets an answer that does no harm.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any, Final, TypeVar

from PySide6.QtCore import QMimeData, QModelIndex, QSize, Qt

_Class = TypeVar("_Class", bound=type)

HARMLESS: Final[dict[str, Callable[[], object]]] = {
    "canInsertFromMimeData": lambda: False,
    "columnCount": lambda: 0,
    "createEditor": lambda: None,  # no editor: the cell stays as it is
    "createMimeDataFromSelection": QMimeData,
    "data": lambda: None,
    "dropMimeData": lambda: False,
    "editorEvent": lambda: False,
    "event": lambda: True,  # seen to: it must not go on to the parent, half done
    "eventFilter": lambda: False,
    "filterAcceptsRow": lambda: True,  # better a row too many than one that nobody sees
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
    "rowCount": lambda: 0,
    "setData": lambda: False,
    "sizeHint": QSize,
    "translate": lambda: None,
}
"""What Qt is told where an override that answers something has failed; the others answer nothing."""


def guarded(cls: _Class) -> _Class:
    """Let no exception leave what a class overrides of Qt's classes."""
    for name in overrides_of(cls):
        setattr(cls, name, _guard(name, vars(cls)[name]))
    return cls


def overrides_of(cls: type) -> list[str]:
    """The methods that a class defines itself and that a Qt class among its bases knows."""
    bases = [base for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    return [
        name
        for name, member in vars(cls).items()
        if isinstance(member, FunctionType)
        and not name.startswith("__")
        and any(hasattr(base, name) for base in bases)
    ]


def _guard(name: str, override: FunctionType) -> Callable[..., Any]:
    """As many parameters as the method itself where there are few: a signal looks how many a slot takes."""
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

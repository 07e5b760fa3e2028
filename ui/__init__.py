"""The user interface: Qt, and only what concerns display and input.

Importing PySide6 replaces ``__import__``, so that modules may say ``from __feature__ import snake_case``; to
find those that do, it reads the source of every module that is imported later.  No module here does, and
reading the sources of some 200 takes a fifteenth of the program's start.  The ``__import__`` of before is put
back.
"""

import builtins

_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import

"""File names made of arbitrary text: valid on Windows and Linux, and not too long."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Final
from unicodedata import category

from PySide6.QtCore import QTextBoundaryFinder

from pia_desktop.patterns import pattern

JSON_KINDS: Final = "JSON (*.json)"

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that file names must not contain: a bidirectional control turns ``fdp.exe`` into
``exe.pdf``.
"""

_MOST: Final = 100
"""Maximum characters.  Windows allows 255 UTF-16 units, but only 260 for the whole path."""

_MOST_BYTES: Final = 220
"""Maximum bytes in UTF-8.  Linux allows 255; the difference is for a suffix, a number such as ``(2)``, and
what SQLite appends to the name of a cabinet (``-journal``).
"""

_TAIL: Final = pattern(r"(?:（[^（）]{1,20}）| ?\([^()]{1,20}\))?(?:\.[A-Za-z]{2,5})?$")
"""The end of a long name that is kept: the recipient in brackets, and the suffix."""


def file_name(words: str) -> str:
    """Text as a file name valid on Windows and Linux, without bidirectional control characters."""
    clean = "".join("_" if char in '\\/:*?"<>|' or category(char) in _UNSEEN else char for char in words)
    clean = clean.strip(" .")
    if not _fits(clean, _MOST, _MOST_BYTES):
        clean = _shortened(clean)
    clean = clean or "_"
    return f"_{clean}" if PureWindowsPath(clean).is_reserved() else clean


def free_path(folder: Path, name: str, suffix: str, taken: set[Path]) -> Path:
    """A path that neither exists nor is in ``taken`` (ignoring case); it is added to ``taken``."""
    clean = file_name(name)
    path, again = folder / f"{clean}{suffix}", 2
    while path.exists() or Path(str(path).casefold()) in taken:
        path, again = folder / f"{clean} ({again}){suffix}", again + 1
    taken.add(Path(str(path).casefold()))
    return path


def _shortened(name: str) -> str:
    """Shorten a long name before its suffix."""
    found = _TAIL.search(name)
    tail = found[0] if found is not None else ""
    head = _beginning(name.removesuffix(tail), _MOST - len(tail), _MOST_BYTES - len(tail.encode()))
    return f"{head.rstrip(' .')}{tail}"


def _beginning(text: str, most: int, most_bytes: int) -> str:
    """As much of a text as fits, without splitting a character from its combining marks."""
    text = text[: most + 1]
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    units, kept = text.encode("utf-16-le"), ""
    while (place := finder.toNextBoundary()) != -1:
        longer = units[: 2 * place].decode("utf-16-le")
        if not _fits(longer, most, most_bytes):
            break
        kept = longer
    return kept or text[:1]  # more combining marks on the first character than a name can hold


def _fits(text: str, most: int, most_bytes: int) -> bool:
    return len(text) <= most and len(text.encode()) <= most_bytes

"""File name filters, and paths that do not overwrite anything."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ui.widgets.file_names import file_name

JSON_KINDS: Final = "JSON (*.json)"


def free_path(folder: Path, name: str, suffix: str, taken: set[Path]) -> Path:
    """A path that neither exists nor is in ``taken`` (ignoring case); it is added to ``taken``."""
    clean = file_name(name)
    path, again = folder / f"{clean}{suffix}", 2
    while path.exists() or Path(str(path).casefold()) in taken:
        path, again = folder / f"{clean} ({again}){suffix}", again + 1
    taken.add(Path(str(path).casefold()))
    return path

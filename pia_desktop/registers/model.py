"""A register as data: its columns, and the items of each form that fill them."""

from __future__ import annotations

from collections.abc import Mapping

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import language


@dataclass(frozen=True, slots=True)
class Title:
    """A title in both languages; documents always use ``ja``."""

    ja: str
    en: str

    @property
    def shown(self) -> str:
        """The title in the current language."""
        return self.en if language() == "en" else self.ja


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``share`` is its relative width."""

    id: str
    title: Title
    share: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Items of a form by column, in column order.

    There is one row per node (assessment, file, entry) of the first item; other items are in that node or
    above.  ``lines``: one row per line of the first item.
    """

    form: str
    cells: Mapping[str, str]
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register; its first column names the subject of a row."""

    id: str
    title: Title
    columns: tuple[Column, ...]
    feeds: tuple[Feed, ...]

    @property
    def item_ids(self) -> frozenset[str]:
        """All items that fill it."""
        return frozenset(item for feed in self.feeds for item in feed.cells.values())

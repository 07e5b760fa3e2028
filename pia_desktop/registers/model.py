"""A register as data: its columns, and the items of each form that feed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pia_desktop.i18n import language


@dataclass(frozen=True, slots=True)
class Title:
    """Words of a register in the languages of the screen; papers use ``ja`` whatever that is."""

    ja: str
    en: str

    @property
    def shown(self) -> str:
        """The words in the language in use."""
        return self.en if language() == "en" else self.ja


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``share`` is its part of the width."""

    id: str
    title: Title
    share: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Items of a form by the columns that they fill, in the order of the columns.

    A row stands for each node (assessment, file, entry) that the first item stands in; other items stand in
    the same node or in one above.  ``lines``: each line of the first item is a row of its own.
    """

    form: str
    cells: Mapping[str, str]
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register; its first column names what a row is about."""

    id: str
    title: Title
    columns: tuple[Column, ...]
    feeds: tuple[Feed, ...]

    @property
    def item_ids(self) -> frozenset[str]:
        """Every item that feeds it."""
        return frozenset(item for feed in self.feeds for item in feed.cells.values())

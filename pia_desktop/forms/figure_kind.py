"""The kind of items that hold a run: passages, pictures and tables in any order."""

from __future__ import annotations

from typing import ClassVar, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import Kind, KindFault, kept_text, read_text
from pia_desktop.forms.values import DataTable, Figure, Picture, RunBlock, Value
from pia_desktop.i18n import _

MAX_BLOCKS: Final = 1_000
"""Passages, pictures and tables of one run."""

MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 20
"""Of a table in a run: what can be read on a page lying sideways."""


def block_words(block: RunBlock) -> str:
    """The text of a block."""
    match block:
        case Picture():
            return f"［図］{block.caption}"
        case DataTable():
            return "\n".join("\t".join(row) for row in block.rows)
        case _:
            return block


@dataclass(frozen=True, slots=True)
class FigureKind(Kind):
    """A run of text and pictures, optionally ``tables`` too.

    In the interchange format anything but plain text is handled by ``exchange``, which has the pictures'
    bytes.
    """

    name: ClassVar[str] = "figure"
    tables: bool = False

    def parse(self, raw: object) -> Value | None:
        words = read_text(raw)
        return Figure.of(words) if words else None

    def dump(self, value: Value) -> object:
        return self._figure(value).text

    def format(self, value: Value) -> str:
        return "\n".join(map(block_words, self._figure(value).blocks)).strip("\n")

    def validate(self, value: Value) -> None:
        figure = self._figure(value)
        if figure.empty:
            raise KindFault(_("A figure without pictures and words is kept as no answer."))
        if len(figure.blocks) > MAX_BLOCKS:
            raise KindFault(
                _("There are {count:,} passages, pictures and tables; at most {limit:,} fit.").format(
                    count=len(figure.blocks), limit=MAX_BLOCKS
                )
            )
        for table in figure.tables:
            self._check_table(table)
        cells = (words for table in figure.tables for row in table.rows for words in row)
        for words in (*figure.passages, *(picture.caption for picture in figure.pictures), *cells):
            if words and kept_text(words) != words:
                raise KindFault(_("The text is not in the form the program keeps."))

    def _check_table(self, table: DataTable) -> None:
        if not self.tables:
            raise KindFault(_("A table can stand in a 別紙 only, not in this item."))
        if not table.columns or any(len(row) != table.columns for row in table.rows):
            raise KindFault(_("A table needs at least one cell, and as many in each row."))
        if table.columns > MAX_COLUMNS or len(table.rows) > MAX_ROWS:
            raise KindFault(
                _("A table has at most {limit:,} rows of {most} cells.").format(
                    limit=MAX_ROWS, most=MAX_COLUMNS
                )
            )

    @staticmethod
    def _figure(value: Value) -> Figure:
        if not isinstance(value, Figure):
            raise KindFault(_("Pictures and text are expected here."))
        return value

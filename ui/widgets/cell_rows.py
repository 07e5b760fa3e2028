"""Models of lists whose rows are drawn as one, but are several cells where they are copied."""

from __future__ import annotations


class CellRows:
    """Mixin of such a model."""

    def cell_columns(self) -> tuple[tuple[str, int], ...]:
        """Headings of the cells, with relative widths on paper."""
        raise NotImplementedError

    def cells(self, row: int) -> tuple[str, ...] | None:
        """The cells of a row; None for one that is no row of the list, but a heading in it."""
        raise NotImplementedError

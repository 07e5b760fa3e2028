"""Elements of the structure tree, and their PDF objects (ISO 32000-1, 14.7.2 and 14.8.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from pia_desktop.dataclass import dataclass


@dataclass(slots=True, eq=False)
class Element:
    """A structure element; ``kids`` are elements, (page, MCID) pairs, or object numbers of annotations.

    ``number``: its own object number, once it is known to be kept.
    """

    kind: str
    parent: Element | None
    number: int = 0
    kids: list[Element | tuple[int, int] | int] = field(default_factory=list)
    entries: str = ""
    attributes: str = ""
    columns: int = 1
    rows: int = 1
    x: float = 0.0
    spanning: bool = False


@dataclass(slots=True)
class TableElement:
    """A table being built: rows with the number of spanning cells beside each, and these cells.

    ``has_columns``: there are column headers; ``has_answers``: there are cells below them.
    """

    element: Element
    has_columns: bool = False
    has_answers: bool = False
    rows: list[tuple[Element, int]] = field(default_factory=list)
    spans: list[Element] = field(default_factory=list)

    def complete(self) -> None:
        """Set column spans so that all rows have the same width."""
        for span in self.spans:
            if span.parent is None and self.rows:  # its text fitted only beside an earlier row
                span.parent = self.rows[-1][0]
                span.parent.kids.append(span)
        columns = 0
        rows = []
        for row, depth in self.rows:
            cells = sorted((kid for kid in row.kids if isinstance(kid, Element)), key=_left)
            row.kids = list(cells)
            own = [cell for cell in cells if not cell.spanning]
            rows.append((own, depth))
            columns = max(columns, depth + len(own))
        for own, depth in rows:
            if own:
                own[0].columns = max(1, columns - depth - len(own) + 1)


def _left(cell: Element) -> float:
    return cell.x


def written(element: Element, root: int) -> str:
    """The dictionary of an element; ``root``: object number of the parent of the topmost."""
    parent = element.parent.number if element.parent is not None else root
    body = f"<</S/{element.kind}/P {parent} 0 R{element.entries}"
    attributes = element.attributes
    if element.columns > 1 or element.rows > 1:
        attributes = attributes or "/O/Table"
        attributes += f"/ColSpan {element.columns}" if element.columns > 1 else ""
        attributes += f"/RowSpan {element.rows}" if element.rows > 1 else ""
    if attributes:
        body += f"/A<<{attributes}>>"
    kids = element.kids
    if len(kids) == 1 and isinstance(kids[0], tuple):  # most elements are one piece on one page
        home, mark = kids[0]
        body += f"/Pg {home} 0 R/K {mark}"
    elif kids:
        home = next((kid[0] for kid in kids if isinstance(kid, tuple)), 0)
        body += f"/Pg {home} 0 R" if home else ""
        listed = " ".join([_kid(kid, home) for kid in kids])
        body += f"/K {listed}" if len(kids) == 1 else f"/K[{listed}]"
    return body + ">>"


def _kid(kid: Element | tuple[int, int] | int, home: int) -> str:
    match kid:
        case Element():
            return f"{kid.number} 0 R"
        case (page, mark):
            return str(mark) if page == home else f"<</Type/MCR/Pg {page} 0 R/MCID {mark}>>"
        case _:
            return f"<</Type/OBJR/Obj {kid} 0 R>>"


def references(elements: Iterable[Element]) -> str:
    """References to elements."""
    return " ".join([f"{element.number} 0 R" for element in elements])

"""What a sheet shows beside its cells: text boxes, comments, heads of its pages, check boxes upon them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from posixpath import basename
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.cells import Box, Cell, Reason, Sheet
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.parts import held_by
from pia_desktop.intake.fronts.sheetcontrols import Shape, controls_of, linked, middle_row
from pia_desktop.intake.fronts.sheetdrawn import anchored, drawn_shapes, is_fallback
from pia_desktop.intake.fronts.sheetlook import Look, place_of
from pia_desktop.intake.told import told_once
from pia_desktop.intake.words import is_page_number

if TYPE_CHECKING:
    from lxml.etree import _Element

TICKED, EMPTY = "☑", "□"
_PAGE: Final = re.compile("&[PN]")
_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f+-]{5,6}|[0-9]{1,3}|[A-Za-z&])')


class Beside:
    """The words of one sheet that stand in no cell."""

    def __init__(self, archive: Archive, part: str, look: Look, sheet: Sheet, first_row: int) -> None:
        self.archive, self.part, self.sheet, self.first_row = archive, part, sheet, first_row
        self.related = archive.relations(part)
        drawing = self.related.get(look.drawing or "")
        self.shapes = list(_shapes(archive.xml(drawing))) if drawing in archive.names and drawing else []
        self.controls = list(controls_of(archive, look, self.related, self.shapes))
        self.look, self.drawing = look, drawing
        self.told: set[str] = set()
        """Parts that a cell of its own tells."""

    def drawn(self) -> Iterator[Cell]:
        """Shapes without words, those that are alike once; charts, diagrams, pictures that lie elsewhere."""
        if not self.drawing or self.drawing not in self.archive.names:
            return
        controls = {one.shape.number for one in self.controls} | {one[0] for one in self.look.controls}
        parts = self.archive.relations(self.drawing)
        found: list[tuple[Hashable, Cell]] = []
        for place, one in enumerate(drawn_shapes(self.archive.xml(self.drawing), controls)):
            targets = [parts[key] for key in one.relations if parts.get(key) in self.archive.names]
            self.told.update(targets)
            words = "".join(held_by(self.archive, part) or "" for part in targets)
            alike = (one.words, one.alike) if one.alike else place
            found.append((alike, self._cell(words or one.words, one.box)))
        yield from told_once(found)

    def words(self) -> Iterator[Cell]:
        """Text boxes, comments, heads of pages, controls that cannot be read, each as a cell at its place."""
        boxes = {one.shape.number for one in self.controls if one.is_box}
        for shape in self.shapes:
            if shape.number not in boxes:
                yield self._cell(shape.words, shape.box)
        for one in self.controls:
            if not one.is_box:
                yield self._cell(f"［{one.name}］", one.shape.box)
        for target in self.related.values():
            if basename(target).startswith(("comments", "threadedComment")) and target in self.archive.names:
                yield from self._comments(self.archive.xml(target))
        for head in self.look.heads:
            words = " ".join(_CODE.sub(" ", head).split())
            if words and not is_page_number(_CODE.sub("", _PAGE.sub("1", head))):
                yield self._cell(words, Box(0, 0, 1, 1))

    def with_controls(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells, and among them each check box with its words; not those that repeat how one is set."""
        repeating = linked(self.controls, self.sheet.name)
        found = [cell for cell in cells if (int(cell.box.top), int(cell.box.left)) not in repeating]
        own = {id(cell) for cell in cells}
        for one in self.controls:
            if one.is_box:
                box = replace(
                    one.shape.box, top=one.shape.row, bottom=max(one.shape.box.bottom, one.shape.row + 1)
                )
                cell = self._cell((EMPTY if one.ticked is False else TICKED) + one.shape.words, box)
                unsure = {Reason.MARK_UNCLEAR} if one.ticked is None else set()
                found.append(replace(cell, doubts=cell.doubts | unsure))
        return sorted(found, key=lambda cell: (cell.row, cell.box.left, id(cell) in own))

    def _comments(self, comments: _Element) -> Iterator[Cell]:
        for comment in comments.iter("{*}comment", "{*}threadedComment"):
            row, column = place_of(comment.get("ref", "")) or (0, 0)
            words = "".join(one.text or "" for one in comment.iter("{*}t", "{*}text") if len(one) == 0)
            yield self._cell(words, Box(column, row, column + 1, row + 1))

    def _cell(self, words: str, box: Box) -> Cell:
        doubts = frozenset({Reason.HIDDEN} if self.sheet.hidden else ())
        return Cell(words, self.sheet, box, self.first_row + int(box.top), doubts, boxed=True)


def _shapes(drawing: _Element) -> Iterator[Shape]:
    """The shapes of a drawing; one without words may be a check box."""
    for anchor in drawing:
        box, rows = anchored(anchor)
        for shape in anchor.iter("{*}sp"):
            if is_fallback(shape):
                continue
            named = next(shape.iter("{*}cNvPr"), None)
            lines = ("".join(t.text or "" for t in line.iter("{*}t")) for line in shape.iter("{*}p"))
            row = middle_row(*rows)
            yield Shape("" if named is None else named.get("id", ""), "\n".join(lines), box, row)

"""Flows rows onto pages: splits at lines, closes boxes at page ends, keeps headings with their rows.

Every row and line is visited once, so the cost is proportional to the contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.paper.blocks import Block, HeadingRow, Level, Mark, PageStart, Space, Title
from pia_desktop.paper.flowed_page import Change, FlowedPage, Start
from pia_desktop.paper.layout import Rect, Tag
from pia_desktop.paper.rows import MeasuredRow, MeasuredStrip, all_but_last
from pia_desktop.paper.sheet import HAIR, Sheet
from pia_desktop.paper.style import BOTTOM, PAD_Y, TOP, WHOLE_HEIGHT, Style
from pia_desktop.paper.text import Setter

_WHOLE_GROUP: Final = 160.0
"""The rows beside a spanning label stay together up to this height."""


def _depth(block: Block) -> int:
    """Nesting of repeated rows above: column headings, a heading, an inner heading."""
    if not isinstance(block, HeadingRow):
        return 0
    return 1 if block.level is Level.SECTION else 2


class Paginator:
    """Fills the pages of one stretch; ``rows`` parallel the blocks, None for non-rows.

    With the pages ``before`` a ``change``, only pages that it may affect are filled again: earlier pages are
    reused if they did not examine changed rows, later ones from where a page begins in the same way.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        rows: Sequence[MeasuredRow | None],
        style: Style,
        before: Sequence[FlowedPage] = (),
        change: Change | None = None,
    ) -> None:
        self.pages: list[FlowedPage] = []
        self._blocks = blocks
        self._rows = rows
        self._style = style
        self._setter = Setter(style)
        self._sheet: Sheet | None = None
        self._landscape = any(isinstance(block, PageStart) and block.landscape for block in blocks[:1])
        self._repeated: tuple[MeasuredRow, ...] = ()
        self._strip_done: dict[NodePath, int] = {}
        self._seen = 0
        self._start = Start(0)
        self._before = before
        self._shift = 0
        self._behind: dict[int, list[int]] = {}
        self._joined = False
        self._anchors: dict[NodePath, list[Rect]] = {}
        self._outline: list[tuple[str, int, float]] = []
        self._overflows: list[NodePath] = []
        if change is not None:
            self._take_over(change)

    def _take_over(self, change: Change) -> None:
        """Reuse the pages before a change, and index those after it by their first row."""
        for page in self._before:
            if page.seen >= change.first:
                self._start = page.start
                break
            self.pages.append(page)
            self._seen = page.seen
        self._shift = change.new_end - change.old_end
        for number, page in enumerate(self._before):
            if page.start.number >= change.old_end:
                self._behind.setdefault(page.start.number + self._shift, []).append(number)
        self._repeated, self._strip_done = self._start.repeated, dict(self._start.strips)

    def run(self) -> None:
        """Place all rows."""
        number = self._start.number
        if self.pages:
            self._open_page()
        if self._start.cursors is not None:
            row = self._row(number)
            assert row is not None
            self._split(number, row, self._ending_strips(number, row), list(self._start.cursors))
            number += 1
        while number < len(self._blocks) and not self._joined:
            self._place(number)
            number += 1
        if not self._joined:
            self._seen = len(self._blocks)
            self._finish_page()

    def _place(self, number: int) -> None:
        row = self._row(number)
        if row is not None:
            self._place_row(number, row)
            return
        self._close_table()
        match self._blocks[number]:
            case Space(height):
                if not self._page().empty:
                    self._page().y += height
            case Title() as title:
                self._place_title(number, title)
            case Mark() as mark:
                self._place_mark(number, mark)

    def _row(self, number: int) -> MeasuredRow | None:
        """A row, None after the last; records that it was examined."""
        self._seen = max(self._seen, number)
        return self._rows[number] if number < len(self._rows) else None

    # ---- pages

    def _page(self) -> Sheet:
        if self._sheet is None:
            width, height = self._style.page_size(self._landscape)
            table = self._style.width(self._landscape)
            left = (width - table) / 2
            self._sheet = Sheet(width, height, left, height - BOTTOM, table, TOP)
        return self._sheet

    def _finish_page(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self._suspend_strips(sheet)
        anchors = {path: tuple(places) for path, places in self._anchors.items()}
        outline, overflows = tuple(self._outline), tuple(self._overflows)
        page = sheet.finished()
        self.pages.append(FlowedPage(self._start, self._seen, page, anchors, outline, overflows))
        self._anchors, self._outline, self._overflows = {}, [], []
        self._sheet = None

    def _next_page(self, number: int, cursors: list[int] | None = None) -> None:
        """Continue the table on a new page; ``_joined``: the following pages are reused."""
        self._finish_page()
        strips = tuple(self._strip_done.items())
        self._start = Start(number, tuple(cursors) if cursors is not None else None, self._repeated, strips)
        for known in self._behind.get(number, ()):
            if self._before[known].shifted(self._shift).start == self._start:
                self.pages.extend(page.shifted(self._shift) for page in self._before[known:])
                self._joined = True
                return
        self._open_page()

    def _open_page(self) -> None:
        number = self._start.number
        heads, row = self._repeated, self._row(number)
        if self._start.cursors is None and row is not None and row.repeat:
            heads = heads[: _depth(self._blocks[number])]  # the next heading ends the previous one
        for head in heads:
            self._fragment(self._page(), head, head.height, artifact=True)
            self._page().empty = True

    # ---- what is no row

    def _close_table(self) -> None:
        self._repeated = ()
        if self._sheet is not None:
            self._end_strips(self._sheet, ())
            self._sheet.end_table()

    def _place_title(self, number: int, title: Title) -> None:
        sheet = self._page()
        slices = tuple(self._setter.title(title.words, sheet.table_width))
        if not sheet.empty:
            height = title.above + sum(part.height for part in slices) + title.below
            row = self._row(number + 1)
            if row is not None and height + self._needed(number + 1, row) > sheet.room + HAIR:
                self._next_page(number)
                if self._joined:
                    return
                sheet = self._page()
        sheet.y += title.above
        if title.outline is not None:
            self._outline.append((title.outline, 0, sheet.y))
        sheet.put(sheet.left, sheet.y, slices, title.words.path, Tag.TITLE, title.part)
        sheet.y += sum(part.height for part in slices) + title.below

    def _place_mark(self, number: int, mark: Mark) -> None:
        sheet = self._page()
        slices = tuple(self._setter.words(mark.words, sheet.table_width))
        height = sum(part.height for part in slices)
        if sheet.room < height + PAD_Y and not sheet.empty:
            self._next_page(number)
            if self._joined:
                return
            sheet = self._page()
        sheet.y = sheet.bottom - height
        sheet.put(sheet.left, sheet.y, slices, tag=Tag.NOTE)
        sheet.y = sheet.bottom

    # ---- rows

    def _place_row(self, number: int, row: MeasuredRow) -> None:
        block = self._blocks[number]
        if not self._page().empty and self._needed(number, row) > self._page().room + HAIR:
            self._next_page(number)
            if self._joined:
                return
        if row.repeat:
            self._repeated = (*self._repeated[: _depth(block)], row)
        if isinstance(block, HeadingRow) and block.level is Level.SECTION:
            words = " ".join(block.words.text.split())
            self._outline.append((words, 1, self._page().y))
        ending = self._ending_strips(number, row)
        sheet = self._page()
        height = max(row.height, self._strip_need(sheet, ending))
        if row.goes_on and sheet.empty:
            height = max(height, row.height_again)
        if height <= sheet.room + HAIR and not row.leads:
            self._fragment(sheet, row, height)
        else:
            self._split(number, row, ending, [0] * len(row.cells))

    def _needed(self, number: int, row: MeasuredRow) -> float:
        """The minimum height to begin here: from a heading, or a short answer with items of its own below
        it (a choice and its 具体的な方法), down to a row's first lines.
        """
        needed = 0.0
        while row.keep or (row.owns is not None and row.height <= WHOLE_HEIGHT):
            needed += row.height
            number += 1
            following = self._row(number)
            if following is None:
                return needed
            row = following
        return needed + max(row.head_height, self._spanned(number, row))

    def _spanned(self, number: int, row: MeasuredRow) -> float:
        """The height from here that must stay on one page so that a spanning label is not split: that of
        all its rows, where they are few and short (使用の主体, 再委託).
        """
        label = next((strip for strip in row.strips if strip.slices), None)
        if label is None or label.path in self._strip_done or self._is_open(label.path):
            return 0.0
        text = label.text_height(0)
        used = whole = 0.0
        following: MeasuredRow | None = row
        while following is not None and any(s.path == label.path for s in following.strips):
            if used < text:
                used += min(following.height, max(following.head_height, text - used))
            whole += following.height
            if whole > _WHOLE_GROUP and used >= text:
                return used
            number += 1
            following = self._row(number)
        return max(used, whole) if whole <= _WHOLE_GROUP else used

    def _is_open(self, path: NodePath) -> bool:
        return any(opened.strip.path == path for opened in self._page().strips)

    def _split(
        self, number: int, row: MeasuredRow, ending: tuple[MeasuredStrip, ...], cursors: list[int]
    ) -> None:
        """Place a row, from these slices of its cells on, over as many pages as needed."""
        ends = [len(cell.slices) for cell in row.cells]
        while not self._joined:
            sheet = self._page()
            room = sheet.room + HAIR
            stops = [cell.fit(at, room) for cell, at in zip(row.cells, cursors, strict=True)]
            if stops == cursors and cursors != ends:
                if not sheet.empty:
                    self._next_page(number, cursors)
                    continue
                stops = [min(at + 1, end) for at, end in zip(cursors, ends, strict=True)]
                self._overflow(row, cursors, stops)
            pieces = zip(row.cells, cursors, stops, strict=True)
            height = max(cell.height(at, to) for cell, at, to in pieces)
            if stops == ends and row.leads and not self._heads(number, room - height):
                stops = [all_but_last(at, to) for at, to in zip(cursors, stops, strict=True)]
                pieces = zip(row.cells, cursors, stops, strict=True)
                height = max(cell.height(at, to) for cell, at, to in pieces)
            if any(cursors):
                height = max(height, row.height_again)
            if stops == ends:
                height = max(height, min(self._strip_need(sheet, ending), room))
            self._fragment(sheet, row, height, list(zip(cursors, stops, strict=True)))
            if stops == ends:
                return
            cursors = stops
            self._next_page(number, cursors)

    def _heads(self, number: int, room: float) -> bool:
        """Whether what follows a heading can begin below it on the same page."""
        following = self._row(number + 1)
        return following is None or self._needed(number + 1, following) <= room

    def _overflow(self, row: MeasuredRow, cursors: list[int], stops: list[int]) -> None:
        for cell, at, to in zip(row.cells, cursors, stops, strict=True):
            if to > at and cell.paths and cell.height(at, to) > self._page().room:
                self._overflows.append(cell.paths[0])

    def _fragment(
        self,
        sheet: Sheet,
        row: MeasuredRow,
        height: float,
        ranges: list[tuple[int, int]] | None = None,
        *,
        artifact: bool = False,
    ) -> None:
        """Place a row, or ``ranges`` of its cells' slices, at the page's ``y``."""
        sheet.begin_table()
        again = bool(ranges and any(at for at, _ in ranges)) or (row.goes_on and sheet.empty)
        self._end_strips(sheet, row.strips)
        for strip in row.strips[len(sheet.strips) :]:
            sheet.open_strip(strip)
        first_box = len(sheet.boxes)
        begins = ranges is None or not any(start for start, _ in ranges)
        for number, cell in enumerate(row.cells):
            start, stop = ranges[number] if ranges else (0, len(cell.slices))
            opens = row.depth if begins and stop > start else None
            begins = begins and opens is None
            top = ranges is not None or not cell.sinks
            said = row.again.get(number) if again else None
            place = sheet.cell(cell, start, stop, height, top=top, artifact=artifact, opens=opens)
            if said is not None and not any(part.runs for part in cell.slices[start:stop]):
                sheet.put(place.x + said.inset, place.y + said.pad, said.slices)
            if not artifact:
                for path in cell.paths:
                    self._anchors.setdefault(path, []).append(place)
        sheet.y += height
        sheet.empty = False
        sheet.owner = (row.owns, first_box) if row.owns is not None else None

    # ---- spanning cells

    def _ending_strips(self, number: int, row: MeasuredRow) -> tuple[MeasuredStrip, ...]:
        """The spanning cells for which this is the last row."""
        if not row.strips:
            return ()
        following = self._row(number + 1)
        going_on = {strip.path for strip in following.strips} if following else set()
        return tuple(strip for strip in row.strips if strip.path not in going_on)

    def _strip_need(self, sheet: Sheet, ending: tuple[MeasuredStrip, ...]) -> float:
        """The minimum height of this row so that the text of spanning cells ending with it fits."""
        need = 0.0
        opened = {strip.strip.path: strip.top for strip in sheet.strips}
        for strip in ending:
            text = strip.text_height(self._strip_done.get(strip.path, 0))
            if text:
                need = max(need, text - (sheet.y - opened.get(strip.path, sheet.y)))
        return need

    def _end_strips(self, sheet: Sheet, wanted: tuple[MeasuredStrip, ...]) -> None:
        """Close the spanning cells that do not continue beside the next row."""
        common = 0
        for opened, strip in zip(sheet.strips, wanted, strict=False):
            if opened.strip.path != strip.path:
                break
            common += 1
        while len(sheet.strips) > common:
            strip = sheet.strips[-1].strip
            self._span(sheet, strip)
            sheet.close_strip(self._strip_done.pop(strip.path, 0), final=True)

    def _suspend_strips(self, sheet: Sheet) -> None:
        """Close the spanning cells at the page end; their next row opens them again."""
        while sheet.strips:
            strip = sheet.strips[-1].strip
            self._span(sheet, strip)
            done = self._strip_done.get(strip.path, 0)
            self._strip_done[strip.path] = sheet.close_strip(done, final=False)

    def _span(self, sheet: Sheet, strip: MeasuredStrip) -> None:
        top = sheet.strips[-1].top
        place = Rect(sheet.left + strip.x, top, strip.width, sheet.y - top)
        if not strip.joined:
            self._anchors.setdefault(strip.path, []).append(place)

"""Turns slots into answers: how cells are read depends on the item's kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind, DateKind, FixedKind, FlagKind, TextualKind
from pia_desktop.forms.model import FILES, Form, Item
from pia_desktop.forms.values import drop_forbidden
from pia_desktop.intake.boxes import MARKS, BoxesRead, read_checks, read_choice
from pia_desktop.intake.cells import GAP, NO_LETTER, OF_PAGES, Cell, Reason
from pia_desktop.intake.columns import BesideAnswers
from pia_desktop.intake.figures import PlacedPicture, run_of
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.joining import breaks_off, joined, over_pages, over_rows, unsure_ends
from pia_desktop.intake.report import DocPath, Notes
from pia_desktop.intake.strange_entries import doubt_entries
from pia_desktop.intake.strangers import doubt_days, doubt_mixed_files, doubt_other_work
from pia_desktop.intake.tables import beside_the_table, read_rows
from pia_desktop.intake.words import fold, tidy

Contents = dict[str, object]

_OPTIONS: Final = "<選択肢>"
"""What stands before the options of a choice, and in no answer."""


class Answers:
    """Collects the answers of a document in the interchange format."""

    def __init__(self, form: Form, notes: Notes) -> None:
        self.form = form
        self.notes = notes
        self.values: Contents = {}
        self.lists: dict[DocPath, dict[int, Contents]] = {}
        self.beside = BesideAnswers()
        self.answered = 0

    def take(self, slot: Slot, pictures: Sequence[PlacedPicture] = ()) -> None:
        """Read one slot; ``pictures`` belong to its figure."""
        if slot.columns:
            self._table(slot)
            return
        path = slot.path if slot.path and slot.path[0] == FILES else ("values", *slot.path)
        target = self._node(slot.path)
        cells = slot.cells
        for item in slot.anchor.items:
            if isinstance(item.kind, FlagKind):
                cells = self._flag(item, target, (*path, item.id), cells)
            else:
                self._item(item, target, (*path, item.id), slot, cells)
                if pictures:
                    self._figure(item, target, cells, pictures)
                return
        self._leave(cells)

    def document(self) -> Contents:
        """The complete object, with entries in order and empty ones at the end removed."""
        files = self.lists.get((FILES,), {})
        for path, entries in sorted(self.lists.items(), key=lambda one: -len(one[0])):
            if path == (FILES,):
                continue
            while entries and not entries[max(entries)]:
                del entries[max(entries)]
            if entries:
                owner = self.values if path[0] != FILES else files[int(path[1])]
                owner[str(path[-1])] = [entries.get(at, {}) for at in range(max(entries) + 1)]
        whole: Contents = {"form": self.form.id, "version": self.form.version, "values": self.values}
        if self.form.has_files:
            whole[FILES] = [files.get(at, {}) for at in range(max(files, default=0) + 1)]
        return whole

    def file_names(self) -> set[str]:
        """The folded names of the files, as repeated in titles."""
        files, name = self.lists.get((FILES,), {}), self.form.roles.file_name
        return {fold(str(node[name])) for node in files.values() if name in node}

    def doubt_mixed(self, slots: Sequence[Slot]) -> None:
        """Doubt files whose parts are of different ones, and the page of another work."""
        doubt_other_work(self.form, self.values, self.notes)
        doubt_mixed_files(self.form, self.lists.get((FILES,), {}), slots, self.notes)
        doubt_entries(slots, self.notes)

    def drop_repeated(self) -> None:
        """Drop answers that equal the default shown in their place (Ⅲ.1 of Ⅱ.1)."""
        for place in self.form.places.values():
            if place.item.default is None:
                continue
            nodes = self.lists.get((FILES,), {}).values() if place.scope else [self.values]
            for node in nodes:
                own, other = node.get(place.item.id), node.get(place.item.default)
                if own is not None and fold(str(own)) == fold(str(other)):
                    del node[place.item.id]

    def _node(self, path: DocPath) -> Contents:
        if not path:
            return self.values
        if path[0] == FILES and len(path) > 2:
            self._node(path[:2])
        return self.lists.setdefault(path[:-1], {}).setdefault(int(path[-1]), {})

    def _leave(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            self.notes.leave(tidy(cell.text), cell)

    # ---- kinds

    def _flag(self, item: Item, target: Contents, path: DocPath, cells: list[Cell]) -> list[Cell]:
        """Read a none-box; returns the cells without it."""
        text = joined(cells)
        found = _flag_pattern(item.label or "").search(text)
        if found is None:
            return cells
        if found[1] and found[1] not in "□☐":
            target[item.id] = True
            self.notes.place(path, cells[0])
            self.notes.doubt(path, _doubts_of(cells), cells[0], True)
            self.answered += 1
        rest = (text[: found.start()] + GAP + text[found.end() :]).strip(" \n" + GAP)
        return [_with_text(cells[0], rest)] if rest else []

    def _item(self, item: Item, target: Contents, path: DocPath, slot: Slot, cells: Sequence[Cell]) -> None:
        kind = item.kind
        if isinstance(kind, ChoiceKind | ChecksKind):
            self._boxes(item, target, path, slot, cells)
        elif isinstance(kind, FixedKind):
            self._leave([] if fold(joined(cells)) == fold(kind.text) else cells)
        elif isinstance(kind, FigureKind | TextualKind):
            words = [cell for cell in cells if fold(cell.text) != fold(item.note or " ")]
            text = drop_forbidden(tidy(joined(words)))
            if isinstance(kind, DateKind) and kind.suffix and text.endswith(kind.suffix):
                text = tidy(text.removesuffix(kind.suffix))
            if text or slot.doubts & OF_PAGES:
                self._keep(target, path, text or None, slot, cells)
        else:
            own = {fold(row.words) for row in kind.rows} if isinstance(kind, DerivedKind) else set()
            self._leave(cell for cell in cells if fold(cell.text) not in own)

    def _figure(
        self, item: Item, target: Contents, cells: Sequence[Cell], pictures: Sequence[PlacedPicture]
    ) -> None:
        self.answered += item.id not in target
        own = [cell for cell in cells if fold(cell.text) != fold(item.note or " ")]
        target[item.id] = run_of(own, pictures, lambda some: drop_forbidden(tidy(joined(some))))

    def _boxes(self, item: Item, target: Contents, path: DocPath, slot: Slot, cells: Sequence[Cell]) -> None:
        text = GAP.join(map(drop_forbidden, joined(cells).split(GAP)))
        kind = item.kind
        read = read_choice(item, kind, text) if isinstance(kind, ChoiceKind) else BoxesRead()
        if isinstance(kind, ChecksKind):
            read = read_checks(kind, text)
        slot.doubts |= read.doubts
        if read.value is not None or read.doubts:
            self._keep(target, path, read.value, slot, cells)
        for key, extra in read.extra.items():
            target[key] = extra
            self.answered += 1
            self.notes.place((*path[:-1], key), cells[0] if cells else slot.label)
            self.notes.doubt((*path[:-1], key), _doubts_of(cells), cells[0] if cells else slot.label, extra)
        for rest in read.rest:
            self.notes.leave(rest, cells[0] if cells else slot.label)

    def _keep(
        self, target: Contents, path: DocPath, value: object, slot: Slot, cells: Sequence[Cell]
    ) -> None:
        doubts = slot.doubts | _doubts_of(cells)
        in_lines = isinstance(self.form.item(str(path[-1])).kind, FigureKind | TextualKind)
        ends = unsure_ends(cells) if in_lines else ()
        if ends:
            doubts.add(Reason.LINE_ENDS)
        if in_lines and over_pages(cells):
            doubts.add(Reason.PAGE_BREAK)
        if in_lines and breaks_off(cells):
            doubts.add(Reason.CUT_OFF)
        if in_lines and (over_rows(cells) or _OPTIONS in fold(str(value))):
            doubts.add(Reason.SEVERAL_CELLS)  # or an item whose label was not met stands in it
        if NO_LETTER in str(value):
            doubts.add(Reason.NO_LETTER)
        if path[-1] in target and value is not None:
            doubts.add(Reason.SEVERAL_CELLS)
            before = target[str(path[-1])]
            if not in_lines and before != value:  # of two choices the first is kept, and the other told
                self._leave(cells)
                value = before
            elif isinstance(before, str) and isinstance(value, str) and before != value:
                value = f"{before}\n{value}"
        if in_lines and value is not None:
            self.beside.take(path, value, slot.label, cells)
        if value is not None:
            target[str(path[-1])] = value
            self.answered += 1
        first = cells[0] if cells else slot.label
        self.notes.place(path, first)
        self.notes.doubt(path, doubts, first, value, ends)

    def _table(self, slot: Slot) -> None:
        path = (*slot.path, str(slot.anchor.list_id))
        beside = beside_the_table(slot)
        self._leave(beside)
        left = set(map(id, beside))  # there may be tens of thousands
        slot.cells = [cell for cell in slot.cells if id(cell) not in left]
        rows, room = read_rows(slot), self.form.lists[str(slot.anchor.list_id)].max
        for row in rows[room:]:
            self._leave(cell for cells in row.cells.values() for cell in cells)
        if slot.columns[0][0] in {key for row in rows for key in row.cells}:
            doubt_days(rows, slot.columns[0][0])
        for at, row in enumerate(rows[:room]):
            node = self._node((*path, at))
            node.update({key: drop_forbidden(tidy(text)) for key, text in row.texts.items()})
            self.answered += sum(1 for text in row.texts.values() if text)
            start = path if path[0] == FILES else ("values", *path)
            for key, cells in row.cells.items():
                self.notes.place((*start, at, key), cells[0])
                doubts = row.doubts.get(key, set())
                ends = unsure_ends(cells)
                doubts |= {Reason.LINE_ENDS} if ends else set()
                doubts |= {Reason.PAGE_BREAK} if over_pages(cells) else set()
                doubts |= {Reason.CUT_OFF} if breaks_off(cells) else set()
                self.notes.doubt((*start, at, key), doubts, cells[0], node.get(key), ends)
            guessed = [cell for cells in row.cells.values() for cell in cells if _is_guessed(cell)]
            for key in [key for key in row.texts if key not in row.cells] if guessed else []:
                self.notes.doubt((*start, at, key), {Reason.NO_RULES}, guessed[0], node.get(key))


def _doubts_of(cells: Iterable[Cell]) -> set[Reason]:
    return {doubt for cell in cells for doubt in cell.doubts}


def _is_guessed(cell: Cell) -> bool:
    """Whether a cell has no lines around it, so that its words may be those of the next column."""
    return Reason.NO_RULES in cell.doubts


def _with_text(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text)


def _flag_pattern(label: str) -> re.Pattern[str]:
    """A pattern for a none-box: a mark in brackets, if any, and its label with either type of bracket."""
    blank = rf"[\s{GAP}]*"
    words = r"\s*".join(re.escape(sign) for sign in label).replace("（", "[（(]").replace("）", "[）)]")
    mark = rf"([{re.escape(MARKS)}□☐]?)"
    return re.compile(rf"[\[［〔]?{blank}{mark}{blank}[\]］〕]?{blank}{words}")

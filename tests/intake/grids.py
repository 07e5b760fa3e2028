"""Workbooks of any grid: ``python -m tests.intake.grids 200`` tries as many looks, and tells what is missed.

A look decides the sheets, the columns and merges, whether answers stand beside or below their labels, how
boxes and choices are written, and how labels are; each is drawn from a seed.
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.intake.reading import read_here
from pia_desktop.paths import resource_root
from tests.intake.agreement import Agreement, compare
from tests.intake.converted import without_pictures
from tests.intake.layouts import Checks, Choice, Contents, Line, Style, lines

FORMS: Final = ("yoshiki2", "yoshiki3", "yoshiki4")


@dataclass(frozen=True)
class Look:
    """How a workbook is laid out.  ``wide`` is the width of the grid in columns."""

    sheets: str
    wide: int
    label_wide: int
    left: int
    gap: int
    below: bool
    merged: bool
    brackets: tuple[str, str]
    mark: str
    boxes: str
    boxes_in_row: int
    choice: str
    bands: bool
    style: Style

    @staticmethod
    def of(seed: int) -> Look:
        """The look of a seed."""
        rng = random.Random(seed)
        wide = rng.choice([4, 8, 12, 24, 48, 60])
        boxes = (
            rng.choice(["cell", "parts", "all", "glyphs"]) if wide >= 12 else rng.choice(["all", "glyphs"])
        )
        choice = rng.choice(["cell", "parts", "bare"]) if wide >= 24 else rng.choice(["cell", "bare"])
        opening, closing = rng.choice([("[", "]"), ("［", "］"), ("〔", "〕")])
        mark = rng.choice("○◯●✓レ■")
        glyphs = boxes == "glyphs"
        style = Style(
            ticked="☑☒■"[seed % 3] if glyphs else f"{opening}{mark}{closing} ",
            empty="□☐"[seed % 2] if glyphs else f"{opening}　{closing}",
            stars=rng.random() < 0.5,
            wrapped=rng.random() < 0.3,
            wide_numbers=rng.random() < 0.3,
            choice="bare" if choice == "bare" else "brackets",
            rng=rng,
        )
        return Look(
            sheets=rng.choice(["one", "parts", "parts"]),
            wide=wide,
            label_wide=max(1, wide // rng.choice([3, 4, 5])),
            left=rng.choice([0, 0, 1, 3]),
            gap=rng.choice([0, 0, 1, 2]),
            below=rng.random() < 0.25,
            merged=rng.random() < 0.7,
            brackets=(opening, closing),
            mark=mark,
            boxes=boxes,
            boxes_in_row=rng.choice([1, 2, 3]),
            choice=choice,
            bands=rng.random() < 0.5,
            style=style,
        )


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, look: Look) -> None:
        self.book, self.look = book, look
        self.format = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        self.numbers = count(1)
        self.sheet = book.add_worksheet("様式")
        self.row = 2

    def line(self, line: Line) -> None:
        """Write a line of the form; a part may begin a sheet."""
        look = self.look
        if line.sort == "part" and look.sheets == "parts":
            self.sheet, self.row = self.book.add_worksheet(f"その{next(self.numbers)}"), 0
        if line.sort == "band" and not look.bands:
            return
        if line.row:
            each = max(1, look.wide // len(line.row))
            for at, words in enumerate(line.row):
                self._put(look.left + at * each, each, words)
            self.row += 1
            return
        indent = 1 if line.depth and look.wide > 8 else 0
        label = look.style.label(line.label)
        below = look.below and not line.flags
        whole = below or not (line.answer or line.flags)
        self._put(look.left + indent, look.wide - indent if whole else look.label_wide - indent, label)
        self.row += bool(below and label)
        at = look.left + (0 if below or line.sort == "answer" else look.label_wide)
        if line.flags:
            self._checks(at, line.flags)
        elif isinstance(line.answer, Checks):
            self._checks(at, line.answer.boxes)
        elif isinstance(line.answer, Choice):
            self._choice(at, line.answer)
        else:
            self._put(at, self._room(at), line.answer or "")
        self.row += 1 + look.gap

    def _room(self, at: int) -> int:
        return max(1, self.look.left + self.look.wide - at)

    def _put(self, at: int, wide: int, words: str) -> None:
        if not words:
            return
        if self.look.merged and wide > 1:
            self.sheet.merge_range(self.row, at, self.row, at + wide - 1, words, self.format)
        else:
            self.sheet.write_string(self.row, at, words, self.format)

    def _checks(self, at: int, boxes: tuple[tuple[bool, str], ...]) -> None:
        look = self.look
        if look.boxes in {"all", "glyphs"}:
            self._put(at, self._room(at), look.style.words(Checks(boxes)))
            return
        each = self._room(at) // look.boxes_in_row
        for number, (ticked, words) in enumerate(boxes):
            place = number % look.boxes_in_row
            self.row += bool(number and not place)
            first = at + place * each
            if look.boxes == "cell" or each < 4:
                self._put(first, each, (look.style.ticked if ticked else look.style.empty) + words)
                continue
            self._put(first, 1, look.brackets[0])
            self._put(first + 1, 1, look.mark if ticked else "")
            self._put(first + 2, each - 2, f"{look.brackets[1]} {words}")

    def _choice(self, at: int, choice: Choice) -> None:
        look = self.look
        if look.choice != "parts":
            self._put(at, self._room(at), look.style.words(choice))
            return
        third = self._room(at) // 3
        self._put(at, 1, look.brackets[0])
        self._put(at + 1, third - 2, choice.value or "")
        self._put(at + third - 1, 1, look.brackets[1])
        options = "　".join(f"{number}）{words}" for number, words in enumerate(choice.options, 1))
        self._put(at + third, 2 * third, f"＜選択肢＞\n{options}")
        if choice.behind:
            self.row += 1
            self._put(at, self._room(at), choice.behind)


def workbook(form: Form, document: Contents, look: Look, *, copies: int = 1) -> bytes:
    """The contents as a workbook of this look, so many times one behind another."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(held, options) as book:
        writer = _Writer(book, look)
        for _number in range(copies):
            for line in lines(form, document):
                writer.line(line)
    return held.getvalue()


def sample(name: str) -> tuple[Form, dict[str, Any]]:
    """An invented assessment and its form."""
    document = json.loads((resource_root() / "samples" / f"{name}.json").read_text(encoding="utf-8"))
    return find_form(document["form"], document["version"]), without_pictures(document)


def tried(name: str, seed: int, folder: Path) -> tuple[Agreement, dict[str, Any]]:
    """How far the look of a seed is read, and what was read."""
    form, document = sample(name)
    path = folder / f"{seed}.xlsx"
    path.write_bytes(workbook(form, document, Look.of(seed)))
    read = json.loads(json.dumps(read_here(path).document))
    return compare(read, document), read


def _missed() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(int(sys.argv[1]) if len(sys.argv) > 1 else 50):
            name = FORMS[seed % len(FORMS)]
            found, _read = tried(name, seed, Path(folder))
            if found.wrong or found.line_ends_wrong:
                yield f"{name} {seed}: {len(found.wrong)} wrong, {found.line_ends_wrong} line ends"
                yield f"    {Look.of(seed)}"
                yield from (f"    {path}" for path in found.wrong[:5])


if __name__ == "__main__":
    for line in _missed():
        print(line, flush=True)

"""Documents of many looks, made from a form and contents of the interchange format.

``lines(form, document)`` says what the form prints, one logical line after another; each layout writes them
its own way.  The layouts differ in grid, sheets, order of cells, marks and label forms, so that no rule of
the reader can lean on one of them.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Final

import docx
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.kinds import CheckBox, ChecksKind, ChoiceKind, FixedKind
from pia_desktop.forms.model import FILES, Form, Item, Risk, Section

Contents = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    value: str | None
    options: tuple[str, ...]
    behind: str = ""


@dataclass(frozen=True)
class Checks:
    boxes: tuple[tuple[bool, str], ...]  # with what stands behind the label


@dataclass(frozen=True)
class Line:
    """A title, a heading (with boxes and an answer below), a label with its answer, or a row of a table."""

    sort: str
    label: str = ""
    answer: str | Choice | Checks | None = None
    flags: tuple[tuple[bool, str], ...] = ()
    depth: int = 0
    row: tuple[str, ...] = ()


def lines(form: Form, document: Contents) -> Iterator[Line]:
    """What the form prints, in order; the parts of each file one after another."""
    values, files = document["values"], document.get(FILES, [{}])
    yield Line("title", form.title)
    for item in form.cover:
        yield Line("label", item.label or "", values.get(item.id, ""))
    yield Line("mark", form.mark)
    for line in form.contents:
        yield Line("contents", line.words)
    at = 0
    while at < len(form.parts):
        group = [form.parts[at]]
        while (
            group[0].per_file and at + len(group) < len(form.parts) and form.parts[at + len(group)].per_file
        ):
            group.append(form.parts[at + len(group)])
        for contents in files if group[0].per_file else [values]:
            for part in group:
                yield Line("part", part.title)
                for section in part.sections:
                    yield from _section(section, contents)
        at += len(group)


def _section(section: Section, contents: Contents) -> Iterator[Line]:
    flags = tuple((bool(contents.get(box.id)), box.label or "") for box in section.none)
    if section.title is not None:
        yield Line("heading", section.title, flags=flags)
    if section.repeat:
        for number, entry in enumerate(contents.get(section.repeat.id, [{}]), 1):
            yield Line("entry", f"{section.repeat.label}{number}", entry.get(section.repeat.heading, ""))
            for item in section.items:
                if item.id != section.repeat.heading:
                    yield from _item(item, entry)
            if number in {1, 5, 10, 15}:
                yield Line("band", f"{section.repeat.label}{number + 1}～{max(5, number + 5 - number % 5)}")
    else:
        for item in section.items:
            yield from _item(item, contents)
    for risk in section.risks:
        yield from _risk(risk, contents)
    if section.table:
        columns = [column.id for column in section.table.columns]
        yield Line("columns", row=tuple(column.label or "" for column in section.table.columns))
        for row in contents.get(section.table.id, []):
            yield Line("row", row=tuple(row.get(column, "") for column in columns))


def _risk(risk: Risk, contents: Contents) -> Iterator[Line]:
    yield Line("heading", risk.title)
    for item in risk.items:
        yield from _item(item, contents)


def _item(item: Item, contents: Contents, depth: int = 0) -> Iterator[Line]:
    yield Line("label" if item.label else "answer", item.label or "", _answer(item, contents), depth=depth)
    for sub in item.sub:
        yield from _item(sub, contents, depth + 1)


def _answer(item: Item, contents: Contents) -> str | Choice | Checks | None:
    value = contents.get(item.id)
    if isinstance(item.kind, ChoiceKind):
        behind = ""
        for companion in item.companions:
            beside = contents.get(companion.id, "")
            behind += (
                f"（ {beside} ） 件"
                if companion.kind.name == "count"
                else f"（{companion.label}： {beside} ）"
            )
        return Choice(value, tuple(option.words for option in item.kind.options), behind)
    if isinstance(item.kind, ChecksKind):
        checked = value or {}
        return Checks(
            tuple((box.label in checked.get("checked", ()), _behind(box, checked)) for box in item.kind.boxes)
        )
    if isinstance(item.kind, FixedKind):
        return item.kind.text
    if isinstance(item.kind, DerivedKind):
        return None
    if isinstance(value, dict):
        return str(value.get("text", ""))
    return value or ""


def _behind(box: CheckBox, checked: Contents) -> str:
    if box.text:
        return f"{box.label} （ {checked.get('texts', {}).get(box.label, '')} ）"
    if box.unit:
        return f"{box.label} （ {checked.get('counts', {}).get(box.label, '')} ）{box.unit}"
    return box.label


# ---- words of one cell


@dataclass
class Style:
    """How a layout writes what a cell holds; ``rng`` decides what varies from cell to cell."""

    ticked: str = "[ ○ ] "
    empty: str = "[　] "
    choice: str = "brackets"
    stars: bool = True
    wrapped: bool = False
    wide_numbers: bool = False
    apart: str = "\n"
    rng: random.Random = field(default_factory=lambda: random.Random(1))

    def label(self, words: str) -> str:
        if not self.stars:
            words = re.sub("[　 ]※.*", "", words)
        if self.wide_numbers:
            words = words.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        if self.wrapped and len(words) > 9 and self.rng.random() < 0.5:
            at = self.rng.randrange(4, len(words) - 3)
            words = words[:at] + "\n" + words[at:]
        return words

    def words(self, answer: str | Choice | Checks | None) -> str:
        if isinstance(answer, Choice):
            return self._choice(answer)
        if isinstance(answer, Checks):
            return self.apart.join(
                (self.ticked if ticked else self.empty) + words for ticked, words in answer.boxes
            )
        return answer or ""

    def flags(self, flags: tuple[tuple[bool, str], ...]) -> str:
        return "　".join((self.ticked if ticked else self.empty) + words for ticked, words in flags)

    def _choice(self, answer: Choice) -> str:
        if self.choice == "bare":
            return "\n".join(filter(None, [answer.value or "", answer.behind]))
        options = " ".join(f"{at}）{words}" for at, words in enumerate(answer.options, 1))
        return f"[　{answer.value or ''}　]　＜選択肢＞ {options} {answer.behind}".rstrip()


# ---- files


def rows(form: Form, document: Contents, style: Style) -> Iterator[list[str]]:
    """Rows of a plain table: label, answer."""
    for line in lines(form, document):
        if line.sort in {"columns", "row"}:
            yield list(line.row)
        elif line.sort == "answer":
            yield ["", style.words(line.answer)]
        elif line.sort == "heading":
            yield [style.label(line.label), style.flags(line.flags)]
        else:
            yield [style.label(line.label), style.words(line.answer)]


def tsv(form: Form, document: Contents, path: Path) -> None:
    out = ["\t".join(_quoted(cell) for cell in row) for row in rows(form, document, Style())]
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "\n" in cell or '"' in cell else cell


def html(form: Form, document: Contents, path: Path) -> None:
    """Headings outside of tables, answers in cells with line ends as <br>."""
    out = [
        "<!DOCTYPE html><html lang=ja><head><meta charset=utf-8><title>評価書</title>",
        "<style>table{border-collapse:collapse}td{border:1px solid}</style></head><body>",
    ]
    opened = False
    for line in lines(form, document):
        if line.sort in {"title", "part", "heading", "mark", "contents", "entry", "band"}:
            out.append("</table>" if opened else "")
            opened = False
            words = " ".join([line.label, Style().flags(line.flags)]) if line.flags else line.label
            out.append(f"<h2>{escape(words)}</h2>")
            if line.answer:
                out.append(f"<p>{_broken(Style().words(line.answer))}</p>")
            continue
        if not opened:
            out.append("<table>")
            opened = True
        cells = line.row or (line.label, Style().words(line.answer))
        span = " colspan=2" if line.sort == "answer" else ""
        cells = cells[1:] if line.sort == "answer" else cells
        out.append("<tr>" + "".join(f"<td{span}>{_broken(cell)}</td>" for cell in cells) + "</tr>")
    path.write_text("".join(out) + ("</table>" if opened else "") + "</body></html>", encoding="utf-8")


def _broken(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def word(form: Form, document: Contents, path: Path) -> None:
    """Headings as paragraphs, a table for what stands between them, the boxes of a check set one a line."""
    made = docx.Document()
    style = Style(ticked="☑", empty="□", stars=False)
    table: Any = None
    for line in lines(form, document):
        if line.sort in {"title", "part", "heading", "mark", "contents", "entry", "band"}:
            table = None
            made.add_paragraph(style.label(line.label))
            if line.flags:
                made.add_paragraph(style.flags(line.flags))
            if line.answer:
                made.add_paragraph(style.words(line.answer))
            continue
        cells = list(line.row) or [style.label(line.label), style.words(line.answer)]
        if table is None or len(table.columns) != len(cells):
            table = made.add_table(0, len(cells), "Table Grid")
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
        if line.sort == "answer":
            table.rows[-1].cells[0].merge(table.rows[-1].cells[1])
    made.save(str(path))


def _book(path: Path, write: Callable[[Any, Any], None]) -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    )
    write(book, book.add_format({"text_wrap": True, "valign": "top", "border": 1}))
    book.close()
    path.write_bytes(held.getvalue())


def _lines(words: str, room: int) -> int:
    """How many lines words take, as a clerk drags a row's height until all is seen."""
    return sum(1 + len(line) // max(1, room) for line in words.split("\n"))


def drop_downs(form: Form, document: Contents, path: Path) -> None:
    """One sheet; labels in C, sub-labels in D, answers in F; choices are bare words, boxes are ☑ and □."""
    style = Style(ticked="☑ ", empty="□ ", choice="bare", stars=False, wide_numbers=True)

    def write(book: xlsxwriter.Workbook, look: xlsxwriter.format.Format) -> None:
        sheet = book.add_worksheet("様式")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(2, 7, 14)
        sheet.set_column(5, 5, 70)
        at = 3
        for line in lines(form, document):
            cells = dict(enumerate(line.row, 2))
            if not line.row:
                cells = {3 if line.depth else 2: style.label(line.label)}
                cells[5] = style.flags(line.flags) or style.words(line.answer)
            for column, words in cells.items():
                if words or line.row:
                    sheet.write_string(at, column, words, look)
            high = max(_lines(words, 34 if column == 5 else 6) for column, words in cells.items())
            sheet.set_row(at, min(409, 14 * high + 4))
            at += 1 if line.sort in {"row", "columns"} else 2

    _book(path, write)


def many_cells(form: Form, document: Contents, path: Path) -> None:
    """A sheet for each part, 30 columns, merged; bracket, mark and label each in a cell of its own."""
    style = Style(wrapped=True)

    def write(book: xlsxwriter.Workbook, look: xlsxwriter.format.Format) -> None:
        writer = _ManyCells(book, look, style)
        for line in lines(form, document):
            writer.line(line)

    _book(path, write)


class _ManyCells:
    def __init__(self, book: xlsxwriter.Workbook, look: xlsxwriter.format.Format, style: Style) -> None:
        self.book, self.look, self.style = book, look, style
        self.sheet = self._new("表紙")
        self.at = 1
        self.high = 1
        self.sheets = 1

    def _new(self, name: str) -> xlsxwriter.worksheet.Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 29, 3)
        return sheet

    def put(self, left: int, right: int, words: str, high: int = 1) -> None:
        if right - left > 1 or high > 1:
            self.sheet.merge_range(self.at, left, self.at + high - 1, right - 1, words, self.look)
        elif words:
            self.sheet.write_string(self.at, left, words, self.look)
        self.high = max(self.high, _lines(words, int((right - left) * 1.4)))

    def done(self) -> None:
        """Go to the next row."""
        self.sheet.set_row(self.at, min(409, 14 * self.high + 4))
        self.at += 1
        self.high = 1

    def line(self, line: Line) -> None:
        if line.sort == "part":
            self.sheets += 1
            self.sheet = self._new(f"{self.sheets}枚目")
            self.at = 0
        if line.row:
            for column, words in enumerate(line.row):
                self.put(column * 5, column * 5 + 5, words)
            self.done()
            return
        if line.sort == "heading":
            self.put(0, 12, self.style.label(line.label))
            for box, (ticked, words) in enumerate(line.flags):
                self._box(14 + box * 8, ticked, words, 20 + box * 8)
            self.done()
            return
        if line.sort == "answer" and not isinstance(line.answer, Choice | Checks):
            self.put(0, 30, line.answer or "")
            self.done()
            self.at += 1
            return
        left = 3 if line.depth else 0
        self.put(left, 8, self.style.label(line.label))
        self._answer(line.answer)
        self.done()

    def _box(self, left: int, ticked: bool, words: str, right: int) -> None:
        self.put(left, left + 1, "［")
        self.put(left + 1, left + 2, "●" if ticked else "")
        self.put(left + 2, right, f"］{words}")

    def _answer(self, answer: str | Choice | Checks | None) -> None:
        if isinstance(answer, Choice):
            self.put(8, 9, "［")
            self.put(9, 16, answer.value or "")
            self.put(16, 17, "］")
            self.put(17, 22, "＜選択肢＞")
            if answer.behind:
                self.put(22, 30, answer.behind)
            for at, words in enumerate(answer.options, 1):
                self.done()
                self.put(17, 30, f"{at}) {words}")
        elif isinstance(answer, Checks):
            for first in range(0, len(answer.boxes), 2):
                for place, (ticked, words) in enumerate(answer.boxes[first : first + 2]):
                    self._box(8 + 11 * place, ticked, words, 19 + 11 * place)
                self.done()
        elif answer:
            self.put(8, 30, answer)


LAYOUTS: Final = {
    "tsv": (tsv, ".tsv"),
    "html": (html, ".html"),
    "docx": (word, ".docx"),
    "drop-downs": (drop_downs, ".xlsx"),
    "many cells": (many_cells, ".xlsx"),
}

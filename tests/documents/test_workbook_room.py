"""Every text of a handed-out workbook has room in its cell, whatever the form and the place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.documents.workbook_measure import LINE, PART_PIXELS, ROW_END, height_of
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.intake.fronts.xlsx import read_xlsx
from pia_desktop.paths import resource_root

_SAMPLES = sorted((resource_root() / "samples").glob("yoshiki[234].json"))
_FULL = ROW_END - LINE
"""Height from which on the last of several rows may be left out, as a line is reckoned on top."""


def _without_room(data: bytes, path: Path) -> Iterator[tuple[str, str, float, float]]:
    """Sheet, text, height of its cell and height that it needs, of each text that is cut."""
    path.write_bytes(data)
    read = read_xlsx(path)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for number in {cell.sheet.number for cell in read.cells if not cell.sheet.hidden}:
            sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            heights = {int(r): float(h) for r, h in re.findall(r'<row r="(\d+)"[^>]*? ht="([\d.]+)"', sheet)}
            widths = [
                float(width) * 7
                for first, last, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
                for _column in range(int(first), int(last) + 1)
            ]
            for cell in (one for one in read.cells if one.sheet.number == number):
                box = cell.box
                room = sum(heights.get(row + 1, 15.0) for row in range(int(box.top), int(box.bottom)))
                wide = sum(widths[int(box.left) : int(box.right)])
                need = height_of(cell.text, round(wide / PART_PIXELS))
                if need > room and room < _FULL:
                    yield str(cell.sheet.name), cell.text, room, need


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda path: path.stem)
def test_of_a_filled_form(sample: Path, tmp_path: Path) -> None:
    read = read_file(sample)
    data = form_bytes(Snapshot(read.form, read.root), read.pictures, ".xlsx")
    assert list(_without_room(data, tmp_path / "a.xlsx")) == []


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_of_a_blank_form(form: Form, tmp_path: Path) -> None:
    data = form_bytes(Snapshot(form, blank_root(form)), PictureDict(), ".xlsx")
    assert list(_without_room(data, tmp_path / "a.xlsx")) == []

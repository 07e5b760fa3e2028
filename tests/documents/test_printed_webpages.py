"""A web page printed by a browser: boxes that go on over pages are closed on each."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.form_webpage import form_html
from pia_desktop.documents.webpage import table_html
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from tests.documents.making import one_row
from tests.programs import chromium

LONG = "架空の事務で行う措置である。\n" * 200
SCALE = 2.0
DARK = 140
LEAST = 60
"""Pixels of a vertical run that is a rule, not a stroke of a character."""
NEAR = 3


def form_page() -> str:
    root = Node({}, {FILES: {"k": Node({"II.2.3": LONG})}})
    return form_html(Snapshot(find_form("yoshiki3"), root), PictureDict(), "")


def table_page() -> str:
    return table_html(one_row("項目", LONG, LONG))


def printed(html: str, folder: Path) -> list[Image.Image]:
    """The pages that the browser makes of it."""
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    target = ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run([chromium(), *options, *target], check=True, capture_output=True)
    file = pypdfium2.PdfDocument(pdf)
    try:
        return [one.render(scale=SCALE).to_pil().convert("L") for one in file]
    finally:
        file.close()


def runs(pixels: list[int]) -> Iterator[tuple[int, int]]:
    """Where dark runs begin and end."""
    at = 0
    for dark, run in groupby(pixels, key=lambda value: value < DARK):
        length = len(list(run))
        if dark:
            yield at, at + length
        at += length


def pixels_of(page: Image.Image, box: tuple[int, int, int, int]) -> list[int]:
    return list(page.crop(box).tobytes())


def is_across(page: Image.Image, y: int) -> bool:
    """Whether a rule over more than half of the page lies at this height, or next to it."""
    near = range(y - NEAR, y + NEAR + 1)
    rows = [pixels_of(page, (0, at, page.width, at + 1)) for at in near]
    return any(end - start > page.width // 2 for row in rows for start, end in runs(row))


def left_rules(page: Image.Image) -> list[tuple[int, int]]:
    """Where the rules at the left of the tables begin and end."""
    for x in range(page.width):
        column = runs(pixels_of(page, (x, 0, x + 1, page.height)))
        if rules := [(start, end) for start, end in column if end - start > LEAST]:
            return rules
    return []


@pytest.mark.parametrize("make", [form_page, table_page])
def test_boxes_that_go_on_over_pages_are_closed_on_each(make: Callable[[], str], tmp_path: Path) -> None:
    pages = printed(make(), tmp_path)
    ruled = [(page, left_rules(page)) for page in pages]
    assert sum(bool(rules) for _page, rules in ruled) > 2
    for page, rules in ruled:
        assert all(is_across(page, start) and is_across(page, end - 1) for start, end in rules)

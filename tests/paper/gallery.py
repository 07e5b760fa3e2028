"""All pages of chosen prints as pictures in one sheet: ``python -m tests.paper.gallery -o gallery.png``.

Without names every blank form and every sample that is at hand.  The pages are those of the PDF file, as
pdfium draws them.  ``--keep`` puts each page's picture aside; ``--compare`` shows the pages that are not as
they were put aside: before, now and what differs, side by side.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageChops, ImageDraw

from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Style
from tests.paper.documents import document, document_names, short_name

KEPT: Final = Path(__file__).resolve().parents[2] / ".gallery"
_GAP: Final = 8
_GROUND: Final = (120, 120, 120)
_MOMENT: Final = datetime(2025, 4, 1, 9, 0)
_CELL: Final = 1_000
"""Pages in a sheet at most: a picture file has its limits."""


def pages_of(name: str, copy: Copy, scale: float, dpi: float) -> Iterator[Image.Image]:
    """The pages of a document's PDF, as pictures."""
    found = document(name)
    options = PrintOptions(copy=copy, moment=_MOMENT if copy is Copy.DRAFT else None)
    layout = layout_assessment(found.snapshot, found.pictures, Style(scale), options=options)
    file = pypdfium2.PdfDocument(draw_pdf(layout, found.pictures))
    try:
        for page in file:
            yield page.render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        file.close()


def sheet(pages: Sequence[Image.Image], columns: int | None = None) -> Image.Image:
    """The pages in rows, each row as wide as so many upright pages; sideways ones take what they need."""
    columns = columns or max(1, math.ceil(math.sqrt(len(pages) * 1.6)))
    width = columns * (min(page.width for page in pages) + _GAP)
    rows: list[list[Image.Image]] = [[]]
    for page in pages:
        if rows[-1] and sum(one.width + _GAP for one in rows[-1]) + page.width > width:
            rows.append([])
        rows[-1].append(page)
    wide = max(sum(page.width + _GAP for page in row) for row in rows)
    high = sum(max(page.height for page in row) + _GAP for row in rows)
    found = Image.new("RGB", (wide + _GAP, high + _GAP), _GROUND)
    y = _GAP
    for row in rows:
        x = _GAP
        for page in row:
            found.paste(page, (x, y))
            x += page.width + _GAP
        y += max(page.height for page in row) + _GAP
    return found


def _file_of(name: str, copy: Copy, number: int) -> Path:
    return KEPT / f"{short_name(name).replace(':', '-').removesuffix('.json')}-{copy.value}-{number:03}.png"


def keep(names: Sequence[str], copy: Copy, scale: float, dpi: float) -> int:
    """Keep the pictures of all pages for ``compare``; says how many."""
    KEPT.mkdir(exist_ok=True)
    count = 0
    for name in names:
        for old in KEPT.glob(_file_of(name, copy, 0).name.replace("000.png", "*.png")):
            old.unlink()
        for number, page in enumerate(pages_of(name, copy, scale, dpi), 1):
            page.save(_file_of(name, copy, number))
            count += 1
    return count


def compare(names: Sequence[str], copy: Copy, scale: float, dpi: float) -> list[Image.Image]:
    """The pages that are not as they were kept: before, now, and what differs, side by side."""
    found = []
    for name in names:
        now = list(pages_of(name, copy, scale, dpi))
        count = len(list(KEPT.glob(_file_of(name, copy, 0).name.replace("000.png", "*.png"))))
        for number in range(1, max(len(now), count) + 1):
            kept = _file_of(name, copy, number)
            blank = Image.new("RGB", (8, 8), _GROUND)
            before = Image.open(kept).convert("RGB") if kept.exists() else blank
            after = now[number - 1] if number <= len(now) else blank
            if before.size == after.size and not ImageChops.difference(before, after).getbbox():
                continue
            found.append(_side_by_side(f"{short_name(name)} {number}", before, after))
    return found


def _side_by_side(title: str, before: Image.Image, after: Image.Image) -> Image.Image:
    shown = [before, after]
    if before.size == after.size:
        shown.append(ImageChops.invert(ImageChops.difference(before, after)))
    found = sheet(shown, columns=len(shown))
    ImageDraw.Draw(found).text((_GAP, 0), title, fill=(255, 255, 255))
    print(title)
    return found


def chosen_names(words: Sequence[str]) -> list[str]:
    """The documents whose names hold one of the words; all without any."""
    names = [name for name in document_names() if not words or any(word in name for word in words)]
    if not names:
        raise SystemExit(f"No such document; there are: {', '.join(map(short_name, document_names()))}")
    return names


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m tests.paper.gallery", description=__doc__)
    reader.add_argument("names", nargs="*", help="words in the names of documents, such as blank or yoshiki4")
    reader.add_argument("-o", "--output", type=Path, default=Path("gallery.png"))
    reader.add_argument("--copy", choices=[copy.value for copy in Copy], default=Copy.SUBMISSION.value)
    reader.add_argument("--scale", type=int, default=100, help="of the type, in hundredths")
    reader.add_argument("--dpi", type=float, default=50)
    reader.add_argument("--columns", type=int)
    task = reader.add_mutually_exclusive_group()
    task.add_argument("--keep", action="store_true", help="keep all pages for a later --compare")
    task.add_argument("--compare", action="store_true", help="show the pages that changed since --keep")
    chosen = reader.parse_args()
    names, copy, scale = chosen_names(chosen.names), Copy(chosen.copy), chosen.scale / 100
    if chosen.keep:
        print(f"{keep(names, copy, scale, chosen.dpi)} pages in {KEPT}")
        return
    if chosen.compare:
        pages = compare(names, copy, scale, chosen.dpi)
        chosen.columns = 1
    else:
        pages = [page for name in names for page in pages_of(name, copy, scale, chosen.dpi)]
    if not pages:
        print("No page differs.")
        return
    sheet(pages[:_CELL], chosen.columns).save(chosen.output)
    print(f"{chosen.output}: {len(pages)} pages")
    if chosen.compare:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

"""Pages and sheets in another order, missing or there twice are put right, doubted or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import read_file
from pia_desktop.intake.cells import Cell, Reason, Sheet, Source
from pia_desktop.intake.fronts.pdf import read_pdf
from pia_desktop.intake.fronts.xlsx import read_xlsx
from pia_desktop.intake.reading import read_here, read_source
from pia_desktop.intake.refusal import Refused
from pia_desktop.intake.report import Outcome
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paths import resource_root

Pages = list[int]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The samples as PDF; their pages are numbered."""
    folder = tmp_path_factory.mktemp("printed")
    found = {}
    for name in ("yoshiki2", "yoshiki3"):
        document = read_file(resource_root() / "samples" / f"{name}.json")
        found[name] = folder / f"{name}.pdf"
        print_pdf(Snapshot(document.form, document.root), document.pictures, found[name])
    return found


def _pages(path: Path) -> Pages:
    return list(range(len(pypdfium2.PdfDocument(path))))


def _read(path: Path, pages: Pages, folder: Path) -> Outcome:
    """What is read of a PDF with its pages in this order."""
    source, made = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    made.import_pages(source, pages)
    made.save(folder / "a.pdf")
    return read_here(folder / "a.pdf")


ORDERS: dict[str, Callable[[Pages], Pages]] = {
    "backwards": lambda pages: pages[::-1],
    "cover last": lambda pages: pages[1:] + pages[:1],
    "fronts and backs": lambda pages: pages[::2] + pages[1::2][::-1],
    "two changed": lambda pages: [*pages[:3], pages[4], pages[3], *pages[5:]],
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3"])
def test_numbered_pages_are_put_in_order(
    tmp_path: Path, printed: dict[str, Path], name: str, order: str
) -> None:
    pages = ORDERS[order](_pages(printed[name]))
    straight, found = read_here(printed[name]), _read(printed[name], pages, tmp_path)
    assert found.document == straight.document
    assert found.report.left_over == straight.report.left_over
    moved = {path: where.page for path, where in found.places.items()}
    assert moved == {path: pages.index(int(w.page or 0) - 1) + 1 for path, w in straight.places.items()}


@pytest.mark.parametrize("at", range(1, 7))
def test_a_page_that_is_there_twice_is_read_once(tmp_path: Path, printed: dict[str, Path], at: int) -> None:
    pages = _pages(printed["yoshiki2"])
    found = _read(printed["yoshiki2"], [*pages[: at + 1], *pages[at:]], tmp_path)
    assert found.document == read_here(printed["yoshiki2"]).document
    assert [(left.where.page, left.reason) for left in found.report.left_over] == [(at + 2, Reason.REPEATED)]


@pytest.mark.parametrize("at", [2, 4, 6, 9, 11, 15, 19, 24, 28])
def test_a_missing_page_is_told(tmp_path: Path, printed: dict[str, Path], at: int) -> None:
    """Beside it, and its items as not found; of entries that stood on it alone nobody knows.

    Behind the last one the table of changes begins.
    """
    pages = _pages(printed["yoshiki3"])
    whole = read_here(printed["yoshiki3"])
    found = _read(printed["yoshiki3"], pages[:at] + pages[at + 1 :], tmp_path)
    doubted = {doubt.path for doubt in found.report.doubts if doubt.reason is Reason.PAGES}
    pages_told = {found.places[path].page for path in doubted}
    assert pages_told
    assert pages_told <= {at, at + 1}
    lost = {path for path, where in whole.places.items() if where.page == at + 1 and len(path) < 4}
    untold = lost - doubted - set(found.report.not_found) - set(found.places)
    assert {path for path in untold if not str(path[-1]).endswith(".count")} == set()


def _without_numbers(path: Path, order: Callable[[Pages], Pages]) -> Source:
    """The cells of a PDF as one without page numbers gives them, its pages in this order."""
    source = read_pdf(path)
    held: dict[int, list[Cell]] = defaultdict(list)
    for cell in source.cells:
        held[cell.sheet.number].append(cell)
    cells: list[Cell] = []
    for number, page in enumerate(order(sorted(held)), 1):
        first = cells[-1].row + 1 - held[page][0].row if cells else 0
        cells += [replace(cell, sheet=Sheet(number), row=cell.row + first) for cell in held[page]]
    return replace(source, cells=tuple(cells), pictures=(), furniture=())


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3"])
def test_without_numbers_they_are_refused(printed: dict[str, Path], name: str, order: str) -> None:
    read_source(_without_numbers(printed[name], lambda pages: pages))
    with pytest.raises(Refused) as refused:
        read_source(_without_numbers(printed[name], ORDERS[order]))
    assert refused.value.code == "pages"


@pytest.mark.parametrize("at", [2, 4, 5, 11])
def test_a_sheet_that_is_there_twice_is_read_once(tmp_path: Path, at: int) -> None:
    document = read_file(resource_root() / "samples" / "yoshiki3.json")
    path = tmp_path / "a.xlsx"
    path.write_bytes(form_bytes(Snapshot(document.form, document.root), document.pictures, ".xlsx"))
    source = read_xlsx(path)
    sheets = list(dict.fromkeys(cell.sheet for cell in source.cells))
    rows, copy = source.cells[-1].row + 1, Sheet(len(sheets) + 1, f"{sheets[at].name} (2)")
    cells = [
        replace(cell, sheet=copy, row=cell.row + rows) for cell in source.cells if cell.sheet == sheets[at]
    ]
    found = read_source(replace(source, cells=(*source.cells, *cells)))
    straight: dict[str, Any] = dict(read_source(source).document)
    assert found.document == straight
    assert [(left.where.sheet, left.reason) for left in found.report.left_over] == [
        (copy.name, Reason.REPEATED)
    ]
    assert Outcome.of_json(found.as_json()).report == found.report

"""Printing through Qt: the same pages, each on paper of its own shape, those that were chosen and no more."""

from __future__ import annotations

import threading
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import ImageChops, ImageStat
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pia_desktop.errors import OutputError
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.printing import layout_assessment
from tests.programs import needs_a_printer
from tests.ui.pages import open_session
from tests.ui.shell import OPENED, StubPage, dialog, dialogs, free
from tests.ui.test_preview import painted, sample
from ui.assessment.window import AssessmentWindow
from ui.printing.printer import PaperJobs, chosen_pages, make_printer, print_pages
from ui.printing.task import Print

pytestmark = pytest.mark.usefixtures("windows_freed")


@pytest.fixture
def window(qtbot: QtBot) -> AssessmentWindow:
    made = AssessmentWindow(open_session(), lambda: True, factory=StubPage)
    OPENED.append(made)
    made.show()
    return made


def pdf_printer(target: Path) -> QPrinter:
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setFullPage(True)
    return printer


def print_all(layout: Layout, printer: QPrinter, pages: list[int]) -> None:
    assert print_pages(layout, sample().pictures, printer, pages, lambda: False, lambda _done: None)


def sample_layout() -> Layout:
    return layout_assessment(sample().snapshot, sample().pictures)


def test_paper_carries_the_same_pages_each_in_its_own_shape(qapp: QApplication, tmp_path: Path) -> None:
    layout = sample_layout()
    last = len(layout.pages) - 1
    pages = [0, 6, 9, last, 10]
    print_all(layout, pdf_printer(tmp_path / "paper.pdf"), pages)
    pdf = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert len(pdf) == len(pages)
    for number, page in zip(pages, pdf, strict=True):
        expected = layout.pages[number]
        assert page.get_size() == pytest.approx((expected.width, expected.height), abs=1.5)
        ours = painted(expected, sample().pictures, 144)
        theirs = page.render(scale=2).to_pil().convert("L").resize(ours.size)
        small = (ours.width // 4, ours.height // 4)
        apart = ImageStat.Stat(ImageChops.difference(ours.resize(small), theirs.resize(small))).mean[0]
        moved = ImageChops.offset(theirs, 2, 0).resize(small)
        shifted = ImageStat.Stat(ImageChops.difference(ours.resize(small), moved)).mean[0]
        assert apart < shifted / 2, (number, apart, shifted)
    pdf.close()


@pytest.mark.parametrize("size", [QPageSize.PageSizeId.A3, QPageSize.PageSizeId.Letter])
def test_on_other_paper_the_page_is_scaled_and_nothing_is_cut_off(
    qapp: QApplication, tmp_path: Path, size: QPageSize.PageSizeId
) -> None:
    layout = sample_layout()
    printer = pdf_printer(tmp_path / "paper.pdf")
    printer.setPageSize(QPageSize(size))
    print_all(layout, printer, [9])
    pdf = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    page = pdf[0]
    words = page.get_textpage().get_text_bounded()
    expected = "".join(run.text for run in layout.pages[9].runs())
    assert sorted("".join(words.split())) == sorted("".join(expected.split()))
    pdf.close()


@pytest.mark.parametrize(
    ("ranges", "order", "expected"),
    [
        ("", QPrinter.PageOrder.FirstPageFirst, [0, 1, 2, 3, 4]),
        ("2-3,5", QPrinter.PageOrder.FirstPageFirst, [1, 2, 4]),
        ("2-3,5", QPrinter.PageOrder.LastPageFirst, [4, 2, 1]),
        ("4-9", QPrinter.PageOrder.FirstPageFirst, [3, 4]),
    ],
)
def test_only_the_chosen_pages_are_printed(
    qapp: QApplication, tmp_path: Path, ranges: str, order: QPrinter.PageOrder, expected: list[int]
) -> None:
    printer = pdf_printer(tmp_path / "paper.pdf")
    printer.setPageOrder(order)
    if ranges:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setPageRanges(QPageRanges.fromString(ranges))
    assert chosen_pages(printer, range(5)) == expected


class CopylessPrinter(QPrinter):
    """One that makes no copies itself."""

    def supportsMultipleCopies(self) -> bool:
        return False


@pytest.mark.parametrize(("collate", "expected"), [(True, [0, 1, 0, 1]), (False, [0, 0, 1, 1])])
def test_copies_that_the_printer_does_not_make_are_made(
    qapp: QApplication, collate: bool, expected: list[int]
) -> None:
    printer = CopylessPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setCopyCount(2)
    printer.setCollateCopies(collate)
    assert chosen_pages(printer, range(2)) == expected


def test_a_print_can_be_stopped_between_pages(qapp: QApplication, tmp_path: Path) -> None:
    stop = threading.Event()
    done: list[int] = []

    def told(pages: int) -> None:
        done.append(pages)
        if pages == 2:
            stop.set()

    printer = pdf_printer(tmp_path / "paper.pdf")
    whole = print_pages(sample_layout(), sample().pictures, printer, range(20), stop.is_set, told)
    assert not whole
    assert done == [1, 2]


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_a_friendly_error(qapp: QApplication, tmp_path: Path) -> None:
    printer = pdf_printer(tmp_path / "no folder" / "paper.pdf")
    with pytest.raises(OutputError) as caught:
        print_all(sample_layout(), printer, [0])
    assert caught.value.remedy


# ---- in the window


def whole_print(window: AssessmentWindow) -> Print:
    snapshot, pictures = window.session.assessment.snapshot(), window.session.store.pictures
    layout = layout_assessment(snapshot, pictures)
    return Print(snapshot, layout, pictures, tuple(range(len(layout.pages))))


def test_the_window_prints_and_says_so(qtbot: QtBot, window: AssessmentWindow, tmp_path: Path) -> None:
    window.session.set_answer(("cover.title",), "印刷する評価書")
    jobs: PaperJobs = window.paper
    with qtbot.waitSignal(jobs.printed):
        jobs.start(pdf_printer(tmp_path / "paper.pdf"), whole_print(window))
        assert window.paper.line.isVisible()
    assert not jobs.running
    assert window.notice.text()
    pdf = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert "印刷する評価書" in pdf[0].get_textpage().get_text_bounded()
    pdf.close()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_trouble_with_the_printer_is_told(qtbot: QtBot, window: AssessmentWindow, tmp_path: Path) -> None:
    jobs = window.paper
    jobs.start(pdf_printer(tmp_path / "no folder" / "x.pdf"), whole_print(window))
    qtbot.waitUntil(lambda: bool(dialogs()))
    assert not jobs.running
    assert dialog().heading


@needs_a_printer
def test_the_systems_dialog_asks_for_the_printer(qtbot: QtBot, window: AssessmentWindow) -> None:
    window.paper.ask(whole_print(window))
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QPrintDialog)]
    assert len(found) == 1
    printer = found[0].printer()
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Portrait
    found[0].reject()
    free()
    assert not isValid(found[0])
    assert not window.paper.running

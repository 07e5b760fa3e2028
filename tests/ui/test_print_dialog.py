"""The print dialog: what is chosen in it is what stands in the file, and nothing else."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.i18n import _
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.purpose import Copy
from pia_desktop.wareki import normalise_date_words
from tests.paper.archival import check_archival
from tests.programs import needs_a_printer
from tests.ui.pages import MemoryStore
from tests.ui.shell import OPENED, FakeFiles, MakeCoordinator, StubPage, dialog, dialogs, free
from ui.assessment.actions import PRINT, SAVE_PDF
from ui.assessment.window import AssessmentWindow
from ui.cabinet.actions import PRINT_BLANK
from ui.context.session import Session
from ui.printing.dialog import PDF, PRINTER, PrintDialog, open_print
from ui.printing.subject import Subject, blank_subject
from ui.widgets.settings import settings

pytestmark = pytest.mark.usefixtures("windows_freed")
SECRET = "鷲尾町三丁目"


CHOOSER = FakeFiles([])
"""What the user chooses for the windows of these tests."""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the user saves; the names that were suggested are in ``CHOOSER.suggested``."""
    path = tmp_path / "印刷.pdf"
    CHOOSER.suggested.clear()
    CHOOSER.answers[:] = [path] * 3
    return path


def root() -> Node:
    files = {
        "a": Node({"II.1": "住民台帳", "II.2.3": "一行\n" * 150}),
        "b": Node({"II.1": "給付台帳"}, {}, {}),
    }
    answers = {"cover.title": f"{SECRET}の事務", "I.1.1": f"前{SECRET}後"}
    return Node(
        answers, {FILES: files}, {"cover.title": ((0, len(SECRET)),), "I.1.1": ((1, 1 + len(SECRET)),)}
    )


def open_window(contents: Node | None = None, session: Session | None = None) -> AssessmentWindow:
    session = session or Session(Assessment(find_form("yoshiki3"), contents or root()), MemoryStore())
    window = AssessmentWindow(session, lambda: True, factory=StubPage, files=CHOOSER)
    OPENED.append(window)
    window.show()
    return window


def counted(qtbot: QtBot, found: PrintDialog) -> PrintDialog:
    """The dialog with its pages counted."""
    waiting = _("The pages are being counted…")
    qtbot.waitUntil(lambda: found.count.text() != waiting, timeout=20_000)
    return found


def ask_pdf(qtbot: QtBot, window: AssessmentWindow) -> PrintDialog:
    window.actions_[SAVE_PDF].trigger()
    found = dialogs(PrintDialog)
    assert len(found) == 1
    assert isinstance(found[0], PrintDialog)
    assert found[0].to_pdf
    return counted(qtbot, found[0])


def save(qtbot: QtBot, window: AssessmentWindow, found: PrintDialog, path: Path) -> pypdf.PdfReader:
    counted(qtbot, found)
    found.print.click()
    qtbot.waitUntil(lambda: window.pdf.report is not None, timeout=20_000)
    dialog().close()
    free()
    return pypdf.PdfReader(path)


def words(reader: pypdf.PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


# ---- what is chosen is what is written


@pytest.mark.parametrize("scale", [0, 1])
def test_everything_combines_in_the_file(qtbot: QtBot, target: Path, scale: int) -> None:
    window = open_window()
    found = ask_pdf(qtbot, window)
    found.purpose.choose_copy(Copy.DRAFT)
    found.look.choose(scale)
    found.parts.tick(frozenset(["cover", "II"]))
    found.file.setCurrentIndex(1)
    counted(qtbot, found)
    total = len(counted(qtbot, found)._layout.pages)  # type: ignore[union-attr]
    found.pages.setText("2-")
    assert f"{total - 1:,}" in found.count.text()
    reader = save(qtbot, window, found, target)
    assert len(reader.pages) == total - 1
    assert reader.page_labels == [str(number) for number in range(2, total + 1)]
    text = words(reader)
    assert text.count("案") >= total - 1
    assert "下書き" in text
    assert "一行" in text
    assert "給付台帳" not in text
    check_archival(target.read_bytes())


def test_the_whole_is_what_the_paper_lays_out(qtbot: QtBot, target: Path) -> None:
    window = open_window()
    reader = save(qtbot, window, ask_pdf(qtbot, window), target)
    layout = layout_assessment(window.session.assessment.snapshot(), PictureDict(), options=PrintOptions())
    assert len(reader.pages) == len(layout.pages)
    assert reader.page_labels == [str(number) for number in range(1, len(layout.pages) + 1)]
    assert SECRET in words(reader)
    assert [f"{SECRET}の事務.pdf"] == CHOOSER.suggested


def test_a_copy_for_the_public_leaves_no_trace(qtbot: QtBot, target: Path) -> None:
    window = open_window()
    found = ask_pdf(qtbot, window)
    found.purpose.choose_copy(Copy.PUBLIC)
    reader = save(qtbot, window, found, target)
    assert SECRET not in CHOOSER.suggested[0]
    assert SECRET not in words(reader)
    assert "除いたもの" in words(reader)
    needles = [SECRET.encode(code) for code in ("utf-8", "utf-16-be", "utf-16-le")]
    needles.append(SECRET.encode("utf-16-be").hex().upper().encode())
    with pikepdf.open(target) as file:
        for one in file.objects:
            raw = one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse()
            assert not any(needle in raw for needle in needles)
    data = target.read_bytes()
    assert not any(needle in data or needle in zlib.compress(data) for needle in needles)


def test_the_pages_of_a_range_follow_their_own_outline_and_links(qtbot: QtBot, target: Path) -> None:
    window = open_window()
    found = ask_pdf(qtbot, window)
    found.parts.tick(frozenset(["II"]))
    counted(qtbot, found).pages.setText("2, 4-5")
    reader = save(qtbot, window, found, target)
    assert reader.page_labels == ["2", "4", "5"]
    names = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert names
    assert all("特定個人情報ファイルの概要" in str(name) for name in names)
    for entry in reader.outline:
        if not isinstance(entry, list):
            assert reader.get_destination_page_number(entry) in (0, 1)
    check_archival(target.read_bytes())


# ---- on paper


@needs_a_printer
def test_paper_gets_the_same_pages(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_window()
    window.actions_[PRINT].trigger()
    (found,) = dialogs(PrintDialog)
    assert isinstance(found, PrintDialog)
    assert found.target.chosen == PRINTER
    counted(qtbot, found)
    found.pages.setText("1,3")
    started: list[tuple[int, ...]] = []
    monkeypatch.setattr(window.paper, "start", lambda _printer, job: started.append(job.pages))
    QTest.keyClick(found, Qt.Key.Key_Return)
    systems = [one for one in QApplication.topLevelWidgets() if isinstance(one, QPrintDialog)]
    assert len(systems) == 1
    systems[0].accept()
    assert started == [(0, 2)]


def test_without_a_printer_a_pdf_is_offered(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    """Windows' own dialog would not open then, and nobody would know why."""
    monkeypatch.setattr("ui.printing.dialog.has_printer", lambda: False)
    window = open_window()
    window.actions_[PRINT].trigger()
    (found,) = dialogs(PrintDialog)
    assert isinstance(found, PrintDialog)
    counted(qtbot, found).print.click()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QPrintDialog)]
    assert dialog().heading == _("There is no printer on this terminal.")
    dialog().button(_("Close")).click()
    free()
    assert found.isVisible()
    found.print.click()
    dialog().button(_("Save as PDF")).click()
    qtbot.waitUntil(lambda: window.pdf.report is not None, timeout=20_000)
    assert target.read_bytes().startswith(b"%PDF")


# ---- before printing


def test_what_cannot_be_printed_is_counted_on_the_chosen_pages(qtbot: QtBot) -> None:
    contents = Node(
        {"cover.title": "\U000f1234野市"},
        {FILES: {"a": Node({"II.2.3": "\U000f1235"})}},
    )
    found = ask_pdf(qtbot, open_window(contents))
    assert found.lost.isVisible()
    assert "2" in found.lost.text()
    found.pages.setText("1")
    assert "1" in found.lost.text()
    found.lost.click()
    assert found.outcome.list is not None
    found.outcome.list.close()
    found.reject()


def test_a_lost_picture_is_counted(qtbot: QtBot) -> None:
    form = find_form("yoshiki4")
    item = next(one for one in form.places if isinstance(form.item(one).kind, FigureKind))
    contents = Node({item: Figure.of("", (Picture("0" * 64, "image/png", 10, 10, ""),))})
    session = Session(Assessment(form, contents), MemoryStore())
    found = ask_pdf(qtbot, open_window(session=session))
    assert found.lost.isVisible()
    found.parts.tick(frozenset(["cover"]))
    assert not counted(qtbot, found).lost.isVisible()
    found.reject()


def test_nonsense_is_said_and_cannot_be_printed(qtbot: QtBot) -> None:
    found = ask_pdf(qtbot, open_window())
    for text in ("x", "0", "9999", "3-1-2", "1-9999"):
        found.pages.setText(text)
        assert not found.print.isEnabled()
    found.pages.setText("２、１")
    assert found.print.isEnabled()
    found.parts.tick(frozenset())
    assert not found.print.isEnabled()
    assert found.count.text() == _("Choose at least one part.")
    found.parts.all.setChecked(True)
    qtbot.waitUntil(found.print.isEnabled)


def test_one_who_does_not_wait_for_the_count_is_served_all_the_same(qtbot: QtBot, target: Path) -> None:
    window = open_window()
    window.actions_[SAVE_PDF].trigger()
    (found,) = dialogs(PrintDialog)
    assert isinstance(found, PrintDialog)
    found.look.choose(1)
    QTest.keyClick(found, Qt.Key.Key_Return)
    qtbot.waitUntil(target.exists, timeout=20_000)


def test_a_draft_bears_the_moment_of_printing_and_not_that_of_asking(qtbot: QtBot, target: Path) -> None:
    window = open_window()
    found = ask_pdf(qtbot, window)
    found.purpose.choose_copy(Copy.DRAFT)
    found.parts.tick(frozenset(["cover"]))
    wanted = counted(qtbot, found)._wanted
    assert wanted is not None
    assert wanted.options is not None
    long_ago = datetime(2001, 2, 3, 4, 5)
    found._wanted = replace(wanted, options=replace(wanted.options, moment=long_ago))
    text = words(save(qtbot, window, found, target))
    assert "平成13年" not in text
    assert normalise_date_words(f"{datetime.now():%Y-%m-%d}") in text


def test_choices_come_back_but_not_the_purpose(qtbot: QtBot, target: Path) -> None:
    window = open_window()
    found = ask_pdf(qtbot, window)
    found.purpose.choose_copy(Copy.DRAFT)
    found.look.choose(1)
    found.parts.tick(frozenset(["I"]))
    save(qtbot, window, found, target)
    again = open_print(window, window, Subject(window.session.assessment.snapshot(), PictureDict()))
    assert again.to_pdf
    assert again.copy is Copy.SUBMISSION
    assert again.look.chosen == 1
    assert again.parts.parts == frozenset(["I"])
    again.reject()
    settings().setValue("print/scale", "broken")
    settings().setValue("print/parts/yoshiki3", 5)
    open_print(window, window, Subject(window.session.assessment.snapshot(), PictureDict())).reject()


# ---- blank forms


def test_a_blank_form_of_any_edition(qtbot: QtBot, target: Path, make_coordinator: MakeCoordinator) -> None:
    coordinator = make_coordinator()
    coordinator.cabinet_window.file_chooser = CHOOSER
    coordinator.show_cabinet()
    coordinator.cabinet_window.actions_[PRINT_BLANK].trigger()
    (found,) = dialogs(PrintDialog)
    assert isinstance(found, PrintDialog)
    found.target.choose(PDF)
    index = next(i for i, form in enumerate(found._forms) if form.id == "yoshiki4")
    found.form.setCurrentIndex(index)
    found.form.activated.emit(index)
    assert not found.purpose.isVisible()
    counted(qtbot, found).print.click()
    qtbot.waitUntil(lambda: coordinator.cabinet_window.pdf.report is not None, timeout=20_000)
    dialog().close()
    assert "全項目評価書" in words(pypdf.PdfReader(target))
    assert find_form("yoshiki4").short_title in CHOOSER.suggested[0]


# ---- trouble


def test_a_folder_that_is_gone_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    CHOOSER.answers[:] = [tmp_path / "無い" / "a.pdf"]
    counted(qtbot, ask_pdf(qtbot, window)).print.click()
    qtbot.waitUntil(lambda: window.pdf.report is not None, timeout=20_000)
    assert "a.pdf" in dialog().heading
    assert not window.pdf.running
    dialog().close()


def test_a_file_that_another_program_holds_is_told_and_left(
    qtbot: QtBot, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.write_bytes(b"old")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "replace", held)
    window = open_window()
    counted(qtbot, ask_pdf(qtbot, window)).print.click()
    qtbot.waitUntil(lambda: window.pdf.report is not None, timeout=20_000)
    assert str(target) in dialog().heading
    dialog().close()
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.glob("*.pdf")] == [target.name]
    assert not list(target.parent.glob(".pia-*"))


def test_one_who_thinks_better_of_the_file_keeps_the_choices(qtbot: QtBot) -> None:
    window = open_window()
    CHOOSER.answers[:] = [None]
    found = ask_pdf(qtbot, window)
    found.pages.setText("2")
    found.print.click()
    assert found.isVisible()
    assert found.pages.text() == "2"
    assert not window.pdf.running
    found.reject()


def test_a_closed_dialog_leaves_nothing_behind(qtbot: QtBot) -> None:
    window = open_window()
    window.actions_[SAVE_PDF].trigger()
    (found,) = dialogs(PrintDialog)
    assert isinstance(found, QDialog)
    found.reject()
    QThreadPool.globalInstance().waitForDone()
    free()
    assert not isValid(found)


# ---- by keyboard and for screen readers


@pytest.mark.parametrize("blank", [False, True])
def test_every_field_is_reached_by_tab_and_has_a_name(qtbot: QtBot, blank: bool) -> None:
    window = open_window()
    snapshot = window.session.assessment.snapshot()
    subject = blank_subject(find_form("yoshiki3")) if blank else Subject(snapshot, PictureDict())
    found = counted(qtbot, open_print(window, window, subject))
    found.parts.some.setChecked(True)
    wanted = {found.parts.list, found.pages, found.print, *([found.form] if blank else [found.file])}
    reached: set[QWidget] = set()
    widget: QWidget | None = found
    for _step in range(60):
        widget = widget.nextInFocusChain() if widget is not None else None
        if widget is not None and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(widget)
    assert wanted <= reached
    for box in (found.target, found.look, *([] if blank else [found.purpose])):
        assert any(box.isAncestorOf(one) for one in reached)
    for widget in reached:
        if isinstance(widget, QLineEdit | QRadioButton):
            label = found.range.rows.labelForField(widget)
            assert widget.accessibleName() or getattr(label, "text", str)() or getattr(widget, "text", str)()
    found.reject()

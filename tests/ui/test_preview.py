"""The paper beside the form: the pages of the print, following what is typed and where the cursor is."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QSize, Qt, QThreadPool
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from pia_desktop.paper import style
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.layout import Layout, Page
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from tests.paper.documents import Document, document, document_names
from tests.ui.pages import MemoryStore, open_session
from tests.ui.shell import OPENED, StubPage, free
from ui.assessment.actions import PREVIEW
from ui.assessment.window import AssessmentWindow
from ui.context.session import Session
from ui.preview.layout_jobs import LayoutJobs, Wanted
from ui.preview.page_positions import Fit, Zoom, lay_pages
from ui.preview.painter import PagePainter
from ui.preview.panel import PreviewPanel
from ui.preview.view import PageView

pytestmark = pytest.mark.usefixtures("windows_freed")
PORTRAIT, SIDEWAYS = (595.0, 842.0), (842.0, 595.0)


def sample() -> Document:
    return document(next(name for name in document_names() if name.endswith("samples/yoshiki4.json")))


def sample_session() -> Session:
    found = sample()
    return Session(Assessment(found.snapshot.form, found.snapshot.root), MemoryStore(found.pictures))


def open_window(qtbot: QtBot, session: Session) -> AssessmentWindow:
    window = AssessmentWindow(session, lambda: True, factory=StubPage)
    OPENED.append(window)
    window.resize(1500, 900)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def open_preview(qtbot: QtBot, session: Session) -> PreviewPanel:
    """The preview in its window, its pages laid out."""
    window = open_window(qtbot, session)
    window.actions_[PREVIEW].trigger()
    qtbot.waitUntil(lambda: window.panes.preview.made)
    up_to_date(qtbot, window.panes.preview.panel, session)
    return window.panes.preview.panel


def up_to_date(qtbot: QtBot, panel: PreviewPanel, session: Session) -> None:
    fresh = layout_assessment(session.assessment.snapshot(), style=Style(fonts=users_fonts()))
    qtbot.waitUntil(lambda: panel.view.layout_ == fresh)


def file_item(session: Session, item_id: str) -> NodePath:
    return (FILES, session.file_key, item_id)


def in_sight(view: PageView, path: NodePath) -> bool:
    """Whether some of an item is in the viewport."""
    return any(
        view.item_at(QPointF(x, y)) == path
        for x in range(5, view.viewport().width(), 40)
        for y in range(3, view.viewport().height(), 6)
    )


# ---- in the window


def test_the_preview_is_made_when_it_is_first_shown_and_follows_only_while_it_can_be_seen(
    qtbot: QtBot,
) -> None:
    session = open_session()
    window = open_window(qtbot, session)
    assert "preview" not in vars(window)
    QTest.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: window.panes.preview.made)
    panel = window.panes.preview.panel
    up_to_date(qtbot, panel, session)
    QTest.keyClick(window, Qt.Key.Key_F7)
    assert not panel.isVisible()
    shown = panel.view.layout_
    session.set_answer(("cover.title",), "隠れている間の記載")
    QApplication.processEvents()
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    assert panel.view.layout_ is shown
    QTest.keyClick(window, Qt.Key.Key_F7)
    up_to_date(qtbot, panel, session)


def test_what_is_typed_is_on_the_page_and_the_page_follows_it(qtbot: QtBot) -> None:
    session = sample_session()
    panel = open_preview(qtbot, session)
    path = file_item(session, "II.6.3")
    session.enter_item(path)
    assert in_sight(panel.view, path)
    before = panel.view.viewport().grab().toImage()
    for length in range(1, 40, 6):
        session.set_answer(path, "打鍵の途中。" * length, typing=True)
        QApplication.processEvents()
    up_to_date(qtbot, panel, session)
    assert in_sight(panel.view, path)
    assert panel.view.viewport().grab().toImage() != before


def test_entries_that_come_and_go_are_on_the_page(qtbot: QtBot) -> None:
    session = sample_session()
    panel = open_preview(qtbot, session)
    session.add_entry((FILES, session.file_key, "II.4.e"))
    up_to_date(qtbot, panel, session)
    session.undo_stack.undo()
    up_to_date(qtbot, panel, session)
    assert panel.number.maximum() == panel.view.count


def test_a_click_asks_for_the_item_under_it(qtbot: QtBot) -> None:
    session = sample_session()
    view = open_preview(qtbot, session).view
    path = file_item(session, "II.2.3")
    session.enter_item(path)
    asked: list[NodePath] = []
    session.item_requested.connect(asked.append)
    points = [
        QPoint(x, y)
        for y in range(2, view.viewport().height(), 7)
        for x in range(2, view.viewport().width(), 60)
        if view.item_at(QPointF(x, y)) == path
    ]
    assert points
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=points[0])
    assert asked == [path]


def test_every_place_of_an_item_leads_to_it_or_to_one_that_shares_its_cell(qtbot: QtBot) -> None:
    session = sample_session()
    view = open_preview(qtbot, session).view
    layout = view.layout_
    assert layout is not None
    view.set_zoom(Zoom(Fit.SCALE, 1.0))
    for number in range(9, 12):
        places = layout.anchors.on_page(number)
        for path, rects in places.items():
            for rect in rects if len(path) % 2 else ():
                view.show_place(number, rect.y)
                spot = view._rows.spots[number]
                left, top = view.horizontalScrollBar().value(), view.verticalScrollBar().value()
                at = QPointF(
                    spot.x + (rect.x + rect.width / 2) * spot.scale - left,
                    spot.y + (rect.y + rect.height / 2) * spot.scale - top,
                )
                found = view.item_at(at)
                assert found == path or rect in places[found], (path, found)


def test_keys_turn_pages_change_the_size_and_lead_to_the_form(qtbot: QtBot) -> None:
    session = sample_session()
    panel = open_preview(qtbot, session)
    view = panel.view
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert (view.page, panel.number.value()) == (1, 2)
    assert view.accessibleName() != ""
    spoken = view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == view.count - 1
    assert view.accessibleName() != spoken
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page < view.count - 1
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0
    fitted = view.factor
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.factor > fitted
    QTest.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.factor == fitted
    asked: list[NodePath] = []
    session.item_requested.connect(asked.append)
    view.show_page(1)
    view.show_page(3)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert len(asked) == 1
    assert len(asked[0]) % 2


def test_the_number_and_the_list_go_to_pages_and_show_where_one_is(qtbot: QtBot) -> None:
    panel = open_preview(qtbot, sample_session())
    layout = panel.view.layout_
    assert layout is not None
    panel.number.setValue(12)
    assert panel.view.page == 11
    index = next(i for i, entry in enumerate(layout.outline) if entry.page == 30 or entry.page > 30)
    panel.list.setCurrentIndex(index)
    panel.list.activated.emit(index)
    assert panel.view.page == layout.outline[index].page
    for fit in (Zoom(Fit.TWO), Zoom(Fit.SCALE, 2.0), Zoom(Fit.WIDTH)):
        panel.view.set_zoom(fit)
        assert abs(panel.view.page - layout.outline[index].page) <= 1


def test_the_list_names_the_section_of_the_item_and_of_what_is_scrolled_to(qtbot: QtBot) -> None:
    session = sample_session()
    panel = open_preview(qtbot, session)
    session.enter_item(("I.1.2",))
    assert panel.list.currentText().strip().startswith("１．")
    session.enter_item(("I.5",))
    assert panel.list.currentText().strip().startswith("５．")
    layout = panel.view.layout_
    assert layout is not None
    for index in (3, 9, 10):
        panel.view.show_place(layout.outline[index].page, layout.outline[index].y)
        assert panel.list.currentIndex() == index
    panel.list.activated.emit(len(layout.outline) - 1)
    assert panel.list.currentIndex() == len(layout.outline) - 1, "though it is not at the top"


def test_what_has_no_glyph_is_counted_marked_and_gone_to(qtbot: QtBot) -> None:
    session = open_session()
    panel = open_preview(qtbot, session)
    assert not panel.missing.isVisible()
    session.set_answer(("cover.title",), "\U000f1234野市の評価書")
    up_to_date(qtbot, panel, session)
    assert panel.missing.isVisible()
    assert "1" in panel.missing.text()
    shown = panel.view.viewport().grab().toImage()
    orange = [
        (x, y)
        for x in range(shown.width())
        for y in range(0, shown.height(), 2)
        if (colour := shown.pixelColor(x, y)).red() > 230 and colour.blue() < 170
    ]
    assert orange
    asked: list[NodePath] = []
    session.item_requested.connect(asked.append)
    panel.missing.click()
    assert asked == [("cover.title",)]


def test_nothing_is_told_of_a_job_once_its_window_is_closed(qtbot: QtBot) -> None:
    session = sample_session()
    window = open_window(qtbot, session)
    window.actions_[PREVIEW].trigger()
    qtbot.waitUntil(lambda: window.panes.preview.made)
    jobs = window.panes.preview.panel.jobs
    QApplication.processEvents()
    window.close_unsaved()
    free()
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    assert not isValid(jobs)


# ---- jobs


def titled(words: str) -> Snapshot:
    session = open_session()
    session.set_answer(("cover.title",), words)
    return session.assessment.snapshot()


def test_of_the_layouts_that_wait_only_the_newest_is_made(qtbot: QtBot) -> None:
    jobs = LayoutJobs(PictureDict())
    found: list[Layout] = []
    jobs.laid_out.connect(lambda _wanted, layout: found.append(layout))
    for number in range(20):
        jobs.request(Wanted(titled(f"評価書{number}")))
    qtbot.waitUntil(lambda: not jobs.running)
    assert [layout.title for layout in found] == ["評価書0", "評価書19"]


def test_a_result_that_nobody_wants_any_more_is_dropped(qtbot: QtBot) -> None:
    jobs = LayoutJobs(PictureDict())
    found: list[Layout] = []
    jobs.laid_out.connect(lambda _wanted, layout: found.append(layout))
    jobs.request(Wanted(titled("古い")))
    jobs.cancel()
    jobs.request(Wanted(titled("新しい")))
    qtbot.waitUntil(lambda: not jobs.running)
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    assert [layout.title for layout in found] == ["新しい"]


def test_a_font_of_the_program_that_is_spoilt_is_told_with_what_to_do(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = tmp_path / "BIZUDPGothic-Regular.ttf"
    spoilt.write_bytes(b"spoilt")
    monkeypatch.setattr(style, "font_file", lambda _face: spoilt)

    def lay_out(*_given: object) -> Layout:
        style.metrics.__wrapped__(style.Face.BODY)
        raise AssertionError("a spoilt font was read")

    monkeypatch.setattr("ui.preview.layout_jobs.layout_assessment", lay_out)
    jobs = LayoutJobs(PictureDict())
    told: list[str] = []
    jobs.failed.connect(told.append)
    jobs.request(Wanted(titled("評価書")))
    qtbot.waitUntil(lambda: not jobs.running and bool(told))
    (words,) = told
    assert spoilt.name in words
    assert _("It belongs to the program: put its folder back as it was given out.") in words


# ---- the painted page


def painted(page: Page, pictures: PictureDict, dots: int) -> Image.Image:
    scale = dots / 72
    image = QImage(QSize(round(page.width * scale), round(page.height * scale)), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(scale, scale)
    PagePainter(pictures).paint(painter, page)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return Image.open(io.BytesIO(data.data())).convert("L")


def test_the_painted_page_is_that_of_the_pdf(qapp: QApplication) -> None:
    """Ink stands at the same places: a shift by a third of a millimetre makes twice the difference."""
    found = sample()
    layout = layout_assessment(found.snapshot, found.pictures)
    pdf = pypdfium2.PdfDocument(draw_pdf(layout, found.pictures))
    for number in (0, 6, 9, 20, len(layout.pages) - 1):
        ours = painted(layout.pages[number], found.pictures, 144)
        theirs = pdf[number].render(scale=2).to_pil().convert("L").resize(ours.size)
        small = (ours.width // 4, ours.height // 4)
        ours_small, theirs_small = ours.resize(small), theirs.resize(small)
        apart = ImageStat.Stat(ImageChops.difference(ours_small, theirs_small)).mean[0]
        moved = ImageChops.offset(theirs.resize(ours.size), 2, 0).resize(small)
        shifted = ImageStat.Stat(ImageChops.difference(ours_small, moved)).mean[0]
        assert apart < shifted / 2, (number, apart, shifted)
    pdf.close()


def test_pages_stand_beside_each_other_and_none_on_another() -> None:
    sizes = [PORTRAIT] * 5 + [SIDEWAYS] * 2
    for zoom in (Zoom(), Zoom(Fit.TWO), Zoom(Fit.SCALE, 0.5), Zoom(Fit.SCALE, 3.0)):
        for room in (60.0, 400.0, 1500.0):
            coordinator = lay_pages(sizes, zoom, room, 12.0, 96 / 72)
            rects = [spot.rect for spot in coordinator.spots]
            assert len(rects) == len(sizes)
            for i, one in enumerate(rects):
                assert one.left() >= 0
                assert one.right() <= coordinator.width + 1
                assert one.bottom() <= coordinator.height
                assert not any(one.intersects(other) for other in rects[i + 1 :])
                assert i in coordinator.between(one.center().y(), one.center().y())

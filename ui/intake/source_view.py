"""The source of an answer: a PDF page, or a worksheet, with the cell framed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.incoming import Incoming, place_words
from pia_desktop.intake.cells import Where
from pia_desktop.intake.pagepicture import SCALE
from pia_desktop.intake.report import SheetCells
from ui.intake.sheet_layout import Frame, SheetLayout, lay_out
from ui.intake.source_pages import SourcePages, WantedPage
from ui.widgets.contrast import mixed
from ui.widgets.layouts import Growing, flush_column
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import em, small_font, space

_FRAME: Final = 3
_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)


@guarded
class SourceView(QWidget):
    """Shows a place in the source, under a line with the page number or sheet name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pages = SourcePages(self)
        self.pages.drawn.connect(self._drawn)
        self._found: Incoming | None = None
        self._path: Path | None = None
        self._where: Where | None = None
        self.place = plain_label(self, font=small_font())
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(False)
        self.area.setAccessibleName(_("Source"))
        self.canvas = _Canvas(self.area)
        self.area.setWidget(self.canvas)
        self.nothing = QLabel(self)
        self.nothing.setWordWrap(True)
        self.nothing.setMargin(space(3))
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        flush_column(self, space(1), self.place, Growing(self.area), Growing(self.nothing))
        self._say(_("The source is shown here."))

    def show_document(self, path: Path | None, found: Incoming | None) -> None:
        self._path, self._found, self._where = path, found, None
        self.canvas.show_sheet(None)
        self.place.clear()
        self._say(_("The source is shown here."))

    def show_place(self, where: Where | None) -> None:
        """Show and frame a place; None if the place is unknown."""
        self._where = where
        if where is None or self._path is None or self._found is None:
            self.place.clear()
            self._say(_("No place of the source is known for this."))
            return
        self.place.setText(place_words(where))
        if where.sheet is not None:
            self._show_sheet(where)
        elif where.page is not None:
            image = self.pages.page(self._path, where.page)
            if image is None:
                self._say(_("The page is being drawn…"))
            else:
                self._show_page(image, where)

    def stop(self) -> None:
        """Stop rendering: the window is closing."""
        self.pages.cancel()

    # ---- pages and sheets

    def _drawn(self, wanted: WantedPage, found: object) -> None:
        where = self._where
        if where is None or (self._path, where.page) != wanted:
            return
        if isinstance(found, UserError):
            self._say(found.one_line())
        elif isinstance(found, QImage):
            self._show_page(found, where)

    def _show_page(self, image: QImage, where: Where) -> None:
        box = where.box
        frame = None
        if not isinstance(box, str) and len(box) == 4:
            left, top, right, bottom = (edge * SCALE for edge in box)
            frame = left, top, right - left, bottom - top
        self._uncover()
        self.canvas.show_page(image, frame)
        self._bring_into_view()

    def _show_sheet(self, where: Where) -> None:
        assert self._found is not None
        sheets = self._found.outcome.sheets if self._found.outcome else ()
        sheet = next((one for one in sheets if one.name == where.sheet), None)
        if sheet is None:
            self._say(_("No place of the source is known for this."))
            return
        self._uncover()
        self.canvas.show_sheet(sheet, where.box if isinstance(where.box, str) else "")
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        frame = self.canvas.frame
        self.area.setAccessibleDescription(self.place.text())
        if frame is None:
            self.area.verticalScrollBar().setValue(0)
            return
        left, top, width, height = frame
        bar = self.area.verticalScrollBar()
        room = self.area.viewport().height()
        bar.setValue(round(top - max(room - height, room * 0.3) / 2))
        self.area.ensureVisible(round(left), round(top), space(6), space(4))
        if width < self.area.viewport().width():
            self.area.ensureVisible(round(left + width), round(top), space(2), space(4))

    def _say(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.show()
        self.area.hide()

    def _uncover(self) -> None:
        self.nothing.hide()
        self.area.show()
        self._fit()

    def _fit(self) -> None:
        self.canvas.fit(self.width() - self.area.verticalScrollBar().sizeHint().width() - space(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


@guarded
class _Canvas(QWidget):
    """Paints a page, or the visible part of a sheet."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._image: QImage | None = None
        self._sheet: SheetCells | None = None
        self._box = ""
        self._layout: SheetLayout | None = None
        self._width = 0
        self._in_picture: Frame | None = None
        self.frame: Frame | None = None
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def show_page(self, image: QImage, frame: Frame | None) -> None:
        """Show a page scaled to the available width, and a frame in pixels of the image."""
        self._image, self._sheet, self._in_picture = image, None, frame
        self._place_page()

    def show_sheet(self, sheet: SheetCells | None, box: str = "") -> None:
        """Show a sheet with a range framed; None clears the view."""
        if sheet is not self._sheet:
            self._layout = None
        self._image, self._sheet, self._box = None, sheet, box
        self._place_cells()

    def fit(self, width: int) -> None:
        """Lay a sheet out again for a new width."""
        if width != self._width:
            self._width = width
            self._layout = None
            self._place_cells()
            self._place_page()

    def _place_page(self) -> None:
        image = self._image
        if image is None or image.isNull():
            return
        scale = min(1.0, max(self._width, em(self) * 30) / image.width())
        self.frame = None
        if self._in_picture is not None:
            left, top, width, height = (edge * scale for edge in self._in_picture)
            self.frame = left, top, width, height
        self.setFixedSize(image.size() * scale)
        self.update()

    def _place_cells(self) -> None:
        if self._sheet is None:
            return
        if self._layout is None:
            metrics = self.fontMetrics()

            def tall(words: str, width: float) -> float:
                room = QRect(0, 0, max(round(width) - space(2), em(self)), 1_000_000)
                return metrics.boundingRect(room, _WRAPPED, words).height() + space(1)

            least = metrics.height() + space(1)
            self._layout = lay_out(self._sheet, max(self._width, em(self) * 30) - 2, least, tall)
        self.frame = self._layout.frame_of(self._box)
        self.setFixedSize(QSize(round(self._layout.width) + 2, round(self._layout.height) + 2))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self._image)
        elif self._layout is not None:
            self._paint_cells(painter, event.rect())
        if self.frame is not None:
            self._paint_frame(painter)
        painter.end()

    def _paint_cells(self, painter: QPainter, seen: QRect) -> None:
        assert self._layout is not None
        palette = self.palette()
        base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
        for cell in self._layout.words_in(seen.top(), seen.bottom()):
            frame = QRectF(*cell.frame)
            painter.setPen(mixed(base, text, 0.35))
            painter.drawRect(frame)
            painter.setPen(text)
            painter.drawText(frame.adjusted(space(1), 1, -space(1), 0), _WRAPPED, cell.words)

    def _paint_frame(self, painter: QPainter) -> None:
        assert self.frame is not None
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(colour, _FRAME))
        painter.drawRect(QRectF(*self.frame).adjusted(-2, -2, 2, 2))
        colour.setAlpha(32)
        painter.fillRect(QRectF(*self.frame), colour)

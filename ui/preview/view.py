"""A scrollable, zoomable, clickable view of the pages; only visible ones are painted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.i18n import _
from pia_desktop.paper.layout import Layout, Page, Rect
from ui.preview.marks import LostThings, item_in, mark_item, mark_lost
from ui.preview.page_positions import Fit, PageRows, Zoom, lay_pages
from ui.preview.painter import PagePainter, Recent
from ui.widgets.contrast import mixed
from ui.widgets.overrides import guarded
from ui.widgets.text_size import OWN_ZOOM
from ui.widgets.theme import space

ZOOMS: Final = (0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_PICTURES: Final = 12
_LARGEST: Final = 12_000_000
"""A picture of more pixels than this is not kept but painted anew."""
_POINTS: Final = 72
_WHEEL_STEP: Final = 120


_ZOOM_KEYS: Final = {
    Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Semicolon, Qt.Key.Key_Minus, Qt.Key.Key_0,
}  # fmt: skip


@guarded
class PageView(QAbstractScrollArea):
    """Shows a layout.  ``item_clicked`` is emitted with the item at a click."""

    item_clicked = Signal(tuple)
    page_changed = Signal(int)
    """Another page is at the top: its number from 0."""
    zoom_changed = Signal()

    def __init__(self, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(OWN_ZOOM, True)
        self.layout_: Layout | None = None
        self.zoom = Zoom()
        self.words = _("The pages are being laid out…")
        self._source = pictures
        self._painter: PagePainter | None = None
        self._rows = PageRows()
        self._sizes: list[tuple[float, float]] = []
        self._pictures: Recent[int, tuple[Page, float, QPixmap]] = Recent(_PICTURES)
        self._path: NodePath = ()
        self._places: dict[int, list[Rect]] = {}
        self._lost = LostThings()
        self._page = 0
        self._wheel = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._name()

    # ---- what is shown

    def set_layout(self, layout: Layout, *, follow: bool) -> None:
        """Show a layout; ``follow``: keep the current item in view if it changed."""
        old = self.layout_
        self.layout_ = layout
        self._lost = LostThings.of(layout)
        if self._painter is None or self._painter.fonts != layout.fonts:
            self._painter = PagePainter(self._source, layout.fonts)
            self._pictures.clear()
        sizes = [(page.width, page.height) for page in layout.pages]
        if sizes != self._sizes:
            self._sizes = sizes
            self._arrange()
        self._find_places()
        if follow:
            self._show_item(old)
        self.viewport().update()
        self._scrolled()

    def follow(self, path: NodePath) -> None:
        """Mark an item and scroll to it."""
        self._path = path
        self._find_places()
        self._show_item(None)
        self.viewport().update()

    def _find_places(self) -> None:
        self._places = {}
        if self.layout_ is not None and self._path:
            for anchor in self.layout_.anchors.get(self._path, ()):
                self._places.setdefault(anchor.page, []).append(anchor.place)

    def _show_item(self, old: Layout | None) -> None:
        """Scroll to the item; after an edit, to the first of its pages that changed."""
        layout = self.layout_
        if layout is None or not self._places:
            return
        pages = list(self._places)
        shown = pages[0]
        if old is not None:
            known = old.pages
            changed = (n for n in pages if n >= len(known) or known[n] is not layout.pages[n])
            shown = next(changed, shown)
        self._reveal(self._frame(shown))

    def _marked_in_view(self) -> int | None:
        """The page of the marked item, if it is visible."""
        room = QRectF(self.viewport().rect())
        room.translate(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return next((number for number in self._places if self._frame(number).intersects(room)), None)

    def _frame(self, number: int) -> QRectF:
        """Bounding rectangle of the item on a page."""
        united = QRectF()
        for place in self._places[number]:
            united = united.united(self._rows.spots[number].of(place))
        return united

    def _reveal(self, rect: QRectF) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        room = self.viewport().height()
        if rect.top() < down.value() or rect.bottom() > down.value() + room:
            down.setValue(round(rect.top() - max(space(4), (room - rect.height()) / 3)))
        if rect.left() < across.value() or rect.right() > across.value() + self.viewport().width():
            across.setValue(round(rect.left() - space(4)))

    def place(self) -> tuple[int, float]:
        """The page and height (pt) of the marked item if it is in view, else of the top of the view."""
        number = self._marked_in_view()
        if number is not None:
            return number, self._rows.spots[number].point(self._frame(number).topLeft()).y()
        return self.top_place()

    def top_place(self) -> tuple[int, float]:
        """The page and height (pt) at the top of the view."""
        if not self._rows.spots:
            return 0, 0.0
        top = self.verticalScrollBar().value() + space(4) + 1  # where ``show_place`` puts a place
        number = self._rows.nearest(top)
        return number, self._rows.spots[number].point(QPointF(0, top)).y()

    # ---- pages

    @property
    def page(self) -> int:
        """Index of the page at the top, from 0."""
        return self._page

    @property
    def count(self) -> int:
        return len(self._sizes)

    def show_page(self, number: int) -> None:
        if self._rows.spots:
            number = min(max(0, number), self.count - 1)
            self.verticalScrollBar().setValue(round(self._rows.spots[number].y - space(2)))

    def show_place(self, number: int, y: float) -> None:
        """Go to a y coordinate (pt) of a page."""
        if 0 <= number < self.count:
            spot = self._rows.spots[number]
            self.verticalScrollBar().setValue(round(spot.y + y * spot.scale - space(4)))

    def _scrolled(self) -> None:
        down = self.verticalScrollBar()
        page = self._rows.nearest(down.value() + self.viewport().height() / 3)
        if down.value() == down.maximum() > 0:  # short pages at the end cannot reach the top
            page = self.count - 1
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self._name()

    def _name(self) -> None:
        words = _("Preview of the print, page {page} of {count}")
        self.setAccessibleName(
            words.format(page=self._page + 1, count=self.count) if self.count else self.words
        )

    # ---- size

    def set_zoom(self, zoom: Zoom) -> None:
        """Change the zoom, keeping the marked item, or else the top of the view, in place."""
        if zoom != self.zoom:
            seen = self._marked_in_view()
            self.zoom = zoom
            self._arrange()
            if seen is not None:
                self._reveal(self._frame(seen))
            self.viewport().update()
            self.zoom_changed.emit()

    def step_zoom(self, by: int) -> None:
        """Zoom in (1) or out (-1) by one step."""
        now = self.factor
        if by > 0:
            factor = next((step for step in ZOOMS if step > now + 0.01), ZOOMS[-1])
        else:
            factor = next((step for step in reversed(ZOOMS) if step < now - 0.01), ZOOMS[0])
        self.set_zoom(Zoom(Fit.SCALE, factor))

    @property
    def factor(self) -> float:
        """The scale of the page at the top; 1 is the size on paper."""
        if not self._rows.spots:
            return self.zoom.factor
        return self._rows.spots[self._page].scale / self._per_point()

    def _per_point(self) -> float:
        return self.logicalDpiX() / _POINTS

    def _arrange(self) -> None:
        """Rearrange the pages, keeping the same place at the top."""
        down = self.verticalScrollBar()
        page = min(self._rows.nearest(down.value()), max(0, self.count - 1))
        within = 0.0
        if page < len(self._rows.spots):
            spot = self._rows.spots[page]
            within = (down.value() - spot.y) / spot.height
        viewport = self.viewport().size()
        self._rows = lay_pages(self._sizes, self.zoom, viewport.width(), space(3), self._per_point())
        down.setPageStep(viewport.height())
        down.setSingleStep(space(10))
        down.setRange(0, max(0, round(self._rows.height) - viewport.height()))
        across = self.horizontalScrollBar()
        across.setPageStep(viewport.width())
        across.setRange(0, max(0, round(self._rows.width) - viewport.width()))
        across.setValue(across.maximum() // 2)
        if page < len(self._rows.spots):
            spot = self._rows.spots[page]
            down.setValue(round(spot.y + within * spot.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.zoom_changed.emit()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        palette = self.palette()
        window, text = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
        painter.fillRect(event.rect(), mixed(window, text, 0.12))
        layout = self.layout_
        if layout is None:
            painter.setPen(text)
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), wrapped, self.words)
            return
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        painter.translate(-left, -top)
        shown = QRectF(event.rect()).translated(left, top)
        for number in self._rows.between(shown.top(), shown.bottom()):
            if self._rows.spots[number].rect.intersects(shown):
                self._paint_page(painter, layout, number, shown)
        painter.end()

    def _paint_page(self, painter: QPainter, layout: Layout, number: int, shown: QRectF) -> None:
        spot, page = self._rows.spots[number], layout.pages[number]
        ratio = self.devicePixelRatioF()
        pixels = spot.width * spot.height * ratio * ratio
        if pixels > _LARGEST:
            painter.save()
            painter.setClipRect(spot.rect.intersected(shown))
            painter.fillRect(spot.rect, Qt.GlobalColor.white)
            painter.translate(spot.x, spot.y)
            painter.scale(spot.scale, spot.scale)
            self._paint(painter, page)
            painter.restore()
        else:
            painter.drawPixmap(QPointF(spot.x, spot.y), self._picture(number, page, spot.scale, ratio))
        painter.setPen(QPen(QColor(0, 0, 0, 70), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(spot.rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        mark_lost(painter, layout, number, self._lost, spot)
        if number in self._places:
            mark_item(painter, self._frame(number), self.palette())

    def _paint(self, painter: QPainter, page: Page) -> None:
        if self._painter is not None:
            self._painter.paint(painter, page)

    def _picture(self, number: int, page: Page, scale: float, ratio: float) -> QPixmap:
        found = self._pictures.find(number)
        if found is not None and found[0] is page and found[1] == scale * ratio:
            return found[2]
        wide, high = round(page.width * scale * ratio), round(page.height * scale * ratio)
        pixmap = QPixmap(wide, high)
        pixmap.fill(Qt.GlobalColor.white)
        painter = QPainter(pixmap)
        painter.scale(scale * ratio, scale * ratio)
        self._paint(painter, page)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        self._pictures.keep(number, (page, scale * ratio, pixmap))
        return pixmap

    # ---- mouse and keys

    def item_at(self, at: QPointF) -> NodePath:
        """The item, entry or list at a point of the viewport; () if there is none."""
        layout = self.layout_
        if layout is None:
            return ()
        place = at + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number in self._rows.between(place.y(), place.y()):
            spot = self._rows.spots[number]
            if spot.rect.contains(place):
                return item_in(layout, number, spot.point(place))
        return ()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            path = self.item_at(event.position())
            if path:
                self.item_clicked.emit(path)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self.item_at(event.position()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        while abs(self._wheel) >= _WHEEL_STEP:
            by = 1 if self._wheel > 0 else -1
            self._wheel -= by * _WHEEL_STEP
            self.step_zoom(by)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Claim the zoom keys, which otherwise change the window's text size."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            event.setAccepted(control and event.key() in _ZOOM_KEYS)
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, down = event.key(), self.verticalScrollBar()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            match key:
                case Qt.Key.Key_Plus | Qt.Key.Key_Equal | Qt.Key.Key_Semicolon:
                    self.step_zoom(1)
                case Qt.Key.Key_Minus:
                    self.step_zoom(-1)
                case Qt.Key.Key_0:
                    self.set_zoom(Zoom())
                case _:
                    super().keyPressEvent(event)
            return
        match key:
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self._turn(1)
            case Qt.Key.Key_PageUp:
                self._turn(-1)
            case Qt.Key.Key_Home:
                down.setValue(0)
            case Qt.Key.Key_End:
                down.setValue(down.maximum())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._click_first()
            case _:
                super().keyPressEvent(event)

    def _turn(self, by: int) -> None:
        """Go to the next or previous page, or scroll by a screen if that page cannot be at the top."""
        down = self.verticalScrollBar()
        before = down.value()
        self.show_page(self._page + by * self._rows.across)
        if down.value() == before:
            down.setValue(before + by * self.viewport().height())

    def _click_first(self) -> None:
        """Keyboard equivalent of a click: on the marked item, or the first of the page."""
        if self._page in self._places:
            self.item_clicked.emit(self._path)
        elif self.layout_ is not None:
            path = next((path for path in self.layout_.anchors.on_page(self._page) if len(path) % 2), ())
            if path:
                self.item_clicked.emit(path)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

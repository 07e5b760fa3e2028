"""Paints pages of a layout with Qt: on screen and on a printer.

Characters are placed by the layout's own widths, so that lines end on screen where they end on paper.  Use
one painter per thread: Qt's raw fonts are bound to their thread.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGlyphRun, QImage, QPainter, QPen, QRawFont

from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.paper.fontchain import FontChoice, users_fonts
from pia_desktop.paper.layout import Box, Edge, Page, PicturePlace, Rect, Run
from pia_desktop.paper.style import GETA, THICK, THIN, Face, chain, font_file, metrics
from ui.widgets.pictures import upright_image

_GLYPH_RUNS: Final = 4000
_IMAGES: Final = 8
_GREY_FRAME: Final = QColor(153, 153, 153)
_BEHIND: Final = QColor.fromRgbF(0.86, 0.86, 0.86)
_BLACK: Final = QColor(0, 0, 0)
_WHITE: Final = QColor(255, 255, 255)

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Recent(OrderedDict[Key, Kept], Generic[Key, Kept]):
    """A cache of the ``room`` most recently used items."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def keep(self, key: Key, thing: Kept) -> Kept:
        """Add an item, dropping the least recently used one if needed."""
        self[key] = thing
        while len(self) > self._room:
            self.popitem(last=False)
        return thing

    def find(self, key: Key) -> Kept | None:
        found = self.get(key)
        if found is not None:
            self.move_to_end(key)
        return found


class PagePainter:
    """Paints pages in points, with the page's upper left corner at the painter's origin."""

    def __init__(self, pictures: PictureSource, fonts: FontChoice | None = None) -> None:
        register_faces()
        self._pictures = pictures
        self.fonts = users_fonts() if fonts is None else fonts
        self._raw: dict[tuple[Path, float], QRawFont] = {}
        self._runs: Recent[tuple[str, Face, float], tuple[QGlyphRun, ...]] = Recent(_GLYPH_RUNS)
        self._images: Recent[tuple[str, int, int], QImage] = Recent(_IMAGES)

    def paint(self, painter: QPainter, page: Page) -> None:
        """Paint a page on white; the painter's scale is in pixels per point."""
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in page.boxes:
            if box.grey < 1:
                painter.fillRect(rect_of(box), QColor.fromRgbF(box.grey, box.grey, box.grey))
        self._paint_runs(painter, page.behind, _BEHIND)
        painter.setPen(_pen(THIN))
        painter.drawLines([line for box in page.boxes for line in _rules(box)])
        painter.setPen(_pen(THICK))
        painter.drawRects([rect_of(frame) for frame in page.frames])
        for picture in page.pictures():
            self._paint_picture(painter, picture)
        self._paint_runs(painter, page.runs(), _BLACK)
        painter.restore()

    def _paint_runs(self, painter: QPainter, runs: Iterable[Run], colour: QColor) -> None:
        painter.setPen(colour)
        for run in runs:
            for glyphs in self._glyphs(run):
                painter.drawGlyphRun(QPointF(run.x, run.y), glyphs)

    def _paint_picture(self, painter: QPainter, picture: PicturePlace) -> None:
        place = rect_of(picture.place)
        scale = painter.combinedTransform().m11()
        wanted = QSize(max(1, round(place.width() * scale)), max(1, round(place.height() * scale)))
        image = self._image(picture.digest, wanted)
        if image.isNull():
            painter.setPen(QPen(_GREY_FRAME, 1.0))
            painter.drawRect(place)
        else:
            painter.drawImage(place, image)

    def _image(self, digest: str, wanted: QSize) -> QImage:
        """A picture oriented by its EXIF data, no larger than shown; null if it is missing."""
        key = (digest, wanted.width(), wanted.height())
        found = self._images.find(key)
        if found is not None:
            return found
        data = self._pictures.picture(digest)
        if data is None:
            return QImage()
        image = upright_image(data)
        if image.width() > wanted.width():
            aspect, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(wanted, aspect, smooth)
        return self._images.keep(key, image)

    def _glyphs(self, run: Run) -> tuple[QGlyphRun, ...]:
        key = (run.text, run.face, run.size)
        return self._runs.find(key) or self._runs.keep(key, tuple(self._made(run)))

    def _made(self, run: Run) -> Iterator[QGlyphRun]:
        """A run split into pieces of one font each, with every character at its measured position."""
        face = chain(run.face, self.fonts)
        unit = run.size / face.units_per_em
        x = 0.0
        for owner, piece in face.pieces(run.text) if face.is_mixed(run.text) else [(face, run.text)]:
            font = self._font(owner.file, run.size)
            variant = owner.variants.get(piece)
            starts = [*accumulate(map(face.widths.__getitem__, piece), initial=0)]
            glyphs = QGlyphRun()
            glyphs.setRawFont(font)
            if variant is not None:
                glyphs.setGlyphIndexes([variant.glyph])
                glyphs.setPositions([QPointF(x, 0.0)])
            else:
                glyphs.setGlyphIndexes(font.glyphIndexesForString(piece))
                glyphs.setPositions([QPointF(x + start * unit, 0.0) for start in starts[:-1]])
            x += starts[-1] * unit
            yield glyphs

    def _font(self, file: Path, size: float) -> QRawFont:
        key = (file, size)
        if key not in self._raw:
            self._raw[key] = _raw_font(file, size)
        return self._raw[key]


@cache
def register_faces() -> None:
    """Register the bundled fonts with Qt: when printing it embeds only fonts it knows by name."""
    for face in Face:
        QFontDatabase.addApplicationFont(str(font_file(face)))


def _raw_font(file: Path, size: float) -> QRawFont:
    unhinted = QFont.HintingPreference.PreferNoHinting
    read = QRawFont(str(file), size, unhinted)
    if file not in {font_file(face) for face in Face}:
        return read  # another vendor's font may have the same name
    named = QFont(read.familyName())
    named.setStyleName(read.styleName())
    named.setWeight(QFont.Weight(read.weight()))
    named.setHintingPreference(unhinted)
    known = QRawFont.fromFont(named)
    if (known.familyName(), known.styleName()) != (read.familyName(), read.styleName()):
        return read
    known.setPixelSize(size)
    return known


def rect_of(place: Box | Rect) -> QRectF:
    """A rectangle of the layout as a QRectF."""
    return QRectF(place.x, place.y, place.width, place.height)


def geta_places(page: Page, inside: list[Rect]) -> list[QRectF]:
    """Rectangles of 〓, printed for characters no font has, within these rectangles."""
    found = []
    for run in page.runs():
        if GETA not in run.text or not any(_holds(place, run) for place in inside):
            continue
        face = metrics(run.face)
        for number, char in enumerate(run.text):
            if char == GETA:
                x = run.x + face.width(run.text[:number], run.size)
                found.append(QRectF(x, run.y - 0.88 * run.size, face.width(char, run.size), run.size))
    return found


def _holds(place: Rect, run: Run) -> bool:
    return place.x <= run.x <= place.x + place.width and place.y <= run.y <= place.y + place.height


def _pen(width: float) -> QPen:
    pen = QPen(_BLACK, width)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _rules(box: Box) -> list[QLineF]:
    left, right, top, foot = box.x, box.x + box.width, box.y, box.y + box.height
    sides = {
        Edge.LEFT: (left, top, left, foot),
        Edge.TOP: (left, top, right, top),
        Edge.RIGHT: (right, top, right, foot),
        Edge.BOTTOM: (left, foot, right, foot),
    }
    return [QLineF(*ends) for edge, ends in sides.items() if box.edges & edge]

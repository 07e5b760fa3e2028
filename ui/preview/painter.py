"""Paints pages of a layout with Qt: into the window, and on a printer's paper.

Characters stand where the layout put them, by the layout's own widths, so that a line ends on the screen
where it ends on paper.  One painter is for one thread: Qt's raw fonts belong to theirs.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from itertools import accumulate
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGlyphRun,
    QImage,
    QImageReader,
    QPainter,
    QPen,
    QRawFont,
)

from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.paper.layout import Box, Edge, Page, PicturePlace, Rect, Run
from pia_desktop.paper.style import GETA, THICK, THIN, Face, font_file, metrics

_GLYPH_RUNS: Final = 4000
_IMAGES: Final = 8
_GREY_FRAME: Final = QColor(153, 153, 153)
_BLACK: Final = QColor(0, 0, 0)
_WHITE: Final = QColor(255, 255, 255)

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Recent(OrderedDict[Key, Kept], Generic[Key, Kept]):
    """The last things that were asked for, at most ``room`` of them."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def keep(self, key: Key, thing: Kept) -> Kept:
        """Keep a thing, and let the one go that nobody asked for longest."""
        self[key] = thing
        while len(self) > self._room:
            self.popitem(last=False)
        return thing

    def find(self, key: Key) -> Kept | None:
        """A thing that is kept."""
        found = self.get(key)
        if found is not None:
            self.move_to_end(key)
        return found


class PagePainter:
    """Paints pages in points, the upper left corner of the page at the painter's origin."""

    def __init__(self, pictures: PictureSource) -> None:
        register_faces()
        self._pictures = pictures
        self._fonts: dict[tuple[Face, float], QRawFont] = {}
        self._runs: Recent[tuple[str, Face, float], QGlyphRun] = Recent(_GLYPH_RUNS)
        self._images: Recent[tuple[str, int, int], QImage] = Recent(_IMAGES)

    def paint(self, painter: QPainter, page: Page) -> None:
        """Paint a page on white paper; the painter's scale says how many pixels a point has."""
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._paint_shapes(painter, page)
        for picture in page.pictures():
            self._paint_picture(painter, picture)
        painter.setPen(_BLACK)
        for run in page.runs():
            painter.drawGlyphRun(QPointF(run.x, run.y), self._glyphs(run))
        painter.restore()

    @staticmethod
    def _paint_shapes(painter: QPainter, page: Page) -> None:
        """Shades first, then the thin rules over them, then the frames, as in the file."""
        for box in page.boxes:
            if box.grey < 1:
                painter.fillRect(rect_of(box), QColor.fromRgbF(box.grey, box.grey, box.grey))
        painter.setPen(_pen(THIN))
        painter.drawLines([line for box in page.boxes for line in _rules(box)])
        painter.setPen(_pen(THICK))
        painter.drawRects([rect_of(frame) for frame in page.frames])

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
        """A picture as its EXIF data says it stands, not larger than it is shown; null where it is lost."""
        key = (digest, wanted.width(), wanted.height())
        found = self._images.find(key)
        if found is not None:
            return found
        data = self._pictures.picture(digest)
        if data is None:
            return QImage()
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        image = reader.read()
        if image.width() > wanted.width():
            aspect, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(wanted, aspect, smooth)
        return self._images.keep(key, image)

    def _glyphs(self, run: Run) -> QGlyphRun:
        key = (run.text, run.face, run.size)
        return self._runs.find(key) or self._runs.keep(key, self._made(run))

    def _made(self, run: Run) -> QGlyphRun:
        font = self._font(run.face, run.size)
        face = metrics(run.face)
        unit = run.size / face.units_per_em
        glyphs = QGlyphRun()
        glyphs.setRawFont(font)
        glyphs.setGlyphIndexes(font.glyphIndexesForString(run.text))
        starts = accumulate(map(face.widths.__getitem__, run.text), initial=0)
        glyphs.setPositions([QPointF(start * unit, 0.0) for start in starts][:-1])
        return glyphs

    def _font(self, face: Face, size: float) -> QRawFont:
        key = (face, size)
        if key not in self._fonts:
            self._fonts[key] = _raw_font(face, size)
        return self._fonts[key]


@cache
def register_faces() -> None:
    """Make the shipped faces known to Qt: only fonts that it knows by name does it embed when it prints."""
    for face in Face:
        QFontDatabase.addApplicationFont(str(font_file(face)))


def _raw_font(face: Face, size: float) -> QRawFont:
    unhinted = QFont.HintingPreference.PreferNoHinting
    read = QRawFont(str(font_file(face)), size, unhinted)
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
    """A place of the layout as Qt's."""
    return QRectF(place.x, place.y, place.width, place.height)


def geta_places(page: Page, inside: list[Rect]) -> list[QRectF]:
    """Where 〓 stands on a page for a character that no font has, in any of these places."""
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

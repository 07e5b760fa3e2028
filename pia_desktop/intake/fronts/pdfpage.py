"""One page of a PDF as characters, rules and pictures, in points from the page's top left.

pdfium's own text extraction is not used: a cell split by a page break contains its full text on both pages,
partly hidden by a clip path, and only positions tell which characters are visible.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import NO_LETTER
from pia_desktop.intake.fronts.pdfdrawn import THIN, Drawn, Image, around, drawings_of, images_of
from pia_desktop.intake.fronts.pdffonts import EmbeddedFont, PageFonts
from pia_desktop.intake.fronts.pdfupright import set_upright

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

_STRAIGHT: Final = 0.6
"""Points by which the ends of a straight rule may be out of line."""

_MOST_OBJECTS: Final = 60_000
_MOST_SIGNS: Final = 60_000
_NEAR_PAGE: Final = 100.0
"""Points beyond the page within which signs are looked at: a dot on a line at its edge is drawn there."""

_NO_SIGNS: Final = frozenset({10, 13})
_OTHERS: Final = {0x2: "-", 0xFFFE: "-", 0x0: NO_LETTER}
"""What pdfium tells instead of a hyphen at a line's end, and of a sign that has no letter in the file."""

_WHITE: Final = 255
_LINE_TO, _MOVE_TO = 0, 2
_PATH, _IMAGE, _FORM = 2, 3, 5


class Sign(NamedTuple):
    """One character: its left and right edge, baseline and size, in points.

    ``clip``: the vertical range its clip path leaves visible; ``hidden``: its baseline is outside.  A named
    tuple because there are tens of thousands, and a frozen dataclass takes three times as long to create.
    """

    char: str
    left: float
    right: float
    base: float
    size: float
    clip: tuple[float, float] | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line: its position, start and end."""

    at: float
    start: float
    end: float


@dataclass
class PageParts:
    """The parts of a page.  ``number``: in its file; ``place``: in the order that its pages belong in."""

    number: int
    width: float
    height: float
    signs: list[Sign] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: list[Image] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    fonts: frozenset[EmbeddedFont] = frozenset()
    images: int = 0
    place: int = 0


def read_page(page: pypdfium2.PdfPage, number: int, *, pictures: bool) -> PageParts:
    """Extract the parts of a page, turned upright."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    set_upright(page)
    width, height = page.get_size()
    parts = PageParts(number, width, height)
    turn = Turn(page)
    text = page.get_textpage()
    count = min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)
    objects = [pdfium.FPDFPage_GetObject(page.raw, at) for at in range(count)]
    painted = {ctypes.addressof(one.contents): at for at, one in enumerate(objects)}
    fonts = PageFonts(pdfium)
    parts.signs = [
        sign for _order, sign in sorted(_signs(pdfium, text.raw, turn, painted, fonts), key=itemgetter(0))
    ]
    parts.fonts = fonts.mostly()
    found = _Objects(pdfium, parts, turn)
    found.take(objects, _IDENTITY, 0)
    parts.images = len(found.images)
    if pictures:
        shown = list(images_of(page, found.images))
        parts.pictures = [one for one in shown if isinstance(one, Image)]
        parts.drawn = [one for one in shown if isinstance(one, Drawn)]
        parts.drawn += drawings_of(found.bent)
    return parts


_Point = tuple[float, float]
_Edges = tuple[float, float, float, float]
_UNIT: Final = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
"""The corners of a picture before it is placed."""

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Turn:
    """Converts page space to points from the top left of the page as displayed."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.height = page.get_height()
        left, bottom, right, top = page.get_cropbox() or page.get_mediabox()
        rotation = page.get_rotation() % 360
        self.upright = rotation in {0, 180}
        self.matrix: _Matrix = {
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }.get(rotation, (1.0, 0.0, 0.0, -1.0, -left, top))

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def leaves_out(self, pdfium: Any, one: Any) -> bool:  # noqa: ANN401
        """Whether an object is far above or below the page.

        A cell of many pages is contained in full on each of them: a page is not to cost as much as all.
        """
        left, bottom, right, top = (ctypes.c_float() for _edge in range(4))
        if not pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top):
            return False
        heights = self.point(left.value, bottom.value)[1], self.point(right.value, top.value)[1]
        return max(heights) < -_NEAR_PAGE or min(heights) > self.height + _NEAR_PAGE


@dataclass(frozen=True, slots=True)
class _Shown:
    """The vertical range that a text object may show, in page space and as displayed."""

    low: float
    high: float
    clip: tuple[float, float] | None


_ALL: Final = _Shown(-math.inf, math.inf, None)


def _signs(
    pdfium: Any,  # noqa: ANN401
    text: Any,  # noqa: ANN401
    turn: Turn,
    painted: dict[int, int],
    fonts: PageFonts,
) -> Iterator[tuple[int, Sign]]:
    """The characters, with their object's position in painting order.

    pdfium's own order mixes overlapping texts.
    """
    x, y = ctypes.c_double(), ctypes.c_double()
    rect = pdfium.FS_RECTF()
    unicode = pdfium.FPDFText_GetUnicode
    origin, loose_box = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetLooseCharBox
    owners = _Owners(pdfium, text)
    objects: dict[int, _Shown | None] = {}
    at = -1
    while (at := at + 1) < owners.count:
        key = owners.key(at)
        if key and key not in objects:
            fonts.look_at(owners.latest)
            beside = key in painted and turn.leaves_out(pdfium, owners.latest)
            objects[key] = None if beside else _shown(pdfium, owners.latest, turn)
        shown = objects[key] if key else None
        if shown is None:
            at = owners.last(at, key) if key else at
            continue
        if (code := unicode(text, at)) in _NO_SIGNS:
            continue
        origin(text, at, x, y)
        loose_box(text, at, rect)
        box = rect.left, rect.bottom, rect.right, rect.top
        yield (
            painted.get(key, len(painted)),
            _sign(letter_of(code), (x.value, y.value), box, turn, shown),
        )


def letter_of(code: int) -> str:
    """The sign that pdfium tells by a code."""
    return _OTHERS.get(code) or chr(code)


class _Owners:
    """The text objects of the characters of a page."""

    def __init__(self, pdfium: Any, text: Any) -> None:  # noqa: ANN401
        self.count = min(pdfium.FPDFText_CountChars(text), _MOST_SIGNS)
        self.latest: Any = None
        self._owner_of, self._text = pdfium.FPDFText_GetTextObject, text

    def key(self, at: int) -> int:
        """What tells the object of a character from others, and makes it the latest; 0 if it has none."""
        self.latest = self._owner_of(self._text, at)
        return ctypes.addressof(self.latest.contents) if self.latest else 0

    def last(self, at: int, key: int) -> int:
        """The last character of the object of one: they follow each other, and most need not be asked."""
        step = 1
        while at + step < self.count and self.key(at + step) == key:
            at, step = at + step, 2 * step
        while step := step // 2:
            if at + step < self.count and self.key(at + step) == key:
                at += step
        return at


def _sign(char: str, origin: _Point, box: _Edges, turn: Turn, shown: _Shown) -> Sign:
    x, y = origin
    left, bottom, right, top = box
    a, b, c, d, e, f = turn.matrix
    one, other = a * left + c * bottom + e, a * right + c * top + e
    size = abs(top - bottom if turn.upright else right - left) or 1.0
    hidden = not shown.low - 0.1 <= y <= shown.high + 0.1
    return Sign(
        char, min(a * x + c * y + e, one, other), max(one, other), b * x + d * y + f, size, shown.clip, hidden
    )


def _shown(pdfium: Any, owner: Any, turn: Turn) -> _Shown:  # noqa: ANN401
    """The visible range of an object according to its clip path."""
    path = pdfium.FPDFPageObj_GetClipPath(owner)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return _ALL
    low, high = -math.inf, math.inf
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(count, 50)):
        heights = []
        for segment in range(max(0, min(pdfium.FPDFClipPath_CountPathSegments(path, at), 500))):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path, at, segment), x, y)
            heights.append(y.value)
        if heights:
            low, high = max(low, min(heights)), min(high, max(heights))
    if math.isinf(low):
        return _ALL
    ends = turn.point(0, low)[1], turn.point(0, high)[1]
    return _Shown(low, high, (min(ends), max(ends)))


class _Objects:
    """Collects the rules, drawings and pictures of a page, including those in form XObjects."""

    def __init__(self, pdfium: Any, parts: PageParts, turn: Turn) -> None:  # noqa: ANN401
        self.pdfium, self.parts, self.turn = pdfium, parts, turn
        self.images: list[tuple[Any, _Edges]] = []
        self.bent: list[_Edges] = []
        self.curved: list[_Point] = []
        """Points of the curves of the path in hand."""

    def take(self, objects: list[Any], outer: _Matrix, depth: int) -> None:
        for one in objects:
            sort = self.pdfium.FPDFPageObj_GetType(one)
            if sort == _PATH:
                self._path(one, _times(self._matrix(one), outer))
            elif sort == _IMAGE:
                self.images.append((one, self._placed(_UNIT, _times(self._matrix(one), outer))))
            elif sort == _FORM and depth < 4:
                count = min(self.pdfium.FPDFFormObj_CountObjects(one), _MOST_OBJECTS)
                inner = [self.pdfium.FPDFFormObj_GetObject(one, at) for at in range(count)]
                self.take(inner, _times(self._matrix(one), outer), depth + 1)

    def _matrix(self, one: Any) -> _Matrix:  # noqa: ANN401
        matrix = self.pdfium.FS_MATRIX()
        if not self.pdfium.FPDFPageObj_GetMatrix(one, matrix):
            return _IDENTITY
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _placed(self, points: Iterable[_Point], matrix: _Matrix) -> _Edges:
        a, b, c, d, e, f = matrix
        corners = [self.turn.point(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        return around((x, y, x, y) for x, y in corners)

    def _path(self, one: Any, matrix: _Matrix) -> None:  # noqa: ANN401
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        self.pdfium.FPDFPath_GetDrawMode(one, fill, stroke)
        self.curved = []
        slanted: list[_Point] = []
        for points in self._outlines(one, matrix):
            if _is_slanted(points):
                slanted += points
            if stroke.value:
                for begin, end in pairwise(points):
                    self._rule(begin, end)
            elif fill.value and len(points) > 2:
                self._bar(points)
        if (stroke.value or fill.value) and (slanted or self.curved):
            self._drawing([*slanted, *self.curved], one, filled_only=not stroke.value)

    def _drawing(self, points: list[_Point], one: Any, *, filled_only: bool) -> None:  # noqa: ANN401
        """Something drawn that is no rule, unless it is white as the page or beyond its edges."""
        left, top, right, bottom = box = around((x, y, x, y) for x, y in points)
        inside = left < self.parts.width and right > 0 and top < self.parts.height and bottom > 0
        if inside and max(right - left, bottom - top) > THIN and not (filled_only and self._is_unseen(one)):
            self.bent.append(box)

    def _is_unseen(self, one: Any) -> bool:  # noqa: ANN401
        shades = [ctypes.c_uint() for _shade in range(4)]
        self.pdfium.FPDFPageObj_GetFillColor(one, *shades)
        *colours, opaque = (shade.value for shade in shades)
        return not opaque or min(colours) == _WHITE

    def _outlines(self, one: Any, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401
        points: list[tuple[float, float]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        a, b, c, d, e, f = matrix
        for at in range(min(self.pdfium.FPDFPath_CountSegments(one), _MOST_OBJECTS)):
            segment = self.pdfium.FPDFPath_GetPathSegment(one, at)
            sort = self.pdfium.FPDFPathSegment_GetType(segment)
            self.pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.turn.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if sort == _MOVE_TO:
                if len(points) > 1:
                    yield points
                points = [point]
            elif sort == _LINE_TO:
                points.append(point)
            else:
                points = [point]  # curves are no rules
                self.curved.append(point)
            if self.pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 2:
                yield [*points, points[0]]
                points = [point]
        if len(points) > 1:
            yield points

    def _rule(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        wide, high = abs(begin[0] - end[0]), abs(begin[1] - end[1])
        if high < _STRAIGHT and wide > THIN:
            self.parts.across.append(Rule(begin[1], min(begin[0], end[0]), max(begin[0], end[0])))
        elif wide < _STRAIGHT and high > THIN:
            self.parts.down.append(Rule(begin[0], min(begin[1], end[1]), max(begin[1], end[1])))

    def _bar(self, points: list[tuple[float, float]]) -> None:
        """A filled rectangle that is thin enough to be a rule."""
        left, right = min(x for x, _y in points), max(x for x, _y in points)
        top, bottom = min(y for _x, y in points), max(y for _x, y in points)
        if bottom - top < THIN < right - left:
            self.parts.across.append(Rule((top + bottom) / 2, left, right))
        elif right - left < THIN < bottom - top:
            self.parts.down.append(Rule((left + right) / 2, top, bottom))


def _is_slanted(points: Sequence[_Point]) -> bool:
    return any(
        min(abs(begin[0] - end[0]), abs(begin[1] - end[1])) > _STRAIGHT for begin, end in pairwise(points)
    )


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m

"""Third pass: a layout becomes a PDF.  The only place where points are counted from the lower edge."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.paper.layout import Box, Edge, Layout, OutlineEntry, Page, PicturePlace, Rect
from pia_desktop.paper.style import THICK, THIN, Face

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    from pia_desktop.paper.pdffont import EmbeddedFont

LANGUAGE: Final = "ja-JP"
CREATOR: Final = "PIA Desktop"
_GREY_FRAME: Final = 0.6
_ABOVE_ENTRY: Final = 6.0


def draw_pdf(layout: Layout, pictures: PictureSource) -> bytes:
    """The bytes of the PDF; equal for equal layouts and pictures."""
    # ReportLab takes a tenth of a second to load, so only when something is printed.
    from reportlab.pdfbase import pdfdoc, pdfmetrics
    from reportlab.pdfgen.canvas import Canvas

    from pia_desktop.paper.pdffont import EmbeddedFont, InitialFont

    pdfmetrics.registerFont(InitialFont())
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pageCompression=0,
        invariant=1,
        lang=LANGUAGE,
        initialFontName=InitialFont.fontName,  # type: ignore[arg-type]  # the stubs take it for a number
        pdfVersion=(1, 7),
    )
    document = canvas._doc  # type: ignore[attr-defined]  # there is no public way to add a font of one's own
    # Compressed all the same, but without ReportLab's ASCII85 over it, which costs time and size.
    document.defaultStreamFilters = [pdfdoc.PDFZCompress]
    fonts = {face: EmbeddedFont(face, f"F{number}") for number, face in enumerate(Face, 1)}
    for font in fonts.values():
        font.attach(document)
    _describe(canvas, layout)
    entries = {page: list(group) for page, group in groupby(layout.outline, lambda entry: entry.page)}
    for number, page in enumerate(layout.pages):
        canvas.setPageSize((page.width, page.height))
        _add_outline(canvas, page, entries.get(number, ()))
        canvas.addLiteral("\n".join(_shapes(page)))
        for picture in page.pictures():
            _draw_picture(canvas, page, picture, pictures)
        canvas.addLiteral("\n".join(_text(page, fonts)))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, layout: Layout) -> None:
    canvas.setTitle(layout.title)
    canvas.setAuthor(layout.author)
    canvas.setSubject("")
    canvas.setCreator(CREATOR)
    canvas.setProducer(CREATOR)
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _add_outline(canvas: Canvas, page: Page, entries: Iterable[OutlineEntry]) -> None:
    """The outline's entries that lead to this page, a little above where they begin."""
    for entry in entries:
        key = f"{entry.page}:{entry.level}:{entry.y:.2f}:{entry.words}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=page.height - entry.y + _ABOVE_ENTRY)
        canvas.addOutlineEntry(entry.words, key, entry.level, closed=entry.level == 0)


def _shapes(page: Page) -> list[str]:
    """Shades first, then the thin rules over them, then the frames."""
    height = page.height
    ops = []
    by_grey: dict[float, list[Box]] = {}
    for box in page.boxes:
        if box.grey < 1:
            by_grey.setdefault(box.grey, []).append(box)
    for grey, boxes in by_grey.items():
        ops.append(f"{grey:g} g")
        ops.extend(_rectangle(box, height) for box in boxes)
        ops.append("f")
    ops.append(f"0 G {THIN:g} w 2 J")
    ops.extend(_rules(page.boxes, height))
    ops.append("S")
    ops.append(f"{THICK:g} w 0 j")
    ops.extend(_rectangle(frame, height) for frame in page.frames)
    ops.append("S")
    return ops


def _rectangle(place: Box | Rect, page_height: float) -> str:
    return f"{place.x:.2f} {page_height - place.y - place.height:.2f} {place.width:.2f} {place.height:.2f} re"


def _rules(boxes: Iterable[Box], page_height: float) -> list[str]:
    ops = []
    for box in boxes:
        if box.edges is Edge.ALL:
            ops.append(_rectangle(box, page_height))
            continue
        left, right = box.x, box.x + box.width
        top, foot = page_height - box.y, page_height - box.y - box.height
        sides = {
            Edge.LEFT: (left, foot, left, top),
            Edge.TOP: (left, top, right, top),
            Edge.RIGHT: (right, top, right, foot),
            Edge.BOTTOM: (right, foot, left, foot),
        }
        for edge, (x0, y0, x1, y1) in sides.items():
            if box.edges & edge:
                ops.append(f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l")
    return ops


def _text(page: Page, fonts: dict[Face, EmbeddedFont]) -> list[str]:
    """Every run in reading order: that of the content stream is what a reader of the file's text gets."""
    height = page.height
    ops = ["0 g BT"]
    face, size = None, 0.0
    codes = next(iter(fonts.values())).codes
    for piece in page.placed:
        left, top = piece.x, height - piece.y
        for part in piece.slices[piece.start : piece.stop]:
            for run in part.runs:
                if run.face is not face or run.size != size:
                    face, size = run.face, run.size
                    codes = fonts[face].codes
                    ops.append(f"/{fonts[face].name} {size:g} Tf")
                shown = "".join(map(codes.__getitem__, run.text))
                ops.append(f"1 0 0 1 {left + run.x:.2f} {top - run.y:.2f} Tm <{shown}> Tj")
            top -= part.height
    ops.append("ET")
    return ops


def _draw_picture(canvas: Canvas, page: Page, picture: PicturePlace, source: PictureSource) -> None:
    place = picture.place
    y = page.height - place.y - place.height
    data = source.picture(picture.digest)
    if data is None:
        canvas.setStrokeGray(_GREY_FRAME)
        canvas.rect(place.x, y, place.width, place.height)
        canvas.setStrokeGray(0)
        return
    canvas.drawImage(_upright(data), place.x, y, place.width, place.height, mask="auto")


def _upright(data: bytes) -> ImageReader:
    """The picture as a viewer shows it; turned here where its EXIF data says so, else passed on as it is."""
    from PIL import Image, ImageOps
    from reportlab.lib.utils import ImageReader

    image = Image.open(io.BytesIO(data))
    if image.getexif().get(0x0112, 1) == 1:
        return ImageReader(io.BytesIO(data))
    return ImageReader(ImageOps.exif_transpose(image))

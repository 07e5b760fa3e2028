"""Pictures in the file: as they came, upright, in colours that PDF/A has; what is broken leaves a frame."""

from __future__ import annotations

import io
import tracemalloc
import zlib
from itertools import product
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.printing import layout_assessment, print_pdf
from pia_desktop.paths import resource_root
from tests.paper.archival import check_archival
from tests.paper.documents import layout_of
from tests.strategies import png

CORNERS = {"red": (220, 20, 20), "green": (20, 200, 20), "blue": (20, 20, 220), "white": (255, 255, 255)}


def printed(data: bytes, caption: str = "") -> tuple[bytes, Layout]:
    """A print with one picture."""
    picture = check_picture(data, "test", caption)
    root = Node({"A1.figure": Figure.of("", (picture,))}, {FILES: {"k": Node()}})
    store = PictureDict({picture.digest: data})
    layout = layout_assessment(Snapshot(find_form("yoshiki4"), root), store)
    return draw_pdf(layout, store), layout


def images(pdf: bytes) -> list[tuple[dict[str, object], bytes]]:
    """Entries and raw bytes of every picture in a file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            (dict(entry.items()), entry.read_raw_bytes())
            for entry in opened.objects
            if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/Image"
        ]


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def corners(width: int = 64, height: int = 32) -> Image.Image:
    """Red upper left, green upper right, blue lower left, white lower right."""
    image = Image.new("RGB", (width, height))
    for (x, y), colour in zip(product((0, 1), (0, 1)), ("red", "blue", "green", "white"), strict=True):
        box = (x * width // 2, y * height // 2, (x + 1) * width // 2, (y + 1) * height // 2)
        image.paste(CORNERS[colour], box)
    return image


def shown_corners(pdf: bytes, layout: Layout) -> list[str]:
    """The colours at the corners of the picture as a reader draws it: upper left, upper right, lower …"""
    number, page = next((n, page) for n, page in enumerate(layout.pages) if list(page.pictures()))
    place = next(page.pictures()).place
    drawn = pypdfium2.PdfDocument(pdf)[number].render(scale=4).to_pil().convert("RGB")
    found = []
    for down, right in product((0.2, 0.8), (0.2, 0.8)):
        at = (int(4 * (place.x + right * place.width)), int(4 * (place.y + down * place.height)))
        pixel = drawn.getpixel(at)
        assert isinstance(pixel, tuple)
        found.append(
            min(CORNERS, key=lambda n: sum(abs(a - b) for a, b in zip(CORNERS[n], pixel, strict=True)))
        )
    return found


TURNED = {
    1: ["red", "green", "blue", "white"],
    2: ["green", "red", "white", "blue"],
    3: ["white", "blue", "green", "red"],
    4: ["blue", "white", "red", "green"],
    5: ["red", "blue", "green", "white"],
    6: ["blue", "red", "white", "green"],
    7: ["white", "green", "blue", "red"],
    8: ["green", "white", "red", "blue"],
}


@pytest.mark.parametrize("orientation", TURNED)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stands_as_its_exif_data_says(orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
    pdf, layout = printed(encoded(corners(), kind, exif=exif, **options))
    assert shown_corners(pdf, layout) == TURNED[orientation]


@pytest.mark.parametrize("progressive", [False, True])
def test_nothing_stands_beside_a_picture_in_the_file(progressive: bool) -> None:
    """Where and by whom a photograph was taken is not published with it; the picture itself is the same."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "SECRET"
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)
    data = encoded(corners(), "JPEG", exif=exif, comment=b"SECRET", progressive=progressive, quality=95)
    film = b"SECRET" * 99
    assert data.count(b"SECRET") == 2
    pdf, _layout = printed(data + film)
    ((_entries, stream),) = images(pdf)
    assert b"SECRET" not in pdf
    assert b"Exif" not in stream
    with Image.open(io.BytesIO(stream)) as bare, Image.open(io.BytesIO(data)) as whole:
        assert bare.tobytes() == whole.tobytes()


def test_a_jpeg_goes_in_byte_for_byte() -> None:
    data = encoded(corners(), "JPEG", progressive=True)
    ((entries, raw),) = images(printed(data)[0])
    assert raw == data
    assert entries["/Filter"] == "/DCTDecode"


PNGS = {
    "colour": corners(),
    "grey": corners().convert("L"),
    "palette": corners().quantize(7),
    "two colours": corners().convert("1"),
    "sixteen bits": Image.new("I;16", (30, 20), 40_000),
}


@pytest.mark.parametrize("name", PNGS)
def test_a_plain_png_is_not_packed_again(name: str) -> None:
    data = encoded(PNGS[name], "PNG")
    pdf, _layout = printed(data)
    ((_entries, raw),) = images(pdf)
    assert raw in data
    check_archival(pdf)


def translucent(mode: str) -> Image.Image:
    image = corners().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    return image if mode == "RGBA" else image.convert(mode)


OTHERS = {
    "alpha": (encoded(translucent("RGBA"), "PNG"), ["white"] * 4),
    "grey with alpha": (encoded(translucent("LA"), "PNG"), ["white"] * 4),
    "a transparent colour": (
        encoded(corners(), "PNG", transparency=CORNERS["red"]),
        ["white", "green", "blue", "white"],
    ),
    "CMYK": (encoded(corners().convert("CMYK"), "JPEG", quality=95), TURNED[1]),
    "grey JPEG": (encoded(Image.new("L", (40, 40), 255), "JPEG"), ["white"] * 4),
}


@pytest.mark.parametrize("name", OTHERS)
def test_transparency_is_laid_on_white_and_every_colour_space_is_printed(name: str) -> None:
    data, expected = OTHERS[name]
    pdf, layout = printed(data)
    assert shown_corners(pdf, layout) == expected
    check_archival(pdf)


@pytest.mark.parametrize("damage", ["cut", "rows cut", "noise"])
def test_a_picture_that_broke_in_the_cabinet_leaves_a_frame(damage: str) -> None:
    data = encoded(corners(), "PNG")
    picture = check_picture(data, "test", "図")
    at = data.index(b"IDAT") + 4
    broken = {
        "cut": data[:20],
        "rows cut": data[:at] + data[at : at + 10] + b"\0" * (len(data) - at - 10),
        "noise": b"\x89PNG" + bytes(200),
    }[damage]
    root = Node({"A1.figure": Figure.of("", (picture,))}, {FILES: {"k": Node()}})
    store = PictureDict({picture.digest: broken})
    layout = layout_assessment(Snapshot(find_form("yoshiki4"), root), store)
    pdf = draw_pdf(layout, store)
    assert not images(pdf)
    check_archival(pdf)


def test_the_same_picture_twice_is_in_the_file_once() -> None:
    data = encoded(corners(), "PNG")
    one, other = check_picture(data, "test", "一"), check_picture(data, "test", "二")
    root = Node({"A1.figure": Figure.of("", (one, other))}, {FILES: {"k": Node()}})
    store = PictureDict({one.digest: data})
    layout = layout_assessment(Snapshot(find_form("yoshiki4"), root), store)
    assert sum(1 for page in layout.pages for _ in page.pictures()) == 2
    assert len(images(draw_pdf(layout, store))) == 1


class Photos:
    """Pictures of more than a megabyte each, new ones whenever they are asked for."""

    def __init__(self) -> None:
        noise = Image.frombytes("RGB", (1000, 1000), Random(1).randbytes(3_000_000))
        self._photo = encoded(noise, "JPEG", quality=95)

    def picture(self, digest: str) -> bytes | None:
        return bytes(bytearray(self._photo))


def test_many_pictures_take_the_memory_of_one(tmp_path: Path) -> None:
    sharp = 4_000, 3_000  # as wide as the page, so that they go in as they came
    pictures = tuple(Picture(f"{number:064x}", "image/jpeg", *sharp) for number in range(40))
    root = Node({"A1.figure": Figure.of("", pictures)}, {FILES: {"k": Node()}})
    snapshot = Snapshot(find_form("yoshiki4"), root)
    target = tmp_path / "print.pdf"
    photos = Photos()
    print_pdf(snapshot, photos, target)  # what is loaded once is no part of it
    tracemalloc.start()
    try:
        print_pdf(snapshot, photos, target)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert target.stat().st_size > 40_000_000
    assert peak < 15_000_000


def test_a_transparent_picture_of_many_rows_is_on_white_throughout() -> None:
    """It goes in some rows at a time, and none is lost or twice there."""
    picture = Image.new("RGBA", (3, 700))
    for row in range(700):
        picture.putpixel((1, row), (row % 256, row // 256, 9, 255))
    target = io.BytesIO()
    picture.save(target, "PNG")
    pdf, _layout = printed(target.getvalue())
    ((entries, raw),) = images(pdf)
    assert (entries["/Width"], entries["/Height"]) == (3, 700)
    white = b"\xff\xff\xff"
    rows = [white + bytes((row % 256, row // 256, 9)) + white for row in range(700)]
    assert zlib.decompress(raw) == b"".join(rows)


@pytest.mark.parametrize(
    ("caption", "said"), [("\u200b\u2060", "図"), ("\ue000", "図"), ("図１　流れ", "図１　流れ")]
)
def test_a_picture_whose_caption_shows_nothing_is_said_as_a_picture(caption: str, said: str) -> None:
    pdf, _layout = printed(png(30, 20), caption)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert [str(one["/Alt"]) for one in opened.objects if _is_figure(one)] == [said]


def _is_figure(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"


def test_two_figures_of_half_a_page_stand_on_one() -> None:
    layout = layout_of(str(resource_root() / "samples" / "yoshiki4.json"))
    drawn = [
        sum(len(part.pictures) for one in page.placed for part in one.slices[one.start : one.stop])
        for page in layout.pages
    ]
    assert [count for count in drawn if count] == [2]

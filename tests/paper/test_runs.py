"""A run on paper: in its order, pictures as wide as chosen and as sharp as needed, with their captions."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture, PictureSize, RunBlock
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.pdfpicture import flattened
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.sharpness import DOTS, SharpEnough, reduced, resized
from tests.paper.test_structure import tagged
from tests.strategies import jpeg, png

FORM = find_form("yoshiki4")


POINTS_PER_INCH = 72
"""Of PDF's default user space (ISO 32000-1, 8.3.2.3)."""


def root_of(*blocks: RunBlock) -> Node:
    return Node({"A1.figure": Figure(blocks)}, {FILES: {"k": Node()}})


def laid_out(*blocks: RunBlock) -> Layout:
    return layout_assessment(Snapshot(FORM, root_of(*blocks)))


def picture(caption: str = "", *, size: PictureSize = PictureSize.OWN, above: bool = False) -> Picture:
    return Picture("0" * 64, "image/png", 900, 300, caption, size=size, above=above)


def height_of(layout: Layout, words: str) -> float:
    return next(
        page * 10_000 + run.y
        for page, one in enumerate(layout.pages)
        for run in one.runs()
        if words in run.text
    )


def tops(layout: Layout) -> list[float]:
    return [
        page * 10_000 + found.place.y for page, one in enumerate(layout.pages) for found in one.pictures()
    ]


def test_text_and_pictures_stand_in_their_order() -> None:
    layout = laid_out("はじめの文", picture("図１の題"), "", "なかの文", picture(), "おわりの文")
    first, second = tops(layout)
    places = [height_of(layout, words) for words in ("はじめの文", "図１の題", "なかの文", "おわりの文")]
    assert places[0] < first < places[1] < places[2] < second < places[3]


def test_a_caption_stands_above_where_that_is_chosen() -> None:
    layout = laid_out(picture("上の題", above=True))
    assert height_of(layout, "上の題") < tops(layout)[0]


def test_pictures_are_as_wide_as_chosen() -> None:
    widths = {}
    for size in PictureSize:
        (found,) = (one for page in laid_out(picture(size=size)).pages for one in page.pictures())
        widths[size] = found.place.width
    assert widths[PictureSize.WIDTH] == pytest.approx(widths[PictureSize.OWN])
    assert widths[PictureSize.HALF] == pytest.approx(widths[PictureSize.PAIR])
    assert 0.4 < widths[PictureSize.HALF] / widths[PictureSize.WIDTH] < 0.5


def test_two_stand_side_by_side_with_their_captions() -> None:
    pair = picture("左の題", size=PictureSize.PAIR), picture("右の題", size=PictureSize.PAIR)
    layout = laid_out("前", *pair, picture("あとの題", size=PictureSize.PAIR), "後")
    left, right, alone = (one.place for page in layout.pages for one in page.pictures())
    assert left.y == right.y
    assert left.x + left.width < right.x
    assert alone.y > left.y + left.height
    assert height_of(layout, "左の題") == height_of(layout, "右の題")


def test_each_picture_is_a_figure_with_its_own_caption() -> None:
    pair = picture("左の題", size=PictureSize.PAIR), picture("右の題", size=PictureSize.PAIR)
    structure, _layout = tagged(
        root_of("前", *pair, picture("上の題", above=True), "後"), "yoshiki4", PictureDict()
    )
    figures = structure.root.all("Figure")
    assert [structure.text(one) for one in figures] == ["左の題", "右の題", "上の題"]
    cell = next(found for found in structure.root.walk() if figures[0] in found.kids)
    assert "".join(structure.text(cell).split()) == "前左の題右の題上の題後"


# ---- no sharper than print needs


def photo(width: int, height: int, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    target = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(target, "JPEG", exif=exif)
    return target.getvalue()


def embedded(data: bytes, size: PictureSize) -> tuple[int, int]:
    found = replace(check_picture(data, "test"), size=size)
    store = PictureDict({found.digest: data})
    layout = layout_assessment(Snapshot(FORM, root_of(found)), store)
    pdf = draw_pdf(layout, store)
    assert pdf == draw_pdf(layout, store)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (image,) = (
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        )
        return int(image["/Width"]), int(image["/Height"])


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_photo_has_300_dots_to_the_inch(orientation: int) -> None:
    data = photo(2_400, 1_600, orientation)
    wide, high = embedded(data, PictureSize.HALF)
    layout = laid_out(replace(check_picture(data, "test"), size=PictureSize.HALF))
    (found,) = (one.place for page in layout.pages for one in page.pictures())
    assert wide == pytest.approx(found.width / POINTS_PER_INCH * DOTS, abs=2)
    assert high == pytest.approx(found.height / POINTS_PER_INCH * DOTS, abs=2)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK"])
def test_rows_made_smaller_a_few_at_a_time_are_those_of_the_whole(mode: str) -> None:
    noise = Image.effect_noise((900, 700), 60)
    image = Image.merge("RGBA", [noise.rotate(turn) for turn in (0, 90, 180, 270)]).convert(mode)
    whole = flattened(image).resize((311, 242), Image.Resampling.LANCZOS)
    assert resized(image, (311, 242)).tobytes() == whole.tobytes()


def test_a_photo_of_hardly_too_few_dots_at_a_half_is_read_at_a_half() -> None:
    layout = laid_out(replace(check_picture(photo(60, 40), "test"), size=PictureSize.WIDTH))
    (found,) = (one.place for page in layout.pages for one in page.pictures())
    needed = found.width / POINTS_PER_INCH * DOTS
    half = round(needed * 0.95)
    assert embedded(photo(2 * half, 1_200), PictureSize.WIDTH)[0] == half


def test_the_largest_place_decides() -> None:
    data = photo(2_400, 1_600)
    small = replace(check_picture(data, "test"), size=PictureSize.HALF)
    store = PictureDict({small.digest: data})
    both = root_of(small, replace(small, size=PictureSize.WIDTH))
    pdf = draw_pdf(layout_assessment(Snapshot(FORM, both), store), store)
    assert len(pdf) > len(draw_pdf(layout_assessment(Snapshot(FORM, root_of(small)), store), store))
    assert embedded(data, PictureSize.WIDTH)[0] > embedded(data, PictureSize.HALF)[0]


def test_what_is_small_or_would_grow_stays_as_it_came() -> None:
    for data in (png(40, 30), jpeg(40, 30), png(3_000, 2_000)):
        assert reduced(data, (10_000, 10_000)) is data
    drawing = png(3_000, 2_000)
    assert len(reduced(drawing, (1_500, 1_000))) <= len(drawing)
    assert reduced(b"no picture", (10, 10)) == b"no picture"


def test_what_was_made_is_kept() -> None:
    data, made = photo(800, 600), SharpEnough()
    first = made.picture("a", data, (200, 150))
    assert len(first) < len(data)
    assert made.picture("a", b"", (200, 150)) is first

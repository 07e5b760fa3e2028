from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont

from pia_desktop.paper.fontmetrics import FontError, FontFace

FONTS = sorted((Path(__file__).resolve().parents[2] / "resources" / "fonts").glob("*.ttf"))
REGULAR = next(path for path in FONTS if path.stem == "BIZUDPGothic-Regular")
FACE = FontFace.load(REGULAR)


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_width_is_that_of_the_pdf_library(path: Path) -> None:
    face = FontFace.load(path)
    drawn = TTFont(path.stem, str(path))
    theirs = {chr(code): width for code, width in drawn.face.charWidths.items()}
    assert set(face.glyphs) == theirs.keys()
    assert len(face.glyphs) == len(theirs)
    assert not face.widths, (
        "a font is read on the way to the first page: its characters are looked up when used"
    )
    for char, width in theirs.items():
        assert face.width(char, 1000.0) == pytest.approx(width, abs=1.0)
    text = "".join(theirs)
    assert face.width(text, 10.0) == pytest.approx(drawn.stringWidth(text, 10.0), abs=0.01)
    assert face.width("𠮷", 1000.0) == pytest.approx(drawn.face.defaultWidth)
    assert (face.ascent - face.descent) / face.units_per_em == pytest.approx(1.0, abs=0.2)


def test_the_characters_that_an_office_needs_are_there() -> None:
    assert FACE.missing("①髙﨑㍻㋿㈱（１）ー～―…％") == []
    assert FACE.has("髙")
    assert not FACE.has("𠮷")


def test_what_cannot_be_printed_is_named_with_its_place() -> None:
    assert FACE.missing("𠮷野\t家\n☑\u200b𠮷") == [(0, "𠮷"), (5, "☑"), (7, "𠮷")]
    assert FACE.missing("葛\U000e0100辻\U000e0101葛\U000e0102") == [(5, "\U000e0102")]


@pytest.mark.parametrize("cut", [0, 3, 11, 100, 300, 5000, 200_000])
def test_a_font_that_is_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(REGULAR.read_bytes()[:cut])
    with pytest.raises(FontError, match=r"broken\.ttf"):
        FontFace.load(broken)


@given(data=st.data())
def test_a_damaged_font_is_refused_or_read(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = bytearray(REGULAR.read_bytes()[:400_000])
    for place in data.draw(st.lists(st.integers(0, 400), min_size=1, max_size=8)):
        raw[place] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.ttf"
    path.write_bytes(raw)
    try:
        face = FontFace.load(path)
    except FontError:
        return
    assert face.units_per_em > 0


def test_other_files_and_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FontError):
        FontFace.load(tmp_path / "none.ttf")
    with pytest.raises(FontError):
        FontFace.load(tmp_path)
    text = tmp_path / "text.ttf"
    text.write_text("not a font, but long enough to hold a directory of tables", "utf-8")
    with pytest.raises(FontError):
        FontFace.load(text)

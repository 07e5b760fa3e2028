"""Fonts that help out: what they have is drawn, comes back from the file, and is no longer reported."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]

from pia_desktop import i18n
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.paper import fontchain, style
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.findings import print_findings
from pia_desktop.paper.fontchain import FontChoice, further_fonts, remember_fonts, users_fonts
from pia_desktop.paper.fontmetrics import FontError, FontFace
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Face, Style, chain, metrics
from tests.paper.archival import Structure, check_archival, read_structure

YOSHI = "\U00020bb7"
GAIJI = "\ue000"
KUZU = "葛\U000e0102"
OTHER = "葛\U000e0103"


@pytest.fixture(autouse=True)
def fonts_looked_for_anew() -> Iterator[None]:
    """The fonts of one test's folders are not those of the next."""
    yield
    for kept in (further_fonts, chain, style._type):
        kept.cache_clear()


def make_font(
    path: Path, chars: str, *, em: int = 1000, width: int = 1000, sequences: str = "", fs: int = 0
) -> Path:
    """A font with a box for each character, and one for each variation sequence."""
    pairs = [sequences[at : at + 2] for at in range(0, len(sequences), 2)]
    names = [
        ".notdef",
        *(f"c{number}" for number in range(len(chars))),
        *(f"v{n}" for n in range(len(pairs))),
    ]
    builder = FontBuilder(em, isTTF=True)
    builder.setupGlyphOrder(names)
    cmap = {ord(char): f"c{number}" for number, char in enumerate(chars)}
    variants = [(ord(pair[0]), ord(pair[1]), f"v{number}") for number, pair in enumerate(pairs)]
    builder.setupCharacterMap(cmap, variants or None)
    glyphs = {}
    for number, name in enumerate(names):
        pen = TTGlyphPen(None)
        for at, place in enumerate([(0, 0), (0, em // 2 + number), (em // 2, em // 2), (em // 2, 0)]):
            (pen.lineTo if at else pen.moveTo)(place)
        pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 0)))
    builder.setupHorizontalHeader(ascent=int(0.88 * em), descent=-int(0.12 * em))
    builder.setupNameTable({"familyName": "Test", "styleName": "Regular", "psName": path.stem})
    builder.setupOS2(fsType=fs)
    builder.setupPost()
    builder.save(path)
    return path


def forget_fonts() -> None:
    """The fonts of the system change between tests, as they never do while the program runs."""
    for cached in (further_fonts, chain, style._type):
        cached.cache_clear()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget_fonts()
    yield
    forget_fonts()


def laid_out(text: str, choice: FontChoice) -> Layout:
    root = Node(lists={FILES: {"k": Node({"II.2.3": text, "III.1": "―"})}})
    return layout_assessment(Snapshot(find_form("yoshiki3"), root), PictureDict(), Style(fonts=choice))


def drawn(layout: Layout) -> Structure:
    """The structure of the print, which is valid."""
    pdf = draw_pdf(layout, PictureDict())
    check_archival(pdf)
    assert draw_pdf(layout, PictureDict()) == pdf
    return read_structure(pdf)


def holds(structure: Structure, text: str) -> bool:
    return any(structure.text(cell) == text for cell in structure.root.all("TD"))


@pytest.mark.parametrize("em", [256, 1000, 2048])
def test_what_a_further_font_has_is_printed_and_comes_back(tmp_path: Path, em: int) -> None:
    font = make_font(tmp_path / "外字.tte", YOSHI + GAIJI, em=em, width=em)
    text = f"前{YOSHI}野{GAIJI}{GAIJI}後 😀 ①"
    layout = laid_out(text, FontChoice((font,)))
    assert [glyph.char for glyph in layout.missing] == ["😀"]
    assert holds(drawn(layout), text.replace(GAIJI, "〓"))  # what is private says nothing to others


def test_the_shipped_fonts_alone_report_it() -> None:
    layout = laid_out(f"{YOSHI}{GAIJI}", FontChoice())
    assert [glyph.char for glyph in layout.missing] == sorted([YOSHI, GAIJI])


def test_lines_break_where_the_other_font_is_wide(tmp_path: Path) -> None:
    """A full-width character of another font takes an em, whatever its own units."""
    font = make_font(tmp_path / "wide.ttf", GAIJI, em=256, width=256)
    layout = laid_out(GAIJI * 200, FontChoice((font,)))
    lines = [run.text for page in layout.pages for run in page.runs() if GAIJI in run.text]
    assert {len(line) for line in lines[:-1]} == {46}
    assert chain(Face.BODY, FontChoice((font,))).width(GAIJI, 8.0) == pytest.approx(8.0)


def test_pieces_are_the_text_and_as_wide(tmp_path: Path) -> None:
    font = make_font(tmp_path / "a.ttf", YOSHI + GAIJI, sequences=KUZU)
    found = chain(Face.BODY, FontChoice((font,)))
    for text in ("", "漢字", f"{YOSHI}", f"a{YOSHI}b{GAIJI}", f"{KUZU}{KUZU}城", f"{GAIJI}漢"):
        found.missing(text)
        pieces = list(found.pieces(text))
        assert "".join(piece for _font, piece in pieces) == text
        assert sum(found.width(piece, 9.0) for _font, piece in pieces) == pytest.approx(
            found.width(text, 9.0)
        )
        assert all(found.is_mixed(piece) == (owner is not found) for owner, piece in pieces)


def test_the_first_font_that_has_it_is_taken(tmp_path: Path) -> None:
    one, other = make_font(tmp_path / "one.ttf", GAIJI), make_font(tmp_path / "other.ttf", GAIJI + YOSHI)
    layout = laid_out(f"{GAIJI}{YOSHI}", FontChoice((one, other)))
    pdf = draw_pdf(layout, PictureDict())
    assert not layout.missing
    pieces = list(chain(Face.BODY, layout.fonts).pieces(f"{GAIJI}{YOSHI}"))
    assert [font.name for font, _piece in pieces] == ["one", "other"]
    check_archival(pdf)


def test_the_shipped_font_keeps_what_it_has(tmp_path: Path) -> None:
    font = make_font(tmp_path / "all.ttf", "漢字")
    layout = laid_out("漢字", FontChoice((font,)))
    assert list(chain(Face.BODY, layout.fonts).pieces("漢字")) == [(chain(Face.BODY, layout.fonts), "漢字")]


def test_a_variation_sequence_is_printed_where_a_font_has_it(tmp_path: Path) -> None:
    font = make_font(tmp_path / "ivs.ttf", "城", sequences=KUZU)
    layout = laid_out(f"{KUZU}城と{OTHER}城", FontChoice((font,)))
    assert [glyph.char for glyph in layout.missing] == [OTHER[1]]
    assert holds(drawn(layout), f"{KUZU}城と葛城")


@pytest.mark.parametrize("system", [False, True])
def test_a_shape_of_the_shipped_font_is_printed_and_comes_back(
    monkeypatch: pytest.MonkeyPatch, system: bool
) -> None:
    monkeypatch.setattr(fontchain, "_font_folders", list)
    text = "葛\U000e0100城と葛\U000e0101城と葛城、辻\U000e0100"
    layout = laid_out(text, FontChoice(system=system))
    assert not layout.missing
    assert holds(drawn(layout), text)
    face = chain(Face.BODY, layout.fonts)
    usual, other = face.glyphs["葛"], face.variants["葛\U000e0100"].glyph
    assert usual != other
    assert [piece for _font, piece in face.pieces(text)] == [
        "葛\U000e0100",
        "城と",
        "葛\U000e0101",
        "城と葛城、",
        "辻\U000e0100",
    ]


def test_what_lacks_is_said_to_be_a_variant() -> None:
    layout = laid_out(f"{OTHER}城{GAIJI}", FontChoice())
    root = Node(lists={FILES: {"k": Node({"II.2.3": OTHER, "III.1": "―"})}})
    before = i18n.language()
    i18n.use_language("en")
    said = [str(fault) for fault in print_findings(layout, Snapshot(find_form("yoshiki3"), root))]
    i18n.use_language(before)
    assert ["usual shape" in words for words in said] == [False, True]
    assert [glyph.char for glyph in layout.missing] == [GAIJI, OTHER[1]]


def test_a_sequence_of_another_width_is_reported(tmp_path: Path) -> None:
    font = make_font(tmp_path / "narrow.ttf", "城", width=500, sequences=KUZU)
    assert [glyph.char for glyph in laid_out(KUZU, FontChoice((font,))).missing] == [KUZU[1]]


def test_fonts_that_are_gone_or_broken_are_as_good_as_none(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    good = make_font(tmp_path / "good.ttf", GAIJI)
    layout = laid_out(f"{GAIJI}{YOSHI}", FontChoice((tmp_path / "none.ttf", broken, good)))
    assert [glyph.char for glyph in layout.missing] == [YOSHI]


def test_a_font_that_may_not_be_embedded_is_not_used(tmp_path: Path) -> None:
    font = make_font(tmp_path / "forbidden.ttf", GAIJI, fs=2)
    assert [glyph.char for glyph in laid_out(GAIJI, FontChoice((font,))).missing] == [GAIJI]
    with pytest.raises(FontError, match=r"forbidden\.ttf"):
        remember_fonts((font,))


def test_a_font_that_breaks_only_when_it_is_drawn_is_named(tmp_path: Path) -> None:
    font = make_font(tmp_path / "half.ttf", GAIJI)
    layout = laid_out(GAIJI, FontChoice((font,)))
    font.write_bytes(font.read_bytes().replace(b"glyf", b"gone"))
    with pytest.raises(FontError, match=r"half\.ttf"):
        draw_pdf(layout, PictureDict())


def test_no_font_is_looked_for_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(choice: FontChoice) -> tuple[FontFace, ...]:
        raise AssertionError("looked for fonts")

    monkeypatch.setattr(fontchain, "further_fonts", fail)
    layout = laid_out("すべて揃っている文字、①髙﨑㈱。\t", FontChoice(system=True))
    assert not layout.missing
    with pytest.raises(AssertionError, match="looked for fonts"):
        laid_out(YOSHI, FontChoice(system=True))


@pytest.mark.skipif(sys.platform == "win32", reason="the folders of Linux")
def test_the_usual_folders_are_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / ".local" / "share" / "fonts" / "office"
    folder.mkdir(parents=True)
    make_font(folder / "EUDC.TTE", GAIJI)
    make_font(folder / "unrelated.ttf", "\ue001")
    found = further_fonts(FontChoice(system=True))
    assert next(iter(found)).file == folder / "EUDC.TTE"
    layout = laid_out(f"{GAIJI}\ue001", FontChoice(system=True))
    assert [glyph.char for glyph in layout.missing] == ["\ue001"]


@pytest.mark.parametrize("name", ["msgothic.ttc", "YuGothR.ttc"])
def test_the_systems_collections_help_out_before_geta(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As on Windows: several fonts in one file, of which the first is taken, also with a Japanese name."""
    collection = TTCollection()
    collection.fonts = [
        TTFont(make_font(tmp_path / "一.ttf", YOSHI)),
        TTFont(make_font(tmp_path / "two.ttf", GAIJI)),
    ]
    folder = tmp_path / "fonts"
    folder.mkdir()
    collection.save(folder / name)
    make_font(folder / "ipaexg.ttf", "〇" + YOSHI + "\U0002000b")
    monkeypatch.setattr(fontchain, "_font_folders", lambda: [folder])
    layout = laid_out(f"前{YOSHI}野\U0002000b{GAIJI}", FontChoice(system=True))
    assert [glyph.char for glyph in layout.missing] == [GAIJI]
    assert holds(drawn(layout), f"前{YOSHI}野\U0002000b〓")
    owners = {piece: font.file.name for font, piece in chain(Face.BODY, layout.fonts).pieces(YOSHI)}
    assert owners == {YOSHI: name}


def test_of_the_systems_fonts_those_alone_are_read_that_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_font(tmp_path / "ipamjm.ttf", YOSHI)
    make_font(tmp_path / "ipaexg.ttf", GAIJI)
    monkeypatch.setattr(fontchain, "_font_folders", lambda: [tmp_path])
    loaded: list[str] = []
    load = FontFace.load

    def watched(path: Path, index: int = 0) -> FontFace:
        loaded.append(path.name)
        return load(path, index)

    monkeypatch.setattr(FontFace, "load", watched)
    laid_out(f"前{YOSHI}", FontChoice(system=True))
    assert loaded == ["ipamjm.ttf"]


def test_the_users_choice_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    assert users_fonts() == FontChoice(system=True)
    fonts = (make_font(tmp_path / "一.tte", GAIJI), make_font(tmp_path / "two.ttf", YOSHI))
    remember_fonts(fonts)
    assert users_fonts() == FontChoice(fonts, system=True)
    remember_fonts(())
    assert users_fonts() == FontChoice(system=True)
    with pytest.raises(FontError):
        remember_fonts((tmp_path / "none.ttf",))


def test_the_chain_leaves_the_shipped_font_as_it_is(tmp_path: Path) -> None:
    font = make_font(tmp_path / "a.ttf", GAIJI)
    laid_out(GAIJI, FontChoice((font,)))
    assert GAIJI not in metrics(Face.BODY).widths
    assert not metrics(Face.BODY).is_mixed(GAIJI)

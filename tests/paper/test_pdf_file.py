"""The file that is written: the same bytes for the same contents, readable in every way that is promised."""

from __future__ import annotations

import errno
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.errors import OutputError
from pia_desktop.files import replacing, write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure
from pia_desktop.paper.draw import draw_pdf, write_pdf
from pia_desktop.paper.pdffile import fitting
from pia_desktop.paper.printing import layout_assessment, print_pdf
from pia_desktop.paper.style import Face, metrics
from tests.paper.documents import document, document_names, layout_of
from tests.paper.ua.check import all_faults
from tests.strategies import jpeg, png

INVENTED = next(name for name in document_names() if name.endswith("yoshiki4.json"))


def blank() -> Snapshot:
    form = find_form("yoshiki3")
    return Snapshot(form, blank_root(form))


@pytest.fixture(scope="module")
def invented_pdf() -> bytes:
    return draw_pdf(layout_of(INVENTED), document(INVENTED).pictures)


def test_equal_contents_give_equal_bytes(invented_pdf: bytes) -> None:
    found = document(INVENTED)
    again = layout_assessment(found.snapshot, found.pictures)
    assert draw_pdf(again, found.pictures) == invented_pdf


def test_what_the_file_says_of_itself(invented_pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(invented_pdf))
    root = document(INVENTED).snapshot.root
    catalog: Any = reader.root_object
    assert catalog["/Lang"] == "ja-JP"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert (
        catalog["/ViewerPreferences"]["/PrintScaling"] == "/None"
    )  # the form's own size, whatever the viewer
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert reader.metadata is not None
    assert reader.metadata.title == root.answer(("cover.title",))
    assert reader.metadata.author == root.answer(("cover.agency",))
    assert len(reader.pages) == len(layout_of(INVENTED).pages)


def test_only_its_own_fonts_are_in_it_and_wholly(invented_pdf: bytes) -> None:
    names = set()
    with pikepdf.open(io.BytesIO(invented_pdf)) as pdf:
        fonts = {name: font for page in pdf.pages for name, font in page.Resources.Font.items()}
        for font in fonts.values():
            names.add(str(font.BaseFont).split("+")[1])
            assert font.Subtype == "/Type0"
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert names == {Face.BODY.value, Face.BOLD.value}


def test_outline_has_every_part_of_every_file_and_its_sections(invented_pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(invented_pdf))
    snapshot = document(INVENTED).snapshot
    files = snapshot.root.lists[FILES]
    tops = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    parts = sum(len(files) if part.per_file else 1 for part in snapshot.form.parts)
    assert len(tops) == parts + 2
    sections = [entry for group in reader.outline if isinstance(group, list) for entry in group]
    titled = {
        part.id: sum(section.title is not None for section in part.sections)
        + sum(item.label_above for section in part.sections for item in section.items)
        for part in snapshot.form.parts
    }
    expected = sum(titled[part.id] * (len(files) if part.per_file else 1) for part in snapshot.form.parts)
    assert len(sections) == expected


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_every_character_of_the_font_comes_back_from_the_file(tmp_path: Path) -> None:
    face = metrics(Face.BODY)
    chars = [char for char in face.glyphs if not char.isspace() and face.widths[char] and ord(char) > 0x20]
    # Right-to-left and combining characters are put into another order by the reading tool.
    chars = [char for char in chars if not ("\u0300" <= char <= "\u036f") and char not in "\u3099\u309a"]
    lines = ["".join(chars[at : at + 40]) for at in range(0, len(chars), 40)]
    root = Node(lists={FILES: {"k": Node({"A1.items": "\n".join(lines)})}})
    target = tmp_path / "font.pdf"
    print_pdf(Snapshot(find_form("yoshiki3"), root), PictureDict(), target)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(target), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert set(chars) - set(text) == set()


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_the_file_is_sound(invented_pdf: bytes, tmp_path: Path) -> None:
    target = tmp_path / "print.pdf"
    target.write_bytes(invented_pdf)
    found = subprocess.run(["qpdf", "--check", str(target)], capture_output=True, check=False)
    assert found.returncode == 0, found.stdout.decode() + found.stderr.decode()


# ---- pictures


def test_pictures_stand_upright_in_their_proportions_and_lost_ones_are_named() -> None:
    photo, drawing = jpeg(400, 200, orientation=6), png(3_000, 2_000)
    store = PictureDict()
    pictures = []
    for data in (photo, drawing):
        picture = check_picture(data, "test", "図")
        store[picture.digest] = data
        pictures.append(picture)
    lost = check_picture(png(10, 10), "lost")
    root = Node({"A1.figure": Figure.of("説明", (*pictures, lost))}, {FILES: {"k": Node()}})
    layout = layout_assessment(Snapshot(find_form("yoshiki4"), root), store)
    places = {picture.digest: picture.place for page in layout.pages for picture in page.pictures()}
    assert places[pictures[0].digest].height == pytest.approx(2 * places[pictures[0].digest].width)
    assert places[pictures[1].digest].width == pytest.approx(1.5 * places[pictures[1].digest].height)
    assert [found.digest for found in layout.lost_pictures] == [lost.digest]


def test_a_very_tall_picture_stays_on_its_page() -> None:
    data = png(60, 4_000)
    picture = check_picture(data, "test", "たいへん長い図。" * 200)
    root = Node({"A1.figure": Figure.of("", (picture,))}, {FILES: {"k": Node()}})
    layout = layout_assessment(Snapshot(find_form("yoshiki4"), root), PictureDict({picture.digest: data}))
    assert not layout.overflows
    assert sum(1 for page in layout.pages for _ in page.pictures()) == 1


# ---- writing


def test_a_print_replaces_the_file_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "評価書.pdf"
    target.write_bytes(b"old")
    print_pdf(blank(), PictureDict(), target)
    assert target.read_bytes() == draw_pdf(layout_assessment(blank()), PictureDict())
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EBUSY])
def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "print.pdf"
    target.write_bytes(b"old")

    def refuse(self: Path, other: Path) -> Path:
        raise OSError(code, "refused")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError) as refused:
        write_bytes(target, b"new")
    assert "print.pdf" in refused.value.message
    assert refused.value.remedy
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_print_that_is_given_up_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "print.pdf"
    target.write_bytes(b"old")
    layout = layout_assessment(blank())

    def give_up(done: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), replacing(target) as file:
        write_pdf(layout, PictureDict(), file, None, give_up)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_and_a_folder_of_that_name(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as refused:
        write_bytes(tmp_path / "no" / "print.pdf", b"new")
    assert str(tmp_path / "no") in refused.value.remedy
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError):
        write_bytes(tmp_path / "taken", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("title", ["0000000000)" * 1_600, "評価" * 8_200, "𠮷" * 8_200])
def test_a_title_longer_than_a_string_may_be_leaves_the_file_archivable(title: str) -> None:
    form = find_form("yoshiki2")
    layout = layout_assessment(Snapshot(form, Node({"cover.title": title})), PictureDict({}))
    data = draw_pdf(layout, PictureDict({}))
    assert not all_faults(data)
    described = pypdf.PdfReader(io.BytesIO(data)).metadata
    told = str(described.title if described else "")
    assert told.endswith("…")
    assert len(told) > 1_000


def test_what_fits_into_a_string_is_whole() -> None:
    longest = "評" * 16_382
    assert fitting(longest) == longest
    assert fitting(longest + "価") == longest[:-1] + "…"

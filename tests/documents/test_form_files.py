"""The whole form as a workbook, a web page and for Word: read back by the program's reader, and looked at."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer, apply_edit
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.documents.form_files import FORM_SUFFIXES, form_bytes
from pia_desktop.documents.form_grid import WHOLE, FormRow, form_sheets
from pia_desktop.documents.form_workbook import sheet_names
from pia_desktop.documents.workbook_cells import lines_of
from pia_desktop.documents.workbook_measure import PART_PIXELS, WIDE_PIXELS
from pia_desktop.exchange.interchange import read_file, write_document
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure
from pia_desktop.intake.reading import read_here
from pia_desktop.paths import resource_root

SAMPLES = resource_root() / "samples"
REAL = Path(__file__).parents[3] / "shared" / "samples"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMS = all_forms()
MOST_IN_A_CELL = 32_767
TALLEST_ROW = 409.5


def sample(path: Path) -> tuple[Snapshot, PictureDict]:
    read = read_file(path)
    return Snapshot(read.form, read.root), read.pictures


def written(tmp_path: Path, snapshot: Snapshot, pictures: PictureDict, suffix: str) -> Path:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(form_bytes(snapshot, pictures, suffix))
    return path


FIGURES = {i for form in FORMS for i, place in form.places.items() if isinstance(place.item.kind, FigureKind)}


def without_figures(raw: object) -> object:
    """A document of the interchange without its figures: captions are words of the cell in these files."""
    if isinstance(raw, dict):
        return {key: without_figures(one) for key, one in raw.items() if key not in FIGURES}
    return [without_figures(one) for one in raw] if isinstance(raw, list) else raw


def figures(raw: object) -> Iterator[str]:
    """The words of its figures."""
    if isinstance(raw, dict):
        for key, one in raw.items():
            if key in FIGURES:
                yield one.get("text", "") if isinstance(one, dict) else one
            else:
                yield from figures(one)
    elif isinstance(raw, list):
        for one in raw:
            yield from figures(one)


# ---- read back


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_what_is_handed_out_is_read_back_as_it_was(tmp_path: Path, path: Path, suffix: str) -> None:
    snapshot, pictures = sample(path)
    outcome = read_here(written(tmp_path, snapshot, pictures, suffix))
    whole = json.loads(write_document(snapshot, pictures))
    assert without_figures(outcome.document) == without_figures(whole)
    texts = json.dumps(outcome.document, ensure_ascii=False)
    for words in figures(whole):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in texts


@pytest.mark.skipif(not REAL.is_dir(), reason="the real assessments are not beside this checkout")
@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
@pytest.mark.parametrize("name", ["tochigi", "setagaya-kaigo"])
def test_the_real_ones_come_back_to_the_byte(tmp_path: Path, name: str, suffix: str) -> None:
    snapshot, pictures = sample(REAL / f"{name}.json")
    outcome = read_here(written(tmp_path, snapshot, pictures, suffix))
    assert outcome.document == json.loads(write_document(snapshot, pictures))


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
def test_an_empty_form_holds_no_answer(tmp_path: Path, form: Form, suffix: str) -> None:
    outcome = read_here(written(tmp_path, Snapshot(form, blank_root(form)), PictureDict(), suffix))
    assert (outcome.report.form, outcome.report.version) == (form.id, form.version)
    assert outcome.document.get("values") == {}
    assert outcome.document.get("files", [{}]) == [{}]


HOSTILE = [
    "=1+1",
    "＝そのまま",
    "+81-3-1234\n-5\n@SUM(A1)",
    "<script>alert(1)</script> & ]]> &amp; \"'",
    "第一行\n\n第三行　　字下げ\n　終わり",
    "長い記載です。" * 8_000,
    "\n".join(f"{number}行目の記載" for number in range(1_200)),
]


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_any_words_are_words(tmp_path: Path, words: str, suffix: str) -> None:
    """No formula, no markup, and nothing cut where a cell or a row ends."""
    form = FORMS[-1]
    root, _inverse = apply_edit(blank_root(form), SetAnswer(("I.1.2",), words))
    path = written(tmp_path, Snapshot(form, root), PictureDict(), suffix)
    said = json.dumps(read_here(path).document, ensure_ascii=False)
    assert "".join(words.split()) in "".join(json.loads(said)["values"]["I.1.2"].split())


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
def test_equal_contents_are_equal_files(suffix: str) -> None:
    snapshot, pictures = sample(SAMPLES / "yoshiki3.json")
    assert form_bytes(snapshot, pictures, suffix) == form_bytes(snapshot, pictures, suffix)


# ---- the workbook


def parts(data: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: ET.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")
        }


def test_a_workbook_keeps_to_what_excel_holds() -> None:
    form = FORMS[-1]
    root, _inverse = apply_edit(blank_root(form), SetAnswer(("I.1.2",), HOSTILE[5]))
    found = parts(form_bytes(Snapshot(form, root), PictureDict(), ".xlsx"))
    sheets = [part for name, part in found.items() if name.startswith("xl/worksheets/sheet")]
    heights = [float(row.get("ht", 0)) for sheet in sheets for row in sheet.iter(f"{SHEET}row")]
    assert max(heights) <= TALLEST_ROW
    assert not any(list(sheet.iter(f"{SHEET}f")) for sheet in sheets)
    texts = ["".join(one.itertext()) for one in found["xl/sharedStrings.xml"].iter(f"{SHEET}si")]
    assert max(map(len, texts)) <= MOST_IN_A_CELL
    assert sum("長い記載" in text for text in texts) > 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
def test_every_choice_is_a_drop_down_of_its_options(form: Form) -> None:
    found = parts(form_bytes(Snapshot(form, blank_root(form)), PictureDict(), ".xlsx"))
    sources = [
        str(one.findtext(f"{SHEET}formula1"))
        for name, part in found.items()
        if name.startswith("xl/worksheets/sheet")
        for one in part.iter(f"{SHEET}dataValidation")
    ]
    kinds = [place.item.kind for place in form.places.values()]
    wanted = {
        tuple(option.words for option in kind.options) for kind in kinds if isinstance(kind, ChoiceKind)
    }
    assert len({source for source in sources if source.startswith("選択肢!")}) == len(wanted)
    texts = {"".join(one.itertext()) for one in found["xl/sharedStrings.xml"].iter(f"{SHEET}si")}
    assert {words for options in wanted for words in options} <= texts


WIDTHS = {WHOLE * PART_PIXELS, WHOLE * WIDE_PIXELS}
"""Of sheets upright and sideways, in pixels."""


def columns_of(sheet: ET.Element) -> tuple[set[int], set[int], float]:
    """The columns of a sheet from its first: all, those where a cell begins that is no rest of another;
    and their width in pixels.
    """
    reached = set[int]()
    covered = set[str]()
    for merge in sheet.iter(f"{SHEET}mergeCell"):
        first, last = re.findall(r"([A-Z]+)(\d+)", merge.get("ref", ""))
        covered |= {
            f"{chr(column)}{row}"
            for column in range(ord(first[0]), ord(last[0]) + 1)
            for row in range(int(first[1]), int(last[1]) + 1)
        } - {"".join(first)}
    for cell in sheet.iter(f"{SHEET}c"):
        name = cell.get("r", "")
        if name not in covered:
            reached.add(ord(name[0]) - ord("A") + 1)
    whole, width = set[int](), 0.0
    for column in sheet.iter(f"{SHEET}col"):
        numbers = range(int(column.get("min", 0)), int(column.get("max", 0)) + 1)
        whole |= set(numbers)
        width += len(numbers) * round(float(column.get("width", 0)) * 7)
    return whole, reached, width


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_sheet_has_a_column_only_where_a_cell_begins(path: Path) -> None:
    """Each cell of a merged one is written; needless columns made a workbook three times as dear."""
    found = parts(form_bytes(*sample(path), ".xlsx"))
    sheets = [part for name, part in found.items() if name.startswith("xl/worksheets/sheet")]
    laid = [columns_of(sheet) for sheet in sheets if next(sheet.iter(f"{SHEET}col"), None) is not None]
    assert len(laid) >= len(sheets) - 1
    for whole, reached, width in laid:
        assert len(whole) > 1  # Calc cuts a lone one off at the edge of the page
        assert reached == whole or (reached, whole) == ({1}, {1, 2})
        assert width in WIDTHS


def test_a_picture_that_is_lost_is_said_in_its_place() -> None:
    snapshot, _pictures = sample(SAMPLES / "yoshiki4.json")
    found = parts(form_bytes(snapshot, PictureDict(), ".xlsx"))
    texts = ["".join(one.itertext()) for one in found["xl/sharedStrings.xml"].iter(f"{SHEET}si")]
    assert texts.count("（図がありません。）") == 1


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    names = sheet_names(
        [
            "Ⅱ 概要（" + "長い名前の" * 9 + "）",
            "Ⅱ 概要（" + "長い名前の" * 9 + "２）",
            "a/b:c",
            "選択肢",
            "",
            "𠮷" * 20,
            "あ" + "𠮷" * 20,
            "𠮷" * 21,
        ]
    )
    assert len({name.casefold() for name in names}) == len(names)
    assert all(
        1 <= len(name.encode("utf-16-le")) // 2 <= 31 and not re.search(r"[\[\]:*?/\\]", name)
        for name in names
    )
    assert "選択肢" not in names


# ---- the page


class Page(HTMLParser):
    """What a reader of the page is told: headings, heads of tables, pictures, ways out."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.levels: list[int] = []
        self.heads: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.pictures: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        held = dict(attrs)
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        if tag == "th":
            self.heads.append(held)
        if tag == "img":
            self.pictures.append(held)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_page_stands_alone_and_can_be_heard(path: Path) -> None:
    snapshot, pictures = sample(path)
    text = form_bytes(snapshot, pictures, ".html").decode("utf-8")
    page = Page()
    page.feed(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="ja">')
    assert not {"script", "link", "iframe", "object", "form"} & set(page.tags)
    assert all(address.startswith(("#", "data:image/")) for address in page.addresses)
    assert "url(" not in text
    assert "@import" not in text
    assert page.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.levels, page.levels[1:], strict=False))
    assert page.heads
    assert all(head.get("scope") for head in page.heads)
    assert all(picture.get("alt") for picture in page.pictures)
    assert page.tags.count("table") == page.tags.count("caption")


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_a_large_picture_is_no_sharper_than_print_needs(suffix: str) -> None:
    target = io.BytesIO()
    Image.effect_noise((4_000, 1_000), 60).save(target, "PNG")
    picture = check_picture(target.getvalue(), "test")
    store = PictureDict({picture.digest: target.getvalue()})
    form = next(form for form in FORMS if form.id == "yoshiki4")
    root = blank_root(form).with_answer(("A1.figure",), Figure((picture,)))
    data = form_bytes(Snapshot(form, root), store, suffix)
    assert len(data) < len(target.getvalue()) * 0.7


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_the_cover_of_a_workbook_is_centred_as_on_paper(form: Form) -> None:
    """Its answers are no heads: only those are shaded."""
    title, day = (form.roles.title,), (form.roles.published_on,)
    root = blank_root(form).with_answer(title, "国保の事務").with_answer(day, "令和6年8月30日")
    cover = form_sheets(form, root)[0]
    rows = [piece for piece in cover.pieces if isinstance(piece, FormRow)]
    boxes = [box for row in rows for line in lines_of(row) for box in line.boxes]
    looks = {box.words: (box.centred, box.head) for box in boxes if box.words}
    assert looks["国保の事務"] == looks["令和6年8月30日"] == (True, False)
    assert looks["評価書名"] == (True, True)


@pytest.mark.parametrize(("lines", "placed"), [(1, "center"), (200, "top")])
def test_an_answer_over_several_rows_of_a_workbook_begins_at_their_top(lines: int, placed: str) -> None:
    form, words = find_form("yoshiki3"), "\n".join(["架空の事務"] * lines)
    root, _inverse = apply_edit(blank_root(form), SetAnswer(("I.1.2",), words))
    with zipfile.ZipFile(io.BytesIO(form_bytes(Snapshot(form, root), PictureDict(), ".xlsx"))) as archive:
        files = {name: ET.fromstring(archive.read(name)) for name in archive.namelist() if "xl/" in name}
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    texts = ["".join(one.itertext()) for one in files["xl/sharedStrings.xml"].iter(f"{space}si")]
    looks = list(files["xl/styles.xml"].find(f"{space}cellXfs") or [])
    found = {
        alignment.get("vertical", "")
        for name in files
        if name.startswith("xl/worksheets/sheet")
        for cell in files[name].iter(f"{space}c")
        if cell.get("t") == "s"
        and (text := texts[int(cell.findtext(f"{space}v") or 0)]).startswith("架空の事務")
        if words.startswith(text)  # a page may end in it
        for alignment in looks[int(cell.get("s", 0))].iter(f"{space}alignment")
    }
    assert found == {placed}


def test_the_cover_is_centred_in_a_web_page_and_a_word_file_too() -> None:
    form = find_form("yoshiki4")
    state = Snapshot(form, blank_root(form).with_answer((form.roles.title,), "国保の事務"))
    page = form_bytes(state, PictureDict(), ".html").decode("utf-8")
    assert '<p class="w t">国保の事務</p>' in page
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = parts(form_bytes(state, PictureDict(), ".docx"))["word/document.xml"]
    cells = [one for one in body.iter(f"{word}tc") if "".join(one.itertext()) == "国保の事務"]
    looks = [one.get(f"{word}val") for cell in cells for one in cell.iter(f"{word}jc")]
    assert looks == ["center"]


SHORT, LONG = "\n".join("短い文" for _ in range(12)), "\n".join("長い文" for _ in range(13))


@pytest.mark.parametrize(("words", "whole"), [(SHORT, True), (LONG, False), ("字" * 900, False)])
def test_a_short_row_of_a_word_file_stays_on_one_page(words: str, whole: bool) -> None:
    form = find_form("yoshiki2")
    state = Snapshot(form, blank_root(form).with_answer(("I.1.2",), words))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = parts(form_bytes(state, PictureDict(), ".docx"))["word/document.xml"]
    (row,) = [one for one in body.iter(f"{word}tr") if words.replace("\n", "") in "".join(one.itertext())]
    assert (row.find(f"{word}trPr/{word}cantSplit") is not None) == whole

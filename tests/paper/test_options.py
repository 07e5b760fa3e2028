"""Printing some parts, or one file's: their pages are those of the whole print, numbered from 1."""

from __future__ import annotations

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import ANNEXES, FILES, Form
from pia_desktop.forms.values import Figure
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout, Page, Tag
from pia_desktop.paper.measure import LayoutCache
from pia_desktop.paper.options import PrintOptions, part_names, read_parts
from pia_desktop.paper.printing import layout_assessment
from tests.paper.archival import check_archival, read_structure
from tests.paper.documents import document, document_names
from tests.strategies import png

NAME = next(name for name in document_names() if name.endswith("yoshiki4.json"))
FORMS = pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
FORMS_WITH_FILES = pytest.mark.parametrize(
    "form", [form for form in all_forms() if form.has_files], ids=lambda form: form.edition
)


def two_files(form: Form) -> Snapshot:
    """Contents with two files, where the form has files."""
    annexes = {"x": Node({"annex.title": "一覧", "annex.body": Figure(("別紙の文",))}), "y": Node()}
    if not form.has_files:
        return Snapshot(form, Node({"II.1": "30万人以上", "I.1.2": "長い\n" * 120}, {ANNEXES: annexes}))
    files = {"a": Node({"II.1": "住民台帳"}), "b": Node({"II.1": "給付台帳", "II.2.3": "長い\n" * 120})}
    return Snapshot(form, Node(lists={FILES: files, ANNEXES: annexes}))


def laid_out(snapshot: Snapshot, options: PrintOptions, cache: LayoutCache | None = None) -> Layout:
    return layout_assessment(snapshot, PictureDict(), cache=cache, options=options)


def without_number(page: Page) -> list[tuple[float, float, str]]:
    return [(run.x, run.y, run.text) for run in page.runs() if run.role is not Role.ARTIFACT]


def titles(layout: Layout) -> list[str]:
    return [piece.part for page in layout.pages for piece in page.placed if piece.tag is Tag.TITLE]


@FORMS
def test_parts_one_by_one_are_the_whole(form: Form) -> None:
    snapshot = two_files(form)
    whole = laid_out(snapshot, PrintOptions())
    found: list[Page] = []
    for parts in on_pages_of_their_own(form):
        layout = laid_out(snapshot, PrintOptions(frozenset(parts)))
        for number, page in enumerate(layout.pages, 1):
            assert list(page.runs())[-1].text == str(number)
        found += layout.pages
    assert sorted(map(without_number, found)) == sorted(map(without_number, whole.pages))


def test_without_a_sheet_there_is_none_to_print() -> None:
    snapshot = Snapshot(find_form("yoshiki3"), Node(lists={FILES: {"a": Node()}}))
    with pytest.raises(UserError):
        laid_out(snapshot, PrintOptions(frozenset([ANNEXES])))


def on_pages_of_their_own(form: Form) -> list[list[str]]:
    """The parts; one that prints below another stands with it."""
    following = {part.id for part in form.parts if part.follows}
    found: list[list[str]] = []
    for part in part_names(form).values():
        if part in following:
            found[-1].append(part)
        else:
            found.append([part])
    return found


def test_a_part_that_follows_prints_alone_too() -> None:
    form = find_form("yoshiki2")
    snapshot = Snapshot(form, Node({"II.1": "30万人以上"}))
    both = laid_out(snapshot, PrintOptions(frozenset(["II", "III"])))
    alone = laid_out(snapshot, PrintOptions(frozenset(["III"])))
    assert (titles(both), titles(alone)) == (["II", "III"], ["III"])
    assert (len(both.pages), len(alone.pages)) == (1, 1)
    apart = laid_out(snapshot, PrintOptions(frozenset(["I", "III"])))
    assert [part.part for page in apart.pages for part in page.placed if part.tag is Tag.TITLE] == [
        "I",
        "III",
    ]
    assert len(apart.pages) == 2
    result = "基礎項目評価及び全項目評価の実施が義務付けられる"
    for layout in (both, alone):
        assert result in [run.text for run in layout.pages[0].runs()]
    assert [entry.words for entry in both.outline if entry.level == 0] == [
        form.part("II").title,
        form.part("III").title,
    ]


@FORMS_WITH_FILES
def test_the_parts_of_one_file(form: Form) -> None:
    snapshot = two_files(form)
    per_file = [part.id for part in form.parts if part.per_file]
    for number, name in ((1, "住民台帳"), (2, "給付台帳")):
        layout = laid_out(snapshot, PrintOptions(file=number))
        assert titles(layout) == per_file
        words = [run.text for page in layout.pages for run in page.runs()]
        assert name in words
        assert not {"住民台帳", "給付台帳"} - {name} & set(words)
    both = laid_out(snapshot, PrintOptions(frozenset(["cover", "I", "II"]), file=2))
    assert titles(both) == ["", "I", "II"]


def test_a_cache_serves_the_whole_and_its_parts() -> None:
    snapshot = two_files(find_form("yoshiki3"))
    cache = LayoutCache()
    for options in (PrintOptions(), PrintOptions(file=2), PrintOptions(frozenset(["I"])), PrintOptions()):
        assert laid_out(snapshot, options, cache) == laid_out(snapshot, options)


def test_contents_link_to_the_parts_that_are_there() -> None:
    found = document(NAME)
    options = PrintOptions(frozenset(["contents", "IV"]))
    layout = layout_assessment(found.snapshot, found.pictures, options=options)
    pdf = draw_pdf(layout, found.pictures)
    check_archival(pdf)
    structure = read_structure(pdf)
    contents = structure.root.all("L")[0]
    assert len(contents.all("LI")) == len(found.snapshot.form.contents)
    (link,) = structure.root.all("Link")
    assert structure.text(link).startswith("Ⅳ")


@FORMS
def test_parts_are_named_by_id_or_as_on_the_form(form: Form) -> None:
    for name, part in part_names(form).items():
        for words in (name, part, part.lower(), f" {part} ,", f"（{name}）"):
            assert read_parts(form, words) == {part}
    assert read_parts(form, "Ⅰ、ＩＩ,iv") == {"I", "II", "IV"}


def test_appendices_are_named_as_on_the_form() -> None:
    assert read_parts(find_form("yoshiki3"), "Ⅰ、別添１,ii") == {"I", "A1", "II"}


@pytest.mark.parametrize("words", ["", ",", "X", "I,X", "別添9"])
def test_parts_that_are_not_there_are_refused_with_those_that_are(words: str) -> None:
    with pytest.raises(UserError) as refused:
        read_parts(find_form("yoshiki3"), words)
    assert "A2" in refused.value.remedy


@pytest.mark.parametrize(
    "options",
    [
        PrintOptions(file=0),
        PrintOptions(file=3),
        PrintOptions(frozenset(["I"]), file=1),
        PrintOptions(frozenset(["no"])),
    ],
)
def test_what_is_not_there_is_refused(options: PrintOptions) -> None:
    with pytest.raises(UserError):
        laid_out(two_files(find_form("yoshiki3")), options)


def test_only_pictures_that_would_be_printed_are_missed() -> None:
    form = find_form("yoshiki4")
    lost = check_picture(png(5, 5), "test")
    snapshot = Snapshot(form, Node({"A1.figure": Figure.of("", (lost,))}, {FILES: {"a": Node()}}))
    assert [one.path for one in laid_out(snapshot, PrintOptions()).lost_pictures] == [("A1.figure",)]
    assert not laid_out(snapshot, PrintOptions(frozenset(["II"]))).lost_pictures

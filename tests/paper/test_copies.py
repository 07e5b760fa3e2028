"""Copies for a purpose: not a trace of what is withheld in a copy for the public, a draft seen to be one."""

from __future__ import annotations

import io
import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.passages import has_withheld_blocks
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.assessment.withheld import WHOLE, WITHHELD_MARK
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Checked, Figure, Value
from pia_desktop.paper.copies import public_copy
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment, print_pdf
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.stamps import DRAFT_MARK, LEFT_OUT
from pia_desktop.paper.style import Style, metrics
from tests.paper.archival import check_archival
from tests.programs import output_of
from tests.strategies import LAW, nodes, picture_store, png

PUBLIC = PrintOptions(copy=Copy.PUBLIC)
DRAFT = PrintOptions(copy=Copy.DRAFT, moment=datetime(2026, 11, 21, 9, 4))
SECRET = "鷲鷹鶴鴨"
"""Characters that stand nowhere else in the form or the answers."""


def pdf_of(snapshot: Snapshot, pictures: PictureDict, options: PrintOptions) -> bytes:
    return draw_pdf(layout_assessment(snapshot, pictures, options=options), pictures)


def everything_in(pdf: bytes) -> bytes:
    """All objects and all streams of a file, unpacked."""
    return pdf + readable_in(pdf)


def readable_in(pdf: bytes) -> bytes:
    """The same without what is no text: in packed data and glyphs any three bytes stand somewhere."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found.append(bytes(str(opened.docinfo), "utf-8"))
        for thing in opened.objects:
            font = isinstance(thing, pikepdf.Stream) and "/Length1" in thing
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image" and not font:
                found.append(thing.read_bytes())
            found.append(thing.unparse(resolved=True))
    return b"\n".join(found)


def text_of(pdf: bytes, folder: Path, *options: str) -> str:
    path = folder / "copy.pdf"
    path.write_bytes(pdf)
    return output_of("pdftotext", *options, str(path), "-").decode("utf-8")


def forms_of(words: str) -> list[bytes]:
    """The ways in which words can stand in a PDF."""
    wide = words.encode("utf-16-be")
    plain = [words.encode("utf-8"), wide, words.encode("utf-16-le"), words.encode("cp932")]
    return [*plain, wide.hex().encode(), wide.hex().upper().encode()]


def codes_for(pdf: bytes, char: str) -> set[bytes]:
    """The codes by which a character is drawn, out of the ToUnicode maps of the fonts."""
    wanted = char.encode("utf-16-be").hex().upper()
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                stream: Any = thing["/ToUnicode"]
                pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", stream.read_bytes())
                found |= {code for code, unicode in pairs if unicode.decode().upper() == wanted}
    return found


def withheld_everywhere() -> Snapshot:
    """The secret in every kind of answer that the print, or anything derived from it, can show."""
    form = find_form("yoshiki4")
    ids = {place.item.id: place for place in form.places.values()}
    picture = check_picture(png(4, 4), "x", SECRET)
    checks = next(p.item for p in ids.values() if p.scope == (FILES,) and any_text(p.item.kind))
    box = next(box.label for box in checks.kind.boxes if box.text)  # type: ignore[attr-defined]
    answers: dict[str, Value] = {
        form.roles.title: f"甲{SECRET}乙", form.roles.agency: SECRET, "I.1.1": f"{SECRET}の事務",
        "A1.figure": Figure.of(f"前{SECRET}", (picture,)),
    }  # fmt: skip
    marks = {form.roles.title: ((1, 5),), form.roles.agency: WHOLE, "I.1.1": ((0, 4),), "A1.figure": WHOLE}
    root = Node(answers, {}, marks)
    checked = Checked.of([box], {box: SECRET})
    file_answers: dict[str, Value] = {"II.1": SECRET, checks.id: checked}
    entry = {"e": Node({"II.4.e.title": SECRET}, {}, {"II.4.e.title": WHOLE})}
    file = Node(file_answers, {"II.4.e": entry}, {"II.1": ((0, 4),), checks.id: WHOLE})
    table = form.lists[form.roles.changes]
    column = table.item_ids[0]
    row = Node({column: f"前{SECRET}後"}, {}, {column: ((1, 5),)})
    files = {"f": file, "g": Node({"II.1": "他"})}
    return Snapshot(form, Node(root.answers, {FILES: files, table.id: {"r": row}}, root.withheld))


def any_text(kind: object) -> bool:
    return any(box.text for box in getattr(kind, "boxes", ()))


def test_no_trace_of_what_is_withheld_is_in_the_file_for_the_public(tmp_path: Path) -> None:
    snapshot, pictures = withheld_everywhere(), PictureDict()
    shown = png(4, 4)
    pictures[check_picture(shown, "x").digest] = shown
    whole, public = (pdf_of(snapshot, pictures, options) for options in (PrintOptions(), PUBLIC))
    for pdf, expected in ((whole, True), (public, False)):
        everything = everything_in(pdf)
        assert any(one in everything for one in forms_of(SECRET)) == expected
        for char in SECRET:
            assert (char in text_of(pdf, tmp_path)) == expected
            assert (char in text_of(pdf, tmp_path, "-raw")) == expected
            assert bool(codes_for(pdf, char)) == expected
            assert expected or char.encode("utf-8") not in readable_in(pdf)
        assert (b"/Subtype /Image" in everything or b"/Subtype/Image" in everything) == expected
    public_text = text_of(public, tmp_path)
    assert LEFT_OUT in public_text
    assert WITHHELD_MARK in public_text
    with pikepdf.open(io.BytesIO(public)) as opened:
        assert str(opened.docinfo["/Title"]) == f"甲{WITHHELD_MARK}乙"
        assert str(opened.docinfo["/Author"]) == WITHHELD_MARK


def test_a_withheld_none_box_does_not_uncover_what_it_hid() -> None:
    form = find_form("yoshiki4")
    place = next(p for p in form.places.values() if p.none_box and isinstance(p.item.kind, TextualKind))
    box = place.none_box
    assert box is not None
    node = Node({box.id: True, place.item.id: SECRET}, {}, {box.id: WHOLE})
    root = (
        Node({}, {FILES: {"f": node}})
        if place.scope
        else Node(node.answers, {FILES: {"f": Node()}}, node.withheld)
    )
    layout = layout_assessment(Snapshot(form, root), options=PUBLIC)
    assert not any(SECRET[0] in run.text for page in layout.pages for run in page.runs())


@LAW
@given(st.data())
def test_a_copy_for_the_public_keeps_what_is_shown_and_nothing_of_the_rest(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    snapshot = Snapshot(form, data.draw(nodes(form)))
    public = public_copy(snapshot)
    figures = (
        value
        for _path, node in snapshot.root.walk()
        for value in node.answers.values()
        if isinstance(value, Figure)
    )
    hides = any(node.withheld for _path, node in snapshot.root.walk())
    if not hides and not any(map(has_withheld_blocks, figures)):
        assert public is snapshot
        return
    for path, node in snapshot.root.walk():
        shown = public.root.at(path)
        assert {i: list(entries) for i, entries in shown.lists.items()} == {
            i: list(entries) for i, entries in node.lists.items()
        }
        for item_id, value in node.answers.items():
            spans, item, now = node.withheld.get(item_id), form.item(item_id), shown.answers.get(item_id)
            box = form.places[item_id].none_box
            if box is not None and box.id in node.withheld:
                assert now is None
            elif isinstance(value, Figure) and spans is None and has_withheld_blocks(value):
                assert isinstance(now, Figure)
                assert not has_withheld_blocks(now)
                assert now.pictures == tuple(one for one in value.pictures if not one.withheld)
            elif spans is None:
                assert now == value
            elif isinstance(value, str) and isinstance(item.kind, TextualKind):
                cut = "".join(value[start:end] for start, end in gaps(value, spans))
                assert now == WITHHELD_MARK or str(now).replace(WITHHELD_MARK, "") == cut
            elif isinstance(item.kind, FigureKind) and spans == WHOLE:
                assert now == Figure.of(WITHHELD_MARK)
            elif not isinstance(item.kind, FigureKind):
                assert now is None
    layout_assessment(public, picture_store())


def gaps(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    if spans == WHOLE:
        return []
    return list(zip([0, *(end for _s, end in spans)], [*(s for s, _e in spans), len(text)], strict=True))


def test_a_copy_for_the_public_of_what_hides_nothing_is_the_print() -> None:
    form = find_form("yoshiki3")
    snapshot = Snapshot(form, Node({"I.1.1": "事務"}, {FILES: {"f": Node()}}))
    prints = [pdf_of(snapshot, PictureDict(), options) for options in (PrintOptions(), PUBLIC)]
    assert prints[0] == prints[1]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_page_of_a_draft_says_so_and_its_words_stay_the_same(scale: float, tmp_path: Path) -> None:
    form = find_form("yoshiki4")
    title = "国民健康保険に関する事務" * 9
    snapshot = Snapshot(form, Node({form.roles.title: title}, {FILES: {"f": Node()}}))
    path = tmp_path / "draft.pdf"
    layout = print_pdf(snapshot, PictureDict(), path, Style(scale), DRAFT)
    plain = layout_assessment(snapshot, style=Style(scale))
    pages = output_of("pdftotext", str(path), "-").decode().split("\f")
    assert len(pages) - 1 == len(plain.pages) == len(layout.pages)
    for page, text, before in zip(layout.pages, pages, plain.pages, strict=False):
        assert DRAFT_MARK in [line.strip() for line in text.splitlines()]
        assert "令和8年11月21日 9時04分" in text
        assert list(page.runs())[: len(list(before.runs()))] == list(before.runs())
        feet = list(page.runs())[len(list(before.runs())) :]
        places = sorted((run.x, run.x + metrics(run.face).width(run.text, run.size)) for run in feet)
        folio = next(run for run in list(before.runs())[::-1] if run.text.isdigit())
        number = (folio.x, folio.x + metrics(folio.face).width(folio.text, folio.size))
        spots = sorted([*places, number])
        assert all(end < start for (_, end), (start, _) in pairwise(spots))
        assert spots[0][0] > 0
        assert spots[-1][1] < page.width
    output_of("qpdf", "--check", str(path))


@pytest.mark.parametrize("options", [PUBLIC, DRAFT], ids=["public", "draft"])
def test_a_copy_lasts_and_is_the_same_each_time(options: PrintOptions) -> None:
    snapshot, pictures = withheld_everywhere(), PictureDict()
    pdf = pdf_of(snapshot, pictures, options)
    check_archival(pdf)
    assert pdf_of(snapshot, pictures, options) == pdf


def test_the_mark_for_what_is_left_out_is_never_parted() -> None:
    form = find_form("yoshiki4")
    text = "".join(f"{'前' * number}{SECRET}" for number in range(1, 60))
    starts = [at for at in range(len(text)) if text.startswith(SECRET, at)]
    node = Node({"I.1.2": text}, {FILES: {"f": Node()}}, {"I.1.2": tuple((at, at + 4) for at in starts)})
    layout = layout_assessment(Snapshot(form, node), options=PUBLIC)
    runs = [run.text for page in layout.pages for run in page.runs()]
    assert sum(words.count(WITHHELD_MARK) for words in runs) == len(starts)


@pytest.mark.parametrize("withheld", [["II.4"], ["II.4.count"], ["II.4", "II.4.count"]])
def test_a_cell_says_once_that_its_choice_or_the_number_beside_it_is_left_out(withheld: list[str]) -> None:
    file = Node({"II.4": "委託する", "II.4.count": 8642}, withheld=dict.fromkeys(withheld, WHOLE))
    snapshot = Snapshot(find_form("yoshiki4"), Node({}, {FILES: {"k": file}}))
    runs = [run.text for page in layout_assessment(snapshot, options=PUBLIC).pages for run in page.runs()]
    assert sum(words.count(WITHHELD_MARK) for words in runs) == 1
    assert not any("8642" in words for words in runs)

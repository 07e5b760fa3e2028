"""The guide's booklet, read back by its structure."""

from __future__ import annotations

import io

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from pia_desktop.documents.booklet import BookletChapter, BookletEntry, booklet_pdf, layout_booklet
from pia_desktop.paper.layout import Tag
from tests.documents.making import HOSTILE
from tests.documents.test_sheets import said
from tests.paper.archival import check_archival, read_structure
from tests.paper.expected import squeezed
from tests.strategies import LAW, texts

ENTRIES = st.builds(
    BookletEntry,
    texts(20),
    texts(200),
    st.lists(texts(30), max_size=3).map(tuple),
    st.just("") | texts(100),
    st.just("") | texts(30),
    st.sampled_from(["", "１．事務", "２．システム"]),
)
CHAPTERS = st.lists(
    st.builds(BookletChapter, texts(20), st.lists(ENTRIES, max_size=4).map(tuple), st.just("") | texts(60)),
    max_size=3,
)


@settings(LAW, max_examples=30)
@given(CHAPTERS)
def test_it_reads_chapter_by_chapter(chapters: list[BookletChapter]) -> None:
    structure = read_structure(booklet_pdf("てびき", chapters))
    parts = structure.root.all("Part")
    spoken = [chapter for chapter in chapters if said(chapter.title + chapter.preface) or chapter.entries]
    assert len(parts) == 1 + len(spoken)  # what says nothing is no part
    for part, chapter in zip(parts[1:], spoken, strict=True):
        words = [chapter.title, chapter.preface]
        section = ""
        for entry in chapter.entries:
            words += [entry.section] if entry.section and entry.section != section else []
            section = entry.section or section
            words += [entry.label, "記載する内容", entry.belongs]
            words += ["点検の視点", *(f"・{one}" for one in entry.reviewers)] if entry.reviewers else []
            words += ["記載例（架空）", entry.example] if entry.example else []
            words += ["根拠", entry.rule] if entry.rule else []
            words += ["確かさ", entry.sure] if entry.sure else []
        assert squeezed(structure.text(part)) == "".join(said(one) for one in words)


def chapters() -> list[BookletChapter]:
    entry = BookletEntry(
        "②事務の内容", "何を書くか。", ("漏れがないか", "法令の名が正しいか"), HOSTILE[0], "番号法第28条"
    )
    return [BookletChapter(title, (entry,) * 30) for title in ("Ⅰ 基本情報", "Ⅱ 概要")]


def test_it_is_upright_valid_pdf_a_with_links_to_its_chapters() -> None:
    pdf = booklet_pdf("記載のてびき", chapters(), ["全項目評価書"])
    check_archival(pdf)
    assert booklet_pdf("記載のてびき", chapters(), ["全項目評価書"]) == pdf
    layout = layout_booklet("記載のてびき", chapters())
    assert all(page.width < page.height for page in layout.pages)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        links = [link for page in opened.pages for link in page.get("/Annots", [])]
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        targets = [numbers[link.Dest[0].objgen] for link in links]
    heads = [entry.page for entry in layout.outline if entry.level == 0][1:]
    assert targets == heads
    assert len(targets) == 2


def test_its_contents_name_the_page_of_each_chapter() -> None:
    layout = layout_booklet("記載のてびき", chapters())
    listed = [
        "".join(run.text for part in piece.slices for run in part.runs)
        for piece in layout.pages[0].placed
        if piece.tag is Tag.CONTENTS
    ]
    heads = [entry for entry in layout.outline if entry.level == 0][1:]
    assert listed == [f"{entry.words}　（{entry.page + 1}ページ）" for entry in heads]

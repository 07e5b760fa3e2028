"""Some pages of a print: the same pages with the same numbers, and a file that is as sound as the whole."""

from __future__ import annotations

import io
from itertools import pairwise

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia_desktop.errors import UserError
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.excerpt import excerpt, read_pages
from tests.paper.archival import check_archival, read_structure
from tests.paper.documents import document, document_names, layout_of

NAME = next(name for name in document_names() if name.endswith("samples/yoshiki4.json"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("2", [2]),
        ("3-5", [3, 4, 5]),
        ("5-3", [3, 4, 5]),
        ("4-", [4, 5, 6]),
        ("１～３、５", [1, 2, 3, 5]),
        ("1 - 2, 2,1", [1, 2]),
        ("6 1", [1, 6]),
    ],
)
def test_pages_are_read_as_clerks_write_them(words: str, expected: list[int]) -> None:
    assert [page + 1 for page in read_pages(words, 6)] == expected


@pytest.mark.parametrize("words", ["0", "7", "1-7", "x", "-3", "1-2-3", "1.5", "²x", "9999999"])
def test_what_is_no_page_is_told(words: str) -> None:
    with pytest.raises(UserError) as caught:
        read_pages(words, 6)
    assert caught.value.remedy


@given(st.sets(st.integers(0, 200)))
def test_what_is_written_out_is_read_back(pages: set[int]) -> None:
    words = "、".join(str(page + 1) for page in pages)
    assert set(read_pages(words, 201)) == (pages or set(range(201)))


def test_all_pages_are_the_print_itself() -> None:
    layout, pictures = layout_of(NAME), document(NAME).pictures
    assert draw_pdf(layout, pictures, range(len(layout.pages))) == draw_pdf(layout, pictures)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_any_pages_make_a_sound_file(data: st.DataObject) -> None:
    layout, pictures = layout_of(NAME), document(NAME).pictures
    numbers = st.integers(0, len(layout.pages) - 1)
    chosen = sorted(data.draw(st.sets(numbers, min_size=1, max_size=9)))
    pdf = draw_pdf(layout, pictures, chosen)
    check_archival(pdf)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.page_labels == [str(page + 1) for page in chosen]
    whole = pypdf.PdfReader(io.BytesIO(draw_pdf(layout, pictures)))
    for page, shown in zip(chosen, reader.pages, strict=True):
        assert shown.extract_text() == whole.pages[page].extract_text()
    structure = read_structure(pdf)
    tagged = "".join(structure.texts.values())
    assert sorted(structure.text(structure.root)) == sorted(tagged)
    found = excerpt(layout, chosen)
    assert all(0 <= entry.page < len(chosen) for entry in found.outline)
    for entry in found.outline:
        if entry.y > 0:
            assert entry.words in {one.words for one in layout.outline if one.page == chosen[entry.page]}
    assert all(one.page <= other.page for one, other in pairwise(found.outline))


def test_a_range_in_the_middle_of_a_part_is_named_by_it() -> None:
    layout = layout_of(NAME)
    part = next(entry for entry in layout.outline if entry.level == 0 and "概要" in entry.words)
    found = excerpt(layout, [part.page + 1, part.page + 2])
    assert found.outline[0].words == part.words
    assert (found.outline[0].page, found.outline[0].y) == (0, 0.0)

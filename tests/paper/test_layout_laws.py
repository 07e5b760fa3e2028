"""Laws of every layout: text inside its cell, boxes that tile their table, headings that head something."""

from __future__ import annotations

from itertools import combinations, islice
from operator import attrgetter

import pytest

from pia_desktop.forms.kinds import ChecksKind, TextualKind
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.layout import Box, Edge, Layout, Page, Rect
from pia_desktop.paper.style import BOTTOM, GREY_RISK, GREY_SECTION, ROOMY_HEIGHT
from tests.paper.documents import body_runs, document, document_names, layout_of, run_rect, short_name

HAIR = 0.05
CASES = [(name, scale) for name in document_names() for scale in (1.0, 1.2)]
IDS = [f"{short_name(name)} x{scale}" for name, scale in CASES]

pytestmark = pytest.mark.parametrize(("name", "scale"), CASES, ids=IDS)


def check_layout(layout: Layout) -> None:
    """All laws that hold for any contents."""
    for page in layout.pages:
        check_boxes(page)
        check_text_in_boxes(page)


def check_boxes(page: Page) -> None:
    """The boxes of a page do not overlap, fill their frames, and are ruled on every side."""
    boxes = sorted(page.boxes, key=attrgetter("y"))
    for number, one in enumerate(boxes):
        for other in islice(boxes, number + 1, None):
            if other.y >= one.y + one.height - HAIR:
                break
            high = min(one.y + one.height, other.y + other.height) - other.y
            wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            assert wide < HAIR or high < HAIR, (one, other)
    filled = sum(box.width * box.height for box in page.boxes)
    framed = sum(frame.width * frame.height for frame in page.frames)
    assert filled == pytest.approx(framed, rel=1e-6)
    for box in page.boxes:
        assert box.height > 0
        assert any(_inside(box, frame) for frame in page.frames), box
        assert box.y + box.height <= page.height - BOTTOM + HAIR
        if box.edges is not Edge.ALL:
            _check_open_side(box, page)


def _inside(box: Box, frame: Rect) -> bool:
    return (
        box.x >= frame.x - HAIR
        and box.y >= frame.y - HAIR
        and box.x + box.width <= frame.x + frame.width + HAIR
        and box.y + box.height <= frame.y + frame.height + HAIR
    )


def _check_open_side(box: Box, page: Page) -> None:
    """A side without a rule joins a label cell with its own foot, on the same page and in the same shade."""
    foot = box.y + box.height
    for other in page.boxes:
        if box.edges == Edge.ALL & ~Edge.BOTTOM and abs(other.y - foot) < HAIR and other.x == box.x:
            assert other.grey == box.grey
            return
        if (
            box.edges == Edge.ALL & ~Edge.TOP
            and abs(other.y + other.height - box.y) < HAIR
            and other.x == box.x
        ):
            assert other.grey == box.grey
            return
    raise AssertionError(f"open without a neighbour: {box}")


def check_text_in_boxes(page: Page) -> None:
    for run in body_runs(page):
        left, top, right, foot = run_rect(run)
        assert any(
            box.x <= left + HAIR
            and box.y <= top + HAIR
            and right <= box.x + box.width + HAIR
            and foot <= box.y + box.height + HAIR
            for box in page.boxes
        ), run


def test_boxes_are_closed_and_hold_their_text(name: str, scale: float) -> None:
    layout = layout_of(name, scale)
    check_layout(layout)
    assert not layout.missing
    assert not layout.overflows
    assert not layout.lost_pictures


def test_no_heading_ends_a_page(name: str, scale: float) -> None:
    for page in layout_of(name, scale).pages:
        if not page.boxes:
            continue
        foot = max(box.y + box.height for box in page.boxes)
        last = [box for box in page.boxes if box.y + box.height > foot - HAIR]
        assert not any(box.grey in (GREY_SECTION, GREY_RISK) for box in last)


def test_texts_do_not_overlap(name: str, scale: float) -> None:
    for page in layout_of(name, scale).pages:
        rects = [run_rect(run) for run in page.runs() if run.text.strip()]
        for one, other in combinations(rects, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert wide < HAIR or high < HAIR, (one, other)


def test_changes_lie_sideways_and_pages_are_numbered(name: str, scale: float) -> None:
    layout = layout_of(name, scale)
    sideways = [page for page in layout.pages if page.width > page.height]
    assert sideways
    assert sideways == list(layout.pages[-len(sideways) :])
    for number, page in enumerate(layout.pages, 1):
        folio = list(page.runs())[-1]
        assert (folio.text, folio.role) == (str(number), Role.ARTIFACT)


def test_the_name_of_a_file_takes_a_line_not_a_drawing(name: str, scale: float) -> None:
    """A short answer that stands alone in its section gets no more room than its words; an appendix does."""
    layout = layout_of(name, scale)
    places = document(name).snapshot.form.places
    for path, anchors in layout.anchors.items():
        if path[-1:] in (("II.1",), ("III.1",)) and isinstance(places[path[-1]].item.kind, TextualKind):
            assert all(anchor.place.height < 2 * ROOMY_HEIGHT * scale for anchor in anchors), path


def test_no_page_parts_a_line_from_its_paragraph(name: str, scale: float) -> None:
    """Of a paragraph that goes on over a page, two lines or more stand on either."""
    for page in layout_of(name, scale).pages:
        for piece in page.placed:
            after = piece.slices[piece.stop :]
            if after and piece.slices[piece.stop - 1].goes_on:
                assert piece.slices[piece.stop - 2].goes_on
                assert after[0].goes_on


def test_a_number_stands_beside_its_words(name: str, scale: float) -> None:
    """「提供を行っている（　7　）件」 is not parted, however large the type."""
    labels = {
        box.label
        for place in document(name).snapshot.form.places.values()
        if isinstance(place.item.kind, ChecksKind)
        for box in place.item.kind.boxes
        if box.unit
    }
    runs = [run for page in layout_of(name, scale).pages for run in page.runs()]
    found = [
        (run, next(after for after in runs[at:] if after.text == "（"))
        for at, run in enumerate(runs)
        if run.text in labels and run.role is Role.OPTION
    ]
    assert bool(found) == bool(labels)
    assert all(abs(run.y - bracket.y) < HAIR for run, bracket in found)

"""PDF/UA-1 and PDF/A-2a: the checker finds what is planted; in what is written nobody finds anything.

``python -m tests.paper.accessible`` holds all that can be printed to the same.
"""

from __future__ import annotations

from functools import cache

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.purpose import Copy
from tests.paper.accessible import OUTPUTS
from tests.paper.documents import document, document_names, layout_of
from tests.paper.ua.check import all_faults, faults
from tests.paper.ua.planted import PLANTED, Planting, with_planted
from tests.paper.ua.reading import read
from tests.strategies import png

SAMPLE = next(name for name in document_names() if name.endswith("yoshiki3.json"))


@cache
def sound() -> bytes:
    """A short print with everything in it: links, lists, a figure, a table of columns."""
    data = png(300, 200)
    picture = check_picture(data, "test", "事務の流れ")
    form = find_form("yoshiki4")
    root = Node({"A1.figure": Figure((picture, "備考の言葉"))}, {FILES: {"k": Node()}})
    pictures = PictureDict({picture.digest: data})
    layout = layout_assessment(Snapshot(form, root), pictures)
    chosen = {0, 1, 2, len(layout.pages) - 1}
    chosen |= {number for number, page in enumerate(layout.pages) if any(True for _ in page.pictures())}
    return draw_pdf(layout, pictures, sorted(chosen))


def test_the_file_that_violations_are_planted_into_is_sound() -> None:
    assert not all_faults(sound())


@pytest.mark.parametrize(
    ("condition", "planting"), [pytest.param(one[0], one[2], id=f"{one[0]} {one[1]}") for one in PLANTED]
)
def test_what_is_planted_is_found(condition: str, planting: Planting) -> None:
    assert condition in {fault.condition for fault in faults(with_planted(sound(), planting))}


LEAST_PLANTED, LEAST_CONDITIONS = 60, 50
"""Violations, and conditions that they fail: whoever takes one out says so here."""


def test_there_are_enough_of_them() -> None:
    assert len(PLANTED) >= LEAST_PLANTED
    assert len({condition for condition, _name, _planting in PLANTED}) >= LEAST_CONDITIONS


@pytest.mark.parametrize(
    "name",
    [
        "comparison yoshiki2.json",
        "council yoshiki2.json",
        "hearing yoshiki2.json",
        "short guide",
        "remarks",
        "annexes",
        "papers",
    ]
    + [f"short {purpose.value}" for purpose in Copy],
)
def test_nothing_is_found_in_what_is_printed(name: str) -> None:
    for found in OUTPUTS[name]():
        assert not all_faults(found.data), found.name


@pytest.mark.parametrize("pages", [(3,), (7, 8, 20), (32,)])
def test_some_pages_are_as_sound_as_all(pages: tuple[int, ...]) -> None:
    """Also where they begin in the middle of a part, a row or a cell."""
    data = draw_pdf(layout_of(SAMPLE), document(SAMPLE).pictures, pages)
    assert not all_faults(data)


def lone(text: str) -> Layout:
    root = Node(lists={FILES: {"k": Node({"II.2.3": text, "III.1": "―"})}})
    return layout_assessment(Snapshot(find_form("yoshiki3"), root), PictureDict())


def test_geta_says_what_it_stands_for() -> None:
    """A character without a glyph prints as 〓, but is heard, found and copied as what it is."""
    text = "前\U00020bb7野😀〓\ue000後" + "長" * 60 + "\U0002000b"
    layout = lone(text)
    assert any("前〓野〓〓〓後" in run.text for page in layout.pages for run in page.runs())
    data = draw_pdf(layout, PictureDict())
    reading = read(data)
    (cell,) = [one for one in reading.elements if one.kind == "TD" and "前" in reading.text(one)]
    assert reading.text(cell) == text.replace("\ue000", "〓")  # what is private says nothing to others
    assert not all_faults(data)


def test_a_file_has_a_title_whatever_is_written_there() -> None:
    form = find_form("yoshiki3")
    for title in ("", "　", "\u200b"):
        root = Node({form.roles.title: title}, {FILES: {"k": Node()}})
        layout = layout_assessment(Snapshot(form, root), PictureDict())
        assert not faults(draw_pdf(layout, PictureDict(), (0,)))

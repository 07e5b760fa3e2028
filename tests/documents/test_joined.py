"""Several prints in one PDF: contents first, one numbering, an outline that leads to each assessment."""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.joined import JoinedPart, joined_layout
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style


def part(number: int, form: str) -> JoinedPart:
    found = find_form(form)
    answers = {"cover.number": str(number), "cover.title": f"事務{number}"}
    lists = {FILES: {"k": Node({"II.1": f"ファイル{number}"})}} if found.has_files else {}
    layout = layout_assessment(Snapshot(found, Node(dict(answers), lists)))
    return JoinedPart(str(number), f"事務{number}", found.short_title, layout)


def test_contents_outline_and_numbers_lead_to_each_assessment() -> None:
    parts = [part(1, "yoshiki2"), part(2, "yoshiki3"), part(3, "yoshiki3")]
    joined = joined_layout("評価書", parts, Style())
    data = draw_pdf(joined, PictureDict())
    read = pypdf.PdfReader(io.BytesIO(data))
    counts = [len(one.layout.pages) for one in parts]
    assert len(read.pages) == 1 + sum(counts)
    starts = [1, 1 + counts[0], 1 + counts[0] + counts[1]]
    text = read.pages[0].extract_text()
    for one, start in zip(parts, starts, strict=True):
        assert one.name in text
        assert str(start + 1) in text
    tops = [one for one in read.outline if isinstance(one, pypdf.generic.Destination)]
    assert [read.get_destination_page_number(one) for one in tops] == [0, *starts]
    for number, page in enumerate(read.pages):
        assert page.extract_text().split()[-1] == str(number + 1)
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert "/StructTreeRoot" in opened.Root
        links = [
            (number, annotation.Dest[0].objgen)
            for number, page in enumerate(opened.pages)
            for annotation in page.get("/Annots", [])
        ]
        places = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        for here, target in links:  # a box of 項目一覧 leads to its own assessment
            owner = max(at for at, start in enumerate(starts) if start <= here)
            end = starts[owner] + counts[owner]
            assert starts[owner] <= places[target] < end


def test_nothing_is_no_document() -> None:
    with pytest.raises(ValueError, match="nothing"):
        joined_layout("評価書", [], Style())

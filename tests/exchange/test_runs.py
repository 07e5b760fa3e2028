"""Runs in the interchange format: the plain ones as ever, the others block by block."""

from __future__ import annotations

import base64
import json

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import ImportRefused
from pia_desktop.exchange.figures import MAX_PICTURES
from pia_desktop.exchange.interchange import read_document, write_document
from pia_desktop.forms.figure_kind import MAX_BLOCKS
from pia_desktop.forms.values import Figure, PictureSize
from tests.strategies import png

DATA = base64.b64encode(png(3, 2)).decode("ascii")


def document(figure: object, **more: object) -> str:
    values = {"A1.figure": figure, **more}
    return json.dumps({"form": "yoshiki4", "version": "平成30年5月", "values": values, "files": [{}]})


def read(figure: object, **more: object) -> tuple[Figure, object]:
    """The run, and what is written for it again."""
    found = read_document(document(figure, **more), "test")
    value = found.root.answer(("A1.figure",))
    assert isinstance(value, Figure)
    written = json.loads(write_document(Snapshot(found.form, found.root), found.pictures))
    return value, written["values"]["A1.figure"]


@pytest.mark.parametrize(
    "older",
    [
        "説明だけ",
        {"pictures": [{"data": DATA}]},
        {"text": "説明", "pictures": [{"caption": "図１", "data": DATA, "withheld": True}, {"data": DATA}]},
    ],
)
def test_the_older_shape_stays_as_it_was(older: object) -> None:
    run, written = read(older)
    assert run.plain
    assert written == older


def test_any_order_goes_and_comes() -> None:
    raw = {
        "blocks": [
            "一",
            {"caption": "図１", "data": DATA, "size": "half", "caption_above": True},
            "",
            {"data": DATA, "size": "pair", "withheld": True},
            "二",
        ]
    }
    run, written = read(raw, **{"A1.figure.withheld": [[3, 4]]})
    assert written == raw
    assert run.text == "一\n\n二"
    assert [picture.size for picture in run.pictures] == [PictureSize.HALF, PictureSize.PAIR]


def test_what_says_no_more_is_written_as_before() -> None:
    _run, written = read({"blocks": [{"data": DATA}, "説明"]})
    assert written == {"text": "説明", "pictures": [{"data": DATA}]}
    assert read({"blocks": ["説明"]})[1] == "説明"


@pytest.mark.parametrize(
    "bad",
    [
        {"blocks": "一"},
        {"blocks": ["一"], "text": "二"},
        {"blocks": [1]},
        {"blocks": [{"rows": [["表"]]}]},
        {"blocks": [{"data": DATA, "size": "large"}]},
        {"blocks": [{"data": DATA, "caption_above": 1}]},
        {"blocks": ["一"] * (MAX_BLOCKS + 1)},
        {"blocks": [{"data": DATA}] * (MAX_PICTURES + 1)},
        {"blocks": ["\x00"]},
    ],
)
def test_what_does_not_fit_is_refused(bad: object) -> None:
    with pytest.raises(ImportRefused):
        read(bad)

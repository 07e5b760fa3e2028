"""Text and pictures come in in the order in which they stand in the document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import write_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import ANNEXES, FILES
from pia_desktop.forms.values import DataTable, Figure, Picture, PictureSize
from pia_desktop.intake.reading import read_here
from tests.strategies import png

STORE = PictureDict()


def picture(
    shade: int, caption: str = "", *, size: PictureSize = PictureSize.OWN, above: bool = False
) -> Picture:
    data = png(60, 40, (shade, 0, 0))
    found = replace(check_picture(data, "test", caption), size=size, above=above)
    STORE[found.digest] = data
    return found


PAIR = PictureSize.PAIR
RUNS = {
    "interleaved": Figure(
        ("はじめの文\n二行目", picture(1, "図１　流れ"), "なかの文", picture(2), "おわりの文")
    ),
    "captions": Figure((picture(3, "受付から交付まで", above=True), "文", picture(4, "委託の関係"))),
    "pairs": Figure(("前", picture(5, "左の題", size=PAIR), picture(6, "右の題", size=PAIR), "後")),
    "plain": Figure((picture(7, "図１"), picture(8), "説明")),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
@pytest.mark.parametrize("name", RUNS)
def test_a_run_is_read_back_in_its_order(tmp_path: Path, suffix: str, name: str) -> None:
    root = Node({"A1.figure": RUNS[name], "A1.remarks": "備考の文"}, {FILES: {"f": Node()}})
    snapshot = Snapshot(find_form("yoshiki4"), root)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(form_bytes(snapshot, STORE, suffix))
    whole = json.loads(write_document(snapshot, STORE))
    assert read_here(path).document["values"] == whole["values"]


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_annexes_are_read_back_in_their_order(tmp_path: Path, suffix: str) -> None:
    table = DataTable.of(
        [
            ["提供先", "根拠", "備考"],
            ["甲市", "番号法第19条", ""],
            ["乙市", "同", "毎月"],
            ["丙市"],
            ["", "", "年末"],
        ]
    )
    sheets = {
        "a": Node(
            {"annex.title": "提供先の一覧", "annex.body": Figure(("はじめに", table, "おわりに\n二行目"))}
        ),
        "b": Node({"annex.title": "構成図", "annex.body": Figure((picture(9, "図１"), "説明"))}),
    }
    root = Node({"I.1.2": "別紙１のとおり"}, {FILES: {"f": Node()}, ANNEXES: sheets})
    snapshot = Snapshot(find_form("yoshiki4"), root)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(form_bytes(snapshot, STORE, suffix))
    whole = json.loads(write_document(snapshot, STORE))
    outcome = read_here(path)
    assert outcome.document == whole
    assert outcome.report.left_over == ()

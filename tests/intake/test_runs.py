"""Text and pictures come in in the order in which they stand in the document."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.documents.form_files import FORM_SUFFIXES, form_bytes
from pia_desktop.exchange.interchange import write_document
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import ANNEXES, FILES, Form
from pia_desktop.forms.values import DataTable, Figure, Picture, PictureSize
from pia_desktop.intake.reading import read_here
from tests.strategies import LAW, png

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


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
@pytest.mark.parametrize("name", RUNS)
def test_a_run_is_read_back_in_its_order(tmp_path: Path, suffix: str, name: str) -> None:
    root = Node({"A1.figure": RUNS[name], "A1.remarks": "備考の文"}, {FILES: {"f": Node()}})
    snapshot = Snapshot(find_form("yoshiki4"), root)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(form_bytes(snapshot, STORE, suffix))
    whole = json.loads(write_document(snapshot, STORE))
    assert read_here(path).document["values"] == whole["values"]


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
def test_annexes_are_read_back_in_their_order(tmp_path: Path, suffix: str) -> None:
    table = DataTable.of(
        [
            ["提供先", "根拠", "備考"],
            ["甲市", "番号法第19条", ""],
            ["乙市", "同", "毎月"],
            ["丙市"],
            ["", "", "年末"],
            ["", "", ""],
            ["丁市", "", ""],
        ],
    )
    without_head = DataTable.of([["甲係", "", "四人"], ["乙係", "", "五人"]], head=False)
    sheets = {
        "a": Node(
            {"annex.title": "提供先の一覧", "annex.body": Figure(("はじめに", table, "おわりに\n二行目"))}
        ),
        "b": Node(
            {"annex.title": "構成図", "annex.body": Figure((picture(9, "図１"), "説明", without_head))}
        ),
    }
    root = Node({"I.1.2": "別紙１のとおり"}, {FILES: {"f": Node()}, ANNEXES: sheets})
    snapshot = Snapshot(find_form("yoshiki4"), root)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(form_bytes(snapshot, STORE, suffix))
    whole = json.loads(write_document(snapshot, STORE))
    outcome = read_here(path)
    assert outcome.document == whole
    assert outcome.report.left_over == ()


# ---- laws

PLAIN = [replace(check_picture(data, "test")) for data in (png(60, 40, (shade, 0, 0)) for shade in range(4))]
for shade in range(4):
    STORE[PLAIN[shade].digest] = png(60, 40, (shade, 0, 0))
WORDS = st.sampled_from(["図１", "図2の説明", "別の文", "受付から交付まで", "説明\n二行目", "・箇条", "1"])
PICTURES = st.builds(
    lambda one, caption, size, above: replace(one, caption=caption, size=size, above=above and bool(caption)),
    st.sampled_from(PLAIN),
    st.one_of(st.just(""), WORDS),
    st.sampled_from(PictureSize),
    st.booleans(),
)
CELLS = st.sampled_from(["", "", "甲市", "乙市", "番号法第19条", "1", "図１", "説明\n二行目"])
TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.builds(
        lambda rows, head: DataTable.of(rows, head=head),
        st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=1, max_size=4),
        st.booleans(),
    )
)


def runs(blocks: st.SearchStrategy[str | Picture | DataTable]) -> st.SearchStrategy[Figure]:
    """Runs without two passages one behind the other, which nobody can tell from one."""
    return st.lists(blocks, min_size=1, max_size=7).map(
        lambda found: Figure(
            tuple(
                one
                for at, one in enumerate(found)
                if not (at and isinstance(one, str) and isinstance(found[at - 1], str))
            )
        )
    )


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
@given(
    st.sampled_from([form for form in all_forms() if "A1.figure" in form.places]),
    runs(st.one_of(WORDS, PICTURES)),
    runs(st.one_of(WORDS, PICTURES, TABLES)),
)
@settings(LAW, max_examples=10)
def test_any_run_is_read_back_as_it_stood(suffix: str, form: Form, figure: Figure, annex: Figure) -> None:
    sheet = Node({"annex.title": "一覧", "annex.body": annex})
    root = Node({"A1.figure": figure}, {FILES: {"f": Node()}, ANNEXES: {"a": sheet}})
    snapshot = Snapshot(form, root)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(form_bytes(snapshot, STORE, suffix))
        outcome = read_here(path)
    whole = json.loads(write_document(snapshot, STORE))
    assert told(outcome.document["values"]) == told(whole["values"])
    assert told(outcome.document[ANNEXES]) == told(whole[ANNEXES])


def told(raw: object) -> object:
    """Contents with short names for the pictures, so that a difference can be read."""
    if isinstance(raw, dict):
        return {key: raw[key][-60:] if key == "data" else told(one) for key, one in raw.items()}
    return [told(one) for one in raw] if isinstance(raw, list) else raw

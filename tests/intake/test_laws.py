"""Laws of reading: nothing is lost, nothing is ticked or chosen by guess, a torn text is refused."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.cli import main
from pia_desktop.exchange.interchange import read_document
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.forms.model import MAX_ENTRIES, MAX_FILES, Item
from pia_desktop.intake.boxes import read_checks, read_choice
from pia_desktop.intake.cells import Cell, Reason, Sheet, Source, grid_cells
from pia_desktop.intake.kinds import open_source
from pia_desktop.intake.reading import read_source
from pia_desktop.intake.refusal import Refused
from pia_desktop.intake.words import fold
from tests.intake.agreement import CASES
from tests.intake.grids import FORMS, Look, sample, workbook
from tests.intake.layouts import LAYOUTS, Style, rows
from tests.strategies import LAW

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
SHIPPED = ["yoshiki2", "yoshiki3", "yoshiki4"]


def _with_foreign_words(source: Source, seed: int) -> tuple[Source, list[str]]:
    """Words that no form knows, put into cells and between them all over the document."""
    rng = random.Random(seed)
    cells: list[Cell] = []
    words: list[str] = []
    for cell in source.cells:
        chance = rng.random()
        if chance < 0.08:
            words.append(f"余分{len(words):04}番")
            cells.append(replace(cell, text=words[-1]))
        if chance > 0.9:
            words.append(f"追記{len(words):04}番")
            cell = replace(cell, text=f"{cell.text}\n{words[-1]}")
        elif chance > 0.85:
            words.append(f"先頭{len(words):04}番")
            cell = replace(cell, text=f"{words[-1]} {cell.text}")
        cells.append(cell)
    return replace(source, cells=tuple(cells)), words


def _assert_nothing_lost(source: Source, seed: int) -> None:
    changed, words = _with_foreign_words(source, seed)
    outcome = read_source(changed)
    kept = json.dumps(outcome.document, ensure_ascii=False)
    kept += "\n".join(left.text for left in outcome.report.left_over)
    kept = fold(kept.replace("\\n", ""))
    assert [word for word in words if word not in kept] == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", SHIPPED)
def test_words_that_no_form_knows_are_kept_or_left_over(tmp_path: Path, name: str, layout: str) -> None:
    document = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    write, ending = LAYOUTS[layout]
    path = tmp_path / f"document{ending}"
    write(find_form(document["form"], document["version"]), document, path)
    source = open_source(path)
    for seed in range(2):
        _assert_nothing_lost(source, seed)


@pytest.mark.parametrize("seed", range(20, 26))
def test_in_workbooks_of_any_grid_too(tmp_path: Path, seed: int) -> None:
    form, document = sample(FORMS[seed % len(FORMS)])
    path = tmp_path / "document.xlsx"
    path.write_bytes(workbook(form, document, Look.of(seed)))
    _assert_nothing_lost(open_source(path), seed)


@pytest.mark.parametrize(
    "case",
    sorted(path for path in CASES.rglob("*") if path.is_file() and path.parent.name != "hostile"),
    ids=lambda case: str(case.relative_to(CASES)),
)
def test_in_the_cases_too(case: Path) -> None:
    _assert_nothing_lost(open_source(case), 1)


CHOICES = [
    item
    for form in all_forms()
    for place in form.places.values()
    for item in [place.item]
    if isinstance(item.kind, ChoiceKind)
]
CHECKS = sorted(
    {
        kind
        for form in all_forms()
        for place in form.places.values()
        if isinstance(kind := place.item.kind, ChecksKind)
    },
    key=lambda kind: kind.set_id,
)
SIGNS = st.text("○×[]（）12実施するしない十分であ\n 　", max_size=12)


@LAW
@given(st.sampled_from(CHOICES), SIGNS, SIGNS)
def test_a_choice_is_the_words_in_the_brackets_or_doubted(item: Item, inside: str, behind: str) -> None:
    assert isinstance(item.kind, ChoiceKind)
    read = read_choice(item, item.kind, f"[ {inside} ] ＜選択肢＞ 1） {item.kind.options[0].words} {behind}")
    if read.value is not None and Reason.NO_OPTION not in read.doubts:
        assert fold(str(read.value)) in fold(inside + behind)


@LAW
@given(
    st.sampled_from(CHECKS),
    st.lists(st.sampled_from(["", "○", "◯", "●", "☑", "レ"]), min_size=30, max_size=30),
)
def test_exactly_the_marked_boxes_are_ticked(kind: ChecksKind, marks: list[str]) -> None:
    text = "\n".join(f"[ {mark} ] {box.label}" for mark, box in zip(marks, kind.boxes, strict=False))
    read = read_checks(kind, text)
    ticked = [box.label for mark, box in zip(marks, kind.boxes, strict=False) if mark]
    assert (read.value if isinstance(read.value, dict) else {}).get("checked", []) == ticked
    assert read.rest == []


@LAW
@given(st.sampled_from(CHECKS), st.lists(st.sampled_from(["[]", "[○]", "□", "☑"]), min_size=30, max_size=30))
def test_boxes_of_both_sorts_in_one_item_are_told_apart(kind: ChecksKind, marks: list[str]) -> None:
    """Character recognition takes some brackets of an item for boxes."""
    boxes = list(zip(marks, kind.boxes, strict=False))
    read = read_checks(kind, " ".join(f"{mark} {box.label}" for mark, box in boxes))
    ticked = [box.label for mark, box in boxes if mark in {"[○]", "☑"}]
    assert (read.value if isinstance(read.value, dict) else {}).get("checked", []) == ticked
    assert read.rest == []


@pytest.mark.parametrize("kind", CHECKS, ids=lambda kind: kind.set_id)
def test_labels_without_any_mark_tick_nothing(kind: ChecksKind) -> None:
    read = read_checks(kind, "\n".join(box.label for box in kind.boxes))
    assert read.value is None
    assert Reason.MARK_UNCLEAR in read.doubts


@pytest.mark.parametrize("options", [[], ["-layout"]], ids=" ".join)
@pytest.mark.parametrize("name", SHIPPED[1:])
def test_a_text_copied_out_of_a_pdf_is_refused(tmp_path: Path, name: str, options: list[str]) -> None:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("poppler-utils are not installed")
    pdf, text = tmp_path / "own.pdf", tmp_path / "copied.txt"
    assert main(["print", "--from", str(SAMPLES / f"{name}.json"), "-o", str(pdf)]) == 0
    subprocess.run([tool, *options, str(pdf), str(text)], check=True)
    with pytest.raises(Refused) as refused:
        read_source(open_source(text))
    assert refused.value.code == "torn"


def test_an_entry_whose_heading_is_missing_stands_before_the_next_one() -> None:
    table = [
        ["特定個人情報保護評価書（全項目評価書）"],
        ["５．特定個人情報の提供・移転（委託に伴うものを除く。）"],
        ["①法令上の根拠", "根拠３"],
        ["②提供先における用途", "用途３"],
        ["提供先4", "名称４"],
        ["①法令上の根拠", "根拠４"],
    ]
    source = Source(tuple(grid_cells(iter(table), Sheet(1, "1"))))
    outcome = read_source(source, find_form("yoshiki4"))
    (contents,) = json.loads(json.dumps(outcome.document["files"]))
    assert contents["II.5.p"][2:] == [
        {"II.5.p.1": "根拠３", "II.5.p.2": "用途３"},
        {"II.5.p.title": "名称４", "II.5.p.1": "根拠４"},
    ]
    assert Reason.ENTRY_NUMBER in {doubt.reason for doubt in outcome.report.doubts}


def _read_of(table: list[list[str]], name: str) -> tuple[dict[str, Any], list[str]]:
    """What a table of cells is read as, which this program must take, and the words left over."""
    outcome = read_source(Source(tuple(grid_cells(iter(table), Sheet(1, "1")))), find_form(name))
    read_document(json.dumps(outcome.document), name)
    return json.loads(json.dumps(outcome.document)), [left.text for left in outcome.report.left_over]


def test_files_beyond_the_form_s_room_are_left_over() -> None:
    form = find_form("yoshiki4")
    part = next(part for part in form.parts if part.per_file)
    table = [[form.title]]
    for number in range(MAX_FILES + 3):
        table += [[part.title], ["②対象となる本人の数", ""], ["その必要性", f"理由{number}"]]
    document, left = _read_of(table, "yoshiki4")
    assert len(document["files"]) == MAX_FILES
    assert left == [f"理由{MAX_FILES + number}" for number in range(3)]


def test_entries_and_rows_beyond_the_form_s_room_are_left_over() -> None:
    form = find_form("yoshiki4")
    columns = next(section.table for part in form.parts for section in part.sections if section.table)
    table = [[form.title], ["５．特定個人情報の提供・移転（委託に伴うものを除く。）"]]
    table += [["提供先", f"名称{number}"] for number in range(MAX_ENTRIES + 2)]
    table += [[column.label or "" for column in columns.columns]]
    table += [
        [f"令和{1 + number // 300}年4月1日", f"項目{number}", "", "", "", ""]
        for number in range(columns.max + 2)
    ]
    _document, left = _read_of(table, "yoshiki4")
    assert {f"名称{MAX_ENTRIES}", f"名称{MAX_ENTRIES + 1}", f"項目{columns.max}"} <= set(left)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_torn_text_is_refused(name: str) -> None:
    document = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    form = find_form(document["form"], document["version"])
    lines = list(rows(form, document, Style()))
    size = max(4, len(lines) // 40)
    blocks = [lines[at : at + size] for at in range(0, len(lines), size)]
    random.Random(3).shuffle(blocks)
    torn = [
        [cell] for block in blocks for column in (0, 1) for row in block for cell in row[column : column + 1]
    ]
    with pytest.raises(Refused) as refused:
        read_source(Source(tuple(grid_cells(iter(torn), Sheet(1, "1"))), tidy=False))
    assert refused.value.code == "torn"

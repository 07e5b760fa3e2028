"""What was written in any look is read back: every layout with every invented sample."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.cli import main
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import read_file
from pia_desktop.intake.reading import read_here
from pia_desktop.intake.refusal import Refused
from tests.intake.agreement import compare
from tests.intake.converted import without_pictures
from tests.intake.grids import FORMS, Look, sample, tried, workbook
from tests.intake.layouts import LAYOUTS
from tests.intake.offices import Parts, changed, with_furigana, with_half_width, with_sheets_in_order

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3", "yoshiki4"])
def test_every_answer_comes_back(tmp_path: Path, name: str, layout: str) -> None:
    form, document = sample(name)
    write, ending = LAYOUTS[layout]
    path = tmp_path / f"document{ending}"
    write(form, document, path)
    outcome = read_here(path)
    assert (outcome.report.form, outcome.report.version) == (form.id, form.version)
    found = compare(outcome.document, document)
    assert found.wrong == ()
    assert found.line_ends_wrong == 0


@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3", "yoshiki4"])
def test_the_program_reads_its_own_pdf(tmp_path: Path, name: str) -> None:
    path = tmp_path / "own.pdf"
    assert main(["print", "--from", str(SAMPLES / f"{name}.json"), "-o", str(path)]) == 0
    outcome = read_here(path)
    found = compare(outcome.document, json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8")))
    assert [place for place in found.wrong if place[-1] != "data"] == []  # pixels, not the file they came in
    assert found.line_ends_wrong <= 0.05 * found.line_ends


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3", "yoshiki4"])
def test_a_blank_form_gives_no_answers(tmp_path: Path, name: str, layout: str) -> None:
    form, _document = sample(name)
    write, ending = LAYOUTS[layout]
    path = tmp_path / f"blank{ending}"
    write(form, {"values": {}, "files": [{}]}, path)
    outcome = read_here(path)
    assert outcome.document.get("values") == {}
    assert outcome.document.get("files", [{}]) == [{}]
    assert outcome.report.doubts == ()


@pytest.mark.parametrize("seed", range(9))
def test_workbooks_of_any_grid_are_read(tmp_path: Path, seed: int) -> None:
    found, _read = tried(FORMS[seed % len(FORMS)], seed, tmp_path)
    assert found.wrong == ()
    assert found.line_ends_wrong == 0


def _handed_out(name: str) -> bytes:
    read = read_file(SAMPLES / f"{name}.json")
    return form_bytes(Snapshot(read.form, read.root), read.pictures, ".xlsx")


def _first_moved_behind(sheets: list[str]) -> list[str]:
    return [*sheets[1:], sheets[0]]


def _last_moved_before(sheets: list[str]) -> list[str]:
    return [*sheets[-2:], *sheets[:-2]]


def _second_and_third_moved_behind(sheets: list[str]) -> list[str]:
    return [sheets[0], *sheets[3:], *sheets[1:3]]


@pytest.mark.parametrize("order", [_first_moved_behind, _last_moved_before, _second_and_third_moved_behind])
@pytest.mark.parametrize("name", FORMS)
def test_sheets_may_stand_in_any_order(
    tmp_path: Path, name: str, order: Callable[[list[str]], list[str]]
) -> None:
    path = changed(_handed_out(name), tmp_path / "a.xlsx", with_sheets_in_order(order))
    _form, document = sample(name)
    read = without_pictures(json.loads(json.dumps(read_here(path).document)))
    assert compare(read, document).wrong == ()


@pytest.mark.parametrize("change", [with_furigana, with_half_width])
@pytest.mark.parametrize("name", FORMS)
def test_a_workbook_may_have_furigana_and_half_width_signs(
    tmp_path: Path, name: str, change: Callable[[Parts], None]
) -> None:
    path = changed(_handed_out(name), tmp_path / "a.xlsx", change)
    _form, document = sample(name)
    outcome = read_here(path)
    assert compare(without_pictures(json.loads(json.dumps(outcome.document))), document).wrong == ()
    assert outcome.report.doubts == ()


@pytest.mark.parametrize(
    "line",
    [
        "あ" * 33_000,
        "𠮷" + "あ" * 70_000,
        "あ" * 32_000,
        "い" * 20_000 + "\n" + "う" * 31_999,
        "い" * 30_000 + "\n\n" + "う" * 31_999,
    ],
)
def test_an_answer_longer_than_a_cell_comes_back_as_it_was(tmp_path: Path, line: str) -> None:
    form, _document = sample("yoshiki2")
    path = tmp_path / "a.xlsx"
    path.write_bytes(form_bytes(Snapshot(form, Node({"I.1.2": line})), PictureDict(), ".xlsx"))
    assert read_here(path).document["values"] == {"I.1.2": line}


def test_a_workbook_of_two_assessments_is_refused(tmp_path: Path) -> None:
    """Their answers would be mixed: the files of the second would be those of the first."""
    form, document = sample("yoshiki2")
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(form, document, Look.of(0), copies=2))
    with pytest.raises(Refused) as refused:
        read_here(path)
    assert refused.value.code == "several"

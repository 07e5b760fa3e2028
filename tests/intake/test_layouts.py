"""What was written in any look is read back: every layout with every invented sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pia_desktop.cli import main
from pia_desktop.intake.reading import read_here
from tests.intake.agreement import compare
from tests.intake.grids import FORMS, sample, tried
from tests.intake.layouts import LAYOUTS

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

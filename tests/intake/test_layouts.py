"""What was written in any look is read back: every layout with every invented sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.intake.reading import read_here
from tests.intake.agreement import compare
from tests.intake.layouts import LAYOUTS

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


def _sample(name: str) -> tuple[Form, dict[str, Any]]:
    document = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return find_form(document["form"], document["version"]), document


def _without_pictures(document: dict[str, Any]) -> dict[str, Any]:
    """These layouts write no pictures."""

    def plain(raw: object) -> object:
        if isinstance(raw, dict):
            return raw.get("text", "") if "pictures" in raw else {key: plain(one) for key, one in raw.items()}
        return [plain(one) for one in raw] if isinstance(raw, list) else raw

    return {key: plain(one) for key, one in document.items()}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3", "yoshiki4"])
def test_every_answer_comes_back(tmp_path: Path, name: str, layout: str) -> None:
    form, document = _sample(name)
    write, ending = LAYOUTS[layout]
    path = tmp_path / f"document{ending}"
    write(form, document, path)
    outcome = read_here(path)
    assert (outcome.report.form, outcome.report.version) == (form.id, form.version)
    found = compare(outcome.document, _without_pictures(document))
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
    form, _document = _sample(name)
    write, ending = LAYOUTS[layout]
    path = tmp_path / f"blank{ending}"
    write(form, {"values": {}, "files": [{}]}, path)
    outcome = read_here(path)
    assert outcome.document.get("values") == {}
    assert outcome.document.get("files", [{}]) == [{}]
    assert outcome.report.doubts == ()

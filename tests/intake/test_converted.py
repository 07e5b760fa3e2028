"""PDFs that other programs make of documents; many more: ``python -m tests.intake.converted``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.converted import cases, printer_of, tried


@pytest.mark.parametrize("name", ["yoshiki2 own .html", "yoshiki2 drop-downs .xlsx", "yoshiki2 own .docx"])
def test_it_is_read_almost_without_loss(tmp_path: Path, name: str) -> None:
    case = next(case for case in cases() if case.name == name)
    if printer_of(case.suffix) is None:
        pytest.skip(f"no program is installed that makes a PDF of {case.suffix}")
    found = tried(case, tmp_path)
    assert not isinstance(found, str), found
    agreement, _report = found
    assert agreement.wrong == ()
    assert agreement.line_ends_wrong <= 0.2 * agreement.line_ends  # in columns of six signs

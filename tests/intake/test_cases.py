"""The thresholds on the cases beside this repository, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pia_desktop.intake.reading import read_here
from pia_desktop.intake.refusal import Refused
from tests.intake.agreement import CASES, compare, truth_of

EXACT = ("*.xlsx", "compact/*")


def _cases(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in CASES.glob(pattern))


@pytest.mark.parametrize("case", _cases(*EXACT), ids=lambda case: str(case.relative_to(CASES)))
def test_tables_are_read_without_loss(case: Path) -> None:
    outcome = read_here(case)
    truth = truth_of(case) or {"form": outcome.report.form, "version": outcome.report.version}
    found = compare(outcome.document, truth)
    assert found.wrong == ()
    assert found.line_ends_wrong == 0
    assert outcome.report.doubts == ()
    assert outcome.report.not_found == ()


@pytest.mark.parametrize("case", _cases("*.pdf"), ids=lambda case: case.stem)
def test_a_pdf_of_a_workbook_is_read_almost_without_loss(case: Path) -> None:
    outcome = read_here(case)
    truth = truth_of(case) or {"form": outcome.report.form, "version": outcome.report.version}
    found = compare(outcome.document, truth)
    assert len(found.wrong) <= 0.015 * found.items
    assert found.line_ends_wrong <= 0.06 * found.line_ends
    doubtful = {doubt.path for doubt in outcome.report.doubts}
    assert set(found.wrong) <= doubtful
    assert len(doubtful) <= 0.05 * found.items


@pytest.mark.parametrize("case", _cases("text/*.txt"), ids=lambda case: case.stem)
def test_recognised_text_is_read_as_far_as_it_goes(case: Path) -> None:
    truth = truth_of(case)
    assert truth is not None
    found = compare(read_here(case).document, truth)
    assert len(found.wrong) <= 0.15 * found.items


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bigmerge.xlsx", "unknown"),
        ("bomb.xlsx", "large"),
        ("html.xlsx", "broken"),
        ("enc-user.pdf", "password"),
        ("notext.pdf", "scan"),
        ("ole.xlsx", "password"),
        ("trunc.pdf", "broken"),
        ("hugedim.xlsx", "large"),
        ("laughs.xlsx", "entities"),
        ("trunc.xlsx", "broken"),
        ("xxe.xlsx", "entities"),
    ],
)
def test_hostile_files_are_refused(name: str, code: str) -> None:
    case = CASES / "hostile" / name
    if not case.exists():
        pytest.skip("the cases are not beside this repository")
    with pytest.raises(Refused) as refused:
        read_here(case)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["formula.xlsx", "furi.xlsx", "enc-owner.pdf"])
def test_odd_files_are_read(name: str) -> None:
    case = CASES / "hostile" / name
    if not case.exists():
        pytest.skip("the cases are not beside this repository")
    assert read_here(case).report.left_over

"""A broken or hostile document is read or refused in a few seconds, and nothing else comes of it."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.intake.mutants import BAD, INSIDE, Trial, seeds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the child's pipe is waited for by select")


@pytest.fixture(scope="module")
def whole() -> dict[str, list[bytes]]:
    return seeds(["yoshiki2"])


def test_broken_documents_are_read_or_refused(tmp_path: Path, whole: dict[str, list[bytes]]) -> None:
    trial = Trial(tmp_path)
    trial.run(whole, 40, random.Random(11))
    for suffix in INSIDE:
        counts = trial.counts[suffix]
        assert BAD.isdisjoint(counts), (suffix, counts)
        assert sum(counts.values()) == 40


def test_some_of_them_through_the_command(tmp_path: Path, whole: dict[str, list[bytes]]) -> None:
    trial = Trial(tmp_path, command=True)
    trial.run(whole, 1, random.Random(12))
    assert all(BAD.isdisjoint(counts) for counts in trial.counts.values()), trial.counts

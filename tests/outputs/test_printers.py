"""Prints made by processes beside the program: the same files, each whole or not there, none left running."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import UserError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.outputs.printers import Printed, Printers, PrintJob, print_job
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Style
from pia_desktop.paths import resource_root
from pia_desktop.processes import start

READ = read_file(resource_root() / "samples" / "yoshiki4.json")
SHORT = PrintOptions(frozenset({"III"}))
PICTURES = PrintOptions(frozenset({"I"}), copy=Copy.DRAFT, moment=datetime(2024, 8, 30, 12))
COUNTS = [0, 2]
"""Of processes; none: this one does it."""


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def job(options: PrintOptions = SHORT) -> PrintJob:
    return PrintJob.of(Snapshot(READ.form, READ.root), Style(), options)


def never() -> bool:
    return False


@pytest.mark.parametrize("count", COUNTS)
def test_they_are_the_files_that_a_print_by_itself_makes(count: int, tmp_path: Path, scratch: Path) -> None:
    wanted = {number: (SHORT, PICTURES)[number % 2] for number in range(3)}
    with Printers(count) as printers:
        for number, options in wanted.items():
            printers.give(number, job(options), READ.pictures, tmp_path / f"{number}.pdf")
        results = dict(printers.results(never))
    assert set(results) == set(wanted)
    for number, options in wanted.items():
        alone = tmp_path / "alone.pdf"
        assert results[number] == print_job(job(options), READ.pictures, alone)
        assert (tmp_path / f"{number}.pdf").read_bytes() == alone.read_bytes()
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("count", COUNTS)
def test_what_cannot_be_printed_is_told_and_bars_no_other(count: int, tmp_path: Path) -> None:
    with Printers(count) as printers:
        printers.give(1, job(), READ.pictures, tmp_path / "nowhere" / "1.pdf")
        printers.give(2, job(PrintOptions(frozenset({"none"}))), READ.pictures, tmp_path / "2.pdf")
        printers.give(3, job(), READ.pictures, tmp_path / "3.pdf")
        results = dict(printers.results(never))
    assert isinstance(results[1], UserError)
    assert "nowhere" in results[1].one_line()
    assert isinstance(results[2], UserError)
    assert "none" in results[2].one_line()
    assert isinstance(results[3], Printed)
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["3.pdf"]


def test_what_a_process_leaves_undone_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_program", lambda: [sys.executable, "-c", "import os; os.abort()"])
    with Printers(2) as printers:
        printers.give(1, job(), READ.pictures, tmp_path / "1.pdf")
        results = dict(printers.results(never))
    assert isinstance(results[1], Printed)
    assert (tmp_path / "1.pdf").exists()


def test_stopping_ends_the_processes_at_once_and_leaves_nothing(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    really_start = start.start_ourselves

    def watched(words: list[str]) -> subprocess.Popen[bytes]:
        begun.append(really_start(words))
        return begun[-1]

    monkeypatch.setattr("pia_desktop.processes.crew.start_ourselves", watched)
    with Printers(2) as printers:
        for number in range(20):
            printers.give(number, job(), READ.pictures, tmp_path / f"{number}.pdf")
        first = next(printers.results(never))
        assert list(printers.results(lambda: True)) == []
    assert len(begun) == 2
    assert all(process.poll() is not None for process in begun)
    assert [path.name for path in tmp_path.iterdir() if path != scratch] == [f"{first[0]}.pdf"]
    assert list(scratch.iterdir()) == []

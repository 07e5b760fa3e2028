"""Files made by processes beside the program: the same files, each whole or not there, none left running."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetWithheld, apply_edit
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.errors import UserError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import find_form
from pia_desktop.outputs.makers import PDF, FileJob, FileMakers, FileTask, Made
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


def job(options: PrintOptions = SHORT, suffix: str = PDF) -> FileJob:
    return FileJob.of(Snapshot(READ.form, READ.root), suffix, options, Style())


def task(number: int, wanted: FileJob, target: Path) -> FileTask:
    return FileTask(number, wanted, READ.pictures, target)


def never() -> bool:
    return False


@pytest.mark.parametrize("count", COUNTS)
def test_they_are_the_files_that_a_print_by_itself_makes(count: int, tmp_path: Path, scratch: Path) -> None:
    wanted = {number: (SHORT, PICTURES)[number % 2] for number in range(3)}
    tasks = [task(number, job(options), tmp_path / f"{number}.pdf") for number, options in wanted.items()]
    with FileMakers(count) as makers:
        results = dict(makers.made(tasks, never))
    assert set(results) == set(wanted)
    for number, options in wanted.items():
        alone = tmp_path / "alone.pdf"
        assert results[number] == job(options).make(READ.pictures, alone)
        assert (tmp_path / f"{number}.pdf").read_bytes() == alone.read_bytes()
    assert list(scratch.iterdir()) == []


def test_a_file_of_any_kind_is_the_one_that_is_made_here(tmp_path: Path, scratch: Path) -> None:
    kinds = (".xlsx", ".docx", ".html", ".json")
    tasks = [task(n, job(PICTURES, suffix), tmp_path / f"a{suffix}") for n, suffix in enumerate(kinds)]
    with FileMakers(2) as makers:
        results = dict(makers.made(tasks, never))
    assert results == dict.fromkeys(range(len(kinds)), Made())
    for suffix in kinds:
        alone = tmp_path / f"alone{suffix}"
        job(PICTURES, suffix).make(READ.pictures, alone)
        assert (tmp_path / f"a{suffix}").read_bytes() == alone.read_bytes()
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("suffix", [PDF, ".xlsx"])
def test_a_copy_for_the_public_tells_its_mistakes_and_is_not_made_where_words_remain(
    tmp_path: Path, suffix: str
) -> None:
    form = find_form("yoshiki3")
    root = Node({"cover.title": "名簿システムの評価書", "I.1.2": "名簿システムで管理する。"})
    public = PrintOptions(frozenset({"cover"}), copy=Copy.PUBLIC)
    plain = FileJob.of(Snapshot(form, root), suffix, public, Style())
    mistakes = plain.make(READ.pictures, tmp_path / f"a{suffix}").mistakes
    assert mistakes > 0
    assert job(suffix=suffix).make(READ.pictures, tmp_path / f"b{suffix}").mistakes == 0
    words, _inverse = apply_edit(root, SetWithheld(("I.1.2",), ((0, 6),)))
    withheld = FileJob.of(Snapshot(form, words), suffix, public, Style())
    with pytest.raises(UserError, match="1か所"):
        withheld.make(READ.pictures, tmp_path / f"c{suffix}")
    assert not (tmp_path / f"c{suffix}").exists()


@pytest.mark.parametrize("suffix", [PDF, ".xlsx", ".docx", ".html"])
def test_a_picture_that_is_lost_is_told_of_every_kind_of_file(tmp_path: Path, suffix: str) -> None:
    made = job(PrintOptions(frozenset({"A1"})), suffix).make(PictureDict(), tmp_path / f"a{suffix}")
    assert ["入れ直して" in words for words in made.lost] == [True]


@pytest.mark.parametrize("count", [0, 2])
def test_jobs_are_taken_while_others_are_done(tmp_path: Path, count: int) -> None:
    """Where all were read first, nothing was told for seconds."""
    taken: list[int] = []

    def tasks() -> Iterator[FileTask]:
        for number in range(12):
            taken.append(number)
            yield task(number, job(PICTURES, ".json"), tmp_path / f"{number}.json")

    with FileMakers(count) as makers:
        results = makers.made(tasks(), never)
        next(results)
        assert len(taken) < 12
        assert len([*results]) == 11
    assert len([*tmp_path.glob("*.json")]) == len(taken) == 12


@pytest.mark.parametrize("count", COUNTS)
def test_what_cannot_be_printed_is_told_and_bars_no_other(count: int, tmp_path: Path) -> None:
    tasks = (
        task(1, job(), tmp_path / "nowhere" / "1.pdf"),
        task(2, job(PrintOptions(frozenset({"none"}))), tmp_path / "2.pdf"),
        task(3, job(), tmp_path / "3.pdf"),
    )
    with FileMakers(count) as makers:
        results = dict(makers.made(tasks, never))
    assert isinstance(results[1], UserError)
    assert "nowhere" in results[1].one_line()
    assert isinstance(results[2], UserError)
    assert "none" in results[2].one_line()
    assert isinstance(results[3], Made)
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["3.pdf"]


def test_what_a_process_leaves_undone_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_program", lambda: [sys.executable, "-c", "import os; os.abort()"])
    with FileMakers(2) as makers:
        results = dict(makers.made([task(1, job(), tmp_path / "1.pdf")], never))
    assert isinstance(results[1], Made)
    assert (tmp_path / "1.pdf").exists()


def test_stopping_ends_the_processes_at_once_and_leaves_nothing(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    made: list[int] = []
    really_start = start.start_ourselves

    def watched(words: list[str]) -> subprocess.Popen[bytes]:
        begun.append(really_start(words))
        return begun[-1]

    monkeypatch.setattr("pia_desktop.processes.crew.start_ourselves", watched)
    with FileMakers(2) as makers:
        tasks = (task(number, job(), tmp_path / f"{number}.pdf") for number in range(20))
        for number, _became in makers.made(tasks, lambda: bool(made)):
            made.append(number)
    assert len(begun) == 2
    assert all(process.poll() is not None for process in begun)
    assert len(made) <= len(begun), "each process ends with the file that it is making"
    left = {path.name for path in tmp_path.iterdir() if path != scratch}
    assert left == {f"{number}.pdf" for number in made}
    assert list(scratch.iterdir()) == []

"""The command line as a process of its own: its exit codes, its streams, and what it loads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from tests.conftest import ROOT


def run(*arguments: object, **options: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "pia_desktop", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=120,
        env={**environment, **options},
    )


def test_exit_codes_and_streams(tmp_path: Path) -> None:
    done = run("new", tmp_path / "a.pia", "yoshiki3", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [b"1"], b"")
    done = run("export", tmp_path / "a.pia", 5, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode("utf-8").count("\n") == 1
    assert run("export").returncode == 2
    exported = run("export", tmp_path / "a.pia", 1)
    assert b"\r" not in exported.stdout
    assert json.loads(exported.stdout)["form"] == "yoshiki3"


@pytest.mark.skipif(os.name == "nt", reason="pipes of a shell")
def test_a_reader_that_leaves_early_is_no_error_message() -> None:
    command = f'"{sys.executable}" -m pia_desktop forms yoshiki4 --json | head -c 5'
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_behind_standard_output_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pia_desktop", "forms", "yoshiki4"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


def test_a_cabinet_that_someone_has_open_is_read_but_not_written(tmp_path: Path) -> None:
    path, source = tmp_path / "a.pia", tmp_path / "a.json"
    assert run("new", path, "yoshiki3").returncode == 0
    assert run("export", path, 1, "-o", source).returncode == 0
    with Cabinet.open(path) as holder:
        assert not holder.read_only
        for arguments in (("new", path, "yoshiki3"), ("import", path, source)):
            done = run(*arguments)
            assert (done.returncode, done.stdout) == (1, b"")
            assert done.stderr.decode("utf-8").count("\n") == 1
        assert run("export", path, 1).stdout == source.read_bytes()
        assert run("print", path, 1, "-o", tmp_path / "a.pdf").returncode == 0
    assert run("new", path, "yoshiki3").stdout.split() == [b"2"]


SAMPLE = ROOT / "resources" / "samples" / "yoshiki4.json"
LOADED = """
import sys
from pia_desktop.cli import main
code = main(sys.argv[1:])
names = ("PySide6", "sqlalchemy", "alembic", "reportlab", "PIL", "ui", "yaml")
names += ("PIL.PngImagePlugin", "pia_desktop.outputs.guard", "pia_desktop.paper.copies")
heavy = [name for name in names if name in sys.modules]
print(code, *heavy, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], set()),
        (["print", "-h"], set()),
        (["export"], set()),
        (["forms"], set()),
        (["list", "nowhere.pia"], {"sqlalchemy", "alembic"}),
        (["print", "--blank", "yoshiki3", "-o", "{folder}/a.pdf"], {"reportlab", "PIL"}),
        (
            ["print", "--from", "{sample}", "-o", "{folder}/a.pdf"],
            {"reportlab", "PIL"},
        ),
    ],
)
def test_a_command_loads_only_what_it_needs(tmp_path: Path, arguments: list[str], needed: set[str]) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            LOADED,
            *[word.format(folder=tmp_path, sample=SAMPLE) for word in arguments],
        ],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        encoding="utf-8",
    )
    _code, *heavy = done.stderr.splitlines()[-1].split()
    assert set(heavy) <= needed

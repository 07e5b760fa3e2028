"""The folder for a stick: built, carried into a bare folder, and used there without Python and network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import distribution
from pathlib import Path

import pytest

from pia_desktop import distribution as papers
from pia_desktop.forms.catalogue import find_form
from pia_desktop.paths import PORTABLE_FOLDER
from tests.conftest import ROOT
from tests.db.making import first_schema

SAMPLE = ROOT / "resources" / "samples" / "yoshiki3.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``build.spec`` makes, moved to where a clerk may put it."""
    if not sys.platform.startswith("linux"):
        pytest.skip("built on Linux here; on Windows by the workflow")
    if not sysconfig.get_config_var("Py_ENABLE_SHARED") or shutil.which("objdump") is None:
        pytest.skip("PyInstaller needs a Python with a shared library, and objdump")
    work = tmp_path_factory.mktemp("build")
    places: list[str | Path] = ["--distpath", work / "dist", "--workpath", work / "work", ROOT / "build.spec"]
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places],
        capture_output=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    folder = work / "裸の フォルダー" / "PIA"
    folder.parent.mkdir()
    return (work / "dist" / "pia-desktop").rename(folder)


def run(program: Path, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Start it with an empty environment, and, where the system lets us, without any network."""
    command = [str(program), *map(str, arguments)]
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0:
        command = ["unshare", "-rn", *command]
    home = program.parent.parent / "home"
    home.mkdir(exist_ok=True)
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, env=environment, cwd=program.parent.parent, capture_output=True, check=False, timeout=120
    )


def test_it_runs_in_a_bare_folder_and_prints_the_same_bytes(built: Path, tmp_path: Path) -> None:
    program = built / "pia-desktop-cli"
    cabinet, printed = built.parent / "台帳.pia", built.parent / "印刷.pdf"
    for arguments in (("import", cabinet, SAMPLE), ("print", cabinet, 1, "-o", printed)):
        done = run(program, *arguments)
        assert done.returncode == 0, done.stderr.decode()
    here = tmp_path / "here.pdf"
    cabinet_here = tmp_path / "here.pia"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PIA_DESKTOP_HOME": str(tmp_path)}
    for words in (["import", cabinet_here, SAMPLE], ["print", cabinet_here, 1, "-o", here]):
        subprocess.run(
            [sys.executable, "-m", "pia_desktop", *map(str, words)],
            check=True,
            capture_output=True,
            env=environment,
            timeout=120,
        )
    assert printed.read_bytes() == here.read_bytes()
    # Each of these loads a library that nothing else does.
    for name in ("写し.xlsx", "写し.docx", "写し.html"):
        done = run(program, "export", cabinet, 1, "-o", built.parent / name)
        assert done.returncode == 0, done.stderr.decode()
        done = run(program, "read", built.parent / name, "-o", built.parent / "読取り.json")
        assert done.returncode == 0, done.stderr.decode()
    done = run(program, "read", printed, "-o", built.parent / "読取り.json")
    assert done.returncode == 0, done.stderr.decode()


def test_its_windows_are_shown(built: Path) -> None:
    """Pictures of them need what the commands do without: Qt's plugins for screens and pictures."""
    cabinet, folder = built.parent / "窓.pia", built.parent / "窓"
    for arguments in (("import", cabinet, SAMPLE), ("shots", cabinet, 1, "-o", folder)):
        done = run(built / "pia-desktop-cli", *arguments)
        assert done.returncode == 0, done.stderr.decode()
    assert list(folder.glob("*.png"))
    plugins = {path.stem for path in (built / "_internal" / "PySide6" / "Qt" / "plugins").rglob("*.so")}
    assert {"libqxcb", "libqoffscreen", "libqjpeg"} <= plugins


def test_a_cabinet_of_the_first_release_is_brought_up_to_date(built: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.pia"
    first_schema(old, find_form("yoshiki3"))
    done = run(built / "pia-desktop-cli", "list", old)
    assert done.returncode == 0, done.stderr.decode()
    assert "古い題" in done.stdout.decode()


def test_a_mark_keeps_what_is_its_own_in_the_folder(built: Path) -> None:
    (built / "portable").touch()
    try:
        done = run(built / "pia-desktop-cli", "search", built.parent / "台帳.pia", "個人")
        assert done.returncode == 0, done.stderr.decode()
        assert (built / PORTABLE_FOLDER).is_dir()
    finally:
        (built / "portable").unlink()
        shutil.rmtree(built / PORTABLE_FOLDER, ignore_errors=True)


def test_every_file_has_its_digest(built: Path) -> None:
    kept = (built / papers.DIGESTS).read_text(encoding="utf-8")
    assert kept == papers.digests(built)
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", papers.DIGESTS], cwd=built, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stdout.decode()


def test_every_part_that_is_shipped_brings_its_terms(built: Path) -> None:
    folder = built / papers.LICENCES
    internal = built / "_internal"
    for name in (
        "alembic",
        "lxml",
        "pillow",
        "pypdfium2",
        "python-docx",
        "reportlab",
        "SQLAlchemy",
        "XlsxWriter",
    ):
        part = distribution(name)
        texts = list((folder / f"{part.metadata['Name']}-{part.version}").rglob("*"))
        assert any(text.is_file() and text.stat().st_size > 200 for text in texts), name
    assert (internal / "PySide6").is_dir()
    assert "LESSER GENERAL PUBLIC LICENSE" in (folder / "LGPL-3.0.txt").read_text(encoding="utf-8")
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in (folder / "Python.txt").read_text(encoding="utf-8")
    assert "［ファイル］" in (built / "操作の手引き.html").read_text(encoding="utf-8")
    assert (built / "操作の手引き.pdf").read_bytes().startswith(b"%PDF")
    first = (built / papers.FIRST_WORDS).read_bytes()
    assert first.startswith(b"\xef\xbb\xbf"), "Notepad tells by this mark"
    assert not re.search(rb"[^\r]\n", first)
    assert PORTABLE_FOLDER in first.decode("utf-8-sig")
    assert b"{" not in first.replace(b"ForEach-Object {", b"").replace(b"-ne $d) { $f", b"")


def test_terms_of_the_system_s_libraries_are_whole(built: Path) -> None:
    """Debian's texts name licences by where every Debian has them, which is not where the folder is read."""
    system = built / papers.LICENCES / "system"
    texts = list(system.glob("*.txt"))
    assert texts
    named = {
        name
        for text in texts
        for name in re.findall(r"/usr/share/common-licenses/([\w.+-]*\w)", text.read_text(encoding="utf-8"))
    }
    assert named == {text.name for text in (system / "common-licenses").iterdir()}


def test_a_part_without_terms_is_not_given_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "licence_files", lambda _part: {})
    with pytest.raises(papers.NoLicence, match="lxml"):
        papers.write_papers(tmp_path, ["lxml.etree"], [], "1")


@pytest.mark.parametrize(
    "name",
    [
        "python311.dll",
        "sqlite3.dll",
        "VCRUNTIME140_1.dll",
        "MSVCP140.dll",
        "libffi-8.dll",
        "libpython3.11.so.1.0",
    ],
)
def test_a_library_that_no_package_brings_has_its_terms_with_ours(tmp_path: Path, name: str) -> None:
    papers.write_papers(tmp_path, [], [Path(name)], "1")
    terms = papers.known_terms(name)
    assert terms is not None
    assert (tmp_path / papers.LICENCES / terms).stat().st_size > 200
    words = (tmp_path / papers.LICENCES / "README.txt").read_text(encoding="utf-8")
    assert terms in words


def test_one_of_which_nothing_is_known_is_not_given_away(tmp_path: Path) -> None:
    with pytest.raises(papers.NoLicence, match=r"unheard-of\.dll"):
        papers.write_papers(tmp_path, [], [Path("unheard-of.dll")], "1")


def test_the_part_that_both_programs_begin_with_brings_its_terms(tmp_path: Path) -> None:
    papers.write_papers(tmp_path, [], [], "1")
    (text,) = (tmp_path / papers.LICENCES).glob("pyinstaller-*/COPYING.txt")
    assert "exception" in text.read_text(encoding="utf-8").lower()

"""Files are there whole or as they were, and are no more open than the user, or the one before, has them."""

from __future__ import annotations

import ast
import errno
import os
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from pia_desktop.errors import OutputError
from pia_desktop.files import replacing, write_bytes
from pia_desktop.reasons import system_words, write_refusal

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")


@pytest.fixture
def _mask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@posix
@pytest.mark.usefixtures("_mask")
def test_a_new_file_is_as_open_as_the_user_has_it_today(tmp_path: Path) -> None:
    seen: list[int] = []
    write_bytes(tmp_path / "a", b"new", lambda temporary: seen.append(mode(temporary)))
    assert seen == [0o600]  # until it was looked through
    assert mode(tmp_path / "a") == 0o640


@posix
@pytest.mark.parametrize("kept", [0o600, 0o604, 0o666])
def test_a_file_keeps_its_mode_and_is_nobody_elses_meanwhile(tmp_path: Path, kept: int) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    target.chmod(kept)
    with replacing(target) as file:
        (temporary,) = tmp_path.glob(".pia-*")
        assert mode(temporary) == 0o600
        file.write(b"new")
    assert (target.read_bytes(), mode(target)) == (b"new", kept)


def fill_the_disk(target: Path) -> None:
    with replacing(target) as file:
        file.write(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(OutputError):
        fill_the_disk(target)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_the_true_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    error = OSError(number, os.strerror(number))

    def refuse(_file: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError) as caught:
        write_bytes(tmp_path / "a", b"text")
    assert system_words(error) in caught.value.remedy


def test_nothing_is_left_where_windows_keeps_a_read_only_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There nothing replaces it, and what has become as read-only as it is cannot be removed."""
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    target.chmod(0o444)
    unlink = Path.unlink

    def refuse(path: Path, *_to: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    def remove(path: Path) -> None:
        unlink(path) if path.stat().st_mode & 0o200 else refuse(path)

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", remove)
    with pytest.raises(OutputError) as caught:
        write_bytes(target, b"new")
    assert "閉じる" in caught.value.remedy
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_bytes() == b"old"
    target.chmod(0o600)


@pytest.mark.parametrize("name", ["NUL", "CON.pdf"])
def test_a_device_of_windows_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Path, "is_reserved", lambda path: PureWindowsPath(path).is_reserved())
    with pytest.raises(OutputError) as caught:
        write_bytes(tmp_path / name, b"new")
    assert "名前" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [123, 206])
def test_a_name_that_windows_refuses_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_path: Path, _to: Path) -> None:
        error = OSError(errno.EINVAL, "?")
        error.winerror = number  # type: ignore[attr-defined, unused-ignore]
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError) as caught:
        write_bytes(tmp_path / "a", b"new")
    assert "短い名前" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


@posix
def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    """A device, a pipe, or a link to one: as /dev/null, which a user with all rights could replace."""
    pipe, link = tmp_path / "pipe.pdf", tmp_path / "link.pdf"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        with pytest.raises(OutputError) as caught:
            write_bytes(path, b"new")
        assert "別の名前" in caught.value.remedy
    assert pipe.is_fifo()
    assert link.is_symlink()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a system without such a folder")
def test_a_folder_that_takes_no_files_is_not_said_to_be_missing() -> None:
    with pytest.raises(OutputError) as caught:
        write_bytes(Path("/proc/a.pdf"), b"new")
    assert "見つかりません" not in caught.value.remedy
    assert "別のフォルダー" in caught.value.remedy
    refused = write_refusal(Path("/proc/a.pia"))
    assert refused is not None
    assert "見つかりません" not in system_words(refused)


WRITING_THEMSELVES = {
    "db/backup.py": "a copy that SQLite makes, renamed when it is whole",
    "db/opening.py": "the name of a new cabinet, taken while it is made beside it",
    "db/claim.py": "who has the cabinet open; nothing depends on it",
    "db/open_file.py": "nothing: a cabinet is opened to hold it",
    "db/index_file.py": "an empty file for SQLite",
    "pia_desktop/cli/console.py": "nowhere, in place of a closed output",
    "pia_desktop/distribution.py": "the build",
    "pia_desktop/rules/checks/reference.py": "the docs",
    "pia_desktop/files.py": "the one way",
    "pia_desktop/processes/crew.py": "in a temporary folder, renamed when it is whole",
    "pia_desktop/reasons.py": "a probe, taken away at once",
    "ui/app/application.py": "the log, line by line",
    "ui/app/manual_pictures.py": "a document for the manual's pictures, in a temporary folder",
    "ui/app/second_start.py": "a request, renamed when it is whole",
}
"""Modules that write without ``pia_desktop.files``, and why nothing half is ever seen of it."""


def _writes(call: ast.Call) -> bool:
    """Whether a call makes or writes a file by itself."""
    match call.func:
        case ast.Attribute(attr="write_text" | "write_bytes"):
            return True
        case ast.Attribute(attr="touch"):
            return bool(call.keywords)
        case ast.Attribute(value=ast.Name(id="os"), attr="open"):
            return True
        case ast.Attribute(attr="open") | ast.Name(id="open"):
            modes = [one.value for one in call.args if isinstance(one, ast.Constant)]
            return any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)
    return False


def test_nothing_else_writes_files(root: Path) -> None:
    found = set()
    for package in ("pia_desktop", "db", "ui"):
        for module in (root / package).rglob("*.py"):
            tree = ast.parse(module.read_text(encoding="utf-8"))
            if any(isinstance(node, ast.Call) and _writes(node) for node in ast.walk(tree)):
                found.add(module.relative_to(root).as_posix())
    assert found == set(WRITING_THEMSELVES)

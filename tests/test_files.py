"""Files are there whole or as they were, and are no more open than the user, or the one before, has them."""

from __future__ import annotations

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

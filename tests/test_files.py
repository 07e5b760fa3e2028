"""Files are there whole or as they were, and are no more open than the user, or the one before, has them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pia_desktop.errors import OutputError
from pia_desktop.files import replacing, write_bytes

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

"""A mail gateway or a virus scanner zips a file anew: read where its parts are right, refused where not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from db.cabinet import Cabinet
from db.piax import parcel_of
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.errors import ImportRefused
from tests.db.carrying import WORK, edit, everything, home
from tests.db.piax_mutants import parts_of

_DATE: Final = (2026, 11, 28, 9, 30, 0)
_HUGE: Final = 40_000_000


class _Pipe(io.RawIOBase):
    """Bytes that go out as they come, as a gateway sends them on: sizes follow each part."""

    def __init__(self) -> None:
        self.sent = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.sent += piece
        return len(piece)


def _zipped(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, packing)
        archive.comment = comment
    return buffer.getvalue()


def _other_order(parts: dict[str, bytes]) -> bytes:
    return _zipped(dict(sorted(parts.items())))


def _other_comment(parts: dict[str, bytes]) -> bytes:
    return _zipped(parts, comment="検査済み".encode())


def _with_folders(parts: dict[str, bytes]) -> bytes:
    return _zipped({"versions/": b"", "pictures/": b"", **parts})


def _of_windows(parts: dict[str, bytes]) -> bytes:
    """As older programs of Windows write names: with its own separator."""
    return _zipped({name.replace("/", "\\"): data for name, data in parts.items()})


def _extra_fields(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.extra = b"UT\x05\x00\x03" + bytes(4) + b"\xca\xfe\x00\x00"
            info.external_attr = 0o100644 << 16
            info.comment = b"scanned"
            archive.writestr(info, data)
    return buffer.getvalue()


def _data_descriptors(parts: dict[str, bytes]) -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return bytes(pipe.sent)


_WAYS: Final[tuple[Callable[[dict[str, bytes]], bytes], ...]] = (
    _zipped,
    _other_order,
    _other_comment,
    _with_folders,
    _of_windows,
    _extra_fields,
    _data_descriptors,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Cabinet]:
    with home(tmp_path / "本庁.pia") as cabinet:
        yield cabinet


@pytest.fixture
def parts(office: Cabinet, tmp_path: Path) -> dict[str, bytes]:
    office.pack(1, tmp_path / "x.piax")
    return parts_of((tmp_path / "x.piax").read_bytes())


@pytest.mark.parametrize("way", _WAYS)
def test_a_file_zipped_anew_arrives_and_comes_back_whole(
    office: Cabinet, parts: dict[str, bytes], way: Callable[[dict[str, bytes]], bytes], tmp_path: Path
) -> None:
    with Cabinet.create(tmp_path / "支所.pia") as away:
        made = away.receive(parcel_of(way(parts), "x.piax"))
        assert everything(away, made) == everything(office, 1)
        edit(away, made, SetAnswer(WORK, "支所が書いた。"))
        away.pack(made, tmp_path / "y.piax")
        back = way(parts_of((tmp_path / "y.piax").read_bytes()))
        office.bring_back(parcel_of(back, "y.piax"), 1)
        assert office.load(1).root.answers[WORK[0]] == "支所が書いた。"


@pytest.mark.parametrize("name", ["contents", "piax.json", "versions/1", "pictures"])
def test_other_contents_are_refused_however_zipped(parts: dict[str, bytes], name: str) -> None:
    part = next(one for one in parts if one.startswith(name))
    changed = {**parts, part: parts[part] + b" "}
    assert changed != parts
    if name == "piax.json":
        manifest = json.loads(parts[part])
        changed[part] = json.dumps({**manifest, "lineage": []}).encode()
    with pytest.raises(ImportRefused):
        parcel_of(_zipped(changed), "x.piax")


@pytest.mark.parametrize("gone", ["contents", "piax.json", "versions/1"])
def test_a_part_that_a_scanner_took_out_is_missed(parts: dict[str, bytes], gone: str) -> None:
    with pytest.raises(ImportRefused):
        parcel_of(_zipped({name: data for name, data in parts.items() if name != gone}), "x.piax")


def test_a_part_that_was_put_in_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(ImportRefused):
        parcel_of(_zipped({**parts, "report.txt": b"clean"}), "x.piax")


def test_the_digest_of_another_manifest_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(ImportRefused):
        parcel_of(_zipped(parts, comment=b"0" * 64), "x.piax")


@pytest.mark.parametrize("name", ["piax.json", "contents", "pictures/x"])
def test_what_expands_to_far_more_than_it_is_refused(parts: dict[str, bytes], name: str) -> None:
    with pytest.raises(ImportRefused):
        parcel_of(_zipped({**parts, name: bytes(_HUGE)}), "x.piax")


def test_a_part_that_tells_a_smaller_size_is_refused_without_being_expanded(parts: dict[str, bytes]) -> None:
    declared = len(parts["contents"])
    data = _zipped({**parts, "contents": bytes(_HUGE)})
    lie = data.replace(_HUGE.to_bytes(4, "little"), declared.to_bytes(4, "little"))
    assert lie != data
    with pytest.raises(ImportRefused):
        parcel_of(lie, "x.piax")

"""A file from a stick is hostile until it is read: refused with one clear message, or taken in whole."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from db.cabinet import Cabinet
from db.piax import EDITION, parcel_of, read_parcel
from db.records import Note
from pia_desktop.errors import ImportRefused
from tests.db.carrying import everything, home
from tests.db.piax_mutants import Target, parts_of, tried, with_digests
from tests.db.writing import write


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Target:
    return Target(tmp_path_factory.mktemp("mutants"))


def test_hundreds_of_broken_files_are_refused_or_read_and_nothing_else_happens(target: Target) -> None:
    found = tried(target, 300, random.Random(7))
    assert found["refused"] > 200
    *now, versions = _versions_last(everything(target.office, 1))
    *before, known = _versions_last(target.before)
    assert now == before
    assert all(one in versions for one in known)  # those that came with a file stay


def _versions_last(all_of_it: tuple[object, ...]) -> list[Any]:
    head, contents, versions, *others = all_of_it
    return [head, contents, *others, versions]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"SQLite format 3\0" + bytes(5_000), b"{}", bytes(100_000)], ids=range(5)
)
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused) as caught:
        parcel_of(data, "何か.piax")
    assert "何か.piax" in caught.value.message


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.piax"):
        with pytest.raises(ImportRefused):
            read_parcel(path)


def test_a_later_format_says_so(target: Target) -> None:
    parts = parts_of(target.data)
    manifest = json.loads(parts.pop("piax.json"))
    with pytest.raises(ImportRefused) as later:
        parcel_of(with_digests(parts, {**manifest, "piax": EDITION + 1}), "x.piax")
    with pytest.raises(ImportRefused) as broken:
        parcel_of(with_digests(parts, {**manifest, "piax": 0}), "x.piax")
    assert later.value.message != broken.value.message


def test_a_note_cannot_take_the_place_of_another_assessments(tmp_path: Path) -> None:
    with home(tmp_path / "a.pia") as one, Cabinet.create(tmp_path / "b.pia") as other:
        one.pack(1, tmp_path / "x.piax")
        other.new(one.load(1).form)
        write(other, lambda work: work.put_note(Note("n1", 1, (), "note", "こちらの付せん")), 1)
        made = other.receive(read_parcel(tmp_path / "x.piax"))
        assert [note.words for note in other.notes(1)] == ["こちらの付せん"]
        assert [note.words for note in other.notes(made)] == ["根拠を示すこと"]

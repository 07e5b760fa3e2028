"""Writing a document as the file's name asks for."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pia_desktop.documents.writing import write_table
from pia_desktop.errors import OutputError
from tests.documents.making import one_row


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("表.pdf", b"%PDF-1.7"),
        ("表.PDF", b"%PDF-1.7"),
        ("表.html", b"<!DOCTYPE html>"),
        ("表.docx", b"PK"),
        ("表.xlsx", b"PK"),
    ],
)
def test_the_ending_decides(name: str, head: bytes, tmp_path: Path) -> None:
    target = tmp_path / name
    write_table(one_row("記載"), target)
    assert target.read_bytes().startswith(head)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert zipfile.is_zipfile(target) == name.endswith(("docx", "xlsx"))


@pytest.mark.parametrize("name", ["表.odt", "表", "表.pdf.txt"])
def test_another_ending_is_refused_and_nothing_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="拡張子"):
        write_table(one_row("記載"), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_table(one_row("記載"), tmp_path / "missing" / "表.pdf")

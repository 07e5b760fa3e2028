"""Chooses the front end for a file by its first bytes, or by suffix for formats without a signature."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pia_desktop.intake.cells import Source
from pia_desktop.intake.refusal import Refused, too_large

MOST_BYTES: Final = 200_000_000
_MOST_TEXT: Final = 20_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_ENDINGS: Final = {".txt": "\t", ".tsv": "\t", ".tab": "\t", ".csv": ","}
"""What separates the cells of each kind of text."""

_PACKED_ENDINGS: Final = frozenset({".xlsx", ".docx"})
"""An archive of these kinds is put into an old-style file only to be encrypted."""

_PAGE_ENDINGS: Final = frozenset({".html", ".htm"})


def open_source(path: Path) -> Source:
    """Split a file into cells.  Raises Refused if its format is unknown."""
    if path.stat().st_size > MOST_BYTES:
        raise too_large()
    with path.open("rb") as file:
        head = file.read(1_024)
    ending = path.suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    if b"%PDF-" in head:
        from pia_desktop.intake.fronts.pdf import read_pdf

        return read_pdf(path)
    if head.startswith(_OLE):
        raise Refused("password" if ending in _PACKED_ENDINGS or _holds_encrypted(path) else "kind")
    if ending in _PAGE_ENDINGS:
        from pia_desktop.intake.fronts.html import read_html

        return read_html(path.read_bytes())
    if ending in _TEXT_ENDINGS:
        from pia_desktop.intake.fronts.plain import read_plain

        return read_plain(_text(_bytes(path)), _TEXT_ENDINGS[ending])
    raise Refused("broken" if ending in {".xlsx", ".docx", ".pdf"} else "kind")


def _archive(path: Path) -> Source:
    from pia_desktop.intake.fronts.archive import Archive

    names = Archive(path).names
    if "xl/workbook.xml" in names:
        from pia_desktop.intake.fronts.xlsx import read_xlsx

        return read_xlsx(path)
    if "word/document.xml" in names:
        from pia_desktop.intake.fronts.word import read_docx

        return read_docx(path)
    raise Refused("kind")


def _holds_encrypted(path: Path) -> bool:
    """Whether an old-style Office file is an encrypted new-style one, by the name of its stream."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(1_000_000)


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > _MOST_TEXT:
        raise too_large()
    return path.read_bytes()


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("broken")

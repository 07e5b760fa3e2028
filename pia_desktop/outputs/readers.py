"""Extracts the text of a written output as its recipient could: visible, metadata, and hidden."""

from __future__ import annotations

import base64
import html
import io
import json
import mmap
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.patterns import pattern

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

_STREAM: Final = pattern(rb"/Length (\d+)>>\s*stream\r?\n")
_HEX: Final = pattern(rb"<FEFF([0-9A-Fa-f]*)>")
_LITERAL: Final = pattern(rb"\(((?:[^()\\]|\\.)*)\)")
_PICTURE: Final = pattern(r'"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]*)"')
_PARAGRAPH: Final = pattern(
    r"</w:p>|<w:br/>|</si>|</t[dhr]>|</c>|</f>|</formula1>|</a:p>|</p>|</h\d>|</title>|<br>"
)
_TAG: Final = pattern(r"<[^>]*>")
_ATTRIBUTE: Final = pattern(r'="([^"]*)"')
_FOLDED: Final = pattern(r"\r?\n[ \t]")


@dataclass(frozen=True, slots=True)
class Extract:
    """Text from one place of an output, in lines; text may continue from one to the next."""

    where: str
    text: str


def read_output(source: Path | bytes, suffix: str) -> Iterator[Extract]:
    """All text of an output; ``suffix`` is its format.  Raises ValueError for an unknown format."""
    read = _READERS.get(suffix.lower())
    if read is None:
        raise ValueError(f"no way to read {suffix}")
    return read(source)


def _bytes(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


# ---- PDF


def _pdf(source: Path | bytes) -> Iterator[Extract]:
    import pypdfium2  # imported only for public copies

    with closing(pypdfium2.PdfDocument(source)) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield Extract(_("page {number}").format(number=number + 1), text.get_text_range())
            text.close()
            page.close()
        yield from _outside_pages(document)
    if isinstance(source, bytes):
        yield from _unseen(source)
        return
    with source.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as whole:
        yield from _unseen(whole)


def _outside_pages(document: PdfDocument) -> Iterator[Extract]:
    values = [str(words) for words in document.get_metadata_dict().values()]
    yield Extract(_("the file's properties"), "\n".join(values))
    yield Extract(_("the outline"), "\n".join(entry.get_title() for entry in document.get_toc(max_depth=50)))
    for number in range(document.count_attachments()):
        held: Any = document.get_attachment(number)
        words = bytes(held.get_data())
        found = [words.decode(code, "ignore") for code in ("utf-8", "utf-16", "cp932")]
        yield Extract(_("an attachment"), "\n".join([held.get_name(), *found]))


def _unseen(whole: bytes | mmap.mmap) -> Iterator[Extract]:
    """The text of all PDF objects (structure, alternative texts, links), and of text streams.

    Raises ValueError for a picture with metadata.
    """
    from pia_desktop.assessment.pixels import bare_jpeg

    at = 0
    plain: list[bytes] = []
    while (found := _STREAM.search(whole, at)) is not None:
        entries, length = whole[at : found.start()], int(found[1])
        plain.append(entries)
        content = whole[found.end() : found.end() + length]
        at = found.end() + length
        if b"/Subtype/Image" in entries:
            if b"/DCTDecode" in entries and bare_jpeg(content) != content:
                raise ValueError(_("a picture carries more than its pixels"))
        elif b"/Metadata" in entries:
            yield Extract(_("the file's properties"), content.decode("utf-8", "replace"))
        elif b"/ObjStm" in entries:
            plain.append(zlib.decompress(content))
    plain.append(whole[at:])
    yield Extract(_("the file's structure"), "\n".join(_strings(b"\n".join(plain))))


def _strings(objects: bytes) -> Iterator[str]:
    for found in _HEX.finditer(objects):
        yield bytes.fromhex(found[1].decode("ascii")).decode("utf-16-be", "replace")
    for found in _LITERAL.finditer(objects):
        yield found[1].decode("utf-8", "replace")


# ---- what is made of text


def _office(source: Path | bytes) -> Iterator[Extract]:
    """The parts of a .docx or .xlsx.  Raises ValueError for anything but text and stripped pictures."""
    with zipfile.ZipFile(io.BytesIO(_bytes(source))) as parts:
        for name in parts.namelist():
            words = parts.read(name)
            if name.endswith((".xml", ".rels")):
                yield Extract(name, _marked_up(words.decode("utf-8", "replace")))
            elif name.endswith((".png", ".jpg", ".jpeg")):
                _check_pixels(words)
            else:
                raise ValueError(_("{name} is no text").format(name=name))


def _html(source: Path | bytes) -> Iterator[Extract]:
    """A page and its embedded pictures.  Raises ValueError as for PDF."""
    text = _bytes(source).decode("utf-8")
    for found in _PICTURE.finditer(text):
        _check_pixels(base64.b64decode(found[1]))
    yield Extract(_("the page"), _marked_up(_PICTURE.sub('"', text)))


def _check_pixels(data: bytes) -> None:
    from pia_desktop.assessment.pixels import clean_picture

    if clean_picture(data) != data:
        raise ValueError(_("a picture carries more than its pixels"))


def _marked_up(text: str) -> str:
    attributes = "\n".join(_ATTRIBUTE.findall(text))
    return html.unescape(f"{_TAG.sub('', _PARAGRAPH.sub(chr(10), text))}\n{attributes}")


def _json(source: Path | bytes) -> Iterator[Extract]:
    """The text of an interchange file.  Raises ValueError as for PDF."""
    found: list[str] = []

    def walk(value: object, key: str = "") -> None:
        match value:
            case str() if key == "data":
                _check_pixels(base64.b64decode(value))
            case str():
                found.append(value)
            case list():
                for one in value:
                    walk(one)
            case dict():
                for name, inner in value.items():
                    found.append(name)
                    walk(inner, name)

    walk(json.loads(_bytes(source)))
    yield Extract(_("the file"), "\n".join(found))


def _ics(source: Path | bytes) -> Iterator[Extract]:
    text = _FOLDED.sub("", _bytes(source).decode("utf-8"))
    yield Extract(_("the calendar"), re.sub(r"\\([\\;,])", r"\1", text.replace("\\n", "\n")))


def _text(source: Path | bytes) -> Iterator[Extract]:
    data = _bytes(source)
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:  # in the Windows code page, as requested
        words = data.decode("cp932", "replace")
    yield Extract(_("the list"), words)


_READERS: Final[dict[str, Callable[[Path | bytes], Iterator[Extract]]]] = {
    ".pdf": _pdf,
    ".docx": _office,
    ".xlsx": _office,
    ".html": _html,
    ".htm": _html,
    ".json": _json,
    ".ics": _ics,
    ".txt": _text,
}

"""The container of a PDF: numbered objects, written compactly (ISO 32000-1, 7.5.7 and 7.5.8).

ReportLab's own writer has no place for a structure tree, says things that PDF/A forbids, and writes each
object plainly: a tagged print has forty of them on a page.  Here all that is no stream goes into compressed
object streams.  Nothing in a file depends on anything but what was added: equal contents give equal bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from struct import pack
from typing import BinaryIO, Final

_HEAD: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_OBJECTS_IN_STREAM: Final = 200
_LEVEL: Final = 5
_FLATE: Final = "/Filter/FlateDecode"


def text_string(text: str) -> str:
    """A text as PDF writes it (7.9.2.2): plain ASCII between parentheses, else UTF-16 in hex."""
    if text.isascii() and text.isprintable() and not set("()\\") & set(text):
        return f"({text})"
    return f"<FEFF{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"


class PdfFile:
    """Objects by number, from 1; a number may be reserved before its object is known.

    Streams are written at once and forgotten, so that a file may be larger than the memory.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._objects: list[str | int] = []
        """Of a stream, where it begins."""
        self._target = target
        self._length = 0
        self._name = hashlib.sha256()
        self._write(_HEAD)

    def reserve(self) -> int:
        """The number of an object that ``put`` will bring."""
        self._objects.append("null")
        return len(self._objects)

    def put(self, number: int, body: str) -> None:
        """The object of a reserved number; ASCII."""
        self._objects[number - 1] = body

    def add(self, body: str) -> int:
        """Add an object that is no stream; its number."""
        self._objects.append(body)
        return len(self._objects)

    def stream(self, content: bytes, entries: str = "", *, compress: bool = True) -> int:
        """Add a stream with its dictionary's ``entries``; its number."""
        return self.stream_of((content,), entries, compress=compress)

    def stream_of(self, contents: Iterable[bytes], entries: str = "", *, compress: bool = True) -> int:
        """The same of a content in pieces, which are asked for one at a time where it is compressed."""
        parts = list(_compressed(contents)) if compress else list(contents)
        self._objects.append(self._length)
        self._write_stream(len(self._objects), parts, entries + _FLATE * compress)
        return len(self._objects)

    def finish(self, catalog: int, info: int) -> None:
        """Write all that is left."""
        places: list[tuple[int, int, int]] = [(0, 0, 65535)]
        plain: list[tuple[int, str]] = []
        for number, body in enumerate(self._objects, 1):
            if isinstance(body, str):
                plain.append((number, body))
                places.append((0, 0, 0))
            else:
                places.append((1, body, 0))
        for first in range(0, len(plain), _OBJECTS_IN_STREAM):
            group = plain[first : first + _OBJECTS_IN_STREAM]
            number = len(places)
            for index, (held, _body) in enumerate(group):
                places[held] = (2, number, index)
            places.append((1, self._length, 0))
            content, entries = _object_stream(group)
            self._write_stream(number, list(_compressed((content,))), entries + _FLATE)
        number, start = len(places), self._length
        places.append((1, start, 0))
        name = self._name.hexdigest()[:32].upper()
        entries = (
            f"/Type/XRef/Size {len(places)}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{name}><{name}>]"
        )
        table = b"".join([pack(">BIH", *place) for place in places])
        self._write_stream(number, list(_compressed((table,))), entries + _FLATE)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _write_stream(self, number: int, parts: list[bytes], entries: str) -> None:
        length = sum(map(len, parts))
        self._write(b"%d 0 obj\n<<%b/Length %d>>stream\n" % (number, entries.encode("ascii"), length))
        for part in parts:
            self._write(part)
        self._write(b"\nendstream\nendobj\n")

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._name.update(data)
        self._length += len(data)


def _object_stream(group: list[tuple[int, str]]) -> tuple[bytes, str]:
    heads = []
    at = 0
    for number, body in group:
        heads.append(f"{number} {at}")
        at += len(body) + 1
    head = " ".join(heads) + "\n"
    content = head + "\n".join([body for _, body in group])
    return content.encode("ascii"), f"/Type/ObjStm/N {len(group)}/First {len(head)}"


def _compressed(contents: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL)
    for content in contents:
        yield packer.compress(content)
    yield packer.flush()

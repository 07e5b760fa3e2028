"""The PDF container: numbered objects in compressed streams (ISO 32000-1, 7.5.7 and 7.5.8).

ReportLab's writer does not support structure trees, writes things that PDF/A forbids, and writes objects
uncompressed, of which a tagged print has forty per page.  Output depends only on what was added: equal
contents give equal bytes.
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
_UNITS: Final = (32_767 - 2) // 2
"""UTF-16 units of the longest string, after the two bytes that say so."""
_FLATE: Final = "/Filter/FlateDecode"


def text_string(text: str) -> str:
    """A PDF text string (7.9.2.2): plain ASCII in parentheses, else UTF-16 in hex.

    What exceeds the longest string of PDF/A (ISO 19005-2, 6.1.13) is cut: a title, a caption of pages.
    """
    text = fitting(text)
    if text.isascii() and text.isprintable() and not set("()\\") & set(text):
        return f"({text})"
    return f"<FEFF{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"


def fitting(text: str) -> str:
    """As much of a text as a string can hold, with an … for the rest."""
    if len(text) <= _UNITS // 2:
        return text
    units = text.encode("utf-16-be", "surrogatepass")
    return text if len(units) <= 2 * _UNITS else f"{units[: 2 * _UNITS - 2].decode('utf-16-be', 'ignore')}…"


class PdfFile:
    """Objects by number, from 1; a number can be reserved before its object is known.

    Streams are written immediately, so that a file may exceed memory.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._objects: list[str | int] = []
        """Of a stream, where it begins."""
        self._target = target
        self._length = 0
        self._name = hashlib.sha256()
        self._write(_HEAD)

    def reserve(self) -> int:
        """Reserve an object number for ``put``."""
        self._objects.append("null")
        return len(self._objects)

    def put(self, number: int, body: str) -> None:
        """Set the object of a reserved number; ``body`` is ASCII."""
        self._objects[number - 1] = body

    def add(self, body: str) -> int:
        """Add an object that is not a stream; returns its number."""
        self._objects.append(body)
        return len(self._objects)

    def stream(self, content: bytes, entries: str = "", *, compress: bool = True) -> int:
        """Add a stream with ``entries`` in its dictionary; returns its number."""
        return self.stream_of((content,), entries, compress=compress)

    def stream_of(self, contents: Iterable[bytes], entries: str = "", *, compress: bool = True) -> int:
        """Like ``stream``, with contents in pieces, requested one at a time if compressed."""
        parts = list(_compressed(contents)) if compress else list(contents)
        self._objects.append(self._length)
        self._write_stream(len(self._objects), parts, entries + _FLATE * compress)
        return len(self._objects)

    def finish(self, catalog: int, info: int) -> None:
        """Write the remaining objects, cross-reference stream and trailer."""
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

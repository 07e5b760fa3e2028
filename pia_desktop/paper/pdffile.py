"""The container of a PDF: numbered objects, written compactly (ISO 32000-1, 7.5.7 and 7.5.8).

ReportLab's own writer has no place for a structure tree, says things that PDF/A forbids, and writes each
object plainly: a tagged print has forty of them on a page.  Here all that is no stream goes into compressed
object streams.  Nothing in a file depends on anything but what was added: equal contents give equal bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from struct import pack
from typing import Final

_HEAD: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_OBJECTS_IN_STREAM: Final = 200
_LEVEL: Final = 6


def text_string(text: str) -> str:
    """A text as PDF writes it (7.9.2.2): plain ASCII between parentheses, else UTF-16 in hex."""
    if text.isascii() and text.isprintable() and not set("()\\") & set(text):
        return f"({text})"
    return f"<FEFF{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"


class PdfFile:
    """Objects by number, from 1; a number may be reserved before its object is known."""

    def __init__(self) -> None:
        self._objects: list[str | bytes] = []

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
        self._objects.append(_stream(content, entries, compress=compress))
        return len(self._objects)

    def finish(self, catalog: int, info: int) -> bytes:
        """The file's bytes."""
        out = bytearray(_HEAD)
        places: list[tuple[int, int, int]] = [(0, 0, 65535)]
        plain: list[tuple[int, str]] = []
        for number, body in enumerate(self._objects, 1):
            places.append((1, len(out), 0))
            if isinstance(body, str):
                plain.append((number, body))
            else:
                out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        for first in range(0, len(plain), _OBJECTS_IN_STREAM):
            group = plain[first : first + _OBJECTS_IN_STREAM]
            number = len(places)
            for index, (held, _body) in enumerate(group):
                places[held] = (2, number, index)
            places.append((1, len(out), 0))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, _object_stream(group))
        number, start = len(places), len(out)
        places.append((1, start, 0))
        name = hashlib.sha256(out).hexdigest()[:32].upper()
        entries = (
            f"/Type/XRef/Size {len(places)}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{name}><{name}>]"
        )
        table = b"".join([pack(">BIH", *place) for place in places])
        out += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, _stream(table, entries), start)
        return bytes(out)


def _object_stream(group: list[tuple[int, str]]) -> bytes:
    heads = []
    at = 0
    for number, body in group:
        heads.append(f"{number} {at}")
        at += len(body) + 1
    head = " ".join(heads) + "\n"
    content = head + "\n".join([body for _, body in group])
    return _stream(content.encode("ascii"), f"/Type/ObjStm/N {len(group)}/First {len(head)}")


def _stream(content: bytes, entries: str, *, compress: bool = True) -> bytes:
    if compress:
        content = zlib.compress(content, _LEVEL)
        entries += "/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode("ascii"), len(content), content)

"""PNG files, read as far as they are plain (ISO/IEC 15948): their size, and their packed rows.

Most pictures of an assessment are drawings that some program saved so.  To say how large one is, that it is
whole, and to put it into a PDF, its pixels need not be decoded: that was a seventh of a print.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Of a pixel, by the kind of colour."""
_BITS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_OF_A_PALETTE: Final = 3
_LAST_FILTER: Final = 4
_PLAIN: Final = {b"IHDR": 13, b"PLTE": None, b"IDAT": None, b"IEND": 0, b"sRGB": 1, b"gAMA": 4, b"pHYs": 9}
"""Chunks, with their lengths, that neither turn a picture (as eXIf does, and texts) nor hide in it."""
_AT_ONCE: Final = 1 << 23
_Head = tuple[int, int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class PlainPng:
    """What of a PNG its pixels need: its head, its palette, whether it is transparent, its packed rows."""

    head: _Head
    palette: bytes
    transparent: bytes
    rows: bytes


def plain_png(data: bytes) -> PlainPng | None:
    """A PNG's chunks that matter; None where its rows hold more than pixels, or are damaged."""
    found = _parts(data)
    if found is None:
        return None
    expected = found.head[1] * _row_bytes(found.head)
    try:
        length = sum(map(len, _unpacked(found.rows, expected)))
    except zlib.error:
        return None
    return found if expected and length == expected else None


def upright_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG that is shown as it is stored; None where that takes a closer look."""
    if not data.startswith(SIGNATURE):
        return None
    kinds = []
    for kind, body, _check in _chunks(data):
        if kind not in _PLAIN or _PLAIN[kind] not in (None, len(body)):
            return None
        kinds.append(kind)
    if kinds[:1] != [b"IHDR"] or kinds.count(b"IHDR") > 1 or kinds[-1] != b"IEND":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return (width, height) if width and height else None


def is_sound(data: bytes) -> bool:
    """Whether a PNG is whole beyond doubt, down to the sums of its chunks and the filter of each row."""
    found = _parts(data)
    if found is None or any(zlib.crc32(kind + body) != check for kind, body, check in _chunks(data)):
        return False
    _width, height, bits, kind, packing, filtering, _interlaced = found.head
    if (
        bits not in _BITS.get(kind, ())
        or packing
        or filtering
        or (kind == _OF_A_PALETTE and not found.palette)
    ):
        return False
    row = _row_bytes(found.head)
    at = 0
    try:
        for piece in _unpacked(found.rows, height * row):
            if max(piece[-at % row :: row], default=0) > _LAST_FILTER:
                return False
            at += len(piece)
    except zlib.error:
        return False
    return at == height * row > 0


def _parts(data: bytes) -> PlainPng | None:
    parts: list[bytes] = []
    palette = transparent = b""
    head: _Head | None = None
    for kind, body, _check in _chunks(data):
        match kind:
            case b"IHDR" if head is None and len(body) == 13:
                head = struct.unpack(">IIBBBBB", body)
            case b"PLTE":
                palette = body
            case b"tRNS":
                transparent = body
            case b"IDAT":
                parts.append(body)
            case b"IEND":
                break
    return None if head is None else PlainPng(head, palette, transparent, b"".join(parts))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Kind, content and sum of each."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 8 + length
        check = struct.unpack_from(">I", data, end)[0] if end + 4 <= len(data) else -1
        yield data[at + 4 : at + 8], data[at + 8 : end], check
        at = end + 4


def _row_bytes(head: _Head) -> int:
    """How many bytes a row is; 0 where they are interlaced or of a kind that is not known."""
    width, _height, bits, kind, _packing, _filter, interlaced = head
    return 0 if interlaced or kind not in _SAMPLES else 1 + (width * _SAMPLES[kind] * bits + 7) // 8


def _unpacked(rows: bytes, expected: int) -> Iterator[bytes]:
    """The bytes of packed rows, some at a time and hardly more than expected.

    Raises zlib.error where they are damaged or something stands behind them.
    """
    reader = zlib.decompressobj()
    found = 0
    while rows and found <= expected:
        piece = reader.decompress(rows, _AT_ONCE)
        found += len(piece)
        yield piece
        rows = reader.unconsumed_tail
    if reader.unused_data or not reader.eof:
        raise zlib.error("not whole")

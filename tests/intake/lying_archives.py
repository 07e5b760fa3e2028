"""Workbooks and Word documents whose bytes are right and whose structure lies: entries, XML, cells, tables.

``tests.intake.mutants`` tries them beside those whose bytes are changed anywhere.
"""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Final

_CENTRAL: Final = b"PK\x01\x02"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LIES: Final = (0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE)

Parts = list[tuple[str, bytes]]
Change = Callable[[Parts, random.Random], None]


def parts_of(data: bytes) -> Parts:
    """The parts of an archive in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def archive_of(parts: Parts) -> bytes:
    """An archive of these parts, which may have one name several times."""
    made = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore", category=UserWarning),
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name, part in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            with archive.open(info, "w", force_zip64=False) as into:
                into.write(part)
    return made.getvalue()


# ---- the archive


def lying_archive(data: bytes, rng: random.Random) -> bytes:
    """Sizes, flags, methods, offsets and names that are none of the parts; parts twice or within others."""
    match rng.randrange(6):
        case 0:
            return _lying_entry(data, rng)
        case 1:
            parts = parts_of(data)
            name, part = rng.choice(parts)
            parts.insert(rng.randrange(len(parts) + 1), (name, rng.choice([part, b"", rng.choice(parts)[1]])))
            return archive_of(parts)
        case 2:
            parts = parts_of(data)
            at = rng.randrange(len(parts))
            other = rng.choice(["/", "\\", "./", "../", "\x00", "ｘ", " ", "A" * 300])
            parts[at] = (
                rng.choice([other + parts[at][0], parts[at][0] + other, parts[at][0].upper()]),
                parts[at][1],
            )
            return archive_of(parts)
        case 3:
            return archive_of(
                [("document.xlsx", data), *([("[Content_Types].xml", b"<Types/>")] * rng.randrange(2))]
            )
        case 4:
            return rng.choice([b"MZ" + bytes(500), data[: rng.randrange(400)]]) + data
        case _:
            parts = parts_of(data)
            return archive_of(
                [*parts, *((f"x/{number}.xml", b"<x/>") for number in range(rng.choice([500, 3_000])))]
            )


def _lying_entry(data: bytes, rng: random.Random) -> bytes:
    """One entry of the table of contents with another flag, method, size, digest or place."""
    starts = [found.start() for found in re.finditer(re.escape(_CENTRAL), data)]
    made = bytearray(data)
    at = rng.choice(starts)
    offset, size = rng.choice([(8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (42, 4)])
    lie = rng.choice(
        [*_LIES, rng.randrange(len(data)), *struct.unpack_from("<L", data, rng.choice(starts) + 42)]
    )
    made[at + offset : at + offset + size] = (lie & (256**size - 1)).to_bytes(size, "little")
    return bytes(made)


# ---- XML


def _deep(rng: random.Random) -> bytes:
    levels = rng.choice([300, 5_000, 100_000])
    return b"<a>" * levels + b"</a>" * levels


_TRICKS: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    lambda data, rng: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + _bare(data),
    lambda data, rng: b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + _bare(data),
    lambda data, rng: ("\ufeff" + _bare(data).decode("utf-8", "replace")).encode(
        rng.choice(["utf-16", "utf-16-be", "utf-8"])
    ),
    lambda data, rng: ("<!DOCTYPE x [<!ENTITY a 'b'>]>" + _bare(data).decode("utf-8", "replace")).encode(
        rng.choice(["utf-16", "utf-32", "utf-7"])
    ),
    lambda data, rng: (
        b"<?xml version='1.0' encoding='"
        + rng.choice([b"utf-7", b"x", b"shift_jis", b"euc-jp", b"utf-16", b"ebcdic-cp-us"])
        + b"'?>"
        + _bare(data)
    ),
    lambda data, rng: _bare(data).replace(b">", b">" + _deep(rng), 1),
    lambda data, rng: _bare(data).replace(
        b" ", b" " + b" ".join(b'a%d="1"' % at for at in range(rng.choice([50, 50_000]))) + b" ", 1
    ),
    lambda data, rng: _bare(data).replace(
        b"</", b"<![CDATA[" + b"x" * rng.choice([10, 1_000_000]) + b"]]></", rng.choice([1, 20])
    ),
    lambda data, rng: _bare(data).replace(b"</", b"<?x y?><!-- z --></", rng.choice([1, 20_000])),
    lambda data, rng: re.sub(
        rb'xmlns(:\w+)?="[^"]*"',
        b'xmlns\\1="'
        + rng.choice([b"", b"x", _MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"])
        + b'"',
        data,
        count=rng.choice([1, 9]),
    ),
    lambda data, rng: (
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    ),
    lambda data, rng: b"",
)


def _bare(data: bytes) -> bytes:
    """XML without its declaration."""
    return re.sub(rb"^\s*<\?xml[^>]*\?>\s*", b"", data)


def tricky_xml(parts: Parts, rng: random.Random) -> None:
    """One part is XML with a trick of its own."""
    places = [at for at, (name, _part) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    at = rng.choice(places)
    parts[at] = (parts[at][0], rng.choice(_TRICKS)(parts[at][1], rng))


# ---- workbooks


def _sub(
    parts: Parts, where: str, pattern: bytes, new: Callable[[], bytes], count: int, rng: random.Random
) -> None:
    """Some places of a pattern in one of the parts whose names hold ``where``."""
    places = [at for at, (name, part) in enumerate(parts) if where in name and re.search(pattern, part)]
    if not places:
        return
    at = rng.choice(places)
    name, part = parts[at]
    found = list(re.finditer(pattern, part))
    for one in sorted(rng.sample(found, min(count, len(found))), key=lambda match: -match.start()):
        part = part[: one.start(1)] + new() + part[one.end(1) :]
    parts[at] = (name, part)


_NUMBERS: Final = (
    b"-1",
    b"0",
    b"99999",
    b"4294967296",
    b"1e308",
    b"-1e308",
    b"NaN",
    b"inf",
    b"",
    b" 1",
    b"0x1",
    b"2958466",
    b"1.5",
    "１".encode(),
)
_CORNERS: Final = (
    b"A0",
    b"A1",
    b"a1",
    b"1A",
    b"",
    b"$A$1",
    b"AAAA1",
    b"XFD1",
    b"A1048576",
    b"A60000",
    b"BXW1",
    b"Z99",
    b"A1:B2",
    b"R1C1",
    "Ａ１".encode(),
    b"A-1",
    b"A99999999999999999999",
)


def _any(choices: tuple[bytes, ...], rng: random.Random) -> Callable[[], bytes]:
    return lambda: rng.choice(choices)


def _overlapping(parts: Parts, rng: random.Random) -> None:
    def corner() -> bytes:
        return b"%c%d" % (65 + rng.randrange(26), 1 + rng.randrange(300))

    many = rng.choice([1, 30, 5_000])
    merges = b"".join(b'<mergeCell ref="%b:%b"/>' % (corner(), corner()) for _number in range(many))
    _sub(parts, "worksheets/sheet", rb"<mergeCells[^>]*>()", lambda: merges, 1, rng)


def _sheets(parts: Parts, rng: random.Random) -> None:
    """Sheets named twice, of one part, or of parts that are none."""
    _sub(
        parts,
        "xl/workbook.xml",
        rb'<sheet [^>]*name="([^"]*)"',
        lambda: rng.choice([b"x", b"", "様".encode() * 40, b"&#10;"]),
        rng.choice([1, 9]),
        rng,
    )
    _sub(
        parts,
        "workbook.xml.rels",
        rb'Target="([^"]*)"',
        lambda: rng.choice(
            [
                b"worksheets/sheet1.xml",
                b"workbook.xml",
                b"styles.xml",
                b"../xl/worksheets/sheet1.xml",
                b"/xl/worksheets/sheet1.xml",
                b"http://127.0.0.1:9/",
                b"media/image1.png",
                b"",
            ]
        ),
        rng.choice([1, 9]),
        rng,
    )


def _cells(parts: Parts, rng: random.Random) -> None:
    """Cells of other types, values, places and styles than they have."""
    many = rng.choice([1, 5, 200])
    match rng.randrange(6):
        case 0:
            _sub(
                parts,
                "worksheets/sheet",
                rb'<c [^>]*t="s"[^>]*><v>([^<]*)</v>',
                _any(_NUMBERS, rng),
                many,
                rng,
            )
        case 1:
            _sub(parts, "worksheets/sheet", rb'<c r="([^"]*)"', _any(_CORNERS, rng), many, rng)
        case 2:
            _sub(
                parts,
                "worksheets/sheet",
                rb'<c [^>]*t="(s)"',
                _any((b"b", b"e", b"d", b"n", b"str", b"inlineStr", b"x", b""), rng),
                many,
                rng,
            )
        case 3:
            _sub(parts, "worksheets/sheet", rb'<c [^>]*s="([0-9]+)"', _any(_NUMBERS, rng), many, rng)
        case 4:
            _sub(
                parts,
                "worksheets/sheet",
                rb'<row r="([0-9]+)"',
                _any((*_NUMBERS, b"1", b"1048576"), rng),
                many,
                rng,
            )
        case _:
            _sub(
                parts,
                "worksheets/sheet",
                rb"<c [^>]*>()<v>",
                _any((b"<f>A1</f>", b"<f t='shared' si='0'/>", b"<is><t>x</t></is>", b"<v>1</v>"), rng),
                many,
                rng,
            )


def _strings(parts: Parts, rng: random.Random) -> None:
    """The table of strings shorter than it says, without words, or with formulas of runs within runs."""
    match rng.randrange(3):
        case 0:
            _sub(parts, "sharedStrings", rb"(<si>.*?</si>)", lambda: b"", rng.choice([1, 20, 2_000]), rng)
        case 1:
            _sub(
                parts,
                "sharedStrings",
                rb"<t[^>]*>([^<]*)</t>",
                lambda: rng.choice(
                    [b"_x0000_", b"_xFFFF_", b"_xD800_", b"_x000D_" * 3_000, b"&#55296;", b"<r><t>x</t></r>"]
                ),
                rng.choice([1, 20]),
                rng,
            )
        case _:
            parts[:] = [one for one in parts if "sharedStrings" not in one[0]]


@cache
def _giant_picture() -> bytes:
    from PIL import Image

    held = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(held, "PNG")
    return held.getvalue()


def _drawings(parts: Parts, rng: random.Random) -> None:
    """Pictures that are none, of giant size, or anchored nowhere."""
    for at, (name, _part) in enumerate(parts):
        if "/media/" in name:
            parts[at] = (name, rng.choice([_giant_picture(), b"GIF89a", b"<svg/>", b"", bytes(100_000)]))
    _sub(parts, "drawings/drawing", rb"<xdr:(?:row|col)>([^<]*)<", _any(_NUMBERS, rng), 2, rng)


# ---- Word


def _words(parts: Parts, rng: random.Random) -> None:
    """Tables within tables, spans beyond the grid, merges without a beginning."""
    nest = rng.choice([5, 60, 2_000])
    table = b"<w:tbl><w:tr><w:tc>" * nest + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * nest
    box = (
        b"<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p>"
        * nest
    )
    box += b"</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>" * nest
    match rng.randrange(4):
        case 0:
            _sub(parts, "word/document.xml", rb"<w:tc>()", lambda: table, 1, rng)
        case 1:
            _sub(
                parts,
                "word/document.xml",
                rb"<w:tcPr>()",
                lambda: rng.choice(
                    [b'<w:gridSpan w:val="99999999"/>', b"<w:vMerge/>", b'<w:gridSpan w:val="-3"/>']
                ),
                rng.choice([1, 50]),
                rng,
            )
        case 2:
            _sub(parts, "word/document.xml", rb"<w:p>()", lambda: box, 1, rng)
        case _:
            _sub(
                parts,
                "word/document.xml",
                rb"(<w:tr>|</w:tr>|<w:tc>|</w:tc>|<w:p>|</w:p>)",
                lambda: b"<!-- -->",
                1,
                rng,
            )


_BOOK: Final[tuple[Change, ...]] = (tricky_xml, _overlapping, _sheets, _cells, _cells, _strings, _drawings)
_PAPER: Final[tuple[Change, ...]] = (tricky_xml, _words, _words, _drawings)


def in_workbook(data: bytes, rng: random.Random) -> bytes:
    """A workbook whose structure lies."""
    return _changed(data, rng, _BOOK)


def in_word(data: bytes, rng: random.Random) -> bytes:
    """A Word document whose structure lies."""
    return _changed(data, rng, _PAPER)


def _changed(data: bytes, rng: random.Random, changes: tuple[Change, ...]) -> bytes:
    if rng.random() < 0.3:
        return lying_archive(data, rng)
    parts = parts_of(data)
    for _number in range(rng.choice([1, 1, 2, 4])):
        rng.choice(changes)(parts, rng)
    return archive_of(parts)

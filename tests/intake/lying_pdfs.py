"""PDFs whose bytes are right and whose structure lies: pages in rings, tables of objects, fonts, streams.

``tests.intake.mutants`` tries them beside those whose bytes are changed anywhere.
"""

from __future__ import annotations

import io
import random
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pikepdf import Pdf


def in_pdf_tree(data: bytes, rng: random.Random) -> bytes:
    """A PDF whose objects lie: pages in rings, huge counts, fonts damaged, forms in forms."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for _number in range(rng.choice([1, 1, 2])):
            rng.choice(_PDF)(pdf, rng)
        made = io.BytesIO()
        pdf.save(
            made,
            object_stream_mode=rng.choice(list(pikepdf.ObjectStreamMode)),
            compress_streams=rng.random() < 0.5,
            fix_metadata_version=False,
        )
    data = made.getvalue()
    return _lying_table(data, rng) if rng.random() < 0.3 else data


def _lying_table(data: bytes, rng: random.Random) -> bytes:
    """The table of objects refers to itself, elsewhere, or to tables in a ring."""
    start = data.rfind(b"startxref")
    own = data[start + 9 :].split()[0] if start >= 0 else b"0"
    match rng.randrange(4):
        case 0:
            return data.replace(b"trailer <<", b"trailer << /Prev " + own, 1).replace(
                b"/Type /XRef", b"/Type /XRef /Prev " + own, 1
            )
        case 1:
            return (
                data[:start] + b"startxref\n" + rng.choice([b"0", b"-1", b"99999999999", b"9"]) + b"\n%%EOF"
            )
        case 2:
            return data.replace(b"/Type /ObjStm", b"/Type /ObjStm /Extends 1 0 R", 3)
        case _:
            return re.sub(
                rb"/(Size|N|First|Length|Count) [0-9]+",
                rb"/\1 " + rng.choice([b"-1", b"0", b"2147483647", b"1 0 R"]),
                data,
                count=rng.choice([1, 30]),
            )


def _ring_of_pages(pdf: Pdf, rng: random.Random) -> None:
    pages = pdf.Root.Pages
    match rng.randrange(4):
        case 0:
            pages.Kids = [pages, *pages.Kids]
        case 1:
            pages.Count = rng.choice([-5, 0, 10**9])
        case 2:
            first = pages.Kids[0]
            pages.Kids = [first] * rng.choice([3, 700, 100_000])
            pages.Count = len(pages.Kids)
        case _:
            pages.Kids[0].Parent = pages.Kids[0]


def _box_of_page(pdf: Pdf, rng: random.Random) -> None:
    page = pdf.pages[rng.randrange(len(pdf.pages))].obj
    page.MediaBox = rng.choice(
        [[0, 0, 0, 0], [0, 0, 10**9, 10**9], [500, 500, 0, 0], [-1e30, 0, 1e30, 1], [0, 0]]
    )
    page.Rotate = rng.choice([0, 45, 90, -90, 10**9])
    if rng.random() < 0.5:
        page.UserUnit = rng.choice([0, -1, 1e9])


_OPERATORS: Final = (
    lambda rng: b"q " * rng.choice([1_000, 1_000_000]),
    lambda rng: b"0 0 m " + b"1 1 l 2 0 l " * rng.choice([100, 400_000]) + b"S ",
    lambda rng: b"0 0 10 10 re W n " * rng.choice([10, 100_000]),
    lambda rng: b"1e30 0 0 1e-30 0 0 cm ",
    lambda rng: b"BT /F1 1e9 Tf (x) Tj ET ",
    lambda rng: b"/X0 Do " * rng.choice([1, 50_000]),
    lambda rng: b"[" * rng.choice([10, 200_000]),
    lambda rng: b"BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID x EI ",
    lambda rng: b"0 0 m 100 0 l S 0 0 m 0 100 l S " * rng.choice([10, 60_000]),
)


def _operators(pdf: Pdf, rng: random.Random) -> None:
    page = pdf.pages[rng.randrange(len(pdf.pages))]
    page.contents_add(pdf.make_stream(rng.choice(_OPERATORS)(rng)), prepend=rng.random() < 0.7)


def _form_in_itself(pdf: Pdf, rng: random.Random) -> None:
    import pikepdf

    form = pdf.make_stream(b"/X0 Do " * rng.choice([1, 3]))
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = [0, 0, 100, 100]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X0=form))
    page = pdf.pages[rng.randrange(len(pdf.pages))]
    page.obj.Resources.XObject = pikepdf.Dictionary(X0=form)
    page.contents_add(pdf.make_stream(b"/X0 Do"))


_TO_UNICODE: Final = (
    b"1 beginbfrange <0000> <FFFF> <0000> endbfrange",
    b"1 beginbfrange <0000> <FFFF> <D800> endbfrange",
    b"100 beginbfchar " + b"<0001> <" + b"9577" * 500 + b"> endbfchar",
    b"1 beginbfrange <FFFF> <0000> [" + b"<0041>" * 5_000 + b"] endbfrange",
    b"begincmap /X usecmap endcmap",
    b"",
)


def _fonts(pdf: Pdf, rng: random.Random) -> None:
    """Fonts whose table of signs lies, whose file is damaged, or whose widths are none."""
    import pikepdf

    fonts = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
    ]
    files = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one]
    match rng.randrange(3):
        case 0:
            tables = [font for font in fonts if "/ToUnicode" in font]
            if tables:
                rng.choice(tables).ToUnicode = pdf.make_stream(rng.choice(_TO_UNICODE))
        case 1 if files:
            owner = rng.choice(files)
            data = bytearray(owner.FontFile2.read_bytes())
            for _number in range(rng.choice([1, 50, 2_000])):
                data[rng.randrange(min(len(data), rng.choice([400, len(data)])))] = rng.randrange(256)
            owner.FontFile2 = pdf.make_stream(bytes(data[: rng.choice([100, len(data)])]))
        case _:
            for font in fonts:
                if "/W" in font:
                    font.W = rng.choice([[], [0, 99_999, 10**9], [0, [-1e9] * 500], [5, 1]])
                    font.DW = rng.choice([0, -1000, 10**9])


def _names(pdf: Pdf, rng: random.Random) -> None:
    """A dictionary that holds itself, or an object of another kind than its place asks for."""
    import pikepdf

    owners = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and len(one)]
    owner = rng.choice(owners)
    key = rng.choice(list(owner.keys()))
    owner[key] = rng.choice(
        [owner, 0, pikepdf.Name("/X"), pikepdf.Array([]), pikepdf.String("x"), rng.choice(owners)]
    )


_PDF: Final = (_ring_of_pages, _box_of_page, _operators, _operators, _form_in_itself, _fonts, _fonts, _names)

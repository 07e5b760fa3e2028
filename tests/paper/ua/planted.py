"""Violations to plant into a sound file: each changes one thing, and names the condition that finds it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.paper.ua.reading import as_list

Planting = Callable[[pikepdf.Pdf], None]


def with_planted(data: bytes, planting: Planting) -> bytes:
    """The file with a violation."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        planting(pdf)
        pdf.save(target, compress_streams=False)
    return target.getvalue()


def elements(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    """The structure elements of some kinds, in their order."""
    return [one for one in _walk(pdf.Root.StructTreeRoot.K) if str(one.S)[1:] in kinds]


def _walk(found: pikepdf.Object) -> Iterator[Any]:
    yield found
    for kid in as_list(found.get("/K")):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _walk(kid)


def in_metadata(old: bytes, new: bytes) -> Planting:
    def plant(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new))

    return plant


def in_page(old: bytes, new: bytes, page: int = 0) -> Planting:
    """In the contents of a page, at the first place."""

    def plant(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[page].Contents
        data = contents.read_bytes()
        assert old in data
        contents.write(data.replace(old, new, 1))

    return plant


def of_kind(kind: str, **entries: object) -> Planting:
    """Set (or with None remove) entries of the first element of a kind."""

    def plant(pdf: pikepdf.Pdf) -> None:
        found = elements(pdf, kind)[0]
        for name, value in entries.items():
            if value is None:
                del found[f"/{name}"]
            else:
                found[f"/{name}"] = value

    return plant


def in_attributes(kind: str, **entries: object) -> Planting:
    """The same of the attributes of the first element that has such."""

    def plant(pdf: pikepdf.Pdf) -> None:
        found = next(one for one in elements(pdf, kind) if "/A" in one)
        for name, value in entries.items():
            if value is None:
                del found.A[f"/{name}"]
            else:
                found.A[f"/{name}"] = value

    return plant


def in_catalog(**entries: object) -> Planting:
    def plant(pdf: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            if value is None:
                del pdf.Root[f"/{name}"]
            else:
                pdf.Root[f"/{name}"] = value

    return plant


def _link(pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401  an object of any kind
    return next(note for page in pdf.pages for note in page.get("/Annots", []))


def link_without_words(pdf: pikepdf.Pdf) -> None:
    del _link(pdf).Contents


def link_in_no_element(pdf: pikepdf.Pdf) -> None:
    found = elements(pdf, "Link")[0]
    found.K = Array([kid for kid in as_list(found.K) if isinstance(kid, int)])


def link_with_another_parent(pdf: pikepdf.Pdf) -> None:
    _link(pdf).StructParent = 0


def pages_in_any_order(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        del page.obj.Tabs


def pages_in_rows(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.Tabs = Name.R


def a_note_over_the_page(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("?"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    pdf.pages[0].obj.Tabs = Name.S


def first_heading_below(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H1")[0].S = Name.H2


def heading_left_out(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H3


def heading_without_number(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[-1].S = Name.H


def row_in_no_table(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Table")[0].S = Name.Sect


def paragraph_in_a_row(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TD")[0].S = Name.P


def row_with_a_cell_less(pdf: pikepdf.Pdf) -> None:
    row = next(one for one in elements(pdf, "TR") if len(as_list(one.K)) > 1)
    row.K = Array(as_list(row.K)[:-1])


def table_without_heads(pdf: pikepdf.Pdf) -> None:
    for row in as_list(elements(pdf, "Table")[-1].K):
        for cell in as_list(row.K):
            cell.S = Name.TD


def item_in_no_list(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "L")[0].S = Name.Div


def body_in_no_item(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LI")[0].S = Name.Div


def mark_of_no_page(pdf: pikepdf.Pdf) -> None:
    found = next(one for one in elements(pdf, "P", "H1") if isinstance(one.K, int))
    found.K = 9_999


def mark_with_another_parent(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1][0], numbers[1][1] = numbers[1][1], numbers[1][0]


def next_key_too_low(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 1


def empty_paragraph(pdf: pikepdf.Pdf) -> None:
    parent = elements(pdf, "Sect")[0]
    parent.K = Array([*as_list(parent.K), pdf.make_indirect(Dictionary(S=Name.P, P=parent))])


def type_of_its_own(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Sect")[0].S = Name("/Abschnitt")


def roles_in_a_ring(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/A": Name("/B"), "/B": Name("/A")})


def standard_type_renamed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Sect": Name.Div})


def outline_without_words(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("")


def _font(pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401  an object of any kind
    return next(iter(dict(pdf.pages[0].Resources.Font.items()).values()))


def in_unicode(old: bytes, new: bytes) -> Planting:
    """In the map of the first font to Unicode, of its first code."""

    def plant(pdf: pikepdf.Pdf) -> None:
        data = _font(pdf).ToUnicode.read_bytes()
        at = data.index(old)
        _font(pdf).ToUnicode.write(data[:at] + new + data[data.index(b">\n", at) + 2 :])

    return plant


def font_without_unicode(pdf: pikepdf.Pdf) -> None:
    del _font(pdf).ToUnicode


def font_elsewhere(pdf: pikepdf.Pdf) -> None:
    del _font(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


def glyph_that_is_none(pdf: pikepdf.Pdf) -> None:
    mapped = _font(pdf).DescendantFonts[0].CIDToGIDMap
    data = mapped.read_bytes()
    mapped.write(data[:2] + b"\0\0" + data[4:])


def glyph_beyond_the_font(pdf: pikepdf.Pdf) -> None:
    mapped = _font(pdf).DescendantFonts[0].CIDToGIDMap
    data = mapped.read_bytes()
    mapped.write(data[:2] + b"\xff\xf0" + data[4:])


def glyph_of_another_width(pdf: pikepdf.Pdf) -> None:
    widths = _font(pdf).DescendantFonts[0].W
    widths[1][0] = int(widths[1][0]) + 100


def no_glyph_map(pdf: pikepdf.Pdf) -> None:
    del _font(pdf).DescendantFonts[0]["/CIDToGIDMap"]


def attachment_without_a_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([pdf.make_indirect(Dictionary(Type=Name.Filespec))])


PLANTED: Final[tuple[tuple[str, str, Planting], ...]] = (
    ("06-001", "no metadata", in_catalog(Metadata=None)),
    ("06-002", "not said to be PDF/UA", in_metadata(b"<pdfuaid:part>1</pdfuaid:part>", b"")),
    ("06-003", "no title", in_metadata(b"dc:title>", b"dc:subject>")),
    ("A-6.6.4", "level B", in_metadata(b"conformance>A<", b"conformance>B<")),
    ("A-6.6.2.3", "no extension schema", in_metadata(b"Property:name>part<", b"Property:name>parts<")),
    ("A-6.6.3", "two titles", in_metadata(b'x-default">', b'x-default">x')),
    ("A-6.7.2", "not marked", in_catalog(MarkInfo=Dictionary(Marked=False))),
    ("01-007", "suspects", in_catalog(MarkInfo=Dictionary(Marked=True, Suspects=True))),
    ("07-001", "title not to be shown", in_catalog(ViewerPreferences=Dictionary())),
    ("07-002", "title hidden", in_catalog(ViewerPreferences=Dictionary(DisplayDocTitle=False))),
    ("11-001", "no language", in_catalog(Lang=None)),
    ("11-001", "no such language", in_catalog(Lang=String("日本語"))),
    ("01-005", "no structure", in_catalog(StructTreeRoot=None)),
    ("25-001", "XFA", in_catalog(AcroForm=Dictionary(XFA=String("x")))),
    ("20-001", "layers", in_catalog(OCProperties=Dictionary(D=Dictionary(), OCGs=Array()))),
    ("21-001", "an attachment", attachment_without_a_name),
    ("P-outline", "outline without words", outline_without_words),
    ("01-005", "content of no kind", in_page(b"/Artifact<</Type/Layout>>BDC", b"")),
    ("01-005", "an element less", in_page(b"/H1<</MCID 0>>BDC", b"/H1<<>>BDC")),
    ("01-003", "artifact inside", in_page(b"<</MCID 0>>BDC", b"<</MCID 0>>BDC /Artifact BMC EMC")),
    (
        "01-004",
        "element in an artifact",
        in_page(b"/H1<</MCID 0>>BDC", b"/Artifact BMC EMC /Artifact BMC /H1<</MCID 0>>BDC EMC"),
    ),
    ("P-artifact", "artifact of no type", in_page(b"/Artifact<</Type/Pagination>>BDC", b"/Artifact BMC")),
    ("02-001", "type of its own", type_of_its_own),
    ("02-003", "roles in a ring", roles_in_a_ring),
    ("02-004", "standard type renamed", standard_type_renamed),
    ("14-002", "first heading H2", first_heading_below),
    ("14-003", "H3 after H1", heading_left_out),
    ("14-007", "H beside H1", heading_without_number),
    ("09-004", "TR in Sect", row_in_no_table),
    ("09-004", "P in TR", paragraph_in_a_row),
    ("P-table", "row too short", row_with_a_cell_less),
    ("15-003", "TH without Scope", in_attributes("TH", Scope=None)),
    ("15-005", "table without heads", table_without_heads),
    ("P-table", "cell too wide", in_attributes("TH", ColSpan=7)),
    ("09-005", "LI in Div", item_in_no_list),
    ("09-005", "LBody in Div", body_in_no_item),
    ("16-001", "numbers unsaid", in_attributes("L", ListNumbering=None)),
    ("16-002", "numbers misnamed", in_attributes("L", ListNumbering=Name.Disc)),
    ("13-004", "figure without words", of_kind("Figure", Alt=None)),
    ("13-004", "figure with blanks", of_kind("Figure", Alt=String("　"))),
    ("P-figure", "figure without place", in_attributes("Figure", BBox=None)),
    ("17-002", "formula without words", of_kind("Caption", S=Name.Formula)),
    ("19-003", "note without a name", of_kind("Caption", S=Name.Note)),
    ("P-ties", "MCID of no page", mark_of_no_page),
    ("P-ties", "MCID with another parent", mark_with_another_parent),
    ("P-ties", "next key too low", next_key_too_low),
    ("P-empty", "empty paragraph", empty_paragraph),
    ("28-012", "link without words", link_without_words),
    ("28-011", "link in no element", link_in_no_element),
    ("P-ties", "link with another parent", link_with_another_parent),
    ("28-008", "order unsaid", pages_in_any_order),
    ("28-009", "order of rows", pages_in_rows),
    ("28-002", "a note over the page", a_note_over_the_page),
    ("31-027", "no ToUnicode", font_without_unicode),
    ("10-001", "a code without character", in_unicode(b"<0001> <", b"")),
    ("31-028", "a code is zero", in_unicode(b"<0001> <", b"<0001> <0000>\n")),
    ("31-029", "a code is a mark of order", in_unicode(b"<0001> <", b"<0001> <FEFF>\n")),
    ("A-6.2.11.7.3", "a code is private", in_unicode(b"<0001> <", b"<0001> <E000>\n")),
    ("31-009", "font elsewhere", font_elsewhere),
    ("31-030", "glyph that is none", glyph_that_is_none),
    ("31-011", "glyph beyond the font", glyph_beyond_the_font),
    ("31-016", "another width", glyph_of_another_width),
    ("31-004", "no glyph map", no_glyph_map),
)
"""The condition, what is planted, and how."""

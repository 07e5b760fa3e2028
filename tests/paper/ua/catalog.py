"""Conditions of the file as a whole: what it says of itself, in its catalog, its metadata, its outline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pikepdf
from lxml import etree

from tests.paper.ua.reading import Reading, as_list

_NAMES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ua": "http://www.aiim.org/pdfua/ns/id/",
    "a": "http://www.aiim.org/pdfa/ns/id/",
    "ext": "http://www.aiim.org/pdfa/ns/extension/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "prop": "http://www.aiim.org/pdfa/ns/property#",
}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TEXTUAL: Final = ("/Alt", "/ActualText", "/E")


def check_catalog(reading: Reading) -> None:
    """All conditions of the catalog, the metadata and the outline."""
    root: Any = reading.pdf.Root
    mark_info = root.get("/MarkInfo", pikepdf.Dictionary())
    if mark_info.get("/Marked") is not True:
        reading.fault("A-6.7.2", "MarkInfo does not say that it is tagged")
    if mark_info.get("/Suspects") is True:
        reading.fault("01-007", "Suspects")
    if not reading.roots:
        reading.fault("01-005", "no structure tree")
    viewer = root.get("/ViewerPreferences", pikepdf.Dictionary())
    if "/DisplayDocTitle" not in viewer:
        reading.fault("07-001", "no DisplayDocTitle")
    elif viewer.DisplayDocTitle is not True:
        reading.fault("07-002", "DisplayDocTitle is false")
    _check_language(reading)
    _check_roles(reading)
    _check_metadata(reading)
    _check_outline(reading)
    _check_what_is_not_ours(reading)


def _check_language(reading: Reading) -> None:
    language = str(reading.pdf.Root.get("/Lang", ""))
    if language and not _LANGUAGE.fullmatch(language):
        reading.fault("11-001", f"{language} is no language")
    for element in reading.elements:
        own = element.entries.get("/Lang")
        if own is not None and not _LANGUAGE.fullmatch(str(own)):
            reading.fault("11-001", f"{element.kind}: {own} is no language")
    if language:
        return
    reading.fault("11-001", "the catalog names no language")
    if any(name in element.entries for element in reading.elements for name in _TEXTUAL):
        reading.fault("11-002", "of Alt, ActualText or E")
    if "/Outlines" in reading.pdf.Root:
        reading.fault("11-003", "of the outline")
    if any("/Contents" in note for page in reading.pages for note in page.get("/Annots", [])):
        reading.fault("11-004", "of Contents")


def _check_roles(reading: Reading) -> None:
    tree = reading.pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    roles = tree.get("/RoleMap", pikepdf.Dictionary())
    for name in roles:
        if name[1:] in STANDARD:
            reading.fault("02-004", name)
        at, seen = str(name), set()
        while at in roles and at not in seen:
            seen.add(at)
            at = str(roles[at])
        if at in seen:
            reading.fault("02-003", name)
    for element in reading.elements:
        if element.kind not in STANDARD:
            reading.fault("02-001", element.kind)


def _check_metadata(reading: Reading) -> None:
    stream = reading.pdf.Root.get("/Metadata")
    try:
        if not isinstance(stream, pikepdf.Stream):
            raise ValueError("none")
        tree = etree.fromstring(stream.read_bytes(), etree.XMLParser(resolve_entities=False))
    except (ValueError, etree.XMLSyntaxError) as error:
        reading.fault("06-001", error)
        return
    if _value(tree, "ua:part") != "1":
        reading.fault("06-002", f"pdfuaid:part is {_value(tree, 'ua:part')!r}")
    titles = _all(tree, "//dc:title/rdf:Alt/rdf:li/text()")
    if not any(title.strip() for title in titles):
        reading.fault("06-003", "no dc:title")
    for name, wanted in (("part", "2"), ("conformance", "A")):
        if _value(tree, f"a:{name}") != wanted:
            reading.fault("A-6.6.4", f"pdfaid:{name} is {_value(tree, f'a:{name}')!r}")
    path = (
        f"//ext:schemas/rdf:Bag/rdf:li[schema:namespaceURI='{_NAMES['ua']}']/schema:property/rdf:Seq/rdf:li"
    )
    if "part" not in _all(tree, path + "/prop:name/text()"):
        reading.fault("A-6.6.2.3", "no extension schema describes pdfuaid:part")
    title = str(reading.pdf.docinfo.get("/Title", ""))
    if title not in titles:
        reading.fault("A-6.6.3", "the Info dictionary has another title")


def _value(tree: etree._Element, name: str) -> str:
    """A simple property, as an element or as an attribute of its description."""
    found = _all(tree, f"//rdf:Description/{name}/text() | //rdf:Description/@{name}")
    return found[0].strip() if found else ""


def _all(tree: etree._Element, path: str) -> list[str]:
    found: Any = tree.xpath(path, namespaces=_NAMES)
    return [str(one) for one in found]


def _check_outline(reading: Reading) -> None:
    for entry in _entries(reading.pdf.Root.get("/Outlines")):
        if not str(entry.get("/Title", "")).strip():
            reading.fault("P-outline", "an entry without words")


def _entries(parent: pikepdf.Object | None) -> Iterator[Any]:
    entry = parent.get("/First") if parent is not None else None
    while entry is not None:
        yield entry
        yield from _entries(entry)
        entry = entry.get("/Next")


def _check_what_is_not_ours(reading: Reading) -> None:
    """Layers, attachments, forms, encryption: each has conditions of its own."""
    root = reading.pdf.Root
    layers = root.get("/OCProperties")
    if layers is not None:
        for one in [layers.get("/D"), *as_list(layers.get("/Configs"))]:
            if one is not None and not str(one.get("/Name", "")):
                reading.fault("20-001", "a configuration of layers without a name")
            if one is not None and "/AS" in one:
                reading.fault("20-003", "AS")
    if any(not {"/F", "/UF"} <= set(one.keys()) for one in _specifications(reading)):
        reading.fault("21-001", "an attached file without F or UF")
    form = root.get("/AcroForm")
    if form is not None and "/XFA" in form:
        reading.fault("25-001", "XFA")
    if reading.pdf.is_encrypted and not reading.pdf.allow.accessibility:
        reading.fault("26-002", "it is locked against screen readers")


def _specifications(reading: Reading) -> list[Any]:
    return [
        one
        for one in reading.pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Filespec"
    ]


STANDARD: Final = frozenset(
    (
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
    )
)
"""The structure types of ISO 32000-1, 14.8.4."""

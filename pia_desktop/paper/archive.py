"""Metadata of the PDF: PDF/A-2a (ISO 19005-2), PDF/UA-1 (ISO 14289-1), outline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.paper.excerpt import page_labels
from pia_desktop.paper.layout import Folio, Layout, OutlineEntry
from pia_desktop.paper.pdffile import PdfFile, fitting, text_string
from pia_desktop.paths import resource_root

LANGUAGE: Final = "ja-JP"
CREATOR: Final = "PIA Desktop"
UNTITLED: Final = "無題"
"""A file has a title, if only this."""
_ABOVE_ENTRY: Final = 6.0
_COLOURS: Final = "sRGB IEC61966-2.1"
_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}<pdf:Producer>{creator}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_AUTHOR: Final = "<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n"


@dataclass(frozen=True, slots=True)
class PageObject:
    """A written page: its object number, and its height in points."""

    number: int
    height: float


def write_catalog(
    file: PdfFile,
    layout: Layout,
    pages: Sequence[PageObject],
    folios: Sequence[Folio],
    tree: int,
    structure: int,
) -> tuple[int, int]:
    """Write catalog and metadata; returns the object numbers of the catalog and the Info dictionary.

    ``folios`` are the printed page numbers.

    There are no dates: equal contents give equal files on any day.
    """
    profile = file.stream(_profile(), "/N 3")
    intent = (
        f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier({_COLOURS})/Info({_COLOURS})"
        f"/DestOutputProfile {profile} 0 R>>"
    )
    metadata = file.stream(_xmp(layout).encode("utf-8"), "/Type/Metadata/Subtype/XML", compress=False)
    outline = _write_outline(file, layout.outline, pages)
    catalog = file.add(
        f"<</Type/Catalog/Pages {tree} 0 R/Lang({LANGUAGE})/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {structure} 0 R/Metadata {metadata} 0 R/OutputIntents[{intent}]"
        f"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>/PageLabels{page_labels(folios)}"
        + (f"/Outlines {outline} 0 R/PageMode/UseOutlines" if outline else "")
        + ">>"
    )
    author = f"/Author{text_string(_plain(layout.author))}" if _plain(layout.author) else ""
    title = text_string(_title(layout))
    tool = text_string(CREATOR)
    info = file.add(f"<</Title{title}{author}/Creator{tool}/Producer{tool}>>")
    return catalog, info


@cache
def _profile() -> bytes:
    return (resource_root() / "colour" / "sRGB.icc").read_bytes()


def _xmp(layout: Layout) -> str:
    author = _plain(layout.author)
    return _PACKET.format(
        language=LANGUAGE,
        title=_escaped(_title(layout)),
        author=_AUTHOR.format(author=_escaped(author)) if author else "",
        creator=CREATOR,
    )


def _title(layout: Layout) -> str:
    title = _plain(layout.title)
    return title if title.strip() else UNTITLED


def _escaped(text: str) -> str:
    """Escape for XML; the standard library's function would import an HTTP client first."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    """Text without characters invalid in XML, as long as a string may be, so that Info and XMP agree."""
    valid = (char for char in text if char >= " " and char not in "\ufffe\uffff" and not _half(char))
    return fitting("".join(valid))


def _half(char: str) -> bool:
    return "\ud800" <= char <= "\udfff"


@dataclass(slots=True)
class _Node:
    entry: OutlineEntry
    number: int
    inner: list[_Node]


def _write_outline(file: PdfFile, entries: Sequence[OutlineEntry], pages: Sequence[PageObject]) -> int | None:
    """Parts, with their sections collapsed; None if there is nothing to list."""
    tops: list[_Node] = []
    for entry in entries:
        node = _Node(entry, file.reserve(), [])
        (tops[-1].inner if entry.level and tops else tops).append(node)
    if not tops:
        return None
    root = file.reserve()
    file.put(
        root,
        f"<</Type/Outlines/First {tops[0].number} 0 R/Last {tops[-1].number} 0 R/Count {len(tops)}>>",
    )
    _write_nodes(file, tops, root, pages)
    return root


def _write_nodes(file: PdfFile, nodes: list[_Node], parent: int, pages: Sequence[PageObject]) -> None:
    for at, node in enumerate(nodes):
        entry = node.entry
        body = f"<</Title{text_string(entry.words)}/Parent {parent} 0 R"
        body += f"/Dest{destination(pages[entry.page], entry.y)}"
        if at:
            body += f"/Prev {nodes[at - 1].number} 0 R"
        if at + 1 < len(nodes):
            body += f"/Next {nodes[at + 1].number} 0 R"
        if node.inner:
            body += (
                f"/First {node.inner[0].number} 0 R/Last {node.inner[-1].number} 0 R/Count -{len(node.inner)}"
            )
            _write_nodes(file, node.inner, node.number, pages)
        file.put(node.number, body + ">>")


def destination(page: PageObject, y: float) -> str:
    """A PDF destination slightly above a place on a page (``y`` in points from the top)."""
    return f"[{page.number} 0 R/XYZ 0 {page.height - y + _ABOVE_ENTRY:.2f} null]"

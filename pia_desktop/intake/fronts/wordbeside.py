"""What a Word document holds beside its paragraphs: notes, running heads; and boxes that are no letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.cells import NO_LETTER, Box, Cell, Sheet
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.raised import off_line
from pia_desktop.intake.fronts.sheetdrawn import is_fallback
from pia_desktop.intake.told import DRAWING
from pia_desktop.intake.words import is_page_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADS: Final = re.compile(r"word/(header|footer)[0-9]*\.xml")
_NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
_TICKED, _EMPTY = "☑", "□"
_SYMBOLS: Final = {
    "FE": _TICKED,
    "FD": _TICKED,
    "FC": "✓",
    "A8": _EMPTY,
    "6F": _EMPTY,
    "71": _EMPTY,
    "6E": "■",
    "6C": "●",
    "A1": "○",
}
"""Signs of the font Wingdings, by the end of their number."""

_SIGNS: Final = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_DRAWN: Final = frozenset({"wsp", "shape", "oval", "rect", "line", "roundrect", "polyline", "arc", "curve"})
"""Shapes of newer and of older programs."""
IMAGES: Final = frozenset({"blip", "imagedata"})
"""Pictures of newer and of older programs."""

_NO: Final = frozenset({"0", "false", "off"})


def sign_of(element: _Element) -> str:
    """What an element of a run shows; empty for one that shows nothing itself."""
    tag = tag_of(element)
    if tag in {"t", "delText"}:
        return _shown(element)
    if tag == "sym":
        font, char = element.get(f"{_W}font", ""), element.get(f"{_W}char", "")
        return _SYMBOLS.get(char[-2:].upper(), NO_LETTER) if font.startswith("Wingdings") else NO_LETTER
    if tag == "ddList":
        return _chosen(element)
    if tag == "checkBox" and element.getparent() is not None:
        states = [
            one for one in (element.find(f"{_W}checked"), element.find(f"{_W}default")) if one is not None
        ]
        return _TICKED if states and states[0].get(f"{_W}val", "1") not in _NO else _EMPTY
    return _SIGNS.get(tag, "")


def _shown(element: _Element) -> str:
    """The words of a run's text; a number above or below its line as one."""
    run, words = element.getparent(), element.text or ""
    place = run.find(f"{_W}rPr/{_W}vertAlign") if run is not None else None
    kind = "" if place is None else place.get(f"{_W}val", "")
    return off_line(words, above=kind == "superscript") if kind in {"superscript", "subscript"} else words


def _chosen(field: _Element) -> str:
    """The entry that a drop-down field of an older form shows; the first one if none was chosen."""
    entries = [one.get(f"{_W}val", "") for one in field.findall(f"{_W}listEntry")]
    states = [one for one in (field.find(f"{_W}result"), field.find(f"{_W}default")) if one is not None]
    number = states[0].get(f"{_W}val", "0") if states else "0"
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    return entries[at] if at < len(entries) else ""


def is_asking(element: _Element) -> bool:
    """Whether an element is a field that still shows what should be filled in."""
    return str(element.tag).endswith("}sdt") and element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def words_of(element: _Element) -> str:
    """The words of all paragraphs in an element, each on a line."""
    paragraphs = list(element.iter(f"{_W}p")) or [element]
    lines = ("".join(sign_of(one) for one in line.iter()) for line in paragraphs)
    return "\n".join(lines).strip("\n")


def drawn_as(element: _Element) -> str | None:
    """What a shape without words is told as; None for any other element."""
    if tag_of(element) not in _DRAWN:
        return None
    if any(tag_of(one) in IMAGES or (tag_of(one) == "t" and one.text) for one in element.iter()):
        return None
    if any(tag_of(key) == "hr" for key in element.attrib):
        return None  # a line between paragraphs
    return DRAWING + "".join(one.get("string", "") for one in element.iter("{*}textpath"))


def tag_of(one: object) -> str:
    """The name of an element or an attribute without its space."""
    return str(getattr(one, "tag", one)).rpartition("}")[2]


def words_beside(archive: Archive, sheet: Sheet) -> Iterator[Cell]:
    """Running heads, footnotes and comments, those that say the same once; page numbers are no words."""
    parts = sorted(name for name in archive.names if _HEADS.fullmatch(name))
    pieces = [archive.xml(name) for name in parts]
    for name in _NOTES:
        pieces += archive.xml(name) if name in archive.names else ()
    drawn = [drawn_as(one) or "" for piece in pieces for one in piece.iter() if not is_fallback(one)]
    for words in dict.fromkeys([*(words_of(piece) for piece in pieces), *drawn]):
        if words.strip() and not is_page_number(words):
            yield Cell(words, sheet, Box(0, 0, 1, 1), 0, boxed=True)

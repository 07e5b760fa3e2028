"""What stands in a PDF's pages and in its structure tree, faults and all."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

_SHOWING: Final = frozenset(("Tj", "TJ", "'", '"'))
_PAINTING: Final = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"))
_ROLES: Final = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """A condition that a file fails, and where."""

    condition: str
    words: str


@dataclass(slots=True)
class Element:
    """A structure element; ``kids``: elements, (page, MCID), and annotations' object numbers, in order."""

    kind: str
    entries: dict[str, Any]
    attributes: dict[str, Any]
    parent: Element | None
    number: int = 0
    kids: list[Element | tuple[int, int] | int] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.elements:
            yield from kid.walk()

    def above(self) -> Iterator[Element]:
        """Those that it stands in, from the inmost."""
        at = self.parent
        while at is not None:
            yield at
            at = at.parent


@dataclass(slots=True)
class FontUse:
    """A font, the codes that are shown in it, and those shown where no ActualText stands for them."""

    font: pikepdf.Object
    unicode: dict[int, str]
    codes: set[int] = field(default_factory=set)
    bare: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Open:
    """Marked content that is open: an artifact, a piece of the structure, or a span inside one."""

    artifact: bool = False
    mark: int | None = None
    actual: str | None = None


@dataclass(slots=True)
class Reading:
    """A whole file."""

    pdf: pikepdf.Pdf
    pages: list[pikepdf.Page]
    roots: list[Element] = field(default_factory=list)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    fonts: dict[tuple[int, int], FontUse] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        return [one for root in self.roots for one in root.walk()]

    def fault(self, condition: str, words: object) -> None:
        self.faults.append(Fault(condition, str(words)))

    def text(self, element: Element) -> str:
        """All words of an element in the order of the structure."""
        found = []
        for kid in element.kids:
            if isinstance(kid, Element):
                found.append(self.text(kid))
            elif isinstance(kid, tuple):
                found.append(self.texts.get(kid, ""))
        return "".join(found)


def read(data: bytes) -> Reading:
    """Read a file.  Raises what pikepdf raises where it is no PDF."""
    pdf = pikepdf.open(io.BytesIO(data))
    reading = Reading(pdf, list(pdf.pages))
    for number, page in enumerate(reading.pages):
        _PageReader(reading, number, page).run()
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is not None:
        at = {page.obj.objgen: number for number, page in enumerate(reading.pages)}
        for kid in as_list(tree.get("/K")):
            if isinstance(kid, pikepdf.Dictionary):
                reading.roots.append(_element(kid, None, at, tree.get("/RoleMap"), set()))
    return reading


def as_list(found: pikepdf.Object | None) -> list[Any]:
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _element(
    found: pikepdf.Object,
    parent: Element | None,
    pages: dict[tuple[int, int], int],
    roles: pikepdf.Object | None,
    seen: set[tuple[int, int]],
) -> Element:
    attributes: dict[str, Any] = {}
    for one in as_list(found.get("/A")):
        if isinstance(one, pikepdf.Dictionary):
            attributes |= dict(one.items())
    entries = {str(key): value for key, value in found.items() if key not in ("/K", "/P", "/A", "/Pg", "/S")}
    element = Element(_kind(found, roles), entries, attributes, parent, found.objgen[0])
    seen.add(found.objgen)
    home = found.get("/Pg")
    for kid in as_list(found.get("/K")):
        if isinstance(kid, int):
            element.kids.append((pages.get(home.objgen, -1) if home is not None else -1, kid))
        elif kid.get("/Type") == "/MCR":
            page = kid.get("/Pg", home)
            element.kids.append((pages.get(page.objgen, -1) if page is not None else -1, int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            element.kids.append(kid.Obj.objgen[0])
        elif kid.objgen not in seen:
            element.kids.append(_element(kid, element, pages, roles, seen))
    return element


def _kind(found: pikepdf.Object, roles: pikepdf.Object | None) -> str:
    kind = str(found.get("/S", "/"))
    for _time in range(_ROLES):
        if roles is None or kind not in roles:
            break
        kind = str(roles[kind])
    return kind[1:]


class _PageReader:
    """Goes through the contents of one page."""

    def __init__(self, reading: Reading, number: int, page: pikepdf.Page) -> None:
        self._reading = reading
        self._number = number
        self._page = page
        self._open: list[Open] = []
        self._font: FontUse | None = None
        fonts = page.Resources.get("/Font", pikepdf.Dictionary())
        self._fonts = {str(name): self._use(font) for name, font in fonts.items()}

    def _use(self, font: pikepdf.Object) -> FontUse:
        known = self._reading.fonts
        if font.objgen not in known:
            known[font.objgen] = FontUse(font, to_unicode(font))
        return known[font.objgen]

    def run(self) -> None:
        for instruction in pikepdf.parse_content_stream(self._page):
            name = str(instruction.operator)
            match name:
                case "BDC" | "BMC":
                    self._begin(list(instruction.operands))
                case "EMC":
                    if self._open:
                        self._open.pop()
                    else:
                        self._reading.fault("01-005", f"page {self._number + 1}: EMC without a beginning")
                case "Tf":
                    self._font = self._fonts.get(str(instruction.operands[0]))
                case _ if name in _SHOWING:
                    self._show(as_list(instruction.operands[-1]))
                case _ if name in _PAINTING:
                    self._inside(name)
                    if name == "Do":
                        self._object(str(instruction.operands[0]))
        if self._open:
            self._reading.fault("01-005", f"page {self._number + 1}: marked content without an end")

    def _begin(self, operands: list[Any]) -> None:
        properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
        if isinstance(properties, pikepdf.Name):
            properties = self._page.Resources.Properties[properties]
        where = f"page {self._number + 1}"
        opened = Open(artifact=operands[0] == "/Artifact")
        if "/MCID" in properties:
            opened.mark = int(properties.MCID)
            key = (self._number, opened.mark)
            if key in self._reading.texts:
                self._reading.fault("01-005", f"{where}: MCID {opened.mark} twice")
            self._reading.texts.setdefault(key, "")
            if any(one.mark is not None for one in self._open):
                self._reading.fault("01-005", f"{where}: MCID {opened.mark} inside another")
            if any(one.artifact for one in self._open):
                self._reading.fault("01-004", f"{where}: MCID {opened.mark}")
        if opened.artifact:
            self._reading.artifacts.append("")
            if any(one.mark is not None for one in self._open):
                self._reading.fault("01-003", where)
            if "/Type" not in properties:
                self._reading.fault("P-artifact", f"{where}: of no type")
        if "/ActualText" in properties:
            opened.actual = str(properties.ActualText)
            self._say(opened.actual)
        self._open.append(opened)

    def _inside(self, name: str) -> None:
        if not any(one.artifact or one.mark is not None for one in self._open):
            self._reading.fault("01-005", f"page {self._number + 1}: {name}")

    def _object(self, name: str) -> None:
        found = self._page.Resources.get("/XObject", pikepdf.Dictionary()).get(name)
        if found is not None and found.get("/Subtype") == "/Form" and "/Ref" in found:
            self._reading.fault("30-001", name)

    def _say(self, words: str) -> None:
        mark = next((one.mark for one in self._open if one.mark is not None), None)
        if mark is not None:
            self._reading.texts[self._number, mark] += words
        elif any(one.artifact for one in self._open):
            self._reading.artifacts[-1] += words

    def _show(self, pieces: list[Any]) -> None:
        self._inside("text")
        use = self._font
        if use is None:
            self._reading.fault("31-009", f"page {self._number + 1}: text in no font")
            return
        spoken = any(one.actual is not None for one in self._open)
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                data = bytes(piece)
                codes = [data[at] << 8 | data[at + 1] for at in range(0, len(data) - 1, 2)]
                use.codes.update(codes)
                if not spoken:
                    use.bare.update(codes)
                    self._say("".join([use.unicode.get(code, "") for code in codes]))


def to_unicode(font: pikepdf.Object) -> dict[int, str]:
    """What each code of a font says: its ToUnicode map, of which single entries alone are read."""
    found: dict[int, str] = {}
    stream = font.get("/ToUnicode")
    if isinstance(stream, pikepdf.Stream):
        words = stream.read_bytes().decode("ascii", "replace")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", words, re.DOTALL):
            for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
                found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be", "replace")
    return found

"""PDF/A-2b and the structure of a file, as an independent reader finds them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf.pdfa import validate_written


def check_archival(pdf: bytes) -> None:
    """The validator finds nothing that PDF/A-2b forbids or that it does not know."""
    report = validate_written(io.BytesIO(pdf), "2b")
    assert report.verdict == "pass", [str(finding) for finding in report.findings[:5]]


@dataclass(slots=True)
class Found:
    """One element of the structure: its entries, and (page, MCID) and elements in their order."""

    kind: str
    entries: dict[str, str]
    contents: list[tuple[int, int] | Found] = field(default_factory=list)
    objects: int = 0

    @property
    def kids(self) -> list[Found]:
        return [one for one in self.contents if isinstance(one, Found)]

    @property
    def marks(self) -> list[tuple[int, int]]:
        return [one for one in self.contents if isinstance(one, tuple)]

    def walk(self) -> Iterator[Found]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *kinds: str) -> list[Found]:
        return [found for found in self.walk() if found.kind in kinds]


@dataclass(frozen=True, slots=True)
class Structure:
    """The tree, and the text of every marked piece: what is shown between BDC and EMC, by page and MCID."""

    root: Found
    texts: dict[tuple[int, int], str]
    artifacts: list[str]

    def text(self, element: Found) -> str:
        """The words of an element and all below it, in the order of the structure."""
        return "".join(
            self.texts[one] if isinstance(one, tuple) else self.text(one) for one in element.contents
        )


def read_structure(pdf: bytes) -> Structure:
    """Read a file; every link between page, content and tree is checked on the way."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        texts: dict[tuple[int, int], str] = {}
        artifacts: list[str] = []
        for number, page in enumerate(opened.pages):
            _read_page(page, number, texts, artifacts)
        tree = opened.Root.StructTreeRoot
        # The library's stubs know nothing of the numbers that stand among the objects.
        numbers: list[Any] = list(tree.ParentTree.Nums)
        parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        root = _read_element(tree.K, tree, pages, opened, parents)
    marks = [mark for found in root.walk() for mark in found.marks]
    assert len(marks) == len(set(marks))
    assert set(marks) == set(texts)
    return Structure(root, texts, artifacts)


def _read_element(
    element: pikepdf.Object,
    parent: pikepdf.Object,
    pages: dict[tuple[int, int], int],
    pdf: pikepdf.Pdf,
    parents: dict[int, Any],
) -> Found:
    assert element.P.objgen == parent.objgen
    attributes = {str(key): str(value) for key, value in element.get("/A", pikepdf.Dictionary()).items()}
    attributes |= {"/Alt": str(element.Alt)} if "/Alt" in element else {}
    found = Found(str(element.S)[1:], attributes)
    kids = element.get("/K", pikepdf.Array())
    kid: Any
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            _take_mark(found, element, element.Pg, kid, pages, pdf, parents)
        elif kid.get("/Type") == "/MCR":
            _take_mark(found, element, kid.Pg, int(kid.MCID), pages, pdf, parents)
        elif kid.get("/Type") == "/OBJR":
            found.objects += 1
            assert parents[int(kid.Obj.StructParent)].objgen == element.objgen
        else:
            found.contents.append(_read_element(kid, element, pages, pdf, parents))
    return found


def _take_mark(
    found: Found,
    element: pikepdf.Object,
    page: pikepdf.Object,
    mark: int,
    pages: dict[tuple[int, int], int],
    pdf: pikepdf.Pdf,
    parents: dict[int, Any],
) -> None:
    number = pages[page.objgen]
    key = int(pdf.pages[number].obj.StructParents)
    assert parents[key][mark].objgen == element.objgen
    found.contents.append((number, mark))


def _read_page(
    page: pikepdf.Page, number: int, texts: dict[tuple[int, int], str], artifacts: list[str]
) -> None:
    maps = {str(name): _to_unicode(font) for name, font in page.Resources.Font.items()}
    current: dict[str, str] = {}
    mark: int | None = None
    inside = False
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        match operator:
            case "BDC":
                assert not inside
                inside = True
                mark = int(operands[1].MCID) if "/MCID" in operands[1] else None
                if mark is None:
                    artifacts.append("")
                else:
                    texts[number, mark] = ""
            case "EMC":
                inside = False
            case "Tf":
                current = maps[str(operands[0])]
            case "Tj":
                assert inside
                codes = bytes(operands[0])
                words = "".join(current[codes[at : at + 2].hex().upper()] for at in range(0, len(codes), 2))
                if mark is None:
                    artifacts[-1] += words
                else:
                    texts[number, mark] += words
            case "Do" | "S" | "f":
                assert inside


def _to_unicode(font: pikepdf.Object) -> dict[str, str]:
    found = {}
    for line in font.ToUnicode.read_bytes().decode("ascii").splitlines():
        if line.startswith("<") and line.count("<") == 2:
            code, text = (part.strip("<>") for part in line.split())
            found[code] = bytes.fromhex(text).decode("utf-16-be")
    return found

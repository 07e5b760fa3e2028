"""PDF/A-2a, PDF/UA-1 and the structure of a file, as independent readers find them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.paper.ua.check import faults, faults_by_pdfa
from tests.paper.ua.reading import Element, read
from tests.paper.ua.tree import check_tree


def check_archival(pdf: bytes) -> None:
    """Nothing is found that PDF/A-2a or PDF/UA-1 forbids."""
    found = faults(pdf) + faults_by_pdfa(pdf)
    assert not found, found[:5]


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
    reading = read(pdf)
    check_tree(reading)
    assert not reading.faults, reading.faults[:5]
    (root,) = reading.roots
    return Structure(_found(root), reading.texts, reading.artifacts)


def _found(element: Element) -> Found:
    entries = {name: str(value) for name, value in element.attributes.items()}
    entries |= {name: str(element.entries[name]) for name in ("/Alt",) if name in element.entries}
    found = Found(element.kind, entries)
    for kid in element.kids:
        if isinstance(kid, int):
            found.objects += 1
        else:
            found.contents.append(_found(kid) if isinstance(kid, Element) else kid)
    return found

"""Inspects an archive before any library opens it: its parts and their expanded sizes."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.refusal import Refused, broken, too_large

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PARTS: Final = 2_000
MOST_BYTES: Final = 300_000_000
MOST_XML: Final = 60_000_000
MOST_TAGS: Final = 3_000_000
"""Of a part: each becomes an object."""

MOST_RATIO: Final = 200
_LINK: Final = "/hyperlink"
_SMALL: Final = 1_000_000
"""Below this a part may be packed as tightly as it likes."""


class Archive:
    """An archive whose parts are read within limits."""

    def __init__(self, path: Path) -> None:
        try:
            self.file = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise broken() from error
        parts = self.file.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise too_large()
        for part in parts:
            if part.flag_bits & 1:
                raise Refused.password()
            packed = max(part.compress_size, 1)
            if part.file_size > _SMALL and part.file_size / packed > MOST_RATIO:
                raise too_large()
        self.names = frozenset(part.filename for part in parts)
        self.taken: set[str] = set()
        """Pictures that were read, and others of the same."""

    def read(self, name: str, most: int = MOST_XML) -> bytes:
        """The bytes of a part, limited even if its declared size is wrong."""
        try:
            with self.file.open(name) as part:
                data = part.read(most + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            OSError,
            ValueError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise broken() from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise broken() from error
            raise
        if len(data) > most:
            raise too_large()
        return data

    def picture(self, name: str | None, same: Iterable[str] = ()) -> bytes | None:
        """A picture of which ``same`` are other kinds; None if it is not here."""
        if name is None or name not in self.names:
            return None
        self.taken.update((name, *same))
        return self.read(name)

    def links(self) -> Iterator[str]:
        """Where the links of all parts lead."""
        for name in sorted(self.names):
            if name.endswith(".rels"):
                for relation in self.xml(name):
                    if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith(_LINK):
                        yield relation.get("Target", "")

    def xml(self, name: str) -> _Element:
        """A part as an element tree.  Raises Refused if it declares entities."""
        from lxml import etree

        data = self.read(name)
        _plain_xml(data)
        if data.count(b"<") > MOST_TAGS:
            raise too_large()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise broken() from error

    def relations(self, name: str) -> dict[str, str]:
        """The relationships of a part, by id; only to parts of the archive itself."""
        folder, last = posixpath.split(name)
        rels = f"{folder}/_rels/{last}.rels"
        if rels not in self.names:
            return {}
        found = {}
        for relation in self.xml(rels):
            target, key = relation.get("Target"), relation.get("Id")
            if target and key and relation.get("TargetMode") != "External":
                found[key] = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        return found


def _plain_xml(data: bytes) -> None:
    """Reject a DOCTYPE: office programs write none, and entities allow bombs and file access."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"<\x00!\x00D\x00O" in data:
        raise Refused.entities()

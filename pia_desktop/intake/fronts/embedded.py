"""Extracts pictures embedded in a web page (``data:``) before it is parsed.

Parsers reject attributes of ten million characters, and hold several copies of each.
"""

from __future__ import annotations

import base64
import re
from dataclasses import field
from typing import Final
from urllib.parse import unquote_to_bytes

from pia_desktop.dataclass import dataclass

_EMBEDDED: Final = re.compile(
    rb"(<img\b[^<>]{0,4000}?\ssrc\s*=\s*[\"']?)data:image/[a-z.+-]{1,20}(?:;[a-z0-9=._-]{1,40}){0,3}"
    rb";base64,([A-Za-z0-9+/=%\s]+)",
    re.IGNORECASE,
)
_KEPT: Final = "data:kept,"
_ENCODED: Final = re.compile(r"data:image/[a-z.+-]{1,20}[^,]{0,200};base64,", re.IGNORECASE)


@dataclass
class Embedded:
    """The page without its pictures, and the pictures."""

    page: bytes
    pictures: list[bytes] = field(default_factory=list)

    def picture(self, address: str) -> bytes:
        """The picture for an address; empty if it is external, as nothing is fetched."""
        number = address.removeprefix(_KEPT)
        if number != address:
            known = (
                number.isascii() and number.isdigit() and len(number) < 9 and int(number) < len(self.pictures)
            )
            return self.pictures[int(number)] if known else b""
        match = _ENCODED.match(address)
        return _decoded(address[match.end() :].encode("ascii", "ignore")) if match else b""


def take_out(page: bytes) -> Embedded:
    """Extract the pictures of a page; each is replaced by its number."""
    found = Embedded(page)

    def keep(match: re.Match[bytes]) -> bytes:
        found.pictures.append(_decoded(match[2]))
        return match[1] + f"{_KEPT}{len(found.pictures) - 1}".encode()

    found.page = _EMBEDDED.sub(keep, page)
    return found


def _decoded(words: bytes) -> bytes:
    """The decoded bytes; empty if invalid."""
    try:
        return base64.b64decode(unquote_to_bytes(words) if b"%" in words else words)
    except ValueError:
        return b""

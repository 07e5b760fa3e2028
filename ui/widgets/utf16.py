"""Places in a text as Qt counts them, in units of UTF-16: characters beyond the BMP take two."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """How many positions a text takes in a Qt document."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def character_at(text: str, position: int) -> int:
    """Which character stands at a position of the document."""
    if text.isascii():
        return position
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "surrogatepass"))

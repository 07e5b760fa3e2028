"""Numbers in full width, as official papers write a single digit."""

from __future__ import annotations


def full_width(number: int) -> str:
    """The number with full-width digits: １２."""
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))

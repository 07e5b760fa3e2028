"""Pages that lie on their side, or stand on their head, as scanners and viewers leave them."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

_LOOKED_AT: Final = 400
"""Characters of a page that tell which way its lines run."""

_QUARTER: Final = 90
_WHOLE: Final = 360


def set_upright(page: pypdfium2.PdfPage) -> None:
    """Turn a page such that its lines run from left to right, whichever way it is displayed elsewhere."""
    from pypdfium2 import raw

    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text.raw)
    step = max(1, count // _LOOKED_AT)
    ways = Counter(_way(raw.FPDFText_GetCharAngle(text.raw, at)) for at in range(0, count, step))
    text.close()
    if ways:
        page.set_rotation(ways.most_common(1)[0][0])


def _way(angle: float) -> int:
    """The rotation of a page that makes characters of this angle upright; pdfium counts both clockwise."""
    return -round(math.degrees(angle) / _QUARTER) * _QUARTER % _WHOLE

"""Names the pictures of a workbook, which XlsxWriter cannot do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Final

_DRAWING: Final = re.compile(r"xl/drawings/drawing([0-9]+)\.xml")
_GIVEN: Final = re.compile(rb'name="Picture [0-9]+"')


def with_names(book: bytes, names: Sequence[str]) -> bytes:
    """The workbook with its pictures renamed, in order of insertion.

    Names come from ``forms.picture_names`` and need no escaping.
    """
    waiting = iter(names)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w") as new:
        parts = old.infolist()
        drawings = sorted(
            (match for part in parts if (match := _DRAWING.fullmatch(part.filename))), key=_number
        )
        named = {
            match[0]: _GIVEN.sub(
                lambda given: f'name="{next(waiting, given[0][6:-1].decode())}"'.encode(), old.read(match[0])
            )
            for match in drawings
        }
        for part in parts:
            packed = part.filename.startswith("xl/media/")  # pictures are stored uncompressed
            sort = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            new.writestr(part, named.get(part.filename) or old.read(part), sort)
    return made.getvalue()


def _number(drawing: re.Match[str]) -> int:
    return int(drawing[1])

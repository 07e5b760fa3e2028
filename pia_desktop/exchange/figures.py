"""Runs in the interchange format: text, pictures in base64, tables.

A plain run, all pictures before its text, is ``{"text", "pictures"}``; any other is ``{"blocks": […]}``, each
block a text, a picture ``{"caption", "data", "size", "caption_above", "withheld"}`` or a table ``{"rows",
"head", "withheld"}``.  ``size`` is ``own`` (default), ``width``, ``half`` or ``pair``; ``head`` is true by
default.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import MAX_BYTES, PictureDict, check_picture
from pia_desktop.errors import PictureRefused
from pia_desktop.exchange.faults import ImportFaults, not_an_object
from pia_desktop.forms.figure_kind import MAX_BLOCKS, MAX_COLUMNS, MAX_ROWS
from pia_desktop.forms.kinds import KindFault, TextKind, describe_json
from pia_desktop.forms.values import DataTable, Figure, Picture, PictureSize, RunBlock
from pia_desktop.i18n import _

MAX_PICTURES: Final = 500
"""Maximum pictures per document: a hostile one could otherwise keep the program decoding for hours."""


class FigureReader:
    """Reads the figures of one document and collects the bytes of their pictures."""

    def __init__(self, faults: ImportFaults) -> None:
        self.faults = faults
        self.bytes_by_digest = PictureDict()
        self.count = 0

    def read(self, raw: dict[str, object], path: NodePath, *, tables: bool = False) -> Figure | None:
        """The figure of an object; faults are recorded, and faulty parts are skipped."""
        known = ("blocks",) if "blocks" in raw else ("text", "pictures")
        for key in raw:
            if key not in known:
                self.faults.add(path, key, _("This key is not known here; remove it."))
        listed = raw.get(known[-1], [])
        if not isinstance(listed, list):
            found = describe_json(listed)
            self.faults.add(path, "", _("A list is expected here, not {found}.").format(found=found))
            return None
        if known == ("blocks",):
            figure = self._run(listed, path, tables)
        else:
            text = self._text(raw.get("text", ""), path)
            figure = Figure.of(text, self._pictures(listed, path))
        return None if figure.empty else figure

    def _run(self, listed: list[object], path: NodePath, tables: bool) -> Figure:
        if len(listed) > MAX_BLOCKS:
            self.faults.add(path, "", _("A run has more than {limit:,} blocks.").format(limit=MAX_BLOCKS))
            return Figure()
        blocks: list[RunBlock | None] = []
        numbers = count(1)
        for one in listed:
            if isinstance(one, str):
                blocks.append(self._text(one, path))
            elif isinstance(one, dict) and "rows" in one and tables:
                blocks.append(self._table(one, path))
            else:
                blocks.append(self._counted(one, next(numbers), path))
        return Figure(tuple(block for block in blocks if block is not None))

    def _pictures(self, listed: list[object], path: NodePath) -> list[Picture]:
        read = [self._counted(one, number, path) for number, one in enumerate(listed, 1)]
        return [picture for picture in read if picture is not None]

    def _counted(self, raw: object, number: int, path: NodePath) -> Picture | None:
        """A picture; beyond the limit per document only a fault, once."""
        self.count += 1
        if self.count <= MAX_PICTURES:
            return self._picture(raw, number, path)
        if self.count == MAX_PICTURES + 1:
            self.faults.add(
                path, "", _("The document has more than {limit} pictures.").format(limit=MAX_PICTURES)
            )
        return None

    def _table(self, raw: dict[str, object], path: NodePath) -> DataTable | None:
        self.faults.doubles(path, raw)
        for key in raw:
            if key not in ("rows", "head", "withheld"):
                self.faults.add(path, key, _("This key is not known here; remove it."))
        rows = raw["rows"]
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            self.faults.add(path, "", _("“rows” must be a list of rows, each a list of texts."))
            return None
        if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
            self.faults.add(
                path,
                "",
                _("A table has at most {limit:,} rows of {most} cells.").format(
                    limit=MAX_ROWS, most=MAX_COLUMNS
                ),
            )
            return None
        found = DataTable.of(
            ([self._text(words, path) for words in row] for row in rows),
            head=self._flag(raw, "head", path, default=True),
        )
        if not found.columns:
            self.faults.add(path, "", _("A table needs at least one cell, and as many in each row."))
            return None
        return replace(found, withheld=self._flag(raw, "withheld", path))

    def _flag(self, raw: dict[str, object], key: str, path: NodePath, *, default: bool = False) -> bool:
        value = raw.get(key, default)
        if not isinstance(value, bool):
            self.faults.add(path, "", _("“{key}” is true or false.").format(key=key))
        return value is True

    def _text(self, raw: object, path: NodePath) -> str:
        try:
            return str(TextKind().parse(raw) or "")
        except KindFault as fault:
            self.faults.add(path, "", str(fault))
            return ""

    def _picture(self, raw: object, number: int, path: NodePath) -> Picture | None:
        name = _("picture {number}").format(number=number)
        if not isinstance(raw, dict):
            self.faults.add(path, name, not_an_object(raw))
            return None
        self.faults.doubles(path, raw)
        for key in raw:
            if key not in ("caption", "data", "size", "caption_above", "withheld"):
                self.faults.add(path, key, _("This key is not known here; remove it."))
        caption = self._text(raw.get("caption", ""), path)
        data = self._bytes(raw.get("data"))
        if data is None:
            self.faults.add(
                path, name, _("“data” must be the picture's bytes in base64, without line breaks.")
            )
            return None
        try:
            picture = check_picture(data, name, caption)
        except PictureRefused as refused:
            self.faults.add(path, "", refused.message)
            return None
        self.bytes_by_digest[picture.digest] = data
        size = raw.get("size", PictureSize.OWN.value)
        sizes = [one.value for one in PictureSize]
        if size not in sizes:
            self.faults.add(path, name, _("“size” is one of {sizes}.").format(sizes=", ".join(sizes)))
            size = PictureSize.OWN.value
        return replace(
            picture,
            withheld=self._flag(raw, "withheld", path),
            size=PictureSize(size),
            above=self._flag(raw, "caption_above", path),
        )

    @staticmethod
    def _bytes(raw: object) -> bytes | None:
        if not isinstance(raw, str) or not raw or len(raw) > MAX_BYTES * 2:
            return None
        try:
            return base64.b64decode(raw, validate=True)
        except ValueError:
            return None


def raw_figure(figure: Figure, data_of: Callable[[Picture, int], str]) -> object:
    """A figure as a JSON-compatible object; ``data_of`` returns a picture's bytes in base64, by
    its number.
    """
    numbers = count(1)
    listed = [
        _raw_picture(one, data_of(one, next(numbers))) if isinstance(one, Picture) else _raw_block(one)
        for one in figure.blocks
    ]
    if not figure.plain:
        return {"blocks": listed}
    if not figure.pictures:
        return figure.text
    pictures = listed[: len(figure.pictures)]
    return {**({"text": figure.text} if figure.text else {}), "pictures": pictures}


def raw_text(raw: object) -> object:
    """The text of all passages of a figure object."""
    if not isinstance(raw, dict):
        return raw
    blocks = raw.get("blocks")
    if not isinstance(blocks, list):
        return raw.get("text")
    return "\n".join(block for block in blocks if isinstance(block, str))


def _raw_picture(picture: Picture, data: str) -> dict[str, object]:
    return {
        **({"caption": picture.caption} if picture.caption else {}),
        "data": data,
        **({"size": picture.size.value} if picture.size is not PictureSize.OWN else {}),
        **({"caption_above": True} if picture.above else {}),
        **({"withheld": True} if picture.withheld else {}),
    }


def _raw_block(block: str | DataTable) -> object:
    if isinstance(block, str):
        return block
    return {
        "rows": [list(row) for row in block.rows],
        **({} if block.head else {"head": False}),
        **({"withheld": True} if block.withheld else {}),
    }

"""Figures of the interchange format: words, and pictures in base64."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import MAX_BYTES, PictureDict, check_picture
from pia_desktop.errors import PictureRefused
from pia_desktop.exchange.faults import ImportFaults, not_an_object
from pia_desktop.forms.kinds import KindFault, TextKind, describe_json
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.i18n import _

MAX_PICTURES: Final = 500
"""Pictures of one document: a hostile one could otherwise keep the program unpacking for hours."""


class FigureReader:
    """Reads the figures of one document and keeps the bytes of their pictures."""

    def __init__(self, faults: ImportFaults) -> None:
        self.faults = faults
        self.bytes_by_digest = PictureDict()
        self.count = 0

    def read(self, raw: dict[str, object], path: NodePath) -> Figure | None:
        """The figure of an object; faults are noted, and what is faulty is left out."""
        for key in raw:
            if key not in ("text", "pictures"):
                self.faults.add(path, key, _("This key is not known here; remove it."))
        text = self._text(raw.get("text", ""), path)
        listed = raw.get("pictures", [])
        if not isinstance(listed, list):
            found = describe_json(listed)
            self.faults.add(path, "", _("A list is expected here, not {found}.").format(found=found))
            return None
        self.count += len(listed)
        if self.count > MAX_PICTURES:
            self.faults.add(
                path, "", _("The document has more than {limit} pictures.").format(limit=MAX_PICTURES)
            )
            return None
        read = [self._picture(one, number, path) for number, one in enumerate(listed, 1)]
        figure = Figure(text, tuple(picture for picture in read if picture is not None))
        return None if figure.empty else figure

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
            if key not in ("caption", "data", "withheld"):
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
        withheld = raw.get("withheld", False)
        if not isinstance(withheld, bool):
            self.faults.add(path, name, _("“withheld” is true or false."))
        return replace(picture, withheld=withheld is True)

    @staticmethod
    def _bytes(raw: object) -> bytes | None:
        if not isinstance(raw, str) or not raw or len(raw) > MAX_BYTES * 2:
            return None
        try:
            return base64.b64decode(raw, validate=True)
        except ValueError:
            return None

"""Reads and stores the bytes of pictures."""

from __future__ import annotations

import hashlib

from db.open_file import OpenFile
from db.read_sql import PICTURE
from pia_desktop.forms.values import Picture


class Pictures(OpenFile):
    """The part of ``Cabinet`` for pictures; a ``PictureSource``."""

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture; None if they are missing or corrupt."""
        with self._read() as connection:
            row = connection.execute(PICTURE, (digest,)).fetchone()
        if row is None or hashlib.sha256(row[0]).hexdigest() != digest:
            return None
        return bytes(row[0])

    def put_picture(self, data: bytes, described: Picture) -> None:
        """Store a picture, before an answer shows it.  Raises ValueError if the digest does not match."""
        with self._write() as work:
            work.add_picture(data, described)

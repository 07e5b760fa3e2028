"""Reads untrusted JSON: size limits first, and a message for every way to be malformed.

RFC 8259 leaves duplicate names, huge numbers and depth to the parser; all are rejected here.
"""

from __future__ import annotations

import codecs
import json
from collections import Counter
from pathlib import Path
from typing import Final

from pia_desktop.errors import Fault, ImportRefused
from pia_desktop.forms.values import FORBIDDEN
from pia_desktop.i18n import _
from pia_desktop.reasons import reading_words

MAX_BYTES: Final = 64_000_000
"""Maximum file size: an assessment of 80 pages with dozens of pictures has less than a fifth of it."""

_MAX_BRACKETS: Final = 1_000_000
_MAX_QUOTES: Final = 4_000_000
_MAX_DIGITS: Final = 18


class JsonObject(dict[str, object]):
    """A JSON object that remembers duplicate names."""

    __slots__ = ("doubles",)

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.doubles: tuple[str, ...] = ()
        if len(self) < len(pairs):
            times = Counter(name for name, _value in pairs)
            self.doubles = tuple(name for name, count in times.items() if count > 1)


def shown(text: str, limit: int = 60) -> str:
    """Text from a file, shortened for a message and without control characters."""
    cut = text if len(text) <= limit else text[:limit] + "…"
    return FORBIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", cut)


def read_bytes(path: Path) -> bytes:
    """A whole file, unless it is too large.  Raises ImportRefused."""
    remedy = _("Check the name of the file and whether it can be opened, and try again.")
    try:
        if path.is_dir():
            raise ImportRefused(_("{file} is a folder, not a file.").format(file=path), remedy)
        if path.exists() and not path.is_file():
            raise ImportRefused(_("{file} is not an ordinary file.").format(file=path), remedy)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(str(path), size)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ImportRefused(_("There is no file {file}.").format(file=path), remedy) from error
    except PermissionError as error:
        raise ImportRefused(
            _("{file} may not be read.").format(file=path),
            _("Close the file if another program has it open, or ask for the right to read it."),
        ) from error
    except (OSError, ValueError) as error:
        reason = reading_words(error) if isinstance(error, OSError) else str(error)
        raise ImportRefused(
            _("{file} cannot be read ({reason}).").format(file=shown(str(path), 300), reason=reason), remedy
        ) from error
    if len(data) > MAX_BYTES:
        raise too_large(str(path), len(data))
    return data


def too_large(name: str, size: int) -> ImportRefused:
    """The error for a file over the limit; ``size`` is in bytes."""
    return ImportRefused(
        _("{file} is too large ({size:,} MB); at most {limit} MB can be read.").format(
            file=name, size=size // 1_000_000, limit=MAX_BYTES // 1_000_000
        ),
        _("Check that it is the right file; if so, make the pictures in it smaller."),
    )


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, with or without BOM. ImportRefused says what the encoding is instead."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            found = _("it is written in UTF-16 (“Unicode” in Notepad)")
        elif _decodes(data, "cp932"):
            found = _("it seems to be written in Shift_JIS (“ANSI” in Notepad)")
        else:
            found = _("byte {place:,} is not part of any character").format(place=error.start + 1)
        raise ImportRefused(
            _("{file} is not text in UTF-8: {found}.").format(file=name, found=found),
            _("Save it again with the character code UTF-8."),
        ) from error


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def parse_json(text: str, name: str) -> object:
    """Parse JSON, with objects as ``JsonObject``.  Raises ImportRefused with line and column."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise too_large(name, len(text))
    if text.count("[") + text.count("{") > _MAX_BRACKETS or text.count('"') > _MAX_QUOTES:
        raise _malformed(name, "", _("it holds more parts than any assessment does"))
    try:
        value: object = json.loads(text, object_pairs_hook=JsonObject, parse_int=_whole)
    except json.JSONDecodeError as error:
        place = _("line {line:,}, column {column:,}").format(line=error.lineno, column=error.colno)
        raise _malformed(name, place, _what_is_wrong(error, text)) from error
    except RecursionError as error:
        raise _malformed(name, "", _("it is nested far deeper than any assessment")) from error
    return value


def _whole(digits: str) -> int:
    """Parse an integer, clamped: Python refuses to parse thousands of digits, which no count needs."""
    if len(digits) <= _MAX_DIGITS:
        return int(digits)
    return -(10**_MAX_DIGITS) if digits.startswith("-") else 10**_MAX_DIGITS


def _what_is_wrong(error: json.JSONDecodeError, text: str) -> str:
    if not text.strip():
        return _("it is empty")
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return _("it breaks off here")
    if error.msg.startswith("Extra data"):
        return _("something follows after its end")
    if error.msg.startswith("Invalid control character"):
        return _("a line break or control character stands inside a text; write it as an escape")
    return _("it is not JSON here (“{found}”)").format(found=shown(text[error.pos : error.pos + 1]))


def _malformed(name: str, place: str, what: str) -> ImportRefused:
    return ImportRefused(
        _("{file} cannot be read as interchange JSON; nothing was imported.").format(file=name),
        _("Export the file once more from where it came from, or mend it at this place."),
        [Fault(place, what)],
    )

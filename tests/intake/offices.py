"""What offices do to a workbook or a Word document, done to the parts of its archive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

Parts = dict[str, str]


def changed(data: bytes, path: Path, change: Callable[[Parts], None]) -> Path:
    """Write a document whose XML was changed; what is no XML stays."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(path, "w") as made:
        xml = {name: whole.read(name) for name in whole.namelist()}
        parts = {name: one.decode("utf-8") for name, one in xml.items() if name.endswith((".xml", ".rels"))}
        change(parts)
        for name in dict.fromkeys([*xml, *parts]):
            made.writestr(name, parts[name] if name in parts else xml[name])
    return path


def with_sheets_in_order(order: Callable[[list[str]], list[str]]) -> Callable[[Parts], None]:
    """The sheets of a workbook in another order."""

    def change(parts: Parts) -> None:
        book = parts["xl/workbook.xml"]
        sheets = re.findall(r"<sheet [^>]*/>", book)
        book = re.sub(r"<definedNames>.*?</definedNames>", "", book, flags=re.DOTALL)
        start, end = book.index("<sheets>") + 8, book.index("</sheets>")
        parts["xl/workbook.xml"] = book[:start] + "".join(order(sheets)) + book[end:]

    return change


def with_furigana(parts: Parts) -> None:
    """How each word of a workbook is read, as Excel keeps it."""
    reading = '</t><rPh sb="0" eb="1"><t>フリガナ</t></rPh><phoneticPr fontId="1"/></si>'
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace("</t></si>", reading)


def with_half_width(parts: Parts) -> None:
    """Katakana and marks of a workbook in half width."""
    parts["xl/sharedStrings.xml"] = re.sub(
        r"(?<=>)[^<]+", lambda found: found[0].translate(_HALF), parts["xl/sharedStrings.xml"]
    )


_FULL: Final = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンー・「」。、"
)
_NARROW: Final = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｰ･｢｣｡､"
_HALF: Final = str.maketrans(
    {
        **dict(zip(_FULL, _NARROW, strict=True)),
        **{
            chr(ord(one) + 1): _NARROW[_FULL.index(one)] + "ﾞ"
            for one in "カキクケコサシスセソタチツテトハヒフヘホ"
        },
        **{chr(ord(one) + 2): _NARROW[_FULL.index(one)] + "ﾟ" for one in "ハヒフヘホ"},
    }
)

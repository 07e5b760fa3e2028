"""Conditions of fonts: embedded, whole, of the widths that they say, and each code with its character."""

from __future__ import annotations

import io
from typing import Final

import pikepdf
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

from tests.paper.ua.reading import FontUse, Reading

_FORBIDDEN: Final = frozenset("\u0000\ufeff\ufffe\uffff")
_PREDEFINED: Final = ("/Identity-H", "/Identity-V")


def check_fonts(reading: Reading) -> None:
    """All conditions of the fonts that something is shown in."""
    for use in reading.fonts.values():
        if use.codes:
            _check_unicode(reading, use)
            _check_program(reading, use)


def _check_unicode(reading: Reading, use: FontUse) -> None:
    name = use.font.get("/BaseFont", "?")
    if "/ToUnicode" not in use.font:
        reading.fault("31-027", name)
    lacking = [code for code in use.codes if not use.unicode.get(code)]
    if lacking:
        reading.fault("10-001", f"{name}: {lacking[:5]}")
    texts = {code: use.unicode.get(code, "") for code in use.codes}
    if any("\u0000" in text for text in texts.values()):
        reading.fault("31-028", name)
    if any(_FORBIDDEN & set(text) - {"\u0000"} for text in texts.values()):
        reading.fault("31-029", name)
    private = [texts[code] for code in use.bare if any(_is_private(char) for char in texts[code])]
    if private:
        reading.fault("A-6.2.11.7.3", f"{name}: {private[:5]} without ActualText")


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"


def _check_program(reading: Reading, use: FontUse) -> None:
    name = str(use.font.get("/BaseFont", "?"))
    if use.font.get("/Subtype") != "/Type0":
        reading.fault("P-font", f"{name} is no composite font")
        return
    descendant = use.font.DescendantFonts[0]
    encoding = use.font.get("/Encoding")
    if isinstance(encoding, pikepdf.Name) and str(encoding) not in _PREDEFINED:
        reading.fault("31-006", f"{name}: {encoding}")
    system = descendant.get("/CIDSystemInfo", pikepdf.Dictionary())
    if str(system.get("/Registry", "")) != "Adobe" or str(system.get("/Ordering", "")) != "Identity":
        reading.fault("31-001", f"{name}: CIDSystemInfo")
    mapped = descendant.get("/CIDToGIDMap")
    glyphs = _glyph_map(mapped)
    if descendant.get("/Subtype") == "/CIDFontType2" and mapped is None:
        reading.fault("31-004", f"{name}: no CIDToGIDMap")
    program = _program(descendant.get("/FontDescriptor", pikepdf.Dictionary()))
    if program is None:
        reading.fault("31-009", f"{name} is not embedded")
        return
    try:
        font = TTFont(io.BytesIO(program), lazy=True)
        metrics, units, order = font["hmtx"], font["head"].unitsPerEm, font.getGlyphOrder()
    except (TTLibError, KeyError, AssertionError) as error:
        reading.fault("31-009", f"{name}: {error}")
        return
    widths, default = _widths(descendant)
    for code in sorted(use.codes):
        glyph = code if glyphs is None else glyphs[code] if code < len(glyphs) else 0
        if glyph == 0:
            reading.fault("31-030", f"{name}: code {code:04X} is drawn as .notdef")
        elif glyph >= len(order):
            reading.fault("31-011", f"{name}: code {code:04X}")
        elif abs(widths.get(code, default) - metrics[order[glyph]][0] * 1000 / units) > 1:
            reading.fault("31-016", f"{name}: code {code:04X}")


def _glyph_map(mapped: pikepdf.Object | None) -> list[int] | None:
    """Glyphs by code; None where they are the same."""
    if not isinstance(mapped, pikepdf.Stream):
        return None
    data = mapped.read_bytes()
    return [data[at] << 8 | data[at + 1] for at in range(0, len(data) - 1, 2)]


def _program(descriptor: pikepdf.Object) -> bytes | None:
    for name in ("/FontFile2", "/FontFile3"):
        if isinstance(descriptor.get(name), pikepdf.Stream):
            return bytes(descriptor[name].read_bytes())
    return None


def _widths(font: pikepdf.Object) -> tuple[dict[int, float], float]:
    found: dict[int, float] = {}
    entries = list(font.get("/W", []))
    at = 0
    while at + 1 < len(entries):
        first = int(entries[at])
        if isinstance(entries[at + 1], pikepdf.Array):
            found |= {first + n: float(width) for n, width in enumerate(entries[at + 1])}
            at += 2
        else:
            found |= dict.fromkeys(range(first, int(entries[at + 1]) + 1), float(entries[at + 2]))
            at += 3
    return found, float(font.get("/DW", 1000))

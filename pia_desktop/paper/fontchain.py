"""Fallback fonts for characters missing in the bundled ones: the office's 外字 font, IPAmj Mincho, system
fonts.

None is required.  They are located and read one by one when a character is missing; what none has is
reported.  The bundled Mincho is not among them: it has the same 11,741 characters as the Gothic.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.files import write_bytes
from pia_desktop.i18n import _
from pia_desktop.paper.fontmetrics import FontError, FontFace, is_selector
from pia_desktop.paths import user_data_dir

_KNOWN: Final = (
    "eudc.tte",
    "ipamjm.ttf",
    "yugothr.ttc",
    "yugothm.ttc",
    "msgothic.ttc",
    "yumin.ttf",
    "msmincho.ttc",
    "notosansjp-regular.ttf",
    "notosansjp[wght].ttf",
    "notosanscjkjp-regular.ttf",
    "ipaexg.ttf",
    "ipag.ttf",
    "notoserifjp-regular.ttf",
    "ipaexm.ttf",
    "ipam.ttf",
)
"""Fonts looked for in the system's folders, in order: the office's own, those with most characters, those of
every Windows, then Linux fonts with TrueType outlines.  The first font of a collection is used.
"""
_LIST: Final = "fonts.txt"
_MOST: Final = 8
_MINCHO: Final = "#mincho"
"""The line of the setting that selects Mincho; older releases read it as a comment."""


@dataclass(frozen=True, slots=True)
class FontChoice:
    """``files`` are tried first, in order; ``system``: then fonts in the system's folders.

    ``mincho``: the body is set in Mincho instead of Gothic.
    """

    files: tuple[Path, ...] = ()
    system: bool = False
    mincho: bool = False


SHIPPED_ONLY: Final = FontChoice()


def users_fonts() -> FontChoice:
    """The user's choice, and the system's fonts; empty if the setting is unreadable."""
    try:
        lines = (user_data_dir() / _LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    files = [Path(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    return FontChoice(tuple(dict.fromkeys(files))[:_MOST], system=True, mincho=_MINCHO in lines)


def remember_fonts(files: tuple[Path, ...], *, mincho: bool = False) -> None:
    """Store the user's choice after checking each file.  Raises FontError or OutputError."""
    for file in files:
        usable_font(file)
    folder = user_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    lines = [*([_MINCHO] if mincho else []), *(str(file.absolute()) for file in files)]
    write_bytes(folder / _LIST, "".join(f"{line}\n" for line in lines).encode("utf-8"))


def usable_font(file: Path) -> FontFace:
    """The metrics of a fallback font.  Raises FontError if it cannot be read or embedded."""
    font = FontFace.load(file)
    if not font.embeddable:
        raise FontError(
            _("The maker of the font {name} does not let it stand in a PDF.").format(name=file.name),
            _("Choose another font."),
        )
    return font


class FurtherFonts:
    """The readable, embeddable fonts of a choice, in order.

    Each is read only if the previous ones lack a character.
    """

    def __init__(self, choice: FontChoice) -> None:
        self._lock = threading.Lock()
        self._files = [*choice.files, *(system_fonts() if choice.system else ())]
        self._fonts: list[FontFace] = []

    def __iter__(self) -> Iterator[FontFace]:
        at = 0
        while (font := self._at(at)) is not None:
            yield font
            at += 1

    def _at(self, number: int) -> FontFace | None:
        with self._lock:
            while len(self._fonts) <= number and self._files:
                file = self._files.pop(0)
                # A font that has been deleted is skipped: its characters are reported as missing.
                with suppress(FontError):
                    font = FontFace.load(file)
                    if font.embeddable:
                        self._fonts.append(font)
            return self._fonts[number] if number < len(self._fonts) else None


@cache
def further_fonts(choice: FontChoice) -> FurtherFonts:
    """The fallback fonts, cached per process."""
    return FurtherFonts(choice)


def system_fonts() -> list[Path]:
    """The known fallback fonts that the system has, in order."""
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                found.setdefault(name.lower(), Path(root) / name)
    return [found[name] for name in _KNOWN if name in found]


def _font_folders() -> list[Path]:
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        own = os.environ.get("LOCALAPPDATA")
        return [*([Path(own) / "Microsoft" / "Windows" / "Fonts"] if own else []), windows]
    home = Path.home()
    return [
        home / ".local" / "share" / "fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


@dataclass(frozen=True, slots=True, eq=False)
class FontChain(FontFace):
    """A font that borrows missing characters from fallback fonts.

    ``borrowed`` are the characters and variation sequences found in other fonts so far; their widths are in
    this font's units.  Results never change, so it can be shared.
    """

    choice: FontChoice = SHIPPED_ONLY
    borrowed: dict[str, FontFace] = field(default_factory=dict)

    @classmethod
    def over(cls, first: FontFace, choice: FontChoice) -> FontChain:
        """``first`` with the fallback fonts of a choice."""
        return cls(
            first.name,
            first.units_per_em,
            first.ascent,
            first.descent,
            first.widths.apart(),
            first.file,
            first.variants,
            glyphs=first.glyphs,
            index=first.index,
            choice=choice,
        )

    def missing(self, text: str) -> list[tuple[int, str]]:
        """As in ``FontFace``: what no font of the chain has."""
        lacking = FontFace.missing(self, text)
        if not lacking:
            return []
        for char in {char for _at, char in lacking}:
            self._borrow(char)
        return [(at, char) for at, char in lacking if char not in self.widths]

    def is_mixed(self, text: str) -> bool:
        return (bool(self.borrowed) and not self.borrowed.keys().isdisjoint(text)) or (
            bool(self.borrowed or self.shaped) and any(map(is_selector, text))
        )

    def owner(self, unit: str) -> FontFace | None:
        return self.borrowed.get(unit) or FontFace.owner(self, unit)

    def _borrow(self, char: str) -> None:
        for font in further_fonts(self.choice):
            if font.has(char) and font.widths[char]:
                self.borrowed[char] = font
                self.widths[char] = self._own_units(font.widths[char], font)
                return

    def has_pair(self, pair: str) -> bool:
        if pair in self.borrowed or FontFace.has_pair(self, pair):
            return True
        for font in further_fonts(self.choice):
            variant = font.variants.get(pair)
            if variant and self._own_units(variant.width, font) == self.widths[pair[0]]:
                self.borrowed[pair] = font
                return True
        return False

    def _own_units(self, width: int, font: FontFace) -> int:
        return round(width * self.units_per_em / font.units_per_em)

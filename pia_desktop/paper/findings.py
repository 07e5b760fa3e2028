"""Describes what is missing or wrong in a print."""

from __future__ import annotations

from collections.abc import Iterator

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import PictureSource, pictures_in
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import Fault
from pia_desktop.i18n import _
from pia_desktop.paper.fontmetrics import is_selector
from pia_desktop.paper.layout import Layout


@dataclass(frozen=True, slots=True)
class LackingGlyph:
    """A character that no font has: its item's printed path, and the character."""

    item: str
    char: str
    code: str


def lacking_glyphs(layout: Layout, snapshot: Snapshot) -> Iterator[LackingGlyph]:
    """The characters of an assessment that no font has, each once per item."""
    for glyph in layout.missing:
        yield LackingGlyph(_named(snapshot, glyph.path), glyph.char, f"U+{ord(glyph.char):04X}")


def print_findings(layout: Layout, snapshot: Snapshot) -> Iterator[Fault]:
    """Characters that no font has, items that do not fit their page, missing pictures."""
    for glyph in layout.missing:
        words = (
            _("the shape that U+{code:04X} asks for is not in the font; the usual shape is printed.")
            if is_selector(glyph.char)
            else _("the character “{char}” (U+{code:04X}) is not in the font and is not printed as typed.")
        )
        yield Fault(_named(snapshot, glyph.path), words.format(char=glyph.char, code=ord(glyph.char)))
    for overflow in layout.overflows:
        yield Fault(
            _named(snapshot, overflow.path),
            _("this is too tall for page {page}; shorten it or split it.").format(page=overflow.page + 1),
        )
    for lost in layout.lost_pictures:
        yield _lost_picture(snapshot, lost.path)


def missing_pictures(snapshot: Snapshot, pictures: PictureSource) -> Iterator[Fault]:
    """The pictures whose bytes are missing or damaged, which leave their place empty in any file."""
    for path, picture in pictures_in(snapshot.root):
        if pictures.picture(picture.digest) is None:
            yield _lost_picture(snapshot, path)


def _lost_picture(snapshot: Snapshot, path: NodePath) -> Fault:
    words = _("a picture is missing or damaged in the cabinet; its place is left empty. Insert it again.")
    return Fault(_named(snapshot, path), words)


def _named(snapshot: Snapshot, path: NodePath) -> str:
    form = snapshot.form
    if not path or (path[-1] not in form.places and path[-1] not in form.lists and len(path) < 2):
        return form.short_title
    words = printed_path(form, path, snapshot.root)
    return f"{words} ({path[-1]})" if len(path) % 2 else words

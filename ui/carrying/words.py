"""Describes an export or import in words; the file kind of ``.piax``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.records import Handover
from pia_desktop.i18n import _, ngettext

if TYPE_CHECKING:
    from db.returning import Returned

SUFFIX: Final = ".piax"


def piax_kinds() -> str:
    """The file dialog's name filter."""
    return _("Assessments carried out (*{suffix})").format(suffix=SUFFIX)


def way_words(one: Handover) -> str:
    """What happened to an exported or imported state."""
    return {
        "lent": _("Carried out for review") if one.scope == "review" else _("Carried out"),
        "returned": _("Given back"),
        "taken": _("Taken in"),
        "merged": _("Brought back"),
    }.get(one.way, "")


def done_words(done: Returned) -> str:
    """What was brought in."""
    parts = [ngettext("{count:,} place", "{count:,} places", done.changes).format(count=done.changes)]
    if done.annotations:
        beside = ngettext("{count:,} note or the like", "{count:,} notes and the like", done.annotations)
        parts.append(beside.format(count=done.annotations))
    if done.versions:
        versions = ngettext("{count:,} version", "{count:,} versions", done.versions)
        parts.append(versions.format(count=done.versions))
    words = _("Brought in: {what}.").format(what="、".join(parts))
    if done.merged.left:
        words += " " + _(
            "It went out for notes and remarks only: what was changed in the contents is left out."
        )
    return words

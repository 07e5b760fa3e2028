"""Describes exports and imports by file in words."""

from __future__ import annotations

from db.records import AssessmentInfo, Handover
from pia_desktop.i18n import _
from pia_desktop.moments import short_words


def who_words(one: Handover) -> str:
    """Who has it, and since when."""
    name = one.person or _("unknown")
    return _("{name} since {moment}").format(name=name, moment=short_words(one.at))


def out_words(info: AssessmentInfo) -> str:
    """That an assessment is lent out or borrowed, by whom and since when; empty if neither."""
    if info.lent:
        return _("Carried out: {who}").format(who="／".join(who_words(one) for one in info.lent))
    if info.borrowed is not None:
        if info.for_review:
            words = _("Here for review, notes and remarks only: {who}")
        else:
            words = _("Taken in from elsewhere, not given back yet: {who}")
        return words.format(who=who_words(info.borrowed))
    return ""

"""Describes exports and imports by file in words."""

from __future__ import annotations

from db.records import AssessmentInfo, Handover
from pia_desktop.i18n import _
from pia_desktop.moments import local_time


def moment_words(moment: str) -> str:
    """A stored UTC time as local time."""
    found = local_time(moment)
    if found is None:
        return moment
    return _("{month}/{day} {time}").format(month=found.month, day=found.day, time=found.strftime("%H:%M"))


def who_words(one: Handover) -> str:
    """Who has it, and since when."""
    name = one.person or _("unknown")
    return _("{name} since {moment}").format(name=name, moment=moment_words(one.at))


def out_words(info: AssessmentInfo) -> str:
    """That an assessment is lent out or borrowed, by whom and since when; empty if neither."""
    if info.lent:
        return _("Carried out: {who}").format(who="／".join(who_words(one) for one in info.lent))
    if info.borrowed is not None:
        if info.borrowed.scope == "review":
            words = _("Here for review, notes and remarks only: {who}")
        else:
            words = _("Taken in from elsewhere, not given back yet: {who}")
        return words.format(who=who_words(info.borrowed))
    return ""

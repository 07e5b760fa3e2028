"""What an assessment is called where words of several stand together."""

from __future__ import annotations

from db.records import AssessmentInfo
from pia_desktop.i18n import _


def info_name(info: AssessmentInfo) -> str:
    """The name of the assessment; its number or form where it has none yet."""
    return info.title or info.number or _("(unnamed, {form})").format(form=info.form)

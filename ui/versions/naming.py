"""The suggested name of a new version."""

from __future__ import annotations

from datetime import date
from typing import Final

from pia_desktop.rules.stages import Stage
from pia_desktop.wareki import ParsedDate

_HAPPENED: Final = {
    Stage.DRAFT: "時点",
    Stage.HEARING: "意見聴取",
    Stage.REVIEW: "第三者点検",
    Stage.SUBMITTED: "提出",
    Stage.PUBLISHED: "公表",
    Stage.ENDED: "終了",
}


def suggested_name(stage: Stage, day: date) -> str:
    """A name from state and day, 令和6年9月 公表; data, so always Japanese."""
    month = ParsedDate(day.year, day.month).wareki()
    return month + ("" if stage is Stage.DRAFT else " ") + _HAPPENED[stage]

"""Choices and check boxes of a form as a line of words, for the files that are read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pia_desktop.paper.blocks import Choice, Tick
from pia_desktop.paper.choices import OPTIONS_HEAD

_ROOM = "　　"
"""Where nothing is written there is room for it."""


class ChoiceWords(NamedTuple):
    """A choice with its numbers, what is written below it, and the options that there are."""

    answer: str
    details: tuple[str, ...]
    options: str


def choice_words(choice: Choice) -> ChoiceWords:
    """The lines of a choice."""
    counts = "".join(_number(one.number, one.unit) for one in choice.counts)
    details = (
        f"（{detail.label}：{detail.text}）" if detail.label else f"（{detail.text}）"
        for detail in choice.details
    )
    options = "　".join(choice.numbered)
    return ChoiceWords(
        f"[　{choice.answer or _ROOM * 2}　]{counts}", tuple(details), f"{OPTIONS_HEAD}　{options}"
    )


def box_mark(tick: Tick) -> str:
    """What stands in a box."""
    return "○" if tick.ticked else "　"


def behind_box(tick: Tick) -> Iterator[tuple[str, bool]]:
    """The words behind a box piece by piece, each with whether the clerk wrote it."""
    yield tick.label, False
    if tick.text is not None:
        yield "（", False
        yield tick.text or _ROOM, True
        yield "）", False
    if tick.unit is not None:
        yield _number(tick.number, tick.unit), False


def _number(number: int | None, unit: str) -> str:
    return f"（　{_ROOM if number is None else number}　）{unit}"

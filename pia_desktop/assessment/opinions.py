"""Writes opinions of a hearing into the items 主な意見の内容 and, if the form has it, 評価書への反映."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pia_desktop.assessment.edits import Batch, Edit
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.noted import answering
from pia_desktop.assessment.numerals import full_width
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form

NONE_CAME: Final = "意見はありませんでした。"


@dataclass(frozen=True, slots=True)
class SaidOpinion:
    """An opinion as text: its gist, the office's answer, and what went into the assessment."""

    gist: str
    answer: str = ""
    reflected: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """The text for each item; an id is None if the form has no such item."""

    opinions_id: str | None
    opinions: str
    reflection_id: str | None
    reflection: str


def filling(form: Form, said: Sequence[SaidOpinion]) -> Filling:
    """The text for the form's items, numbered in the given order.

    A form without 評価書への反映 has the answers below the opinions.
    """
    roles = form.roles
    shown = [one for one in said if one.gist.strip()]
    if not shown:
        return Filling(roles.opinions, NONE_CAME, roles.reflection, "")
    answers = [one.reflected.strip() or one.answer.strip() for one in shown]
    if roles.reflection is None:
        gists = [
            f"{one.gist.strip()}\n　回答：{answer}" if answer else one.gist.strip()
            for one, answer in zip(shown, answers, strict=True)
        ]
        return Filling(roles.opinions, _numbered(gists), None, "")
    reflection = _numbered(answers)
    return Filling(
        roles.opinions, _numbered([one.gist.strip() for one in shown]), roles.reflection, reflection
    )


def _numbered(words: Sequence[str]) -> str:
    """The texts numbered （１）…, or a single one unnumbered; an empty one is skipped but uses its number."""
    if len(words) == 1:
        return words[0]
    return "\n".join(f"（{full_width(n)}）{text}" for n, text in enumerate(words, 1) if text)


def fill_edit(root: Node, found: Filling) -> Batch | None:
    """The edit that writes the text; None if it changes nothing."""
    edits: list[Edit] = []
    for item_id, words in ((found.opinions_id, found.opinions), (found.reflection_id, found.reflection)):
        if item_id is not None and (root.answer((item_id,)) or "") != words:
            edits += answering((item_id,), words)
    return Batch(tuple(edits)) if edits else None

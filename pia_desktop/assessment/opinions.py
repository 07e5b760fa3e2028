"""Opinions of a hearing in the items of the assessment: 主な意見の内容, 評価書への反映 where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pia_desktop.assessment.edits import Batch, Edit, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.model import Form

NONE_CAME: Final = "意見はありませんでした。"
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class SaidOpinion:
    """An opinion in words: its gist, the office's answer, and what of it went into the assessment."""

    gist: str
    answer: str = ""
    reflected: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """What is written into the items; an id is None where the form has no such item."""

    opinions_id: str | None
    opinions: str
    reflection_id: str | None
    reflection: str


def filling(form: Form, said: Sequence[SaidOpinion]) -> Filling:
    """The words for the form's items, numbered in the order given.

    A form without 評価書への反映 has the answers below the opinions.
    """
    roles = form.roles
    shown = [one for one in said if one.gist.strip()]
    if not shown:
        return Filling(roles.opinions, NONE_CAME, roles.reflection, "")
    answers = [one.reflected.strip() or one.answer.strip() for one in shown]
    if roles.reflection is None:
        told = [
            f"{one.gist.strip()}\n　回答：{answer}" if answer else one.gist.strip()
            for one, answer in zip(shown, answers, strict=True)
        ]
        return Filling(roles.opinions, _numbered(told), None, "")
    reflection = _numbered(answers)
    return Filling(
        roles.opinions, _numbered([one.gist.strip() for one in shown]), roles.reflection, reflection
    )


def _numbered(words: Sequence[str]) -> str:
    """Each with its number, （１）…; one alone without; what is empty is left out and keeps its number."""
    if len(words) == 1:
        return words[0]
    return "\n".join(f"（{str(n).translate(_WIDE)}）{text}" for n, text in enumerate(words, 1) if text)


def fill_edit(form: Form, root: Node, found: Filling) -> Batch | None:
    """The one step that writes the words; None where the items say just that, or there are none."""
    edits: list[Edit] = []
    for item_id, words in ((found.opinions_id, found.opinions), (found.reflection_id, found.reflection)):
        if item_id is not None and (root.answer((item_id,)) or "") != words:
            edits.append(SetAnswer((item_id,), words or None))
    return Batch(tuple(edits)) if edits else None

"""The history of an invented sample: its earlier versions, told as what to take back from the newest one.

A history (``resources/samples/history``, under the sample's name) lists versions, newest first.  The first is
the sample as it is shipped; each further one has ``back``, the steps that lead to it from the one before.
A step names its place (``at``, with positions from 0 for keys) and what was there then: ``then`` (the answer,
null for none), ``words`` ([now, then], a passage of it), ``tick``, ``untick``, ``inside`` and ``counts`` (of
boxes), ``pictures`` (the positions of those that were there), ``take`` (the position of an entry that was not
there yet), ``put`` and ``entry`` (position and answers of one that was), ``move`` ([position now, then]).
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Edit, InsertEntry, MoveEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Checked, Figure, Value
from pia_desktop.wareki import parse_date

Step = dict[str, Any]
"""JSON of one step; what is in it depends on the step."""


@dataclass(frozen=True, slots=True)
class HistoryVersion:
    """One closed version of a sample."""

    name: str
    closed_on: date
    snapshot: Snapshot


def read_history(text: str, newest: Snapshot) -> tuple[HistoryVersion, ...]:
    """The versions, oldest first; the last one is ``newest``, and all share its keys.

    The files are bundled, so a faulty one is a bug: ValueError or KeyError.
    """
    found: list[HistoryVersion] = []
    assessment = Assessment(newest.form, newest.root)
    for version in json.loads(text)["versions"]:
        for step in version.get("back", ()):
            assessment.apply(_edit(newest.form, assessment.root, step))
        closed_on = date.fromisoformat(version["closed_on"])
        for edit in _rows_after(assessment, closed_on):
            assessment.apply(edit)
        found.append(HistoryVersion(version["name"], closed_on, assessment.snapshot()))
    return tuple(reversed(found))


def _rows_after(assessment: Assessment, closed_on: date) -> list[RemoveEntry]:
    """What takes the rows of changes away that were not written yet on a day."""
    table = assessment.form.roles.changes
    rows = assessment.root.entries((table,)).items()
    later = [key for key, row in rows if (day := _day(row)) is not None and day > closed_on]
    return [RemoveEntry((table,), key) for key in later]


def _day(row: Node) -> date | None:
    """The first date that stands in a row, which is that of the change."""
    parsed = (parse_date(value) for value in row.answers.values() if isinstance(value, str))
    return next((one.earliest() for one in parsed if one is not None), None)


def _edit(form: Form, root: Node, step: Step) -> Edit:
    path = _path(root, step["at"])
    keys = list(root.entries(path))
    if "take" in step:
        return RemoveEntry(path, keys[step["take"]])
    if "put" in step:
        return InsertEntry(path, new_key(), step["put"], _entry(form, step["entry"]))
    if "move" in step:
        now, then = step["move"]
        return MoveEntry(path, keys[now], then)
    if "then" in step:
        kind = form.item(path[-1]).kind
        return SetAnswer(path, None if step["then"] is None else kind.parse(step["then"]))
    return SetAnswer(path, _earlier(root.answer(path), step))


def _path(root: Node, at: list[str | int]) -> NodePath:
    path: NodePath = ()
    for step in at:
        path = (*path, list(root.entries(path))[step] if isinstance(step, int) else step)
    return path


def _entry(form: Form, raw: dict[str, object]) -> Node:
    answers = {item_id: form.item(item_id).kind.parse(value) for item_id, value in raw.items()}
    return Node({item_id: value for item_id, value in answers.items() if value is not None})


def _earlier(value: Value | None, step: Step) -> Value:
    if isinstance(value, str):
        return _replaced(value, step["words"])
    if isinstance(value, Figure):
        pictures = [value.pictures[number] for number in step.get("pictures", range(len(value.pictures)))]
        text = _replaced(value.text, step["words"]) if "words" in step else value.text
        return Figure.of(text, pictures)
    if isinstance(value, Checked):
        return _other_boxes(value, step)
    raise ValueError(f"a step fits no answer: {step}")


def _other_boxes(value: Checked, step: Step) -> Checked:
    for label in step.get("tick", ()):
        value = value.with_tick(label, True)
    for label in step.get("untick", ()):
        value = value.with_tick(label, False)
    for label, words in step.get("inside", {}).items():
        value = value.with_text(label, _replaced(value.text(label), words))
    for label, count in step.get("counts", {}).items():
        value = value.with_count(label, count)
    return value


def _replaced(text: str, words: list[str]) -> str:
    now, then = words
    if text.count(now) != 1:
        raise ValueError(f"{now!r} stands {text.count(now)} times")
    return text.replace(now, then)

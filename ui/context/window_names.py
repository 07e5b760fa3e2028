"""The name of an assessment where others may read it: window titles, in task bars and on shared screens."""

from __future__ import annotations

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE, Spans, covered, ordered
from pia_desktop.forms.model import Form


def window_name(form: Form, root: Node, today: Snapshot | None = None) -> str:
    """評価書名 without what of it is withheld, or the name of the form.

    ``today``: where it is an earlier name, the assessment now, which may withhold more.
    """
    path = (form.roles.title,)
    name = root.answer(path)
    if not isinstance(name, str):
        return form.short_title
    spans = root.withheld_at(path)
    return plain(covered(name, spans if today is None else _either(spans, name, today)))


def _either(spans: Spans | None, name: str, today: Snapshot) -> Spans | None:
    """What of a name is withheld by itself, or in the name of today."""
    from pia_desktop.assessment.earlier import once_withheld
    from pia_desktop.assessment.passages import withheld_in

    path = (today.form.roles.title,)
    now, marks = today.root.answer(path), today.root.withheld_at(path)
    if now is None or WHOLE in (spans, marks):
        return spans if now is None else WHOLE
    also = withheld_in(name, *once_withheld(today.form, path[-1], now, marks))
    return ordered((*(spans or ()), *(also or ()))) or None

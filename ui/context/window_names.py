"""The name of an assessment where others may read it: window titles, in task bars and on shared screens."""

from __future__ import annotations

from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import covered
from pia_desktop.forms.model import Form


def window_name(form: Form, root: Node) -> str:
    """評価書名 without what of it is withheld, or the name of the form."""
    path = (form.roles.title,)
    name = root.answer(path)
    if not isinstance(name, str):
        return form.short_title
    return plain(covered(name, root.withheld_at(path)))

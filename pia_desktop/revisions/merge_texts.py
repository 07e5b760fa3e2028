"""Two long texts that were written apart, as one: ours, then theirs, each with what of it is withheld."""

from __future__ import annotations

from pia_desktop.assessment.withheld import WHOLE, Spans, ordered, passages_of
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import Kind, KindFault, TextKind
from pia_desktop.forms.values import Figure, Value

Marked = tuple[Value, Spans | None]
"""An answer and its withheld spans."""


def both_texts(kind: Kind, ours: Marked, theirs: Marked) -> Marked | None:
    """Both in one; None for what is no long text (a choice, a day, a name), or where there is no room."""
    value = _both(kind, ours[0], theirs[0])
    if value is None:
        return None
    try:
        kind.validate(value)
    except KindFault:
        return None
    if isinstance(value, Figure) and WHOLE in (ours[1], theirs[1]):
        return value, WHOLE  # pictures, too
    if ours[1] == theirs[1] == WHOLE:
        return value, WHOLE
    start = len(passages_of(value)) - len(passages_of(theirs[0]))
    own = _spans(*ours)
    return value, ordered((*own, *((first + start, end + start) for first, end in _spans(*theirs)))) or None


def _both(kind: Kind, ours: Value, theirs: Value) -> Value | None:
    match kind, ours, theirs:
        case TextKind(days=False), str(), str():
            return f"{ours}\n{theirs}"
        case FigureKind(), Figure(), Figure():
            new = (one for one in theirs.blocks if isinstance(one, str) or one not in ours.blocks)
            return Figure((*ours.blocks, *new))
    return None


def _spans(value: Value, spans: Spans | None) -> Spans:
    return ((0, len(passages_of(value))),) if spans == WHOLE else spans or ()

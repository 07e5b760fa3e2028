"""この欄の以前の記載: which earlier states of an answer are stored.

While a window is open, undo has every step.  Stored states are for later, and for undone steps that are
discarded when something else is typed.  A state that was only added to is stored now and then; one from which
text was removed, always.  States are compared only after a pause, so no keystroke waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import Final, Protocol, runtime_checkable

from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.values import Checked, Figure, Value
from ui.context.steps import PAUSE, TextChange

_NOW_AND_THEN: Final = 30.0
"""Seconds between stored states while text is only added."""


State = tuple[NodePath, Value, Spans | None]
"""Path and value of an answer, and its withheld spans."""


@runtime_checkable
class StateKeeper(Protocol):
    """Stores earlier states of answers."""

    def keep_states(self, states: Sequence[State]) -> None:
        """Store earlier answers; returns at once."""


def states_in(edit: Edit) -> list[State]:
    """The answers that an edit sets, with their new values; one edit may set thousands.

    Of entries that it puts in, those of which something is withheld: once an entry is removed, nothing else
    knows that its words were.
    """
    answers: dict[NodePath, Value | None] = {}
    withheld: dict[NodePath, Spans] = {}
    put_in: list[State] = []
    for part in _parts(edit):
        if isinstance(part, SetAnswer):
            answers[part.path] = part.value
        elif isinstance(part, SetWithheld) and part.spans is not None:
            withheld[part.path] = part.spans
        elif isinstance(part, InsertEntry):
            put_in += _withheld_in(part)
    set_there = [(path, value, withheld.get(path)) for path, value in answers.items() if value is not None]
    return [*set_there, *put_in]


def _withheld_in(entry: InsertEntry) -> Iterator[State]:
    from pia_desktop.assessment.passages import has_withheld_blocks

    for path, node in entry.node.walk((*entry.path, entry.key)):
        for item_id, value in node.answers.items():
            marks = node.withheld.get(item_id)
            if marks or has_withheld_blocks(value):
                yield (*path, item_id), value, marks


def _parts(edit: Edit) -> Iterator[Edit]:
    if isinstance(edit, Batch):
        for part in edit.edits:
            yield from _parts(part)
    else:
        yield edit


class PastStates:
    """Is notified of every edit of an assessment, and passes on what should be stored."""

    def __init__(
        self, keep: Callable[[Sequence[State]], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.clock = clock
        self._keep = keep
        self._since: dict[NodePath, float] = {}
        self._kept_at: dict[NodePath, float] = {}
        self._kept: dict[NodePath, tuple[Value, Spans | None]] = {}

    def changed(self, inverse: Edit, root: Node) -> None:
        """Record that answers have changed; ``inverse`` has their old values."""
        now = self.clock()
        paused = [state for state in states_in(inverse) if now - self._since.get(state[0], -inf) >= PAUSE]
        self._since |= {part.path: now for part in _parts(inverse) if isinstance(part, SetAnswer)}
        self.keep([state for state in paused if self._is_worth_it(state, root.answer(state[0]))])

    def _is_worth_it(self, state: State, new: Value | None) -> bool:
        path, old, _withheld = state
        before = self._kept_at.get(path)
        return before is None or self.clock() - before >= _NOW_AND_THEN or new is None or not _grew(old, new)

    def keep(self, states: Sequence[State]) -> None:
        """Store states, unless they equal those stored last."""
        fresh = [state for state in states if self._kept.get(state[0]) != state[1:]]
        if fresh:
            now = self.clock()
            self._kept |= {path: (value, withheld) for path, value, withheld in fresh}
            self._kept_at |= dict.fromkeys((path for path, _value, _withheld in fresh), now)
            self._keep(fresh)

    def reset(self, path: NodePath) -> None:
        """Store the next state of an answer unconditionally: its stored ones were erased."""
        self._kept.pop(path, None)
        self._kept_at.pop(path, None)


def _grew(old: Value, new: Value) -> bool:
    """Whether text was only added."""
    before, after = _words(old), _words(new)
    return before is not None and after is not None and not TextChange.between(before, after).removed


def _words(value: Value) -> str | None:
    match value:
        case str():
            return value
        case Figure((str(words),)):
            return words
        case Checked(ticked, texts, counts):
            return repr((sorted(ticked), counts)) + "\n".join(words for _label, words in texts)
    return None

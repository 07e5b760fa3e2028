"""この欄の以前の記載: which states of an answer are worth keeping after they gave way to others.

Undo has every step while the window is open.  What is kept here is for later, and for what undo drops: the
steps taken back when something else is typed.  A state that only grew on is kept now and then; one of which
words went, always.  No keystroke waits: a comparison is made only after a pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol, runtime_checkable

from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.values import Checked, Figure, Value
from ui.context.steps import PAUSE, TextChange

_NOW_AND_THEN: Final = 30.0
"""Seconds between two states that are kept while an answer only grows."""


@runtime_checkable
class StateKeeper(Protocol):
    """Where states of answers are kept."""

    def keep_state(self, path: NodePath, value: Value, withheld: Spans | None) -> None:
        """Keep a state that an answer had until now; returns at once."""
        ...


Keep = Callable[[NodePath, Value, Spans | None], None]


def answers_in(edit: Edit) -> Iterator[SetAnswer]:
    """Every answer that an edit sets."""
    if isinstance(edit, Batch):
        for part in edit.edits:
            yield from answers_in(part)
    elif isinstance(edit, SetAnswer):
        yield edit


class PastStates:
    """Hears of every edit of an assessment, and hands on what is to be kept."""

    def __init__(self, keep: Keep, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._keep = keep
        self._since: dict[NodePath, float] = {}
        self._kept_at: dict[NodePath, float] = {}
        self._kept: dict[NodePath, Value] = {}

    def changed(self, inverse: Edit, root: Node) -> None:
        """Answers are others now; ``inverse`` says what they were."""
        now = self.clock()
        for path, old in {part.path: part.value for part in answers_in(inverse)}.items():
            since = self._since.get(path)
            self._since[path] = now
            if old is not None and (since is None or now - since >= PAUSE):
                self._judge(path, old, root.answer(path), withheld_by(inverse, path))

    def _judge(self, path: NodePath, old: Value, new: Value | None, withheld: Spans | None) -> None:
        before = self._kept_at.get(path)
        if before is None or self.clock() - before >= _NOW_AND_THEN or new is None or not _grew(old, new):
            self.keep(path, old, withheld)

    def keep(self, path: NodePath, value: Value, withheld: Spans | None = None) -> None:
        """Keep a state, unless it is the one that was kept last."""
        if self._kept.get(path) != value:
            self._kept[path] = value
            self._kept_at[path] = self.clock()
            self._keep(path, value, withheld)

    def reset(self, path: NodePath) -> None:
        """What was kept of an answer is erased: keep the next state, whatever it is."""
        self._kept.pop(path, None)
        self._kept_at.pop(path, None)


def withheld_by(edit: Edit, path: NodePath) -> Spans | None:
    """What an edit, when it is done, withholds of an answer."""
    if isinstance(edit, Batch):
        found = [withheld_by(part, path) for part in edit.edits]
        return next((spans for spans in reversed(found) if spans is not None), None)
    return edit.spans if isinstance(edit, SetWithheld) and edit.path == path else None


def _grew(old: Value, new: Value) -> bool:
    """Whether all that was there still is, and only words came."""
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

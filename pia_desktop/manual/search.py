"""Searches the manual, as a clerk words a question."""

from __future__ import annotations

from typing import Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.dataclass import dataclass
from pia_desktop.manual.model import Manual, Topic

_MOST_NEAR: Final = 5
_ALIKE: Final = 0.5
"""The share of the pairs of characters of the words that a near topic has."""


@dataclass(frozen=True, slots=True)
class Found:
    """Topics in reading order; ``near``: none has all the words, these have most of them."""

    topics: tuple[Topic, ...]
    near: bool = False


def search_manual(manual: Manual, words: str) -> Found:
    """The topics with all these words in their title, text or ``also``; else the nearest ones."""
    wanted = [as_read(word) for word in words.split()]
    texts = {topic.id: _text(topic) for topic in manual.topics}
    found = tuple(one for one in manual.topics if all(word in texts[one.id] for word in wanted))
    if found:
        return Found(found)
    pairs = {word[at : at + 2] for word in wanted for at in range(len(word) - 1)}
    shares = {one: sum(pair in texts[one] for pair in pairs) / len(pairs) for one in texts} if pairs else {}
    best = sorted((one for one in shares if shares[one] >= _ALIKE), key=lambda one: -shares[one])
    nearest = frozenset(best[:_MOST_NEAR])
    return Found(tuple(one for one in manual.topics if one.id in nearest), near=True)


def _text(topic: Topic) -> str:
    return as_read("\n".join((topic.title, topic.text, *topic.also)))

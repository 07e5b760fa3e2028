"""The manual as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from pia_desktop.dataclass import dataclass

REFERENCE: Final = re.compile(r"\{([ac]):([A-Z_]+)\}")
"""An action of an assessment's window (``a``) or the cabinet's (``c``), by its name in the window's table."""

_STEP: Final = re.compile(r"^\d+\. ")
_POINT: Final = "・"


@dataclass(frozen=True, slots=True)
class Topic:
    """One task.  ``about``: class names of the windows, dialogs, panes and errors it is the help for.

    ``picture``: name of its screenshot, or empty.  ``also``: words under which people look for it.
    """

    id: str
    title: str
    text: str
    about: tuple[str, ...] = ()
    picture: str = ""
    also: tuple[str, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Its text in pieces: paragraphs, numbered steps, bullet points."""
        for line in self.text.split("\n"):
            if _STEP.match(line):
                yield Paragraph("step", _STEP.sub("", line))
            elif line.startswith(_POINT):
                yield Paragraph("point", line.removeprefix(_POINT))
            elif line:
                yield Paragraph("words", line)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a topic; ``kind`` is ``words``, ``step`` or ``point``."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A group of tasks."""

    title: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """All chapters, in reading order."""

    title: str
    chapters: tuple[Chapter, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All topics, in reading order."""
        return tuple(topic for chapter in self.chapters for topic in chapter.topics)

    def topic_about(self, names: Iterable[str]) -> Topic:
        """The help for the first of these names that has any; else the first topic."""
        helps = {name: topic for topic in self.topics for name in topic.about}
        return next((helps[name] for name in names if name in helps), self.topics[0])

    def with_words(self, words_of: Callable[[str, str], str]) -> Manual:
        """The manual with its references replaced by ``words_of(window, action)``."""

        def said(topic: Topic) -> Topic:
            words = REFERENCE.sub(lambda found: words_of(found[1], found[2]), topic.text)
            return replace(topic, text=words)

        chapters = (replace(one, topics=tuple(map(said, one.topics))) for one in self.chapters)
        return replace(self, chapters=tuple(chapters))

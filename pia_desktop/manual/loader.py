"""Loads ``resources/manual/manual.yaml``; strict, reporting all faults with their lines."""

from __future__ import annotations

from functools import cache

from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node
from pia_desktop.definitions.reader import Fields, read_definition
from pia_desktop.manual.model import Chapter, Manual, Topic
from pia_desktop.paths import resource_root


@cache
def read_manual() -> Manual:
    """The bundled manual, with unresolved references."""
    path = resource_root() / "manual" / "manual.yaml"
    return load_manual(path.read_text(encoding="utf-8"), path.name)


def load_manual(text: str, file: str) -> Manual:
    """Parse a manual.  Raises DefinitionError with all faults."""
    faults = Faults(file)
    top = read_definition(text, faults)
    title, chapters = "", []
    if top is not None:
        title = top.text("title")
        chapters = [_chapter(node, faults) for node in top.sequence("chapters")]
        top.close()
    topics = [topic for chapter in chapters for topic in chapter.topics]
    faults.add_repeated([topic.id for topic in topics], "topic")
    faults.add_repeated([name for topic in topics for name in topic.about], "place of help")
    faults.raise_any("manual")
    return Manual(title, tuple(chapters))


def _chapter(node: Node, faults: Faults) -> Chapter:
    fields = Fields(node, faults)
    chapter = Chapter(fields.text("title"), tuple(_topic(one, faults) for one in fields.sequence("topics")))
    fields.close()
    return chapter


def _topic(node: Node, faults: Faults) -> Topic:
    fields = Fields(node, faults)
    topic = Topic(
        fields.text("id"),
        fields.text("title"),
        fields.text("text").strip("\n"),
        fields.texts("about"),
        fields.optional_text("picture") or "",
        fields.texts("also"),
    )
    fields.close()
    return topic

"""操作の手引き: task by task, what a clerk does with the program, and what to do when something is wrong."""

from pia_desktop.manual.loader import load_manual, read_manual
from pia_desktop.manual.model import Chapter, Manual, Topic
from pia_desktop.manual.search import search_manual

__all__ = ["Chapter", "Manual", "Topic", "load_manual", "read_manual", "search_manual"]

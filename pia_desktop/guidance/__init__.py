"""What belongs in each item: the guidance beside the forms."""

from pia_desktop.guidance.book import COVER, Entry, entries, find, guidance_for
from pia_desktop.guidance.model import Guidance

__all__ = ["COVER", "Entry", "Guidance", "entries", "find", "guidance_for"]

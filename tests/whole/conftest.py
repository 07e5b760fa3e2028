"""These tests open windows, too."""

from tests.ui.sharing import (
    collector,
    empty_clipboard_at_the_end,
    own_clipboard,
    own_home,
    patient,
    swept,
)

__all__ = ["collector", "empty_clipboard_at_the_end", "own_clipboard", "own_home", "patient", "swept"]

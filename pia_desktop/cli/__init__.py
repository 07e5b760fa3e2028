"""The command line, and the composition root: the one place that knows storage, window and paper."""

from pia_desktop.cli.main import main

__all__ = ["main"]

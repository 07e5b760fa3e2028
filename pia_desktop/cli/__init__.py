"""The command line and composition root: the only place that knows storage, windows and printing."""

from pia_desktop.cli.main import main

__all__ = ["main"]

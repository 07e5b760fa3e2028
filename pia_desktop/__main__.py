"""``python -m pia_desktop`` and the installed command ``pia-desktop``."""

from __future__ import annotations

import sys

from pia_desktop.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())

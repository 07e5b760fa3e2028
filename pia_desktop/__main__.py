"""``python -m pia_desktop`` and the installed command ``pia-desktop``."""

from __future__ import annotations

import gc
import sys

from pia_desktop import cli


def main() -> int:
    """Run the program as a process of its own; its exit code."""
    code = cli.main()
    gc.freeze()  # the process ends: to look through all that it made for garbage would be in vain
    return code


if __name__ == "__main__":
    sys.exit(main())

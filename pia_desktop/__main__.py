"""Entry point of ``python -m pia_desktop`` and of the installed command ``pia-desktop``."""

from __future__ import annotations

import gc
import sys

from pia_desktop import cli


def main() -> int:
    """Run the program as a process; returns its exit code."""
    code = cli.main()
    gc.freeze()  # the process ends: skip the final garbage collection
    return code


if __name__ == "__main__":
    sys.exit(main())

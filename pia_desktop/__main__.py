"""Entry point of ``python -m pia_desktop`` and of the installed command ``pia-desktop``."""

from __future__ import annotations

import gc
import sys
from typing import Final

from pia_desktop import cli

_SELDOM: Final = 200_000
"""New objects after which garbage is collected: a command makes few cycles, and often ends before."""


def main() -> int:
    """Run the program as a process; returns its exit code."""
    gc.set_threshold(_SELDOM)
    code = cli.main()
    gc.freeze()  # the process ends: skip the final garbage collection
    return code


if __name__ == "__main__":
    sys.exit(main())

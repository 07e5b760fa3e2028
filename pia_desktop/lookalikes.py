"""Signs that readers take for one another, however they were typed or copied."""

from __future__ import annotations

from typing import Final

DASHES: Final = "-‐‑‒–—―−﹘﹣－─━⁃˗"
DOTS: Final = "・･·•‧∙⋅"
SLASHES: Final = "/／∕⁄"

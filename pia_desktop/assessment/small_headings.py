"""The headings that offices put over a block of a long answer, in a line of their own: ＜窓口での対策＞."""

from __future__ import annotations

import re
from typing import Final

from pia_desktop.patterns import pattern

SMALL_HEADING: Final = pattern(
    r"^[ \u3000]*(?:＜[^＞\n]+＞|<[^>\n]+>|【[^】\n]+】|〈[^〉\n]+〉|《[^》\n]+》|≪[^≫\n]+≫|〔[^〕\n]+〕"
    r"|［(?![ \u3000○]*］)[^］\n]+］)[ \u3000]*$",
    re.MULTILINE,
)
"""Such a line; ［　］ and ［○］ are boxes to tick."""

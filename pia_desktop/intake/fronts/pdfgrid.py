"""The cells formed by the rules of a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import Box
from pia_desktop.intake.fronts.pdfpage import Rule

_SAME: Final = 1.5
"""Points by which rules that are meant to meet may miss each other."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cell; ``open_above`` and ``open_below``: it has no rule there and continues on another page."""

    box: Box
    open_above: bool
    open_below: bool

    def same_columns(self, other: Frame) -> bool:
        """Whether its left and right edges equal another's."""
        return abs(self.box.left - other.box.left) < 3 and abs(self.box.right - other.box.right) < 3


class Grid:
    """Finds the cell around a point by the nearest rules on its four sides."""

    def __init__(self, across: Sequence[Rule], down: Sequence[Rule]) -> None:
        self.across = _joined(across)
        self.down = _joined(down)
        self.heights = [rule.at for rule in self.across]
        self.places = [rule.at for rule in self.down]

    def frame(self, x: float, y: float) -> Frame | None:
        """The cell around a point; None if there is no rule on its left or right."""
        at = bisect_right(self.places, x)
        left = next((rule for rule in reversed(self.down[:at]) if _covers(rule, y)), None)
        right = next((rule for rule in self.down[at:] if _covers(rule, y)), None)
        if left is None or right is None:
            return None
        level = bisect_right(self.heights, y)
        top = next((rule.at for rule in reversed(self.across[:level]) if _covers(rule, x)), None)
        bottom = next((rule.at for rule in self.across[level:] if _covers(rule, x)), None)
        above = max(left.start, right.start)
        below = min(left.end, right.end)
        open_above = top is None or top < above - _SAME
        open_below = bottom is None or bottom > below + _SAME
        edges = above if open_above or top is None else top, below if open_below or bottom is None else bottom
        return Frame(Box(left.at, edges[0], right.at, edges[1]), open_above, open_below)

    def parted(self, left: float, right: float, y: float) -> bool:
        """Whether a vertical rule separates two places of a line."""
        first, behind = bisect_left(self.places, left), bisect_right(self.places, right)
        return first < behind and any(_covers(rule, y) for rule in self.down[first:behind])

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and highest y coordinate of any rule."""
        heights = [*self.heights, *(rule.start for rule in self.down), *(rule.end for rule in self.down)]
        return (min(heights), max(heights)) if heights else (0.0, 0.0)


def _covers(rule: Rule, place: float) -> bool:
    return rule.start - _SAME <= place <= rule.end + _SAME


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Touching rules on one line, merged."""
    lines: dict[int, list[Rule]] = defaultdict(list)
    for rule in sorted(rules, key=lambda rule: rule.at):
        key = round(rule.at)
        near = next((near for near in (key, key - 1, key + 1) if near in lines), key)
        lines[near].append(rule)
    found = []
    for line in lines.values():
        line.sort(key=lambda rule: rule.start)
        held = line[0]
        for rule in line[1:]:
            if rule.start <= held.end + _SAME and abs(rule.at - held.at) < _SAME:
                held = Rule(held.at, held.start, max(held.end, rule.end))
            else:
                found.append(held)
                held = rule
        found.append(held)
    return sorted(found, key=lambda rule: rule.at)
